"""Where everything a reader meets is written: what is inherited, and what says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.check.extend import WholeFamily
from generator.check.proof import Checked
from generator.knowledge.confidence import Confidence, why, why_on_device
from generator.knowledge.device import Device, Interface
from generator.knowledge.families import Names, Walkthroughs, Words
from generator.knowledge.route import Check, Route, Screen, Step, Walkthrough
from generator.knowledge.text import plain
from generator.read.problem import Place


@dataclass(frozen=True, slots=True)
class Said:
    """Something as a reader meets it, and where it is written.

    `family` is the family it is written in, None if a device says it. `was` is what stands in the
    family it was taken from, and is said otherwise here.
    """

    says: str
    place: Place
    family: str | None = None
    was: Said | None = None


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """A step, a word on how to do it, the screen it leads to, and the device's notes on it."""

    control: str
    does: Said
    how: str | None
    sees: Said
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ExplainedRoute:
    """A route. `why` is why we are as sure of it as we are, `why_here` the same for this device;
    `confidence` is what comes of both."""

    id: str
    role: str
    title: Said
    when: str | None
    start: Said
    steps: tuple[ExplainedStep, ...]
    confidence: Confidence
    why: str
    why_here: str | None
    sources: tuple[str, ...]
    in_part: tuple[str, ...]
    check: Check | None
    checked_at: Place | None
    fingerprint: str
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ExplainedInterface:
    """An interface of a device, or a family by itself; then `id` is that of the family. `sources`
    show it on this device; `dropped` is what it lacks of the family it extends."""

    id: str
    name: Said
    extends: str | None
    tell: Said | None
    sources: tuple[str, ...]
    dropped: tuple[Said, ...]
    routes: tuple[ExplainedRoute, ...]
    notes: tuple[Said, ...]


class Explainer:
    """Explains devices and families of specs that have no problems."""

    def __init__(self, checked: Checked) -> None:
        self._specs, self._families = checked.specs, checked.families
        self._words = Words(checked.specs)
        self._walkthroughs = Walkthroughs(self._words, checked.families)

    def keys(self, device: str) -> list[Said]:
        """The keys that a device calls by another name: Back is called Menu."""
        entry = self._specs.devices[device]
        return [
            Said(
                f"{self._specs.keys[key].spec.name} is called {name}",
                entry.place("keys", key, key=True),
            )
            for key, name in entry.spec.keys.items()
        ]

    def interface(self, device: Device, interface: Interface) -> ExplainedInterface:
        """An interface of a device, as its owner meets it."""
        entry = self._specs.devices[device.id]
        written = entry.spec.interfaces[interface.id]
        explained = self._family(interface.walkthrough, entry.spec.keys)
        if written.tell is not None:
            place = entry.place("interfaces", interface.id, "tell", key=True)
            tell = Said(plain(interface.tell or ()), place, None, explained.tell)
            explained = replace(explained, tell=tell)
        shows = self._words.sources(interface.sources)
        routes = (
            replace(
                route,
                confidence=interface.confidence[route.id],
                why_here=why_on_device(known.confidence, shows),
                check=interface.checks.get(route.id),
                checked_at=(
                    entry.place("interfaces", interface.id, "checked", route.id, key=True)
                    if route.id in written.checked
                    else route.checked_at
                ),
                notes=self._notes(device, interface.id, route.id),
                steps=tuple(
                    replace(step, notes=self._notes(device, interface.id, route.id, number))
                    for number, step in enumerate(route.steps, 1)
                ),
            )
            for route, known in zip(explained.routes, interface.walkthrough.routes, strict=True)
        )
        return replace(
            explained,
            id=interface.id,
            sources=interface.sources,
            routes=tuple(routes),
            notes=self._notes(device, interface.id),
        )

    def family(self, family: str) -> ExplainedInterface:
        """A family by itself, in the usual words for keys."""
        return self._family(self.walkthrough(family), {})

    def walkthrough(self, family: str) -> Walkthrough:
        """A family by itself, with the screens that no route passes."""
        return self._walkthroughs.get(family, {})

    def notes(self, device: Device) -> tuple[Said, ...]:
        """What a device says of itself, at no interface."""
        return self._notes(device)

    def _notes(
        self,
        device: Device,
        interface: str | None = None,
        route: str | None = None,
        step: int | None = None,
    ) -> tuple[Said, ...]:
        entry = self._specs.devices[device.id]
        return tuple(
            Said(plain(note.text), entry.place("notes", number))
            for number, note in enumerate(device.notes)
            if (note.interface, note.route, note.step) == (interface, route, step)
        )

    def _family(self, walkthrough: Walkthrough, names: Names) -> ExplainedInterface:
        whole = self._families[walkthrough.family]
        entry = whole.entry
        sides = _Sides(
            whole, self._walkthroughs.get(whole.base.id, names) if whole.base is not None else None
        )
        return ExplainedInterface(
            id=whole.id,
            name=Said(walkthrough.name, entry.place("name", key=True), whole.id),
            extends=entry.spec.extends,
            tell=sides.tell(walkthrough),
            sources=(),
            dropped=tuple(
                Said(name, entry.place("drop", number), whole.id)
                for number, name in enumerate(entry.spec.drop)
            ),
            routes=tuple(self._route(sides, walkthrough, r) for r in walkthrough.routes),
            notes=(),
        )

    def _route(self, sides: _Sides, walkthrough: Walkthrough, route: Route) -> ExplainedRoute:
        sources = self._words.sources(route.sources), self._words.sources(route.in_part)
        return ExplainedRoute(
            id=route.id,
            role=route.role,
            title=sides.route(route),
            when=plain(route.when) if route.when is not None else None,
            start=sides.reach(route),
            steps=tuple(
                ExplainedStep(
                    step.control,
                    sides.step(step),
                    plain(step.note) if step.note else None,
                    sides.screen(screen),
                    (),
                )
                for step, screen in zip(route.steps, route.sees, strict=True)
            ),
            confidence=route.confidence,
            why=why(*sources),
            why_here=None,
            sources=route.sources,
            in_part=route.in_part,
            check=walkthrough.checks.get(route.id),
            checked_at=sides.checked_at(route),
            fingerprint=route.fingerprint,
            notes=(),
        )


class _Sides:
    """A family, and the one it extends in the same words: which of the two says what."""

    def __init__(self, whole: WholeFamily, base: Walkthrough | None) -> None:
        self._whole = whole
        self._base = base

    def tell(self, walkthrough: Walkthrough) -> Said | None:
        if walkthrough.tell is None:
            return None
        before = self._base.tell if self._base else None
        return self._said(plain(walkthrough.tell), ("tell",), plain(before) if before else None)

    def route(self, route: Route) -> Said:
        before = self._base and next((r for r in self._base.routes if r.id == route.id), None)
        was = f"{before.title}: {_steps(before)}" if before else None
        return self._said(route.title, ("routes", route.id), was)

    def reach(self, route: Route) -> Said:
        start = self._base.screens.get(route.start.id) if self._base else None
        before = plain(self._base.main.reach) if self._base and start else None
        return self._said(plain(route.reach), ("screens", route.start.id, "reach"), before)

    def step(self, step: Step) -> Said:
        screen, _, control = step.control.partition(".")
        before = self._base_step(step)
        was = plain(before.says) if before else None
        if before and was == plain(step.says):
            was = f"{was} It opened `{before.opens}`." if before.opens != step.opens else was
        return self._said(plain(step.says), ("screens", screen, "controls", control), was)

    def screen(self, screen: Screen) -> Said:
        before = self._base.screens.get(screen.id) if self._base else None
        was = plain(before.looks_like) if before else None
        return self._said(plain(screen.looks_like), ("screens", screen.id, "looks_like"), was)

    def checked_at(self, route: Route) -> Place | None:
        written = self._whole.routes[route.id]
        return written.place("checked", key=True) if written.value.checked is not None else None

    def _base_step(self, step: Step) -> Step | None:
        screen = self._base.screens.get(step.control.partition(".")[0]) if self._base else None
        controls = screen.controls if screen else ()
        return next((one for one in controls if one.control == step.control), None)

    def _said(self, says: str, path: tuple[str, ...], base_says: str | None) -> Said:
        """What is written at `path` of the family, or else of the one it extends."""
        own, base = self._whole.entry, self._whole.base
        if base is None:
            return Said(says, own.place(*path, key=True), own.id)
        there = base.entry.place(*path, key=True)
        if not _writes(own.document.value, path):
            return Said(says, there, base.id)
        was = Said(base_says, there, base.id) if base_says is not None else None
        return Said(says, own.place(*path, key=True), own.id, was)


def _writes(value: object, path: Iterable[str]) -> bool:
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return False
        value = value[name]
    return True


def _steps(route: Route) -> str:
    return " ".join(plain(step.says) for step in route.steps)
