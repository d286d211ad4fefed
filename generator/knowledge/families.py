"""Families in the words of a device: screens, steps and routes resolved, made once and shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.check.extend import WholeFamily, Written
from generator.knowledge.confidence import of_sources
from generator.knowledge.route import (
    Check,
    Impostor,
    Reason,
    Route,
    Screen,
    Step,
    Walkthrough,
)
from generator.knowledge.text import Text, Word
from generator.model.family import ACTIONS, Action, Control
from generator.model.family import Check as CheckSpec
from generator.model.family import Reason as ReasonSpec
from generator.model.family import Route as RouteSpec
from generator.model.references import references_of
from generator.model.specs import Specs
from generator.model.text import split
from generator.model.vocabulary import Source

Names = Mapping[str, str]  # keys a device calls by another name


class Words:
    """Turns texts and names of specs into words; texts without a key are made only once."""

    def __init__(self, specs: Specs) -> None:
        self.specs = specs
        self._shared: dict[str, Text] = {}

    def text(self, text: str, names: Names) -> Text:
        """`text` with its references resolved, keys by the device's `names`."""
        if (known := self._shared.get(text)) is not None:
            return known
        pieces = split(text)
        said: list[str | Word] = []
        shared = True
        for number, piece in enumerate(pieces):
            if number % 2 and piece in self.specs.phrases:
                phrase = self.text(self.specs.phrases[piece].spec.text, names)
                shared = shared and all(isinstance(p, str) or p.kind != "key" for p in phrase)
                said += phrase
            elif number % 2:
                word = self.word(piece, names)
                shared = shared and word.kind != "key"
                said.append(word)
            elif piece:
                said.append(piece)
        made = tuple(said)
        if shared:
            self._shared[text] = made
        return made

    def maybe(self, text: str | None, names: Names) -> Text | None:
        """Like `text`, but nothing stays nothing."""
        return None if text is None else self.text(text, names)

    def word(self, name: str, names: Names) -> Word:
        """The word that `name` stands for, which is no phrase."""
        if name == "service":
            assert self.specs.service is not None
            return Word("service", name, self.specs.service.spec.name)
        if name in self.specs.keys:
            return self.key(name, names)
        if name in self.specs.labels:
            return self.label(name)
        return Word("concept", name, self.specs.concepts[name].spec.name)

    def key(self, name: str, names: Names) -> Word:
        """A key, by the device's own name for it."""
        if name in names:
            return Word("key", name, names[name])
        key = self.specs.keys[name].spec
        return Word("key", name, key.name, symbol=key.symbol or "")

    def label(self, name: str) -> Word:
        """A label, in English."""
        label = self.specs.labels[name].spec
        return Word("label", name, label.text["en"][0], label.icon)

    def sources(self, names: Iterable[str]) -> list[Source]:
        """The sources of these names."""
        return [self.specs.sources[name].spec for name in names]

    def reason(self, reason: ReasonSpec | None, names: Names) -> Reason | None:
        """Why something is missing, if it is."""
        if reason is None:
            return None
        return Reason(self.text(reason.because, names), reason.sources)


def make_check(check: CheckSpec, route: Route) -> Check:
    """A check, and whether it still covers the route as it is now."""
    covers = check.covers == route.fingerprint
    return Check(check.date, check.by, check.on_device, covers, check.sources)


class Walkthroughs:
    """Every family in the words of every naming of its keys that occurs among the devices."""

    def __init__(self, words: Words, families: Mapping[str, WholeFamily]) -> None:
        self._words = words
        self._families = families
        self._keys = {name: _keys_of(words.specs, family) for name, family in families.items()}
        self._made: dict[tuple[str, tuple[tuple[str, str], ...]], Walkthrough] = {}
        self._names: dict[int, tuple[str, dict[str, str]]] = {}  # by identity, of all that is made

    def names(self, walkthrough: Walkthrough) -> tuple[str, Names]:
        """What to ask for to `get` this one."""
        return self._names[id(walkthrough)]

    def get(self, family: str, names: Names) -> Walkthrough:
        """The family in the words of a device with these `names` for its keys."""
        keys = self._keys[family]
        differing = tuple(sorted((k, name) for k, name in names.items() if k in keys))
        known = self._made.get((family, differing))
        if known is None:
            made = _walkthrough(self._words, self._families[family], dict(differing))
            if differing:
                # Checks of a family are of its routes with the usual names of keys.
                made = replace(made, checks=self.get(family, {}).checks)
            known = self._made[family, differing] = made
            self._names[id(made)] = family, dict(differing)
        return known


def _keys_of(specs: Specs, family: WholeFamily) -> set[str]:
    entries = [family.entry] + ([family.base.entry] if family.base else [])
    named = {reference.name for entry in entries for reference in references_of(entry.spec)}
    return named & set(specs.keys)


def _walkthrough(words: Words, family: WholeFamily, names: Names) -> Walkthrough:
    assert family.start is not None
    screens = {
        name: Screen(
            name,
            words.text(screen.looks_like or "", names),
            screen.sketch,
            screen.dialog,
            screen.goal,
            tuple(
                _step(words, f"{name}.{control_name}", control, names)
                for control_name, control in screen.controls.items()
            ),
        )
        for name, screen in family.screens.items()
    }
    steps = {step.control: step for screen in screens.values() for step in screen.controls}
    reach = words.text(family.screens[family.start.value].reach or "", names)
    start = screens[family.start.value]
    routes = {
        name: _route(words, name, route, (reach, start), screens, steps, names)
        for name, route in family.routes.items()
    }
    return Walkthrough(
        family=family.id,
        name=family.entry.spec.name,
        tell=words.maybe(family.tell, names),
        screens=MappingProxyType(screens),
        main=next(route for route in routes.values() if route.role == "main"),
        fallbacks=tuple(route for route in routes.values() if route.role == "fallback"),
        checks=MappingProxyType(
            {
                name: make_check(route.value.checked, routes[name])
                for name, route in family.routes.items()
                if route.value.checked is not None
            }
        ),
        no_fallback=words.reason(family.no_fallback, names),
        impostors=tuple(
            Impostor(words.label(one.label), words.text(one.does, names), one.sources)
            for one in family.impostors
        ),
    )


def _step(words: Words, name: str, written: Written[Control], names: Names) -> Step:
    control = written.value
    action = _action(control)
    if control.select is not None:
        operated: tuple[Word, ...] = (words.label(control.select),)
        others = tuple(words.label(other) for other in control.or_)
    else:
        operated = tuple(words.key(key, names) for key in control.press or control.move or ())
        others = tuple(words.key(other, names) for other in control.or_)
    return Step(
        control=name,
        action=action,
        words=operated,
        to=words.label(control.to) if control.to is not None else None,
        enter=words.text(control.enter or "", names),
        alternatives=others,
        where=words.specs.positions[control.where].spec.text if control.where else None,
        note=words.maybe(control.note, names),
        opens=control.opens,
        place=written.place(key=True),
    )


def _action(control: Control) -> Action:
    return next(action for action in ACTIONS if getattr(control, action) is not None)


def _route(
    words: Words,
    name: str,
    written: Written[RouteSpec],
    begins: tuple[Text, Screen],
    screens: Mapping[str, Screen],
    steps: Mapping[str, Step],
    names: Names,
) -> Route:
    route = written.value
    taken = tuple(steps[step] for step in route.steps)
    return Route(
        id=name,
        role=route.role,
        title=route.title,
        when=words.maybe(route.when, names),
        reach=begins[0],
        start=begins[1],
        steps=taken,
        sees=tuple(screens[step.opens] for step in taken),
        sources=route.sources,
        in_part=route.in_part,
        confidence=of_sources(words.sources(route.sources), words.sources(route.in_part)),
        place=written.place(key=True),
    )
