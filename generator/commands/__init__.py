"""The command line. Each command is a module of its name in this folder."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from generator.commands.terminal import refused_safely

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
    "verify",
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
        # What is loaded is never garbage; to look through it again and again takes a tenth of the
        # time until a command begins.
        gc.disable()
        try:
            module = import_module(f"generator.commands.{cmd_name}")
        finally:
            gc.freeze()
            gc.enable()
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            # Only here, because commands should not wait for what few need.
            from generator.read.problem import there_is_no

            raise click.UsageError(there_is_no("command", args[0], _COMMANDS), ctx)
        return super().resolve_command(ctx, args)

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        with refused_safely():
            return super().make_context(*arguments, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with refused_safely():
            return super().invoke(ctx)

    def main(self, *arguments: Any, **extra: Any) -> Any:
        """Tells in a sentence what nobody was ready for, such as a full disk to print to."""
        try:
            return super().main(*arguments, **extra)
        except OSError as error:
            # Only here, because commands should not wait for what few need.
            from generator.read.faults import cannot_be_printed, cannot_be_used, of_a_disk, place_of

            place = place_of(error)
            if place is None and not of_a_disk(error):
                raise
            says = cannot_be_used(error, place) if place else cannot_be_printed(error)
            with suppress(OSError):  # what could not be printed would be tried again at the end
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            with suppress(OSError):  # neither can this, perhaps
                click.secho(says, fg="red", err=True)
            sys.exit(1)


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
