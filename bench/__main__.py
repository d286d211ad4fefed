"""`python -m bench`: measures, checks that all built the same, and says which figures are kept."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from bench import hugo, us
from bench.contest import CONTENDERS, Result, Unequal, contest
from bench.figures import SIZES, Figure, check_figures, figures_of
from bench.measure import Failed
from bench.open_data import data_figures, data_table, measure_data
from bench.page_speed import RUNS, chromium, measure_pages, speed_figures, speed_table
from bench.pdf import pdf_figures, pdf_table, print_grown, print_shipped
from bench.preview import measure_saves, saves_figures, saves_table
from bench.specs import write_specs
from bench.table import table
from generator.commands.report import show_problems
from generator.knowledge.load import SpecProblems

_QUICK_SIZES = (200, 400)
_TIMES = 3
# A folder in memory, where there is one: a disk's speed varies more than what is measured here.
_IN_MEMORY = Path("/dev/shm")


@click.command()
@click.option("--quick", is_flag=True, help="Only 200 and 400 devices, once, without figures.")
@click.option(
    "--only",
    help="Some of the contenders: mkdocs,material,hugo,hugo-cached,floor (we always take part).",
)
@click.option("--page-speed", is_flag=True, help="Only the speed of the pages in a browser.")
@click.option("--pdf", is_flag=True, help="Only the handbook and the cards as PDF.")
@click.option("--preview", is_flag=True, help="Only how soon the preview shows a save.")
@click.option("--check", is_flag=True, help="Only how soon the specs are checked.")
@click.option("--data", is_flag=True, help="Only the open data: JSON, CSV, SQLite, Markdown.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where to build.  [default: in memory if possible]",
)
def main(
    quick: bool,
    only: str | None,
    page_speed: bool,
    pdf: bool,
    preview: bool,
    check: bool,
    data: bool,
    folder: Path | None,
) -> None:
    """Measure the build beside MkDocs with Material, Hugo, and plain reading and writing; the PDFs
    beside WeasyPrint and Chromium's print; and the built pages on a slow phone.

    Exit codes: 0 all is well, 1 the pages differ or a figure is missed, 2 something is missing.
    """
    contenders = tuple(only.split(",")) if only else CONTENDERS
    if unknown := set(contenders) - set(CONTENDERS):
        raise click.BadParameter(f"There is no {', '.join(sorted(unknown))}.", param_hint="--only")
    if {"hugo", "hugo-cached"} & set(contenders) and hugo.binary() is None:
        raise click.UsageError("Hugo is not installed; `make bench` installs it and runs this.")
    if folder is None and _IN_MEMORY.is_dir():
        folder = _IN_MEMORY
    program = chromium()
    if program is None and not quick:
        raise click.UsageError("Chromium is not installed; `sh tests/chromium.sh` says how to.")
    times = 1 if quick else _TIMES
    figures: list[Figure] = []
    try:
        chosen = page_speed or pdf or preview or check or data
        if not chosen:
            results = _contests(contenders, quick, times, folder)
            click.echo(table(results))
            if quick:
                return
            figures += figures_of(results, _shipped_seconds(times, folder))
        if check or not chosen:
            figures += _checks(times, folder)
        if pdf or not chosen:
            figures += _pdfs(times, folder)
        if data or not chosen:
            figures += _open_data(times, folder)
        if page_speed or not chosen:
            assert program is not None
            figures += _pages(program, folder)
        if preview or not chosen:
            assert program is not None
            figures += _saves(program, folder)
    except SpecProblems as found:
        show_problems(found.problems, "text")
        sys.exit(1)
    except (Unequal, Failed) as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(1)
    click.echo(f"\nOurs are the best of {times} runs, memory is that of the largest process;")
    click.echo(f"pages are the median of {RUNS} runs with 4x CPU slowdown and slow 4G.")
    for figure in figures:
        click.secho(str(figure), fg="green" if figure.kept else "red")
    sys.exit(0 if all(figure.kept for figure in figures) else 1)


def _contests(
    contenders: tuple[str, ...], quick: bool, times: int, folder: Path | None
) -> list[Result]:
    results = []
    for size in _QUICK_SIZES if quick else SIZES:
        # At this size MkDocs takes minutes, and no figure needs it.
        taking_part = contenders if size < max(SIZES) else _without_mkdocs(contenders)
        with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place:
            results += contest(size, taking_part, times, Path(place))
    return results


def _shipped_seconds(times: int, folder: Path | None) -> float:
    """The seconds of a build of the shipped specs."""
    shipped = us.PROJECT / "device_specs"
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place:
        return min(us.build(shipped, Path(place) / "site").seconds for _ in range(times))


def _checks(times: int, folder: Path | None) -> list[Figure]:
    """Measures `signout check`; its figures."""
    shipped = us.PROJECT / "device_specs"
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place:
        write_specs(shipped, Path(place) / "specs", SIZES[-1])
        seconds = [
            min(us.check(specs).seconds for _ in range(times))
            for specs in (shipped, Path(place) / "specs")
        ]
    return [*check_figures(*seconds)]


def _pdfs(times: int, folder: Path | None) -> list[Figure]:
    """Measures the PDFs and shows them; their figures."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place:
        shipped = print_shipped(times, Path(place))
        grown = print_grown(times, Path(place))
    click.echo(f"\n{pdf_table(shipped, grown)}")
    return [*pdf_figures(shipped, grown)]


def _open_data(times: int, folder: Path | None) -> list[Figure]:
    """Measures the open data and shows it; its figures."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place:
        results = measure_data(times, Path(place))
    click.echo(f"\n{data_table(results)}")
    return [*data_figures(results)]


def _pages(program: str, folder: Path | None) -> list[Figure]:
    """Measures the shipped pages and shows them; their figures."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place:
        us.build(us.PROJECT / "device_specs", Path(place) / "site")
        speeds = measure_pages(Path(place) / "site", program)
    click.echo(f"\n{speed_table(speeds)}")
    return [*speed_figures(speeds)]


def _saves(program: str, folder: Path | None) -> list[Figure]:
    """Measures how soon the preview shows saves, and shows it; its figures."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place:
        waited = measure_saves(program, Path(place))
    click.echo(f"\n{saves_table(waited)}")
    return [*saves_figures(waited)]


def _without_mkdocs(contenders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(c for c in contenders if c not in ("mkdocs", "material"))


if __name__ == "__main__":
    main()
