"""`signout check`: all problems of all specs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands.options import project_of, project_options
from generator.commands.report import Format, show_problems
from generator.knowledge.resolve import resolve
from generator.publish.publication import check_specs
from generator.site.prose import check_prose


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, or as annotations of GitHub Actions.",
)
@project_options
def check(paths: tuple[Path, ...], form: Format, specs: Path, content: Path, config: Path) -> None:
    """Check all specs and prose, and print every problem with its place and how to mend it.

    With PATHS, only the problems in these files and folders are printed; everything is checked all
    the same, because one file leans on others.
    """
    project = project_of(specs, content, config)
    checked = check_specs(project)
    problems = checked.problems
    if not problems:
        problems = check_prose(resolve(checked), content, content.as_posix())
    if paths:
        wanted = [path.absolute() for path in paths]
        problems = [
            problem
            for problem in problems
            if any(Path(problem.place.file).absolute().is_relative_to(path) for path in wanted)
        ]
    show_problems(problems, form)
    if problems:
        sys.exit(1)
    if form == "text":
        all_specs = checked.specs
        click.echo(
            f"No problems: {len(all_specs.devices)} devices, {len(all_specs.families)} families, "
            f"{len(all_specs.problems)} problems to solve, {len(all_specs.sources)} sources."
        )
