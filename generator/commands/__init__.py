"""The command line. Each command is a module of its name in this folder."""

from __future__ import annotations

import os
from importlib import import_module

import click

__all__ = ["main"]

# In the order of an editor's work, then a publisher's.
_COMMANDS = (
    "check",
    "serve",
    "new",
    "explain",
    "graph",
    "impact",
    "diff",
    "changelog",
    "checked",
    "stale",
    "schema",
    "build",
    "pdf",
    "addresses",
)


class _Commands(click.Group):
    """Loads a command when it is called: `check` should not wait for what only `pdf` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"generator.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="signout")
def main() -> None:
    """Proves that every device has a complete sign-out path, and publishes how to take it.

    Run it in the project's folder. Exit codes: 0 all is well, 1 problems were found, 2 the command
    was called in a wrong way.
    """
    # Whoever sets it to anything wants no colours anywhere: https://no-color.org
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False
