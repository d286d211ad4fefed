"""Folders in which a program that walks them meets pages in the order of their paths.

A file system lists what is in a folder in an order of its own, and most that are on disks go by
hashes of the names. Those in memory go by age: what is written in order is met in order, or the
other way round. Which of the two is tried out, and each folder is walked before it is handed on.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from generator.read.passing import passing_folder, remove_left_folders, temporary_place

_IN_MEMORY = "/dev/shm"  # on Linux


class PageFolders:
    """A place for such folders."""

    def __init__(self, place: Path, *, newest_first: bool) -> None:
        """Folders below `place` list what was put into them last either first or last."""
        self._place, self._newest_first = place, newest_first
        self._count = 0

    def filled(self, pages: Mapping[str, str]) -> Path | None:
        """A new folder with these files by their paths, which are in order; None if it cannot be
        had, or if they would not be met in order."""
        self._count += 1
        folder = self._place / str(self._count)
        met = list(pages)
        try:
            for path in reversed(met) if self._newest_first else met:
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(pages[path].encode())
            if list(_walked(str(folder))) == met:
                return folder
        except OSError:  # no room, for instance
            pass
        self.remove(folder)
        return None

    def remove(self, folder: Path) -> None:
        """Removes one of the folders."""
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def page_folders() -> Iterator[PageFolders | None]:
    """A place for such folders, which is gone afterwards; None where there is none."""
    with ExitStack() as places:
        yield next(filter(None, (_tried(place, places) for place in _places())), None)


def remove_left_over() -> None:
    """Removes what stopped builds left in such places. A build that makes little never uses one."""
    for place in _places():
        remove_left_folders(place)


def _places() -> Iterator[str]:
    yield _IN_MEMORY
    with suppress(OSError):
        yield temporary_place()


def _tried(where: str, places: ExitStack) -> PageFolders | None:
    names = list("dbeacf")
    try:
        place = places.enter_context(passing_folder(where))
        for name in names:
            (place / "try" / name).mkdir(parents=True)
        listed = os.listdir(place / "try")
    except OSError:
        return None
    if listed not in (names, names[::-1]) or not where.isprintable():
        return None
    return PageFolders(place, newest_first=listed != names)


def _walked(folder: str, path: str = "") -> Iterator[str]:
    """The paths of all files below a folder, as a program meets them that sorts nothing."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walked(entry.path, f"{path}{entry.name}/")
            else:
                yield path + entry.name
