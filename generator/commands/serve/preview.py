"""The live preview: the last good state of a project, and what is wrong with it as it is now."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from generator.commands.serve.engine_problems import engine_problems, unreadable
from generator.commands.serve.watching import Looked, Stamp, Stamps, is_old, stamps_of
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import SpecProblems, load_specs
from generator.knowledge.shares import Shares
from generator.publish.publication import Project, refuse_bad_prose
from generator.read.document import Document, parse
from generator.read.kept import Kept
from generator.read.problem import Place, Problem
from generator.read.tree import SpecFile, read_file
from generator.site.device_lists import KINDS
from generator.site.engine import (
    KeptTheme,
    SiteSettings,
    build_frames,
    site_settings,
    theme_folder,
)
from generator.site.finder import FINDER, finder_index
from generator.site.html import make_environment
from generator.site.pages import DEVICES, FRAMES, PROBLEMS, SitePages
from generator.site.pictures import ICONS, PICTURES, draw_pictures
from generator.site.rest import descriptions, prose_pages, scripts
from generator.site.scripts import bundle

# Long before this size, laying out one page takes longer than anybody waits.
MOST_BYTES = 256 * 1024
_INDEX = "index.html"
_OURS = Path(str(files("generator.site")))
_TEMPLATES, _SCRIPTS = _OURS / "templates", _OURS / "scripts"


class KeptDocuments:
    """Reads files that have changed since they were last read, and keeps the rest."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, Document | None, list[Problem]]] = {}

    def read(self, file: str, data: bytes) -> tuple[Document | None, list[Problem]]:
        """What `parse` makes of the bytes of a file."""
        kept = self._kept.get(file)
        if kept is None or kept[0] != data:
            kept = self._kept[file] = (data, *parse(file, data))
        return kept[1], [*kept[2]]


class KeptFiles:
    """Reads specs that have changed since they were last read, and keeps the rest."""

    def __init__(self) -> None:
        self.stamps: Stamps = {}
        """What was last seen of each, by its path."""
        self._kept: dict[str, tuple[Stamp, SpecFile]] = {}

    def read(self, path: str, shown: str, parts: tuple[str, ...]) -> SpecFile | Problem:
        """A file, as `spec_files` asks for it."""
        stamp, kept = self.stamps.get(path), self._kept.get(path)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        found = read_file(path, shown, parts)
        # What was written just now may be written again, and bear the same time.
        if stamp is not None and isinstance(found, SpecFile) and is_old(stamp):
            self._kept[path] = stamp, found
        return found


class Shown:
    """A good state of the project: the files of its site, each made when it is asked for."""

    def __init__(
        self, kb: KnowledgeBase, content: Path, built: Path, settings: SiteSettings
    ) -> None:
        """`built` is what the engine made of `content`. Raises FrameError."""
        self.kb, self.built = kb, built
        self._content, self._settings = content, settings
        self._pages = SitePages(kb, content, built, settings)
        self._prose = dict.fromkeys(prose_pages(built))
        self._built = {
            file.relative_to(built).as_posix(): file
            for file in built.rglob("*")
            if file.is_file() and file.relative_to(built).parts[0] != FRAMES
        }
        self._made: dict[str, bytes] = {}

    def file(self, name: str) -> bytes | None:
        """The file at a path (`devices/roku/index.html`); None if the site has no such file."""
        made = self._made.get(name)
        if made is None and (made := self._make(name)) is not None:
            self._made[name] = made
        return made

    def names(self) -> Iterator[str]:
        """The paths of all files of the site."""
        yield from {
            **self._built,
            **dict.fromkeys(f"{DEVICES}{name}/{_INDEX}" for name in self.kb.devices),
            **dict.fromkeys(f"{PROBLEMS}{name}/{_INDEX}" for name in self.kb.problems),
            **dict.fromkeys(f"{KINDS}{name}/{_INDEX}" for name in self._pages.lists),
            **self._scripts,
            **self._descriptions,
            FINDER: None,
            **draw_pictures(self.kb.kinds, self._settings.name),
        }

    @cached_property
    def look(self) -> str:
        """A hash of the styles and scripts, which change how every page looks."""
        digest = hashlib.sha256()
        for name in sorted({*self._built, "assets/signout.js"}):
            if name.endswith((".css", ".js")):
                digest.update(self.file(name) or b"")
        return digest.hexdigest()

    def _make(self, name: str) -> bytes | None:
        if name.endswith(f"/{_INDEX}"):
            path = name.removesuffix(f"/{_INDEX}")
            device, problem = path.removeprefix(DEVICES), path.removeprefix(PROBLEMS)
            if path.startswith(DEVICES) and device in self.kb.devices:
                return self._pages.device(device).encode()
            if path.startswith(PROBLEMS) and problem in self.kb.problems:
                return self._pages.problem(problem).encode()
            if path.startswith(KINDS) and path.removeprefix(KINDS) in self._pages.lists:
                return self._pages.listing(path.removeprefix(KINDS)).encode()
        if name == FINDER:
            return finder_index(self.kb, self._content).encode()
        # Only at the top: they tell of all pages, and take a while where there are many.
        texts = self._scripts if "/" in name else {**self._scripts, **self._descriptions}
        if name in texts:
            return texts[name].encode()
        if name.startswith((f"{PICTURES}/", f"{ICONS}/")):
            drawn = draw_pictures(self.kb.kinds, self._settings.name)
            if name in drawn:
                return drawn[name]
        built = self._built.get(name)
        if built is None:
            return None
        if name in self._prose:
            return self._pages.prose(name, built.read_text("utf-8")).encode()
        return built.read_bytes()

    @cached_property
    def _scripts(self) -> dict[str, str]:
        return scripts()

    @cached_property
    def _descriptions(self) -> dict[str, str]:
        pages = [
            *(f"{DEVICES}{name}/" for name in self.kb.devices),
            *(f"{PROBLEMS}{name}/" for name in self.kb.problems),
            *(f"{KINDS}{name}/" for name in self._pages.lists),
            *(name.removesuffix(_INDEX) for name in self._prose if name.endswith(_INDEX)),
        ]
        return descriptions(self._settings, dict.fromkeys(pages))


class Preview:
    """Keeps the last good state of a project while it is edited. Thread-safe for readers."""

    def __init__(self, project: Project, folder: Path, kept: Kept | None = None) -> None:
        """`folder` holds what the engine builds; what is `kept` of earlier times is taken over."""
        self.project = project
        self.shown: Shown | None = None
        self.problems: list[Problem] = []
        self.version = 0
        """How often it was brought up to date."""
        self.news = threading.Condition()
        """Is told each time."""
        self._folder, self._frames, self._builds = folder, folder, 0
        self._files = KeptFiles()
        self._specs, self._theme = Shares(KeptDocuments().read, kept), KeptTheme()
        self._kb: KnowledgeBase | None = None
        self._settings = SiteSettings("", "", {})
        self._own_theme: Path | None = None
        self._looked: Looked = {}
        # What each was made of, so that it is made anew only when that changes.
        self._of: dict[str, object] = {}

    def watched(self) -> list[Path]:
        """The files and folders whose changes may change the site."""
        own = [] if self._own_theme is None else [self._own_theme]
        paths = [self.project.specs, self.project.content, self.project.config, *own]
        return [*paths, _TEMPLATES, _SCRIPTS]

    def build(self, looked: Looked | None = None) -> None:
        """Brings it up to date. Whatever is wrong becomes problems, and the last good state stays.
        `looked` is what was seen in what is watched, just now.

        No failure gets out: who edits a theme or the program's templates makes any of them.
        """
        self._looked = looked or {}
        shown, problems = self.shown, list[Problem]()
        try:
            shown = self._made()
        except SpecProblems as found:
            problems = found.problems
        except OSError as error:
            problems = [unreadable(error)]
        except Exception as error:
            problems = engine_problems(error, self.project)
        self._clear({one.built for one in (shown, self.shown) if one is not None})
        with self.news:
            self.shown, self.problems = shown, problems
            self.version += 1
            self.news.notify_all()

    def wait(self, version: int, seconds: float) -> int:
        """Waits until it is newer than `version`, but not longer than so many seconds."""
        with self.news:
            self.news.wait_for(lambda: self.version > version, seconds)
            return self.version

    def _made(self) -> Shown:
        self._refuse_large()
        if self._is_new("specs", [self.project.specs]):
            self._files.stamps = dict(self._looked.get(self.project.specs, {}))
            self._kb = load_specs(self.project.specs, self._specs, read=self._files.read)
            self._done("specs")
        assert self._kb is not None, "it is kept as long as the specs stay as they were"
        refuse_bad_prose(self._kb, self.project)
        if self._is_new("templates", [_TEMPLATES, _SCRIPTS]):
            make_environment.cache_clear()
            bundle.cache_clear()
            self._done("templates")
        built = self._built()
        return Shown(self._kb, self.project.content, built, self._settings)

    def _built(self) -> Path:
        """The folder of what the engine makes of prose and frames, built if they have changed."""
        config = self.project.config
        if self._is_new("config", [config]):
            # Addresses are relative, so the preview needs no address of its own.
            self._settings = replace(site_settings(config), url="")
            self._own_theme = theme_folder(config)
            self._done("config")
        own = [] if self._own_theme is None else [self._own_theme]
        if self._is_new("frames", [config, self.project.content, *own]):
            # In another folder: pages of the last good state may be asked for meanwhile.
            self._builds += 1
            folder = self._folder / str(self._builds)
            build_frames(config, folder, self.project.content, self._theme)
            self._frames = folder
            self._done("frames")
        return self._frames

    def _clear(self, used: set[Path]) -> None:
        """Removes what the engine built, but for the last that is whole and for what is in use."""
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            if folder not in used and folder != self._frames:
                shutil.rmtree(folder, ignore_errors=True)

    def _is_new(self, what: str, paths: list[Path]) -> bool:
        """Whether what something is made of differs from when it was last `_done`."""
        # Taken before it is read: what changes in between is seen the next time.
        self._of[f"{what} now"] = [self._looked.get(path) or stamps_of([path]) for path in paths]
        return self._of[f"{what} now"] != self._of.get(what)

    def _done(self, what: str) -> None:
        self._of[what] = self._of[f"{what} now"]

    def _refuse_large(self) -> None:
        """Refuses prose and settings of a size that would keep the engine busy for minutes."""
        large = [
            Problem(
                Place(os.path.relpath(file) if file.is_absolute() else file.as_posix()),
                "file-too-large",
                f"The file has {size:,} bytes; at most {MOST_BYTES:,} are shown.",
                "Split it.",
            )
            for file, (_, size, _) in (
                (Path(name), stamp)
                for name, stamp in stamps_of([self.project.content, self.project.config]).items()
            )
            if size > MOST_BYTES and (file.suffix == ".md" or file == self.project.config)
        ]
        if large:
            raise SpecProblems(large)
