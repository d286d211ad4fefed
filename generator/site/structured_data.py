"""What search engines read of a page: JSON-LD in the words of schema.org.

All of it stands on the page too, for people. References: https://schema.org/TechArticle,
https://schema.org/BreadcrumbList, https://schema.org/WebSite.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import quote

from generator.site.engine import SiteSettings
from generator.site.frames import Page

_LANGUAGE = "en"  # of our own words, whichever a device shows
# In a script, these could end it, or its line; in JSON, the escape means the same.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)

Node = dict[str, Any]
Crumb = tuple[str, str]  # what a page is called on the way to it, and its path


class StructuredData:
    """Makes the structured data of a site; nothing for one without an address."""

    def __init__(self, settings: SiteSettings, edition: datetime.date) -> None:
        """`edition` is the day on which the specs were last compared with their sources."""
        self._settings = settings
        self._edition = edition

    def prose(self, path: str, html: str) -> str:
        """The home page says what the site is, any other page of prose the way to it."""
        if not path:
            return self._script([self._site(_first(_DESCRIPTION, html))])
        name = self._settings.sections.get(path) or _first(_HEADING, html)
        return self._script([self._breadcrumbs([(name, path)])])

    def article(self, page: Page, name: str) -> str:
        """A page of instructions; `name` is what it is called on the way to it."""
        us = {"@type": "Organization", "name": self._settings.name}
        article = {
            "@type": "TechArticle",
            "headline": page.title,
            "description": page.description,
            "url": self._address(page.path),
            "inLanguage": _LANGUAGE,
            # Not when the file was changed: when what it says was last held against its sources.
            "dateModified": self._edition.isoformat(),
            "author": us,
            "publisher": us,
            "isPartOf": self._site(),
        }
        section = page.path.partition("/")[0] + "/"
        above = self._settings.sections.get(section)
        crumbs = [(above, section)] if above else []
        return self._script([article, self._breadcrumbs([*crumbs, (name, page.path)])])

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
        text = json.dumps(known, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
        return f'<script type="application/ld+json">{text}</script>'


def _first(element: re.Pattern[str], html: str) -> str:
    """The text that a page has in an element."""
    found = element.search(html)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", found[1])).split()) if found else ""
