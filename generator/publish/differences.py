"""What differs between a new site and the one before it, and the time stamps that stay.

Programs that copy a site to a host or a bucket go by size and time stamp, and so do web servers
when they tell browsers what they have already. So a file that is as it was keeps the time stamp it
had, to the nanosecond. What was made anew gets it, and does not become a link to the old file: that
one has perhaps another mode, or somebody has it open to write into it. What is a link to it already
was taken over as it is.

The old site is only read, and nothing in it that is no plain file or folder is followed.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PIECE = 1 << 20  # bytes that are read at once
_SECOND = 1_000_000_000  # nanoseconds
_PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class Differences:
    """The files of a new site by what they are to the one before; each path is in one of the four.

    Paths are below the site's folder, with slashes, always in the order of their characters.
    `sizes` are those of all files of the new site, in bytes. `hashes` are their SHA-256, in
    hexadecimal, and empty unless they were asked for.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    sizes: Mapping[str, int]
    hashes: Mapping[str, str]

    @property
    def size(self) -> int:
        """Bytes of the new site."""
        return sum(self.sizes.values())

    @property
    def to_copy(self) -> int:
        """Bytes of the files that were added or have changed."""
        return sum(self.sizes[path] for path in (*self.added, *self.changed))


def settle(new: Path, old: Path | None, *, hashed: bool = False) -> Differences:
    """Compares the finished site in the folder `new` with the one in `old`, if there is one, and
    gives files and folders in `new` that are as they were the time stamps they had.

    A file that has changed is made newer than it was by at least a second, whatever the clock says:
    most programs look at whole seconds. Raises OSError if `new` cannot be read; what cannot be read
    in `old` counts as changed.
    """
    work = _Comparison(hashed)
    folders = [("", os.fspath(new), None if old is None else os.fspath(old))]
    while folders:
        folders.extend(work.folder(*folders.pop()))
    return Differences(
        added=tuple(sorted(work.added)),
        changed=tuple(sorted(work.changed)),
        removed=tuple(sorted(work.removed)),
        unchanged=tuple(sorted(work.unchanged)),
        sizes=dict(sorted(work.sizes.items())),
        hashes=dict(sorted(work.hashes.items())),
    )


@dataclass(slots=True)
class _Comparison:
    """What is known so far."""

    hashed: bool
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)

    def folder(self, path: str, new: str, old: str | None) -> Iterator[tuple[str, str, str | None]]:
        """Compares what is right in a folder; yields the folders in it, as this was given."""
        were = {} if old is None else _entries(old)
        same = True
        with os.scandir(new) as entries:
            for entry in entries:
                was = were.pop(entry.name, None)
                if entry.is_dir(follow_symlinks=False):
                    if was is not None and not _is_folder(was):
                        self.removed.append(path + entry.name)
                        was = None
                    yield f"{path}{entry.name}/", entry.path, None if was is None else was.path
                    same = same and was is not None
                else:
                    if was is not None and _is_folder(was):
                        self.removed.extend(_below(f"{path}{entry.name}/", was.path))
                        was = None
                    same = self._file(path + entry.name, entry, was) and same
        for name, gone in were.items():
            if _is_folder(gone):
                self.removed.extend(_below(f"{path}{name}/", gone.path))
            else:
                self.removed.append(path + name)
        if old is not None and same and not were:
            # Like the file system has it: a folder changes with what is right in it.
            with suppress(OSError):
                _stamp(new, Path(new).lstat(), Path(old).lstat().st_mtime_ns)

    def _file(self, path: str, new: os.DirEntry[str], old: os.DirEntry[str] | None) -> bool:
        """Whether a file is as it was; it gets the time stamp that is due to it."""
        now = new.stat(follow_symlinks=False)
        was = None
        if old is not None:
            with suppress(OSError):  # gone meanwhile
                was = old.stat(follow_symlinks=False)
        taken = was is not None and os.path.samestat(now, was)  # two names of one file
        alike = was is not None and stat.S_ISREG(was.st_mode) and was.st_size == now.st_size
        digest = hashlib.sha256() if self.hashed else None
        other = old.path if old is not None and alike and not taken else None
        same = taken
        if other is not None or digest is not None:
            same = same_bytes(new.path, other, digest) or taken
        self.sizes[path] = now.st_size
        if digest is not None:
            self.hashes[path] = digest.hexdigest()
        if old is None:
            self.added.append(path)
            return False
        (self.unchanged if same else self.changed).append(path)
        if was is not None and not taken:
            if same:
                _stamp(new.path, now, was.st_mtime_ns)
            else:
                make_newer(new.path, now, was)
        return same


def _entries(folder: str) -> dict[str, os.DirEntry[str]]:
    """What is in a folder of the old site, by name; nothing if it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name: entry for entry in entries}
    except OSError:
        return {}


def _below(path: str, folder: str) -> Iterator[str]:
    """The paths of all files in a folder of the old site, whose own path is `path`."""
    folders = [(path, folder)]
    while folders:
        path, folder = folders.pop()
        for name, entry in _entries(folder).items():
            if _is_folder(entry):
                folders.append((f"{path}{name}/", entry.path))
            else:
                yield path + name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder itself, and no link to one. What cannot be told is none."""
    with suppress(OSError):
        return entry.is_dir(follow_symlinks=False)
    return False


def make_newer(path: str, now: os.stat_result, was: os.stat_result) -> None:
    """Sees to it that a file that was changed is newer than it was by at least a second."""
    due = (was.st_mtime_ns // _SECOND + 1) * _SECOND
    if now.st_mtime_ns < due:
        _stamp(path, now, due)


def same_bytes(new: str, old: str | None, digest: Any = None) -> bool:
    """Whether two plain files have the same bytes; `digest`, if there is one, is given all bytes
    of `new`. Raises OSError if that cannot be read."""
    now = os.open(new, _PLAIN)
    try:
        was = None if old is None else _opened(old)
        try:
            return _read(now, was, digest)
        finally:
            if was is not None:
                os.close(was)
    finally:
        os.close(now)


def _opened(old: str) -> int | None:
    with suppress(OSError):
        return os.open(old, _PLAIN)
    return None


def _read(now: int, was: int | None, digest: Any) -> bool:
    same = was is not None
    most = min(os.fstat(now).st_size, _PIECE - 1) + 1  # small files need no large piece
    while same or digest is not None:
        piece = os.read(now, most)
        if digest is not None:
            digest.update(piece)
        if same and was is not None:
            try:
                same = os.read(was, most) == piece
            except OSError:
                same = False
        if not piece:
            break
    return same


def _stamp(path: str, now: os.stat_result, modified: int) -> None:
    """Sets when a file was changed. Where that cannot be, everything else is still right."""
    with suppress(OSError, OverflowError):
        os.utime(path, ns=(now.st_atime_ns, modified))
