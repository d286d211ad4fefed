"""The whole site: generated pages stamped into frames, blocks put into prose, the sitemap."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.site.assets import seal_assets, seal_page
from generator.site.blocks import Blocks
from generator.site.device_page import DevicePages
from generator.site.frames import Frame, FrameError, Page, fill_slots
from generator.site.html import make_environment
from generator.site.problem_page import ProblemPages
from generator.site.prose import topic_addresses
from generator.site.scripts import bundle
from generator.site.sitemap import sitemap
from generator.site.workers import in_shares, workers_for

FRAMES = "frames"  # the folder of content/, and of the built site, that holds the frames


def complete_site(
    kb: KnowledgeBase, content: Path, site: Path, site_url: str, *, sealed: bool = True
) -> Iterator[str]:
    """Makes the whole site of what the engine built from `content` into `site`, in place.

    Unless `sealed`, pages have neither policy nor hashes: previews put scripts into them. Yields
    the path of each page once it is written. Raises FrameError if a frame cannot be used.
    """
    _write(site / "assets" / "signout.js", bundle())
    if sealed:
        _seal(site)
    prose = sorted(
        file for file in site.rglob("*.html") if file.relative_to(site).parts[0] != FRAMES
    )
    told = topic_addresses(content)
    paths = []
    devices, problems = DevicePages(kb), ProblemPages(kb, told)
    device_frame, problem_frame = _frame(site, "device"), _frame(site, "problem")

    def write_device(name: str) -> None:
        _write_page(site, device_frame, devices.page(kb.devices[name]))

    def write_problem(name: str) -> None:
        _write_page(site, problem_frame, problems.page(kb.problems[name]))

    for name in in_shares(write_device, list(kb.devices), workers_for(len(kb.devices))):
        paths.append(f"devices/{name}/")
        yield paths[-1]
    for name in in_shares(write_problem, list(kb.problems), workers_for(len(kb.problems))):
        paths.append(f"troubleshooting/{name}/")
        yield paths[-1]
    environment = make_environment()
    for file in prose:
        path = file.relative_to(site).as_posix()
        html = file.read_text("utf-8")
        root = "../" * path.count("/") or "./"
        filled = fill_slots(html, Blocks(kb, environment, root, told))
        if filled != html:
            _write(file, filled)
        if path.endswith("index.html"):
            paths.append(path.removesuffix("index.html"))
        yield path
    _write(site / "sitemap.xml", sitemap(site_url, paths))
    shutil.rmtree(site / FRAMES)


def _seal(site: Path) -> None:
    """Seals what the engine built: prose pages and frames, and so all that are made from them."""
    assets = seal_assets(site)
    for file in sorted(site.rglob("*.html")):
        page = file.relative_to(site).as_posix()
        _write(file, seal_page(file.read_text("utf-8"), page, assets))


def _frame(site: Path, name: str) -> Frame:
    file = site / FRAMES / name / "index.html"
    source = f"content/{FRAMES}/{name}.md"
    if not file.is_file():
        raise FrameError(f"{source}: there is no such frame; restore it")
    return Frame.cut(file.read_text("utf-8"), f"{FRAMES}/{name}/", source)


def _write_page(site: Path, frame: Frame, page: Page) -> None:
    folder = site / page.path
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "index.html", frame.stamp(page))


def _write(file: Path, text: str) -> None:
    file.write_bytes(text.encode())
