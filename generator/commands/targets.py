"""What one names on the command line: a device or family, an interface of it, a route of that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import click

from generator.check.proof import Checked
from generator.model.specs import Entry
from generator.read.problem import did_you_mean, shown, there_is_no


@dataclass(frozen=True, slots=True)
class Target:
    """A device or else a family; of it one interface and one route, or all."""

    device: str | None
    family: str | None
    interface: str | None = None
    route: str | None = None


def find_target(checked: Checked, name: str) -> Target:
    """What `name` stands for: DEVICE[/INTERFACE[/ROUTE]] or FAMILY[/ROUTE].

    A name that devices and families share is the device's; `family:NAME` is always a family.
    Raises click.UsageError with the nearest name for what there is not.
    """
    devices, families = checked.specs.devices, checked.families
    named: Mapping[str, Entry[Any]] = {**checked.specs.families, **devices}
    first, *rest = name.removesuffix("/").split("/")
    wants_family, colon, bare = first.rpartition(":")
    if colon and wants_family in ("family", "device"):
        first = bare
    if first in families and (wants_family == "family" or first not in devices):
        _no_more(name, rest, 1, "FAMILY/ROUTE")
        for route in rest:
            _known("route", route, families[first].routes, f"the family `{first}`")
        return Target(None, first, None, *rest)
    if first not in devices:
        known = [*families] if wants_family == "family" else [*devices, *families]
        what = "family" if wants_family == "family" else "device"
        said = name.removeprefix(f"{what}:")
        if meant := _meant(said, {one: named[one] for one in known}):
            says = f"There is no {what} `{shown(said)}`. Did you mean `{meant}`?"
            raise click.UsageError(says)
        raise click.UsageError(there_is_no(what, first, known))
    _no_more(name, rest, 2, "DEVICE/INTERFACE/ROUTE")
    interfaces = devices[first].spec.interfaces
    if rest:
        _known("interface", rest[0], interfaces, f"`{first}`")
    if rest[1:]:
        routes = families[interfaces[rest[0]].family].routes
        _known("route", rest[1], routes, f"`{first}/{rest[0]}`")
    return Target(first, None, *rest)


def _meant(said: str, known: Mapping[str, Entry[Any]]) -> str | None:
    """The name of what somebody means who says its file, or what its page calls it."""
    stem = PurePath(said).stem if said.endswith(".yml") else ""
    spoken = said.casefold()
    for name, entry in known.items():
        called = (entry.spec.name, *getattr(entry.spec, "also", ()))
        if name == stem or spoken in (one.casefold() for one in called):
            return name
    return None


def _no_more(name: str, rest: list[str], most: int, form: str) -> None:
    if len(rest) > most:
        raise click.UsageError(f"`{shown(name)}` has too many parts; write it as {form}.")


def _known(what: str, name: str, known: Collection[str], of: str) -> None:
    if name not in known:
        hint = did_you_mean(name, known) if known else f"It has no {what}s."
        raise click.UsageError(f"There is no {what} `{shown(name)}` of {of}. {hint}".rstrip())
