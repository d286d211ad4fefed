"""A device as its owner meets it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.knowledge.confidence import Confidence
from generator.knowledge.route import Check, Reason, Route, Walkthrough
from generator.knowledge.text import Text, Word, beginning
from generator.model.vocabulary import Input
from generator.read.problem import Place


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know. `route` and `step` (from 1) say where it belongs, if anywhere."""

    text: Text
    sources: tuple[str, ...]
    interface: str | None = None
    route: str | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface of a device, with how sure we are of each route on this device."""

    id: str
    walkthrough: Walkthrough
    tell: Text | None
    confidence: Mapping[str, Confidence]
    checks: Mapping[str, Check]
    sources: tuple[str, ...]
    place: Place | None = field(default=None, compare=False)  # where the device names it


@dataclass(frozen=True, slots=True)
class Action:
    """Something done on the device outside the service. `path` has what to choose, press or do:
    a Word is a key, a text of one string is a menu entry, any other text an instruction."""

    id: str
    does: str
    signs_out: bool
    when: str | None
    path: tuple[PathEntry, ...]
    note: Text | None
    sources: tuple[str, ...]
    in_part: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class PathEntry:
    """One step through a device's own menus: a menu entry, a key, or an instruction."""

    choose: str | None
    press: Word | None
    do: Text | None


@dataclass(frozen=True, slots=True)
class Retirement:
    """The service no longer runs on this device."""

    since: datetime.date
    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What is asked of each device even if nothing is told of it: `families` are those of its
    interfaces, each once, `file` is where it is written."""

    id: str
    name: str
    kind: str
    families: tuple[str, ...]
    problems: tuple[str, ...]
    file: str

    @classmethod
    def of(cls, device: Device) -> Summary:
        """The summary of a device."""
        families = dict.fromkeys(one.walkthrough.family for one in device.interfaces)
        names = device.id, device.name, device.kind
        return cls(*names, tuple(families), device.problems, device.place.file)


@dataclass(frozen=True, slots=True)
class Device:
    """A thing someone owns. `keys` has the keys it calls by another name."""

    id: str
    name: str
    kind: str
    input: Input
    also: tuple[str, ...]
    models: tuple[str, ...]
    keys: Mapping[str, Word]
    interfaces: tuple[Interface, ...]
    no_sign_out: Reason | None
    retired: Retirement | None
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]
    problems: tuple[str, ...]
    place: Place

    @property
    def title(self) -> str:
        """Its name where a line, a heading or an entry of a list begins with it."""
        return beginning(self.name)

    @property
    def outline(self) -> Device:
        """The device without what no page but its own tells."""
        if not self.notes and not self.actions:
            return self
        return replace(self, notes=(), actions=())

    @property
    def confidence(self) -> Confidence | None:
        """How sure we are of the first thing the page says to do on the device itself."""
        if not self.interfaces:
            return None
        first = self.interfaces[0]
        return first.confidence[first.walkthrough.main.id]

    def route(self, name: str) -> Route | None:
        """The route that `interface/route` names."""
        interface_id, _, route_id = name.partition("/")
        for interface in self.interfaces:
            if interface.id == interface_id:
                return next((r for r in interface.walkthrough.routes if r.id == route_id), None)
        return None
