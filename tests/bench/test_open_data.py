"""The benchmark of the open data: every file of it is counted once, and figures can be missed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench.data_build import build
from bench.measure import Took
from bench.open_data import NOTHING, DataTook, data_figures, data_table, sizes_of
from generator.publish.publication import Project
from tests.site_fixtures import copy_second_service


def took(devices: int, cpu: float, mb: float) -> DataTook:
    alone = Took(10.0, 10.0, 100.0)
    whole = Took(10.0 + cpu / 2, 10.0 + cpu, 200.0)
    parts = dict.fromkeys(sizes_of(Path("nothing-here")), 0.0)
    return DataTook(devices, alone, whole, parts | {"CSV": mb})


def test_what_differs_is_the_data(tmp_path: Path) -> None:
    folder = copy_second_service(tmp_path / "project")
    project = Project(folder / "device_specs", folder / "content", folder / "mkdocs.yml")
    for how in (True, False):
        build(project, tmp_path / str(how), data=how)
    both = [
        {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
        for folder in (tmp_path / "True", tmp_path / "False")
    ]
    more = both[0] - both[1]
    assert not both[1] - both[0]
    assert {path.split("/")[0] for path in more if not path.endswith(".md")} == {
        *("api", "llms.txt", "llms-full.txt"),
    }
    counted = sizes_of(tmp_path / "True")
    assert [part for part, size in counted.items() if not size] == ["feeds"], "none there"
    data = [path for path in both[0] if path in more or path.startswith("feeds/")]
    size = sum((tmp_path / "True" / path).stat().st_size for path in data) / 1e6
    assert sum(counted.values()) == pytest.approx(size)


def test_figures_are_kept_or_missed() -> None:
    linear = [took(69, 2, 5), took(1_000, 10, 100), took(10_000, 110, 1_000)]
    assert [figure.kept for figure in data_figures(linear)] == [True] * 4
    steeper = [took(69, 3, 26), took(1_000, 10, 100), took(10_000, 130, 1_300)]
    assert [figure.kept for figure in data_figures(steeper)] == [False] * 4


def test_the_table_has_a_row_for_each_size_and_each_part() -> None:
    results = [took(69, 2, 5), took(1_000, 10, 100), took(10_000, 110, 1_000)]
    again = replace(took(10_000, 1, 1_000), build=NOTHING)
    rows = data_table([*results, again]).splitlines()
    assert len(rows) == 2 + 4 + 1 + 2 + 6
    assert rows[4].split("|")[6].strip() == "11.00"
    assert rows[5].split("|")[6].strip() == "0.10"
    assert [*data_figures([*results, again])] == [*data_figures(results)]
