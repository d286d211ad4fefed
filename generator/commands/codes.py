"""`signout check --explain CODE`: what a code means, from the catalogue of problems."""

from __future__ import annotations

import click

from generator.check.catalogue import CATALOGUE, cause_of
from generator.read.problem import did_you_mean, shown

PAGE = "docs/problems.md"


def explain_code(context: click.Context, _: click.Parameter, code: str | None) -> None:
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
