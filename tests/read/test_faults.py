"""What a disk refuses is said in a sentence, with what to do."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from generator.read.faults import (
    cannot_be_printed,
    cannot_be_used,
    cannot_be_written,
    of_a_disk,
    place_of,
    what_to_do,
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
    assert place_of(OSError(errno.EIO, "", Path("old.html"))) == Path("old.html")
    assert place_of(OSError(errno.EIO, "", 7)) is None
    assert place_of(OSError(errno.EIO, "")) is None
    assert cannot_be_used(one, PATH).startswith("`old.html` cannot be used: Input/output error.")


def test_names_cannot_write_to_a_terminal() -> None:
    error = OSError(errno.EIO, "", "a\x1b[31mb\n")
    assert cannot_be_used(error, PATH).startswith(r"`a\u001b[31mb\u000a` cannot")


def test_what_cannot_be_printed() -> None:
    assert cannot_be_printed(OSError(errno.ENOSPC, "")) == (
        "What this says cannot be printed: No space left on device. Make room on its disk, and "
        "run this again."
    )
    assert cannot_be_printed(OSError(errno.EPIPE, "")) == (
        "What this says cannot be printed: Broken pipe."
    )
    assert cannot_be_printed(OSError("of no kind")) == (
        "What this says cannot be printed: the machine failed."
    )


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_whoever_may_not_use_a_thing_is_told_to_get_the_right_to_it(number: int) -> None:
    why = {errno.EACCES: "Permission denied", errno.EPERM: "Operation not permitted"}[number]
    assert cannot_be_used(OSError(number, ""), PATH) == (
        f"`site` cannot be used: {why}. Give yourself the right to it."
    )
    assert cannot_be_written(OSError(number, ""), PATH) == (
        f"`site` cannot be written: {why}. Give yourself the right to write there, or name "
        "another place."
    )


def test_of_a_long_path_the_begin_is_told() -> None:
    path = Path("x" * 2000)
    assert cannot_be_used(OSError(errno.ENOENT, ""), path) == (
        f"`{'x' * 999}…` cannot be used: No such file or directory."
    )
    assert cannot_be_used(OSError(errno.ENOENT, ""), Path("x" * 1000)).startswith(f"`{'x' * 1000}`")


def test_what_only_a_disk_refuses() -> None:
    of_disks = [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG]
    assert all(of_a_disk(OSError(number, "")) for number in of_disks)
    others = [errno.EACCES, errno.EPERM, errno.ENOENT, errno.EMFILE]
    assert not any(of_a_disk(OSError(number, "")) for number in others)
    assert all(what_to_do(OSError(number, "")) for number in of_disks)
