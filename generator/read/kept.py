"""What was made before, kept in a folder by what it was made of, so that it need not be made again.

The folder may be deleted at any time, and several programs may use it at once. Whatever is damaged
is as good as not there, and whatever cannot be written is not kept: builds only take longer then.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from generator.read.passing import passing_file, remove_left

# Of what builds with other specs made, so much more is kept than the last one used.
SPARE = 3
FEWEST = 64  # files that are kept in any case
_DIGEST = 32  # bytes


class Kept:
    """What was made before, by keys, which are hashes. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def get(self, key: str) -> bytes | None:
        """What was kept by this key; None if nothing is there, or not what was written."""
        if self._folder is None:
            return None
        self._used.add(key)
        try:
            # Whatever else has this name, such as a pipe, must not be waited for.
            descriptor = os.open(self._folder / key, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            with os.fdopen(descriptor, "rb") as file:
                digest, data = file.read(_DIGEST), file.read()
        except OSError:
            return None
        if hashlib.blake2b(data, digest_size=_DIGEST).digest() != digest:
            return None
        with suppress(OSError):
            os.utime(self._folder / key)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keeps it: whoever reads meanwhile finds all of it, or nothing."""
        if self._folder is None:
            return
        self._used.add(key)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                _write(folder, key, hashlib.blake2b(data, digest_size=_DIGEST).digest() + data)
            finally:
                os.close(folder)

    def tidy(self) -> None:
        """Removes what was not used for the longest time, if there is much of it, and what stopped
        programs did not finish."""
        if self._folder is None:
            return
        found = []
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    unfinished = entry.name.endswith(".signout")
                    if not unfinished and entry.is_file(follow_symlinks=False):
                        found.append((-entry.stat().st_mtime_ns, entry.path))
        for _, path in sorted(found)[max(FEWEST, SPARE * len(self._used)) :]:
            with suppress(OSError):
                Path(path).unlink()
        with suppress(OSError):
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                remove_left(folder)
            finally:
                os.close(folder)


def _write(folder: int, key: str, data: bytes) -> None:
    name, descriptor = passing_file(folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            # Before it is closed: what nobody holds may be removed by another program.
            os.replace(name, key, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)
        raise


def key_of(*made_of: str | bytes) -> str:
    """The key of what is made of these, in this order."""
    digest = hashlib.sha256()
    texts: list[str] = []  # encoded together, since most keys are of many short ones
    for part in made_of:
        if isinstance(part, str):
            texts.append(f"{len(part)}:{part}")
        else:
            digest.update(_encoded(texts) + b"%d;" % len(part))
            digest.update(part)
            texts = []
    digest.update(_encoded(texts))
    return digest.hexdigest()


def _encoded(texts: list[str]) -> bytes:
    return "".join(texts).encode(errors="surrogateescape")  # names of files need not be text


@cache
def program() -> str:
    """A hash of this program and of all that is installed beside it: what another one made may be
    something else."""
    ours = Path(__file__).parents[1]
    parts: list[str | bytes] = [sys.version]
    for folder in sys.path:
        with suppress(OSError):
            parts += sorted(name for name in os.listdir(folder) if name.endswith(".dist-info"))
    for file in sorted(ours.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            parts += [file.relative_to(ours).as_posix(), file.read_bytes()]
    return key_of(*parts)
