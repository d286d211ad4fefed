"""What needs checking: what changed since somebody checked it, what nobody checked, what is old,
and what stands on little.

Pure: today is an argument. Age is advice, and never a problem. Devices on which the service no
longer runs are left out, since nobody can try anything on them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.knowledge.base import Guidance, KnowledgeBase
from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Device, Interface
from generator.knowledge.route import Check, Route
from generator.knowledge.text import Text
from generator.read.problem import Place

# In the order in which they are worth somebody's time.
Reason = Literal["changed", "never", "old", "inferred", "low"]
REASONS: tuple[Reason, ...] = ("changed", "never", "old", "inferred", "low")
OLD = datetime.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Due:
    """Routes of one interface that need checking for the same reason, on the same devices.

    `shown_on` has each device as DEVICE/INTERFACE, most visited first. `names` is what `signout
    checked` calls the routes: of the family, if one check is enough for all these devices, else of
    the first device. `check` is the check that no longer covers them, or is old.
    """

    reason: Reason
    family: str
    title: str  # of the interface
    routes: tuple[Route, ...]
    names: tuple[str, ...]
    shown_on: tuple[str, ...]
    check: Check | None
    on_device: bool  # whether it takes a device, and not only its sources, to check them
    place: Place

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices they are shown on, each once."""
        return tuple(dict.fromkeys(name.partition("/")[0] for name in self.shown_on))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something said that no source backs, in a problem, a checklist or a topic."""

    collection: Literal["problems", "checklists", "topics"]
    id: str
    of: str  # the title of the problem, checklist or topic
    title: str | None  # of a solution or an item; facts have none
    text: Text
    doubt: Text
    place: Place | None


@dataclass(frozen=True, slots=True)
class Untried:
    """A device, and those of its interfaces of which nobody tried every route on it.

    `confidence` is the least of the routes nobody tried; `inferred` are the interfaces with routes
    that no source shows on it.
    """

    device: Device
    interfaces: tuple[Interface, ...]
    confidence: Confidence
    inferred: tuple[Interface, ...]


def due(
    kb: KnowledgeBase,
    today: datetime.date,
    older_than: datetime.timedelta = OLD,
    order: Sequence[str] = (),
) -> list[Due]:
    """The routes that need checking: by reason, then those on the most visited devices first.

    `order` names devices and kinds of devices, the most visited first; without it, what most
    devices share comes first.
    """
    ranks = _Ranks(order)
    devices = sorted(_in_use(kb), key=ranks.of)
    found: dict[tuple[Reason, str, bool], list[tuple[Device, Interface, Route]]] = {}
    for device in devices:
        for interface in device.interfaces:
            for route in interface.walkthrough.routes:
                for reason, name, on_device in _reasons(
                    device, interface, route, today, older_than
                ):
                    found.setdefault((reason, name, on_device), []).append(
                        (device, interface, route)
                    )
    listed = [
        _due(reason, name, on_device, where) for (reason, name, on_device), where in found.items()
    ]
    first = {id(one): ranks.of(kb.devices[one.shown_on[0].partition("/")[0]]) for one in listed}
    listed.sort(
        key=lambda one: (
            REASONS.index(one.reason),
            first[id(one)],
            -len(one.shown_on),
            one.family,
        )
    )
    return list(_together(listed))


def doubts(kb: KnowledgeBase, order: Sequence[str] = ()) -> list[Doubt]:
    """What only a doubt backs: solutions, items of checklists and facts, each once."""
    ranks = _Ranks(order)
    found: dict[object, tuple[int, Doubt]] = {}
    parts: tuple[tuple[Literal["problems", "checklists", "topics"], Mapping[str, Guidance]], ...]
    parts = (("problems", kb.problems), ("checklists", kb.checklists), ("topics", kb.topics))
    for collection, all_of_them in parts:
        for guidance in all_of_them.values():
            for number, said in enumerate(guidance.said):
                if said.doubt is None or said.sources:
                    continue
                one = Doubt(
                    collection=collection,
                    id=guidance.id,
                    of=guidance.title,
                    title=said.title,
                    text=said.text,
                    doubt=said.doubt,
                    place=said.place,
                )
                key = said.id or (collection, guidance.id, number)
                found.setdefault(key, (ranks.best((*guidance.devices, *guidance.kinds)), one))
    return [one for _, one in sorted(found.values(), key=lambda ranked: ranked[0])]


def untried(kb: KnowledgeBase) -> Mapping[str, list[Untried]]:
    """By kind of device: those on which nobody tried all that is told of them, the least sure
    first."""
    found: dict[str, list[Untried]] = {}
    for device in _in_use(kb):
        levels = {}
        for interface in device.interfaces:
            untold = [
                interface.confidence[route.id]
                for route in interface.walkthrough.routes
                if not _tried(interface, route)
            ]
            if untold:
                levels[interface.id] = min(untold)
        if levels:
            shown = tuple(one for one in device.interfaces if one.id in levels)
            inferred = tuple(one for one in shown if levels[one.id] == Confidence.INFERRED)
            one = Untried(device, shown, min(levels.values()), inferred)
            found.setdefault(device.kind, []).append(one)
    return {
        kind.id: sorted(found[kind.id], key=lambda one: one.confidence)
        for kind in kb.kinds
        if kind.id in found
    }


class _Ranks:
    """How much devices and kinds are visited: a low number is much."""

    def __init__(self, order: Sequence[str]) -> None:
        self._rank = {name: number for number, name in reversed(list(enumerate(order)))}
        self._last = len(order)

    def best(self, names: Iterable[str]) -> int:
        return min((self._rank.get(name, self._last) for name in names), default=self._last)

    def of(self, device: Device) -> int:
        return self.best((device.id, device.kind))


def _in_use(kb: KnowledgeBase) -> Iterator[Device]:
    return (device for device in kb.devices.values() if device.retired is None)


def _tried(interface: Interface, route: Route) -> bool:
    check = interface.checks.get(route.id)
    return check is not None and check.on_device and check.covers


def _reasons(
    device: Device,
    interface: Interface,
    route: Route,
    today: datetime.date,
    older_than: datetime.timedelta,
) -> Iterator[tuple[Reason, str, bool]]:
    """Why a route of a device needs checking, what its check is called, and whether it takes a
    device."""
    check = interface.checks.get(route.id)
    family = interface.walkthrough.family
    here = f"{device.id}/{interface.id}/{route.id}"
    shared = _shared_name(route)
    # A family that inherits a route may show it in other words; then each device is checked.
    in_words = f"{family}/{route.id}"
    of_family = check is None or check is interface.walkthrough.checks.get(route.id)
    is_old = check is not None and today - check.date > older_than
    if check is None:
        yield "never", shared, False
    elif not check.covers:
        yield "changed", in_words if of_family else here, check.on_device
    elif is_old:
        yield "old", shared if of_family else here, check.on_device
    level = interface.confidence[route.id]
    if level <= Confidence.LOW and (is_old or not _tried(interface, route)):
        yield ("low" if level else "inferred"), in_words, True


def _shared_name(route: Route) -> str:
    """The route as `signout checked` calls it in the family it is written in."""
    return f"{route.place.file.rpartition('/')[2].removesuffix('.yml')}/{route.id}"


def _due(
    reason: Reason, name: str, on_device: bool, where: list[tuple[Device, Interface, Route]]
) -> Due:
    device, interface, route = where[0]
    here = f"{device.id}/{interface.id}/{route.id}"
    # Nobody can try a family: it takes one of the devices.
    is_shared = name == _shared_name(route) and not on_device
    return Due(
        reason=reason,
        family=interface.walkthrough.family,
        title=interface.walkthrough.name,
        routes=(route,),
        names=(name if is_shared else here,),
        shown_on=tuple(f"{device.id}/{interface.id}" for device, interface, _ in where),
        check=interface.checks.get(route.id) if reason in ("changed", "old") else None,
        on_device=on_device,
        place=route.place if is_shared or interface.place is None else interface.place,
    )


def _together(listed: Iterable[Due]) -> Iterator[Due]:
    """Routes of one interface that need the same become one."""
    merged: dict[object, list[Due]] = {}
    for one in listed:
        key = (one.reason, one.family, one.on_device, one.shown_on, one.check and one.check.date)
        merged.setdefault(key, []).append(one)
    for same in merged.values():
        first = same[0]
        yield Due(
            first.reason,
            first.family,
            first.title,
            tuple(route for one in same for route in one.routes),
            tuple(name for one in same for name in one.names),
            first.shown_on,
            first.check,
            first.on_device,
            first.place,
        )
