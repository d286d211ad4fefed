"""How far a build is, for somebody who waits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_EVERY = 50  # pages


@contextmanager
def progress_shown() -> Iterator[Callable[[str], None]]:
    """Gives what is to be told the path of each page that is made. Nothing is shown, and nothing
    loaded to show it, where nobody sees it."""
    if not sys.stderr.isatty():
        yield lambda path: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} pages"))
    # Refreshed by hand: its own thread would stand in the way of forking workers.
    with Progress(
        *columns, console=Console(stderr=True), transient=True, auto_refresh=False
    ) as progress:
        task, pages = progress.add_task("Reading, checking, laying out", total=None), 0
        progress.refresh()

        def made(path: str) -> None:
            nonlocal pages
            pages += 1
            if pages % _EVERY == 0:
                progress.update(task, completed=pages, description="Writing", refresh=True)

        yield made
