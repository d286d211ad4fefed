"""Rule 4: every name that is used exists, and every shared thing is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from generator.model.names import ONE
from generator.model.references import Reference, references_of
from generator.model.specs import FOLDERS, SHARED, Entry, Specs
from generator.model.text import WORDS
from generator.read.problem import Fix, Place, Problem, did_you_mean, fix_of, nearest, sure

# Kinds, concepts, packs, problems, checklists and topics have pages or places of their own.
MUST_BE_USED = ("keys", "labels", "positions", "phrases", "items", "sources", "families")


def check_references(specs: Specs) -> Iterator[Problem]:
    """Every reference to nothing, and every shared entry that nothing refers to."""
    used: set[tuple[str, str]] = set()
    missing: Counter[str] = Counter()
    for entry in _entries(specs):
        yield from references_in(specs, entry, used, missing)
    yield from _missing(specs, missing)
    yield from unused(specs, used)
    yield from _ambiguous_words(specs)


def references_in(
    specs: Specs,
    entry: Entry[Any],
    used: set[tuple[str, str]],
    missing: Counter[str],
) -> Iterator[Problem]:
    """Every reference of `entry` to nothing.

    What it refers to is added to `used`, by collection and name; references into a file that is not
    there are counted in `missing`, by collection.
    """
    for reference in references_of(entry.spec):
        collections, name = reference.collections, reference.name
        found = [one for one in collections if name in getattr(specs, one)]
        used.update((one, name) for one in found)
        if (
            len(collections) == 1
            and collections[0] in SHARED
            and not getattr(specs, collections[0])
        ):
            missing[collections[0]] += not specs.is_broken(collections[0], name)
        elif not found and not any(specs.is_broken(one, name) for one in collections):
            known = set(chain(*(getattr(specs, one) for one in collections)))
            if collections is WORDS:
                known.add("service")
            hint, fix = _hint(collections, name, known), _fix(reference, known)
            # Whoever misspelt a name uses what it means.
            meant = nearest(name, known) or ""
            used.update((one, meant) for one in collections)
            shown = f"{{{name}}}" if collections is WORDS else name
            message = f"There is no {_either(collections)} `{shown}`."
            place = entry.place(*reference.path, key=reference.is_key)
            yield Problem(place, f"unknown-{_code(collections)}", message, hint, fix)
        if len(found) > 1 and collections is not WORDS and not set(found) <= set(WORDS):
            message = f"`{name}` is the name of a {' and of a '.join(map(_one, found))}."
            place = entry.place(*reference.path, key=reference.is_key)
            yield Problem(place, "ambiguous-name", message, "Rename one of them.")


def _fix(reference: Reference, known: set[str]) -> Fix | None:
    if reference.collections is WORDS:
        meant = sure(reference.name, known)
        return Fix("put", f"{{{meant}}}", f"{{{reference.name}}}") if meant else None
    return fix_of(reference.name, known, "rename" if reference.is_key else "put")


def _hint(collections: tuple[str, ...], name: str, known: set[str]) -> str:
    """What may be meant; and unless that is all but sure, where a new entry goes."""
    hint = did_you_mean(name, known)
    if len(collections) > 1 or sure(name, known):
        return hint
    (only,) = collections
    file = f"{only}.yml" if only in SHARED else f"{only}/{name}.yml"
    if only == "devices":
        file = f"devices/<kind>/{name}.yml"
    return f"{hint} If it is new, add it in {file}." if hint else f"Add it in {file}."


def _one(collection: str) -> str:
    # Codes never change, and beside a name of a kind it is plain of what.
    return "kind" if collection == "kinds" else ONE[collection][0]


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
    for collection in (*SHARED, *FOLDERS):
        yield from getattr(specs, collection).values()


def _missing(specs: Specs, missing: Counter[str]) -> Iterator[Problem]:
    """A file of shared entries that is not there is one problem, not one for each reference."""
    for collection, places in missing.items():
        folder = specs.service.document.file.removesuffix("service.yml") if specs.service else ""
        if places:
            message = f"There is no {_one(collection)} at all, and {places} places name one."
            hint = f"Create the file {collection}.yml, with the names that are missing."
            yield Problem(Place(f"{folder}{collection}.yml"), "missing-file", message, hint)


def unused(specs: Specs, used: Container[tuple[str, str]]) -> Iterator[Problem]:
    """Every shared entry that is not among what is `used`, by collection and name."""
    if specs.broken:
        return  # what could not be read may well use it
    for collection in MUST_BE_USED:
        for name, entry in getattr(specs, collection).items():
            extended = collection == "families" and any(
                other.spec.extends == name for other in specs.families.values()
            )
            if (collection, name) not in used and not extended:
                yield Problem(
                    entry.place(key=True),
                    f"unused-{_one(collection)}",
                    f"Nothing uses the {_one(collection)} `{name}`.",
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
            seen[name] = f"a {_one(collection)}"
