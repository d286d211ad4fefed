"""Devices, as their owners meet them, and the sign-out from afar."""

from __future__ import annotations

import datetime
from typing import Literal

from generator.data.entities.record import Confidence, Record
from generator.data.entities.routes import Impostor, Note, Reason, Route
from generator.read.problem import there_is_no


class Interface(Record):
    """One interface that a device may show."""

    id: str
    """Its id on this device."""
    family: str
    """The id of its family."""
    name: str
    """What we call it."""
    tell: str | None
    """By what one tells it from the other interfaces of this device."""
    routes: tuple[Route, ...]
    """Its routes, the main one first, in the words of this device."""
    no_fallback: Reason | None
    """Why there is no second way, if there is none."""
    impostors: tuple[Impostor, ...]
    """What looks like a sign-out and is none."""
    notes: tuple[Note, ...]
    """What to know about this interface as a whole."""
    sources: tuple[str, ...]
    """Ids of the sources that show this interface on this device."""


class PathEntry(Record):
    """One step through a device's own menus."""

    kind: Literal["choose", "press", "do"]
    """choose: a menu entry; press: a key; do: anything else, as an instruction."""
    text: str
    """The menu entry exactly as the device shows it, the device's name of the key, or the
    instruction."""


class Action(Record):
    """Something done on the device outside the service's app."""

    id: str
    """Its id on this device."""
    does: Literal["remove-app", "clear-data", "reset-apps", "reset-device", "unlink", "restart"]
    """What is done."""
    title: str
    """What is done, as a heading."""
    when: str | None
    """For which models or versions."""
    path: tuple[PathEntry, ...]
    """The way there, in order."""
    signs_out: bool
    """True if the account is gone from the device afterwards."""
    effect: str
    """What becomes of the account, in a sentence."""
    note: str | None
    """What else one should know before doing it."""
    confidence: Confidence
    """How sure we are of it."""
    sources: tuple[str, ...]
    """Ids of the sources that describe the whole of it."""
    in_part: tuple[str, ...]
    """Ids of the sources that describe only a part of it."""


class Retirement(Record):
    """The service no longer runs on this device."""

    since: datetime.date
    """The day from which it no longer runs."""
    says: str
    """What ended, and what an owner still can do."""
    sources: tuple[str, ...]
    """Ids of the sources that back it."""


class Device(Record):
    """A thing someone owns, with every way to sign out on it."""

    id: str
    """Its id."""
    name: str
    """Its name, as people know it."""
    kind: str
    """The id of its kind."""
    input: Literal["remote", "gamepad", "touch", "pointer"]
    """What it is worked with."""
    also: tuple[str, ...]
    """Other names that people type or say."""
    models: tuple[str, ...]
    """Names and numbers of models, as printed on the device."""
    keys: dict[str, str]
    """Keys that it calls by another name: the key's id, and the name."""
    confidence: Confidence | None
    """How sure we are of its main route; null if it has none."""
    interfaces: tuple[Interface, ...]
    """The interfaces it may show, the likeliest first. If there is none, the way out is the remote
    sign-out."""
    no_sign_out: Reason | None
    """Why it has no sign-out of its own, if it has none."""
    retired: Retirement | None
    """If the service no longer runs on it: since when, and what remains."""
    notes: tuple[Note, ...]
    """What to know about the device as a whole."""
    actions: tuple[Action, ...]
    """What can be done on it outside the app: remove the app, clear its data, reset it."""
    problems: tuple[str, ...]
    """Ids of the problems that happen on it, those of its own first."""
    labels: tuple[str, ...]
    """Ids of the labels that one meets on its routes."""
    cites: tuple[str, ...]
    """Ids of all sources that back something said here."""
    changed: datetime.date | None
    """The day on which what is said here last changed or was checked, if it is known."""
    page: str
    """Its page, from the root of the site (`site`)."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """All routes of all its interfaces, in order."""
        return tuple(route for interface in self.interfaces for route in interface.routes)

    @property
    def main(self) -> Route:
        """The way to try first. Raises LookupError if it has no sign-out of its own: look whether
        it has `interfaces`; if not, `kb.remote` is the way out."""
        if not self.interfaces:
            why = f" {self.no_sign_out.because}" if self.no_sign_out else ""
            raise LookupError(f"{self.name} has no route of its own.{why} See `kb.remote`.")
        return self.interfaces[0].routes[0]

    def route(self, name: str) -> Route:
        """The route of that name: `interface/route`. Raises LookupError if there is none."""
        named = {
            f"{interface.id}/{route.id}": route
            for interface in self.interfaces
            for route in interface.routes
        }
        if name not in named:
            raise LookupError(there_is_no("route", name, named))
        return named[name]


class InterfaceSummary(Record):
    """An interface in short."""

    id: str
    """Its id on this device."""
    name: str
    """What we call it."""
    steps: int
    """How many steps its main route has."""


class DeviceSummary(Record):
    """A device in short: enough to find it."""

    id: str
    """Its id."""
    name: str
    """Its name, as people know it."""
    also: tuple[str, ...]
    """Other names that people type or say."""
    models: tuple[str, ...]
    """Names and numbers of models."""
    kind: str
    """The id of its kind."""
    confidence: Confidence | None
    """How sure we are of its main route; null if it has none."""
    interfaces: tuple[InterfaceSummary, ...]
    """The interfaces it may show, the likeliest first."""
    retired: bool
    """True if the service no longer runs on it."""
    page: str
    """Its page, from the root of the site (`site`)."""
    data: str
    """Where it stands in full, from the root of the site (`site`)."""


class Remote(Record):
    """How to sign a device out without being near it: on the account page."""

    device: str
    """The id of the device that stands for the account page."""
    one_device: Route
    """How to sign out one device."""
    all_devices: Route
    """How to sign out all devices."""
    delay: str
    """How long it takes until a device is signed out."""
    delay_sources: tuple[str, ...]
    """Ids of the sources that say how long it takes."""
