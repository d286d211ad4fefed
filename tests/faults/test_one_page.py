"""A build after which one page is another one puts that in the place of the old one, alone.

Whatever happens then, there is the old page or the new one, and no other file of the site was
touched."""

from __future__ import annotations

import pytest

from tests.faults.conftest import KILLED, PAGE, VISTA, Stage, points


@pytest.fixture
def noted(stage: Stage) -> Stage:
    """A project in which only a note of a device changes, which no other page tells."""
    spec = stage.project / "device_specs" / VISTA
    names = ("It has a stand.", "It has two stands.")
    with spec.open("a", encoding="utf-8") as file:
        file.write(f"notes:\n  - {{text: {names[0]}, sources: [ear]}}\n")
    stage.names = names[::-1]
    for _ in range(2):
        built = stage.build()
        assert built.status == 0, built
        stage.to_be = stage.site
        stage.turn()
    assert stage.differing(stage.to_be) == [PAGE]
    return stage


def others(stage: Stage) -> dict[str, tuple[int, int]]:
    """All files but the page, by what tells whether they were touched."""
    found = {file.relative_to(stage.out).as_posix(): file for file in stage.out.rglob("*")}
    found = {name: file for name, file in found.items() if file.is_file() and name != PAGE}
    return {name: (file.stat().st_ino, file.stat().st_ctime_ns) for name, file in found.items()}


def faulty(stage: Stage, kind: str, at: int, done: str) -> None:
    before, fault = others(stage), {"kind": kind, "at": at, "done": done}
    ended = stage.build(fault=fault)
    assert ended.status == KILLED or done != "kill" or not ended.hit, ended
    if not stage.differing(stage.was) or not stage.differing(stage.to_be):
        assert others(stage) == before, fault
    stage.held(ended, fault, at_once=not ended.hit)
    stage.turn()


def test_killed_or_refused(noted: Stage) -> None:
    """At some places, and at all that concern the page itself."""
    calls = noted.calls()
    for at in points(sum(calls.values()), 6):
        faulty(noted, "any", at, "kill")
    for at in range(1, calls["rename"] + 1):
        faulty(noted, "rename", at, "EIO")


@pytest.mark.long
@pytest.mark.parametrize("done", ["kill", "ENOSPC", "EACCES"])
def test_killed_or_refused_at_any_place(noted: Stage, done: str) -> None:
    for at in range(1, sum(noted.calls().values()) + 1):
        faulty(noted, "any", at, done)
