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
from generator.site.plain_files import Stamp, changed, stamp_of


@contextmanager
def one_state(specs: Path) -> Iterator[None]:
    """For a block that reads the folder of specs: raises SpecProblems at its end if anything in it
    was changed meanwhile, also in place of what the block raises because of that."""
    before = _stamps(specs)
    try:
        yield
    except PublishError:  # of the disk
        raise
    except Exception as error:
        if problems := changed(before, _stamps(specs)):
            raise SpecProblems(problems) from error
        raise
    if problems := changed(before, _stamps(specs)):
        raise SpecProblems(problems)


def _stamps(specs: Path) -> dict[str, Stamp | None]:
    """The files that are read as specs, none of which is opened; no stamp if it is gone."""
    stamps: dict[str, Stamp | None] = {}
    waiting = [os.fspath(specs)]
    while waiting:
        folder = waiting.pop()
        try:
            # Opened, since looking up long paths again and again takes half of the time.
            opened = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
            try:
                with os.scandir(opened) as entries:
                    for entry in entries:
                        name = entry.name
                        if name.startswith("."):
                            continue
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(f"{folder}/{name}")
                        else:
                            stamps[f"{folder}/{name}"] = stamp_of(entry.stat(follow_symlinks=False))
            finally:
                os.close(opened)
        except OSError:
            stamps[folder] = None
    return stamps
