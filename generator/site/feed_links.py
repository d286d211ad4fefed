"""By what feed readers find the feeds: links in the heads of the pages whose changes they tell."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from generator.data.feeds import ALL, TYPE, feed_of, has_feeds
from generator.knowledge.base import KnowledgeBase
from generator.site.prose import page_with

_LINK = Markup('<link rel="alternate" type="{type}" title="{title}" href="{href}">')
_SLOTS = ("changes", "catalogue")


class FeedLinks:
    """Makes these links; none for a site without an address, which has no feeds."""

    def __init__(self, kb: KnowledgeBase, content: Path, url: str) -> None:
        there = has_feeds(kb, url)
        # Where all devices are listed, or all that changed.
        pages = (page_with(content, slot) for slot in _SLOTS) if there else ()
        self._pages = {page for page in pages if page is not None}
        self._kinds = {kind.id: kind.name for kind in kb.kinds} if there else {}
        self._of_kinds = {
            kind: _link(f"../../{feed_of(kind)}", f"Changes for {name}")
            for kind, name in self._kinds.items()
        }

    def prose(self, address: str) -> str:
        """What goes into the head of the prose page at `address`."""
        if address not in self._pages:
            return ""
        feeds = {ALL: "All changes"}
        feeds |= {feed_of(kind): f"Changes for {name}" for kind, name in self._kinds.items()}
        root = "../" * address.count("/")
        return "".join(_link(f"{root}{path}", title) for path, title in feeds.items())

    def device(self, kind: str) -> str:
        """What goes into the head of the page of a device of this kind."""
        return self._of_kinds.get(kind, "")


def _link(href: str, title: str) -> str:
    return _LINK.format(type=TYPE, title=title, href=href)
