"""Which files have changed: by looking again and again.

The system could tell by itself (inotify, FSEvents), but does not on network drives, in containers
and for folders that are taken away and put back. A look at 300 files takes a millisecond.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Stamps = dict[str, tuple[int, int, int]]

_PAUSE = 0.05  # seconds between two looks
_SHARE = 10  # pauses are at least so many times as long as a look
# Editors empty a file before they write it, or put another in its place: what is seen counts once
# it has stayed the same for so many seconds.
_SETTLED = 0.02
_AT_MOST = 1.0
_RECENT = 10.0


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
        self._known = self._seen()
        self.pause = _PAUSE
        """Seconds to let pass before the next look."""

    def look(self) -> Change | None:
        """What has changed since the last time, if anything has."""
        started = time.perf_counter()
        now = self._seen()
        self.pause = max(_PAUSE, _SHARE * (time.perf_counter() - started))
        if now == self._known:
            return None
        now = self._settled(now)
        # A folder that is looked at for the first time has not changed.
        old = _together(self._known[root] for root in self._known.keys() & now.keys())
        new = _together(now[root] for root in self._known.keys() & now.keys())
        self._known = now
        files = sorted(file for file in old.keys() | new.keys() if old.get(file) != new.get(file))
        if not files:
            return None  # a file was there for a moment
        return Change(tuple(map(Path, files)), _when(new[file] for file in files if file in new))

    def _seen(self) -> dict[Path, Stamps]:
        return {root: stamps_of([root]) for root in self._roots()}

    def _settled(self, seen: dict[Path, Stamps]) -> dict[Path, Stamps]:
        until = time.monotonic() + _AT_MOST
        while time.monotonic() < until:
            time.sleep(_SETTLED)
            before, seen = seen, self._seen()
            if seen == before:
                break
        return seen


def _together(parts: Iterable[Stamps]) -> Stamps:
    return {file: stamp for part in parts for file, stamp in part.items()}


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


def _stamp(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _when(stamps: Iterable[tuple[int, int, int]]) -> float:
    """The time of the last write; now, if files bear an old time or are gone."""
    now = time.time()
    last = max((stamp[0] / 1e9 for stamp in stamps), default=now)
    return last if now - _RECENT < last <= now else now
