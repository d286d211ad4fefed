"""Which tests there are hangs on nothing but the files: processes that share the work agree."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]


def test_the_same_tests_are_found_by_another_process_later(request: pytest.FixtureRequest) -> None:
    """An id that holds the time, or the order of a set, stops the run of all tests at random."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    again = subprocess.run(
        [*PYTEST, "--collect-only", "-q", "-m", ""],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**inherited, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati"},
    )
    assert again.returncode == 0, again.stdout[-2000:] + again.stderr
    here = {item.nodeid for item in request.session.items}
    assert here - set(again.stdout.splitlines()) == set()


TWO = """
import pytest

def test_short(): pass

@pytest.mark.long
def test_long(): pass
"""


@pytest.mark.parametrize(("target", "runs"), [("test", "test_short"), ("test-long", "test_long")])
def test_what_takes_long_is_run_by_a_command_of_its_own(
    target: str, runs: str, tmp_path: Path
) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = re.search(rf"^{target}:.*\n(?:\t.*\n)*?\t\S+ -m pytest (.*)", makefile, re.MULTILINE)
    assert recipe is not None
    options = recipe[1].replace("$(JOBS)", "0")
    (tmp_path / "test_two.py").write_text(TWO, "utf-8")
    done = subprocess.run(
        [
            *PYTEST,
            "-c",
            ROOT / "pyproject.toml",
            "--rootdir",
            tmp_path,
            "-v",
            *shlex.split(options),
            tmp_path / "test_two.py",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.findall(r"::(\w+) PASSED", done.stdout) == [runs], done.stdout + done.stderr
