"""`python -m bench`: measures, proves that all built the same, and says which figures are kept."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from bench.builds import BUILDS
from bench.contenders import CONTENDERS
from bench.contest import Contender, Unequal
from bench.kind import Kind, Setting
from bench.kinds import KINDS
from bench.measure import Failed
from bench.page_speed import RUNS, chromium
from bench.plots import write_plots
from bench.results import Measured, load, save, this_machine
from bench.us import PROJECT
from generator.commands.report import show_problems
from generator.knowledge.load import SpecProblems

_QUICK_SIZES = (100, 200)
_SIZES = (1_000, 3_000, 10_000)
_LEAST = 100  # devices, because the shipped ones are among them
_TIMES = 3
# A folder in memory, where there is one: a disk's speed varies more than what is measured here.
_IN_MEMORY = Path("/dev/shm")


def _sizes(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[int, ...] | None:
    if value is None:
        return None
    sizes = [int(size) if size.isascii() and size.isdigit() else 0 for size in value.split(",")]
    if min(sizes) < _LEAST:
        raise click.BadParameter(f"{value!r} is no list of numbers from {_LEAST}, as in 100,1000.")
    return tuple(sorted({*sizes}))


def _taking_part(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[Contender, ...]:
    """Those who are named, or all; we are the first in any case."""
    if value is None:
        return CONTENDERS
    named = {"us", *value.split(",")}
    if unknown := named - {one.name for one in CONTENDERS}:
        raise click.BadParameter(f"There is no {', '.join(sorted(unknown))}.")
    return tuple(one for one in CONTENDERS if one.name in named)


_WHO = ", ".join(one.name for one in CONTENDERS[1:])


@click.command()
@click.option("--quick", is_flag=True, help="Only builds, once each, of 100 and 200 devices.")
@click.option(
    "--sizes",
    metavar="N,N,…",
    callback=_sizes,
    help="Of how many devices sites are built. 100,000 need some 20 GB in the folder.  "
    f"[default: {','.join(map(str, _SIZES))}]",
)
@click.option(
    "--only",
    metavar="WHO,WHO,…",
    callback=_taking_part,
    help=f"Some of the contenders, beside us: {_WHO}.",
)
@click.option(
    "--times", type=click.IntRange(1), default=_TIMES, show_default=True, help="Runs of each."
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where to build.  [default: in memory if possible]",
)
@click.option(
    "--save",
    "kept",
    type=click.Path(path_type=Path, dir_okay=False),
    default=PROJECT / "build" / "bench.json",
    help="The file of results.  [default: build/bench.json]",
)
@click.option("--show", is_flag=True, help="Measure nothing; show the file of results.")
@click.option(
    "--plots",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for plots of the builds.",
)
def main(
    quick: bool,
    sizes: tuple[int, ...] | None,
    only: tuple[Contender, ...],
    times: int,
    folder: Path | None,
    kept: Path,
    show: bool,
    plots: Path | None,
    **chosen: bool,
) -> None:
    """Measure builds beside MkDocs with Material, Zensical, Eleventy, Hugo, and plain reading and
    writing; the PDFs beside WeasyPrint and Chromium's print; and the pages on a slow phone.

    Exit codes: 0 all is well, 1 the pages differ or a figure is missed, 2 something is missing.
    """
    named = {name.replace("_", "-") for name, wanted in chosen.items() if wanted}
    kinds = [kind for kind in KINDS if kind.name in (named or {one.name for one in KINDS})]
    if quick:
        sizes, times, kinds = sizes or _QUICK_SIZES, 1, [BUILDS]
    if folder is None and _IN_MEMORY.is_dir():
        folder = _IN_MEMORY
    setting = Setting(folder, times, sizes or _SIZES, only, chromium())
    if not show:
        _refuse_missing(kinds, setting)
    try:
        results = _shown(kept, kinds) if show else _measured(kinds, setting, kept)
    except SpecProblems as found:
        show_problems(found.problems, "text")
        sys.exit(1)
    except (Unequal, Failed) as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(1)
    for kind in kinds:
        if kind.name in results:
            click.echo(f"{kind.table(results[kind.name].records)}\n")
    if plots and BUILDS.name in results:
        write_plots(results[BUILDS.name].records, plots)
    if not quick:
        sys.exit(0 if _figures_kept(kinds, results, times) else 1)


for _kind in KINDS:
    main = click.option(f"--{_kind.name}", is_flag=True, help=_kind.help)(main)


def _refuse_missing(kinds: Iterable[Kind], setting: Setting) -> None:
    """Raises UsageError if something is not installed that is to take part."""
    for kind in kinds:
        if kind.in_browser and setting.chromium is None:
            raise click.UsageError("Chromium is not installed; `sh tests/chromium.sh` says how to.")
        for contender in setting.contenders if kind is BUILDS else ():
            if lacking := contender.missing():
                raise click.UsageError(f"{lacking}; `make bench` installs it and runs this.")


def _shown(kept: Path, kinds: Iterable[Kind]) -> dict[str, Measured]:
    """What was measured before. Raises UsageError if that is not there."""
    try:
        return load(kept, kinds)
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{kept} is no file of results: {error}") from None


def _measured(kinds: Iterable[Kind], setting: Setting, kept: Path) -> dict[str, Measured]:
    """Measures each kind; what is there is in the file at once."""
    machine = this_machine()
    results = {}
    for kind in kinds:
        records: list[Any] = []
        for record in kind.measure(setting):
            records.append(record)
            results[kind.name] = Measured(machine, records)
            save(kept, results, KINDS)
    return results


def _figures_kept(kinds: Iterable[Kind], results: dict[str, Measured], times: int) -> bool:
    """Shows every figure; whether all are kept."""
    click.echo(f"Ours are the best of {times} runs, memory is that of the largest process;")
    click.echo(f"pages are the median of {RUNS} runs with 4x CPU slowdown and slow 4G.")
    measured = [kind for kind in kinds if kind.name in results]
    figures = [one for kind in measured for one in kind.figures(results[kind.name].records)]
    for figure in figures:
        click.secho(str(figure), fg="green" if figure.kept else "red")
    return all(figure.kept for figure in figures)


if __name__ == "__main__":
    main()
