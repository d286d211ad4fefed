"""Checks recorded: which routes are meant, and what becomes of the files they are written in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.check.proof import Checked
from generator.edit.checks import with_check
from generator.edit.fixing import opened
from generator.edit.insertion import with_item
from generator.edit.layout import Layout, edited
from generator.edit.mend import Change
from generator.edit.yaml_text import flow
from generator.knowledge.device import Device
from generator.knowledge.explained import Explainer
from generator.knowledge.route import Route
from generator.knowledge.wording import day
from generator.read.document import Path
from generator.read.problem import Place
from generator.read.tree import SpecFile


class NotRecorded(Exception):
    """A check cannot be recorded as asked; the message says why, and what can be done."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody found out: when and who, and on a device or by which pages."""

    date: datetime.date
    by: str
    on_device: bool
    sources: tuple[str, ...]

    @property
    def says(self) -> str:
        """Tried on a device on 22 November 2026 by Ada."""
        how = ["tried on a device"] if self.on_device else []
        how += [f"compared with {', '.join(self.sources)}"] if self.sources else []
        return f"{' and '.join(how)} on {day(self.date)} by {self.by}"

    def of(self, route: Route) -> dict[str, object]:
        """The check of `route`, as a spec holds it."""
        value: dict[str, object] = {"date": self.date, "by": self.by}
        if self.on_device:
            value["on_device"] = True
        value["covers"] = route.fingerprint
        if self.sources:
            value["sources"] = list(self.sources)
        return value


@dataclass(frozen=True, slots=True)
class Checkable:
    """A route whose check can be recorded, and where.

    `own` are the pages it cites already; others go to `cites`, the sources of `cited_by`.
    """

    name: str
    route: Route
    file: str
    at: Path
    own: tuple[str, ...]
    cites: Path
    cited_by: str
    place: Place


def of_device(
    checked: Checked, device: Device, interface: str | None, route: str | None
) -> Iterator[Checkable]:
    """The routes of a device, or those of one interface, or that one route."""
    entry = checked.specs.devices[device.id]
    if not device.interfaces:
        raise NotRecorded(
            f"`{device.id}` has no route of its own, so there is nothing to check on it."
        )
    for shown in device.interfaces:
        for one in shown.walkthrough.routes:
            if interface in (None, shown.id) and route in (None, one.id):
                at: Path = ("interfaces", shown.id)
                yield Checkable(
                    name=f"{device.id}/{shown.id}/{one.id}",
                    route=one,
                    file=entry.document.file,
                    at=(*at, "checked", one.id),
                    own=(*shown.sources, *one.sources, *one.in_part),
                    cites=(*at, "sources"),
                    cited_by=f"{device.id}/{shown.id}",
                    place=entry.place(*at, key=True),
                )


def of_family(checked: Checked, family: str, route: str | None) -> Iterator[Checkable]:
    """The routes that are written in a family, or that one of them. Raises NotRecorded for one
    that it inherits."""
    whole = checked.families[family]
    explainer = Explainer(checked)
    for one in explainer.walkthrough(family).routes:
        written = whole.routes[one.id]
        if route not in (None, one.id):
            continue
        if written.entry is whole.entry:
            yield Checkable(
                name=f"{family}/{one.id}",
                route=one,
                file=whole.entry.document.file,
                at=("routes", one.id, "checked"),
                own=(*one.sources, *one.in_part),
                cites=("routes", one.id, "sources"),
                cited_by=f"{family}/{one.id}",
                place=written.place(key=True),
            )
        elif route is not None:
            base = written.entry.id
            says = f"The route `{route}` of `{family}` is written in the family `{base}`"
            there = next(r for r in explainer.walkthrough(base).routes if r.id == route)
            if there.fingerprint == one.fingerprint:
                raise NotRecorded(f"{says}, and checked there: signout checked {base}/{route}")
            example = device_with(checked, family)
            raise NotRecorded(
                f"{says}, where it has other steps. Check it on a device instead: "
                f"signout checked {example}/{route}"
            )


def device_with(checked: Checked, family: str) -> str:
    """The first device that shows `family`, as DEVICE/INTERFACE."""
    return next(
        f"{entry.id}/{name}"
        for entry in checked.specs.devices.values()
        for name, interface in entry.spec.interfaces.items()
        if interface.family == family
    )


def changes(
    files: Mapping[str, SpecFile], routes: Sequence[Checkable], found: Finding, *, cite: bool
) -> list[Change]:
    """What becomes of the `files` (by name) in which the checks of `routes` are written.

    With `cite`, the pages are added to the sources too.
    """
    before = {one.file: opened(files[one.file].data) for one in routes}
    texts = {name: text for name, (text, _) in before.items()}
    if cite:
        for (file, path), names in _uncited(routes, found).items():
            for name in names:
                edit = with_item(Layout(texts[file]), path, flow(name), ())
                texts[file] = edited(texts[file], [edit])
    for one in routes:
        texts[one.file] = with_check(texts[one.file], one.at, found.of(one.route))
    return [
        Change(files[name], replace(files[name], data=closed(texts[name])))
        for name, (text, closed) in before.items()
        if texts[name] != text
    ]


def _uncited(routes: Iterable[Checkable], found: Finding) -> dict[tuple[str, Path], list[str]]:
    """By file and place of a list of sources: the pages to add to it."""
    new: dict[tuple[str, Path], list[str]] = {}
    for one in routes:
        names = new.setdefault((one.file, one.cites), [])
        names += [name for name in found.sources if name not in (*one.own, *names)]
    return {where: names for where, names in new.items() if names}
