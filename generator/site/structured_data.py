"""What search engines read of a page: JSON-LD in the words of schema.org.

All of it stands on the page too, for people; the description is the one that the page's head gives,
and addresses and days are those of its links and dates. References: https://schema.org/TechArticle,
https://schema.org/BreadcrumbList, https://schema.org/WebSite, https://schema.org/Dataset.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote

from generator.knowledge.licence import LICENCE_URL
from generator.site.engine import SiteSettings
from generator.site.frames import Page

_LANGUAGE = "en"  # of our own words, whichever a device shows
# In a script, these could end it, or its line; in JSON, the escape means the same.
_ESCAPES = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)

Node = dict[str, Any]
Crumb = tuple[str, str]  # what a page is called on the way to it, and its path


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is known as data, for those who search for such: its name, whom to name, the day of its
    edition, and what can be downloaded as (what it holds, path, media type)."""

    name: str
    credit: str
    edition: datetime.date
    downloads: tuple[tuple[str, str, str], ...]


class StructuredData:
    """Makes the structured data of a site; nothing for one without an address."""

    def __init__(self, settings: SiteSettings) -> None:
        self._settings = settings

    def prose(self, path: str, html: str, dataset: Dataset | None = None) -> str:
        """The home page says what the site is, any other page of prose the way to it, and that of
        the open data what there is."""
        if not path:
            return self._script([self._site(description_of(html))])
        name = self._settings.sections.get(path) or heading_of(html)
        more = [] if dataset is None else [self._dataset(path, html, dataset)]
        return self._script([*more, self._breadcrumbs([(name, path)])])

    def article(self, page: Page, name: str) -> str:
        """A page of instructions; `name` is what it is called on the way to it."""
        us = {"@type": "Organization", "name": self._settings.name}
        article = {
            "@type": "TechArticle",
            "headline": page.title,
            "description": page.description,
            "url": self._address(page.path),
            "inLanguage": _LANGUAGE,
            "author": us,
            "publisher": us,
            "isPartOf": self._site(),
            "license": LICENCE_URL,
        }
        # Not when the file was written: when what it says last changed, or was last checked.
        if page.changed is not None:
            article["dateModified"] = page.changed.isoformat()
        crumbs = self._section(page.path.partition("/")[0] + "/")
        if page.list_path.endswith("/"):  # else it is a part of the page of the section
            crumbs.append((page.section, page.list_path))
        return self._script([article, self._breadcrumbs([*crumbs, (name, page.path)])])

    def listing(self, page: Page, section: str) -> str:
        """A list of devices of one kind; `section` is the path of the list of all devices."""
        crumbs = [*self._section(section), (page.section, page.list_path)]
        if page.path != page.list_path:
            crumbs.append((page.title, page.path))
        return self._script([self._breadcrumbs(crumbs)])

    def _section(self, path: str) -> list[Crumb]:
        """The page of a section, if the navigation has it."""
        name = self._settings.sections.get(path)
        return [(name, path)] if name else []

    def _dataset(self, path: str, html: str, dataset: Dataset) -> Node:
        return {
            "@type": "Dataset",
            "name": dataset.name,
            "description": description_of(html),
            "url": self._address(path),
            "inLanguage": _LANGUAGE,
            "license": LICENCE_URL,
            "creditText": dataset.credit,
            "isAccessibleForFree": True,
            "creator": {"@type": "Organization", "name": self._settings.name},
            "dateModified": dataset.edition.isoformat(),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": what,
                    "contentUrl": self._address(at),
                    "encodingFormat": kind,
                }
                for what, at, kind in dataset.downloads
            ],
        }

    def _site(self, description: str = "") -> Node:
        site = {"@type": "WebSite", "name": self._settings.name, "url": self._settings.url}
        more = {"description": description, "inLanguage": _LANGUAGE}
        return site | more if description else site

    def _breadcrumbs(self, crumbs: Iterable[Crumb]) -> Node:
        sections = self._settings.sections
        way = [(sections.get("", self._settings.name), ""), *crumbs]
        items = [
            {"@type": "ListItem", "position": number, "name": name, "item": self._address(path)}
            for number, (name, path) in enumerate(way, 1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": items}

    def _address(self, path: str) -> str:
        return self._settings.url + quote(path)

    def _script(self, nodes: list[Node]) -> str:
        """An element that holds data. It is no program, so no policy has to let it run."""
        if not self._settings.url:
            return ""
        data = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
        known = {"@context": "https://schema.org"} | data
        text = _JSON.encode(known)
        for character, escaped in _ESCAPES.items():
            text = text.replace(character, escaped)
        return f'<script type="application/ld+json">{text}</script>'


def description_of(html: str) -> str:
    """How a page describes itself in its head."""
    return _first(_DESCRIPTION, html)


def heading_of(html: str) -> str:
    """The text of a page's first heading."""
    return _first(_HEADING, html)


def _first(element: re.Pattern[str], html: str) -> str:
    """The text that a page has in an element."""
    found = element.search(html)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", found[1])).split()) if found else ""
