"""The benchmark of PDFs compares like with like: every printer's file says the same steps.

WeasyPrint is not among the dependencies of the tests; `make bench` compares its files before it
tells what they took.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.contest import Unequal
from bench.measure import Took
from bench.pdf import (
    CARDS_SECONDS,
    GROWN,
    HANDBOOK_MB,
    HANDBOOK_SECONDS,
    Printed,
    cost_a_device,
    in_order,
    pdf_figures,
    pdf_table,
    wanted,
)
from bench.printers import by_chromium, by_typst, documents, known
from tests.conftest import BASE
from tests.pdf.reading import read_pdf


@pytest.mark.parametrize("what", ["handbook", "cards"])
def test_both_say_all_steps_in_order(what: str, tmp_path: Path) -> None:
    kb = known(BASE)
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
    by_typst(kb, what, ours)
    by_chromium(documents(kb, what), theirs)
    say = wanted(BASE, what)
    assert {f"{name}.pdf" for name in say} == {file.name for file in ours.iterdir()}
    assert {file.name for file in theirs.iterdir()} == {file.name for file in ours.iterdir()}
    for name, fragments in say.items():
        assert len(fragments) >= 3
        for folder in (ours, theirs):
            pdf = read_pdf(folder / f"{name}.pdf")
            in_order(pdf, fragments)
            with pytest.raises(Unequal, match="does not say 'Never said'"):
                in_order(pdf, [*fragments, "Never said"])
            with pytest.raises(Unequal, match="does not say"):
                in_order(pdf, fragments * 20)


def printed(printer: str, seconds: float, devices: int = 60, what: str = "handbook") -> Printed:
    return Printed(what, printer, devices, Took(seconds, seconds, 100.0), 2.0, 100)


def grown(small: float, large: float) -> list[Printed]:
    """Handbooks of 100 and 1,000 devices that take so long to set, and a second to read."""
    return [
        printed(printer, seconds, devices)
        for devices, setting in zip(GROWN, (small, large), strict=True)
        for printer, seconds in (("nothing", 1.0), ("typst", 1.0 + setting))
    ]


SHIPPED = [
    printed("nothing", 0.5),
    printed("typst", 2.0),
    printed("weasyprint", 20.0),
    printed("typst", 3.0, what="cards"),
    printed("weasyprint", 9.0, what="cards"),
]


def test_a_device_costs_what_it_takes_to_set_it() -> None:
    assert cost_a_device(grown(2.0, 24.0), 100) == pytest.approx(0.02)
    assert cost_a_device(grown(2.0, 24.0), 1_000) == pytest.approx(0.024)


def test_figures_are_kept_or_missed_by_what_was_measured() -> None:
    kept = {figure.what: figure for figure in pdf_figures(SHIPPED, grown(2.0, 23.9))}
    assert all(figure.kept for figure in kept.values())
    assert kept["handbook, faster than WeasyPrint"].measured == 10
    assert kept["cards, faster than WeasyPrint"].measured == 3
    missed = [figure for figure in pdf_figures(SHIPPED, grown(2.0, 24.1)) if not figure.kept]
    assert [figure.what for figure in missed] == ["cost of a device, 1,000 to 100"]
    slow = [printed("typst", HANDBOOK_SECONDS + 0.1), printed("typst", CARDS_SECONDS, what="cards")]
    assert [f.what for f in pdf_figures(slow, grown(1, 1)) if not f.kept] == ["handbook"]
    assert HANDBOOK_MB == 5


def test_the_table_tells_times_beside_ours() -> None:
    rows = pdf_table(SHIPPED, grown(2.0, 20.0)).splitlines()
    assert len(rows) == 2 + len(SHIPPED) + 4
    (row,) = (row for row in rows if "WeasyPrint" in row and "handbook" in row)
    assert [cell.strip() for cell in row.strip("| ").split("|")][-1] == "10.00"
