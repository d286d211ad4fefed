"""The second ways of a device; one that several of its interfaces share is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Device, Interface, Note
from generator.knowledge.route import Check, Route


@dataclass(frozen=True, slots=True)
class SecondWay:
    """A fallback, the interfaces that have it, the device's notes on it.

    `only` names these interfaces if the device has others too. `check` is None if the route was
    never checked, or if it was together with the main route.
    """

    route: Route
    interfaces: tuple[Interface, ...]
    notes: tuple[Note, ...]
    confidence: Confidence
    check: Check | None
    only: str | None


def notes_on(device: Device, interface: Interface, route: Route) -> tuple[Note, ...]:
    """The notes of a device on a route of one of its interfaces."""
    return tuple(
        note for note in device.notes if note.interface == interface.id and note.route == route.id
    )


def second_ways(device: Device) -> list[SecondWay]:
    """The second ways of a device, in the order of its interfaces."""
    found: dict[tuple[Any, ...], list[tuple[Interface, Route]]] = {}
    for interface in device.interfaces:
        for route in interface.walkthrough.fallbacks:
            notes = notes_on(device, interface, route)
            noted = tuple((note.text, note.step) for note in notes)
            controls = tuple(step.control for step in route.steps)
            same = (route.title, route.when, route.fingerprint, controls, noted)
            found.setdefault(same, []).append((interface, route))
    return [_second_way(device, shared) for shared in found.values()]


def _second_way(device: Device, shared: list[tuple[Interface, Route]]) -> SecondWay:
    interface, route = shared[0]
    interfaces = tuple(interface for interface, _ in shared)
    own = interface.checks.get(route.id)
    levels = [one.confidence[same.id] for one, same in shared]
    # No surer than where we are least sure; but inferred is only what no page shows on the device.
    confidence = max(min(levels), min(max(levels), Confidence.LOW))
    return SecondWay(
        route=route,
        interfaces=interfaces,
        notes=notes_on(device, interface, route),
        confidence=confidence,
        check=None if own == interface.checks.get(interface.walkthrough.main.id) else own,
        only=_named(interfaces) if len(interfaces) < len(device.interfaces) else None,
    )


def _named(interfaces: Iterable[Interface]) -> str:
    return "; ".join(interface.walkthrough.name for interface in interfaces)
