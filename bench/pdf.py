"""The PDFs, beside the same content printed by WeasyPrint and by Chromium: first compared, then
measured, and how their cost grows with the number of devices.

What is compared are the steps: each printer's file must say all of them, in the same order.
"""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.contest import Unequal
from bench.figures import Figure
from bench.kind import Kind, Setting
from bench.measure import Took, measure, size_mb
from bench.printers import PRINTERS, SITE_URL, known
from bench.specs import write_specs
from bench.table import aligned
from bench.us import PROJECT
from generator.pdf.cards import Cards
from generator.pdf.handbook import handbook_data
from tests.pdf.reading import Pdf, read_pdf

WHAT = ("handbook", "cards")
BESIDE = tuple(PRINTERS)
GROWN = (100, 1_000)  # devices in the handbooks by which growth is told
HANDBOOK_SECONDS, HANDBOOK_MB = 3.0, 5.0
CARDS_SECONDS = 4.0  # all cards of one size
GROWTH = 1.2  # of the cost of a device from 100 to 1,000

_NAMES = {
    "typst": "signout pdf",
    "weasyprint": "WeasyPrint",
    "chromium": "Chromium's print",
    "nothing": "read only",
}
_HEAD = ("what", "by", "seconds", "CPU s", "memory MB", "output MB", "pages", "time to ours")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a printer took for the handbook or the cards of so many devices, start-up and reading
    the specs included, and the size of what it wrote."""

    what: str
    printer: str
    devices: int
    took: Took
    output_mb: float
    pages: int


def measure_pdfs(setting: Setting) -> Iterator[Printed]:
    """The shipped PDFs, then those that have grown."""
    with setting.place() as folder:
        yield from print_shipped(setting.times, folder)
        yield from print_grown(setting.times, folder)


def print_shipped(times: int, folder: Path, beside: Iterable[str] = BESIDE) -> list[Printed]:
    """The shipped handbook and cards by us and by those `beside`, in the empty folder `folder`.

    Ours are printed `times` times, and the fastest run counts; the others, which take long, once.
    Raises Unequal if a file lacks a step, or has it in another place.
    """
    specs = PROJECT / "device_specs"
    results = []
    for what in WHAT:
        say = wanted(specs, what)
        for printer in ("nothing", "typst", *beside):
            runs = times if printer in ("nothing", "typst") else 1
            results.append(_printed(printer, what, specs, folder / f"{what}-{printer}", runs))
            if printer != "nothing":
                for name, fragments in say.items():
                    file = folder / f"{what}-{printer}" / f"{name}.pdf"
                    try:
                        in_order(read_pdf(file), fragments)
                    except Unequal as error:
                        raise Unequal(f"{file}: {error}") from error
    return results


def print_grown(times: int, folder: Path) -> list[Printed]:
    """Our handbook of 100 and of 1,000 synthetic devices, and the reading of their specs alone."""
    results = []
    for count in GROWN:
        specs = folder / f"specs-{count}"
        write_specs(PROJECT / "device_specs", specs, count)
        for printer in ("nothing", "typst"):
            out = folder / f"{count}-{printer}"
            results.append(_printed(printer, "handbook", specs, out, times, count))
    return results


def _printed(
    printer: str, what: str, specs: Path, out: Path, times: int, devices: int | None = None
) -> Printed:
    command = [sys.executable, "-m", "bench.printers", printer, what, str(specs), str(out)]
    took = []
    for _ in range(times):
        shutil.rmtree(out, ignore_errors=True)
        took.append(measure(command, PROJECT))
        print(f"{what}: {printer} took {took[-1].seconds:.2f} s", file=sys.stderr, flush=True)
    files = sorted(out.glob("*.pdf"))
    return Printed(
        what,
        printer,
        devices or len(list((specs / "devices").glob("*/*.yml"))),
        min(took, key=lambda one: one.seconds),
        size_mb(out),
        sum(read_pdf(file).page_count for file in files),
    )


# --- comparing ---


def wanted(specs: Path, what: str) -> dict[str, list[str]]:
    """The words of the steps, in order, that each file must have, by the file's name."""
    kb = known(specs)
    if what == "handbook":
        data = handbook_data(kb, SITE_URL)
        return {"handbook": [*steps_of_handbook(data)]}
    cards = Cards(kb, SITE_URL)
    # A card may leave out what has no room, but never the first way.
    return {name: [*_steps(cards.data(name)["ways"][0])] for name in kb.devices}


def steps_of_handbook(data: dict[str, Any]) -> Iterator[str]:
    """The names and the words of steps in the data of a handbook, in order."""
    for kind in data["kinds"]:
        for device in kind["devices"]:
            yield device["name"]
            for interface in device["interfaces"]:
                yield from _told(interface["main"])
            for way in device["ways"]:
                yield from _told(way)
    for app in data["apps"]:
        for route in app["routes"]:
            yield from _steps(route)
    for name in ("one_device", "all_devices"):
        yield from _steps(data["remote"][name])
    for problem in data["problems"]:
        for solution in problem["said"]:
            yield from _words(solution["text"])
            for step in solution["steps"]:
                yield from _words(step)
    for checklist in data["checklists"]:
        for item in checklist["said"]:
            yield item["title"]


def _told(route: dict[str, Any]) -> Iterator[str]:
    if route["at"] is None:
        yield from _steps(route)
    else:
        for step in route["short"]:
            yield from _words(step)


def _steps(route: dict[str, Any]) -> Iterator[str]:
    for step in route["steps"]:
        yield from _words(step["do"])


def _words(pieces: Iterable[str | dict[str, str]]) -> Iterator[str]:
    for piece in pieces:
        yield piece if isinstance(piece, str) else piece.get("key", piece.get("label", ""))


def in_order(pdf: Pdf, fragments: Iterable[str]) -> None:
    """Raises Unequal unless the text of a PDF has all `fragments` in their order."""
    # The structure is in reading order; without one, pages are drawn in it.
    text = _bare(pdf.text or "\n".join(pdf.page_text(page) for page in range(pdf.page_count)))
    at = 0
    before = ""
    for fragment in fragments:
        found = text.find(_bare(fragment), at)
        if found < 0:
            raise Unequal(f"“{pdf.title}” does not say {fragment!r} after {before!r}")
        at = found + len(_bare(fragment))
        before = fragment


def _bare(text: str) -> str:
    """A text without white space, ligatures and what shows nothing: lines break as they like."""
    return re.sub(r"[\s\u00ad\u200b\u2060]+", "", unicodedata.normalize("NFKC", text))


# --- telling ---


def pdf_table(shipped: list[Printed], grown: list[Printed]) -> str:
    """The results as a table, a row a result."""
    ours = {(r.what, r.devices): r for r in (*shipped, *grown) if r.printer == "typst"}
    rows: list[tuple[str, ...]] = [_HEAD]
    rows += [
        (
            f"{one.what} of {one.devices:,}",
            _NAMES[one.printer],
            f"{one.took.seconds:.2f}",
            f"{one.took.processors:.2f}",
            f"{one.took.megabytes:.0f}",
            f"{one.output_mb:.1f}",
            f"{one.pages:,}",
            f"{one.took.seconds / ours[one.what, one.devices].took.seconds:.2f}",
        )
        for one in (*shipped, *grown)
    ]
    return aligned(rows)


def pdf_figures(shipped: list[Printed], grown: list[Printed]) -> Iterator[Figure]:
    """The figures of the shipped PDFs, and of those that have grown."""
    by = {(one.what, one.printer): one for one in shipped}
    book, cards = by["handbook", "typst"], by["cards", "typst"]
    yield Figure("handbook", book.took.seconds, "most", HANDBOOK_SECONDS, "s")
    yield Figure("size of the handbook", book.output_mb, "most", HANDBOOK_MB, "MB")
    yield Figure("all cards of one size", cards.took.seconds, "most", CARDS_SECONDS, "s")
    for (what, printer), one in by.items():
        if printer in BESIDE:
            ours = by[what, "typst"].took.seconds
            name = f"{what}, faster than {_NAMES[printer]}"
            yield Figure(name, one.took.seconds / ours, "least", None, "times")
    costs = [cost_a_device(grown, count) for count in GROWN]
    yield Figure("cost of a device, 1,000 to 100", costs[1] / costs[0], "most", GROWTH, "times")
    peak = next(r for r in grown if (r.printer, r.devices) == ("typst", GROWN[1]))
    yield Figure("memory for a handbook of 1,000", peak.took.megabytes, "most", None, "MB")


def cost_a_device(grown: list[Printed], count: int) -> float:
    """Seconds of processors to set a device in a handbook of `count`: without start-up and reading,
    which would make a small handbook look dear, and with it a large one cheap."""
    by = {one.printer: one.took.processors for one in grown if one.devices == count}
    return (by["typst"] - by["nothing"]) / count


def _parted(results: Sequence[Printed]) -> tuple[list[Printed], list[Printed]]:
    """The shipped PDFs, and those that have grown."""
    shipped = [one for one in results if one.devices not in GROWN]
    return shipped, [one for one in results if one.devices in GROWN]


PDF = Kind(
    "pdf",
    "Only the handbook and the cards as PDF.",
    Printed,
    measure_pdfs,
    lambda results: pdf_table(*_parted(results)),
    lambda results: pdf_figures(*_parted(results)),
    in_browser=True,
)
