"""The names that exist, with what each stands for: what editors choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator.model.specs import Entry, Specs
from generator.model.vocabulary import Label


def _label(label: Label) -> str:
    words = " or ".join(f"“{word}”" for word in label.text.get("en", ()))
    icon = ", a picture" if label.icon else ""
    formerly = f", formerly {' or '.join(label.formerly)}" if label.formerly else ""
    return f"{words}{icon}{formerly}"


# What each name stands for, by collection, from its entry.
_SAYS: Mapping[str, Callable[[Any], str]] = {
    "kinds": lambda kind: kind.name,
    "keys": lambda key: f"the key {key.name}" + (f" {key.symbol}" if key.symbol else ""),
    "labels": _label,
    "positions": lambda position: f"… {position.text}",
    "concepts": lambda concept: concept.means,
    "phrases": lambda phrase: f"“{phrase.text}”",
    "items": lambda item: item.title,
    "sources": lambda source: f"{source.title} ({source.publisher}, {source.tier})",
    "families": lambda family: family.name,
    "devices": lambda device: device.name,
    "problems": lambda problem: problem.title,
    "checklists": lambda checklist: checklist.title,
    "topics": lambda topic: topic.title,
}
# What one entry is called, and where editors find its name.
ONE: Mapping[str, tuple[str, str]] = {
    "kinds": ("kind of device", "kinds.yml"),
    "everyday": ("everyday word", "everyday.yml"),
    "keys": ("key", "keys.yml"),
    "labels": ("label", "labels.yml"),
    "positions": ("position", "positions.yml"),
    "concepts": ("concept", "concepts.yml"),
    "phrases": ("phrase", "phrases.yml"),
    "items": ("item", "items.yml"),
    "packs": ("pack", "packs.yml"),
    "sources": ("source", "sources.yml"),
    "families": ("family", "families/"),
    "devices": ("device", "devices/"),
    "problems": ("problem", "problems/"),
    "checklists": ("checklist", "checklists/"),
    "topics": ("topic", "topics/"),
    "changelog": ("edition", "changelog/"),
    "languages": ("language", "service.yml"),
}


def names_in(specs: Specs, collections: Iterable[str]) -> dict[str, str] | None:
    """Every name in `collections`, in the order of the files, with what it stands for.

    None if one of them could not be read, so that nobody knows all its names. A single entry that
    could not be read is there with nothing to say of it.
    """
    found: dict[str, str] = {}
    for collection in collections:
        if collection == "languages":
            if specs.service is None:
                return None
            found |= specs.service.spec.languages
            continue
        if specs.is_broken(collection, "*"):
            return None
        entries: Mapping[str, Entry[Any]] = getattr(specs, collection)
        for name, entry in entries.items():
            found.setdefault(name, _SAYS[collection](entry.spec))
        for broken, name in sorted(specs.broken):
            if broken == collection:
                found.setdefault(name, "")
    return found
