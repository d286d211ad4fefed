"""Which tests there are hangs on nothing but the files: processes that share the work agree."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def test_the_same_tests_are_found_by_another_process_later(request: pytest.FixtureRequest) -> None:
    """An id that holds the time, or the order of a set, stops the run of all tests at random."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    again = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
        env={**inherited, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati"},
    )
    assert again.returncode == 0, again.stdout[-2000:] + again.stderr
    here = {item.nodeid for item in request.session.items}
    assert here - set(again.stdout.splitlines()) == set()
