"""A build on a cluster takes part in the benchmark, and must give the same bytes there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.cluster import PRELOAD, SETTINGS
from bench.kinds import KINDS
from bench.results import load
from bench.us import PROJECT


def test_the_cluster_is_started_as_publishers_are_told() -> None:
    page = (PROJECT / "docs" / "cluster.md").read_text("utf-8")
    commands = page.partition("## How to start one")[2].partition("## What goes where")[0]
    assert " ".join(PRELOAD) in commands
    for name, value in SETTINGS.items():
        assert f"export {name}={value} " in commands


@pytest.mark.long
def test_a_cluster_takes_part(tmp_path: Path) -> None:
    kept = tmp_path / "bench.json"
    command = [sys.executable, "-m", "bench", "--quick", "--sizes", "100", "--only", "us-dask"]
    command += ["--folder", str(tmp_path), "--save", str(kept)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    row = load(kept, KINDS)["builds"].records[-1]
    assert row.contender == "us-dask"
    assert row.took.processors > 1  # the workers' too
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"]
