"""What is there only until something is made: gone in the end, or cleared away by the next."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.read import passing
from generator.read.faults import cannot_be_used
from generator.read.passing import passing_file, passing_folder, remove_left, temporary_place
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


def test_a_file_is_new_and_only_for_this_user_unless_told_otherwise(tmp_path: Path) -> None:
    with opened(tmp_path) as folder:
        name, descriptor = passing_file(folder)
        other, another = passing_file(folder, 0o640)
    with os.fdopen(descriptor, "wb") as file, os.fdopen(another, "wb"):
        file.write(b"whole")
        assert re.fullmatch(r"\.[0-9a-f]{16}\.signout", name)
        assert name != other
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
        assert (tmp_path / other).stat().st_mode & 0o777 == 0o640
        with (tmp_path / name).open("rb") as same, pytest.raises(BlockingIOError):
            fcntl.flock(same, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert (tmp_path / name).read_bytes() == b"whole"


def _gone(path: Path) -> None:
    path.rmdir() if path.is_dir() else path.unlink()


def _replaced(path: Path) -> None:
    kept = path.rename(path.with_name("kept"))
    path.mkdir() if kept.is_dir() else path.write_bytes(b"")


def _linked(path: Path) -> None:
    path.symlink_to(path.rename(path.with_name("kept")))


@pytest.mark.parametrize("what_happens", [_gone, _replaced, _linked])
def test_what_another_program_took_for_left_at_that_moment_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what_happens: Callable[[Path], None]
) -> None:
    """It takes the lock between the making and the locking."""
    files, folders = tmp_path / "files", tmp_path / "folders"
    files.mkdir()
    folders.mkdir()
    real, looked_at = fcntl.flock, [folders, files]

    def flock(descriptor: int, how: int) -> None:
        if looked_at and (made := list(looked_at[-1].iterdir())):
            looked_at.pop()
            what_happens(made[0])
        real(descriptor, how)

    monkeypatch.setattr(passing.fcntl, "flock", flock)
    with opened(files) as folder:
        before = _opened()
        name, descriptor = passing_file(folder)
        assert _opened() == before + 1, "what is not used is closed"
        assert os.path.samestat(os.fstat(descriptor), os.lstat(files / name))
        os.close(descriptor)
        with passing_folder(str(folders)) as made:
            assert _opened() == before + 1
            assert made.is_dir() and not made.is_symlink()
        assert _opened() == before
    assert not looked_at


def test_where_another_program_takes_all_for_left_it_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(descriptor: int, how: int) -> None:
        for made in tmp_path.iterdir():
            _gone(made)

    monkeypatch.setattr(passing.fcntl, "flock", flock)
    with opened(tmp_path) as folder:
        before = _opened()
        with pytest.raises(OSError) as never:
            passing_file(folder)
        assert str(never.value) == f"[Errno {errno.EBUSY}] Device or resource busy"
        with pytest.raises(OSError) as never, passing_folder(str(tmp_path)):
            pass
        assert never.value.strerror == "Device or resource busy"
        assert cannot_be_used(never.value, Path("cache")) == (
            f"`{tmp_path}` cannot be used: Device or resource busy."
        )
        assert _opened() == before
    assert names(tmp_path) == []


def _opened() -> int:
    return len(os.listdir("/dev/fd"))


def test_on_a_disk_without_locks_all_is_made_and_nothing_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(descriptor: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(passing.fcntl, "flock", no_locks)
    left = tmp_path / f"signout-{'0' * 16}"
    left.mkdir()
    with opened(tmp_path) as folder:
        name, descriptor = passing_file(folder)
        os.close(descriptor)
        with passing_folder(str(tmp_path)) as made:
            remove_left(folder)
            assert names(tmp_path) == sorted([name, left.name, made.name])
    assert names(tmp_path) == sorted([name, left.name])


def test_whoever_empties_the_folder_does_no_harm(tmp_path: Path) -> None:
    with passing_folder(str(tmp_path)) as folder:
        folder.rmdir()
    assert names(tmp_path) == []


def test_unless_told_otherwise_it_is_where_the_system_has_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with passing_folder() as folder:
        assert folder.parent == tmp_path


def test_the_place_for_it_is_the_first_named_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    file = tmp_path / "file"
    file.touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "one"))
    monkeypatch.setenv("TEMP", "two")
    monkeypatch.setenv("TMP", str(tmp_path / "three"))
    assert temporary_place() == str(tmp_path / "one")
    monkeypatch.setenv("TMPDIR", str(file))
    assert temporary_place() == str(tmp_path / "two"), "from the root on"
    monkeypatch.setenv("TEMP", "")
    assert temporary_place() == str(tmp_path / "three")
    monkeypatch.setenv("TMP", str(tmp_path / "none"))
    assert temporary_place() == "/tmp"
    monkeypatch.setattr(passing, "_TEMPORARY", (str(tmp_path / "none"),))
    with pytest.raises(
        FileNotFoundError, match="\\] There is no folder for temporary files: "
    ) as none:
        temporary_place()
    assert cannot_be_used(none.value, Path("cache")) == (
        f"`{tmp_path / 'none'}` cannot be used: No such file or directory."
    )
    monkeypatch.setenv("TMP", str(tmp_path / "three"))
    for missing in (os.W_OK, os.X_OK):  # the tests may run as a user whom no permission stops
        monkeypatch.setattr(passing.os, "access", lambda _, how, right=missing: not how & right)
        with pytest.raises(FileNotFoundError):
            temporary_place()


def test_what_is_left_goes_though_some_of_it_cannot(tmp_path: Path) -> None:
    """A name that only looks like one of ours is no reason to leave the others."""
    (tmp_path / f".{'0' * 16}.signout").mkdir()
    (tmp_path / f".{'1' * 16}.signout").touch()
    (tmp_path / f".{'2' * 16}.signout").mkdir()
    (tmp_path / f".{'3' * 16}.signout").touch()
    (tmp_path / f"signout-{'0' * 16}").touch()
    (tmp_path / f"signout-{'1' * 16}").mkdir()
    (tmp_path / f"signout-{'2' * 16}").touch()
    (tmp_path / f"signout-{'3' * 16}").mkdir()
    os.mkfifo(tmp_path / f".{'4' * 16}.signout")
    with opened(tmp_path) as folder, passing_folder(str(tmp_path)):
        remove_left(folder)
    assert names(tmp_path) == [
        *(f".{digit * 16}.signout" for digit in "02"),
        *(f"signout-{digit * 16}" for digit in "02"),
    ]


def test_where_nothing_can_be_made_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError), passing_folder(str(tmp_path / "none")):
        pass


def test_the_place_for_it_is_found_without_writing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What looks for a place by writing a file leaves it where nothing may be removed."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    assert passing.temporary_place() == "/tmp"
    (tmp_path / "file").touch()
    (tmp_path / "place").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "file"))
    monkeypatch.setenv("TEMP", "")
    monkeypatch.setenv("TMP", str(tmp_path / "place"))
    assert passing.temporary_place() == str(tmp_path / "place")
    monkeypatch.chdir(tmp_path / "place")
    monkeypatch.setattr(passing, "_TEMPORARY", ("./gone", "."))
    monkeypatch.delenv("TMP")
    assert passing.temporary_place() == str(tmp_path / "place")
    monkeypatch.setattr(passing, "_TEMPORARY", ("./gone",))
    with pytest.raises(FileNotFoundError, match="no folder for temporary files"):
        passing.temporary_place()
    assert list((tmp_path / "place").iterdir()) == []
