"""What a disk or the rights on it refuse, in a plain sentence and with what to do about it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from generator.read.problem import shown

_ANOTHER = "name a place on another disk"
_WHAT_TO_DO: dict[int | None, str] = {
    errno.ENOSPC: "Make room on its disk, and run this again.",
    errno.EDQUOT: "You may store no more there: remove something, and run this again.",
    errno.EROFS: f"Its disk may only be read: {_ANOTHER}.",
    errno.EACCES: "Give yourself the right to write there, or name another place.",
    errno.EPERM: "Give yourself the right to write there, or name another place.",
    errno.EIO: f"Its disk fails: look after it, or {_ANOTHER}.",
    errno.EFBIG: f"Its disk takes no file so large: {_ANOTHER}.",
    errno.EMFILE: "Too many files are open: run less at once, and run this again.",
    errno.ENFILE: "Too many files are open: run less at once, and run this again.",
}
_LONGEST = 1000  # characters of a path


def cannot_be_written(error: OSError, path: Path) -> str:
    """Says so of the file that `error` names, or else of `path`."""
    return _cannot_be("written", error, path)


def cannot_be_used(error: OSError, path: Path) -> str:
    """The same where nobody knows what for."""
    return _cannot_be("used", error, path)


def cannot_be_printed(error: OSError) -> str:
    """Says so of what a command tells; whatever else it does is done."""
    return f"What this says cannot be printed: {_why(error)}. {what_to_do(error)}".rstrip()


def of_a_disk(error: OSError) -> bool:
    """Whether only a disk refuses in such a way."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG)


def what_to_do(error: OSError) -> str:
    """A sentence, or nothing if nobody can tell."""
    return _WHAT_TO_DO.get(error.errno, "")


def place_of(error: OSError) -> Path | None:
    """The file that an error names, if it does; of two, the one to be written."""
    named = error.filename if error.filename2 is None else error.filename2
    return Path(os.fsdecode(named)) if isinstance(named, str | bytes | os.PathLike) else None


def _cannot_be(what: str, error: OSError, path: Path) -> str:
    name = shown(str(place_of(error) or path), _LONGEST)
    do = what_to_do(error)
    if what == "used" and error.errno in (errno.EACCES, errno.EPERM):
        do = "Give yourself the right to it."
    return f"`{name}` cannot be {what}: {_why(error)}. {do}".rstrip()


def _why(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else "the machine failed"
