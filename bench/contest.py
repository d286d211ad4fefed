"""One contest: so many devices, built by each contender, proved to be the same, and measured."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from bench.compare import digests
from bench.measure import Took, size_mb
from bench.us import Ours

LONG_SECONDS = 60.0  # what takes longer is run once: beside it, noise is nothing


class Unequal(Exception):
    """Two contenders have built pages that do not say the same; the message says where."""


class Site:
    """What a contest is about: so many devices, in the empty folder `folder`, and our site of
    them."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.ours = Ours(folder / "us", count)
        specs = self.ours.specs
        self.devices = sorted(f"devices/{f.stem}/" for f in (specs / "devices").glob("*/*.yml"))
        self.problems = sorted(f"troubleshooting/{f.stem}/" for f in (specs / "problems").glob("*"))

    @cached_property
    def first(self) -> dict[str, str]:
        """The bytes of our site as it was when this was first asked for."""
        return digests(self.ours.out)


@dataclass(frozen=True, slots=True)
class Entry:
    """A contender that is set up: how it builds, where its site is then, how many of the pages that
    are compared it has, and what raises Unequal unless it has done what the others do."""

    run: Callable[[], Took]
    out: Path
    pages: int
    prove: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Contender:
    """Who takes part: what tables call it, what it is given (finished `Markdown` is most of the
    work done), what is to be known when it is compared, and the most devices that it is asked for,
    because more would take too long."""

    name: str
    label: str
    given: Literal["specs", "Markdown", "a list of files"]
    remark: str
    enter: Callable[[Site], Entry]
    most: int | None = None
    missing: Callable[[], str | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Result:
    """What a contender took for the pages of so many devices, run after run, and the size of what
    it wrote."""

    contender: str
    devices: int
    pages: int
    runs: tuple[Took, ...]
    output_mb: float

    @property
    def took(self) -> Took:
        """The fastest run."""
        return min(self.runs, key=lambda run: run.seconds)

    @property
    def seconds_a_page(self) -> float:
        """Wall-clock seconds for a page, start-up and all included."""
        return self.took.seconds / self.pages


def contest(count: int, contenders: Iterable[Contender], times: int, folder: Path) -> list[Result]:
    """Lets `contenders`, of whom we are the first, build the site of `count` devices in the empty
    folder `folder`, each `times` times.

    Raises Unequal if one has not done what the others do: then nothing was measured that could be
    compared.
    """
    _say(count, "writing specs")
    site = Site(folder, count)
    taking_part = [one for one in contenders if one.most is None or count <= one.most]
    entries: dict[str, Entry] = {}
    runs: dict[str, list[Took]] = {}
    sizes = {}
    for contender in taking_part:
        name = contender.name
        entries[name] = contender.enter(site)
        runs[name] = [_run(count, name, entries[name])]
        _say(count, f"proving that {name} has built what it should")
        entries[name].prove()
        sizes[name] = round(size_mb(entries[name].out), 2)
        _discard(site, entries[name])
    # In turns, so that what else the machine does meets all alike.
    for _ in range(1, times):
        for name, entry in entries.items():
            if runs[name][0].seconds < LONG_SECONDS:
                runs[name].append(_run(count, name, entry))
                _discard(site, entry)
    return [
        Result(name, count, entry.pages, tuple(runs[name]), sizes[name])
        for name, entry in entries.items()
    ]


def _run(count: int, name: str, entry: Entry) -> Took:
    took = entry.run()
    _say(count, f"{name} took {took.seconds:.2f} s")
    return took


def _discard(site: Site, entry: Entry) -> None:
    """Makes room: ours alone is needed again, and the others build into folders that are not there
    yet."""
    if entry.out != site.ours.out:
        shutil.rmtree(entry.out)


def _say(count: int, progress: str) -> None:
    print(f"{count:,} devices: {progress}", file=sys.stderr, flush=True)
