"""The whole site: generated pages stamped into frames, blocks put into prose, the sitemap."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from generator.knowledge.base import KnowledgeBase
from generator.site.assets import seal_assets, seal_page
from generator.site.blocks import Blocks
from generator.site.device_page import DevicePages
from generator.site.downloads import handbook_size
from generator.site.engine import SiteSettings
from generator.site.finder import finder_index
from generator.site.frames import Frame, FrameError, Page, fill_slots
from generator.site.html import make_environment
from generator.site.manifest import NAME as MANIFEST
from generator.site.manifest import manifest
from generator.site.paper import with_addresses
from generator.site.pictures import draw_pictures
from generator.site.problem_page import ProblemPages
from generator.site.prose import topic_addresses
from generator.site.qr import printed_address
from generator.site.scripts import bundle
from generator.site.service_worker import removal
from generator.site.sitemap import sitemap
from generator.site.structured_data import StructuredData
from generator.site.styles import cut_styles
from generator.site.workers import in_shares, workers_for

WritePdfs = Callable[[KnowledgeBase, Path, str], None]  # knowledge, the site's folder, its address
FRAMES = "frames"  # the folder of content/, and of the built site, that holds the frames


def complete_site(
    kb: KnowledgeBase,
    content: Path,
    site: Path,
    settings: SiteSettings,
    *,
    sealed: bool = True,
    offline: bool = True,
    write_pdfs: WritePdfs | None = None,
) -> Iterator[str]:
    """Makes the whole site of what the engine built from `content` into `site`, in place.

    Unless `sealed`, pages have neither policy nor hashes: previews put scripts into them. Pages
    that are sealed and `offline` ask for a service worker, which whoever calls has to add. With
    `write_pdfs`, which puts PDFs into the site at a given address, pages offer them. Yields the
    path of each page once it is written. Raises FrameError if a frame cannot be used.
    """
    # Until another takes its place: readers, and editors who served another site at the same
    # address before, must not be left with an old worker.
    _write(site / "sw.js", removal())
    _write(site / "assets" / "signout.js", bundle())
    _write(site / "assets" / "finder.js", finder_index(kb, content))
    if sealed:
        _seal(site, offline)
    prose = sorted(
        file for file in site.rglob("*.html") if file.relative_to(site).parts[0] != FRAMES
    )
    told, site_url = topic_addresses(content), settings.url
    data = StructuredData(settings, kb.edition)
    paths = []
    devices = DevicePages(kb, cards=write_pdfs is not None)
    problems = ProblemPages(kb, told)
    device_frame, problem_frame = _frame(site, "device"), _frame(site, "problem")

    def write_device(name: str) -> None:
        page = devices.page(kb.devices[name])
        _write_page(site, device_frame, page, site_url, data.article(page, kb.devices[name].name))

    def write_problem(name: str) -> None:
        page = problems.page(kb.problems[name])
        _write_page(site, problem_frame, page, site_url, data.article(page, page.title))

    for name in in_shares(write_device, list(kb.devices), workers_for(len(kb.devices))):
        paths.append(f"devices/{name}/")
        yield paths[-1]
    for name in in_shares(write_problem, list(kb.problems), workers_for(len(kb.problems))):
        paths.append(f"troubleshooting/{name}/")
        yield paths[-1]
    # Before the prose, which tells their sizes, and after the workers: this starts threads, and a
    # process with threads should not fork.
    if write_pdfs is not None:
        write_pdfs(kb, site, site_url)
    handbook = handbook_size(site)
    environment = make_environment()
    for file in prose:
        path = file.relative_to(site).as_posix()
        html = file.read_text("utf-8")
        root = "../" * path.count("/") or "./"
        filled = fill_slots(html, Blocks(kb, environment, root, told, handbook))
        filled = with_addresses(filled, path.removesuffix("index.html"), site_url)
        if path.endswith("index.html"):
            known = data.prose(path.removesuffix("index.html"), filled)
            filled = filled.replace("</head>", f"{known}</head>", 1)
        if filled != html:
            _write(file, filled)
        if path.endswith("index.html"):
            paths.append(path.removesuffix("index.html"))
        yield path
    _write(site / "sitemap.xml", sitemap(site_url, paths))
    _write(site / MANIFEST, manifest(settings.name))
    # At the end, because it starts threads too.
    for drawn, png in draw_pictures(kb.kinds, settings.name).items():
        (site / drawn).parent.mkdir(parents=True, exist_ok=True)
        (site / drawn).write_bytes(png)
    shutil.rmtree(site / FRAMES)


def _seal(site: Path, offline: bool) -> None:
    """Seals what the engine built: prose pages and frames, and so all that are made from them."""
    cut_styles(site)
    assets = seal_assets(site)
    for file in sorted(site.rglob("*.html")):
        page = file.relative_to(site).as_posix()
        _write(file, seal_page(file.read_text("utf-8"), page, assets, offline=offline))


def _frame(site: Path, name: str) -> Frame:
    file = site / FRAMES / name / "index.html"
    source = f"content/{FRAMES}/{name}.md"
    if not file.is_file():
        raise FrameError(f"{source}: there is no such frame; restore it")
    return Frame.cut(file.read_text("utf-8"), f"{FRAMES}/{name}/", source)


def _write_page(site: Path, frame: Frame, page: Page, site_url: str, data: str) -> None:
    """Writes a generated page with its structured data, and with its address for paper."""
    if site_url:
        code = printed_address(site_url + quote(page.path))
        page = replace(page, content=f"{page.content}\n{code}")
    html = with_addresses(frame.stamp(page), page.path, site_url)
    folder = site / page.path
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "index.html", html.replace("</head>", f"{data}</head>", 1))


def _write(file: Path, text: str) -> None:
    file.write_bytes(text.encode())
