"""Files of the site before that need not be made again, because nothing changed that they are of.

What each was made of is kept beside other things of earlier builds. A file that somebody touched
since is made anew, as is whatever this knows nothing of.
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


class EarlierFiles:
    """The files of the site in the folder `out` as the last build left them.

    Files that are made together are taken together; paths are below the site's folder.
    """

    def __init__(self, kept: Kept, out: Path) -> None:
        self._kept, self._out = kept, out.absolute()
        self._key = key_of("files", str(self._out))
        # By the first of the files: a hash of what they are made of, and each with its stamp.
        self._were: dict[str, tuple[str, dict[str, list[int]]]] = {}
        self._are: dict[str, tuple[str, Sequence[str]]] = {}
        known = kept.get(self._key)
        if known is not None:
            self._were = json.loads(known)

    def was(self, file: str) -> tuple[str, Sequence[str]]:
        """What a file was made of, and all files that were made with it, if it was their first;
        nothing if it is not known."""
        made_of, files = self._were.get(file, ("", {}))
        return made_of, list(files)

    def take(self, files: Sequence[str], made_of: str, site: Path) -> bool:
        """Puts `files` into the new site in the folder `site`, if all are there and were made of
        the same; says whether it did."""
        of, were = self._were.get(files[0], ("", {}))
        if of != made_of or list(were) != list(files):
            return False
        linked: list[str] = []
        try:
            # As texts, since this is all that is done for most pages of a large site.
            if any(list(_stamp(f"{self._out}/{file}")) != stamp for file, stamp in were.items()):
                return False
            for file in files:
                new = f"{site}/{file}"
                Path(new).parent.mkdir(parents=True, exist_ok=True)
                os.link(f"{self._out}/{file}", new, follow_symlinks=False)
                linked.append(new)
        except OSError:  # gone, or on a disk without links
            # Whoever makes them anew must not write into the old ones.
            for new in linked:
                Path(new).unlink()
            return False
        return True

    def made(self, files: Sequence[str], made_of: str) -> None:
        """Notes that these are in the new site, and what they are made of."""
        self._are[files[0]] = made_of, files

    def remember(self) -> None:
        """Keeps what the next build has to know, once the new site is in place."""
        if not self._are:
            return
        found = {}
        for first, (made_of, files) in self._are.items():
            with suppress(OSError):
                found[first] = made_of, {file: _stamp(f"{self._out}/{file}") for file in files}
        self._kept.put(self._key, json.dumps(found, separators=(",", ":")).encode())


def _stamp(file: str) -> _Stamp:
    status = os.lstat(file)
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
