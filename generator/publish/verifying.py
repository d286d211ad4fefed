"""Whether what is published is what the specs make: file by file, byte by byte.

`docs/verify.md` tells publishers what to make of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.publish.causes import cause_of
from generator.publish.manifest_file import VERSION

__all__ = ["Compared", "Expected", "ManifestError", "compare_folder", "of_manifest", "of_site"]

META = "api/v1/meta.json"  # says what a publication was made of
MOST_OF_MANIFEST = 256 * 1024 * 1024  # bytes; a million files have fewer
_MORE = 1 << 20  # bytes by which a file may be longer than expected, and is still looked at
_PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_DIGITS = frozenset("0123456789abcdef")


class ManifestError(Exception):
    """A list of files is none that `signout build --manifest` wrote; the message says why."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be published: the hash and the size of each file by its path."""

    hashes: Mapping[str, str]
    sizes: Mapping[str, int]
    folder: Path | None = None
    """Where the files themselves are, if they were made."""

    def bytes_of(self, path: str) -> bytes | None:
        """A file as it should be, if it is known."""
        return None if self.folder is None else (self.folder / path).read_bytes()

    def most_of(self, path: str) -> int:
        """How many bytes to read of a file at most, to see that it is another one and why."""
        return self.sizes[path] + _MORE

    @property
    def meta(self) -> Mapping[str, Any]:
        """What the publication says of itself, if it is known."""
        known = META in self.hashes and self.bytes_of(META)
        return read_meta(known) if known else {}


@dataclass(slots=True)
class Compared:
    """What was found: paths in the order of their characters, each in at most one of these."""

    same: list[str] = field(default_factory=list)
    changed: dict[str, str] = field(default_factory=dict)
    """With the nearest cause."""
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    """What should not be there, as far as that can be seen."""
    unanswered: dict[str, str] = field(default_factory=dict)
    """What could not be compared, and why."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What the published one says of itself, if it says something else."""

    @property
    def is_the_same(self) -> bool:
        """Whether every file is there as it should be, and no other was seen."""
        return not (self.changed or self.missing or self.extra or self.unanswered)

    def judge(self, path: str, expected: Expected, data: bytes, whole: bool = True) -> None:
        """Compares a file's bytes; `whole` if these are all there are."""
        if whole and hashlib.sha256(data).hexdigest() == expected.hashes[path]:
            self.same.append(path)
            return
        if path == META:
            self.meta = read_meta(data)
        ours, size, digest = expected.bytes_of(path), expected.sizes[path], expected.hashes[path]
        self.changed[path] = cause_of(path, data, ours, size, digest)


def of_site(folder: Path, hashes: Mapping[str, str], sizes: Mapping[str, int]) -> Expected:
    """What a build made in `folder`."""
    return Expected(hashes, sizes, folder)


def of_manifest(data: bytes) -> Expected:
    """What a list of files says (`manifest_file`). Raises ManifestError."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise ManifestError("It is not JSON.") from None
    if not isinstance(found, dict) or not isinstance(found.get("files"), list):
        raise ManifestError("It has no list of files.")
    if found.get("version") != VERSION:
        raise ManifestError(f"Its version is not {VERSION}.")
    hashes, sizes = {}, {}
    for file in found["files"]:
        match file:
            case {"path": str(path), "sha256": str(digest), "size": int(size)} if (
                _is_path(path) and len(digest) == 64 and _DIGITS.issuperset(digest) and size >= 0
            ):
                hashes[path], sizes[path] = digest, size
            case _:
                raise ManifestError(f"{json.dumps(file)[:200]} is no file of a site.")
    if not hashes:
        raise ManifestError("It lists no file.")
    return Expected(hashes, sizes)


def _is_path(path: str) -> bool:
    """Whether it is a path below a folder, and leads nowhere else."""
    return bool(path) and all(part not in ("", ".", "..") for part in path.split("/"))


def compare_folder(
    expected: Expected, folder: Path, progress: Callable[[], None] = lambda: None
) -> Compared:
    """Compares what is in a folder. Links in it are not followed, and pipes not waited for.

    Raises OSError if the folder itself cannot be read.
    """
    found = Compared()
    there = dict(_files(folder))
    for path in sorted(expected.hashes):
        progress()
        kind = there.pop(path, None)
        if kind is None:
            found.missing.append(path)
        elif not stat.S_ISREG(kind):
            link = stat.S_ISLNK(kind)
            found.changed[path] = "is a symbolic link" if link else "is no regular file"
        else:
            try:
                found.judge(path, expected, *_read(folder / path, expected.most_of(path)))
            except OSError as error:
                found.unanswered[path] = os.strerror(error.errno or 0).lower()
    found.extra = sorted(there)
    return found


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    """The path below the folder and the mode of all that is no folder."""
    folders = [("", folder)]
    while folders:
        above, at = folders.pop()
        with os.scandir(at) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append((f"{above}{entry.name}/", at / entry.name))
                else:
                    yield above + entry.name, entry.stat(follow_symlinks=False).st_mode


def _read(file: Path, most: int) -> tuple[bytes, bool]:
    """At most so many bytes of a file, and whether these are all."""
    with os.fdopen(os.open(file, _PLAIN), "rb") as opened:
        data = opened.read(most + 1)
    return data[:most], len(data) <= most


def read_meta(data: bytes) -> Mapping[str, Any]:
    """What a publication says of itself; nothing if it cannot be read."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
