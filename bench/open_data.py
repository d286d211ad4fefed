"""The open data: what it takes beside the pages, from nothing and in a build after another, how
large it is, and how that grows with the number of devices."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure
from bench.kind import Kind, Setting
from bench.measure import Took, measure
from bench.specs import edit_note, with_note, write_specs
from bench.table import aligned
from bench.us import PROJECT

SIZES = (1_000, 10_000)
GROWTH = 1.2  # of what a device costs, in time and in bytes, from 1,000 to 10,000
SHIPPED_SECONDS, SHIPPED_MB = 2.0, 10.0  # of the shipped specs; the seconds are of processors

# What was changed since the build before, if there was one.
NOTHING_BEFORE, NOTHING, NOTE = "from nothing", "nothing changed", "one note edited"

_HEAD = (
    *("devices", "build", "without data s", "with data s", "data CPU s", "CPU ms a device"),
    *("data MB", "kB a device", "memory MB"),
)
# What is part of it, by where it lies; the first that fits.
_PARTS: dict[str, Callable[[str], bool]] = {
    "CSV": lambda path: path.startswith("api/v1/signout.csv"),
    "SQLite": lambda path: path in ("api/v1/signout.sqlite", "api/v1/metadata.json"),
    "everything in one file": lambda path: path.startswith("api/v1/all.json"),
    "JSON API": lambda path: path.startswith("api/"),
    "feeds": lambda path: path.startswith("feeds/"),
    "Markdown": lambda path: path.endswith(".md") or path.startswith("llms"),
}


@dataclass(frozen=True, slots=True)
class DataTook:
    """What the open data of so many devices took beside the pages, which were built alone too, and
    the MB of each part of it. `build` says after what they were made."""

    devices: int
    alone: Took
    whole: Took
    parts: dict[str, float]
    build: str = NOTHING_BEFORE

    @property
    def processors(self) -> float:
        """Seconds of all processors that the data took: what else runs on the machine changes them
        less than it changes the time between start and end."""
        return self.whole.processors - self.alone.processors

    @property
    def mb(self) -> float:
        """How large all of it is, in MB (10^6 bytes)."""
        return sum(self.parts.values())


def measure_data(setting: Setting) -> Iterator[DataTook]:
    """Measures the shipped specs and larger ones; of each, the pages with data and without in turn,
    and the fastest run counts."""
    shipped = PROJECT / "device_specs"
    with setting.place() as folder:
        yield _measured(_Builds(shipped, folder / "shipped"), NOTHING_BEFORE, setting.times)
        for count in SIZES:
            specs = folder / f"specs-{count}"
            write_specs(shipped, specs, count)
            builds = _Builds(specs, folder / str(count))
            for build in (NOTHING_BEFORE, NOTHING, NOTE):
                yield _measured(builds, build, setting.times)
            shutil.rmtree(specs)
            shutil.rmtree(folder / str(count))


class _Builds:
    """Builds of the same specs, with data and without, each after one of its own way."""

    def __init__(self, specs: Path, folder: Path) -> None:
        self.specs, self._folder = specs, folder
        self.devices = len(list((specs / "devices").glob("*/*.yml")))
        self._edits = 0

    def site(self, how: str) -> Path:
        """The site that is built `with` data or `without`."""
        return self._folder / how / "site"

    def run(self, how: str, build: str) -> Took:
        """One build."""
        kept = self._folder / how / "kept"
        if build == NOTHING_BEFORE and kept.exists():
            shutil.rmtree(kept)
            shutil.rmtree(self.site(how))
        where = (self.specs, self.site(how), kept)
        command = [sys.executable, "-m", "bench.data_build", how, *map(str, where)]
        return measure(command, PROJECT)

    def edit(self) -> None:
        """Changes a note of one device."""
        self._edits += 1
        edit_note(next(with_note(self.specs, PROJECT / "device_specs")), self._edits)


def _measured(builds: _Builds, build: str, times: int) -> DataTook:
    took: dict[str, list[Took]] = {"without": [], "with": []}
    for _ in range(times):
        if build == NOTE:
            builds.edit()
        for how, runs in took.items():
            runs.append(builds.run(how, build))
            said = f"{builds.devices:,} devices {how} data, {build}: {runs[-1].seconds:.2f} s"
            print(said, file=sys.stderr, flush=True)
    parts = sizes_of(builds.site("with"))
    return DataTook(builds.devices, _fastest(took["without"]), _fastest(took["with"]), parts, build)


def _fastest(runs: list[Took]) -> Took:
    """The least of each: what else ran on the machine only adds."""
    return Took(
        min(run.seconds for run in runs),
        min(run.processors for run in runs),
        max(run.megabytes for run in runs),
    )


def sizes_of(site: Path) -> dict[str, float]:
    """The MB of each part of the open data of a site."""
    sizes = dict.fromkeys(_PARTS, 0.0)
    for file in site.rglob("*"):
        if file.is_file():
            path = file.relative_to(site).as_posix()
            part = next((name for name, fits in _PARTS.items() if fits(path)), None)
            if part is not None:
                sizes[part] += file.stat().st_size / 1e6
    return sizes


def data_table(results: Sequence[DataTook]) -> str:
    """The results as two tables: what it took, and how large each part is."""
    rows: list[tuple[str, ...]] = [_HEAD]
    rows += [
        (
            f"{one.devices:,}",
            one.build,
            f"{one.alone.seconds:.2f}",
            f"{one.whole.seconds:.2f}",
            f"{one.processors:.2f}",
            f"{1e3 * one.processors / one.devices:.2f}",
            f"{one.mb:.1f}",
            f"{1e3 * one.mb / one.devices:.1f}",
            f"{one.whole.megabytes:.0f}",
        )
        for one in results
    ]
    whole = [*_from_nothing(results)]
    parts: list[tuple[str, ...]] = [("MB", *(f"{one.devices:,} devices" for one in whole))]
    parts += [(name, *(f"{one.parts[name]:.2f}" for one in whole)) for name in _PARTS]
    return f"{aligned(rows)}\n\n{aligned(parts)}"


def _from_nothing(results: Sequence[DataTook]) -> Iterator[DataTook]:
    return (one for one in results if one.build == NOTHING_BEFORE)


def data_figures(results: Sequence[DataTook]) -> Iterator[Figure]:
    """The figures of the shipped data, and of how they grow."""
    shipped, small, large = _from_nothing(results)
    yield Figure(
        "open data of the shipped site", shipped.processors, "most", SHIPPED_SECONDS, "CPU s"
    )
    yield Figure("size of the open data of the shipped site", shipped.mb, "most", SHIPPED_MB, "MB")
    more = large.devices / small.devices
    what = "open data of a device, 10,000 to 1,000"
    times = large.processors / small.processors / more
    yield Figure(f"{what}, CPU", times, "most", GROWTH, "times")
    yield Figure(f"{what}, bytes", large.mb / small.mb / more, "most", GROWTH, "times")


DATA = Kind(
    "data",
    "Only the open data: JSON, CSV, SQLite, Markdown.",
    DataTook,
    measure_data,
    data_table,
    data_figures,
)
