"""What is made of the results of builds: figures, tables, plots, and the file they come from."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.builds import BUILDS, LABELS, SHIPPED, builds_figures, builds_table
from bench.checks import CHECKS, Checked, checks_figures, checks_table
from bench.contenders import CONTENDERS
from bench.contest import Result
from bench.figures import Figure
from bench.kinds import KINDS
from bench.measure import Took
from bench.page_speed import PageSpeed, Speed
from bench.plot import Line, plot
from bench.plots import PLOTS, plots
from bench.preview import Waited
from bench.results import Machine, Measured, load, save, this_machine

SVG = "{http://www.w3.org/2000/svg}"
SIZES = (1_000, 3_000, 10_000, 100_000)


def result(contender: str, devices: int, seconds: float, megabytes: float = 100) -> Result:
    took = Took(seconds, seconds, megabytes)
    return Result(contender, devices, devices, (Took(seconds + 1, 9.0, 1.0), took), 1.0)


LINEAR = [result("us", size, size / 2_000) for size in SIZES]


def verdicts(*results: Result) -> dict[str, bool]:
    return {figure.what: figure.kept for figure in builds_figures(results)}


def test_the_fastest_run_counts() -> None:
    assert result("us", 100, 2.0).took.seconds == 2.0
    assert result("us", 100, 2.0).seconds_a_page == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("what", "kept", "missed"),
    [
        ("MkDocs with Material, at 3,000", ("material", 3_000, 38.0), ("material", 3_000, 37.0)),
        ("faster than Hugo, at 10,000", ("hugo", 10_000, 40.0), ("hugo", 10_000, 39.0)),
        ("reading and writing alone", ("floor", 10_000, 1.7), ("floor", 10_000, 1.6)),
        ("one note edited", ("us-note", 10_000, 1.0), ("us-note", 10_000, 1.1)),
        ("one name edited", ("us-name", 10_000, 1.0), ("us-name", 10_000, 1.1)),
        ("the shipped site", (SHIPPED, 69, 5.0), (SHIPPED, 69, 5.1)),
        ("cost of a page, 100,000", ("us", 100_000, 57.0), ("us", 100_000, 58.0)),
        ("ours, at 100,000", ("us-warm", 100_000, 9.0, 1_500), ("us-warm", 100_000, 9.0, 1_501)),
        ("memory of a process, at 10,000", ("us", 10_000, 5.0, 600), ("us", 10_000, 5.0, 601)),
    ],
)
def test_figures_are_kept_or_missed(what: str, kept: tuple, missed: tuple) -> None:
    for one, expected in ((result(*kept), True), (result(*missed), False)):
        others = [r for r in LINEAR if (r.contender, r.devices) != (one.contender, one.devices)]
        found = verdicts(*others, one)
        assert [held for name, held in found.items() if what in name] in (
            [expected],
            [True, expected],
        )


def test_search_is_held_against_hugo_followed_by_pagefind() -> None:
    ours = result("us-search", 10_000, 10.0)
    name = "with search, faster than Hugo and Pagefind, at 10,000"
    assert verdicts(ours, result("hugo-pagefind", 10_000, 20.0)) == {name: True}
    assert verdicts(ours, result("hugo-pagefind", 10_000, 19.0)) == {name: False}


def test_what_was_not_measured_has_no_figure() -> None:
    assert verdicts(result("us", 100, 1.0), result("hugo", 100, 1.0)) == {}


def test_figures_say_whether_they_are_kept() -> None:
    assert Figure("speed", 4, "least", 4, "times").kept
    assert str(Figure("speed", 3, "least", 4, "times")).startswith("MISSED")
    assert str(Figure("speed", 3, "least", None, "times")).startswith("told")


def test_the_table_has_a_row_for_each_result_beside_ours_of_that_size() -> None:
    rows = builds_table([result("us", 100, 2.0), result("hugo", 100, 5.0)]).splitlines()
    assert len(rows) == 4
    assert [cell.strip() for cell in rows[3].split("|")[2:4]] == ["Hugo, bare theme", "5.00"]
    assert rows[3].split("|")[8].strip() == "2.50"


def test_checks_are_told_and_held_to_their_figures() -> None:
    checks = [Checked(69, Took(2.0, 2.0, 80.0)), Checked(10_000, Took(9.0, 9.0, 80.0))]
    assert [figure.kept for figure in checks_figures(checks)] == [False, True]
    assert len(checks_table(checks).splitlines()) == 4


# --- plots ---


def test_every_result_has_a_point_in_a_plot_that_is_sound() -> None:
    """Of a plot, of whoever it shows: a group with a name, and as many points as sizes."""
    results = [
        result(one.name, size, size / 1_000 + number)
        for number, one in enumerate(CONTENDERS)
        for size in (100, 1_000)
    ]
    drawn = dict(plots(results))
    assert drawn.keys() == {plot.file for plot in PLOTS}
    assert {name for plot in PLOTS for name in plot.contenders} == {c.name for c in CONTENDERS}
    for one in PLOTS:
        svg = ElementTree.fromstring(drawn[one.file])
        groups = svg.findall(f"{SVG}g")
        assert [group.findtext(f"{SVG}text") for group in groups] == [
            LABELS[name] for name in one.contenders
        ]
        assert all(len(group.findall(f"{SVG}circle")) == 2 for group in groups)
        assert svg.findtext(f"{SVG}title") == one.title
        assert "prefers-color-scheme: dark" in drawn[one.file]


def test_names_do_not_overlap_and_points_are_where_they_belong() -> None:
    lines = [Line(f"<{n}>", ((10.0, 1.0), (1_000.0, 100.0 + n)), n) for n in range(9)]
    svg = ElementTree.fromstring(plot("Title", "devices", "s", lines))
    groups = svg.findall(f"{SVG}g")
    heights = sorted(float(g.find(f"{SVG}text").get("y")) for g in groups)  # type: ignore[union-attr, arg-type]
    assert min(b - a for a, b in pairwise(heights)) >= 17.9
    first, last = (
        [float(circle.get(at)) for at in ("cx", "cy")]  # type: ignore[arg-type]
        for circle in groups[0].findall(f"{SVG}circle")
    )
    assert first[0] < last[0]
    assert first[1] > last[1], "more is higher"
    told = [text.text for text in svg.findall(f"{SVG}text")]
    assert {"Title", "devices", "s", "10", "1,000", "1", "100"} <= {*told}


def test_one_size_alone_can_be_drawn() -> None:
    svg = plot("Title", "devices", "s", [Line("us", ((100.0, 10.0),), 0)])
    assert len(ElementTree.fromstring(svg).findall(f"{SVG}g/{SVG}circle")) == 1
    assert not re.search(r"nan|inf", svg)


# --- the file of results ---

MACHINE = Machine(date(2026, 11, 22), "Linux x86_64", "a processor", 2, 24.0, {"hugo": "0.168"})


def test_results_come_back_as_they_were_saved(tmp_path: Path) -> None:
    file = tmp_path / "new" / "results.json"
    results = {
        BUILDS.name: Measured(MACHINE, LINEAR),
        CHECKS.name: Measured(MACHINE, [Checked(69, Took(1.0, 1.0, 1.0))]),
        "page-speed": Measured(MACHINE, [PageSpeed("home", Speed(1.0, 0.0, 3.0))]),
        "preview": Measured(MACHINE, [Waited("a label", (0.3, 0.4))]),
    }
    save(file, results, KINDS)
    assert load(file, KINDS) == results


def test_a_run_replaces_what_it_measured_and_leaves_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    checks = Measured(MACHINE, [Checked(69, Took(1.0, 1.0, 1.0))])
    save(file, {BUILDS.name: Measured(MACHINE, LINEAR), CHECKS.name: checks}, KINDS)
    fewer = Measured(this_machine(), LINEAR[:1])
    save(file, {BUILDS.name: fewer}, KINDS)
    assert load(file, KINDS) == {BUILDS.name: fewer, CHECKS.name: checks}


@pytest.mark.parametrize("text", ["", "[]", '{"builds": {}}', '{"builds": {"machine": 3}}'])
def test_any_other_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "results.json"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="validation error"):
        load(file, KINDS)
