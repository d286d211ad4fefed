"""What a terminal may be sent: text, line by line, and our own colours around it.

Paths, settings and messages of other programs may hold anything. What begins a sequence there could
change what else is shown, or answer for who reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from generator.read.tree import printable


def safe(text: object) -> str:
    """Text or a path without anything that a terminal would obey: whatever does not print, but for
    ends of lines, is written as a code."""
    return "\n".join(printable(line) for line in str(text).split("\n"))


@contextmanager
def refused_safely() -> Iterator[None]:
    """Makes safe what is said of a call that fails, since it repeats what was typed."""
    try:
        yield
    except click.ClickException as error:
        error.__dict__["message"] = safe(error.message)  # which click itself never changes
        raise
