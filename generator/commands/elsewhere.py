"""The options of builds that go beyond this machine: a cluster, and a site at an address."""

from __future__ import annotations

from pathlib import Path

import click

from generator.knowledge.cluster import scheduler_of
from generator.publish.file_systems import NoSuchPlace, Place
from generator.publish.remote import Remote
from generator.read.problem import shown

_LOCAL = ("file", "local")


def out_option(context: click.Context, parameter: click.Parameter, value: str) -> Path | str:
    """A folder as a path; an address that is not one of a folder of this machine, as it is."""
    scheme, there, rest = value.partition("://")
    if not there:
        return Path(value)
    return Path(rest) if scheme.casefold() in _LOCAL else value


def place_of(out: Path | str, executor: str | None) -> Path | Remote:
    """Where the site goes to. Raises UsageError if `out` cannot be used with this `executor`, or if
    that is none."""
    try:
        if executor is not None:
            scheduler_of(executor)
    except ValueError as error:
        raise click.UsageError(f"`{shown(executor or '')}` names no cluster. {error}") from None
    if isinstance(out, Path):
        return out
    if executor is None:
        raise click.UsageError(
            f"`{shown(out, 1000)}` is no folder of this machine, and only the workers of a cluster "
            "write elsewhere. Name one with --executor, or name a folder with --out."
        )
    try:
        return Remote(Place(out))
    except NoSuchPlace as error:
        raise click.UsageError(str(error)) from None
