"""Whether two sites say the same: titles, descriptions, structured data, and the words, links and
places of the text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import Any

# Elements that stand within a line of text; all others begin and end one.
_INLINE = re.compile("a|abbr|b|bdi|cite|code|em|i|kbd|mark|q|s|small|span|strong|su[bp]|u")


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says: its title, its description, what it tells search engines as JSON-LD, and
    the lines of its text, with where each link leads, on paper too, and what each place is called
    for links to it."""

    title: str
    description: str
    data: Any
    lines: tuple[str, ...]


HEAD = ("title", "description", "data")  # what a page says in its head


def said(html: str) -> Said:
    """What a page says. Its text is that of its `<article>`; white space does not count."""
    reader = _Reader()
    # Only the head and the article, since the rest is much longer.
    reader.feed(html[: html.find("</head>")])
    reader.feed(html[html.find("<article") : html.rfind("</article>")])
    reader.close()
    reader.end_line()
    data = json.loads(reader.data) if reader.data else None
    return Said(" ".join(reader.title.split()), reader.description, data, tuple(reader.lines))


def first_difference(
    one: Path, other: Path, paths: list[str], *, head: Collection[str] = HEAD
) -> str | None:
    """Where two sites first differ among the pages at `paths`; None if they say the same.

    `head` is what of `HEAD` counts.
    """
    for path in paths:
        there = [site / path / "index.html" for site in (one, other)]
        for file in there:
            if not file.is_file():
                return f"{path}: there is no {file}"
        first, second = (said(file.read_text("utf-8")) for file in there)
        if not first.lines:
            return f"{path}: the page says nothing"
        for found, expected in _pairs(first, second, head):
            if found != expected:
                return f"{path}:\n  {found!r}\n  {expected!r}"
    return None


def digests(site: Path) -> dict[str, str]:
    """What tells the bytes of each file of a site, by its path."""
    return {
        file.relative_to(site).as_posix(): hashlib.blake2b(file.read_bytes()).hexdigest()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def first_other_file(one: dict[str, str], other: dict[str, str]) -> str | None:
    """The first file that is not in both sites, byte for byte; None if there is none."""
    return next((p for p in sorted({*one, *other}) if one.get(p) != other.get(p)), None)


def _pairs(first: Said, second: Said, head: Collection[str]) -> Iterator[tuple[Any, Any]]:
    yield from ((getattr(first, name), getattr(second, name)) for name in head)
    yield from zip_longest(first.lines, second.lines)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = self.description = self.data = ""
        self.lines: list[str] = []
        self._line: list[str] = []
        self._in_title = self._in_data = False
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "meta" and attributes.get("name") == "description":
            self.description = attributes.get("content") or ""
        # Icons have titles as well; the page's own comes first.
        self._in_title = tag == "title" and not self.title
        self._in_data = attributes.get("type") == "application/ld+json"
        if tag == "article":
            self._depth += 1
        if not self._depth:
            return
        if not _INLINE.fullmatch(tag):
            self.end_line()
        if attributes.get("id"):
            self._line.append(f"#{attributes['id']} ")
        if tag == "a":
            self._line.append(f"<{attributes.get('href')} {attributes.get('data-address')}>")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_data = False
        if self._depth and not _INLINE.fullmatch(tag):
            self.end_line()
        if tag == "article":
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif self._in_data:
            self.data += data
        elif self._depth:
            self._line.append(data)

    def end_line(self) -> None:
        """What was read since the last line began becomes a line, if it is more than space."""
        line = " ".join("".join(self._line).split())
        if line:
            self.lines.append(line)
        self._line = []
