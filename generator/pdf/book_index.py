"""The alphabetical index of a book: devices by all their names."""

from __future__ import annotations

import unicodedata
from itertools import groupby

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.text import sorted_as
from generator.pdf.texts import Data

_NO_LETTER = "0–9"


def index_of(kb: KnowledgeBase) -> list[Data]:
    """Groups `{"letter", "entries"}`; an entry has a `term`, the `ids` of the devices that go by
    it, and `of`, the device's name if the term is another name for it."""
    terms: dict[str, list[str]] = {}
    for device in kb.devices.values():
        for term in dict.fromkeys((device.title, *device.also, *device.models)):
            terms.setdefault(term, []).append(device.id)
    entries = [
        {
            "term": term,
            "devices": [
                {
                    "id": name,
                    "of": None if kb.devices[name].title == term else kb.devices[name].name,
                }
                for name in names
            ],
        }
        for term, names in sorted(terms.items(), key=lambda item: (_sorted_as(item[0]), item[0]))
    ]
    return [
        {"letter": letter, "entries": list(group)}
        for letter, group in groupby(entries, key=lambda entry: _letter(str(entry["term"])))
    ]


def _sorted_as(term: str) -> tuple[bool, str]:
    """What begins with no letter comes first; letters sort without marks and case, é with e."""
    split = unicodedata.normalize("NFKD", sorted_as(term))
    bare = "".join(character for character in split if not unicodedata.combining(character))
    return bare[:1].isalpha(), bare


def _letter(term: str) -> str:
    has_letter, bare = _sorted_as(term)
    return bare[0].upper() if has_letter else _NO_LETTER
