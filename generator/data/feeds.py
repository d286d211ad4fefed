"""Feeds of what changed: one of all, and one for each kind of device (Atom, RFC 4287).

An entry says what the changelog says, in the words in which it was told, so it never changes after
it was published. Its id is a `tag:` URI (RFC 4151) of the site's host, the day, and the entry's
name on that day: it stays whatever else is told, and in which order.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from html import escape
from itertools import islice
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator.knowledge.base import Kind, KnowledgeBase
from generator.knowledge.changelog import Edition, Entry
from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL

FOLDER = "feeds/"
ALL = f"{FOLDER}changes.atom"
TYPE = "application/atom+xml"
# Programs fetch a feed many times a day, mostly to find nothing new: fifty entries are some 50 KB,
# and more than anybody misses between two looks. The page of changes and the API have them all.
MOST_ENTRIES = 50
_MOST_LINKS = 12  # in an entry; a label may stand on thousands of pages
_MOST_LETTERS = 160  # in a title

_Told = tuple[Edition, Entry]


def feed_of(kind: str) -> str:
    """The path of the feed for a kind of device, by the kind's id."""
    return f"{FOLDER}{kind}.atom"


def has_feeds(kb: KnowledgeBase, site_url: str) -> bool:
    """Whether a site at that address has feeds."""
    return bool(site_url and kb.changelog)


def feeds(kb: KnowledgeBase, site_url: str, site_name: str, page: str = "") -> dict[str, bytes]:
    """The files of all feeds by their paths below the site.

    There are none without a `site_url` (which ends in a slash), for a feed is read elsewhere and
    needs whole addresses, and none before anything was told. `page` is the path of the page that
    tells all changes, as `changes/`, if there is one.
    """
    if not has_feeds(kb, site_url):
        return {}
    of_kinds = {feed_of(kind.id): _Feed(kb, site_url, site_name, page, kind) for kind in kb.kinds}
    made = {**of_kinds, ALL: _Feed(kb, site_url, site_name, page, None)}
    return {path: feed.xml(path) for path, feed in made.items()}


class _Feed:
    """One feed: of all changes, or of those that concern a kind of device."""

    def __init__(
        self, kb: KnowledgeBase, site_url: str, site_name: str, page: str, kind: Kind | None
    ) -> None:
        self._kb, self._url, self._name, self._kind = kb, site_url, site_name, kind
        self._page = page
        found = urlsplit(site_url)
        host = found.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
        # Where a change of the site's address would change ids, so would any other choice.
        self._tag = f"tag:{host},{{day}}:{found.path.lstrip('/')}"

    def xml(self, path: str) -> bytes:
        """The feed that stands at `path`."""
        told = list(islice(self._told(), MOST_ENTRIES))
        first, last = self._kb.changelog[-1].date, self._kb.changelog[0].date
        about = f" for {self._kind.name}" if self._kind else ""
        feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
        _text(feed, "id", f"{self._tag.format(day=first)}{path.removesuffix('.atom')}")
        _text(feed, "title", f"{self._name}: what changed{about}")
        _text(feed, "subtitle", "New, changed and checked steps, in words.")
        _text(feed, "updated", _time(told[0][0].date if told else last))
        author = SubElement(feed, "author")
        _text(author, "name", self._name)
        _text(author, "uri", self._url)
        _link(feed, "self", self._url + path, TYPE)
        if self._page:
            _link(feed, "alternate", self._url + self._page, "text/html")
        _link(feed, "license", LICENCE_URL, "text/html")
        _text(feed, "rights", f"{LICENCE_NAME}: {LICENCE_URL}")
        for edition, entry in told:
            self._add(feed, edition.date, entry)
        indent(feed)
        written: bytes = tostring(feed, "utf-8", xml_declaration=True)
        return written + b"\n"

    def _told(self) -> Iterator[_Told]:
        """All there is to tell, the newest day first."""
        for edition in self._kb.changelog:
            for entry in edition.entries:
                of_all = self._kind is None or entry.about == "service"
                if of_all or (self._kind is not None and self._kind.id in entry.kinds):
                    yield edition, entry

    def _add(self, feed: Element, day: datetime.date, entry: Entry) -> None:
        added = SubElement(feed, "entry")
        _text(added, "id", f"{self._tag.format(day=day)}changes/{entry.id}")
        _text(added, "title", _shortened(entry.sentence))
        _text(added, "updated", _time(day))
        _text(added, "published", _time(day))
        links = list(self._links(entry))
        # One page is what it is about; of many, only the page of changes tells it.
        about = links[0][0] if len(links) == 1 else self._page and f"{self._page}#{day}"
        _link(added, "alternate", self._url + (about or "devices/"), "text/html")
        _category(added, entry.what, f"{self._url}{self._page or FOLDER}", entry.what)
        kinds = {kind.id: kind.name for kind in self._kb.kinds}
        for kind in entry.kinds:
            _category(added, kind, f"{self._url}devices/", kinds.get(kind, kind))
        _text(added, "content", self._html(entry, links), type="html")

    def _links(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """The pages that changed and are still there: their paths, and what they are called."""
        for name in entry.devices:
            if name in self._kb.devices:
                yield f"devices/{quote(name)}/", self._kb.devices[name].title
        if entry.every_device:
            for kind in self._kb.kinds:
                if kind.id in entry.kinds:
                    yield f"devices/#{quote(kind.id)}", kind.name
        for name in entry.problems:
            if name in self._kb.problems:
                yield f"troubleshooting/{quote(name)}/", self._kb.problems[name].title

    def _html(self, entry: Entry, links: list[tuple[str, str]]) -> str:
        """The sentence, and where to read more; all text is escaped once, as HTML."""
        items = [
            f'<li><a href="{escape(self._url + path)}">{escape(name)}</a></li>'
            for path, name in links[:_MOST_LINKS]
        ]
        if len(links) > _MOST_LINKS:
            items.append(f"<li>and {len(links) - _MOST_LINKS} more</li>")
        listed = f"<ul>{''.join(items)}</ul>" if items else ""
        return f"<p>{escape(entry.sentence)}</p>{listed}"


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _link(parent: Element, rel: str, href: str, type_: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": type_, "href": href})


def _category(parent: Element, term: str, scheme: str, label: str) -> None:
    SubElement(parent, "category", {"term": term, "scheme": scheme, "label": label})


def _time(day: datetime.date) -> str:
    """The day as a moment, which Atom asks for: nobody knows, or needs, the hour."""
    return f"{day.isoformat()}T00:00:00Z"


def _shortened(text: str) -> str:
    """A sentence as a title: whole, if lists of titles have room for it."""
    if len(text) <= _MOST_LETTERS:
        return text
    return f"{text[:_MOST_LETTERS].rpartition(' ')[0]} …"
