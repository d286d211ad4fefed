"""A folder that changes at once: readers see the old publication or the new one, nothing between.

The new one is made beside the old, and the two change places in one step of the file system, once
all of it is on the disk. Whatever stops the program or the machine, the old one stays; what a
stopped build left behind is removed by the next. docs/publishing-faults.md tells publishers.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from generator.publish.differences import Differences, make_newer, settle
from generator.read.faults import cannot_be_used, cannot_be_written, place_of

_NOT_A_SITE = (
    "`{out}` has something in it that is no site built by this program, so it is left alone. "
    "Name an empty or a new folder with --out."
)
_A_DISK = (
    "`{out}` is a disk or a volume of its own, and only a folder in it can change at once. "
    "Name one with --out, such as `{out}/site`."
)
_A_LAYER = (
    "`{out}` is of a lower layer of this container, and cannot change at once. Remove it, or name "
    "another folder with --out. {as_it_was}"
)
_AS_IT_WAS = "The earlier site is as it was."
# What is answered by a system or a file system that cannot exchange two folders.
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM)
_AT_WORKING_FOLDER = -100
_EXCHANGE = 2


class PublishError(Exception):
    """The publication cannot be put in place; the message says why, and what to do."""


class LeftBehind(PublishError):
    """The publication is in place; what is left of the earlier one cannot be removed."""


class Taken(Protocol):
    """What was taken from the earlier site, and need not be in the folder of the new one yet."""

    def at_most_one(self, site: Path) -> Differences | None:
        """What differs, if that is only one file that has changed, or none; None if it is more.
        `site` is the folder of the new one."""

    def put_taken(self, site: Path) -> None:
        """Puts all of it into that folder. Raises OSError."""


@contextmanager
def staged(
    out: Path,
    tell: Callable[[Differences], None] | None = None,
    *,
    hashed: bool = False,
    earlier: Taken | None = None,
) -> Iterator[Path]:
    """Gives a new empty folder; when the block ends well, it takes the place of `out`, with what it
    has taken from `earlier`. If only one file is another one, only that changes.

    Files that are as they were keep their time stamps. `tell`, if given, is told what differs once
    the new site is in place and nobody else's, and the hashes of all its files if `hashed`.

    When the block raises, `out` stays as it was. Raises PublishError if `out` holds anything but
    an earlier site, if its parent folder cannot be written to, and for every OSError of the block;
    LeftBehind, at the end, if only the earlier site cannot be removed.
    """
    out = out.absolute()
    staging, aside = (out.parent / f".{out.name}.{what}" for what in ("new", "old"))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _locked(out.parent) as parent:
            _mend(out, staging, aside)
            _refuse(out)
            staging.mkdir()
            try:
                yield staging
                differences = None if hashed or earlier is None else earlier.at_most_one(staging)
                if differences is not None:
                    left: Path | None = _put_one(staging, out, differences)
                else:
                    if earlier is not None:
                        earlier.put_taken(staging)
                    # Before the exchange, so that whoever copies it never meets other stamps.
                    differences = settle(staging, out if out.exists() else None, hashed=hashed)
                    _keep(staging)
                    left = _put(staging, out, aside)
            except BaseException:
                # Whatever stopped it is what is told; the next build removes what is still there.
                with suppress(OSError):
                    _remove(staging)
                raise
            with suppress(OSError):
                os.fsync(parent)
            try:
                _clear_away(left)
            finally:
                if tell is not None:
                    tell(differences)
    except OSError as error:
        if error.errno == errno.EXDEV:
            raise PublishError(_A_LAYER.format(out=out, as_it_was=_AS_IT_WAS)) from error
        place = place_of(error)
        beside = place is None or out.parent in (place, *place.parents)
        says = cannot_be_written if beside else cannot_be_used
        raise PublishError(f"{says(error, out)} {_AS_IT_WAS}") from error


def _refuse(out: Path) -> None:
    """Raises PublishError if `out` is not there to be replaced."""
    if out.is_symlink() or (out.exists() and not _is_replaceable(out)):
        raise PublishError(_NOT_A_SITE.format(out=out))
    if os.path.ismount(out):
        raise PublishError(_A_DISK.format(out=out))


def _is_replaceable(out: Path) -> bool:
    if not out.is_dir() or (out / ".git").exists():  # a branch that is published has a history
        return False
    return (out / "sitemap.xml").is_file() or next(out.iterdir(), None) is None


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Makes builds beside each other wait; gives the folder, opened. The lock is on the folder
    itself, so nothing is left behind; it ends with the process, and all that it forked, however
    they end."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _mend(out: Path, staging: Path, aside: Path) -> None:
    """Undoes what a stopped build left, or removes it."""
    if not os.path.lexists(out) and aside.is_dir():
        aside.rename(out)  # stopped in the moment without a site
    for left in (staging, aside):
        _remove(left)


def _keep(folder: Path) -> None:
    """Waits until all files of the new site are on the disk. Without it, a power cut soon after
    could leave the new site with empty files, and a disk that notices late that it is full, or
    broken, would be heard of only when the old site is gone. Raises OSError.

    syncfs(2) tells on Linux; elsewhere the system is asked to begin.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs"):
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if libc.syncfs(descriptor) != 0 and (number := ctypes.get_errno()) != errno.ENOSYS:
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)


def _put_one(new: Path, out: Path, differences: Differences) -> Path:
    """Lets the one file that has changed, if there is one, take the place of the old one, which is
    one step too; returns what is left to remove. Raises OSError."""
    for changed in differences.changed:
        file, old = new / changed, out / changed
        make_newer(os.fspath(file), file.lstat(), old.lstat())
        _keep(new)
        file.replace(old)
    return new


def _put(new: Path, out: Path, aside: Path) -> Path | None:
    """Lets `new` take the place of `out`; says where the old one is then, if there was one. Raises
    OSError, and then `out` is as it was."""
    if not out.exists():
        new.rename(out)
        return None
    if _exchange(new, out):
        return new
    # Where the file system cannot exchange two folders, there is a moment without a site.
    try:
        out.rename(aside)
        new.rename(out)
    except BaseException:
        if not os.path.lexists(out):
            aside.rename(out)
        raise
    return aside


def _exchange(a: Path, b: Path) -> bool:
    """Swaps two folders in one step; false if this system or file system cannot. Raises OSError.

    renameat2(2) with RENAME_EXCHANGE on Linux, renamex_np(2) with RENAME_SWAP on macOS; both
    flags are 2.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(a), os.fsencode(b)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        done = libc.renameat2(_AT_WORKING_FOLDER, first, _AT_WORKING_FOLDER, second, _EXCHANGE)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        done = libc.renamex_np(first, second, _EXCHANGE)
    else:
        return False
    if done != 0 and (number := ctypes.get_errno()) not in _NO_EXCHANGE:
        raise OSError(number, os.strerror(number), str(b))
    return bool(done == 0)


def _clear_away(old: Path | None) -> None:
    """Removes the earlier site, which is at `old` now. Raises LeftBehind."""
    try:
        if old is not None:
            _remove(old)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise LeftBehind(
            f"The new site is in place, but `{old}`, the earlier one, cannot be removed: {why}. "
            "Remove it yourself, or let the next build try again."
        ) from error


def _remove(path: Path) -> None:
    """Removes a folder, or whatever else has its name; a link, and not what it leads to."""
    if not path.is_dir() or path.is_symlink():
        if os.path.lexists(path):
            path.unlink()
        return
    # What looks through all folders of a disk, or shares them, may hold a file for a moment.
    shutil.rmtree(path, ignore_errors=True)
    try:
        if path.exists():
            shutil.rmtree(path)
    except OSError as error:
        # Alone, the name of a file far below says nothing.
        error.filename = str(path)
        raise
