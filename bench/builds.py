"""Builds of sites: ours in each way in which they are run, beside those of others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.contenders import CONTENDERS
from bench.contest import Result, contest
from bench.figures import Figure
from bench.kind import Kind, Setting
from bench.measure import size_mb
from bench.table import aligned
from bench.us import Ours

SHIPPED = "shipped"  # for a contender: a build of the shipped specs

TIMES_MKDOCS = 25.0  # faster than MkDocs with Material, at 3,000 devices
TIMES_HUGO = 8.0  # faster than Hugo, at 10,000
TIMES_CLUSTER = 0.8  # of the speed of processes of this machine, at 10,000
TIMES_SEARCHED = 2.0  # faster than Hugo followed by Pagefind, at 10,000
FLOOR = 3.0  # times as long as it takes to read and write as much, at 10,000
GROWTH = 1.15  # of the cost of a page, for ten times as many devices
MEMORY_MB = 600.0  # at 10,000
MOST_MEMORY_MB = 1_500.0  # at 100,000
BUILD_SECONDS = 5.0  # of the shipped site
EDIT_SECONDS = 1.0  # one edit, at 10,000

_HEAD = ("devices", "by", "seconds", "CPU s", "pages/s", "memory MB", "output MB", "time to ours")
LABELS = {one.name: one.label for one in CONTENDERS} | {SHIPPED: "signout build, shipped specs"}


def measure_builds(setting: Setting) -> Iterator[Result]:
    """A contest for each size, and builds of the shipped site."""
    yield _shipped(setting)
    for size in setting.sizes:
        with setting.place() as place:
            yield from contest(size, setting.contenders, setting.times, place)


def _shipped(setting: Setting) -> Result:
    with setting.place() as place:
        ours = Ours(place / "us")
        runs = tuple(ours.cold() for _ in range(setting.times))
        devices = len(list((ours.specs / "devices").glob("*/*.yml")))
        pages = devices + len(list((ours.specs / "problems").glob("*")))
        result = Result(SHIPPED, devices, pages, runs, round(size_mb(ours.out), 2))
        shutil.rmtree(ours.project)
        return result


def builds_table(results: Sequence[Result]) -> str:
    """The table, a row a result; ours is that from nothing, on all cores."""
    ours = {one.devices: one.took.seconds for one in results if one.contender in ("us", SHIPPED)}
    rows: list[tuple[str, ...]] = [_HEAD]
    rows += [
        (
            f"{one.devices:,}",
            LABELS[one.contender],
            f"{one.took.seconds:.2f}",
            f"{one.took.processors:.2f}",
            f"{1 / one.seconds_a_page:,.0f}",
            f"{one.took.megabytes:.0f}",
            f"{one.output_mb:.0f}",
            f"{one.took.seconds / ours[one.devices]:.2f}",
        )
        for one in results
    ]
    return aligned(rows)


@dataclass(frozen=True, slots=True)
class _Beside:
    """How many times faster than another one of ours is to be, at a size."""

    ours: str
    theirs: str
    devices: int
    what: str
    bound: float | None


# The promises were made from measurements of MkDocs as Material comes, and of Hugo with templates
# as one writes them. What both can be tuned to is told beside.
_BESIDE = (
    _Beside("us", "material", 3_000, "faster than MkDocs with Material", TIMES_MKDOCS),
    _Beside("us", "mkdocs", 3_000, "faster than MkDocs with our settings", None),
    _Beside("us", "zensical", 3_000, "faster than Zensical with our settings", None),
    _Beside("us", "eleventy", 10_000, "faster than Eleventy with finished content", None),
    _Beside("us", "hugo", 10_000, "faster than Hugo", TIMES_HUGO),
    _Beside("us", "hugo-cached", 10_000, "faster than Hugo with shared parts cached", None),
    _Beside(
        "us-search",
        "hugo-pagefind",
        10_000,
        "with search, faster than Hugo and Pagefind",
        TIMES_SEARCHED,
    ),
    _Beside("us", "us-one-core", 10_000, "faster than on one core", None),
    _Beside("us-dask", "us", 10_000, "with two Dask workers, the speed of without", TIMES_CLUSTER),
)


def builds_figures(results: Sequence[Result]) -> Iterator[Figure]:
    """The figures that `results` have the measurements for."""
    by = {(one.contender, one.devices): one for one in results}
    for one in _BESIDE:
        ours, theirs = by.get((one.ours, one.devices)), by.get((one.theirs, one.devices))
        if ours and theirs:
            times = theirs.took.seconds / ours.took.seconds
            yield Figure(f"{one.what}, at {one.devices:,}", times, "least", one.bound, "times")
    ours, floor = by.get(("us", 10_000)), by.get(("floor", 10_000))
    if ours and floor:
        times = ours.took.seconds / floor.took.seconds
        yield Figure("time of reading and writing alone, at 10,000", times, "most", FLOOR, "times")
    for small, large in ((1_000, 10_000), (10_000, 100_000)):
        if (few := by.get(("us", small))) and (many := by.get(("us", large))):
            growth = many.seconds_a_page / few.seconds_a_page
            what = f"cost of a page, {large:,} to {small:,}"
            yield Figure(what, growth, "most", GROWTH, "times")
    for contender, what in (("us-note", "one note edited"), ("us-name", "one name edited")):
        if one := by.get((contender, 10_000)):
            yield Figure(f"{what}, at 10,000", one.took.seconds, "most", EDIT_SECONDS, "s")
    if one := by.get(("us", 10_000)):
        what = "peak memory of a process, at 10,000"
        yield Figure(what, one.took.megabytes, "most", MEMORY_MB, "MB")
    if peaks := [one.took.megabytes for (who, n), one in by.items() if _is_ours(who, n, 100_000)]:
        what = "peak memory of any process of ours, at 100,000"
        yield Figure(what, max(peaks), "most", MOST_MEMORY_MB, "MB")
    for one in results:
        if one.contender == SHIPPED:
            what = "build of the shipped site"
            yield Figure(what, one.took.seconds, "most", BUILD_SECONDS, "s")


def _is_ours(contender: str, devices: int, size: int) -> bool:
    return devices == size and contender.partition("-")[0] == "us"


BUILDS = Kind(
    "builds",
    "Only the builds, beside those of others.",
    Result,
    measure_builds,
    builds_table,
    builds_figures,
)
