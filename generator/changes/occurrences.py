"""On which devices and in which problems each word and each source stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.route import Walkthrough
from generator.knowledge.text import Word

_CITE = ("sources", "in_part", "delay_sources")
Named = tuple[str, str]  # kind of word (or "source"), id


@dataclass(slots=True)
class Places:
    """Devices and problems, by their ids, in the order of the knowledge base."""

    devices: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Occurrences:
    """Words and sources of a knowledge base, with where they stand."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._met: dict[Walkthrough, frozenset[Word | Named]] = {}
        self._places: dict[Named, Places] = {}
        self.symbols: dict[str, str] = {}  # the sign on each key
        for device in kb.devices.values():
            for name in self._names(device):
                self._places.setdefault(name, Places()).devices.append(device.id)
        for problem in kb.problems.values():
            for name in self._names(problem):
                self._places.setdefault(name, Places()).problems.append(problem.id)
        self._names((kb.topics, kb.checklists, kb.remote, kb.afterwards))  # for the signs on keys

    def places(self, kind: str, name: str) -> Places:
        """Where the word or source of this name stands."""
        return self._places.get((kind, name), Places())

    def _names(self, value: Any) -> list[Named]:
        met: dict[Word | Named, None] = {}
        self._walk(value, met)
        names: dict[Named, None] = {}
        for one in met:
            if isinstance(one, Word):
                names[one.kind, one.id] = None
                if one.kind == "key" and one.symbol:
                    self.symbols[one.id] = one.symbol
                if one.kind == "label":
                    names.update(dict.fromkeys(self._behind(one.id)))
            else:
                names[one] = None
        return list(names)

    def _behind(self, label: str) -> Iterable[Named]:
        """What a label means, which stands wherever the label does."""
        means, seen = self._kb.labels[label].means, {label}
        while means is not None and means not in seen:
            seen.add(means)
            yield ("label" if means in self._kb.labels else "concept"), means
            means = self._kb.labels[means].means if means in self._kb.labels else None

    def _walk(self, value: Any, met: dict[Word | Named, None]) -> None:
        if isinstance(value, Word):
            met[value] = None
        elif isinstance(value, Walkthrough):
            if value not in self._met:
                own: dict[Word | Named, None] = {}
                self._walk_fields(value, own)
                self._met[value] = frozenset(own)
            met.update(dict.fromkeys(self._met[value]))
        elif isinstance(value, tuple | list):
            for item in value:
                self._walk(item, met)
        elif isinstance(value, Mapping):
            for item in value.values():
                self._walk(item, met)
        elif is_dataclass(value):
            self._walk_fields(value, met)

    def _walk_fields(self, value: Any, met: dict[Word | Named, None]) -> None:
        for name in _fields(value.__class__):
            inside = getattr(value, name)
            if name in _CITE:
                met.update((("source", source), None) for source in inside)
            else:
                self._walk(inside, met)


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))
