"""The site engine: MkDocs with the Material theme. No other module knows which one it is.

MkDocs and its theme take a fifth of a second to import, which `signout check` should not pay:
hence all imports of them are inside functions.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["EngineError", "build_frames", "site_url", "tidy"]

# What the theme brings along and no page asks for: its scripts, its palettes, and source maps.
_DEAD = (
    "assets/javascripts",
    "assets/stylesheets/*.map",
    "assets/stylesheets/palette.*.css",
    "assets/images/favicon.png",
)
# HTML knows no autocompletion of checkboxes; the theme's base template cannot be overridden here.
_INVALID = re.compile(rb'(<input class="md-toggle"[^>]*?) autocomplete="off"')


class EngineError(Exception):
    """The engine refused the prose or its settings; the message is what it said, line by line."""


def build_frames(config_file: Path, out: Path, content: Path | None = None) -> None:
    """Build prose pages and frames into the folder `out`, which is emptied first.

    They are those of the folder `content`, or else of the one the configuration names.

    The hooks of the configuration are left out: they stamp the generated pages, which is the
    caller's business, as is the sitemap. Warnings count as errors. Raises EngineError.
    """
    with _heard() as said:
        from mkdocs.commands.build import build

        config = _load(config_file, out, content)
        _refuse_lost_front_matter(Path(config.docs_dir))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
        if said:
            raise EngineError("\n".join(said))
    tidy(out)
    # It lists the frames, and bears today's date: the only bytes that differ from build to build.
    for sitemap in sorted(out.glob("sitemap.xml*")):
        sitemap.unlink()


def site_url(config_file: Path) -> str:
    """The site's public address, ending in a slash; empty if none is set. Raises EngineError."""
    with _heard():
        return _load(config_file).site_url or ""


def tidy(site: Path) -> None:
    """Remove the files of the theme that no page asks for, and mend its invalid HTML."""
    for pattern in _DEAD:
        for dead in sorted(site.glob(pattern)):
            shutil.rmtree(dead) if dead.is_dir() else dead.unlink()
    for page in sorted(site.rglob("*.html")):
        built = page.read_bytes()
        valid = _INVALID.sub(rb"\1", built)
        if valid != built:
            page.write_bytes(valid)


def _refuse_lost_front_matter(docs: Path) -> None:
    """Raise EngineError for front matter that is not YAML: MkDocs drops it without a word."""
    from mkdocs.utils.meta import get_data

    lost = [
        f"{docs.name}/{page.relative_to(docs).as_posix()}: the lines between --- and --- are not"
        " YAML; put quotes around values that hold a colon"
        for page in sorted(docs.rglob("*.md"))
        if (text := page.read_text("utf-8")).startswith("---\n") and not get_data(text)[1]
    ]
    if lost:
        raise EngineError("\n".join(lost))


def _load(config_file: Path, out: Path | None = None, content: Path | None = None) -> MkDocsConfig:
    """The engine's settings, to build `content` into `out`."""
    from mkdocs.config import load_config

    where = {} if out is None else {"site_dir": str(out.absolute())}
    if content is not None:
        where["docs_dir"] = str(content.absolute())
    return load_config(str(config_file.absolute()), strict=True, hooks=[], **where)


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect the engine's warnings; whatever stops it becomes an EngineError that tells them."""
    from click import ClickException
    from jinja2 import TemplateError
    from mkdocs.exceptions import MkDocsException

    logger, said = logging.getLogger("mkdocs"), _Said()
    before = logger.level, logger.propagate
    logger.addHandler(said)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield said.lines
    except (ClickException, MkDocsException, TemplateError, OSError) as stopped:
        why = "\n".join(said.lines) or f"{type(stopped).__name__}: {stopped}"
        raise EngineError(why) from stopped
    finally:
        logger.removeHandler(said)
        logger.level, logger.propagate = before


class _Said(logging.Handler):
    """Keeps messages instead of printing them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
