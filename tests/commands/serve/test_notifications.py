"""What the system tells of changed files: soon, by their paths, and nothing of those only read."""

from __future__ import annotations

import errno
import time
from pathlib import Path
from threading import Timer

import pytest
from watchdog.observers import Observer

from generator.commands.serve.notifications import Notifications

LONG = 120.0  # seconds, which no test takes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "specs" / "devices").mkdir(parents=True)
    for name in ("labels.yml", "devices/tv.yml"):
        (tmp_path / "specs" / name).write_text("a: 1\n")
    return tmp_path / "specs"


def told_until(notifications: Notifications, *wanted: Path) -> set[str]:
    """What is told, until that is there."""
    told: set[str] = set()
    while not {str(path) for path in wanted} <= told:
        told |= notifications.wait(0, LONG)
    return told


@pytest.mark.parametrize("name", ["labels.yml", "devices/tv.yml", "devices/radio.yml"])
def test_a_write_ends_the_wait(folder: Path, name: str) -> None:
    with Notifications([folder]) as notifications:
        Timer(0.05, lambda: (folder / name).write_text("b: 22\n")).start()
        assert told_until(notifications, folder / name)


def test_a_file_put_in_the_place_of_another_and_one_that_goes(folder: Path) -> None:
    new, labels, tv = folder.parent / "new.yml", folder / "labels.yml", folder / "devices/tv.yml"
    new.write_text("b: 22\n")
    with Notifications([folder]) as notifications:
        new.replace(labels)
        tv.unlink()
        told_until(notifications, labels, tv)


def test_what_is_new_in_a_new_folder(folder: Path) -> None:
    with Notifications([folder]) as notifications:
        (folder / "families").mkdir()
        told_until(notifications, folder / "families")
        (folder / "families" / "app.yml").write_text("b: 22\n")
        told_until(notifications, folder / "families" / "app.yml")


def test_nothing_is_told_of_what_is_only_read(folder: Path) -> None:
    with Notifications([folder]) as notifications:
        for _ in range(3):
            (folder / "labels.yml").read_bytes()
            list(folder.iterdir())
        (folder / "devices" / "tv.yml").write_text("b: 22\n")
        assert str(folder / "labels.yml") not in told_until(
            notifications, folder / "devices/tv.yml"
        )


def test_it_waits_at_least_and_at_most(folder: Path) -> None:
    with Notifications([folder]) as notifications:
        (folder / "labels.yml").write_text("b: 22\n")
        started = time.monotonic()
        notifications.wait(0.2, LONG)
        assert time.monotonic() - started >= 0.2
        notifications.wait(0, 0.2)  # whatever is still told of the same write
        started = time.monotonic()
        assert notifications.wait(0.1, 0.3) == set()
        assert time.monotonic() - started >= 0.3


@pytest.mark.parametrize("refused", ["schedule", "start"])
def test_without_room_for_it_it_only_waits(
    folder: Path, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(Observer, refused, refuse)
    with Notifications([folder, folder.parent / "gone"]) as notifications:
        (folder / "labels.yml").write_text("b: 22\n")
        assert notifications.wait(0, 0.1) == set()
