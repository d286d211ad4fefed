"""`signout build`: the whole publication, in place at once."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import project_of, project_options, said_plainly
from generator.publish.publication import publish


@click.command()
@project_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="site",
    show_default=True,
    help="The folder of the finished site.",
)
@click.option(
    "--pages-only",
    is_flag=True,
    help="Leave out what is made from the pages: search, downloads, and what works offline.",
)
@click.option(
    "--offline/--no-offline",
    default=True,
    show_default=True,
    help="Let browsers keep the site, so that it opens without a network. --no-offline removes "
    "what they kept.",
)
def build(
    specs: Path, content: Path, config: Path, out: Path, pages_only: bool, offline: bool
) -> None:
    """Build the whole website into a folder, at once: it is never half there.

    If anything is wrong, the problems are printed and the earlier site stays as it was.
    """
    # Only here, because `check` should not wait for it.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    project = project_of(specs, content, config)
    pages = 0
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} pages"))
    with (
        said_plainly(),
        # Refreshed by hand: its own thread would stand in the way of forking workers.
        Progress(
            *columns, console=Console(stderr=True), transient=True, auto_refresh=False
        ) as progress,
    ):
        task = progress.add_task("Reading, checking, laying out", total=None)
        progress.refresh()

        def written(path: str) -> None:
            nonlocal pages
            pages += 1
            if pages % 50 == 0:
                progress.update(task, completed=pages, description="Writing", refresh=True)

        publish(project, out, written, pages_only=pages_only, offline=offline)
    click.echo(f"{pages} pages in {out}/")
