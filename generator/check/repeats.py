"""A sentence is said in one place only: whoever corrects it must not have to find its copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.check.fields import Field, fields_of
from generator.model.specs import FOLDERS, SHARED, Entry, Specs
from generator.model.text import references
from generator.read.document import Path
from generator.read.problem import Problem, shown

# Shorter ones ("It only closes the app.") may well be said by two people.
MIN_WORDS = 4
_BETWEEN = re.compile(r"(?<=[.!?…])\s+")


def check_repeats(specs: Specs) -> Iterator[Problem]:
    """Every sentence that stands in two specs, and every phrase that holds another."""
    first: dict[str, tuple[Entry[Any], Path]] = {}
    for collection in (*SHARED, *FOLDERS):
        for entry in getattr(specs, collection).values():
            for path, sentence in sentences_in(fields_of(entry.spec)):
                known, at = first.setdefault(sentence.casefold(), (entry, path))
                if known is not entry:
                    yield Problem(
                        entry.place(*path),
                        "repeated-sentence",
                        f"“{shown(sentence, 600)}” stands already at {known.place(*at)}.",
                        "Make it a phrase in phrases.yml and write its name in braces, or say what "
                        "is special here.",
                    )
    for phrase in specs.phrases.values():
        for name in references(phrase.spec.text):
            if name in specs.phrases:
                yield Problem(
                    phrase.place("text"),
                    "phrase-in-phrase",
                    f"The phrase `{phrase.id}` holds the phrase `{name}`.",
                    "Write its words out.",
                )


def sentences_in(fields: Iterable[Field]) -> Iterator[tuple[Path, str]]:
    """The sentences that may stand in one spec only, with the places of their texts."""
    for field in fields:
        if field.holds_words:
            for path, text in field.strings():
                if text.count(" ") < MIN_WORDS - 1:
                    continue
                for sentence in _BETWEEN.split(text):
                    ends = sentence.endswith((".", "!", "?", "…"))
                    if ends and sentence.count(" ") >= MIN_WORDS - 1:
                        yield path, sentence
