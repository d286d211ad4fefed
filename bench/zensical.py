"""Zensical, building the same Markdown pages as MkDocs, with the same settings and theme.

It writes an index for its search whether it is asked to or not, and makes no structured data.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from bench import mkdocs
from bench.measure import Took, measure
from bench.pages import Written

KEPT = ".cache"  # what it keeps for the next build, in its project's folder

_UP = re.compile(r'(?<= href=")\.\./')


def installed() -> bool:
    """Whether it is there."""
    return find_spec("zensical") is not None


def prepare(pages: Iterable[Written], folder: Path) -> Path:
    """Writes a project of Markdown `pages` into the new folder `folder`; returns its file of
    settings."""
    return mkdocs.prepare(map(_from_the_file, pages), mkdocs.OURS, folder)


def build(settings: Path) -> Took:
    """Builds the prepared project from nothing."""
    shutil.rmtree(settings.parent / KEPT, ignore_errors=True)
    command = [sys.executable, "-m", "zensical", "build", "--config-file", str(settings)]
    return measure(command, settings.parent)


def _from_the_file(written: Written) -> Written:
    """Links as Zensical has them in HTML within Markdown: from the file, a folder higher than the
    page it becomes. MkDocs leaves them as they are."""
    way, page = written
    return _UP.sub("", way), replace(page, content=_UP.sub("", page.content))
