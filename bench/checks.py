"""How soon `signout check` has checked the specs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import us
from bench.figures import Figure
from bench.kind import Kind, Setting
from bench.measure import Took
from bench.specs import write_specs
from bench.table import aligned

LARGEST = 10_000
SHIPPED_SECONDS = 1.0  # with start-up
LARGEST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of so many devices took."""

    devices: int
    took: Took


def measure_checks(setting: Setting) -> Iterator[Checked]:
    """The shipped specs, and many."""
    shipped = us.PROJECT / "device_specs"
    yield _checked(shipped, setting.times)
    with setting.place() as place:
        write_specs(shipped, place / "specs", LARGEST)
        yield _checked(place / "specs", setting.times)


def _checked(specs: Path, times: int) -> Checked:
    runs = (us.check(specs) for _ in range(times))
    devices = len(list((specs / "devices").glob("*/*.yml")))
    return Checked(devices, min(runs, key=lambda run: run.seconds))


def checks_table(checks: Sequence[Checked]) -> str:
    """A row a check."""
    rows: list[tuple[str, ...]] = [("devices checked", "seconds", "CPU s", "memory MB")]
    for one in checks:
        took = (one.took.seconds, one.took.processors)
        numbers = [f"{seconds:.2f}" for seconds in took]
        rows.append((f"{one.devices:,}", *numbers, f"{one.took.megabytes:.0f}"))
    return aligned(rows)


def checks_figures(checks: Sequence[Checked]) -> Iterator[Figure]:
    """What is promised of either."""
    for one in checks:
        seconds = one.took.seconds
        if one.devices == LARGEST:
            yield Figure(f"check of {LARGEST:,} devices", seconds, "most", LARGEST_SECONDS, "s")
        else:
            yield Figure("check of the shipped specs", seconds, "most", SHIPPED_SECONDS, "s")


CHECKS = Kind(
    "check",
    "Only how soon the specs are checked.",
    Checked,
    measure_checks,
    checks_table,
    checks_figures,
)
