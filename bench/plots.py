"""The plots of the builds: time and memory against the number of devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.builds import LABELS
from bench.contest import Result
from bench.plot import Line, plot


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: its file, what it shows of whom, and what of a result is shown."""

    file: str
    title: str
    up: str
    shows: Callable[[Result], float]
    contenders: tuple[str, ...]


_COLD = ("us", "us-one-core", "hugo", "hugo-cached", "eleventy", "zensical", "mkdocs", "material")
_AGAIN = ("us", "us-warm", "us-note", "us-name", "us-search", "us-dask", "hugo", "hugo-pagefind")
# Everybody has the same colour in all plots.
_COLOURS = {
    "us": 0,
    "us-one-core": 1,
    "us-warm": 1,
    "us-note": 4,
    "us-name": 3,
    "us-search": 6,
    "us-dask": 7,
    "hugo": 2,
    "hugo-cached": 3,
    "hugo-pagefind": 5,
    "eleventy": 4,
    "zensical": 5,
    "mkdocs": 6,
    "material": 7,
    "floor": 8,
}
PLOTS = (
    Plot(
        "speed-cold.svg",
        "A build of the pages from nothing",
        "seconds, logarithmic",
        lambda result: result.took.seconds,
        (*_COLD, "floor"),
    ),
    Plot(
        "speed-again.svg",
        "Building again, with search, and on a cluster",
        "seconds, logarithmic",
        lambda result: result.took.seconds,
        _AGAIN,
    ),
    Plot(
        "speed-memory.svg",
        "Peak memory of the largest process",
        "MB, logarithmic",
        lambda result: result.took.megabytes,
        (*_COLD, "floor"),
    ),
)


def write_plots(results: Sequence[Result], folder: Path) -> None:
    """Writes every plot that `results` have something for into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in plots(results):
        (folder / name).write_text(svg, "utf-8")


def plots(results: Sequence[Result]) -> Iterator[tuple[str, str]]:
    """The file's name and the SVG of each."""
    for one in PLOTS:
        lines = [line for name in one.contenders if (line := _line(one, name, results)).points]
        if lines:
            yield one.file, plot(one.title, "devices", one.up, lines)


def _line(plot: Plot, contender: str, results: Sequence[Result]) -> Line:
    found = sorted((r for r in results if r.contender == contender), key=lambda r: r.devices)
    points = tuple((float(result.devices), plot.shows(result)) for result in found)
    ours = contender.startswith("us")
    return Line(LABELS[contender], points, _COLOURS[contender], ours)
