"""The pages of a site, each made by itself: what the engine built, with what we know put into it.

A build makes all of them, a preview the one somebody looks at. It is the same work either way.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.site.blocks import DATA, Blocks
from generator.site.data_page import data_files, dataset
from generator.site.device_files import DEVICES, Around, DeviceFiles
from generator.site.device_lists import CATALOGUE, DeviceLists
from generator.site.engine import SiteSettings
from generator.site.feed_links import FeedLinks
from generator.site.frames import Frame, Page, fill_slots, slots_in
from generator.site.html import make_environment
from generator.site.list_page import ListPages
from generator.site.paper import addressed, with_addresses
from generator.site.problem_page import ProblemPages
from generator.site.prose import topic_addresses
from generator.site.stamping import FRAMES, Stamping, cut_frame, frame_html
from generator.site.structured_data import StructuredData

__all__ = ["DEVICES", "FRAMES", "PROBLEMS", "SitePages"]

# What to do without the frame that a site needs only once it has many devices.
_NO_KIND = (
    "so many devices are listed by kind, on pages that need it: copy device.md there, and add the"
    " line `unsearched: true` to its top"
)
PROBLEMS = "troubleshooting/"  # where their pages are, each by its name


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
        self._kb, self._url = kb, settings.url
        self._built = built
        self._told = topic_addresses(content)
        self._data = StructuredData(settings)
        self._feeds = FeedLinks(kb, content, settings.url)
        self.around = Around.of(kb, content, built, settings, cards=cards, markdown=markdown)
        """Of what pages of devices are made beside what is known of them."""
        self._devices = DeviceFiles(kb, self.around)
        self._problems = ProblemPages(kb, self._told)
        self._problem_frame = _frame(built, "problem", settings.url)
        self.lists = DeviceLists(kb).pages
        self._lists = ListPages(kb)
        # Few devices have no such pages, and need no frame for them.
        self._kind_frame = _frame(built, "kind", settings.url, _NO_KIND) if self.lists else None
        self._environment = make_environment()
        self._stamped = Stamping(settings, markdown=markdown)

    def device(self, name: str) -> str:
        """The page of a device, which stands at `devices/NAME/`."""
        return self._devices.html(name)

    def problem(self, name: str) -> str:
        """The page of a problem, which stands at `troubleshooting/NAME/`."""
        page = self._addressed(self._problems.page(self._kb.problems[name]))
        data = self._data.article(page, page.title)
        return self._stamped(self._problem_frame, page, data)

    def listing(self, name: str) -> str:
        """The page of one of the `lists` of devices, which stands at `kinds/NAME/`."""
        assert self._kind_frame is not None, "there are lists only where there is a frame"
        place = self.lists[name]
        page = self._addressed(self._lists.page(place))
        data = self._data.listing(page, CATALOGUE), self._feeds.device(place.listed.kind.id)
        return self._stamped(self._kind_frame, page, *data)

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
        return _with_data(filled, self._stamped.head + data)

    def _addressed(self, page: Page) -> Page:
        return replace(page, content=addressed(page.content, page.path, self._url))


def _with_data(html: str, data: str) -> str:
    return html.replace("</head>", f"{data}</head>", 1)


def _frame(built: Path, name: str, url: str, mend: str = "restore it") -> Frame:
    return cut_frame(frame_html(built, name, mend), name, url)
