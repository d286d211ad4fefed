"""What is there only until something is made: gone in the end, or cleared away by the next."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.read.passing import passing_file, passing_folder, remove_left
from tests.site_fixtures import run

# Makes one of each, and is killed.
DYING = """
import os, signal, sys
from pathlib import Path
from generator.read.passing import passing_file, passing_folder

here = sys.argv[1]
passing_file(os.open(here, os.O_RDONLY))
with passing_folder(here) as folder:
    (folder / "inside").mkdir()
    (folder / "inside" / "file").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@contextmanager
def opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A folder in which a program was stopped."""
    done = run(sys.executable, "-c", DYING, tmp_path, PYTHONPATH=":".join(sys.path))
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(names(tmp_path)) == 2
    return tmp_path


def test_what_a_stopped_program_left_goes(left: Path) -> None:
    with passing_folder(str(left)) as folder:
        assert [name for name in names(left) if not name.startswith(".")] == [folder.name]
    with opened(left) as descriptor:
        remove_left(descriptor)
    assert names(left) == []


def test_what_another_holds_stays(tmp_path: Path) -> None:
    with opened(tmp_path) as descriptor, passing_folder(str(tmp_path)) as first:
        name, file = passing_file(descriptor)
        (first / "page").write_text("whole")
        with passing_folder(str(tmp_path)) as second:
            remove_left(descriptor)
            assert names(tmp_path) == sorted([name, first.name, second.name])
        assert (first / "page").read_text() == "whole"
        os.close(file)
        remove_left(descriptor)
        assert names(tmp_path) == [first.name]
    assert names(tmp_path) == []


def test_nothing_else_goes(tmp_path: Path) -> None:
    """Not what has another name; of links, not what they lead to."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("the only copy")
    here = tmp_path / "here"
    here.mkdir()
    (here / f"signout-{'0' * 16}").symlink_to(elsewhere)
    (here / f".{'0' * 16}.signout").symlink_to(elsewhere / "precious")
    (here / ".swap.signout").write_text("of somebody")
    (here / "signout-notes").mkdir()
    with opened(here) as descriptor, passing_folder(str(here)):
        remove_left(descriptor)
    assert (elsewhere / "precious").read_text() == "the only copy"
    assert {".swap.signout", "signout-notes"} <= set(names(here))


def test_only_this_user_may_enter(tmp_path: Path) -> None:
    with passing_folder(str(tmp_path)) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
