"""A build that is killed at any change it makes leaves the old site or the new one, whole; no
process goes on, and the next build needs no help and leaves nothing behind."""

from __future__ import annotations

import pytest

from tests.faults.conftest import KILLED, Stage, points


def killed_at(stage: Stage, numbers: list[int], done: str = "kill", workers: int = 0) -> None:
    """Kills a build at each of these changes; the next goes on from what is there then."""
    for number in numbers:
        fault = {"kind": "any", "at": number, "done": done}
        killed = stage.build(fault=fault, workers=workers)
        assert killed.status == KILLED or done == "kill this" or not killed.hit, killed
        stage.held(killed, fault, at_once=not killed.hit)
        stage.turn()


def test_a_killed_build(stage: Stage) -> None:
    """In one process, and among two that share the work."""
    changes = sum(stage.calls().values())
    assert changes > 150
    killed_at(stage, points(changes, 5)[1:])
    killed_at(stage, points(changes, 4)[1:-1], workers=2)


def test_a_killed_worker(stage: Stage) -> None:
    """Its share is done again, or nothing is done: as the system ends what takes most memory."""
    changes = sum(stage.calls(workers=2).values())
    killed_at(stage, points(changes, 3)[1:-1], "kill this", workers=2)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_a_whole_build_killed_at_200_points(whole: Stage, part: int) -> None:
    """PDFs, data, search and all; parts of twenty points each, one between those of the other."""
    changes = sum(whole.calls().values())
    assert changes > 500
    killed_at(whole, points(changes, 200)[part::10])


@pytest.mark.long
@pytest.mark.parametrize("part", range(2))
@pytest.mark.parametrize("done", ["kill", "kill this"])
def test_a_build_of_two_processes_killed_at_50_points(whole: Stage, done: str, part: int) -> None:
    changes = sum(whole.calls(workers=2).values())
    killed_at(whole, points(changes, 50)[part::2], done, workers=2)


@pytest.mark.long
def test_a_first_build_killed_at_40_points(stage: Stage) -> None:
    """With nothing kept and no site before: what is there then is no site, or all of it."""
    stage.options += ("--no-cache",)
    changes = sum(stage.calls().values())
    for number in points(changes, 40):
        stage.out.rename(stage.folder / "earlier")
        stage.was = {}
        fault = {"kind": "any", "at": number, "done": "kill"}
        killed = stage.build(fault=fault)
        stage.held(killed, fault, at_once=not killed.hit)
        (stage.folder / "earlier").rename(stage.folder / f"earlier-{number}")


NO_EXCHANGE = {"kind": "renameat2", "from": 1, "done": "EINVAL"}


@pytest.mark.long
def test_where_two_folders_cannot_be_exchanged(stage: Stage) -> None:
    """There is a moment without a site. Whoever is killed in it left the old one beside, and the
    next build puts it back before it does anything else, even if it then fails. In small:
    tests/publish/test_staging.py."""
    counted = stage.build(fault=NO_EXCHANGE)
    stage.held(counted, NO_EXCHANGE)
    stage.turn()
    renames = counted.calls["rename"]
    without = 0
    for number in range(renames - 5, renames + 1):
        for done in ("kill", "ENOSPC"):
            faults = [NO_EXCHANGE, {"kind": "rename", "at": number, "done": done}]
            ended = stage.build(fault=faults)
            if not stage.out.exists():
                assert ended.status == KILLED
                without += 1
                settings = stage.project / "mkdocs.yml"
                text = settings.read_text("utf-8")
                settings.write_text("no settings", "utf-8")
                assert stage.build().status == 1
                settings.write_text(text, "utf-8")
                assert not stage.differing(stage.was)
                assert stage.litter == set()
            stage.held(ended, faults, at_once=done != "kill")
            stage.turn()
    assert without == 1
