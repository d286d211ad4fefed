"""Walks every route of a knowledge base as a reader would, and complains where it breaks.

It shares nothing with generator/check, so that a fault there cannot hide here.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device
from generator.knowledge.route import Route, Walkthrough

MAX_STEPS = 7


def walk(kb: KnowledgeBase) -> Iterator[str]:
    """Every complaint about any device; none if each has a complete way out."""
    for device in kb.devices.values():
        if device.interfaces:
            for interface in device.interfaces:
                for complaint in walk_interface(interface.walkthrough):
                    yield f"{device.id}/{interface.id}: {complaint}"
        else:
            yield from (f"{device.id}: {complaint}" for complaint in walk_remote(kb, device))


def walk_interface(walkthrough: Walkthrough) -> Iterator[str]:
    """Complaints about the ways out of one interface."""
    if [route.role for route in walkthrough.routes].count("main") != 1:
        yield "there is not one main route"
    fallbacks = [route for route in walkthrough.routes if route.role == "fallback"]
    if not fallbacks and not (walkthrough.no_fallback and walkthrough.no_fallback.because):
        yield "there is no fallback, and no reason why"
    for route in walkthrough.routes:
        yield from (f"{route.id}: {said}" for said in walk_route(walkthrough, route))


def walk_route(walkthrough: Walkthrough, route: Route) -> Iterator[str]:
    """Complaints about one route: from the start screen, control by control, to a goal."""
    if not 1 <= len(route.steps) <= MAX_STEPS:
        yield f"it has {len(route.steps)} steps"
    at = route.start
    for number, (step, seen) in enumerate(zip(route.steps, route.sees, strict=True), 1):
        control = next((one for one in at.controls if one.control == step.control), None)
        if control is None:
            yield f"step {number} needs {step.control}, but the reader is on {at.id}"
            return
        if control.opens not in walkthrough.screens:
            yield f"step {number} leads to {control.opens}, which is no screen"
            return
        if at.goal:
            yield f"step {number} comes after the goal"
        at = walkthrough.screens[control.opens]
        if at != seen:
            yield f"step {number} leads to {at.id}, but the page shows {seen.id}"
    if not at.goal:
        yield f"it ends on {at.id}, where the device is not signed out"


def walk_remote(kb: KnowledgeBase, device: Device) -> Iterator[str]:
    """Complaints about a device without any interface: it needs a reason and the remote route."""
    because = device.no_sign_out and device.no_sign_out.because
    ended = device.retired and device.retired.says
    if not because and not ended:
        yield "it has no interface, and no reason why"
    account = kb.devices.get(kb.remote.device)
    if account is None or not account.interfaces:
        yield "there is no account page to sign it out from"
        return
    for route in (kb.remote.one_device, kb.remote.all_devices):
        homes = [i.walkthrough for i in account.interfaces if route in i.walkthrough.routes]
        if not homes:
            yield f"the remote route {route.id} is none of the account page's"
        for walkthrough in homes:
            yield from (f"remote {route.id}: {said}" for said in walk_route(walkthrough, route))
