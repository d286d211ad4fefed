"""Files written to disk, each whole or not at all: specs that change, new ones, other files.

Whoever reads a file meanwhile sees the old one or the new one, and a file keeps its mode. Specs are
what somebody works on, so they are written only where they still are what was read, and never
through a symbolic link or over another file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.publish.staging import PublishError
from generator.read.faults import cannot_be_written, what_to_do
from generator.read.passing import passing_file, remove_left
from generator.read.tree import SpecFile

if TYPE_CHECKING:
    from generator.edit.mend import Change

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_UNLINKED = getattr(os, "O_NOFOLLOW", 0)
_FILE = os.O_RDONLY | _UNLINKED | getattr(os, "O_NONBLOCK", 0)


class NotSaved(Exception):
    """A file was not written; the message says which, and why."""


class ChangedMeanwhile(NotSaved):
    """It is not what it was when it was read, because somebody else changed it or made it."""


def save(root: Path, changes: Iterable[Change]) -> None:
    """Writes `changes` to the folder of specs, `root`.

    Raises NotSaved at the first file that cannot be written; those before it are.
    """
    _remove_left(root)
    for change in changes:
        with _told(change.was.file), _folder(root, change.was) as folder:
            _save(folder, change)


def create(root: Path, new: Iterable[SpecFile], changes: Iterable[Change] = ()) -> None:
    """Writes `new` files and `changes` to the folder of specs, `root`: all of it or nothing.

    Folders that are missing are made. Raises NotSaved. All is written beside the files first, what
    they were too: to give names, or to take them back, needs no more room on the disk.
    """
    new, changes = list(new), list(changes)
    _remove_left(root)
    try:
        # What is made last goes first: the names, the files beside, the folders that hold them.
        with ExitStack() as folders, ExitStack() as written, ExitStack() as names:
            ready = [_ready(root, file, folders, written) for file in new]
            changed = [_both_ready(root, change, written) for change in changes]
            for file, (folder, temporary) in zip(new, ready, strict=True):
                with _told(file.file):
                    _add(folder, file, temporary)
                names.callback(os.unlink, file.parts[-1], dir_fd=folder)
            for change, (folder, now, was) in zip(changes, changed, strict=True):
                with _told(change.was.file):
                    _rename(folder, change, now)
                back = replace(change, was=change.now, now=change.was)
                names.callback(_rename, folder, back, was)
            names.pop_all()
            folders.pop_all()
    except OSError as error:
        # Of what was to be taken back; what made it necessary is the first of the row.
        first: BaseException = error
        while first.__context__ is not None and not isinstance(first, NotSaved):
            first = first.__context__
        raise NotSaved(
            f"{first} What was written before could not be taken back. Compare your specs with the "
            "last commit."
        ) from error


def _ready(root: Path, file: SpecFile, folders: ExitStack, written: ExitStack) -> tuple[int, str]:
    """The folder of a new file, and the name of one with its data, which goes with `written`, as
    the folders that had to be made go with `folders`."""
    for missing in _missing_folders(root, file):
        with _told(file.file):
            missing.mkdir()
        folders.callback(missing.rmdir)
    with _told(file.file):
        folder = written.enter_context(_folder(root, file))
        return folder, written.enter_context(_beside(folder, file.data))


def _both_ready(root: Path, change: Change, written: ExitStack) -> tuple[int, str, str]:
    """The folder of a file that changes, and the names of two: as it is to be, and as it was."""
    with _told(change.was.file):
        folder = written.enter_context(_folder(root, change.was))
        mode = stat.S_IMODE(_as_read(folder, change).st_mode)
        now, was = (
            written.enter_context(_beside(folder, file.data, mode))
            for file in (change.now, change.was)
        )
        return folder, now, was


def write_file(path: Path, data: bytes) -> None:
    """Writes a file that somebody asked for, whatever is there. Raises PublishError."""
    try:
        replace_file(path, data)
    except OSError as error:
        # By the name it was asked for, not by that of the file beside it.
        error.filename = None
        raise PublishError(cannot_be_written(error, path)) from error


def replace_file(path: Path, data: bytes) -> None:
    """The same for files that can be made again at any time. Raises OSError."""
    folder = os.open(path.parent, _FOLDER)
    try:
        remove_left(folder)
        mode = None
        with suppress(FileNotFoundError):
            mode = stat.S_IMODE(os.stat(path.name, dir_fd=folder).st_mode)
        with _beside(folder, data, mode, lasting=False) as new:
            os.replace(new, path.name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        os.close(folder)


def _remove_left(root: Path) -> None:
    """Removes from the folder of specs what programs left that were stopped while they saved."""
    for above, names, _ in os.walk(root):
        names[:] = [name for name in names if not name.startswith(".")]
        with suppress(OSError):
            folder = os.open(above, _FOLDER | _UNLINKED)
            try:
                remove_left(folder)
            finally:
                os.close(folder)


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Says in words why a file cannot be written."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise NotSaved(f"{file} cannot be written: {why}. {what_to_do(error)}".rstrip()) from error


@contextmanager
def _folder(root: Path, file: SpecFile) -> Iterator[int]:
    """The folder of `file` below `root`, opened step by step so that no link leads out of it."""
    folder = os.open(root, _FOLDER)
    try:
        for part in file.parts[:-1]:
            inner = os.open(part, _FOLDER | _UNLINKED, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield folder
    finally:
        os.close(folder)


def _missing_folders(root: Path, file: SpecFile) -> Iterator[Path]:
    """The folders on the way to `file` that are not there, outermost first."""
    for number in range(1, len(file.parts)):
        folder = root.joinpath(*file.parts[:number])
        if folder.is_symlink():
            raise NotSaved(f"{file.file} cannot be written: a symbolic link is on the way.")
        if not folder.exists():
            yield folder


def _save(folder: int, change: Change) -> None:
    status = _as_read(folder, change)
    if change.now.data == change.was.data:
        _rename(folder, change, None)
        return
    with _beside(folder, change.now.data, stat.S_IMODE(status.st_mode)) as temporary:
        _rename(folder, change, temporary)


def _as_read(folder: int, change: Change) -> os.stat_result:
    """The status of the file that changes. Raises ChangedMeanwhile if it is not what was read, or
    if another has the name that it is to have."""
    old, new = change.was.parts[-1], change.now.parts[-1]
    descriptor = os.open(old, _FILE, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or file.read() != change.was.data:
            raise ChangedMeanwhile(
                f"{change.was.file} was changed by somebody else meanwhile, so it is left as it "
                "is. Run this again."
            )
    if new != old and _is_another(folder, new, status):
        raise ChangedMeanwhile(
            f"{change.now.file} is there already, so {change.was.file} keeps its name."
        )
    return status


def _rename(folder: int, change: Change, temporary: str | None) -> None:
    """Puts the file `temporary` in the place of the one that changes, and gives that its name."""
    _as_read(folder, change)
    old, new = change.was.parts[-1], change.now.parts[-1]
    if temporary is not None:
        os.replace(temporary, old, src_dir_fd=folder, dst_dir_fd=folder)
    if new != old:
        os.rename(old, new, src_dir_fd=folder, dst_dir_fd=folder)


def _is_another(folder: int, name: str, status: os.stat_result | None = None) -> bool:
    """Whether `name` is there. Where capitals do not count, it may be the same file."""
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return status is None or not os.path.samestat(found, status)


def _add(folder: int, file: SpecFile, temporary: str) -> None:
    """Gives a new file its name, unless something has it already."""
    name = file.parts[-1]
    try:
        try:
            os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            if _is_another(folder, name):
                raise FileExistsError from None
            os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except FileExistsError:
        raise ChangedMeanwhile(f"{file.file} is there already, so nothing was written.") from None


@contextmanager
def _beside(
    folder: int, data: bytes, mode: int | None = None, *, lasting: bool = True
) -> Iterator[str]:
    """The name of a file with `data` in an opened folder, which is gone in the end if it has no
    other; without a `mode` it has that of new files. What is `lasting` survives if the power
    fails."""
    temporary, descriptor = passing_file(folder, 0o666 if mode is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            if lasting:
                os.fsync(file.fileno())
            yield temporary
    finally:
        with suppress(OSError):  # it has another name, or whoever writes next removes it
            os.unlink(temporary, dir_fd=folder)
