"""Pages of the site before that need not be made again, because nothing changed that they are of.

What each page was made of, and which files it became, is kept beside other things of earlier
builds. A file that somebody touched since is made anew, as is whatever this knows nothing of.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from generator.read.kept import Kept, key_of

# Inode, size in bytes, and in nanoseconds when it was last written and when anything of it last
# changed, which nobody can set back.
_Stamp = tuple[int, int, int, int]


class EarlierPages:
    """The pages of the site in the folder `out` as the last build left them."""

    def __init__(self, kept: Kept, out: Path, names: Sequence[str]) -> None:
        """Each page is a folder with files of these `names`."""
        self._kept, self._out, self._names = kept, out.absolute(), names
        self._key = key_of("pages", str(self._out))
        self._were: dict[str, tuple[str, list[list[int]]]] = {}
        self._are: dict[str, str] = {}
        known = kept.get(self._key)
        if known is not None:
            self._were = json.loads(known)

    def take(self, path: str, made_of: str, site: Path) -> bool:
        """Puts the page at `path` into the new site in the folder `site`, if it is there and made
        of the same; says whether it did."""
        was = self._were.get(path)
        if was is None or was[0] != made_of:
            return False
        # As texts, since this is all that is done for most pages of a large site.
        old, new = f"{self._out}/{path}", f"{site}/{path}"
        linked: list[str] = []
        try:
            if [list(_stamp(old + name)) for name in self._names] != was[1]:
                return False
            Path(new).mkdir(parents=True, exist_ok=True)
            for name in self._names:
                os.link(old + name, new + name, follow_symlinks=False)
                linked.append(new + name)
        except OSError:  # gone, or on a disk without links
            # Whoever makes it anew must not write into the old one.
            for file in linked:
                Path(file).unlink()
            return False
        return True

    def made(self, path: str, made_of: str) -> None:
        """Notes that the page is in the new site."""
        self._are[path] = made_of

    def remember(self) -> None:
        """Keeps what the next build has to know, once the new site is in place."""
        if not self._are:
            return
        found = {}
        for path, made_of in self._are.items():
            with suppress(OSError):
                stamps = [_stamp(f"{self._out}/{path}{name}") for name in self._names]
                found[path] = made_of, stamps
        self._kept.put(self._key, json.dumps(found, separators=(",", ":")).encode())


def _stamp(file: str) -> _Stamp:
    status = os.lstat(file)
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
