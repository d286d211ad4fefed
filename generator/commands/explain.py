"""`signout explain`: every route of a device as text, with where each part of it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import click

from generator.commands.options import project_of, project_options, said_plainly
from generator.commands.report import as_json, at, bold, show_lines
from generator.commands.targets import Target, find_target
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device
from generator.knowledge.explained import (
    ExplainedInterface,
    ExplainedRoute,
    ExplainedStep,
    Explainer,
    Said,
)
from generator.knowledge.load import check_specs, sound
from generator.knowledge.resolve import resolve
from generator.knowledge.text import plain
from generator.knowledge.wording import day, how_checked
from generator.read.problem import Place

_ROLES = {"main": "the main way", "fallback": "a second way"}


@click.command()
@click.argument("device")
@click.argument("part", required=False, metavar="[INTERFACE[/ROUTE]]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@project_options
def explain(
    device: str, part: str | None, form: str, specs: Path, content: Path, config: Path
) -> None:
    """Explain why the page of DEVICE says what it says.

    Every route is printed as text, each step with the file and line it comes from: what another
    family says that this one extends, what is said otherwise here and how it was, the device's own
    words and notes, and why we are as sure of the route as we are.

    DEVICE is the name of a device's file without `.yml`, or of a family's. With INTERFACE or
    INTERFACE/ROUTE only that part is explained: signout explain roku left-menu/menu.
    """
    project = project_of(specs, content, config)
    with said_plainly():
        checked = sound(check_specs(project.specs))
    kb = resolve(checked)
    target = find_target(checked, f"{device}/{part}" if part else device)
    explainer = Explainer(checked)
    if target.device is not None:
        told = kb.devices[target.device]
        interfaces = [
            explainer.interface(told, interface)
            for interface in told.interfaces
            if target.interface in (None, interface.id)
        ]
    else:
        assert target.family is not None
        interfaces = [explainer.family(target.family)]
    if form == "json":
        click.echo(as_json(_data(kb, explainer, target, interfaces)))
        return
    show_lines(_text(kb, explainer, target, interfaces))


def _text(
    kb: KnowledgeBase,
    explainer: Explainer,
    target: Target,
    interfaces: Iterable[ExplainedInterface],
) -> Iterator[str]:
    if target.device is not None:
        yield from _device(kb, explainer, kb.devices[target.device])
    for interface in interfaces:
        yield from _interface(kb, interface, target)


def _device(kb: KnowledgeBase, explainer: Explainer, device: Device) -> Iterator[str]:
    yield f"{bold(device.name)}  {at(device.place)}"
    for key in explainer.keys(device.id):
        yield f"  its own word for a key: {key.says}  {at(key.place)}"
    if device.retired is not None:
        yield f"  no longer supported since {day(device.retired.since)}"
    if device.no_sign_out is not None:
        yield f"  no sign-out of its own: {plain(device.no_sign_out.because)}"
        yield f"  so its page leads with the account page: {kb.remote.device}"
    yield from _notes(explainer.notes(device), "  ")


def _interface(kb: KnowledgeBase, interface: ExplainedInterface, target: Target) -> Iterator[str]:
    name = interface.name
    if target.device is not None:
        yield ""
    yield f"{bold(f'{interface.id}: {name.says}')}  {at(name.place)}"
    if target.device is not None:
        yield f"  family: {name.family}" + _extends(interface)
    else:
        yield f"  shown by: {_shown_by(kb, interface.id)}" + _extends(interface)
    for dropped in interface.dropped:
        yield f"  lacks of it: {dropped.says}  {at(dropped.place)}"
    if interface.tell is not None:
        yield f"  told by: {interface.tell.says}  {at(interface.tell.place)}"
        yield from _origin(interface.tell, interface.name.family, "    ")
    yield from _notes(interface.notes, "  ")
    for route in interface.routes:
        if target.route in (None, route.id):
            yield from _route(kb, interface, route)


def _extends(interface: ExplainedInterface) -> str:
    return f", which extends {interface.extends}" if interface.extends else ""


def _shown_by(kb: KnowledgeBase, family: str) -> str:
    names = [
        device.id
        for device in kb.devices.values()
        if any(one.walkthrough.family == family for one in device.interfaces)
    ]
    return ", ".join(names) or "no device"


def _route(
    kb: KnowledgeBase, interface: ExplainedInterface, route: ExplainedRoute
) -> Iterator[str]:
    title, family = route.title, interface.name.family
    yield ""
    name = bold(f"{interface.id}/{route.id}")
    yield f"  {name}  {_ROLES[route.role]}: {title.says}  {at(title.place)}"
    yield from _origin(title, family, "    ")
    if route.when is not None:
        yield f"    when: {route.when}"
    yield f"    start: {route.start.says}  {at(route.start.place)}"
    yield from _origin(route.start, title.family, "      ")
    yield from _notes(route.notes, "    ")
    for number, step in enumerate(route.steps, 1):
        yield from _step(number, step, title.family)
    yield from _sureness(kb, interface, route)
    yield f"    {_checked(route)}"
    yield f"    fingerprint: {route.fingerprint}"


def _step(number: int, step: ExplainedStep, family: str | None) -> Iterator[str]:
    yield f"    {number}. {step.does.says}  {at(step.does.place)}"
    yield from _origin(step.does, family, "       ")
    if step.how is not None:
        yield f"       {step.how}"
    yield from _notes(step.notes, "       ")
    yield f"       → {step.sees.says}  {at(step.sees.place)}"
    yield from _origin(step.sees, family, "         ")


def _origin(said: Said, family: str | None, indent: str) -> Iterator[str]:
    """Where something comes from, unless it is written in `family` as all around it."""
    if said.family is not None and said.family != family:
        yield indent + click.style(f"from the family {said.family}", fg="cyan")
    if said.was is not None:
        where = "" if said.was.family in (None, said.family) else f" in {said.was.family}"
        was = click.style(f"was{where}: {said.was.says}", fg="yellow")
        yield f"{indent}{was}  {at(said.was.place)}"


def _sureness(
    kb: KnowledgeBase, interface: ExplainedInterface, route: ExplainedRoute
) -> Iterator[str]:
    yield f"    confidence: {bold(route.confidence.word)}"
    yield f"      the route is {route.why}"
    yield f"        all of it: {_tiers(kb, route.sources)}"
    if route.in_part:
        yield f"        a part of it: {_tiers(kb, route.in_part)}"
    if route.why_here is not None:
        yield f"      on this device it is {route.why_here}"
        if interface.sources:
            yield f"        shown by: {_tiers(kb, interface.sources)}"


def _checked(route: ExplainedRoute) -> str:
    check = route.check
    if check is None or route.checked_at is None:
        return "checked: never"
    how = how_checked(check)
    pages = f" ({', '.join(check.sources)})" if check.sources else ""
    state = "" if check.covers else click.style("; the route has changed since", fg="yellow")
    return f"checked: {day(check.date)} by {check.by}, {how}{pages}{state}  {at(route.checked_at)}"


def _notes(notes: Iterable[Said], indent: str) -> Iterator[str]:
    for note in notes:
        yield f"{indent}{click.style('note:', fg='cyan')} {note.says}  {at(note.place)}"


def _tiers(kb: KnowledgeBase, sources: tuple[str, ...]) -> str:
    if not sources:
        return "no source"
    return ", ".join(f"{name} ({kb.sources[name].tier})" for name in sources)


def _data(
    kb: KnowledgeBase,
    explainer: Explainer,
    target: Target,
    interfaces: Iterable[ExplainedInterface],
) -> dict[str, Any]:
    """What `explain --format json` prints: the fields of `generator.knowledge.explained`, places as
    file, line and column."""
    data: dict[str, Any] = {"device": target.device, "family": target.family}
    if target.device is not None:
        device = kb.devices[target.device]
        data["name"], data["place"] = device.name, _plain(device.place)
        data["keys"] = _plain(explainer.keys(device.id))
        data["notes"] = _plain(explainer.notes(device))
        reason = device.no_sign_out
        data["no_sign_out"] = plain(reason.because) if reason is not None else None
    data["interfaces"] = [
        {
            **_plain(interface),
            "routes": [
                _plain(route) for route in interface.routes if target.route in (None, route.id)
            ],
        }
        for interface in interfaces
    ]
    return data


def _plain(value: Any) -> Any:
    """A value of dataclasses as JSON has it."""
    if isinstance(value, Place):
        return asdict(value)
    if isinstance(value, Enum):
        return value.name.lower()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int) else str(value)
