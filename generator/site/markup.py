"""Where the elements of an HTML page begin and end, whoever wrote or minified it.

Only what cutting a frame needs: elements with their offsets in the text. Unlike a tree of nodes,
offsets let the rest of the page pass through byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate

VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
# Minifiers leave out end tags: an element on the left also ends where one on the right begins.
ENDED_BY = {
    "li": re.compile("li"),
    "p": re.compile(
        "address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]"
        "|header|hr|main|nav|ol|p|pre|section|table|ul"
    ),
}


@dataclass(slots=True)
class Element:
    """One element: `html[start:end]` is all of it, `html[inner:close]` what is inside."""

    tag: str
    start: int
    inner: int
    close: int
    end: int
    attributes: dict[str, str]

    def attribute(self, name: str) -> str:
        """Its value, or the empty text."""
        return self.attributes.get(name, "")

    def text(self, html: str) -> str:
        """What a reader sees of it, white space collapsed."""
        seen = _Text()
        seen.feed(html[self.inner : self.close])
        seen.close()
        return " ".join("".join(seen.parts).split())


def elements(html: str) -> list[Element]:
    """All elements of a page in the order of their start tags."""
    return _Finder(html).found


class _Text(HTMLParser):
    """Collects text."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


class _Finder(HTMLParser):
    """Walks a page once and notes where each element begins and ends."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._open: list[Element] = []
        self._html = html
        # HTMLParser counts lines by "\n" alone, so no other line break may count here either.
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start, raw = self._offset(), self.get_starttag_text()
        assert raw is not None
        ended_by = ENDED_BY.get(self._open[-1].tag) if self._open else None
        if ended_by and ended_by.fullmatch(tag):
            self._close_from(len(self._open) - 1, start, start)
        attributes = {name: value or "" for name, value in attrs}
        # Until an end is found, it ends with the page.
        page_end = len(self._html)
        element = Element(tag, start, start + len(raw), page_end, page_end, attributes)
        self.found.append(element)
        if VOID.fullmatch(tag):
            element.close = element.end = element.inner
        else:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open and self._open[-1] is self.found[-1]:
            element = self._open.pop()
            element.close = element.end = element.inner

    def handle_endtag(self, tag: str) -> None:
        start = self._offset()
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].tag == tag:
                # Elements left open inside end where this one's end tag begins.
                self._close_from(depth + 1, start, start)
                self._close_from(depth, start, self._html.index(">", start) + 1)
                return

    def _close_from(self, depth: int, close: int, end: int) -> None:
        for element in self._open[depth:]:
            element.close, element.end = close, end
        del self._open[depth:]

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
