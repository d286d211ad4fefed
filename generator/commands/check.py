"""`signout check`: all problems of all specs; with `--fix`, fewer of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from generator.check.catalogue import CATALOGUE, cause_of
from generator.check.proof import Checked
from generator.commands.options import cache_folder, project_of, project_options
from generator.commands.report import Format, show_mended, show_problems
from generator.commands.terminal import safe
from generator.edit.mend import Mending, mend
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import SpecProblems, load_specs, no_collection, sound
from generator.knowledge.resolve import resolve
from generator.knowledge.shares import Shares
from generator.knowledge.wording import counted
from generator.publish.publication import Project, prose_problems, strange_in
from generator.publish.saving import NotSaved, save
from generator.read.kept import Kept
from generator.read.problem import Problem, did_you_mean, shown
from generator.read.source import with_rows
from generator.read.tree import SpecFile, read_spec, spec_files

PAGE = "docs/problems.md"


def _explain_code(context: click.Context, _: click.Parameter, code: str | None) -> None:
    """Prints what the code means and ends the program; an unknown code is a wrong call."""
    if code is None:
        return
    asked = code.strip().strip("[]")
    cause = cause_of(asked)
    if cause is None:
        known = [known for codes in CATALOGUE.values() for known in codes]
        hint = did_you_mean(asked, known) or f"All of them stand in {PAGE}."
        raise click.UsageError(f"There is no problem with the code `{shown(asked)}`. {hint}")
    click.echo(f"{click.style(asked, bold=True)}: {cause}")
    click.echo(f"With an example in {PAGE}#{asked}")
    context.exit()


@click.command(short_help="Check all specs and prose, and say how to mend each problem.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--fix",
    is_flag=True,
    help="Mend what has one right answer, and keep every comment.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, or as annotations of GitHub Actions.",
)
@click.option(
    "--explain",
    metavar="CODE",
    is_eager=True,
    expose_value=False,
    callback=_explain_code,
    help="Only say what the code of a problem means, such as unknown-label.",
)
@project_options
def check(
    paths: tuple[Path, ...], fix: bool, form: Format, specs: Path, content: Path, config: Path
) -> None:
    """Check all specs and prose, and print every problem with its line and how to mend it.

    Whether the links in prose lead somewhere is seen when the site is built or shown.

    With PATHS, only the problems in these files and folders are printed; everything is checked all
    the same, because one file leans on others.

    With --fix, the program mends by itself what has one right answer: what is said twice or says
    the same as what it overrides is removed, text that YAML takes for something else is quoted, a
    name that can only mean one other is spelt so, tabs and stray spaces go, and fields stand in
    the usual order. Comments stay. It prints each place, and the problems that are left for you.
    With PATHS, only these files are changed; prose never is.
    """
    project = project_of(specs, content, config)
    wanted = _in(paths)
    for path in _never_checked(paths, project):
        says = f"`{path}` is not checked: specs stand in `{specs}`, prose in `{content}`."
        click.secho(safe(says), fg="yellow", err=True)
    made: list[Mending] = []
    known: KnowledgeBase | None = None
    try:
        if fix:
            made, checked = _mend(project, wanted)
            known = resolve(sound(checked))
        else:
            known = load_specs(project.specs, Shares(kept=Kept(cache_folder())))
        found = prose_problems(known, project)
    except NotSaved as error:
        raise click.ClickException(str(error)) from None
    except SpecProblems as error:
        found = [*error.problems, *strange_in(project)]
    problems = [problem for problem in found if wanted(problem.place.file)]
    if fix:
        show_mended(made, problems, form)
    else:
        show_problems(problems, form)
    if problems:
        sys.exit(1)
    if form == "text" and found:
        click.echo(f"No problems here; {counted(len(found), 'problem')} in other files.")
    elif form == "text" and known is not None:
        click.echo(
            f"No problems: {len(known.devices)} devices, {len(known.families)} families, "
            f"{len(known.problems)} problems to solve, {len(known.sources)} sources."
        )


def _in(paths: tuple[Path, ...]) -> Callable[[str], bool]:
    """Whether a file is one of `paths`, or in one; all are if there are none."""
    wanted = [path.absolute() for path in paths]

    def is_in(file: str) -> bool:
        return not wanted or any(Path(file).absolute().is_relative_to(path) for path in wanted)

    return is_in


def _never_checked(paths: tuple[Path, ...], project: Project) -> Iterator[Path]:
    """Those of `paths` that are neither specs nor prose, and hold none."""
    places = [one.resolve() for one in (project.specs, project.content, project.config)]
    for path in paths:
        named = path.resolve()
        if not any(named.is_relative_to(one) or one.is_relative_to(named) for one in places):
            yield path


def _mend(project: Project, wanted: Callable[[str], bool]) -> tuple[list[Mending], Checked]:
    """Mends the specs on disk: what was done, and the specs as they are then. Raises NotSaved."""
    root, shown_as = project.specs, project.specs.as_posix()
    with no_collection():
        files = [*spec_files(root, shown_as)]
        strays = {
            problem.place.file: file
            for problem in files
            if isinstance(problem, Problem) and problem.fix is not None
            if isinstance(file := read_spec(root, shown_as, problem.place.file), SpecFile)
        }
        mended = mend(files, shown_as, wanted, strays)
    save(root, mended.changes)
    data = {name: file.data for name, file in mended.files.items() if isinstance(file, SpecFile)}
    problems = with_rows(mended.checked.problems, data)
    return mended.made, replace(mended.checked, problems=problems)
