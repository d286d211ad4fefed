"""This project: `signout build`, end to end, in each of the ways in which it is run."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from bench.cluster import on_cluster
from bench.measure import Failed, Took, measure
from bench.specs import edit_name, edit_note, with_note, write_specs

PROJECT = Path(__file__).parent.parent
# The address of the site, which its pages say; what `measure` runs has no other.
SITE_URL = "https://signout.example/"
SIGNOUT = [sys.executable, "-m", "generator.commands"]
PARTS = ("content", "overrides", "mkdocs.yml")  # of a project, beside its specs
CACHE = "SIGNOUT_CACHE"  # names the folder in which builds keep what need not be made again


def check(specs: Path) -> Took:
    """Checks `specs`, with nothing kept."""
    return measure([*SIGNOUT, "check", "--specs", str(specs)], PROJECT, {CACHE: ""})


class Ours:
    """A project of its own with the shipped specs, or with `count` devices, in the new folder
    `project`; its site is in the folder `out`.

    Each build is of the pages alone: start-up, read, check, resolve, frames, render, write, swap.
    The others make no archive, service worker, PDFs or open data either.
    """

    def __init__(self, project: Path, count: int | None = None) -> None:
        self.project, self.specs, self.out = project, project / "device_specs", project / "site"
        self.kept = project / ".cache"
        shipped = PROJECT / "device_specs"
        project.mkdir(parents=True)
        for name in PARTS:
            part = PROJECT / name
            (shutil.copytree if part.is_dir() else shutil.copy)(part, project / name)
        if count is None:
            shutil.copytree(shipped, self.specs)
        else:
            write_specs(shipped, self.specs, count)
        self._built = False  # the site and what is kept are those of the specs as they were last
        self._edits = 0
        self._edited: list[Path] = []

    def cold(self) -> Took:
        """From nothing, on all cores."""
        self.forget()
        return self._build()

    def one_core(self) -> Took:
        """From nothing, on one core."""
        self.forget()
        return self._build("--jobs", "1")

    def cluster(self) -> Took:
        """From nothing, with two workers of Dask that are running already."""
        self.forget()
        return on_cluster(lambda executor: self._build("--executor", executor))

    def warm(self) -> Took:
        """Once more, with nothing changed."""
        self._be_built()
        return self._build()

    def after_note(self) -> Took:
        """Once more, after an edit of one device's note, which only its own page says."""
        return self._after(edit_note, 0)

    def after_name(self) -> Took:
        """Once more, after an edit of one device's name, which lists of devices say too."""
        return self._after(edit_name, 1)

    def with_search(self) -> Took:
        """From nothing, then the index of the search, by a process of its own: there is no build
        of the pages and their search alone."""
        self.forget()
        took = self._build()
        return took + measure([sys.executable, "-m", "bench.search_build", str(self.out)], PROJECT)

    def forget(self) -> None:
        """Removes the site, and all that builds keep for the next one."""
        for folder in (self.out, self.kept):
            if folder.exists():
                shutil.rmtree(folder)
        self._built = False

    def _after(self, edit: Callable[[Path, int], str], which: int) -> Took:
        """A build after an edit of a device. Raises Failed if its page is not fresh."""
        self._be_built()
        if not self._edited:
            found = with_note(self.specs, PROJECT / "device_specs")
            self._edited = [next(found), next(found)]
        self._edits += 1
        mark = edit(self._edited[which], self._edits)
        took = self._build()
        page = self.out / "devices" / self._edited[which].stem / "index.html"
        if mark not in page.read_text("utf-8"):
            raise Failed(f"{page} does not say {mark!r} after the edit")
        return took

    def _be_built(self) -> None:
        if not self._built:
            self._build()

    def _build(self, *options: str) -> Took:
        self._built = False
        command = [*SIGNOUT, "build", "--pages-only", *options]
        took = measure(command, self.project, {CACHE: str(self.kept)})
        self._built = True
        return took
