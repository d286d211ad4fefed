"""The pages of a site, each made by itself: what the engine built, with what we know put into it.

A build makes all of them, a preview the one somebody looks at. It is the same work either way.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from generator.knowledge.base import KnowledgeBase
from generator.site.blocks import DATA, Blocks
from generator.site.data_page import data_files, dataset
from generator.site.device_page import DevicePages
from generator.site.engine import SiteSettings
from generator.site.feed_links import FeedLinks
from generator.site.frames import Frame, FrameError, Page, fill_slots, slots_in
from generator.site.html import make_environment
from generator.site.markdown import LINK
from generator.site.paper import with_addresses
from generator.site.problem_page import ProblemPages
from generator.site.prose import topic_addresses
from generator.site.qr import printed_address
from generator.site.structured_data import StructuredData

FRAMES = "frames"  # the folder of content/, and of the built site, that holds the frames
DEVICES, PROBLEMS = "devices/", "troubleshooting/"  # where generated pages are, each by its name


class SitePages:
    """Makes the pages of a site as HTML."""

    def __init__(
        self,
        kb: KnowledgeBase,
        content: Path,
        built: Path,
        settings: SiteSettings,
        *,
        cards: bool = False,
        markdown: bool = False,
    ) -> None:
        """`built` is the folder into which the engine built `content`; it holds the frames.

        With `cards`, pages of devices offer their PDFs; with `markdown`, each page names the file
        beside it that says the same in Markdown. Raises FrameError if a frame is of no use.
        """
        self._kb = kb
        self._url, self._folder = settings.url, settings.folder
        self._built = built
        self._told = topic_addresses(content)
        self._data = StructuredData(settings)
        self._head = LINK if markdown else ""
        self._feeds = FeedLinks(kb, content, settings.url)
        self._devices = DevicePages(kb, cards=cards)
        self._problems = ProblemPages(kb, self._told)
        self._device_frame, self._problem_frame = _frame(built, "device"), _frame(built, "problem")
        self._environment = make_environment()

    def device(self, name: str) -> str:
        """The page of a device, which stands at `devices/NAME/`."""
        device = self._kb.devices[name]
        html = self._stamped(self._device_frame, self._devices.page(device), device.name)
        return _with_data(html, self._feeds.device(device.kind))

    def problem(self, name: str) -> str:
        """The page of a problem, which stands at `troubleshooting/NAME/`."""
        page = self._problems.page(self._kb.problems[name])
        return self._stamped(self._problem_frame, page, page.title)

    def prose(self, path: str, html: str, handbook: str = "") -> str:
        """The page the engine built as `html`, for the file at `path` (`words/index.html`).

        `handbook` says how large the handbook is, if there is one. Raises FrameError for a slot
        into which nothing goes.
        """
        root = "../" * path.count("/") or "./"
        slots = {slot for _, slot in slots_in(html)}
        of_data = any(slot.partition("-")[0] == DATA for slot in slots)
        files = data_files(self._kb, self._built) if of_data else None
        blocks = Blocks(self._kb, self._environment, root, self._told, handbook, self._url, files)
        address = path.removesuffix("index.html")
        filled = with_addresses(fill_slots(html, blocks), address, self._url)
        if not path.endswith("index.html"):
            return filled
        # What the page that offers all data says of it to search engines.
        offered = dataset(self._kb) if DATA in slots else None
        data = self._feeds.prose(address) + self._data.prose(address, filled, offered)
        return _with_data(filled, self._head + data)

    def _stamped(self, frame: Frame, page: Page, name: str) -> str:
        """A generated page with its structured data, and with its address for paper."""
        data = self._data.article(page, name)
        if self._folder != Path():  # files are named as the user sees them
            page = replace(page, source=Path(os.path.relpath(page.source, self._folder)).as_posix())
        if self._url:
            code = printed_address(self._url + quote(page.path))
            page = replace(page, content=f"{page.content}\n{code}")
        stamped = with_addresses(frame.stamp(page), page.path, self._url)
        return _with_data(stamped, self._head + data)


def _with_data(html: str, data: str) -> str:
    return html.replace("</head>", f"{data}</head>", 1)


def _frame(built: Path, name: str) -> Frame:
    file = built / FRAMES / name / "index.html"
    source = f"content/{FRAMES}/{name}.md"
    if not file.is_file():
        raise FrameError(f"{source}: there is no such frame; restore it")
    return Frame.cut(file.read_text("utf-8"), f"{FRAMES}/{name}/", source)
