"""Files and folders that are there only until something is made, and what is left of them.

Files are written beside those whose place they take, and get their name once they are whole;
folders hold what is handed to another program. Whoever makes one holds a lock on it, which ends
with the process however that ends. So what nobody holds is of a program that was stopped, and can
go.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Files are hidden, so that whoever reads the folder meanwhile passes them over.
_FILE = re.compile(r"\.[0-9a-f]{16}\.signout")
_FOLDER = re.compile(r"signout-[0-9a-f]{16}")
_TEMPORARY = ("/tmp", "/var/tmp", "/usr/tmp", ".")  # where no variable names a place
# What was just made may be lost to another program once; on an odd disk it may never be ours.
_TRIES = 10
_LEFT = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_LEFT_FOLDER = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0)


def passing_file(folder: int, mode: int = 0o600) -> tuple[str, int]:
    """The name of a new file in an opened folder, and the file, opened to be written. It is for
    whoever asks to give it its name, or to remove it, before it is closed. Raises OSError."""
    for _ in range(_TRIES):
        name = f".{secrets.token_hex(8)}.signout"
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode, dir_fd=folder)
        if _held(descriptor, name, folder):
            return name, descriptor
        os.close(descriptor)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def remove_left(folder: int) -> None:
    """Removes from an opened folder what programs left there that were stopped while they wrote."""
    with suppress(OSError), os.scandir(folder) as entries:
        left = [entry.name for entry in entries if _FILE.fullmatch(entry.name)]
        for name in left:
            with suppress(OSError), _unheld(name, _LEFT, folder):
                os.unlink(name, dir_fd=folder)


@contextmanager
def passing_folder(parent: str | None = None) -> Iterator[Path]:
    """A new empty folder in `parent`, or where the system has such things, which only this user
    may enter and which is gone afterwards. What stopped programs of this user left there goes too.
    Raises OSError."""
    above = Path(parent or temporary_place())
    remove_left_folders(above)
    folder, descriptor = _new_folder(above)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def temporary_place() -> str:
    """The folder that the system has for what is there only for a moment. `tempfile` writes a file
    to find it, which stays where nothing may be removed. Raises FileNotFoundError if there is
    none."""
    named = filter(None, map(os.environ.get, ("TMPDIR", "TEMP", "TMP")))
    for place in map(Path.absolute, map(Path, (*named, *_TEMPORARY))):
        if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
            return str(place)
    raise FileNotFoundError(errno.ENOENT, "There is no folder for temporary files", _TEMPORARY[0])


def _new_folder(above: Path) -> tuple[Path, int]:
    for _ in range(_TRIES):
        folder = above / f"signout-{secrets.token_hex(8)}"
        folder.mkdir(0o700)
        descriptor = os.open(folder, os.O_RDONLY)
        if _held(descriptor, str(folder)):
            return folder, descriptor
        os.close(descriptor)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(above))


def remove_left_folders(above: str | Path) -> None:
    """Removes from a folder those that stopped programs of this user left there, or programs that
    were not allowed to remove them."""
    with suppress(OSError), os.scandir(above) as entries:
        left = [entry for entry in entries if _FOLDER.fullmatch(entry.name)]
        for entry in left:
            with suppress(OSError):
                # Whoever may write here too may have put another's folder, or a link, in its place.
                if entry.stat(follow_symlinks=False).st_uid == os.geteuid():
                    with _unheld(entry.path, _LEFT_FOLDER):
                        shutil.rmtree(entry.path)


def _held(descriptor: int, name: str, folder: int | None = None) -> bool:
    """Takes the lock on what was just made; false if somebody took it for left, and removed it."""
    with suppress(OSError):  # a disk without locks
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(status, os.fstat(descriptor))


@contextmanager
def _unheld(name: str, how: int, folder: int | None = None) -> Iterator[None]:
    """Holds something that nobody else holds. Raises OSError if somebody does."""
    descriptor = os.open(name, how, dir_fd=folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
