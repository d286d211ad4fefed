"""Whatever else writes files: a fault leaves each file as it was or as it is to be, and nothing
beside it once something is saved again. What is new comes with all that belongs to it, or not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.faults.conftest import KILLED, Outcome, Stage, Warm, points, said_plainly
from tests.site_fixtures import copy_second_service, tree

DAY = ("--date", "2026-01-02")
SOURCE = ("title=Radio blog", "url=https://radio.example/blog", "tier=blog", "publisher=Radio")
MISSPELT = ("devices/phone/pebble.yml", "devices/tv/vista.yml")


@dataclass(frozen=True)
class Command:
    """A command that writes files, and whether it writes all of them or none."""

    call: tuple[str, ...]
    together: bool = False


COMMANDS = {
    "a new device": Command(("new", "device", "--set", "name=Moon TV", "--from", "vista"), True),
    "a new source of a device": Command(
        ("new", "source", "--for", "vista/app", *(part for a in SOURCE for part in ("--set", a))),
        True,
    ),
    "what changed": Command(("changelog", *DAY), True),
    "what has one right answer": Command(("check", "--fix")),
    "a check of steps": Command(("checked", "vista/app", "--on-device", "--by", "Ann", *DAY)),
    "schemas": Command(("schema",)),
    "cards": Command(("pdf", "--cards", "vista,pebble")),
    "a map": Command(("graph", "tv-app", "--out", "map.svg")),
}
Again = Callable[[], Stage]


@pytest.fixture
def again(warm: Warm, tmp_path: Path) -> Again:
    """Gives the project as it is before the command, as often as one asks."""
    first = tmp_path / "first"
    copy_second_service(first / "project")
    (first / "tmp").mkdir()
    for name in MISSPELT:
        spec = first / "project" / "device_specs" / name
        spec.write_text(spec.read_text("utf-8").replace("interfaces:", "interfaes:"), "utf-8")
    stage = Stage(warm, tmp_path / "stage", ())

    def copy() -> Stage:
        shutil.rmtree(stage.folder, ignore_errors=True)
        shutil.copytree(first, stage.folder)
        return replace(stage)

    return copy


def ready(again: Again, command: Command) -> Stage:
    """The project; mended, unless that is what the command does."""
    stage = again()
    if "--fix" not in command.call:
        for name in MISSPELT:
            spec = stage.project / "device_specs" / name
            spec.write_text(spec.read_text("utf-8").replace("interfaes:", "interfaces:"), "utf-8")
    return stage


def stopped(again: Again, name: str, most: int) -> None:
    """Stops a command at so many of its changes in each of three ways."""
    command = COMMANDS[name]
    stage = ready(again, command)
    before = tree(stage.project)
    done = stage.run(*command.call)
    assert done.status == 0, done
    after = tree(stage.project)
    assert before != after
    for number in points(done.all_calls, most):
        for how in ("kill", "ENOSPC", "EROFS"):
            at = "from" if how == "EROFS" else "at"
            fault = {"kind": "any", at: number, "done": how}
            stage = ready(again, command)
            held(stage, stage.run(*command.call, fault=fault), command, before, after)


def held(
    stage: Stage,
    ended: Outcome,
    command: Command,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
) -> None:
    found = {
        name: data for name, data in tree(stage.project).items() if not name.endswith(".signout")
    }
    for name in before.keys() | after.keys() | found.keys():
        assert found.get(name) in (before.get(name), after.get(name)), (name, ended)
    if ended.status == 0:
        assert found == after, ended
    elif ended.status != KILLED:
        assert ended.status == 1, ended
        said_plainly(ended)
        # A disk that can only be read from the second of two names on lets nothing be taken back.
        half = not command.together or "could not be taken back. Compare" in ended.err
        assert half or found in (before, after), ended
    again = stage.run(*command.call)
    if found == before or not command.together:
        assert again.status == 0, (again, ended)
        assert tree(stage.project) == after, (again, ended)
    if again.status != 0:
        # It is there already, or half of it after a kill, which `check` tells: it is mended.
        for name, data in after.items():
            (stage.project / name).write_bytes(data)
    saved = stage.run("checked", "pebble/app", "--on-device", "--by", "Bo", *DAY)
    assert saved.status == 0, (saved, ended)
    left = [name for name in tree(stage.project) if name.endswith(".signout")]
    assert left == [], ended


@pytest.mark.parametrize("name", ["a new source of a device", "what has one right answer", "a map"])
def test_a_command_that_writes_is_stopped(again: Again, name: str) -> None:
    stopped(again, name, 2)


@pytest.mark.long
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_writes_is_stopped_anywhere(again: Again, name: str) -> None:
    stopped(again, name, 60)
