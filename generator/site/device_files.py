"""The files of the pages of devices: of any devices, made one by one, on any machine."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device_hashes import DeviceHashes
from generator.read.kept import key_of
from generator.site.device_lists import DeviceLists
from generator.site.device_page import DevicePages
from generator.site.engine import SiteSettings
from generator.site.feed_links import FeedLinks
from generator.site.stamping import Stamping, cut_frame, frame_html, page_files
from generator.site.structured_data import StructuredData

DEVICES = "devices/"  # where the pages are, each by its name


@dataclass(frozen=True, slots=True)
class Around:
    """Of what pages of devices are made beside what is known of them. All of it can be handed to
    another machine."""

    settings: SiteSettings
    frame: str
    """The frame as the engine built it."""
    feeds: Mapping[str, str]
    """What leads to the feeds of a kind of device, by its id, for the head of a page."""
    cards: bool
    markdown: bool
    here: str
    """The folder from which paths of files are seen."""

    @classmethod
    def of(
        cls,
        kb: KnowledgeBase,
        content: Path,
        built: Path,
        settings: SiteSettings,
        *,
        cards: bool,
        markdown: bool,
    ) -> Around:
        """That of a site; parameters as for its pages. Raises FrameError."""
        links = FeedLinks(kb, content, settings.url)
        return cls(
            settings,
            frame_html(built, "device"),
            {kind.id: links.device(kind.id) for kind in kb.kinds},
            cards,
            markdown,
            os.fspath(Path.cwd()),
        )

    def packed(self) -> str:
        """It as a text, but for the settings; for pages that have neither cards nor Markdown."""
        assert not self.cards and not self.markdown
        return json.dumps([self.frame, dict(self.feeds), self.here])

    @classmethod
    def unpacked(cls, text: str, settings: SiteSettings) -> Around:
        """What was packed."""
        frame, feeds, here = json.loads(text)
        return cls(settings, frame, feeds, cards=False, markdown=False, here=here)

    def key(self, kb: KnowledgeBase) -> str:
        """A hash of it: as long as that stays, so do pages of devices of whom nothing changes."""
        lists = DeviceLists(kb)
        return key_of(
            *(self.frame, self.settings.url, str(self.settings.folder)),
            *(f"{self.markdown=}", f"{self.cards=}"),
            *(f"{kind}: {feeds} {lists.address(kind)}" for kind, feeds in self.feeds.items()),
        )


class DeviceFiles:
    """Makes the pages of devices, and the files they become."""

    def __init__(self, kb: KnowledgeBase, around: Around) -> None:
        """Of `kb`, the devices need be there only when their pages are made. Raises FrameError."""
        self._kb, self._around = kb, around
        settings = around.settings
        self._pages = DevicePages(kb, cards=around.cards, url=settings.url)
        self._data = StructuredData(settings)
        self._frame = cut_frame(around.frame, "device", settings.url)
        self._stamp = Stamping(settings, markdown=around.markdown, here=around.here)

    def made_of(self, name: str) -> str:
        """A hash of all that the page of a device is made of: as long as it stays, so does that."""
        return self._hashes.of(name)

    @cached_property
    def _hashes(self) -> DeviceHashes:
        return DeviceHashes(self._kb, self._around.key(self._kb))

    def html(self, name: str) -> str:
        """The page of a device."""
        device = self._kb.devices[name]
        page = self._pages.page(device)
        head = self._data.article(page, device.title), self._around.feeds[device.kind]
        return self._stamp(self._frame, page, *head)

    def made(self, name: str) -> dict[str, str]:
        """The files of the page of a device, by their paths, with what is in them."""
        path, url = f"{DEVICES}{name}/", self._around.settings.url
        html, markdown = self.html(name), self._around.markdown
        return page_files(path, html, self._kb.edition, url, markdown=markdown)
