"""All of a site but the pages of devices: prose, problems, lists of devices, and what stands beside
pages. Of a device, they tell only what its outline has."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.data.feeds import feeds
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changed import LastChanged
from generator.knowledge.workers import in_shares, workers_for
from generator.site.assets import seal_assets, seal_page
from generator.site.blocks import CHANGES
from generator.site.device_files import DEVICES
from generator.site.device_lists import KINDS
from generator.site.downloads import handbook_size
from generator.site.engine import SiteSettings
from generator.site.finder import FINDER, finder_index
from generator.site.llms import Listed, write_llms
from generator.site.manifest import NAME as MANIFEST
from generator.site.manifest import manifest
from generator.site.notices import notices
from generator.site.pages import FRAMES, PROBLEMS, SitePages
from generator.site.pictures import draw_pictures
from generator.site.prose import page_with
from generator.site.scripts import bundle
from generator.site.service_worker import removal
from generator.site.sitemap import robots, sitemaps
from generator.site.stamping import PAGE, files_of, page_files
from generator.site.structured_data import description_of, heading_of


class Rest:
    """Makes it in place, of what the engine built into the site's folder."""

    def __init__(
        self,
        kb: KnowledgeBase,
        content: Path,
        site: Path,
        settings: SiteSettings,
        *,
        sealed: bool,
        offline: bool,
        cards: bool,
        markdown: bool,
    ) -> None:
        """Begins with what all pages load and are made from. Parameters as for the whole site.
        Raises FrameError if a frame cannot be used."""
        self._kb, self._content, self._site, self._settings = kb, content, site, settings
        self._markdown = markdown
        for name, text in scripts().items():
            (site / name).write_bytes(text.encode())
        if sealed:
            _seal(site, offline)
        # Only now, since it keeps its name: else a name that changes would change every page.
        (site / FINDER).write_bytes(finder_index(kb, content).encode())
        built = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
        self.files = dict.fromkeys(sorted(name for name in built if not _is_frame(name)))
        """All files of it, as far as it is made."""
        self._prose = prose_pages(site)
        self._pages = SitePages(kb, content, site, settings, cards=cards, markdown=markdown)
        self.around = self._pages.around
        """Of what pages of devices are made beside what is known of them."""
        self._paths: dict[str, datetime.date | None] = {}
        self._listed: dict[str, Listed] = {}

    def pages(self, jobs: int | None = None) -> Iterator[str]:
        """Makes the pages of problems and of lists, by at most `jobs` processes. Yields the path of
        each once it is written."""
        changed = LastChanged(self._kb)
        problems, lists = list(self._kb.problems), list(self._pages.lists)
        for name in in_shares(self._write_problem, problems, workers_for(len(problems), jobs)):
            yield self._made(f"{PROBLEMS}{name}/", changed.problem(name))
        for name in in_shares(self._write_list, lists, workers_for(len(lists), jobs)):
            yield self._made(f"{KINDS}{name}/", None)
        for name in self._kb.devices:
            self._paths[f"{DEVICES}{name}/"] = changed.device(name)

    def prose(self) -> Iterator[str]:
        """Makes the pages of prose, which tell the sizes of files that are there by now, and all
        that is left but the full text. Yields the path of each page once it is written."""
        handbook = handbook_size(self._site)
        for path in self._prose:
            html = (self._site / path).read_text("utf-8")
            filled = self._pages.prose(path, html, handbook)
            if path.endswith(PAGE):
                address = path.removesuffix(PAGE)
                self._write_page(address, filled)
                self._made(address, None)
                name = self._settings.sections.get(address) or heading_of(filled)
                self._listed[address] = Listed(address, name, description_of(filled))
            elif filled != html:
                self._write(path, filled.encode())
            yield path
        for path, text in descriptions(self._settings, self._paths).items():
            self._write(path, text.encode())
        page, settings = page_with(self._content, CHANGES) or "", self._settings
        for path, feed in feeds(self._kb, settings.url, settings.name, page).items():
            self._write(path, feed)
        # At the end, because it starts threads, and a process with threads should not fork.
        for path, png in draw_pictures(self._kb.kinds, settings.name).items():
            self._write(path, png)
        shutil.rmtree(self._site / FRAMES)

    def full_text(self) -> None:
        """Makes what holds all pages, once they are there, those of devices too."""
        if self._markdown:
            write_llms(self._site, self._kb, self._settings, self._listed)

    def _write_problem(self, name: str) -> None:
        self._write_page(f"{PROBLEMS}{name}/", self._pages.problem(name))

    def _write_list(self, name: str) -> None:
        self._write_page(f"{KINDS}{name}/", self._pages.listing(name))

    def _write_page(self, path: str, html: str) -> None:
        edition, url = self._kb.edition, self._settings.url
        for name, text in page_files(path, html, edition, url, markdown=self._markdown).items():
            self._write(name, text.encode())

    def _write(self, name: str, data: bytes) -> None:
        self.files[name] = None
        file = self._site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def _made(self, path: str, changed: datetime.date | None) -> str:
        """Notes the page at a path, and its files: another process may have written them."""
        self._paths[path] = changed
        self.files |= dict.fromkeys(files_of(path, markdown=self._markdown))
        return path


def scripts() -> dict[str, str]:
    """The scripts of every site, by their paths."""
    return {
        # Until another takes its place: readers, and editors who served another site at the same
        # address before, must not be left with an old worker.
        "sw.js": removal(),
        "assets/signout.js": bundle(),
    }


def descriptions(
    settings: SiteSettings, pages: Mapping[str, datetime.date | None]
) -> dict[str, str]:
    """What tells programs of the site as a whole, by path; `pages` are the paths of its pages, with
    the day on which each last changed, if known."""
    lists = {**sitemaps(settings.url, pages), **robots(settings.url)}
    return {**lists, **notices(), MANIFEST: manifest(settings.name)}


def prose_pages(built: Path) -> list[str]:
    """The files of the pages that the engine built of prose, all but the frames."""
    found = (file.relative_to(built) for file in built.rglob("*.html"))
    return [file.as_posix() for file in sorted(found) if not _is_frame(file.as_posix())]


def _is_frame(name: str) -> bool:
    return name.startswith(f"{FRAMES}/")


def _seal(site: Path, offline: bool) -> None:
    """Seals what the engine built: prose pages and frames, and so all that are made from them."""
    assets = seal_assets(site)
    for file in sorted(site.rglob("*.html")):
        page = file.relative_to(site).as_posix()
        html = seal_page(file.read_text("utf-8"), page, assets, offline=offline)
        file.write_bytes(html.encode())
