"""A folder that changes at once: readers see the old publication or the new one, nothing between.

The new one is made beside the old, and the two change places in one step of the file system.
Whatever stops the program, the old one stays; what a stopped build left behind is removed by the
next.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.publish.differences import Differences, settle

_NOT_A_SITE = (
    "`{out}` has something in it that is no site built by this program, so it is left alone. "
    "Name an empty or a new folder with --out."
)


class PublishError(Exception):
    """The publication cannot be put in place; the message says why, and what to do."""


class LeftBehind(PublishError):
    """The publication is in place; what is left of the earlier one cannot be removed."""


@contextmanager
def staged(
    out: Path, tell: Callable[[Differences], None] | None = None, *, hashed: bool = False
) -> Iterator[Path]:
    """Gives a new empty folder; when the block ends well, it takes the place of `out`.

    Files that are as they were keep their time stamps. `tell`, if given, is told what differs once
    the new site is in place, and the hashes of all its files if `hashed`.

    When the block raises, `out` stays as it was. Raises PublishError if `out` holds anything but
    an earlier site, or if its parent folder cannot be written to; LeftBehind, at the end, if only
    the earlier site cannot be removed.
    """
    out = out.absolute()
    if out.is_symlink() or (out.exists() and not _is_replaceable(out)):
        raise PublishError(_NOT_A_SITE.format(out=out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _locked(out.parent):
            staging = out.parent / f".{out.name}.new"
            _remove(staging)
            staging.mkdir()
            try:
                yield staging
                # Before the exchange, so that whoever copies the site never meets other stamps.
                differences = settle(staging, out if out.exists() else None, hashed=hashed)
                _put(staging, out)
            except BaseException:
                _remove(staging)
                raise
            if tell is not None:
                tell(differences)
            _clear_away(staging)
    except OSError as error:
        raise PublishError(
            f"`{error.filename or out}` cannot be written: {os.strerror(error.errno or 0)}. "
            "The earlier site is as it was."
        ) from error


def _is_replaceable(out: Path) -> bool:
    if not out.is_dir() or (out / ".git").exists():  # a branch that is published has a history
        return False
    return (out / "sitemap.xml").is_file() or next(out.iterdir(), None) is None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Makes builds beside each other wait. The lock is on the folder itself, so nothing is left
    behind; it ends with the process, however that ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _put(new: Path, out: Path) -> None:
    """Lets `new` take the place of `out`; the old one is then at `new`."""
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        # Where the file system cannot exchange two folders, there is a moment without a site.
        old = new.with_suffix(".old")
        _remove(old)
        out.rename(old)
        new.rename(out)
        _remove(old)


def _exchange(a: Path, b: Path) -> bool:
    """Swaps two folders in one step; false if this system or file system cannot.

    renameat2(2) with RENAME_EXCHANGE on Linux, renamex_np(2) with RENAME_SWAP on macOS; both
    flags are 2.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(a), os.fsencode(b)
    at_working_folder = -100
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        return bool(libc.renameat2(at_working_folder, first, at_working_folder, second, 2) == 0)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        return bool(libc.renamex_np(first, second, 2) == 0)
    return False


def _clear_away(old: Path) -> None:
    """Removes the earlier site, which is at `old` now. Raises LeftBehind."""
    try:
        _remove(old)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise LeftBehind(
            f"The new site is in place, but `{error.filename or old}` of the earlier one cannot be "
            f"removed: {why}. Remove `{old}` yourself; the next build needs its place."
        ) from error


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
