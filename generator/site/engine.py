"""The site engine: MkDocs with the Material theme. No other module knows which one it is.

MkDocs and its theme take a fifth of a second to import, which `signout check` should not pay:
hence all imports of them are inside functions.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.knowledge.load import SpecProblems
from generator.read.faults import cannot_be_used
from generator.site.plain_files import as_they_are, refuse_strange
from generator.site.settings_file import settings_problems

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

__all__ = [
    "EngineError",
    "KeptTheme",
    "SiteSettings",
    "build_frames",
    "hangs_on",
    "icon",
    "icon_names",
    "settings_of",
    "site_settings",
    "theme_folder",
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
    folder: Path = Path()
    """Where the project is, seen from where the user stands; files to edit are named from there."""


class KeptTheme:
    """What previews keep from build to build: the theme's templates, compiled, and the list of its
    14,500 files. Making them takes more than half of a build's time."""

    def __init__(self) -> None:
        self._made_of: object = None
        self._environment: Environment | None = None

    def lend_to(self, config: MkDocsConfig) -> None:
        """Let a build use what is kept. Templates that were edited are compiled anew."""
        if config.plugins:
            return  # they may change the environment
        theme = config.theme
        own = Path(theme.custom_dir).rglob("*") if theme.custom_dir else ()
        # A new file may take the place of one of the theme.
        made_of = (theme.dirs, str(theme.locale), sorted(theme.static_templates), sorted(own))
        if made_of != self._made_of or self._environment is None:
            self._environment, self._made_of = theme.get_env(), made_of
            self._environment.auto_reload = True
            _list_once(self._environment)
        environment = self._environment
        theme.get_env = lambda: environment  # type: ignore[method-assign]


def _list_once(environment: Environment) -> None:
    """Make an environment keep the list of its files, which the engine asks it for once a build."""
    make, kept = environment.list_templates, list[str]()

    def listed(*chosen: Any, **how: Any) -> list[str]:
        if not kept:
            kept.extend(make(*chosen, **how))
        return kept

    environment.list_templates = listed  # type: ignore[method-assign]


def build_frames(
    config_file: Path, out: Path, content: Path | None = None, kept: KeptTheme | None = None
) -> None:
    """Build prose pages and frames into the folder `out`, which is emptied first.

    They are those of the folder `content`, or else of the one the configuration names. Whoever
    builds again and again hands over what is `kept`.

    The hooks of the configuration are left out: they stamp the generated pages, which is the
    caller's business, as is the sitemap. Warnings count as errors. Raises EngineError, or
    SpecProblems for files that nobody should read, or that change meanwhile.
    """
    with _heard() as said:
        from mkdocs.commands.build import build

        config = _load(config_file, out, content)
        places = [Path(config.docs_dir), *_own_theme(config)]
        refuse_strange(*places)
        if kept is not None:
            kept.lend_to(config)
        _refuse_lost_front_matter(Path(config.docs_dir))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            with as_they_are(*places):
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


def theme_folder(config_file: Path) -> Path | None:
    """The folder of the project's own templates, if it has any. Raises EngineError."""
    with _heard():
        return next(_own_theme(_load(config_file)), None)


def hangs_on(config_file: Path) -> list[Path] | None:
    """The folders on which hangs what is built, but for the content; None if nobody can tell,
    because the settings have extensions or plugins that may read anything. Raises EngineError."""
    with _heard():
        config = _load(config_file)
    inherits = "INHERIT" in Path(config_file).read_text("utf-8")
    # Those that come with the library of Markdown make of a page what they make, whatever other
    # files say.
    known = all(find_spec(f"markdown.extensions.{name}") for name in config.markdown_extensions)
    if inherits or config.plugins or not known:
        return None
    return [*_own_theme(config)]


def _own_theme(config: MkDocsConfig) -> Iterator[Path]:
    """The folder of the project's own templates, if it has any."""
    if own := config.theme.custom_dir:
        yield Path(os.path.relpath(own))


def settings_of(config: MkDocsConfig) -> SiteSettings:
    """What the engine's settings say of the site as a whole."""
    sections = dict(_sections(config.nav))
    folder = Path(os.path.relpath(Path(config.config_file_path).parent))
    return SiteSettings(config.site_name, config.site_url or "", sections, folder)


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

    refuse_strange(config_file)
    if wrong := settings_problems(config_file, Path(os.path.relpath(config_file)).as_posix()):
        raise SpecProblems(wrong)
    where = {} if out is None else {"site_dir": str(out.absolute())}
    if content is not None:
        where["docs_dir"] = str(content.absolute())
    return load_config(str(config_file.absolute()), strict=True, hooks=[], **where)


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect the engine's warnings; whatever stops it becomes an EngineError that tells them.

    Nobody can list what it and its extensions raise: MkDocs ends the program (SystemExit), and a
    setting of a wrong type stops it with whatever comes of that.
    """
    logger, said = logging.getLogger("mkdocs"), _Said()
    before = logger.level, logger.propagate
    logger.addHandler(said)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield said.lines
    except (EngineError, SpecProblems):
        raise
    except OSError as stopped:
        says = cannot_be_used(stopped, Path(stopped.filename or "mkdocs.yml"))
        raise EngineError("\n".join([*said.lines, says])) from stopped
    except (Exception, SystemExit) as stopped:
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
