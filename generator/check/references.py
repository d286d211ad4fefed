"""Rule 4: every name that is used exists, and every shared thing is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from generator.model.references import references_of
from generator.model.specs import Entry, Specs
from generator.model.text import WORDS
from generator.read.problem import Problem, did_you_mean, nearest

# What a reader of the problem calls an entry of a collection.
_ONE = {
    "kinds": "kind",
    "everyday": "everyday word",
    "keys": "key",
    "labels": "label",
    "positions": "position",
    "concepts": "concept",
    "phrases": "phrase",
    "items": "item",
    "packs": "pack",
    "sources": "source",
    "families": "family",
    "devices": "device",
    "problems": "problem",
    "checklists": "checklist",
    "topics": "topic",
}
# Kinds, concepts, packs, problems, checklists and topics have pages or places of their own.
_MUST_BE_USED = ("keys", "labels", "positions", "phrases", "items", "sources", "families")
# Finding the nearest name takes a while; with more unknown names than this, a file is no slip.
MAX_HINTS = 200


def check_references(specs: Specs) -> Iterator[Problem]:
    """Every reference to nothing, and every shared entry that nothing refers to."""
    used: set[tuple[str, str]] = set()
    for entry in _entries(specs):
        unknown = 0
        for reference in references_of(entry.spec):
            collections, name = reference.collections, reference.name
            found = [one for one in collections if name in getattr(specs, one)]
            used.update((one, name) for one in found)
            place = entry.place(*reference.path, key=reference.is_key)
            if not found and not any(specs.is_broken(one, name) for one in collections):
                unknown += 1
                known = set(chain(*(getattr(specs, one) for one in collections)))
                if collections is WORDS:
                    known.add("service")
                hint = ""
                if unknown <= MAX_HINTS:
                    hint = did_you_mean(name, known)
                    # Whoever misspelt a name uses what it means.
                    used.update((one, nearest(name, known) or "") for one in collections)
                shown = f"{{{name}}}" if collections is WORDS else name
                message = f"There is no {_either(collections)} `{shown}`."
                yield Problem(place, f"unknown-{_code(collections)}", message, hint)
            if len(found) > 1 and collections is not WORDS and not set(found) <= set(WORDS):
                message = f"`{name}` is the name of a {' and of a '.join(map(_one, found))}."
                yield Problem(place, "ambiguous-name", message, "Rename one of them.")
    yield from _unused(specs, used)
    yield from _ambiguous_words(specs)


def _one(collection: str) -> str:
    return _ONE[collection]


def _code(collections: tuple[str, ...]) -> str:
    if collections is WORDS:
        return "word"
    return _one(collections[0]) if len(collections) == 1 else "name"


def _either(collections: Sequence[str]) -> str:
    """A, B or C."""
    *first, last = map(_one, collections)
    return f"{', '.join(first)} or {last}" if first else last


def _entries(specs: Specs) -> Iterable[Entry]:  # type: ignore[type-arg]
    if specs.service is not None:
        yield specs.service
    for collection in _ONE:
        yield from getattr(specs, collection).values()


def _unused(specs: Specs, used: set[tuple[str, str]]) -> Iterator[Problem]:
    if specs.broken:
        return  # what could not be read may well use it
    for collection in _MUST_BE_USED:
        for name, entry in getattr(specs, collection).items():
            extended = collection == "families" and any(
                other.spec.extends == name for other in specs.families.values()
            )
            if (collection, name) not in used and not extended:
                yield Problem(
                    entry.place(key=True),
                    f"unused-{_ONE[collection]}",
                    f"Nothing uses the {_ONE[collection]} `{name}`.",
                    "Use it, or remove it.",
                )


def _ambiguous_words(specs: Specs) -> Iterator[Problem]:
    """`{name}` in a text must mean one thing only."""
    seen: dict[str, str] = {"service": "the service"}
    for collection in WORDS:
        for name, entry in getattr(specs, collection).items():
            if name in seen:
                yield Problem(
                    entry.place(key=True),
                    "ambiguous-word",
                    f"`{name}` is the name of {seen[name]} as well, so `{{{name}}}` in a text has "
                    "two meanings.",
                    "Rename one of them.",
                )
            seen[name] = f"a {_ONE[collection]}"
