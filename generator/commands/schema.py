"""`signout schema`: JSON Schemas for editors of YAML."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands.options import no_folder, specs_option
from generator.commands.terminal import safe
from generator.model.schema import FOLDER
from generator.model.specs import load
from generator.publish.schemas import write_schemas
from generator.read.tree import spec_files

_FEW = 5  # so many are told by their names


@click.command()
@specs_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help=f"The folder to write to.  [default: {FOLDER} in the folder of specs]",
)
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def schema(specs: Path, out: Path | None, quiet: bool) -> None:
    """Write JSON Schemas of all spec files, for editors of YAML.

    With them, an editor such as Visual Studio Code offers the names there are while you type
    (labels, keys, sources, screens …), explains each field, and marks a misspelt name at once. The
    first line of each spec file leads the editor to its schema, so that nothing has to be set up.

    Run it again after a change, so that new names are offered too: `make check`, `make serve` and
    `make site` do so. Only files whose content changes are written.
    """
    if not specs.is_dir():
        raise click.UsageError(no_folder(specs))
    known, problems = load(spec_files(specs, specs.as_posix()), specs.as_posix())
    folder = out if out is not None else specs / FOLDER
    name = safe(folder)
    try:
        changed = write_schemas(known, folder)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        click.secho(f"The schemas cannot be written to `{name}`: {reason}.", fg="red", err=True)
        sys.exit(1)
    if quiet:
        return
    if len(changed) > _FEW:
        click.echo(f"{len(changed)} schemas are written to {name}.")
    elif changed:
        names = ", ".join(file.name for file in sorted(changed))
        click.echo(f"Written to {name}: {names}.")
    else:
        click.echo(f"The schemas in {name} are up to date.")
    if problems:
        click.secho(
            "Some files have problems; what stands in them may not be offered. `signout check` "
            "tells what is wrong.",
            fg="yellow",
            err=True,
        )
