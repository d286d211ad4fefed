"""The figures we promise, each with what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bench.contest import Result

SIZES = (1_000, 3_000, 10_000)
TIMES_MKDOCS = 25.0  # faster than MkDocs with Material, at 3,000 devices
TIMES_HUGO = 4.0  # faster than Hugo, at 10,000
GROWTH = 1.15  # of the cost of a page from 1,000 to 10,000
MEMORY_MB = 600.0  # at 10,000
BUILD_SECONDS = 5.0  # of the shipped site
CHECK_SECONDS = 1.0  # of the shipped specs, with start-up
CHECK_LARGEST_SECONDS = 10.0  # of the largest size


@dataclass(frozen=True, slots=True)
class Figure:
    """A promise: what is measured must be at least, or at most, the bound. Without a bound it is
    told for comparison only."""

    what: str
    measured: float
    is_at: Literal["least", "most"]
    bound: float | None
    unit: str

    @property
    def kept(self) -> bool:
        """Whether the promise is kept, if it is one."""
        if self.bound is None:
            return True
        if self.is_at == "least":
            return self.measured >= self.bound
        return self.measured <= self.bound

    def __str__(self) -> str:
        if self.bound is None:
            return f"{'told':7} {self.what}: {self.measured:.2f} {self.unit}"
        verdict = "kept" if self.kept else "MISSED"
        return (
            f"{verdict:7} {self.what}: {self.measured:.2f} {self.unit}, "
            f"at {self.is_at} {self.bound:g} promised"
        )


def check_figures(shipped: float, largest: float) -> Iterator[Figure]:
    """The figures of `signout check`, from its seconds on the shipped specs and on the most."""
    yield Figure("check of the shipped specs", shipped, "most", CHECK_SECONDS, "s")
    yield Figure(f"check of {SIZES[-1]:,} devices", largest, "most", CHECK_LARGEST_SECONDS, "s")


def figures_of(results: list[Result], build: float) -> Iterator[Figure]:
    """The figures that `results` have the measurements for, and that of the shipped site, whose
    build took `build` seconds."""
    by = {(result.contender, result.devices): result for result in results}
    small, middle, large = (by["us", size] for size in SIZES)
    # The promises were made from measurements of MkDocs as Material comes, and of Hugo with
    # templates as one writes them. What both can be tuned to is told beside.
    for contender, beside, what, bound in (
        ("material", middle, "faster than MkDocs with Material, at 3,000", TIMES_MKDOCS),
        ("mkdocs", middle, "faster than MkDocs with our settings, at 3,000", None),
        ("hugo", large, "faster than Hugo, at 10,000", TIMES_HUGO),
        ("hugo-cached", large, "faster than Hugo with shared parts cached, at 10,000", None),
    ):
        if peer := by.get((contender, beside.devices)):
            yield Figure(what, peer.took.seconds / beside.took.seconds, "least", bound, "times")
    growth = large.seconds_a_page / small.seconds_a_page
    yield Figure("cost of a page, 10,000 to 1,000", growth, "most", GROWTH, "times")
    yield Figure("peak memory at 10,000", large.took.megabytes, "most", MEMORY_MB, "MB")
    yield Figure("build of the shipped site", build, "most", BUILD_SECONDS, "s")
