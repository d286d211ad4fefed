"""The options that commands share, and how every command ends when something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.commands.report import show_problems
from generator.pdf.typeset import TypesetError
from generator.publish.publication import Project, SpecProblems
from generator.publish.staging import PublishError
from generator.site.engine import EngineError
from generator.site.frames import FrameError
from generator.site.search import SearchError

F = TypeVar("F", bound=Callable[..., Any])


def project_options(command: F) -> F:
    """Adds the options that say where a project keeps its files."""
    for name, default, says in (
        ("--config", "mkdocs.yml", "The site's settings."),
        ("--content", "content", "The folder of prose pages and frames."),
        ("--specs", "device_specs", "The folder of device specs."),
    ):
        command = click.option(
            name, type=click.Path(path_type=Path), default=default, show_default=True, help=says
        )(command)
    return command


def project_of(specs: Path, content: Path, config: Path) -> Project:
    """The project the options name. A folder that is not there is a wrong call."""
    for option, path in (("--specs", specs), ("--content", content), ("--config", config)):
        if not path.exists():
            raise click.UsageError(
                f"There is no `{path}`. Run this in the project's folder, or say where it is with "
                f"{option}."
            )
    return Project(specs, content, config)


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turns every expected failure into a message and exit code 1."""
    try:
        yield
    except SpecProblems as found:
        show_problems(found.problems, "text")
        sys.exit(1)
    except (EngineError, FrameError, PublishError, SearchError, TypesetError) as error:
        click.secho(str(error), fg="red", err=True)
        click.echo("Nothing was changed.", err=True)
        sys.exit(1)
