"""What a disk refuses is said in a sentence, with what to do."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from generator.read.faults import (
    cannot_be_printed,
    cannot_be_used,
    cannot_be_written,
    place_of,
)

PATH = Path("site")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (
            errno.ENOSPC,
            "`site` cannot be written: No space left on device. Make room on its disk, and run "
            "this again.",
        ),
        (
            errno.EACCES,
            "`site` cannot be written: Permission denied. Give yourself the right to write there, "
            "or name another place.",
        ),
        (errno.ENOTDIR, "`site` cannot be written: Not a directory."),
        (0, "`site` cannot be written: the machine failed."),
    ],
)
def test_why_and_what_to_do(number: int, says: str) -> None:
    assert cannot_be_written(OSError(number, "in another language"), PATH) == says


def test_the_file_that_failed_is_named() -> None:
    one = OSError(errno.EIO, "", "old.html")
    two = OSError(errno.EIO, "", b"from.html", None, "to.html")
    assert place_of(one) == Path("old.html")
    assert place_of(two) == Path("to.html")
    assert place_of(OSError(errno.EIO, "", 7)) is None
    assert cannot_be_used(one, PATH).startswith("`old.html` cannot be used: Input/output error.")


def test_names_cannot_write_to_a_terminal() -> None:
    error = OSError(errno.EIO, "", "a\x1b[31mb\n")
    assert cannot_be_used(error, PATH).startswith(r"`a\u001b[31mb\u000a` cannot")


def test_what_cannot_be_printed() -> None:
    assert cannot_be_printed(OSError(errno.ENOSPC, "")) == (
        "What this says cannot be printed: No space left on device. Make room on its disk, and "
        "run this again."
    )
