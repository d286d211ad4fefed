"""Where a new phrase is said already: in each of these texts its name takes the words' place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.check.fields import fields_of
from generator.edit.naming import file_of
from generator.model.specs import FOLDERS, SHARED, Entry, Specs
from generator.read.document import Path

# Other phrases cannot hold a phrase, and what was told of a change stays as it was told.
_LEFT = ("phrases", "changelog")


@dataclass(frozen=True, slots=True)
class Said:
    """A text that says a new phrase: where it stands, and how it reads with `{name}` in it."""

    file: str
    path: Path
    text: str


def said_in(specs: Specs, words: str, name: str) -> Iterator[Said]:
    """Every text that says `words` as sentences of their own, with `{name}` in their place. Parts
    of a sentence are left alone: whoever wants them to follow writes the name there."""
    end = r"(?=\s|$)" if words.endswith((".", "!", "?", "…")) else "$"
    found = re.compile(rf"(?:^|(?<=[.!?…]\s)){re.escape(words)}{end}")
    for file, entry in _entries(specs):
        for field in fields_of(entry.spec):
            for path, text in field.strings() if field.holds_words else ():
                if found.search(text):
                    yield Said(file, entry.at + path, found.sub(f"{{{name}}}", text))


def _entries(specs: Specs) -> Iterator[tuple[str, Entry[Any]]]:
    if specs.service is not None:
        yield "service.yml", specs.service
    for collection in (*FOLDERS, *SHARED):
        if collection not in _LEFT:
            for entry in getattr(specs, collection).values():
                yield file_of(collection, entry.id, entry.folder), entry


def is_named(files: Mapping[str, bytes], name: str) -> bool:
    """Whether a file has `{name}` in it."""
    return any(f"{{{name}}}".encode() in data for data in files.values())
