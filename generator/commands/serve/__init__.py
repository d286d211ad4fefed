"""`signout serve`: the website as it is while it is edited."""

from __future__ import annotations

import errno
import gc
import signal
import socket
import threading
import time
from contextlib import closing
from pathlib import Path

import click
from click.core import ParameterSource

from generator.commands.options import cache_folder, project_of, project_options
from generator.commands.report import show_problems
from generator.commands.serve.editors import EDITORS, EditorLink
from generator.commands.serve.new_names import NewNames
from generator.commands.serve.notifications import Notifications
from generator.commands.serve.preview import Preview
from generator.commands.serve.saves import Saves
from generator.commands.serve.server import PreviewServer
from generator.commands.serve.watching import Watch
from generator.publish.publication import Project
from generator.read.kept import Kept
from generator.read.passing import passing_folder

_SOON, _IDLE = 0.25, 2.0  # seconds without a change


@click.command(short_help="Show the website in a browser, and each change as you save it.")
@project_options
@click.option(
    "--editor",
    type=EditorLink(),
    default="vscode",
    show_default=True,
    envvar="SIGNOUT_EDITOR",
    show_envvar=True,
    help="What opens a file when you click a problem: "
    + ", ".join(EDITORS)
    + ", none, or an address such as 'my-editor://{file}?line={line}&column={column}'.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Who may see it: this machine alone, or 0.0.0.0 for all that reach it, such as a phone.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="At which port; 0 takes a free one.",
)
@click.pass_context
def serve(
    context: click.Context,
    specs: Path,
    content: Path,
    config: Path,
    editor: str,
    host: str,
    port: int,
) -> None:
    """Show the website in a browser, and each change a moment after it is saved.

    A page that changes keeps its place: how far it is scrolled, what is unfolded, what was chosen.
    Problems appear over the last good page, each with a link that opens the file at the line; they
    go once they are mended. Ctrl C ends it.

    At /admin/ of the same address you edit: forms for every spec beside its text, with problems as
    you type, and what changes before it is saved. Only this machine can do so.

    What is made from finished pages is not there: the search of their texts, PDFs, downloads.
    """
    project = project_of(specs, content, config)
    any_name = context.get_parameter_source("host") is not ParameterSource.DEFAULT
    # Ended from outside, it removes its folder too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with passing_folder() as folder:
            _serve(project, folder, editor, host, port, any_name)
    except KeyboardInterrupt:
        click.echo()


def _serve(
    project: Project, folder: Path, editor: str, host: str, port: int, any_name: bool
) -> None:
    preview = Preview(project, folder, Kept(cache_folder()))
    saves = Saves(preview)
    server = _server(preview, saves, editor, host, port, any_name)
    with (
        server,
        Notifications(preview.watched()) as notifications,
        closing(NewNames(project.specs)) as names,
    ):
        watch = Watch(preview.watched)
        preview.build(watch.looked)
        show_problems(preview.problems, "text")
        if preview.shown is None:
            click.echo("Waiting for the first version without problems.", err=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{server.server_port}/"
        click.echo(f"Open {address} in a browser, {address}admin/ to edit. Ctrl C ends it.")
        # The search for reference cycles takes as long as a save does: it waits until nobody waits.
        gc.disable()
        last, is_idle = time.monotonic(), False
        while True:
            told = notifications.wait(watch.least, watch.pause)
            saves.tick()
            if change := watch.look(told):
                preview.build(watch.looked)
                saves.saved(change)
                last, is_idle = time.monotonic(), False
            quiet = time.monotonic() - last
            if quiet > _SOON:
                names.offer(preview)
            if quiet > _IDLE and not is_idle:
                gc.collect()
                is_idle = True


def _server(
    preview: Preview, saves: Saves, editor: str, host: str, port: int, any_name: bool
) -> PreviewServer:
    try:
        return PreviewServer(
            preview,
            host,
            port,
            editor=editor,
            any_name=any_name,
            seen=saves.seen,
            told=saves.told,
        )
    except UnicodeError:
        raise click.ClickException(f"`{host}` is no name of a machine.") from None
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise click.ClickException(
                f"`{host}` is no address of this machine. Leave --host away, or say 0.0.0.0 for "
                "all that reach it."
            ) from None
        other = port + 1 if 1024 <= port < 65535 else 8000
        raise click.ClickException(
            f"Port {port} cannot be used on {host} ({error.strerror}). Try --port {other}."
        ) from None
