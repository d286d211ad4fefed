"""One contest: so many devices, built by each contender, compared, and measured."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import floor, hugo, mkdocs, us
from bench.compare import HEAD, first_difference
from bench.measure import Took, size_mb
from bench.pages import pages_of
from bench.specs import write_specs

CONTENDERS = ("us", "mkdocs", "material", "hugo", "hugo-cached", "floor")

_HUGO = ("hugo", "hugo-cached")
# What heads need not say: MkDocs makes no structured data, and as it comes, Material makes titles
# and descriptions of its own.
_NOT_IN_HEAD = {"mkdocs": {"data"}, "material": set(HEAD)}


class Unequal(Exception):
    """Two contenders have built pages that do not say the same; the message says where."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a contender took for the pages of so many devices, and the size of what it wrote."""

    contender: str
    devices: int
    pages: int
    took: Took
    output_mb: float

    @property
    def seconds_a_page(self) -> float:
        """Wall-clock seconds for a page, start-up and all included."""
        return self.took.seconds / self.pages


def contest(count: int, contenders: tuple[str, ...], times: int, folder: Path) -> list[Result]:
    """Lets `contenders` build the site of `count` devices in the empty folder `folder`.

    We take part in any case. Each is measured `times` times, and the fastest run counts. Raises
    Unequal if the pages differ: then nothing was measured that could be compared.
    """
    _say(f"{count:,} devices: writing specs")
    specs, ours = folder / "specs", folder / "us"
    write_specs(us.PROJECT / "device_specs", specs, count)
    devices = sorted(f"devices/{file.stem}/" for file in (specs / "devices").glob("*/*.yml"))
    problems = sorted(f"troubleshooting/{file.stem}/" for file in (specs / "problems").glob("*"))
    runs: dict[str, Callable[[], Took]] = {"us": partial(us.build, specs, ours)}
    for name, how in (("mkdocs", mkdocs.OURS), ("material", mkdocs.AS_IT_COMES)):
        if name in contenders:
            project, out = folder / f"{name}.project", folder / name
            settings = mkdocs.prepare(pages_of(specs), how, project, out)
            runs[name] = partial(mkdocs.build, settings)
    program = hugo.binary()
    for name, cached in (("hugo", False), ("hugo-cached", True)):
        if name in contenders and program is not None:
            project = folder / f"{name}.project"
            hugo.prepare(specs, project, cached=cached)
            runs[name] = partial(hugo.build, program, project, folder / name)
    took = {name: [_run(name, count, run, folder)] for name, run in runs.items()}
    for name in list(runs)[1:]:
        _say(f"{count:,} devices: comparing the pages of {name} with ours")
        # Hugo has no templates for the few pages of problems.
        paths = devices if name in _HUGO else devices + problems
        head = set(HEAD) - _NOT_IN_HEAD.get(name, set())
        if difference := first_difference(ours, folder / name, paths, head=head):
            raise Unequal(f"us and {name} differ at {difference}")
    if "floor" in contenders:
        floor.prepare(ours, folder / "listing")
        runs["floor"] = partial(floor.build, specs, folder / "listing", folder / "floor")
    # In turns, so that what else the machine does meets all alike.
    for number in range(times):
        for name, run in runs.items():
            done = took.setdefault(name, [])
            # As it comes, Material takes minutes, beside which noise is nothing.
            if len(done) <= number and not (done and name == "material"):
                done.append(_run(name, count, run, folder))
    return [
        Result(
            name,
            count,
            len(devices) + (0 if name in _HUGO else len(problems)),
            min(took[name], key=lambda one: one.seconds),
            size_mb(folder / name),
        )
        for name in runs
    ]


def _run(name: str, count: int, run: Callable[[], Took], folder: Path) -> Took:
    """One run into a folder that is not there yet."""
    if (folder / name).exists():
        shutil.rmtree(folder / name)
    took = run()
    _say(f"{count:,} devices: {name} took {took.seconds:.2f} s")
    return took


def _say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)
