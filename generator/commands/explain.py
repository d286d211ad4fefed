"""`signout explain`: every route of a device as text, each step with where it is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from generator.commands.options import project_of, project_options, said_plainly
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device, Interface
from generator.knowledge.route import Route
from generator.knowledge.text import plain
from generator.publish.publication import load_project
from generator.read.problem import did_you_mean


@click.command()
@click.argument("device")
@project_options
def explain(device: str, specs: Path, content: Path, config: Path) -> None:
    """Print every route of DEVICE as text, with the file and line each step comes from.

    DEVICE is the name of a device's file, without `.yml`.
    """
    project = project_of(specs, content, config)
    with said_plainly():
        kb = load_project(project)
    if device not in kb.devices:
        hint = did_you_mean(device, kb.devices)
        click.echo(f"There is no device `{device}`. {hint}".rstrip(), err=True)
        sys.exit(2)
    for line in explained(kb, kb.devices[device]):
        click.echo(line)


def explained(kb: KnowledgeBase, device: Device) -> Iterator[str]:
    """The lines that explain `device`."""
    yield f"{device.name}  ({device.place})"
    if device.no_sign_out is not None:
        yield f"  no sign-out of its own: {plain(device.no_sign_out.because)}"
        yield f"  so its page leads with the account page: {kb.remote.device}"
    for interface in device.interfaces:
        yield ""
        yield f"{interface.id}: {interface.walkthrough.name}"
        if interface.tell is not None:
            yield f"  told by: {plain(interface.tell)}"
        for route in interface.walkthrough.routes:
            yield from _route(kb, interface, route)


def _route(kb: KnowledgeBase, interface: Interface, route: Route) -> Iterator[str]:
    yield ""
    yield f"  {interface.id}/{route.id}  {route.role}: {route.title}  ({route.place})"
    if route.when is not None:
        yield f"    when: {plain(route.when)}"
    yield f"    start: {plain(route.reach)}"
    for number, (step, screen) in enumerate(zip(route.steps, route.sees, strict=True), 1):
        yield f"    {number}. {plain(step.says)}  ({step.place})"
        yield f"       → {plain(screen.looks_like)}"
    yield f"    confidence: {interface.confidence[route.id].word}"
    yield f"      the whole route: {_tiers(kb, route.sources)}"
    if route.in_part:
        yield f"      part of it: {_tiers(kb, route.in_part)}"
    yield f"      on this device: {_tiers(kb, interface.sources)}"
    check = interface.checks.get(route.id)
    if check is None:
        yield "    checked: never"
    else:
        how = "on a device" if check.on_device else "against its sources"
        state = "" if check.covers else ", but the route has changed since"
        yield f"    checked: {check.date} by {check.by}, {how}{state}"
    yield f"    fingerprint: {route.fingerprint}"


def _tiers(kb: KnowledgeBase, sources: tuple[str, ...]) -> str:
    if not sources:
        return "no source"
    return ", ".join(f"{name} ({kb.sources[name].tier})" for name in sources)
