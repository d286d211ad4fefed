"""A folder that changes at once: when it may, what it is told, and what is left if it cannot."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.publish.differences import Differences
from generator.publish.staging import PublishError, staged
from tests.publish.test_differences import LONG_AGO, age, stamps, write
from tests.site_fixtures import run, tree

SITE = {"sitemap.xml": b"", "index.html": b"home", "old.html": b"old"}
NEXT = {"sitemap.xml": b"", "index.html": b"HOME", "new.html": b"new"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A site that is there already."""
    return age(write(tmp_path / "project" / "site", SITE))


def test_it_is_told_what_differs_once_it_is_in_place(out: Path) -> None:
    told: list[tuple[Differences, dict[str, bytes]]] = []
    with staged(out, lambda found: told.append((found, tree(out)))) as folder:
        write(folder, NEXT)
        assert tree(out) == SITE
        assert told == []
    [(found, then)] = told
    assert then == NEXT
    assert (found.added, found.removed) == (("new.html",), ("old.html",))
    assert (found.changed, found.unchanged) == (("index.html",), ("sitemap.xml",))
    assert stamps(out)["sitemap.xml"] == LONG_AGO
    assert [path.name for path in out.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("there", [False, True])
def test_in_a_fresh_folder_everything_is_new(tmp_path: Path, there: bool) -> None:
    out = tmp_path / "site"
    if there:
        out.mkdir()
    told: list[Differences] = []
    with staged(out, told.append) as folder:
        write(folder, NEXT)
    assert told[0].added == tuple(sorted(NEXT))
    assert told[0].unchanged == told[0].removed == ()


def test_a_block_that_raises_leaves_the_site_and_its_time_stamps(out: Path) -> None:
    told: list[Differences] = []
    with pytest.raises(ZeroDivisionError), staged(out, told.append) as folder:
        write(folder, NEXT)
        raise ZeroDivisionError
    assert told == []
    assert tree(out) == SITE
    assert stamps(out) == dict.fromkeys(SITE, LONG_AGO)
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_what_a_stopped_build_left_is_no_site_before(out: Path) -> None:
    write(out.parent / ".site.new", {"index.html": b"HOME"})
    told: list[Differences] = []
    with staged(out, told.append) as folder:
        assert tree(folder) == {}
        write(folder, NEXT)
    assert told[0].changed == ("index.html",)


def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path) -> None:
    out = write(tmp_path / "pictures", {"holiday.jpg": b"the only copy"})
    with pytest.raises(PublishError, match="left alone"), staged(out):
        pass
    assert tree(out) == {"holiday.jpg": b"the only copy"}


# Kills itself at the second time stamp it sets, between two files.
DYING = """
import os, signal, sys
from pathlib import Path
from generator.publish.staging import staged

seen = []

def hook(event, arguments):
    if event == "os.utime":
        seen.append(arguments)
        if len(seen) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
with staged(Path("site")) as folder:
    for file in Path("site").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
"""


def test_killed_while_time_stamps_are_set(out: Path) -> None:
    """The site is as it was, time stamps too, and the next build needs no help."""
    done = run(sys.executable, "-c", DYING, cwd=out.parent, PYTHONPATH=":".join(sys.path))
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert tree(out) == SITE
    assert stamps(out) == dict.fromkeys(SITE, LONG_AGO)
    with staged(out) as folder:
        write(folder, NEXT)
    assert tree(out) == NEXT
    assert [path.name for path in out.parent.iterdir()] == ["site"]


# What was put there meanwhile by another user cannot be removed. Python tells of each folder that
# it is about to remove: https://docs.python.org/3/library/audit_events.html
KEPT = """
import sys
from pathlib import Path
from generator.publish.staging import LeftBehind, staged

def hook(event, arguments):
    if event == "shutil.rmtree":
        raise PermissionError(13, "Permission denied", str(arguments[0]))

told = []
try:
    with staged(Path("site"), told.append) as folder:
        (folder / "sitemap.xml").touch()
        sys.addaudithook(hook)
except LeftBehind as left:
    print(left)
print(told[0].unchanged)
"""


def test_an_earlier_site_that_cannot_be_removed_is_no_failure_of_the_new_one(out: Path) -> None:
    done = run(sys.executable, "-c", KEPT, cwd=out.parent, PYTHONPATH=":".join(sys.path))
    assert done.returncode == 0, done.stderr
    said, unchanged = done.stdout.splitlines()
    assert said.startswith("The new site is in place, but `")
    assert ", the earlier one, cannot be removed: Permission denied. Remove it yourself" in said
    assert unchanged == "('sitemap.xml',)"
    assert tree(out) == {"sitemap.xml": b""}


@pytest.mark.parametrize("left", [".site.new", ".site.old"])
@pytest.mark.parametrize("what", ["a folder", "a file", "a link"])
def test_whatever_a_stopped_build_left_goes(out: Path, left: str, what: str) -> None:
    elsewhere = write(out.parent.parent / "elsewhere", {"precious": b"the only copy"})
    place = out.parent / left
    if what == "a folder":
        write(place, {"deep/index.html": b"half"})
    elif what == "a file":
        place.write_bytes(b"")
    else:
        place.symlink_to(elsewhere)
    with staged(out) as folder:
        write(folder, NEXT)
    assert tree(out) == NEXT
    assert [path.name for path in out.parent.iterdir()] == ["site"]
    assert tree(elsewhere) == {"precious": b"the only copy"}


def test_the_old_site_comes_back_if_it_was_aside_when_a_build_stopped(out: Path) -> None:
    """Where folders cannot be exchanged; even if the next build fails."""
    out.rename(out.parent / ".site.old")
    write(out.parent / ".site.new", NEXT)
    with pytest.raises(ZeroDivisionError), staged(out):
        assert tree(out) == SITE
        raise ZeroDivisionError
    assert tree(out) == SITE
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_an_error_of_the_disk_is_told_with_what_to_do(out: Path) -> None:
    says = r"No space left on device\. Make room on its disk, and run this again\. The earlier site"
    with pytest.raises(PublishError, match=says), staged(out):
        raise OSError(28, "No space left on device")
    elsewhere = r"`/else/where` cannot be used: Permission denied\. Give yourself the right to it\."
    with pytest.raises(PublishError, match=elsewhere), staged(out):
        raise PermissionError(13, "Permission denied", "/else/where")
    assert tree(out) == SITE


def test_why_a_build_stopped_is_told_even_if_its_half_site_cannot_be_removed(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_: object) -> None:
        raise OSError(30, "Read-only file system", path)

    with pytest.raises(PublishError, match="No space left"), staged(out) as folder:
        write(folder, NEXT)
        monkeypatch.setattr("shutil.rmtree", refuse)
        raise OSError(28, "No space left on device")
    monkeypatch.undo()
    assert tree(out) == SITE
    with staged(out) as folder:
        write(folder, NEXT)
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_file_that_is_held_for_a_moment_does_not_stop_the_removal(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a program that looks through all folders of a disk."""
    unlink, held = os.unlink, ["old.html"]

    def held_once(path: str, **how: Any) -> None:
        if Path(path).name in held:
            held.clear()
            raise PermissionError(13, "Permission denied", path)
        unlink(path, **how)

    monkeypatch.setattr("os.unlink", held_once)
    with staged(out) as folder:
        write(folder, NEXT)
    assert held == []
    assert [path.name for path in out.parent.iterdir()] == ["site"]
