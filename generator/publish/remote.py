"""A site in an object store, or wherever else no folder can change at once.

All that is new is put beside the site first. Only once everything is there do files change, one by
one, each whole: what pages load before the pages, the home page after them, and what is gone last.
A list of all files stays with them: of what is not in it nothing is ever removed, and what has the
same hash is not written again. While files change it says so, and then nobody trusts its hashes.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from generator.publish.differences import Differences
from generator.publish.file_systems import Place
from generator.publish.shared_pages import Made
from generator.publish.staging import LeftBehind, PublishError
from generator.read.passing import passing_folder
from generator.site.assets import has_hashed_name

LIST = ".signout.json"  # the list of all files
NEW = ".signout-new"  # the folder of what is put beside the site
_VERSION = 1
_HASHED = ("pagefind/filter/", "pagefind/fragment/", "pagefind/index/")
# What tells of all the rest comes after it.
_LAST = ("index.html", "404.html", "index.md", "robots.txt", "site.webmanifest", "sw.js")


class HalfWay(LeftBehind):
    """Some files of a site are new, others not yet, each of them whole."""


class Remote:
    """A site at an address. It serves for one build."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._build = secrets.token_hex(8)
        self._were: dict[str, tuple[str, int]] = {}  # hash, if it can be trusted, and size
        self._taken: dict[str, Made] = {}

    def __str__(self) -> str:
        return self._place.address

    @property
    def beside(self) -> str:
        """The folder of what this build puts beside the site."""
        return f"{NEW}/{self._build}"

    @contextmanager
    def staged(
        self, tell: Callable[[Differences], None], *, hashed: bool = False
    ) -> Iterator[Path]:
        """Gives a new empty folder; when the block ends well, all that is in it and all that has
        landed becomes the site, and `tell` is told what differs.

        When the block raises, the site stays as it was. Raises PublishError if it cannot be read
        or written, or is none of ours; HalfWay if that shows while its files change.
        """
        self._begin()
        try:
            with passing_folder() as folder:
                yield folder
                self._finish(folder, tell)
        finally:
            with suppress(PublishError):
                self._place.remove_folder(self.beside)

    def landing(self, folder: Path, *, needed: bool) -> Landed:
        """Where workers put files of this site. If they are `needed`, they are also in the
        `folder`."""
        return Landed(self._place, self, folder if needed else None)

    def known(self, path: str) -> str:
        """The hash of a file of the site; empty if it is not known."""
        return self._were.get(path, ("", 0))[0]

    def take(self, made: Sequence[Made]) -> None:
        """Makes these, which have landed, part of the site."""
        self._taken |= {one.path: one for one in made}

    def _begin(self) -> None:
        sizes = self._place.sizes()
        left = [path for path in sizes if path.startswith(f"{NEW}/")]
        there = {path: sizes[path] for path in sizes.keys() - {LIST, *left}}
        told = self._list() if LIST in sizes else None
        if told is None and there:
            raise PublishError(
                f"`{self}` has something in it that is no site put there by this program, so it is "
                "left alone. Name an empty or a new place with --out."
            )
        if left:
            self._place.remove_folder(NEW)
        self._place.folders(self.beside)
        ours = {} if told is None else told["files"]
        trusted = told is not None and told["complete"]
        for path, (digest, size) in ours.items():
            if path in there:
                known = digest if trusted and size == there[path] else ""
                self._were[path] = known, there[path]

    def _list(self) -> dict[str, Any] | None:
        """The list of all files; None if it is damaged, or not of this form."""
        with suppress(ValueError, TypeError, KeyError):
            told = json.loads(self._place.read(LIST) or b"")
            if told["version"] == _VERSION:
                return {
                    "complete": bool(told["complete"]),
                    "build": str(told["build"]),
                    "files": {str(p): (str(d), int(s)) for p, (d, s) in told["files"].items()},
                }
        return None

    def _finish(self, folder: Path, tell: Callable[[Differences], None]) -> None:
        local = {
            Path(base, name).relative_to(folder).as_posix(): Path(base, name)
            for base, _, names in os.walk(folder)
            for name in names
        }
        files = {path: (_digest(file), file.stat().st_size) for path, file in local.items()}
        files |= {path: (made.digest, made.size) for path, made in self._taken.items()}
        new = [path for path in files if files[path] != self._were.get(path)]
        gone = sorted(self._were.keys() - files.keys())
        if new or gone:
            try:
                self._write_list({**self._were, **files}, complete=False)
                self._exchange(new, local, gone)
                if (told := self._list()) is None or told["build"] != self._build:
                    raise PublishError("Another build has written there meanwhile.")
                self._write_list(files, complete=True)
            except PublishError as error:
                raise HalfWay(
                    f"{error} Some files of the site at `{self}` are new, others not yet; each is "
                    "whole. Run the same build again."
                ) from error
        tell(
            Differences(
                added=tuple(sorted(path for path in new if path not in self._were)),
                changed=tuple(sorted(path for path in new if path in self._were)),
                removed=tuple(gone),
                unchanged=tuple(sorted(files.keys() - set(new))),
                sizes={path: files[path][1] for path in sorted(files)},
                hashes={path: files[path][0] for path in sorted(files)},
            )
        )

    def _exchange(self, new: Sequence[str], local: dict[str, Path], gone: Sequence[str]) -> None:
        by_turn: dict[int, list[str]] = {}
        for path in sorted(new):
            by_turn.setdefault(turn(path), []).append(path)
        for _, paths in sorted(by_turn.items()):
            landed = {path: self._taken[path].at for path in paths if path in self._taken}
            at = {path: f"{self.beside}/{place}" for path, place in landed.items()}
            self._place.move(at)
            self._place.put({path: local[path] for path in paths if path not in at}, self.beside)
        self._place.remove(gone)

    def _write_list(self, files: dict[str, tuple[str, int]], *, complete: bool) -> None:
        told = {"version": _VERSION, "build": self._build, "complete": complete}
        data = json.dumps({**told, "files": dict(sorted(files.items()))}, indent=0).encode()
        with passing_folder() as folder:
            file = folder / LIST
            file.write_bytes(data)
            self._place.put({LIST: file}, self.beside)


class Landed:
    """Where workers put the files of a site at an address."""

    hashed = True

    def __init__(self, place: Place, remote: Remote, folder: Path | None) -> None:
        self._place, self._remote, self._folder = place, remote, folder
        self.root = f"{place.address}/{remote.beside}"

    def there(self, path: str) -> str:
        """The hash of a file that is in place; empty if that is not known."""
        return self._remote.known(path)

    def take(self, made: Sequence[Made]) -> None:
        """Makes these part of the site, and fetches what is needed of them."""
        if self._folder is not None:
            base = self._remote.beside
            self._place.fetch(
                {
                    one.path if one.at is None else f"{base}/{one.at}": self._folder / one.path
                    for one in made
                }
            )
        self._remote.take(made)


def turn(path: str) -> int:
    """When a file changes, as a number: what others need, before them."""
    if has_hashed_name(path.rpartition("/")[2]) or path.startswith(_HASHED):
        return 0  # with names that change with what is in them: nothing needs the old ones less
    if path in _LAST or path.startswith(("sitemap", "_headers", "llms", ".", "pagefind/")):
        return 4 if path == "sw.js" else 3
    if not path.endswith((".html", "/index.md")):
        return 0
    return 1 if path.count("/") == 2 else 2


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
