"""What the system tells of changed files, so that nobody need wait for the next look at them.

It is no more than a reason to look: the system says nothing of network drives, in some containers,
and of folders that were taken away and put back.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType

from watchdog import events
from watchdog.observers import Observer

# Not that files are read: whoever is told reads all of them.
_TOLD: list[type[events.FileSystemEvent]] = [
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
]


class Notifications(events.FileSystemEventHandler):
    """Waits for changes below some folders. A context manager, at whose end it no longer listens.
    Where the system has no room for that, it only waits."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self._told: SimpleQueue[str] = SimpleQueue()
        self._observer = Observer()
        # The system may watch only so many folders for all of a user's programs together.
        with suppress(OSError):
            for root in filter(Path.is_dir, roots):
                self._observer.schedule(self, root, recursive=True, event_filter=_TOLD)

    def __enter__(self) -> Notifications:
        with suppress(OSError):
            self._observer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Called by the observer."""
        for path in (event.src_path, event.dest_path):
            if path:
                self._told.put(os.fsdecode(path))

    def wait(self, least: float, most: float) -> set[str]:
        """Waits until something may have changed, but at least and at most so many seconds. Returns
        the paths of which the system has told something; none if it has not."""
        time.sleep(least)  # whatever writes without end must not keep us busy without end
        told: set[str] = set()
        with suppress(Empty):
            told.add(self._told.get(timeout=most - least))
            while True:
                told.add(self._told.get_nowait())
        return told
