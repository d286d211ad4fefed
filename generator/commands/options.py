"""The options that commands share, and how every command ends when something is wrong."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.commands.report import show_problems
from generator.commands.terminal import safe
from generator.knowledge.cluster import ClusterError
from generator.knowledge.load import SpecProblems
from generator.pdf.typeset import TypesetError
from generator.publish.publication import Project
from generator.publish.staging import PublishError
from generator.read.problem import shown
from generator.site.engine import EngineError
from generator.site.frames import FrameError
from generator.site.search import SearchError

F = TypeVar("F", bound=Callable[..., Any])


def _path_option(name: str, default: str, says: str) -> Callable[[F], F]:
    return click.option(
        name, type=click.Path(path_type=Path), default=default, show_default=True, help=says
    )


specs_option = _path_option("--specs", "device_specs", "The folder of device specs.")


def project_options(command: F) -> F:
    """Adds the options that say where a project keeps its files."""
    command = _path_option("--config", "mkdocs.yml", "The site's settings.")(command)
    content = _path_option("--content", "content", "The folder of prose pages and frames.")
    return specs_option(content(command))


def cache_folder() -> Path | None:
    """Where to keep what need not be made again: SIGNOUT_CACHE, which may be empty to say nowhere,
    or the user's own folder for such things, into which no project can put anything."""
    named = os.environ.get("SIGNOUT_CACHE")
    if named is not None:
        return Path(named) if named else None
    # Only here, because `check` should not wait for it.
    from platformdirs import user_cache_path

    folder = user_cache_path("signout")
    return folder if folder.is_absolute() else None  # of a user without a home


def no_folder(specs: Path) -> str:
    """What to say if there is no folder of specs."""
    return (
        f"There is no folder `{specs}`. Run this in the project's folder, or say where it is with "
        "--specs."
    )


def day_of(given: str | None) -> datetime.date:
    """The day that an option names, today without one. Anything else is a wrong call."""
    if given is None:
        return datetime.date.today()
    try:
        return datetime.datetime.strptime(given, "%Y-%m-%d").date()
    except ValueError:
        says = f"`{shown(given)}` is no date. Write it as 2026-11-22."
        raise click.UsageError(says) from None


def past_day_of(given: str | None) -> datetime.date:
    """The same for what was done on that day, which cannot be still to come."""
    chosen, today = day_of(given), datetime.date.today()
    if chosen > today:
        raise click.UsageError(f"{chosen} is still to come; today is {today}.")
    return chosen


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
def said_plainly(project: Project | None = None) -> Iterator[None]:
    """Turns every expected failure into a message and exit code 1. What the site engine refuses in
    a `project` is told with its place, as the preview tells it."""
    try:
        yield
    except SpecProblems as found:
        show_problems(found.problems, "text")
        sys.exit(1)
    except (
        ClusterError,
        EngineError,
        FrameError,
        PublishError,
        SearchError,
        TypesetError,
    ) as error:
        # What a disk refuses has no place in a file.
        refused = not isinstance(error.__cause__, OSError)
        if project is not None and refused and isinstance(error, EngineError | FrameError):
            # Only here, because commands should not wait for what few need.
            from generator.commands.serve.engine_problems import engine_problems

            show_problems(engine_problems(error, project), "text")
        else:
            click.secho(safe(error), fg="red", err=True)
        click.echo("Nothing was changed.", err=True)
        sys.exit(1)
