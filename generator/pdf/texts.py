"""Texts and citations as plain data for templates.

A text is a list of pieces. A piece is a string, a key `{"key": "Back", "sign": "↶"}`, or a label
`{"label": "Get Help"}`, which has `lang` and `english` too if it is said in another language.
Citations are the sources' numbers: `{"whole": [12], "part": [3]}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.text import Text, Word
from generator.knowledge.wording import TIERS

Data = dict[str, Any]
Pieces = list[str | Data]


class Texts:
    """Texts and sources of a knowledge base, with labels in `language` where they are known in it.

    `site_url` is the address of the site, with a slash at its end, or empty if it has none.
    """

    def __init__(self, kb: KnowledgeBase, site_url: str = "", language: str = "en") -> None:
        self.kb = kb
        self.site_url = site_url
        self.language = language
        self._pieces: dict[Text, Pieces] = {}

    def text(self, text: Text | None) -> Pieces:
        """A text in pieces; nothing is no pieces."""
        if not text:
            return []
        if (known := self._pieces.get(text)) is None:
            known = self._pieces[text] = self._split(text)
        return known

    def _split(self, text: Text) -> Pieces:
        pieces: Pieces = []
        for part in text:
            piece = self.word(part) if isinstance(part, Word) else part
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            else:
                pieces.append(piece)
        return pieces

    def word(self, word: Word) -> str | Data:
        """A word as a piece; icons, concepts and the service are plain strings."""
        if word.kind == "key":
            return {"key": word.text, "sign": word.symbol}
        if word.kind == "label" and not word.icon:
            said = self.kb.labels[word.id].text.get(self.language)
            if said is None or self.language == "en":
                return {"label": word.text}
            return {"label": said[0], "lang": self.language, "english": word.text}
        return word.text

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        ordered = sorted(self.kb.sources.values(), key=lambda s: (s.publisher.casefold(), s.id))
        return {source.id: number for number, source in enumerate(ordered, 1)}

    def cites(self, whole: Iterable[str], part: Iterable[str] = ()) -> Data:
        """The numbers of the sources that back something, and of those that back a part of it."""
        return {
            "whole": sorted(self._numbers[name] for name in whole),
            "part": sorted(self._numbers[name] for name in part),
        }

    def sources(self) -> list[Data]:
        """All sources in the order of their numbers."""
        languages = self.kb.languages
        return [
            {
                "number": number,
                "title": source.title,
                "url": source.url,
                "publisher": source.publisher,
                "tier": TIERS[source.tier],
                "origin": source.origin,
                "date": source.date,
                "language": None
                if source.language == "en"
                else languages.get(source.language, source.language),
                "note": source.note,
            }
            for source, number in ((self.kb.sources[n], i) for n, i in self._numbers.items())
        ]

    def address(self, path: str) -> str:
        """The address of a page of the site; empty if the site has none."""
        return f"{self.site_url}{path}" if self.site_url else ""
