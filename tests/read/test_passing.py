"""What is there only until something is made: gone in the end, or cleared away by the next."""

from __future__ import annotations

import fcntl
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


def test_it_is_empty_and_only_for_this_user_and_gone_afterwards(tmp_path: Path) -> None:
    with passing_folder(str(tmp_path)) as folder:
        assert folder.parent == tmp_path
        assert folder.name.startswith("signout-") and len(folder.name) == 24
        assert folder.stat().st_mode & 0o777 == 0o700
        assert list(folder.iterdir()) == []
        (folder / "below").mkdir()
        with passing_folder(str(tmp_path)) as other:
            assert other != folder
        assert folder.is_dir() and not other.exists(), "what is held stays"
    assert list(tmp_path.iterdir()) == []


def test_it_is_gone_after_a_failure_too(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"), passing_folder(str(tmp_path)):
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


def test_what_stopped_programs_left_goes_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, held, short = (tmp_path / f"signout-{name}" for name in ("a" * 16, "b" * 16, "c"))
    for folder in (left, held, short):
        (folder / "below").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("", "utf-8")
    link = tmp_path / f"signout-{'d' * 16}"
    link.symlink_to(elsewhere)
    descriptor = os.open(held, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with passing_folder(str(tmp_path)):
        assert not left.exists()
        assert held.is_dir() and short.is_dir() and link.is_symlink()
        assert (elsewhere / "kept").is_file()
    os.close(descriptor)
    # Those of others are theirs.
    monkeypatch.setattr("generator.read.passing.os.geteuid", lambda: os.getuid() + 1)
    with passing_folder(str(tmp_path)):
        assert held.is_dir()


def test_where_nothing_can_be_made_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError), passing_folder(str(tmp_path / "none")):
        pass
