"""The command line: `signout check`, `build`, `serve`, `pdf`, `explain`, `addresses`."""

from __future__ import annotations

import click

from generator.commands.addresses import addresses
from generator.commands.build import build
from generator.commands.check import check
from generator.commands.explain import explain
from generator.commands.pdf import pdf
from generator.commands.serve import serve

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="signout")
def main() -> None:
    """Proves that every device has a complete sign-out path, and publishes how to take it.

    Run it in the project's folder. Exit codes: 0 all is well, 1 problems were found, 2 the command
    was called in a wrong way.
    """


for command in (check, build, serve, pdf, explain, addresses):
    main.add_command(command)
