"""A zip file of which as much as possible is taken from the one that an earlier build made.

To pack all pages takes a quarter of the time of making them, and nearly all pages of a second build
are as they were.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

Stamp = tuple[int, int, int, int, int, int]
Packed = tuple[int, int, bytes]  # the checksum of a file and its size, and its bytes packed

_LEVEL = 4  # two thirds of the time of zlib's usual 6, for a file 4 % larger
_HEADER = 30  # bytes before each file in it: this, then its name, and what else is said of it
_LENGTHS = struct.Struct("<26xHH")  # in that: of its name, and of what else is said
_WAITING = 64  # files at once, so that few of them are in memory


class Zip:
    """A zip file that is being written. All files in it bear the same `stamp`, and lie in a folder
    that is called as the zip file is."""

    def __init__(self, to: Path, stamp: Stamp, threads: int) -> None:
        """So many `threads` pack beside the one that adds files; they let go of Python's lock."""
        self._file = zipfile.ZipFile(to, "w")
        self._folder, self._stamp = to.stem, stamp
        self._threads = ThreadPoolExecutor(threads) if threads else None
        self._waiting: deque[tuple[str, Packed | Future[Packed]]] = deque()

    def __enter__(self) -> Zip:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            while self._waiting and kind is None:
                self._write_next()
        finally:
            if self._threads is not None:
                self._threads.shutdown(cancel_futures=True)
            self._file.close()  # which writes the list of files

    def add(self, path: str, data: bytes) -> None:
        """Adds a file."""
        if self._threads is None:
            self._add(path, _packed(data))
        else:
            self._add(path, self._threads.submit(_packed, data))

    def add_packed(self, path: str, packed: Packed) -> None:
        """Adds a file that is packed already."""
        self._add(path, packed)

    def _add(self, path: str, packed: Packed | Future[Packed]) -> None:
        self._waiting.append((path, packed))
        if len(self._waiting) > _WAITING:
            self._write_next()

    def _write_next(self) -> None:
        path, packed = self._waiting.popleft()
        file, entry = self._file.fp, self._entry(path)
        assert file is not None
        found = packed.result() if isinstance(packed, Future) else packed
        entry.CRC, entry.file_size, data = found
        entry.compress_size, entry.header_offset = len(data), file.tell()
        file.write(entry.FileHeader())
        file.write(data)
        # As `ZipFile` itself does after each file.
        self._file.filelist.append(entry)
        self._file.NameToInfo[entry.filename] = entry
        self._file.start_dir = file.tell()

    def _entry(self, path: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(f"{self._folder}/{path}", self._stamp)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3  # Unix, wherever it is made: the permissions are Unix's
        entry.external_attr = 0o100644 << 16
        return entry


def _packed(data: bytes) -> Packed:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return zlib.crc32(data), len(data), packer.compress(data) + packer.flush()


class PackedBefore:
    """The files of a zip file, by what tells what they are made of."""

    def __init__(self, file: BinaryIO, digests: Sequence[str]) -> None:
        """`digests` are those of its files but the first, in order."""
        self._file = file
        with zipfile.ZipFile(file) as before:
            self._entries = dict(zip(digests, before.infolist()[1:], strict=True))

    def get(self, digest: str) -> Packed | None:
        """The file that is made of this, if there is one."""
        if (entry := self._entries.get(digest)) is None:
            return None
        self._file.seek(entry.header_offset)
        self._file.seek(sum(_LENGTHS.unpack(self._file.read(_HEADER))), 1)
        return entry.CRC, entry.file_size, self._file.read(entry.compress_size)
