"""The whole site: every page, and what stands beside the pages."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Protocol

from generator.data.feeds import feeds
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changed import LastChanged
from generator.knowledge.workers import in_shares, workers_for
from generator.site.assets import seal_assets, seal_page
from generator.site.blocks import CHANGES
from generator.site.device_files import Around
from generator.site.device_lists import KINDS
from generator.site.downloads import handbook_size
from generator.site.engine import SiteSettings
from generator.site.finder import finder_index
from generator.site.llms import Listed, write_llms
from generator.site.manifest import NAME as MANIFEST
from generator.site.manifest import manifest
from generator.site.notices import notices
from generator.site.pages import DEVICES, FRAMES, PROBLEMS, SitePages
from generator.site.pictures import draw_pictures
from generator.site.prose import page_with
from generator.site.scripts import bundle
from generator.site.service_worker import removal
from generator.site.sitemap import robots, sitemaps
from generator.site.stamping import PAGE, files_of, page_files
from generator.site.structured_data import description_of, heading_of

WritePdfs = Callable[[KnowledgeBase, Path, str], None]  # knowledge, the site's folder, its address


class EarlierFiles(Protocol):
    """Files of an earlier build, which need not be made again."""

    def take(self, files: Sequence[str], made_of: str, site: Path) -> bool:
        """Puts them into the folder `site` if they are there and were made of the same; says
        whether it did."""

    def made(self, files: Sequence[str], made_of: str) -> None:
        """Is told that they are in the new site, and what they are made of."""


class DevicesElsewhere(Protocol):
    """Makes pages of devices on other machines."""

    def make(self, names: Collection[str], kb: KnowledgeBase, around: Around) -> Iterator[str]:
        """Begins at once to make the pages of these devices, and yields the name of each once its
        files are in the new site."""


def complete_site(
    kb: KnowledgeBase,
    content: Path,
    site: Path,
    settings: SiteSettings,
    *,
    sealed: bool = True,
    offline: bool = True,
    write_pdfs: WritePdfs | None = None,
    markdown: bool = False,
    earlier: EarlierFiles | None = None,
    elsewhere: DevicesElsewhere | None = None,
    jobs: int | None = None,
) -> Iterator[str]:
    """Makes the whole site of what the engine built from `content` into `site`, in place.

    Unless `sealed`, pages have neither policy nor hashes: previews put scripts into them. Pages
    that are sealed and `offline` ask for a service worker, which whoever calls has to add. With
    `write_pdfs`, which puts PDFs into the site at a given address, pages offer them. With
    `markdown`, assistants find each page as such beside it, a list of them, and one file with all.
    Pages of devices are taken from an `earlier` build where they can be; the others are made
    `elsewhere`, if that is given. At most `jobs` processes of this machine take part, or as many as
    there are processors.

    Yields the path of each page once it is written. Raises FrameError if a frame cannot be used.
    """
    for name, text in scripts(kb, content).items():
        _write(site / name, text)
    if sealed:
        _seal(site, offline)
    prose = prose_pages(site)
    pages = SitePages(kb, content, site, settings, cards=write_pdfs is not None, markdown=markdown)
    changed = LastChanged(kb)
    paths: dict[str, datetime.date | None] = {}
    listed: dict[str, Listed] = {}

    def write_page(path: str, html: str) -> None:
        (site / path).mkdir(parents=True, exist_ok=True)
        files = page_files(path, html, kb.edition, settings.url, markdown=markdown)
        for name, text in files.items():
            _write(site / name, text)

    keys = {} if earlier is None else {name: pages.made_of(name) for name in kb.devices}

    def taken(name: str) -> bool:
        files = files_of(f"{DEVICES}{name}/", markdown=markdown)
        return earlier is not None and earlier.take(files, keys[name], site)

    def write_device(name: str) -> None:
        if not taken(name):
            write_page(f"{DEVICES}{name}/", pages.device(name))

    def write_problem(name: str) -> None:
        write_page(f"{PROBLEMS}{name}/", pages.problem(name))

    def write_list(name: str) -> None:
        write_page(f"{KINDS}{name}/", pages.listing(name))

    devices = list(kb.devices)
    if elsewhere is None:
        made = in_shares(write_device, devices, workers_for(len(devices), jobs))
    else:  # which begin now, while the rest is done here
        left = dict.fromkeys(name for name in devices if not taken(name))
        there = (name for name in devices if name not in left)
        made = chain(elsewhere.make(left, kb, pages.around), there)
    for name in in_shares(write_problem, list(kb.problems), workers_for(len(kb.problems), jobs)):
        paths[f"{PROBLEMS}{name}/"] = changed.problem(name)
        yield f"{PROBLEMS}{name}/"
    for name in in_shares(write_list, list(pages.lists), workers_for(len(pages.lists), jobs)):
        paths[f"{KINDS}{name}/"] = None
        yield f"{KINDS}{name}/"
    for name in made:
        path = f"{DEVICES}{name}/"
        paths[path] = changed.device(name)
        if earlier is not None:
            earlier.made(files_of(path, markdown=markdown), keys[name])
        yield path
    # Before the prose, which tells their sizes, and after the workers: this starts threads, and a
    # process with threads should not fork.
    if write_pdfs is not None:
        write_pdfs(kb, site, settings.url)
    handbook = handbook_size(site)
    for path in prose:
        html = (site / path).read_text("utf-8")
        filled = pages.prose(path, html, handbook)
        if path.endswith(PAGE):
            address = path.removesuffix(PAGE)
            write_page(address, filled)
            paths[address] = None
            name = settings.sections.get(address) or heading_of(filled)
            listed[address] = Listed(address, name, description_of(filled))
        elif filled != html:
            _write(site / path, filled)
        yield path
    if markdown:
        write_llms(site, kb, settings, listed)
    for name, text in descriptions(settings, paths).items():
        _write(site / name, text)
    page = page_with(content, CHANGES) or ""
    for name, feed in feeds(kb, settings.url, settings.name, page).items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(feed)
    # At the end, because it starts threads too.
    for drawn, png in draw_pictures(kb.kinds, settings.name).items():
        (site / drawn).parent.mkdir(parents=True, exist_ok=True)
        (site / drawn).write_bytes(png)
    shutil.rmtree(site / FRAMES)


def scripts(kb: KnowledgeBase, content: Path) -> dict[str, str]:
    """The scripts that pages load, by their paths."""
    return {
        # Until another takes its place: readers, and editors who served another site at the same
        # address before, must not be left with an old worker.
        "sw.js": removal(),
        "assets/signout.js": bundle(),
        "assets/finder.js": finder_index(kb, content),
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
    return [file.as_posix() for file in sorted(found) if file.parts[0] != FRAMES]


def _seal(site: Path, offline: bool) -> None:
    """Seals what the engine built: prose pages and frames, and so all that are made from them."""
    assets = seal_assets(site)
    for file in sorted(site.rglob("*.html")):
        page = file.relative_to(site).as_posix()
        _write(file, seal_page(file.read_text("utf-8"), page, assets, offline=offline))


def _write(file: Path, text: str) -> None:
    file.write_bytes(text.encode())
