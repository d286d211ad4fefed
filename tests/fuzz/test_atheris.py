"""Atheris finds nothing in the reader, the models and the check within a few minutes."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 300


@pytest.mark.long
@pytest.mark.skipif(
    find_spec("atheris") is None,
    reason="atheris is not there: it has packages for Linux on x86-64 and few versions of Python",
)
def test_atheris_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.atheris_reader"),
            *(str(SECONDS), str(tmp_path / "corpus")),
        ],
        cwd=ROOT,
        capture_output=True,
        timeout=SECONDS * 4,
        check=False,
    )
    said = done.stderr.decode(errors="replace")
    assert done.returncode == 0, said[-4000:]
    assert "DONE" in said or "Done" in said, said[-4000:]
