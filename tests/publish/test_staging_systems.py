"""What staging asks of systems and disks, also of those that no test runs on: a library
that answers as theirs stands in for it."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish.staging import LeftBehind, PublishError, staged
from tests.publish.test_differences import write
from tests.site_fixtures import tree

SITE = {"sitemap.xml": b"", "index.html": b"home"}
NEXT = {"sitemap.xml": b"", "index.html": b"HOME"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write(tmp_path / "project" / "site", SITE)


BROKEN = (
    "cannot be written: Input/output error. Its disk fails: look after it, or name a place on "
    "another disk. The earlier site is as it was."
)


def build(out: Path) -> None:
    with staged(out) as folder:
        write(folder, NEXT)


def told_by_a_build(out: Path) -> str:
    """What is said of a build that fails; the old site is as it was."""
    with pytest.raises(PublishError) as told:
        build(out)
    assert tree(out) == SITE
    return str(told.value)


def library(
    monkeypatch: pytest.MonkeyPatch, platform: str, **functions: Callable[..., int]
) -> None:
    """The system is another one, with just these functions. A negative answer is an error, which
    is told only to those who ask for it."""

    class Library:
        def __init__(self, name: str | None, use_errno: bool = False) -> None:
            assert name is None
            for function, body in functions.items():
                setattr(self, function, self.answering(body, use_errno))

        def answering(self, body: Callable[..., int], told: bool) -> Callable[..., int]:
            def call(*arguments: object) -> int:
                answer = body(*arguments)
                if told:
                    ctypes.set_errno(max(-answer, 0))
                return min(answer, 0) and -1

            return call

    ctypes.set_errno(0)
    monkeypatch.setattr(ctypes, "CDLL", Library)
    monkeypatch.setattr(sys, "platform", platform)


def swapped(one: bytes, other: bytes, flags: int) -> int:
    """renamex_np(2) of macOS."""
    assert flags == 2
    between = one + b".between"
    for old, new in ((one, between), (other, one), (between, other)):
        os.rename(old, new)  # noqa: PTH104
    return 0


def swapped_at(_: int, one: bytes, __: int, other: bytes, flags: int) -> int:
    """renameat2(2) of Linux."""
    return swapped(one, other, flags)


def never(*_: object) -> int:
    raise AssertionError("this function is not of this system, or does something else there")


def no_renames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "rename", never)


def done(*_: object) -> int:
    return 0


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2(2) is of Linux")
def test_the_site_changes_in_one_step(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not by two names given one after the other."""
    no_renames(monkeypatch)
    build(out)
    assert tree(out) == NEXT


@pytest.mark.parametrize(
    ("platform", "functions", "is_one_step"),
    [
        ("linux", {"renameat2": swapped_at, "renamex_np": never}, True),
        ("darwin", {"renamex_np": swapped, "renameat2": never}, True),
        ("linux", {}, False),
        ("linux", {"renamex_np": never}, False),
        ("linux", {"renameat2": lambda *_: -errno.EINVAL}, False),
        ("linux", {"renameat2": lambda *_: -errno.ENOSYS}, False),
        ("darwin", {}, False),
        ("darwin", {"renameat2": never}, False),
        ("darwin", {"renamex_np": lambda *_: -errno.ENOTSUP}, False),
        ("freebsd13", {"renameat2": never, "renamex_np": never}, False),
    ],
)
def test_each_system_has_a_function_for_it_or_two_names_are_given(
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    functions: dict[str, Callable[..., int]],
    is_one_step: bool,
) -> None:
    library(monkeypatch, platform, syncfs=done, **functions)
    if is_one_step:
        no_renames(monkeypatch)
    build(out)
    assert tree(out) == NEXT
    assert [path.name for path in out.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("number", [0, 1])
def test_if_one_of_them_cannot_be_given_the_old_site_is_there(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    library(monkeypatch, "linux", syncfs=done)
    rename, calls = Path.rename, [0]

    def once(path: Path, target: Path) -> Path:
        calls[0] += 1
        if calls[0] == number + 1:
            raise OSError(errno.EIO, "Input/output error", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", once)
    with pytest.raises(PublishError, match="Input/output error"):
        build(out)
    assert tree(out) == SITE
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_an_exchange_that_fails_is_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library(monkeypatch, "linux", syncfs=done, renameat2=lambda *_: -errno.EIO)
    assert told_by_a_build(out) == f"`{out}` {BROKEN}"


# --- what is on the disk ----------------------------------------------------------------------


def test_the_new_site_is_on_the_disk_before_it_takes_the_place(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[dict[str, bytes]] = []

    def syncfs(descriptor: int) -> int:
        new = out.with_name(".site.new")
        assert os.path.samestat(os.fstat(descriptor), new.stat())
        kept.extend([tree(new), tree(out)])
        return 0

    library(monkeypatch, "linux", syncfs=syncfs, renameat2=swapped_at)
    build(out)
    assert kept == [NEXT, SITE]


def test_a_disk_that_is_broken_is_told_and_the_old_site_stays(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(monkeypatch, "linux", syncfs=lambda _: -errno.EIO, renameat2=never)
    assert told_by_a_build(out) == f"`{out.with_name('.site.new')}` {BROKEN}"


def test_where_one_disk_cannot_be_waited_for_all_are(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems have no such call, and some have it only by name."""
    asked: list[str] = []
    monkeypatch.setattr(os, "sync", lambda: asked.append("sync"))
    library(monkeypatch, "linux", renameat2=swapped_at)
    build(out)
    assert (tree(out), asked) == (NEXT, ["sync"])
    library(monkeypatch, "linux", syncfs=lambda _: -errno.ENOSYS, renameat2=swapped_at)
    build(out)
    library(monkeypatch, "linux", syncfs=done, renameat2=swapped_at)
    build(out)
    assert asked == ["sync"]


# --- what is no place for a site --------------------------------------------------------------


@pytest.mark.parametrize("what", ["a file", "a link", "a history", "another file"])
def test_what_is_no_site_is_named_and_left_alone(out: Path, what: str) -> None:
    if what == "a file":
        out = out / "index.html"
    elif what == "a link":
        out.with_name("public").symlink_to(out)
        out = out.with_name("public")
    elif what == "a history":
        write(out, {".git/HEAD": b"ref"})
    else:
        (out / "sitemap.xml").rename(out / "notes.xml")
    before = tree(out.parents[0])
    says = f"`{out}` has something in it that is no site built by this program, so it is left alone"
    with pytest.raises(PublishError) as told:
        build(out)
    assert str(told.value).startswith(says)
    assert tree(out.parents[0]) == before


def test_a_disk_is_named_with_a_folder_in_it(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: path == out)
    with pytest.raises(PublishError) as told:
        build(out)
    assert str(told.value) == (
        f"`{out}` is a disk or a volume of its own, and only a folder in it can change at once. "
        f"Name one with --out, such as `{out}/site`."
    )


# --- what cannot be removed -------------------------------------------------------------------


def refused(path: Path, ignore_errors: bool = False) -> None:
    if not ignore_errors:
        raise PermissionError(errno.EACCES, "Permission denied", "deep/below")


def test_an_earlier_site_that_cannot_be_removed_is_named(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LeftBehind) as told, staged(out) as folder:
        write(folder, NEXT)
        monkeypatch.setattr(shutil, "rmtree", refused)
    monkeypatch.undo()
    assert str(told.value) == (
        f"The new site is in place, but `{out.with_name('.site.new')}`, the earlier one, cannot be "
        "removed: Permission denied. Remove it yourself, or let the next build try again."
    )
    assert tree(out) == NEXT


def test_what_is_held_for_a_moment_is_removed_then(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = shutil.rmtree

    def held(path: Path, ignore_errors: bool = False) -> None:
        refused(path, ignore_errors) if ignore_errors else remove(path)

    monkeypatch.setattr(shutil, "rmtree", held)
    build(out)
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_what_a_stopped_build_left_and_cannot_be_removed_is_named(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = write(out.with_name(".site.new"), NEXT)
    monkeypatch.setattr(shutil, "rmtree", refused)
    with pytest.raises(PublishError) as told:
        build(out)
    assert str(told.value).startswith(f"`{left}` cannot be written: Permission denied.")
    assert tree(out) == SITE
