"""A family with all it inherits: `extends` worked out, each part with the place it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from generator.model.family import Control, Family, Impostor, Reason, Route, Screen, Sketch
from generator.model.specs import Entry, Specs
from generator.read.document import Path
from generator.read.problem import Fix, Place, Problem, did_you_mean, fix_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """A value, and where it is written: perhaps in the family this one extends."""

    value: T
    entry: Entry[Family]
    path: Path

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Where the value at `path` inside of it stands, or its key."""
        return self.entry.place(*self.path, *path, key=key)


@dataclass(slots=True)
class WholeScreen:
    """A screen after `extends`; each of its fields may be written in either family."""

    written: Written[Screen]
    fields: dict[str, Any] = field(default_factory=dict)
    controls: dict[str, Written[Control]] = field(default_factory=dict)

    @property
    def looks_like(self) -> str | None:
        """What one sees."""
        return self.fields.get("looks_like")

    @property
    def reach(self) -> str | None:
        """How to get there, on a start screen."""
        return self.fields.get("reach")

    @property
    def sketch(self) -> Sketch | None:
        """What a small drawing of it shows."""
        return self.fields.get("sketch")

    @property
    def goal(self) -> bool:
        """Whether the device is signed out here."""
        return bool(self.fields.get("goal"))

    @property
    def dialog(self) -> bool:
        """Whether it is a question over another screen."""
        return bool(self.fields.get("dialog"))


@dataclass(slots=True)
class WholeFamily:
    """A family after `extends`. `complete` is false if the family it extends could not be read,
    so that nothing can be said about what seems to be missing."""

    entry: Entry[Family]
    base: WholeFamily | None = None
    complete: bool = True
    tell: str | None = None
    start: Written[str] | None = None
    screens: dict[str, WholeScreen] = field(default_factory=dict)
    routes: dict[str, Written[Route]] = field(default_factory=dict)
    no_fallback: Reason | None = None
    impostors: tuple[Impostor, ...] = ()

    @property
    def id(self) -> str:
        """The name of its file."""
        return self.entry.id

    def control(self, step: str) -> Written[Control] | None:
        """The control a route's step (`screen.control`) names, if there is one."""
        screen, _, name = step.partition(".")
        return self.screens[screen].controls.get(name) if screen in self.screens else None


def whole_families(specs: Specs) -> tuple[dict[str, WholeFamily], list[Problem]]:
    """Every family with all it inherits, families that are extended first."""
    whole: dict[str, WholeFamily] = {}
    problems: list[Problem] = []
    bases = {name: entry for name, entry in specs.families.items() if entry.spec.extends is None}
    for name, entry in bases.items():
        whole[name] = WholeFamily(entry)
        _add(whole[name], entry)
    for name, entry in specs.families.items():
        extends = entry.spec.extends
        if extends is None:
            if entry.spec.drop:
                problems.append(
                    Problem(
                        entry.place("drop", key=True),
                        "drop-without-extends",
                        "`drop` is for what is inherited, but this family extends no other.",
                        "Say `extends:` and the family's name, or remove `drop`.",
                    )
                )
            continue
        family = whole[name] = WholeFamily(entry)
        if extends in bases:
            family.base = whole[extends]
            _add(family, bases[extends])
            problems += _drop(family, entry)
            problems += _add(family, entry)
        else:
            family.complete = False
            problems += _no_base(specs, entry, extends, sorted(bases))
            _add(family, entry)
    return {name: whole[name] for name in sorted(whole)}, problems


def _no_base(
    specs: Specs, entry: Entry[Family], extends: str, bases: list[str]
) -> Iterator[Problem]:
    if extends in specs.families:
        message = f"`{extends}` itself extends another family; only one level is allowed."
        top = specs.families[extends].spec.extends
        hint = f"Extend `{top}`." if top in bases else "Extend a family that extends no other."
        if extends == entry.id:
            message, hint = f"`{extends}` is the family itself.", "Name the family it differs from."
        yield Problem(entry.place("extends"), "extends-twice", message, hint)
    # An unknown family is a problem of references, reported there.


def _drop(family: WholeFamily, entry: Entry[Family]) -> Iterator[Problem]:
    for number, name in enumerate(entry.spec.drop):
        screen, dot, control = name.partition(".")
        if dot and screen in family.screens and control in family.screens[screen].controls:
            del family.screens[screen].controls[control]
        elif not dot and name in family.routes:
            del family.routes[name]
        elif not dot and name in family.screens:
            del family.screens[name]
        else:
            known = [*family.routes, *family.screens]
            known += [f"{s}.{c}" for s, whole in family.screens.items() for c in whole.controls]
            yield Problem(
                entry.place("drop", number),
                "unknown-drop",
                f"`{name}` is not inherited, so it cannot be dropped.",
                did_you_mean(name, known),
                fix_of(name, known),
            )


def _add(family: WholeFamily, entry: Entry[Family]) -> Iterator[Problem]:
    """Adds what `entry` writes to `family`. What equals the inherited is a problem."""
    same: list[tuple[str | int, ...]] = []
    spec, inherits = entry.spec, family.base is not None and entry is family.entry
    for name in ("tell", "no_fallback", "impostors"):
        if name in spec.model_fields_set:
            if inherits and getattr(family, name) == getattr(spec, name):
                same.append((name,))
            setattr(family, name, getattr(spec, name))
    if spec.start is not None:
        if inherits and family.start is not None and family.start.value == spec.start:
            same.append(("start",))
        family.start = Written(spec.start, entry, ("start",))
    for name, screen in spec.screens.items():
        path: Path = ("screens", name)
        whole = family.screens.setdefault(name, WholeScreen(Written(screen, entry, path)))
        for field_name in sorted(screen.model_fields_set - {"controls"}):
            value = getattr(screen, field_name)
            if inherits and field_name in whole.fields and whole.fields[field_name] == value:
                same.append((*path, field_name))
            whole.fields[field_name] = value
        for control_name, control in screen.controls.items():
            inherited = whole.controls.get(control_name)
            if inherits and inherited is not None and inherited.value == control:
                same.append((*path, "controls", control_name))
            at = (*path, "controls", control_name)
            whole.controls[control_name] = Written(control, entry, at)
    for name, route in spec.routes.items():
        if inherits and name in family.routes and family.routes[name].value == route:
            same.append(("routes", name))
        family.routes[name] = Written(route, entry, ("routes", name))
    return (
        Problem(
            entry.place(*path, key=True),
            "same-as-inherited",
            f"`{path[-1]}` says the same as the family `{spec.extends}`.",
            "Remove it; it is inherited.",
            Fix("remove"),
        )
        for path in same
    )
