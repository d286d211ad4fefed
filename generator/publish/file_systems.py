"""Folders anywhere: on a disk that machines share, in an object store, or wherever else fsspec
gets to. fsspec is not loaded unless it is asked for.

Reference: https://filesystem-spec.readthedocs.io.
"""

from __future__ import annotations

import mimetypes
import socket
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from generator.publish.staging import PublishError

_AT_ONCE = 16  # files on their way
# How stores are told what a file is, by the name fsspec has for them; others guess, or ask nobody.
_TYPE = {"s3": "ContentType", "s3a": "ContentType", "gs": "content_type", "gcs": "content_type"}
_TEXT = {".md": "text/markdown", ".webmanifest": "application/manifest+json"}


class NoSuchPlace(ValueError):
    """An address that leads nowhere on this machine; the message says why."""


class Place:
    """A folder, by its address. Paths of files are below it, with slashes."""

    def __init__(self, address: str) -> None:
        """Raises NoSuchPlace."""
        self.address = address.rstrip("/")
        if "://" not in self.address:
            raise NoSuchPlace(f"`{address}` names no place, such as s3://BUCKET/FOLDER.")
        try:
            from fsspec import AbstractFileSystem
            from fsspec.core import url_to_fs
        except ImportError:
            raise NoSuchPlace(
                f"For `{address}`, the extra `cluster` of this program must be installed."
            ) from None
        try:
            found: tuple[Any, str] = url_to_fs(self.address, use_listings_cache=False)
        except ImportError as error:  # which names the package that is missing
            raise NoSuchPlace(f"`{address}` cannot be used here. {_said(error)}.") from error
        except Exception as error:
            raise NoSuchPlace(f"`{address}` is no address of files: {_said(error)}.") from error
        self._files, root = found
        self._root = root.rstrip("/")
        # What has names for files, and not only files, can give one another name in one step.
        self._renames = type(self._files).mv is not AbstractFileSystem.mv

    def sizes(self) -> dict[str, int]:
        """All files below it with their sizes in bytes; none if it is not there. Raises
        PublishError."""
        with self._told("read"):
            try:
                found = self._files.find(self._root, detail=True)
            except FileNotFoundError:
                return {}
            start = len(self._root) + 1
            return {path[start:]: entry["size"] or 0 for path, entry in found.items()}

    def read(self, path: str) -> bytes | None:
        """What is in a file; None if it is not there. Raises PublishError."""
        with self._told("read"):
            try:
                data: bytes = self._files.cat_file(self._at(path))
            except FileNotFoundError:
                return None
            return data

    def fetch(self, files: Mapping[str, Path]) -> None:
        """Copies files to this machine, each to where it says. Raises PublishError."""
        for to in files.values():
            to.parent.mkdir(parents=True, exist_ok=True)
        self._each("read", self._fetch, files.items())

    def new_folder(self, path: str) -> None:
        """Makes a folder, in one that must be there. Raises PublishError."""
        with self._told("written to"):
            self._files.mkdir(self._at(path), create_parents=False)

    def folders(self, path: str) -> None:
        """Makes a folder, and those that it is in, where they are not there. Raises
        PublishError."""
        if not self._renames:
            return  # an object store has none, and would make a bucket
        with self._told("written to"):
            self._files.makedirs(self._at(path).rstrip("/"), exist_ok=True)

    def write_new(self, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Writes files that nobody looks for yet: what each is of, and its bytes. Raises
        PublishError."""
        self._each("written to", self._write, files.items())

    def put(self, files: Mapping[str, Path], beside: str) -> None:
        """Puts files of this machine in the place of those at these paths, each at once; the folder
        `beside` is for passing files. Raises PublishError."""
        self._folders_of(files)
        self._each("written to", partial(self._put, beside), enumerate(files.items()))

    def move(self, files: Mapping[str, str]) -> None:
        """Gives files other paths, those they are at by those they are to have, each at once,
        whatever is there. Raises PublishError."""
        self._folders_of(files)
        self._each("written to", self._move, files.items())

    def remove(self, paths: Collection[str]) -> None:
        """Removes files. Raises PublishError."""
        self._each("written to", lambda path: self._files.rm_file(self._at(path)), paths)

    def remove_folder(self, path: str) -> None:
        """Removes a folder with all that is in it, if it is there. Raises PublishError."""
        with self._told("written to"):
            if self._files.exists(self._at(path)):
                self._files.rm(self._at(path), recursive=True)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _type(self, path: str) -> dict[str, str]:
        protocol = self._files.protocol
        names = (protocol,) if isinstance(protocol, str) else protocol
        option = next((_TYPE[name] for name in names if name in _TYPE), None)
        return {} if option is None else {option: type_of(path)}

    def _folders_of(self, paths: Collection[str]) -> None:
        """Makes the folders of these files, where there is such a thing."""
        for folder in sorted({path.rpartition("/")[0] for path in paths}):
            self.folders(folder)

    def _write(self, file: tuple[str, tuple[str, bytes]]) -> None:
        path, (of, data) = file
        self._files.pipe_file(self._at(path), data, **self._type(of))

    def _fetch(self, file: tuple[str, Path]) -> None:
        self._files.get_file(self._at(file[0]), str(file[1]))

    def _put(self, beside: str, numbered: tuple[int, tuple[str, Path]]) -> None:
        number, (path, file) = numbered
        if not self._renames:
            self._files.pipe_file(self._at(path), file.read_bytes(), **self._type(path))
            return
        passing = f"{beside}/put-{number}"
        self._files.put_file(str(file), self._at(passing))
        self._files.mv(self._at(passing), self._at(path))

    def _move(self, file: tuple[str, str]) -> None:
        to, at = self._at(file[0]), self._at(file[1])
        if self._renames:
            self._files.mv(at, to)
        else:
            self._files.cp_file(at, to)

    def _each(self, what: str, work: Callable[[Any], None], items: Iterable[Any]) -> None:
        with self._told(what):
            if self._renames:  # nothing that is far away, or a connection that is no good to two
                for item in items:
                    work(item)
                return
            self._at_once(work, items)

    def _at_once(self, work: Callable[[Any], None], items: Iterable[Any]) -> None:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            tasks = [threads.submit(work, item) for item in items]
            try:
                for task in tasks:
                    task.result()
            finally:
                threads.shutdown(cancel_futures=True)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Tells what a file system raises, which may be anything."""
        try:
            yield
        except PublishError:
            raise
        except Exception as error:
            where = socket.gethostname()
            raise PublishError(
                f"`{self.address}` cannot be {what} from `{where}`: {_said(error)}. All machines "
                "of a cluster must get there, with the right to write."
            ) from error


def type_of(path: str) -> str:
    """The media type of a file, by its name."""
    name = path.rpartition("/")[2]
    known = _TEXT.get(Path(name).suffix) or mimetypes.guess_type(name, strict=True)[0]
    known = known or "application/octet-stream"
    return f"{known}; charset=utf-8" if known.startswith("text/") else known


def _said(error: BaseException) -> str:
    said = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return said if len(said) <= 200 else f"{said[:200]}…"
