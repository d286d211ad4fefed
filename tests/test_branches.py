"""What `make coverage` says is what coverage.py saw, of processes as well."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.branches import LEAST, Module, modules, parts, report

ROOT = Path(__file__).parent.parent
RUN = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["coverage"]["run"]


def told(**missing: list[list[int]]) -> dict[str, Any]:
    """As coverage.py tells it: files of ten branches each, and one of none."""
    files = {
        f"generator/{name.replace('_', '/')}.py": {
            "summary": {"num_branches": 10},
            "missing_branches": ways,
        }
        for name, ways in missing.items()
    }
    none: dict[str, Any] = {"summary": {"num_branches": 0}, "missing_branches": []}
    return {"files": {**files, "generator/py.py": none}}


def test_branches_are_watched_in_every_process_and_kept_out_of_the_way() -> None:
    assert RUN["branch"] is True
    assert RUN["parallel"] is True
    assert RUN["source"] == ["generator"]
    assert "subprocess" in RUN["patch"]
    assert parts().relative_to(ROOT).parts[0] == "build"  # git passes it over


def test_what_no_test_takes_is_told_with_its_line() -> None:
    found = modules(told(read_tree=[[3, 4], [9, -7]], read_kept=[], site_html=[]))
    assert found[1] == Module("generator/read/tree.py", 10, ((3, 4), (9, -7)))
    assert report(found) == (
        "generator/read: 90.0 % of 20 branches\n"
        "generator/site: 100.0 % of 10 branches\n"
        "  generator/read/tree.py: 2 of 10 not taken\n"
        "    line 3, then 4\n"
        "    line 9, then out of what it is in\n"
        f"All: 93.33 % of 30 branches; {LEAST} % is the least",
        False,
    )
    assert report(modules(told(read_tree=[[3, 4]], read_kept=[])))[1]  # 95 % exactly
    assert not report([])[1]


OWN = (
    "COVERAGE_",
    "PYTEST_",
)  # what this run of the tests, which may be watched too, says to its own
TRIED = """
import subprocess, sys

def test_in_a_process():
    subprocess.run([sys.executable, "-m", "generator", "small"], check=True)

def test_in_this_one():
    from generator import share
    assert share(4) == "some"
"""


def test_processes_that_tests_start_are_seen(tmp_path: Path) -> None:
    """A project with the same settings, and a branch that only a process takes."""
    for name in ("generator", "tests"):
        (tmp_path / name).mkdir()
    (tmp_path / "tests" / "branches.py").write_bytes((ROOT / "tests" / "branches.py").read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (tmp_path / "generator" / "__init__.py").write_text(
        "def share(number):\n"
        "    if number == 3:\n"
        "        return 'none'\n"
        "    if number:\n"
        "        return 'some'\n"
        "    return 'all'\n"
    )
    (tmp_path / "generator" / "__main__.py").write_text(
        "import sys\nfrom generator import share\nif sys.argv[1:]:\n    share(0)\n"
    )
    (tmp_path / "test_share.py").write_text(TRIED)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.branches", "-n", "1"),
            *("-q", "-p", "no:cacheprovider", "test_share.py"),
        ],
        cwd=tmp_path,
        env={name: said for name, said in os.environ.items() if not name.startswith(OWN)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    _, _, seen = done.stdout.partition("passed")
    assert seen.splitlines()[1:] == [
        "generator: 66.7 % of 6 branches",
        "  generator/__init__.py: 1 of 4 not taken",
        "    line 2, then 3",
        "  generator/__main__.py: 1 of 2 not taken",
        "    line 3, then out of what it is in",
        "All: 66.67 % of 6 branches; 95 % is the least",
    ], done.stdout + done.stderr
