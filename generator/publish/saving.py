"""Files written to disk, each whole or not at all: specs that change, new ones, other files.

Whoever reads a file meanwhile sees the old one or the new one, and a file keeps its mode. Specs are
what somebody works on, so they are written only where they still are what was read, and never
through a symbolic link or over another file.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.edit.mend import Change
from generator.publish.staging import PublishError
from generator.read.tree import SpecFile

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
    for change in changes:
        with _told(change.was.file), _folder(root, change.was) as folder:
            _save(folder, change)


def create(root: Path, new: Iterable[SpecFile], changes: Iterable[Change] = ()) -> None:
    """Writes `new` files and `changes` to the folder of specs, `root`: all of it or nothing.

    Folders that are missing are made. Raises NotSaved.
    """
    made: list[Path] = []
    saved: list[Change] = []
    try:
        for file in new:
            for missing in _missing_folders(root, file):
                with _told(file.file):
                    missing.mkdir()
                made.append(missing)
            with _told(file.file), _folder(root, file) as folder:
                _add(folder, file)
            made.append(root.joinpath(*file.parts))
        for change in changes:
            save(root, [change])
            saved.append(change)
    except BaseException:
        save(root, [Change(change.now, change.was) for change in saved])
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink()
        raise


def write_file(path: Path, data: bytes) -> None:
    """Writes a file that somebody asked for, whatever is there. Raises PublishError."""
    try:
        replace_file(path, data)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise PublishError(f"`{path}` cannot be written: {why}.") from error


def replace_file(path: Path, data: bytes) -> None:
    """The same for files that can be made again at any time. Raises OSError."""
    folder = os.open(path.parent, _FOLDER)
    try:
        mode = None
        with suppress(FileNotFoundError):
            mode = stat.S_IMODE(os.stat(path.name, dir_fd=folder).st_mode)
        with _beside(folder, path.name, data, mode, lasting=False) as new:
            os.replace(new, path.name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        os.close(folder)


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Says in words why a file cannot be written."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise NotSaved(f"{file} cannot be written: {why}.") from error


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
    if change.now.data != change.was.data:
        with _beside(folder, old, change.now.data, stat.S_IMODE(status.st_mode)) as temporary:
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


def _add(folder: int, file: SpecFile) -> None:
    """Gives a new file its name, unless something has it already."""
    name = file.parts[-1]
    try:
        with _beside(folder, name, file.data) as temporary:
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
    folder: int, name: str, data: bytes, mode: int | None = None, *, lasting: bool = True
) -> Iterator[str]:
    """The name of a file with `data` beside `name`, which is gone in the end if it has no other;
    without a `mode` it has that of new files. What is `lasting` survives if the power fails."""
    # Hidden, so that whoever reads the folder meanwhile passes it over.
    temporary = f".{name}.{secrets.token_hex(4)}.tmp"
    access = 0o666 if mode is None else 0o600
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, access, dir_fd=folder)
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
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=folder)
