"""Where the specs use an entry: directly, or through a phrase, a label, an item that does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.family import Family
from generator.model.references import Reference, references_of
from generator.model.specs import FOLDERS, SHARED, Entry, Specs
from generator.read.document import Path
from generator.read.problem import Place

# What uses these stands where they do.
_PASSED_ON = ("labels", "concepts", "phrases", "items", "keys", "positions")


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """One place that uses an entry. `path` says where in the file in words; `through` is the shared
    entry in between (`phrase sign-in-page`), or empty."""

    place: Place
    path: str
    through: str = ""


def uses_of(specs: Specs, collection: str, name: str, screen: str = "") -> list[Use]:
    """All uses in the order of places; of a `screen`, what opens it and the routes that pass it."""
    if screen:
        return sorted(set(_uses_of_screen(specs, name, screen)))
    index = _index(specs)
    found: set[Use] = set()
    todo, seen = [(collection, name, "")], {(collection, name)}
    while todo:
        kind, one, through = todo.pop()
        for used_in, entry, reference in index.get((kind, one), ()):
            place = entry.place(*reference.path, key=reference.is_key)
            found.add(Use(place, _in_words((*entry.at, *reference.path)), through))
            # Only items show their sources wherever they stand.
            passes = used_in == "items" if collection == "sources" else used_in in _PASSED_ON
            if passes and (used_in, entry.id) not in seen:
                seen.add((used_in, entry.id))
                todo.append((used_in, entry.id, f"{used_in[:-1]} {entry.id}"))
    if collection == "families":
        for entry in specs.families.values():
            if entry.spec.extends == name:
                found.add(Use(entry.place("extends"), "extends"))
    return sorted(found)


def _in_words(path: Path) -> str:
    """screens › menu › looks_like; places in lists count from 1."""
    return " › ".join(str(part + 1) if isinstance(part, int) else part for part in path)


_Index = dict[tuple[str, str], list[tuple[str, Entry, Reference]]]  # type: ignore[type-arg]


def _index(specs: Specs) -> _Index:
    """Every reference by what it names."""
    index: _Index = {}
    for used_in, entry in _entries(specs):
        for reference in references_of(entry.spec):
            for collection in reference.collections:
                if reference.name in getattr(specs, collection):
                    named = index.setdefault((collection, reference.name), [])
                    named.append((used_in, entry, reference))
    return index


def _entries(specs: Specs) -> Iterator[tuple[str, Entry]]:  # type: ignore[type-arg]
    if specs.service is not None:
        yield "service", specs.service
    for collection in (*SHARED, *FOLDERS):
        for entry in getattr(specs, collection).values():
            yield collection, entry


def _uses_of_screen(specs: Specs, family: str, screen: str) -> Iterator[Use]:
    heirs = (e for e in specs.families.values() if family in (e.id, e.spec.extends))
    for entry in heirs:
        yield from _in_family(entry, screen)


def _in_family(entry: Entry[Family], screen: str) -> Iterator[Use]:
    spec = entry.spec
    if spec.start == screen:
        yield Use(entry.place("start"), "start")
    for name, other in spec.screens.items():
        for control, operated in other.controls.items():
            if operated.opens == screen:
                path = ("screens", name, "controls", control, "opens")
                yield Use(entry.place(*path), _in_words(path))
    for name, route in spec.routes.items():
        for number, step in enumerate(route.steps):
            if step.partition(".")[0] == screen:
                yield Use(
                    entry.place("routes", name, "steps", number),
                    _in_words(("routes", name, "steps", number)),
                )
