"""Which files have changed: by looking again and again, and sooner where the system tells.

It does not (inotify, FSEvents) on network drives, in some containers, and for folders that are
taken away and put back; nor what was written in the end. A look at 300 files takes a millisecond.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Stamp = tuple[int, int, int]
"""Of a file: when it was last written, in nanoseconds since 1970, its size in bytes, its number."""
Stamps = dict[str, Stamp]
Looked = Mapping[Path, Stamps]  # by the folder, or the file, that was looked at

_PAUSE = 0.05  # seconds between two looks
_SHARE = 10  # pauses are at least so many times as long as a look
# Editors empty a file before they write it, or put another in its place: what is seen counts once
# it has stayed the same for so many seconds.
_SETTLED = 0.02
_AT_MOST = 1.0
_FEW = 20  # more that is told of is not looked at one by one
_WHOLE = 1.0  # seconds after which all is looked at, whatever is told
_RECENT = 10.0
_COARSEST = 2_000_000_000  # nanoseconds: a file system may tell only every second one


@dataclass(frozen=True, slots=True)
class Change:
    """Files that were written, added or taken away, and when, in seconds since 1970."""

    files: tuple[Path, ...]
    at: float


class Watch:
    """Looks at the files below some folders (or at files) for changes since the last look."""

    def __init__(self, roots: Callable[[], Iterable[Path]]) -> None:
        """`roots` is asked at each look: which they are may change."""
        self._roots = roots
        self.looked: Looked = self._seen()
        """What the last look saw."""
        self._whole = time.perf_counter()  # when all was looked at last
        self.least, self.pause = 0.0, _PAUSE
        """Seconds to let pass before the next look: at least, and if nothing tells of a change."""

    def look(self, told: Collection[str] = ()) -> Change | None:
        """What has changed since the last time, if anything has; only of what is `told`, files or
        folders, if anything is."""
        started = time.perf_counter()
        if 0 < len(told) <= _FEW and started < self._whole + _WHOLE:
            now = self._seen_of(told)
        else:
            now = self._seen()
            self._whole = time.perf_counter()
            self.least = self._whole - started
            self.pause = max(_PAUSE, _SHARE * self.least)
        if now == self.looked:
            return None
        self._settle(now)
        # A folder that is looked at for the first time has not changed.
        files = _differ(self.looked, now)
        self.looked = now
        if not files:
            return None  # a file was there for a moment
        return Change(tuple(map(Path, files)), _when(now, files))

    def _seen(self) -> Looked:
        return {root: stamps_of([root]) for root in self._roots()}

    def _seen_of(self, told: Collection[str]) -> Looked:
        """What was seen last, but for what is told, which is looked at."""
        seen = {}
        for root in self._roots():
            before = self.looked.get(root)
            seen[root] = stamps_of([root]) if before is None else dict(before)
            for path in told:
                if path.startswith(f"{root}/") and "/." not in path.removeprefix(str(root)):
                    _look_again(path, seen[root])
        return seen

    def _settle(self, seen: Looked) -> None:
        """Waits until the files that have changed stay as they are, which is then in `seen`."""
        changed = [
            (stamps, file)
            for root, stamps in seen.items()
            for file, stamp in stamps.items()
            if self.looked.get(root, {}).get(file) != stamp
        ]
        until, is_settled = time.monotonic() + _AT_MOST, False
        while not is_settled and time.monotonic() < until:
            time.sleep(_SETTLED)
            before = [stamps.get(file) for stamps, file in changed]
            for stamps, file in changed:
                _look_again(file, stamps)
            is_settled = before == [stamps.get(file) for stamps, file in changed]


def _differ(old: Looked, new: Looked) -> list[str]:
    """The files that are not the same, in folders that were looked at both times."""
    known = old.keys() & new.keys()
    return sorted({file for root in known for file, _ in old[root].items() ^ new[root].items()})


def stamps_of(roots: Iterable[Path]) -> Stamps:
    """What tells whether a file was changed: its time, size and number, by its path.

    Hidden files, which editors make, are left out. What cannot be read is not there.
    """
    stamps: Stamps = {}
    for root in roots:
        if root.is_dir():
            _walk(str(root), stamps)
        else:
            with suppress(OSError):
                stamps[str(root)] = _stamp(root.stat())
    return stamps


def _look_again(path: str, stamps: Stamps) -> None:
    """Brings up to date what is known of a file, or of all in a folder."""
    for file in [file for file in stamps if file == path or file.startswith(f"{path}/")]:
        del stamps[file]
    with suppress(OSError):
        status = os.lstat(path)
        if stat.S_ISDIR(status.st_mode):
            _walk(path, stamps)
        else:
            stamps[path] = _stamp(status)


def _walk(folder: str, stamps: Stamps) -> None:
    try:
        with os.scandir(folder) as found:
            for entry in found:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    _walk(entry.path, stamps)
                else:
                    stamps[entry.path] = _stamp(entry.stat(follow_symlinks=False))
    except OSError:
        return


def is_old(stamp: Stamp) -> bool:
    """Whether a file was last written so long ago that every system would give it another time if
    it was written again."""
    return stamp[0] < time.time_ns() - _COARSEST


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _when(looked: Looked, files: Iterable[str]) -> float:
    """The time of the last write; now, if files bear an old time or are gone."""
    now = time.time()
    known = [stamps[file] for stamps in looked.values() for file in files if file in stamps]
    last = max((stamp[0] / 1e9 for stamp in known), default=now)
    return last if now - _RECENT < last <= now else now
