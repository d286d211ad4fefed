"""Files of the site before that need not be made again, because nothing changed that they are of.

What each was made of is kept beside other things of earlier builds. A file that somebody touched
since is made anew, as is whatever this knows nothing of.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from generator.publish.differences import Differences, same_bytes
from generator.read.kept import Kept, key_of, program

# More files than that are not looked at to see whether only one of them is another one.
_FEW = 1_000


class EarlierFiles:
    """The files of the site in the folder `out` as the last build left them.

    Files that are made together are taken together; paths are below the site's folder.
    """

    def __init__(self, kept: Kept, out: Path, *, wait: bool) -> None:
        """Files that are taken come into the new site at once; with `wait`, only when it is put
        together, if they have to."""
        self._kept, self._out, self._wait = kept, str(out.absolute()), wait
        self._key = key_of("files", program(), self._out)
        # By the first of the files: a hash of what they are made of, and all of them.
        self._were: dict[str, tuple[str, list[str]]] = {}
        self._are: dict[str, tuple[str, Sequence[str]]] = {}
        # The stamps of these; if all files of the site are known, of all of them, and of all its
        # folders, whose paths end in a slash.
        self._stamps: dict[str, list[int]] = {}
        self._is_whole = False
        self._touched: set[str] | None = None
        self._taken: dict[str, None] = {}
        self._stays: Differences | None = None  # the old site stays but for these
        known = kept.get(self._key)
        if known is not None:
            self._were, self._stamps, self._is_whole = json.loads(known)

    def touched(self) -> list[str]:
        """The files and folders that are not as the last build left them. Another process can look
        at them meanwhile."""
        return [name for name in self._stamps if not self._is_as_it_was(name)]

    def is_told(self, touched: Iterable[str]) -> None:
        """Is told which these are, so that it need not look itself."""
        self._touched = set(touched)

    def was(self, file: str) -> tuple[str, Sequence[str]]:
        """What a file was made of, and all files that were made with it, if it was their first;
        nothing if it is not known."""
        return self._were.get(file, ("", []))

    def take(self, files: Sequence[str], made_of: str, site: Path) -> bool:
        """Lets `files` be in the new site in the folder `site`, if all are there and were made of
        the same; says whether it did."""
        of, were = self._were.get(files[0], ("", []))
        if of != made_of or were != list(files) or not all(map(self._is_as_it_was, files)):
            return False
        if not self._wait and not self._linked(files, site):
            return False
        self._taken.update(dict.fromkeys(files))
        self.made(files, made_of)
        return True

    def made(self, files: Sequence[str], made_of: str) -> None:
        """Notes that these are in the new site, and what they are made of."""
        self._are[files[0]] = made_of, files

    def at_most_one(self, site: Path) -> Differences | None:
        """What makes the new site another one, if that is at most one file that has changed; None
        if it is more, or if that is not known. `site` has all files that were not taken."""
        made = _few_below(site) if self._wait and self._is_whole else None
        if made is None:
            return None
        folders = [name for name in self._stamps if name.endswith("/")]
        files = self._stamps.keys() - set(folders)
        if files != self._taken.keys() | set(made):
            return None
        if not all(map(self._is_as_it_was, (*folders, *made))):
            return None
        changed = []
        for file in made:
            if not same_bytes(f"{site}/{file}", f"{self._out}/{file}"):
                changed.append(file)
            if len(changed) > 1:
                return None
        sizes = {file: self._stamps[file][1] for file in sorted(files)}
        sizes |= {file: os.lstat(f"{site}/{file}").st_size for file in changed}
        unchanged = tuple(file for file in sizes if file not in changed)
        self._stays = Differences((), tuple(changed), (), unchanged, sizes, {})
        return self._stays

    def put_taken(self, site: Path) -> None:
        """Puts what was taken into the new site in the folder `site`, if it is not there. Raises
        OSError."""
        for file in self._taken if self._wait else ():
            _put(f"{self._out}/{file}", f"{site}/{file}")

    def remember(self, differences: Differences) -> None:
        """Keeps what the next build has to know, once the new site is in place; `differences` are
        those to the one before."""
        if not self._are:
            return
        made = {first: (made_of, list(files)) for first, (made_of, files) in self._are.items()}
        stamps = self._stamps if self._stays is not None else {}
        if self._stays is not None:
            new = [*self._stays.changed, *_folders_of(self._stays.changed)]
        elif self._wait:
            new = [*differences.sizes, *_folders_of(differences.sizes)]
        else:
            new = [file for _, files in self._are.values() for file in files]
        for name in new:
            with suppress(OSError):
                stamps[name] = _stamp(f"{self._out}/{name}")
        data = json.dumps((made, stamps, self._wait), separators=(",", ":"))
        self._kept.put(self._key, data.encode())

    def _is_as_it_was(self, name: str) -> bool:
        if self._touched is not None:
            return name in self._stamps and name not in self._touched
        try:  # with texts, since this is all that is done for most pages of a large site
            return _stamp(f"{self._out}/{name}") == self._stamps.get(name)
        except OSError:  # gone
            return False

    def _linked(self, files: Sequence[str], site: Path) -> bool:
        """Whether these could be put into the new site."""
        linked: list[str] = []
        try:
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


def _put(old: str, new: str) -> None:
    """Gives a file of the old site a second name in the new one, or a copy where it cannot have
    two. Raises OSError."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # its folder is not there yet, or it is on a disk without links
        Path(new).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError:
            shutil.copy2(old, new, follow_symlinks=False)


def _few_below(site: Path) -> list[str] | None:
    """The files below a folder, by their paths in it; None if there are many."""
    found: list[str] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{site}/{folder}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{folder}{entry.name}/")
                else:
                    found.append(folder + entry.name)
        if len(found) > _FEW:
            return None
    return found


def _folders_of(files: Iterable[str]) -> set[str]:
    """The folders these are in, and those above; all have a slash at the end, even if it is all
    their name."""
    found = {"/"}
    for file in files:
        folder = file.rpartition("/")[0]
        while folder and f"{folder}/" not in found:
            found.add(f"{folder}/")
            folder = folder.rpartition("/")[0]
    return found


def _stamp(file: str) -> list[int]:
    """Inode, size in bytes, and in nanoseconds when anything of it last changed, which nobody can
    set back."""
    status = os.lstat(file)
    return [status.st_ino, status.st_size, status.st_ctime_ns]
