"""A build on a cluster takes part in the benchmark, and must give the same bytes there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.kinds import KINDS
from bench.results import load
from bench.us import PROJECT


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
