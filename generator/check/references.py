"""Rule 4: every name that is used exists, and every shared thing is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from generator.check.extend import WholeFamily
from generator.model.references import references_of
from generator.model.specs import Entry, Specs
from generator.model.text import WORDS
from generator.read.problem import Problem, did_you_mean

# What a reader of the problem calls an entry of a collection.
_ONE = {
    "kinds": "kind",
    "keys": "key",
    "labels": "label",
    "positions": "position",
    "concepts": "concept",
    "sources": "source",
    "families": "family",
    "devices": "device",
    "problems": "problem",
    "checklists": "checklist",
    "topics": "topic",
}
# Kinds, concepts, problems, checklists and topics have pages or places of their own.
_MUST_BE_USED = ("keys", "labels", "positions", "sources", "families")


def check_references(specs: Specs) -> Iterator[Problem]:
    """Every reference to nothing, and every shared entry that nothing refers to."""
    used: set[tuple[str, str]] = set()
    for entry in _entries(specs):
        for reference in references_of(entry.spec):
            found = [
                collection
                for collection in reference.collections
                if reference.name in getattr(specs, collection)
            ]
            used.update((collection, reference.name) for collection in found)
            broken = any(specs.is_broken(c, reference.name) for c in reference.collections)
            if not found and not broken:
                known = set(chain(*(getattr(specs, c) for c in reference.collections)))
                in_text = reference.collections is WORDS
                if in_text:
                    known.add("service")
                what = " or ".join(_ONE[c] for c in reference.collections)
                shown = f"{{{reference.name}}}" if in_text else reference.name
                yield Problem(
                    entry.place(*reference.path, key=reference.is_key),
                    f"unknown-{_ONE[reference.collections[0]] if not in_text else 'word'}",
                    f"There is no {what} `{shown}`.",
                    did_you_mean(reference.name, known),
                )
    yield from _unused(specs, used)
    yield from _ambiguous_words(specs)


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


def check_screens_used(families: dict[str, WholeFamily]) -> Iterator[Problem]:
    """Every screen is the start of its family, or something leads to it."""
    for family in families.values():
        written = family.entry.spec.screens
        kin = [family, *(other for other in families.values() if other.base is family)]
        led_to = {
            control.value.opens
            for one in kin
            for screen in one.screens.values()
            for control in screen.controls.values()
        } | {one.start.value for one in kin if one.start is not None}
        for name in written:
            if name not in led_to:
                yield Problem(
                    family.entry.place("screens", name, key=True),
                    "unused-screen",
                    f"Nothing leads to the screen `{name}`.",
                    "Let a control open it, or remove it.",
                )
