"""No file costs more than 2 seconds and 256 MB, whatever stands in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable

import pytest

from generator.commands.report import Format, show_problems
from generator.read.limits import MAX_BYTES, MAX_SHOWN, MAX_SOURCE
from generator.read.problem import Place, Problem
from tests.fuzz.bombs import BOMBS, WORST
from tests.site_fixtures import ROOT, UNWATCHED


def endings(names: Iterable[str]) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.limited", json.dumps(list(names))],
        cwd=ROOT,
        env=os.environ | UNWATCHED,
        capture_output=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_the_files_are_as_large_as_they_may_be() -> None:
    for name, (_, data) in BOMBS.items():
        most = MAX_BYTES + (name == "too much")
        assert 40_000 < len(data) <= most, name


def test_the_worst_files_end_within_2_seconds_and_256_mb() -> None:
    assert endings(WORST) == dict.fromkeys(WORST, "well")


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_of_a_file_that_is_no_spec_the_first_problems_are_told(
    form: Format, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "a" * (MAX_SOURCE + 1)
    many = [Problem(Place("a.yml", 1, n + 1), "x", "It is.", row=row) for n in range(MAX_SHOWN + 5)]
    other = Problem(Place("b.yml"), "y", "It is too.", row="b")
    show_problems([*many, other], form)
    said = capsys.readouterr().out
    assert len(said) < 1000 * MAX_SHOWN  # not the long line again and again
    assert said.count("a.yml:1:" if form == "text" else "a.yml") in (MAX_SHOWN, MAX_SHOWN + 1)
    assert "b.yml" in said
    if form == "text":
        assert "a.yml: 5 more problems in this file." in said
        assert f"{MAX_SHOWN + 6} problems in 2 files." in said
    if form == "json":
        assert [one["source"] for one in json.loads(said)] == [None] * MAX_SHOWN + ["b"]


@pytest.mark.long
def test_all_files_end_within_2_seconds_and_256_mb() -> None:
    assert endings(BOMBS) == dict.fromkeys(BOMBS, "well")
