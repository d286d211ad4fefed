"""A publication is of one state of the specs: of all files as they were at one moment.

Each file is read once, but one after the other, and somebody may save several, or go to another
branch, in between. What comes of that may be sound and yet never have been there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.knowledge.load import SpecProblems
from generator.publish.staging import PublishError
from generator.read.problem import Place, Problem
from generator.read.tree import printable

# Inode, size in bytes, and in nanoseconds when it was written and when anything of it changed;
# nothing of what is not there any more.
_Stamp = tuple[int, int, int, int] | None


@contextmanager
def one_state(specs: Path) -> Iterator[None]:
    """For a block that reads the folder of specs: raises SpecProblems at its end if anything in it
    was changed meanwhile, also in place of what the block raises because of that."""
    before = dict(_stamps(os.fspath(specs)))
    try:
        yield
    except PublishError:  # of the disk
        raise
    except Exception as error:
        if changed := _changed(before, specs):
            raise SpecProblems(changed) from error
        raise
    if changed := _changed(before, specs):
        raise SpecProblems(changed)


def _changed(before: dict[str, _Stamp], specs: Path) -> list[Problem]:
    after = dict(_stamps(os.fspath(specs)))
    return [
        Problem(
            Place(printable(Path(name).as_posix())),
            "unreadable",
            "It was changed while the site was made.",
            "Wait until whatever writes here has finished, and run this again.",
        )
        for name in sorted({name for name, _ in before.items() ^ after.items()})
    ]


def _stamps(folder: str) -> Iterator[tuple[str, _Stamp]]:
    """The files that are read as specs; nothing of them is opened."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _stamps(entry.path)
                else:
                    status = entry.stat(follow_symlinks=False)
                    of = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                    yield entry.path, of
    except OSError:
        yield folder, None
