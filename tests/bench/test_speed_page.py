"""docs/speed.md: made from the results it names, and true to what the benchmark can do."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.__main__ import main
from bench.builds import BUILDS
from bench.contenders import CONTENDERS
from bench.profile import profile_table, shares
from bench.profile_run import START_UP, at_work
from docs.speed import _MADE, OUT, RESULTS, ROOT, page, pictures, results
from generator.knowledge.workers import in_shares

TEXT = OUT.read_text("utf-8")


def test_the_page_and_its_plots_are_what_the_results_give() -> None:
    found = results()
    assert page(TEXT, found) == TEXT, "run `python -m docs.speed`"
    for name, svg in pictures(found).items():
        assert (ROOT / "docs" / name).read_text("utf-8") == svg, "run `python -m docs.speed`"
        assert f"]({name})" in TEXT


def test_all_that_can_be_made_is_in_the_page_once() -> None:
    assert sorted(re.findall(r"<!-- made: (\w+) -->", TEXT)) == sorted(_MADE)


def test_links_of_the_page_lead_to_files() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (OUT.parent / target).exists(), target


@pytest.mark.parametrize("option", sorted(set(re.findall(r"(?<=python -m bench).*", TEXT))))
def test_every_option_that_the_page_names_exists(option: str) -> None:
    said = CliRunner().invoke(main, ["--help"]).output
    named = re.findall(r"--[\w-]+", option)
    assert all(re.search(rf"{name}\b", said) for name in named), option


def test_results_are_shown_again_without_measuring(tmp_path: Path) -> None:
    typed = ["--show", "--save", str(RESULTS), "--plots", str(tmp_path)]
    done = CliRunner().invoke(main, typed)
    assert BUILDS.table(results()["builds"].records) in done.output
    figures = BUILDS.figures(results()["builds"].records)
    assert all(str(figure) in done.output for figure in figures)
    assert {file.name for file in tmp_path.iterdir()} == pictures(results()).keys()


def test_whoever_took_part_says_what_to_know() -> None:
    took_part = {record.contender for record in results()["builds"].records}
    for one in CONTENDERS:
        assert (one.remark in TEXT) is (one.name in took_part), one.name


def test_a_module_at_work_is_the_innermost_of_ours() -> None:
    seen = []
    assert list(in_shares(lambda _: seen.append(at_work(sys._getframe())), [1], 1)) == [1]
    assert seen == ["generator.knowledge.workers"]
    assert at_work(None) == START_UP


def test_shares_of_the_time_are_told_by_stage_and_by_module() -> None:
    seen = {"generator.site.frames": 60, "generator.site.prose": 15, START_UP: 24, "generator.x": 1}
    found = list(shares(1_000, seen))
    assert sum(one.share for one in found) == pytest.approx(1)
    stages, modules = profile_table(found).split("\n\n")
    assert re.search(r"generator\.site \| +pages \| +75\.0", stages)
    assert modules.splitlines()[2].split("|")[1].strip() == "generator.site.frames"
