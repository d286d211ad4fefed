"""Words, screens, steps, routes and families as entities; what devices share is made once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from generator.data import entities
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Note
from generator.knowledge.route import Check, Impostor, Reason, Route, Screen, Step, Walkthrough
from generator.knowledge.text import Text, Word, plain

T = TypeVar("T")


class Routes:
    """The routes of a knowledge base. Hundreds of devices have the same ones: each is made once for
    all that are as sure of it, note the same, and checked it alike."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb  # also keeps alive what is known here by its identity
        self._words: dict[Word, entities.Word] = {}
        self._seen: dict[int, entities.Seen] = {}
        self._steps: dict[int, tuple[entities.Step, ...]] = {}
        self._impostors: dict[int, tuple[entities.Impostor, ...]] = {}
        self._made: dict[
            tuple[int, Confidence, Check | None, tuple[Note, ...]], entities.Route
        ] = {}

    def route(
        self,
        route: Route,
        confidence: Confidence,
        check: Check | None = None,
        notes: tuple[Note, ...] = (),
    ) -> entities.Route:
        """A route, as sure as `confidence`, with the notes of a device on it."""
        key = (id(route), confidence, check, notes)
        if (known := self._made.get(key)) is None:
            known = self._made[key] = self._route(route, confidence, check, notes)
        return known

    def _route(
        self, route: Route, confidence: Confidence, check: Check | None, notes: tuple[Note, ...]
    ) -> entities.Route:
        return entities.Route(
            id=route.id,
            role=route.role,
            title=route.title,
            when=maybe(route.when),
            reach=plain(route.reach),
            start=self._screen_seen(route.start),
            steps=self._steps_of(route),
            done=plain(route.sees[-1].looks_like),
            notes=noted(notes),
            sources=route.sources,
            in_part=route.in_part,
            confidence=confidence.word,
            checked=_check(check),
            fingerprint=route.fingerprint,
            text="\n".join(_lines(route, notes)),
        )

    def _steps_of(self, route: Route) -> tuple[entities.Step, ...]:
        if (known := self._steps.get(id(route))) is None:
            known = self._steps[id(route)] = tuple(
                entities.Step(
                    number=number,
                    control=step.control,
                    sees=self._screen_seen(screen),
                    **self._operated(step),
                )
                for number, (step, screen) in enumerate(
                    zip(route.steps, route.sees, strict=True), 1
                )
            )
        return known

    def word(self, word: Word) -> entities.Word:
        """A word."""
        if (known := self._words.get(word)) is None:
            known = self._words[word] = entities.Word(
                kind=word.kind, id=word.id, text=word.text, icon=word.icon
            )
        return known

    def words(self, words: Iterable[Word]) -> tuple[entities.Word, ...]:
        """Several words."""
        return tuple(self.word(word) for word in words)

    def impostors(self, walkthrough: Walkthrough) -> tuple[entities.Impostor, ...]:
        """What looks like a sign-out in a family and is none."""
        if (known := self._impostors.get(id(walkthrough))) is None:
            made = tuple(self._impostor(one) for one in walkthrough.impostors)
            known = self._impostors[id(walkthrough)] = made
        return known

    def _impostor(self, one: Impostor) -> entities.Impostor:
        return entities.Impostor(
            label=self.word(one.label), does=plain(one.does), sources=one.sources
        )

    def _screen_seen(self, screen: Screen) -> entities.Seen:
        if (known := self._seen.get(id(screen))) is None:
            known = self._seen[id(screen)] = entities.Seen(
                id=screen.id,
                looks_like=plain(screen.looks_like),
                dialog=screen.dialog,
                goal=screen.goal,
            )
        return known

    def family(self, family: Walkthrough, devices: Sequence[str]) -> entities.Family:
        """A family in itself, with the ids of the devices that may show it."""
        return entities.Family(
            id=family.family,
            name=family.name,
            tell=maybe(family.tell),
            screens=tuple(self._screen(screen) for screen in family.screens_met),
            routes=tuple(
                self.route(route, route.confidence, family.checks.get(route.id))
                for route in family.routes
            ),
            no_fallback=reason(family.no_fallback),
            impostors=self.impostors(family),
            devices=tuple(devices),
        )

    def _screen(self, screen: Screen) -> entities.Screen:
        return entities.Screen(
            id=screen.id,
            looks_like=plain(screen.looks_like),
            dialog=screen.dialog,
            goal=screen.goal,
            controls=tuple(self._control(step) for step in screen.controls),
        )

    def _control(self, step: Step) -> entities.Control:
        return entities.Control(id=step.control, opens=step.opens, **self._operated(step))

    def _operated(self, step: Step) -> dict[str, Any]:
        """What a step of a route and a control of a screen have in common."""
        return {
            "action": step.action,
            "words": self.words(step.words),
            "to": self.word(step.to) if step.to is not None else None,
            "enter": plain(step.enter) or None,
            "alternatives": self.words(step.alternatives),
            "where": step.where,
            "says": plain(step.says),
            "note": maybe(step.note),
        }


def maybe(text: Text | None) -> str | None:
    """A text as one reads it; nothing stays nothing."""
    return None if text is None else plain(text)


def reason(reason: Reason | None) -> entities.Reason | None:
    """Why something is missing, if it is."""
    if reason is None:
        return None
    return entities.Reason(because=plain(reason.because), sources=reason.sources)


def noted(notes: Iterable[Note]) -> tuple[entities.Note, ...]:
    """Notes of a device."""
    return tuple(
        entities.Note(text=plain(note.text), step=note.step, sources=note.sources) for note in notes
    )


def _check(check: Check | None) -> entities.Check | None:
    if check is None:
        return None
    return entities.Check(
        date=check.date,
        by=check.by,
        on_device=check.on_device,
        covers=check.covers,
        sources=check.sources,
    )


def _lines(route: Route, notes: Iterable[Note]) -> Iterator[str]:
    """The route as plain text, in the words of its page."""
    notes = list(notes)
    start = f"You should see: {plain(route.start.looks_like)}"
    yield f"{plain(route.reach)} {start}".lstrip()
    for number, (step, screen) in enumerate(zip(route.steps, route.sees, strict=True), 1):
        said = [plain(step.says)]
        said += [plain(step.note)] if step.note else []
        said += [plain(note.text) for note in notes if note.step == number]
        if number < len(route.steps):
            said += [f"You should now see: {plain(screen.looks_like)}"]
        yield f"{number}. {' '.join(said)}"
    yield f"You are done when you see: {plain(route.sees[-1].looks_like)}"
    yield from (f"Note: {plain(note.text)}" for note in notes if not note.step)
