"""The routes of a file that somebody may have checked, and their checks written into its text."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from generator.admin.change import CannotChange
from generator.admin.draft import Found
from generator.admin.things import collection_of
from generator.edit.checks import with_check
from generator.edit.record import Checkable, Finding, NotRecorded, of_device, of_family
from generator.knowledge.text import plain
from generator.knowledge.wording import day
from generator.model.family import Check


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A route as one takes it: its name, its steps in words, and what is known of its last check.

    `on_device` says that it belongs to a device, so that one can try it there."""

    name: str
    title: str
    start: str
    steps: tuple[str, ...]
    last: str
    on_device: bool


def to_check(file: str, found: Found) -> list[ToCheck]:
    """The routes a file tells, if nothing is wrong with any file."""
    return [
        ToCheck(
            one.name,
            one.route.title,
            plain(one.route.reach),
            tuple(plain(step.says) for step in one.route.steps),
            _last(one, found),
            collection_of(file) == "devices",
        )
        for one in _routes(file, found)
    ]


def recorded(
    file: str, text: str, found: Found, said: Mapping[str, str], today: datetime.date
) -> str:
    """The text with the check of the route that `said` names. Raises CannotChange."""
    one = next((one for one in _routes(file, found) if one.name == said.get("route")), None)
    if one is None:
        raise CannotChange("Mend all problems first: only what is right can be checked.")
    by = " ".join(said.get("by", "").split())
    sources = tuple(said.get("sources", "").replace(",", " ").split())
    on_device = said.get("on_device") == "true"
    if not by:
        raise CannotChange("Say who checked it.")
    if not on_device and not sources:
        raise CannotChange("Say how you checked it: on a device, or with which pages.")
    try:
        date = datetime.date.fromisoformat(said.get("date") or today.isoformat())
        finding = Finding(date, by, on_device, sources)
        return with_check(text, one.at, finding.of(one.route))
    except ValueError:
        raise CannotChange("Write the date as in 2026-01-31, and the name in plain text.") from None


def _routes(file: str, found: Found) -> list[Checkable]:
    name = file.rpartition("/")[2].removesuffix(".yml")
    collection = collection_of(file)
    if found.kb is None or collection not in ("devices", "families"):
        return []
    try:
        if collection == "families":
            return list(of_family(found.checked, name, None))
        return list(of_device(found.checked, found.kb.devices[name], None, None))
    except (KeyError, NotRecorded):
        return []


def _last(one: Checkable, found: Found) -> str:
    check = _written(one, found)
    if check is None:
        return "Not checked here yet."
    how = "tried on a device" if check.on_device else "checked"
    since = "" if check.covers == one.route.fingerprint else " The steps have changed since."
    return f"Last {how} on {day(check.date)} by {check.by}.{since}"


def _written(one: Checkable, found: Found) -> Check | None:
    """The check that stands where a new one would."""
    owner, *_ = one.name.split("/")
    match one.at:
        case ("interfaces", str(interface), "checked", str(route)):
            device = found.checked.specs.devices[owner].spec
            return device.interfaces[interface].checked.get(route)
        case ("routes", str(route), "checked"):
            return found.checked.specs.families[owner].spec.routes[route].checked
    return None
