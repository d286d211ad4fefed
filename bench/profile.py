"""Where the time of a build goes: which module of the program is at work, how much of the time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.figures import Figure
from bench.kind import Kind, Setting
from bench.measure import Failed
from bench.profile_run import START_UP
from bench.table import aligned
from bench.us import PROJECT, Ours

LARGEST = 10_000
_SHOWN = 0.01  # of the time, at least, to have a row
_WHAT = {
    START_UP: "Python and libraries loaded",
    "generator.read": "YAML to values, each with its place",
    "generator.model": "values to specs",
    "generator.check": "the proof",
    "generator.knowledge": "specs to what is published",
    "generator.drawing": "drawings",
    "generator.data": "open data",
    "generator.site": "pages",
    "generator.publish": "files in place",
    "generator.commands": "the command",
}


@dataclass(frozen=True, slots=True)
class Share:
    """Which share of the processor time of a build of so many devices a module took, with all that
    it calls in libraries and templates."""

    devices: int
    module: str
    share: float


def measure_profile(setting: Setting) -> Iterator[Share]:
    """Looks at one build of the pages, on one core, of as many devices as others are measured with,
    but not more than 10,000."""
    devices = max((size for size in setting.sizes if size <= LARGEST), default=LARGEST)
    with setting.place() as place:
        project = Ours(place / "us", devices).project
        command = [sys.executable, "-m", "bench.profile_run", str(project)]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(f"{' '.join(command)}\n{done.stderr.strip()}")
    yield from shares(devices, json.loads(done.stdout))


def shares(devices: int, seen: dict[str, int]) -> Iterator[Share]:
    """The share of each module, the largest first, from how often each was seen."""
    whole = sum(seen.values())
    for module, times in sorted(seen.items(), key=lambda one: (-one[1], one[0])):
        yield Share(devices, module, round(times / whole, 4))


def profile_table(records: Sequence[Share]) -> str:
    """Two tables: the stages in the order of the data, and the modules that take most."""
    stages = dict.fromkeys(_WHAT, 0.0)
    for one in records:
        stage = ".".join(one.module.split(".")[:2])
        stages[stage] = stages.get(stage, 0.0) + one.share
    rows: list[tuple[str, ...]] = [(f"stage, {records[0].devices:,} devices", "what", "% of time")]
    rows += [(stage, _WHAT.get(stage, ""), f"{100 * share:.1f}") for stage, share in stages.items()]
    most: list[tuple[str, ...]] = [("module", "% of time")]
    most += [(one.module, f"{100 * one.share:.1f}") for one in records if one.share >= _SHOWN]
    return f"{aligned(rows)}\n\n{aligned(most)}"


def _no_figures(records: Sequence[Share]) -> Iterator[Figure]:
    return iter(())


PROFILE = Kind(
    "profile",
    "Only where the time of a build goes.",
    Share,
    measure_profile,
    profile_table,
    _no_figures,
)
