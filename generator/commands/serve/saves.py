"""What the preview says in the terminal: a line for each save, and problems if there are any."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import click

from generator.commands.report import show_problems
from generator.commands.serve.preview import Preview
from generator.commands.serve.watching import Change
from generator.publish.publication import Project

_NOBODY = 0.3  # seconds in which an open page that shows the change has answered
_PATIENCE = 3.0  # seconds after which a page that was told to load anew is given up


class Saves:
    """Tells of saves, once it is known what became of each. May be told from any thread."""

    def __init__(self, preview: Preview, clock: Callable[[], float] = time.time) -> None:
        """`clock` gives seconds since 1970."""
        self._preview, self._clock = preview, clock
        self._lock = threading.Lock()
        # What to say of the last save, when it was, when it was done, whether a page loads anew.
        self._open: tuple[str, float, float] | None = None
        self._is_told = False
        self._had_problems = bool(preview.problems)

    def saved(self, change: Change) -> None:
        """The preview was brought up to date after a change."""
        self.tick(at_once=True)
        preview, what = self._preview, called(change, self._preview)
        if preview.problems:
            click.echo(
                click.style(f"{what}: saved, with problems. The last good pages stay.", bold=True)
            )
            show_problems(preview.problems, "text")
        else:
            what += ": saved, all problems are gone" if self._had_problems else ": saved"
            with self._lock:
                self._open = what, change.at, self._clock()
        self._had_problems = bool(preview.problems)

    def told(self) -> None:
        """An open page was told that it has changed."""
        self._is_told = True

    def seen(self) -> None:
        """A page that was told shows the change."""
        self._say("shown after")

    def tick(self, *, at_once: bool = False) -> None:
        """Says of a save that no open page shows it, once that is clear."""
        with self._lock:
            if self._open is None:
                return
            waited = self._clock() - self._open[2]
        if at_once or waited > (_PATIENCE if self._is_told else _NOBODY):
            self._say("ready after")

    def _say(self, how: str) -> None:
        with self._lock:
            if self._open is None:
                return
            what, at, done = self._open
            self._open, self._is_told = None, False
            until = self._clock() if how == "shown after" else done
            click.echo(f"{click.style(what, fg='green')}, {how} {until - at:.2f} s")


def called(change: Change, preview: Preview) -> str:
    """What a change is called: the name of what was saved, or else its file."""
    first, *others = change.files
    more = f" and {len(others)} other{'s' if len(others) > 1 else ''}" if others else ""
    if not first.exists():
        return f"{first.as_posix()} (removed){more}"
    return _name(first, preview.project, preview) + more


def _name(file: Path, project: Project, preview: Preview) -> str:
    if preview.shown is None or not file.is_relative_to(project.specs):
        return file.as_posix()
    kb, folder = preview.shown.kb, file.relative_to(project.specs).parts[0]
    if folder == "devices" and file.stem in kb.devices:
        return kb.devices[file.stem].name
    if folder == "problems" and file.stem in kb.problems:
        return kb.problems[file.stem].title
    if folder == "families":
        names = (
            interface.walkthrough.name
            for device in kb.devices.values()
            for interface in device.interfaces
            if interface.walkthrough.family == file.stem
        )
        return next(names, file.as_posix())
    return file.as_posix()
