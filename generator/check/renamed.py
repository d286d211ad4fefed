"""A name that was changed where it is defined, and nowhere else: one mistake, not one for each use.

Several places name what does not exist, and nothing names an entry that is called nearly so: then
the entry is the mistake. The check goes on as if it were mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from generator.check.extend import WholeFamily, whole_families
from generator.check.references import MUST_BE_USED
from generator.model.family import Family, Screen
from generator.model.references import references_of
from generator.model.specs import FOLDERS, SHARED, Entry, Specs
from generator.read.limits import MAX_RENAMED
from generator.read.problem import Fix, Place, Problem, nearest

# What one place names may as well be misspelt there.
MIN_PLACES = 2


def with_names_meant(specs: Specs) -> tuple[Specs, list[Problem]]:
    """The specs with such entries under the name that is meant, and a problem for each."""
    specs = replace(specs)
    problems = [*_entries(specs), *_in_families(specs)]
    return specs, problems


def _meant(name: str, unused: Iterable[str]) -> str | None:
    """The unused name that `name` may be another form of, or the same words in another order."""
    names = sorted(unused)
    words = sorted(name.split("-"))
    same = (other for other in names if sorted(other.split("-")) == words)
    return next(same, None) or nearest(name, names)


def _problem(entry: Entry[Any], at: tuple[str, ...], name: str, places: int) -> Problem:
    was = at[-1] if at else entry.id
    message = f"Nothing names `{was}`, and {places} places name `{name}`, which does not exist."
    if not at and not entry.at:
        place, hint = Place(entry.document.file), f"Call the file `{name}.yml`."
        return Problem(place, "renamed", message, hint)
    fix = Fix("rename", name)
    return Problem(entry.place(*at, key=True), "renamed", message, f"Call it `{name}`.", fix)


def _entries(specs: Specs) -> Iterator[Problem]:
    used: set[str] = set()
    unknown: dict[str, list[tuple[str, ...]]] = {}
    everything = [specs.service] if specs.service else []
    for collection in (*SHARED, *FOLDERS):
        everything += getattr(specs, collection).values()
    for entry in everything:
        for reference in references_of(entry.spec):
            used.add(reference.name)
            if not any(
                reference.name in getattr(specs, one) or specs.is_broken(one, reference.name)
                for one in reference.collections
            ):
                unknown.setdefault(reference.name, []).append(reference.collections)
    unused = {one: getattr(specs, one).keys() - used for one in MUST_BE_USED}
    several = [name for name, places in unknown.items() if len(places) >= MIN_PLACES]
    for name in several[:MAX_RENAMED]:
        places = unknown[name]
        for collection in MUST_BE_USED:
            if not all(collection in collections for collections in places):
                continue
            entries = getattr(specs, collection)
            if meant := _meant(name, unused[collection]):
                yield _problem(entries[meant], (), name, len(places))
                unused[collection] -= {meant}
                renamed = {key: entry for key, entry in entries.items() if key != meant}
                renamed[name] = replace(entries[meant], id=name)
                setattr(specs, collection, renamed)
                break


def _in_families(specs: Specs) -> Iterator[Problem]:
    families, _ = whole_families(specs)
    changed: dict[str, Entry[Family]] = {}
    for family in families.values():
        kin = [one for one in families.values() if one is family or one.base is family]
        if not all(one.complete for one in kin):
            continue
        named = {name for one in kin for name in _names_in(one)}
        unknown = Counter(
            name
            for one in kin
            for name in _names_in(one)
            if name not in one.screens and one.control(name) is None
        )
        several = [name for name, places in unknown.items() if places >= MIN_PLACES][:MAX_RENAMED]
        entry, screens = family.entry, family.entry.spec.screens
        for name in [name for name in several if "." not in name]:
            meant = _meant(name, (own for own in screens if own not in named))
            if meant:
                yield _problem(entry, ("screens", meant), name, unknown[name])
                screens = _renamed(screens, meant, name)
        for name in [name for name in several if "." in name]:
            screen, _, control = name.partition(".")
            own = screens[screen].controls if screen in screens else {}
            meant = _meant(control, (one for one in own if f"{screen}.{one}" not in named))
            if meant:
                at = ("screens", screen, "controls", meant)
                yield _problem(entry, at, control, unknown[name])
                controls = _renamed(own, meant, control)
                changed_screen: Screen = screens[screen].model_copy(update={"controls": controls})
                screens = {**screens, screen: changed_screen}
        if screens is not entry.spec.screens:
            spec = entry.spec.model_copy(update={"screens": screens})
            changed[family.id] = replace(entry, spec=spec)
    specs.families = {**specs.families, **changed}


def _names_in(family: WholeFamily) -> Iterator[str]:
    """Each use of a screen, and of a control as `screen.control`, that is not inherited."""
    if family.entry.spec.start is not None:
        yield family.entry.spec.start
    for screen in family.entry.spec.screens.values():
        for control in screen.controls.values():
            yield control.opens
    for route in family.entry.spec.routes.values():
        for step in route.steps:
            yield step
            yield step.partition(".")[0]


def _renamed(things: dict[str, Any], was: str, name: str) -> dict[str, Any]:
    return {name if key == was else key: thing for key, thing in things.items()}
