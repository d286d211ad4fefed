"""The site engine: MkDocs with the Material theme. No other module knows which one it is.

MkDocs and its theme take a fifth of a second to import, which `signout check` should not pay:
hence all imports of them are inside functions.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = [
    "EngineError",
    "SiteSettings",
    "build_frames",
    "icon",
    "icon_names",
    "settings_of",
    "site_settings",
    "tidy",
]

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


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What concerns the site as a whole."""

    name: str
    url: str
    """Its public address, ending in a slash; empty if none is set."""
    sections: Mapping[str, str]
    """What the navigation calls its pages, by their paths: `{"": "Home", "words/": "Words"}`."""


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


def site_settings(config_file: Path) -> SiteSettings:
    """What a file of settings says of the site as a whole. Raises EngineError."""
    with _heard():
        return settings_of(_load(config_file))


def settings_of(config: MkDocsConfig) -> SiteSettings:
    """What the engine's settings say of the site as a whole."""
    return SiteSettings(config.site_name, config.site_url or "", dict(_sections(config.nav)))


def _sections(nav: Any) -> Iterator[tuple[str, str]]:
    """The pages of the navigation that have a title in it: path and title."""
    for item in nav if isinstance(nav, list) else ():
        for title, target in item.items() if isinstance(item, dict) else ():
            if isinstance(target, str) and target.endswith(".md"):
                page = target.removesuffix(".md")
                yield "" if page == "index" else page.removesuffix("/index") + "/", title
            else:
                yield from _sections(target)


def icon(name: str) -> str | None:
    """The SVG of an icon of Material Design (`television`), or None if the theme has no such."""
    file = _icons() / f"{name}.svg"
    return file.read_text("utf-8") if file.is_file() else None


def icon_names() -> list[str]:
    """All names that `icon` knows."""
    return sorted(file.stem for file in _icons().glob("*.svg"))


def _icons() -> Path:
    theme = find_spec("material")  # finds the theme without importing it
    assert theme is not None and theme.submodule_search_locations
    return Path(theme.submodule_search_locations[0]) / "templates" / ".icons" / "material"


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
