"""`signout addresses`: every external address, for a check of links that runs now and then."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import project_of, project_options, said_plainly
from generator.publish.publication import load_project


@click.command()
@project_options
def addresses(specs: Path, content: Path, config: Path) -> None:
    """Print the address of every source, one a line.

    Pages of others come and go, so they never break a build. Hand the list to a link checker now
    and then: linkchecker $(signout addresses).
    """
    project = project_of(specs, content, config)
    with said_plainly():
        kb = load_project(project)
    for address in sorted({source.url for source in kb.sources.values()}):
        click.echo(address)
