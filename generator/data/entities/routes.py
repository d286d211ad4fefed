"""What one does and sees: words, screens, steps, routes, families."""

from __future__ import annotations

import datetime
from typing import Literal

from generator.data.entities.record import Confidence, Record

Does = Literal["press", "select", "move", "enter"]


class Word(Record):
    """A key, or a label on a screen, in the words that one meets."""

    kind: Literal["key", "label", "concept", "service"]
    """key: a button on a remote, gamepad or keyboard; label: words or an icon on a screen; concept:
    a word of ours that is explained; service: the service itself."""
    id: str
    """Its id: of a key among the keys, of a label among the labels, of a concept among the
    concepts."""
    text: str
    """What this device calls it, in English. What a label is called in other languages stands among
    the labels."""
    icon: bool
    """True if the screen shows a picture in place of words; `text` then describes the picture."""


class Seen(Record):
    """A screen as one sees it."""

    id: str
    """Its id in its family."""
    looks_like: str
    """What one sees, in a sentence."""
    dialog: bool
    """True for a question over another screen."""
    goal: bool
    """True if the device is signed out here."""


class Step(Record):
    """One step of a route: one thing to do, and what one sees then."""

    number: int
    """Its number on the route, from 1."""
    control: str
    """What is operated, as `screen.control` of the family."""
    action: Does
    """press: press the keys in `words`, one after the other; select: select the label in `words`;
    move: press the keys in `words` until the highlight is on `to`; enter: type what `enter`
    says."""
    words: tuple[Word, ...]
    """The keys to press, or the one label to select; empty if something is typed."""
    to: Word | None
    """For `move`: the label that the highlight moves to."""
    enter: str | None
    """For `enter`: what to type."""
    alternatives: tuple[Word, ...]
    """Keys or labels that some devices have in place of `words`."""
    where: str | None
    """Where on the screen it stands: at the bottom of the list."""
    says: str
    """The whole instruction, in one or two sentences."""
    note: str | None
    """A word on how to do it."""
    sees: Seen
    """What one sees when the step is done."""


class Check(Record):
    """When somebody last compared a route with a device or with its sources."""

    date: datetime.date
    """The day of the check."""
    by: str
    """Who or what checked it."""
    on_device: bool
    """True if it was tried on a real device, false if it was compared with its sources."""
    covers: bool
    """False if the route has changed since then."""
    sources: tuple[str, ...]
    """Ids of the sources it was compared with, as far as that is known."""


class Note(Record):
    """Something to know on this device."""

    text: str
    """The note."""
    step: int | None
    """The number of the step it belongs to, if it belongs to one."""
    sources: tuple[str, ...]
    """Ids of the sources that back it."""


class Route(Record):
    """A way to sign out, from a screen that one can get to until the device is signed out."""

    id: str
    """Its id in its family."""
    role: Literal["main", "fallback"]
    """main: the way to try first; fallback: what to try when that does not work."""
    title: str
    """The route as a heading."""
    when: str | None
    """For a fallback: when to take it."""
    reach: str
    """How to get to the screen it starts from; empty if there is nothing to do for it."""
    start: Seen
    """The screen it starts from."""
    steps: tuple[Step, ...]
    """The steps, in order."""
    done: str
    """What one sees when one is signed out."""
    notes: tuple[Note, ...]
    """What to know on this device about this route and its steps."""
    sources: tuple[str, ...]
    """Ids of the sources that describe the whole route."""
    in_part: tuple[str, ...]
    """Ids of the sources that describe only a part of it."""
    confidence: Confidence
    """How sure we are of it, on this device. high: an official page describes it; medium:
    independent guides agree; low: few or weak guides; inferred: no source names this device, but it
    shares this app."""
    checked: Check | None
    """When it was last checked."""
    fingerprint: str
    """Eight letters that change whenever anything that one does or sees on the route changes."""
    text: str
    """The whole route as plain text: how to get to the start, then the steps with their numbers, a
    line each, then when one is done."""


class Impostor(Record):
    """What looks like a sign-out and is none."""

    label: Word
    """The label that people take for it."""
    does: str
    """What it really does."""
    sources: tuple[str, ...]
    """Ids of the sources that back it."""


class Reason(Record):
    """Why something is missing that one expects."""

    because: str
    """The reason."""
    sources: tuple[str, ...]
    """Ids of the sources that back it."""


class Control(Record):
    """Something on a screen that one can operate."""

    id: str
    """Its id, as `screen.control`."""
    action: Does
    """press, select, move or enter, as in a step of a route."""
    words: tuple[Word, ...]
    """The keys to press, or the one label to select; empty if something is typed."""
    to: Word | None
    """For `move`: the label that the highlight moves to."""
    enter: str | None
    """For `enter`: what to type."""
    alternatives: tuple[Word, ...]
    """Keys or labels that some devices have in place of `words`."""
    where: str | None
    """Where on the screen it stands."""
    says: str
    """The whole instruction, in one or two sentences."""
    note: str | None
    """A word on how to do it."""
    opens: str
    """The id of the screen that it leads to."""


class Screen(Seen):
    """One state of an interface, with all that we know one can operate on it."""

    controls: tuple[Control, ...]
    """What can be operated on it."""


class Family(Record):
    """An interface that many devices share, with the usual names of keys."""

    id: str
    """Its id."""
    name: str
    """What we call it."""
    tell: str | None
    """By what one tells it from other interfaces."""
    screens: tuple[Screen, ...]
    """Its screens, in the order in which one meets them."""
    routes: tuple[Route, ...]
    """Its routes, the main one first. `confidence` and `checked` are those of the family: on a
    single device they may differ."""
    no_fallback: Reason | None
    """Why there is no second way, if there is none."""
    impostors: tuple[Impostor, ...]
    """What looks like a sign-out and is none."""
    devices: tuple[str, ...]
    """Ids of the devices that may show it."""


class FamilySummary(Record):
    """A family in short."""

    id: str
    """Its id."""
    name: str
    """What we call it."""
    devices: int
    """How many devices may show it."""
    data: str
    """Where it stands in full, from the root of the site (`site`)."""
