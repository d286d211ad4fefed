"""What changed, for the page that tells it: by day, and of each thing or group of things together.

The sentences are those of the changelog, as they were told then. Links lead to what is there now.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from generator.changes.in_words import HEADINGS, RANKS
from generator.data.feeds import ALL, feed_of, has_feeds
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changelog import Edition, Entry

# What is newest stands open; some days more are folded; what is older than that is in the data.
_OPEN_DAYS, _MOST_DAYS = 5, 60
_MOST_LINES = 60  # of a day
_MOST_LINKS = 6  # of a line


@dataclass(frozen=True, slots=True)
class Line:
    """What is told of one thing, or of several: sentences, which are whole without `who`. `page` is
    the path of the one page that it is about; otherwise `links` has some of the pages that changed,
    and `more` says how many others did."""

    who: str
    says: tuple[str, ...]
    page: str | None
    links: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its lines below headings; `left_out` is for how many there is no room."""

    date: datetime.date
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    count: int
    left_out: int


def changes_values(kb: KnowledgeBase, address: str) -> dict[str, Any]:
    """What the template of the page sees; `address` is that of the site, without which there are no
    feeds."""
    days = [_day(kb, edition) for edition in kb.changelog[:_MOST_DAYS]]
    kinds = [(feed_of(kind.id), kind.name) for kind in kb.kinds if kind.devices]
    there = has_feeds(kb, address)
    return {
        "newest": days[:_OPEN_DAYS],
        "older": days[_OPEN_DAYS:],
        "feed": ALL if there else "",
        "feeds_of_kinds": kinds if there else [],
    }


def _day(kb: KnowledgeBase, edition: Edition) -> Day:
    headed: dict[str, dict[object, list[Entry]]] = {}
    for entry in edition.entries:
        groups = headed.setdefault(HEADINGS[entry.about], {})
        key = (entry.who, entry.devices, entry.problems) if entry.who else entry.id
        groups.setdefault(key, []).append(entry)
    room, left_out = _MOST_LINES, 0
    told = []
    for heading, groups in headed.items():
        ranked = sorted(groups.values(), key=lambda group: min(RANKS[one.what] for one in group))
        shown = ranked[:room]
        left_out += len(ranked) - len(shown)
        room -= len(shown)
        if shown:
            told.append((heading, tuple(_line(kb, group) for group in shown)))
    return Day(edition.date, tuple(told), len(edition.entries), left_out)


def _line(kb: KnowledgeBase, entries: Sequence[Entry]) -> Line:
    first = entries[0]
    pages = list(_pages(kb, first))
    page = pages[0][0] if len(pages) == 1 and first.who else None
    links = () if page else tuple(pages[:_MOST_LINKS])
    says = tuple(one.says for one in entries)
    return Line(first.who, says, page, links, len(pages) - len(links) if links else 0)


def _pages(kb: KnowledgeBase, entry: Entry) -> Iterator[tuple[str, str]]:
    """The pages that changed and are still there: their paths, and what they are called now."""
    for name in entry.devices:
        if name in kb.devices:
            yield f"devices/{quote(name)}/", kb.devices[name].title
    for name in entry.problems:
        if name in kb.problems:
            yield f"troubleshooting/{quote(name)}/", kb.problems[name].title
