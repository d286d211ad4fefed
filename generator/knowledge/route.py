"""What a reader does and sees: screens, steps and routes in the words of one device."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from generator.knowledge.confidence import Confidence
from generator.knowledge.text import Text, Word, joined, plain
from generator.model.family import Action, Sketch
from generator.read.problem import Place


@dataclass(frozen=True, slots=True)
class Step:
    """One control as the reader performs it. `words` are the keys to press, or the one label.

    `alternatives` are keys or labels that some devices have in its place, `opens` the screen it
    leads to, `place` where it is written.
    """

    control: str
    action: Action
    words: tuple[Word, ...]
    to: Word | None
    enter: Text
    alternatives: tuple[Word, ...]
    where: str | None
    note: Text | None
    opens: str
    place: Place

    @property
    def says(self) -> Text:
        """The instruction, as one or two sentences: Press Back. If nothing happens, press Left."""
        match self.action:
            case "press":
                said: Text = ("Press ", *spaced(self.words), *self._where(), ".")
                if self.alternatives:
                    said += (" If nothing happens, press ", *either(self.alternatives), ".")
            case "move":
                to = (_the(self.to), self.to) if self.to else ()
                said = (
                    "Press ",
                    *spaced(self.words),
                    " until you reach ",
                    *to,
                    *self._where(),
                    ".",
                )
                if self.alternatives:
                    said += (" If nothing happens, press ", *either(self.alternatives), ".")
            case "select":
                said = ("Select ", _the(self.words[0]), *self.words, *self._where(), ".")
                named = tuple(word for word in self.alternatives if not word.icon)
                icons = tuple(word for word in self.alternatives if word.icon)
                if named:
                    said += (" It may be called ", *either(named), ".")
                if icons:
                    said += (" It may be ", *either(icons), ".")
            case "enter":
                said = ("Enter ", *self.enter, *self._where(), ".")
        return tuple(part for part in said if part != "")

    def _where(self) -> Text:
        return (f" {self.where}",) if self.where else ()


@dataclass(frozen=True, slots=True)
class Screen:
    """One state of an interface, with what can be operated on it. `sketch` is what a small drawing
    of it shows, if that is known."""

    id: str
    looks_like: Text
    sketch: Sketch | None
    dialog: bool
    goal: bool
    controls: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Somebody compared a route with a device or its sources. `covers` is false if the route has
    changed since then; `sources` are the pages it was compared with, if that is known."""

    date: datetime.date
    by: str
    on_device: bool
    covers: bool
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Route:
    """A way to the goal: `reach` says how to get to the screen `start`, and `sees` has the screen
    each step leads to."""

    id: str
    role: Literal["main", "fallback"]
    title: str
    when: Text | None
    reach: Text
    start: Screen
    steps: tuple[Step, ...]
    sees: tuple[Screen, ...]
    sources: tuple[str, ...]
    in_part: tuple[str, ...]
    confidence: Confidence
    place: Place

    @cached_property
    def fingerprint(self) -> str:
        """Eight letters that change when anything a reader does or sees on the route changes."""
        said = [plain(self.reach), plain(self.start.looks_like)]
        for step, screen in zip(self.steps, self.sees, strict=True):
            said += [plain(step.says), plain(step.note or ()), plain(screen.looks_like)]
        digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
        # Letters only: eight digits in YAML would be a number unless quoted.
        return "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:8])


@dataclass(frozen=True)
class Impostor:
    """A label that looks like a sign-out and is none."""

    label: Word
    does: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why something is missing."""

    because: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Walkthrough:
    """A family in the words of one way to name its keys. Devices that name them alike share it;
    it is compared by identity, so that what is made from it can be kept and made once."""

    family: str
    name: str
    tell: Text | None
    screens: Mapping[str, Screen]
    main: Route
    fallbacks: tuple[Route, ...]
    checks: Mapping[str, Check]
    no_fallback: Reason | None
    impostors: tuple[Impostor, ...]

    @property
    def routes(self) -> tuple[Route, ...]:
        """The main route, then the fallbacks in order."""
        return (self.main, *self.fallbacks)

    @property
    def screens_met(self) -> tuple[Screen, ...]:
        """All screens in the order in which one meets them: on the main route, on the fallbacks,
        then those that no route passes."""
        met = [screen for route in self.routes for screen in (route.start, *route.sees)]
        return tuple({screen.id: screen for screen in (*met, *self.screens.values())}.values())


def labels_met(walkthroughs: Iterable[Walkthrough]) -> tuple[str, ...]:
    """The labels a reader meets on the routes, in that order."""
    met = [
        word.id
        for walkthrough in walkthroughs
        for route in walkthrough.routes
        for step in route.steps
        for word in (*step.words, *step.alternatives, *((step.to,) if step.to else ()))
        if word.kind == "label"
    ]
    return tuple(dict.fromkeys(met))


def spaced(words: tuple[Word, ...]) -> Text:
    """A B C."""
    spaced: list[str | Word] = []
    for word in words:
        spaced += [" ", word] if spaced else [word]
    return tuple(spaced)


def either(words: tuple[Word, ...]) -> Text:
    """A, B or C."""
    said: list[str | Word] = []
    for piece in joined(words, " or "):
        said += ["the ", piece] if isinstance(piece, Word) and piece.icon else [piece]
    return tuple(said)


def _the(word: Word | None) -> str:
    return "the " if word is not None and word.icon else ""
