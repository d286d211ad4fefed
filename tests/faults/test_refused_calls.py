"""A call that the system refuses, whichever it is and however often, leaves the old site or the new
one; what is said is a sentence that tells what to do; the next build needs no help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.conftest import Outcome, Stage, points
from tests.faults.system_calls import KINDS

# A full disk, a quota, one that fails, one that was mounted anew to be read only, a lost right.
ERRORS = ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES")
LASTING = ("ENOSPC", "EROFS", "EIO")
# What can be refused without harm: then the build may end well.
HARMLESS = {"stamp", "sync", "link"}


def refused(stage: Stage, fault: dict[str, Any], workers: int = 0) -> Outcome:
    """Builds with that fault, sees that everything held, and changes the specs again."""
    ended = stage.build(fault=fault, workers=workers)
    # What cannot be removed stays until the next build.
    stage.held(ended, fault, at_once=not ended.hit or (fault["kind"] != "unlink"))
    stage.turn()
    return ended


def once(kinds: Any, count: int) -> Iterator[tuple[str, int]]:
    """So many points of each kind of call, by how many of it there are."""
    for kind, most in kinds.items():
        for number in points(most, count):
            yield kind, number


def test_each_kind_of_call_refused_once(stage: Stage) -> None:
    """Each with another error than the last."""
    calls = stage.calls()
    assert {"open", "write", "rename", "link", "mkdir", "unlink", "sync"} <= calls.keys()
    ended = [
        refused(stage, {"kind": kind, "at": number, "done": ERRORS[turn % len(ERRORS)]})
        for turn, (kind, number) in enumerate(once(calls, 1))
    ]
    assert all(one.hit for one in ended)


def test_a_disk_that_is_full_from_some_moment_on(stage: Stage) -> None:
    """No file can be made or written any more; what is there can be removed."""
    most = stage.calls()["write"]
    for number in points(most, 3)[1:-1]:  # the last are of what is kept, which is optional
        ended = refused(stage, {"kind": "write", "from": number, "done": "ENOSPC"})
        assert ended.status == 1
        assert "No space left on device. Make room on its disk" in ended.err


def test_a_disk_that_can_only_be_read_from_some_moment_on(stage: Stage) -> None:
    """Nothing can be removed either, until the next build."""
    for number in points(sum(stage.calls().values()), 3)[1:-1]:
        fault = {"kind": "any", "from": number, "done": "EROFS"}
        stage.held(stage.build(fault=fault), fault, at_once=False)
        stage.turn()


def test_what_the_disk_notices_late_is_told_before_the_old_site_is_gone(stage: Stage) -> None:
    """Systems that write later, such as those on other machines, have no room only then."""
    stage.calls()
    ended = refused(stage, {"kind": "sync", "at": 1, "done": "EDQUOT"})
    assert ended.status == 1
    assert "You may store no more there" in ended.err
    assert "The earlier site is as it was." in ended.err


def test_what_could_not_be_removed_is_removed_by_a_build_that_has_nothing_to_do(
    stage: Stage,
) -> None:
    """It runs no search, whose folder this was."""
    stage.calls()
    assert stage.build().status == 0
    left = stage.folder / "tmp" / "signout-0123456789abcdef"
    left.mkdir()
    (left / "file").touch()
    built = stage.build()
    assert "nothing changed" in built.out
    stage.held(built, "a folder is left")


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_25_calls_of_a_kind_refused_once(whole: Stage, kind: str) -> None:
    """Of a whole build; each with another error than the last."""
    for turn, number in enumerate(points(whole.calls().get(kind, 0), 25)):
        refused(whole, {"kind": kind, "at": number, "done": ERRORS[turn % len(ERRORS)]})


@pytest.mark.long
@pytest.mark.parametrize("error", LASTING)
@pytest.mark.parametrize("kind", KINDS)
def test_every_call_of_a_kind_refused_from_some_on(stage: Stage, kind: str, error: str) -> None:
    for number in points(stage.calls().get(kind, 0), 15):
        refused(stage, {"kind": kind, "from": number, "done": error})


@pytest.mark.long
@pytest.mark.parametrize("error", LASTING)
@pytest.mark.parametrize("kind", [*KINDS, "any"])
def test_every_kth_call_of_a_kind_refused(stage: Stage, kind: str, error: str) -> None:
    for every in (1, 2, 3, 5, 7, 11, 17, 29, 53, 101):
        fault = {"kind": kind, "every": every, "done": error}
        stage.held(stage.build(fault=fault), fault, at_once=kind not in ("unlink", "any"))
        stage.turn()


@pytest.mark.long
def test_calls_of_two_processes_refused(whole: Stage) -> None:
    """What a worker cannot do, the build tries itself, and tells why it cannot."""
    for turn, (kind, number) in enumerate(once(whole.calls(workers=2), 5)):
        how = "from" if turn % 2 else "at"
        fault = {"kind": kind, how: number, "done": ERRORS[turn % len(ERRORS)]}
        refused(whole, fault, workers=2)
