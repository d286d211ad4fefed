"""When two texts of two knowledge bases say the same, though a word in them has a new name.

A word that is renamed is told once, with all places where it stands. So texts are compared with
tokens in the place of words: a token has what the word looked like before and what it looks like
now, whatever it is called in the specs. Two words that look the same on both sides are the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from generator.changes.occurrences import Occurrences
from generator.knowledge.base import Concept, KnowledgeBase, Label, Source
from generator.knowledge.text import Text, Word, plain

Keys = Mapping[str, Word]  # the keys that a device calls by another name


def label_look(kb: KnowledgeBase, label: Label) -> Hashable:
    """All that readers see of a label."""
    return (
        tuple(label.text.items()),
        label.icon,
        label.formerly,
        label_meaning(kb, label),
        plain(label.does or ()),
        tuple(sorted(label.official)),
        tuple(_cited(kb, label.sources)),
    )


def label_meaning(kb: KnowledgeBase, label: Label) -> str:
    """The word that a label means the same as."""
    if label.means is not None and label.means in kb.labels:
        return kb.labels[label.means].text["en"][0]
    return kb.concepts[label.means].name if label.means is not None else ""


def concept_look(kb: KnowledgeBase, concept: Concept) -> Hashable:
    """All that readers see of a concept."""
    said = (concept.name, plain(concept.means), plain(concept.is_not or ()))
    return (*said, tuple(_cited(kb, concept.sources)))


def source_look(source: Source) -> Hashable:
    """All that readers see of a source."""
    said = (source.url, source.title, source.publisher, source.tier, source.origin)
    return (*said, source.date, source.language, source.note)


def _cited(kb: KnowledgeBase, names: Iterable[str]) -> list[Hashable]:
    return [kb.sources[name].url for name in names]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two knowledge bases, with where its words stand and how they look."""

    kb: KnowledgeBase
    occurrences: Occurrences
    looks: Mapping[tuple[str, str], Hashable]

    @classmethod
    def of(cls, kb: KnowledgeBase) -> Side:
        """The side of `kb`."""
        occurrences = Occurrences(kb)
        looks: dict[tuple[str, str], Hashable] = {}
        for name, label in kb.labels.items():
            looks["label", name] = label_look(kb, label)
        for name, concept in kb.concepts.items():
            looks["concept", name] = concept_look(kb, concept)
        for name, source in kb.sources.items():
            looks["source", name] = source_look(source)
        for name, key in kb.keys.items():
            looks["key", name] = (key, occurrences.symbols.get(name, ""))
        looks["service", "service"] = kb.service
        return cls(kb, occurrences, looks)

    def look(self, kind: str, name: str, keys: Keys) -> Hashable:
        """How a word looks on a device that calls `keys` by its own names; None if there is no
        such word."""
        if kind == "key" and name in keys:
            return keys[name].text
        return self.looks.get((kind, name))


class Tokens:
    """The tokens of both sides, for a device that calls some keys by other names (before, now)."""

    def __init__(self, old: Side, new: Side, keys: tuple[Keys, Keys] = ({}, {})) -> None:
        self.sides = (old, new)
        self._keys = keys
        self._known: dict[tuple[int, str, str], Hashable] = {}

    def on(self, old_keys: Keys, new_keys: Keys) -> Tokens:
        """The same for a device with these names of its own for keys."""
        return Tokens(*self.sides, (old_keys, new_keys))

    def word(self, side: int, kind: str, name: str) -> Hashable:
        """The token of a word (or of a source) that stands on side 0 (before) or 1 (now)."""
        token = self._known.get((side, kind, name))
        if token is None:
            before, now = (
                one.look(kind, name, keys) for one, keys in zip(self.sides, self._keys, strict=True)
            )
            token = (kind, now if before is None else before, before if now is None else now)
            self._known[side, kind, name] = token
        return token

    def text(self, side: int, text: Text | None) -> Hashable:
        """The tokens of a text; pieces that only the specs divide are one."""
        said: list[Hashable] = []
        for piece in text or ():
            if isinstance(piece, Word):
                said.append(self.word(side, piece.kind, piece.id))
            elif said and isinstance(said[-1], str):
                said[-1] += piece
            elif piece:
                said.append(piece)
        return tuple(said)

    def words(self, side: int, words: Iterable[Word]) -> tuple[Hashable, ...]:
        """The tokens of words."""
        return tuple(self.word(side, word.kind, word.id) for word in words)

    def sources(self, side: int, names: Iterable[str]) -> tuple[Hashable, ...]:
        """The tokens of sources."""
        return tuple(self.word(side, "source", name) for name in names)

    def source_name(self, side: int, name: str) -> str:
        """What a sentence calls a source: Help Center, “How to sign out”."""
        source = self.sides[side].kb.sources[name]
        return f"{source.shown_as}: {source.title}"
