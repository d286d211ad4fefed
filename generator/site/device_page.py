"""The how-to page of a device.

What devices share (a route's steps, a list of sources, the remote sign-out) is rendered once and
kept, so that a page costs little more than what only it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from generator.check.wording import device_title
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Device, Interface, Note
from generator.knowledge.route import Check, Impostor, Reason, Route, Walkthrough
from generator.knowledge.text import Text, plain
from generator.site.device_words import labels_met, words_of
from generator.site.frames import Page
from generator.site.html import day, make_environment

DOES = {
    "remove-app": "Remove the app",
    "clear-data": "Clear the app's data",
    "reset-apps": "Reset all apps",
    "reset-device": "Reset the device",
    "unlink": "Unlink the device",
    "restart": "Restart the device",
}
MAX_PROBLEMS = 5  # the index has the others
MAX_DESCRIPTION = 155  # search engines cut longer ones


@dataclass(frozen=True, slots=True)
class _Shown:
    """An interface with its main route, ready for the page."""

    interface: Interface
    anchor: str
    heading: str
    main: Markup
    notes: list[Note]
    confidence: Confidence
    checked: str


@dataclass(slots=True)
class _Fallback:
    """A second way, and the interfaces that have it: `only` is said if not all of them do."""

    route: Route
    anchor: str
    html: Markup
    confidence: Confidence
    checked: str
    names: list[str]
    only: Text | None = None


class DevicePages:
    """Renders the devices of a knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self._environment = make_environment()
        self._page = self._environment.get_template("device.html")
        self._kept: dict[tuple[Any, ...], Markup] = {}

    def page(self, device: Device) -> Page:
        """The page of `device`."""
        shown = [self._shown(device, interface) for interface in device.interfaces]
        fallbacks = self._fallbacks(device)
        walkthroughs = tuple(interface.walkthrough for interface in device.interfaces)
        labels = labels_met(walkthroughs)
        words = words_of(self.kb, device, labels)
        notes = [note for note in device.notes if note.interface is None]
        content = self._page.render(
            kb=self.kb,
            device=device,
            names=dict.fromkeys((*device.also, *device.models)),
            interfaces=shown,
            fallbacks=fallbacks,
            reasons=_distinct(w.no_fallback for w in walkthroughs),
            impostors=self._impostors(_distinct_each(w.impostors for w in walkthroughs)),
            problems=self._problems(device.problems),
            remote=self._remote,
            notes=notes,
            words=words,
            languages=self._languages(labels),
            does=DOES,
            menus=Markup("").join(self._menus(w) for w in dict.fromkeys(walkthroughs)),
            sources=self._sources(device),
        )
        return Page(
            path=f"devices/{device.id}/",
            title=device_title(self.kb.service, device.name),
            description=self._description(device),
            headings=tuple(self._headings(device, shown, bool(notes), bool(words))),
            content=content,
            source=device.place.file,
        )

    def _headings(
        self, device: Device, shown: list[_Shown], notes: bool, words: bool
    ) -> Iterable[tuple[str, str]]:
        if len(shown) > 1:
            yield "which", "Which one do you see?"
        yield from ((one.anchor, one.heading) for one in shown)
        if not shown:
            yield "steps", "Sign it out from the account page"
        if shown:
            yield "not-working", "It did not work"
            if device.id != self.kb.remote.device:
                yield "not-near", "Not near it any more?"
        if notes:
            yield "notes", "Notes"
        if words:
            yield "words", "Words on this device"
        if device.actions:
            yield "outside", "Outside the app"
        if shown:
            yield "menus", "The menus"
        yield "sources", "Sources"

    def _description(self, device: Device) -> str:
        service = self.kb.service
        if device.interfaces:
            steps = len(device.interfaces[0].walkthrough.main.steps)
            said = [
                f"Sign {service} out on {device.name} in {steps} steps: what to press, what you "
                "should see, and what to do if it is not there.",
                f"Sign {service} out on {device.name}: what to press and what you should see.",
            ]
        else:
            said = [
                f"{device.name} has no sign-out screen. Sign {service} out on it from the account "
                "page: the steps, and how long it takes.",
                f"Sign {service} out on {device.name} from the account page.",
            ]
        return next(
            (text for text in said if len(text) <= MAX_DESCRIPTION), said[-1][:MAX_DESCRIPTION]
        )

    def _keep(self, key: tuple[Any, ...], make: Callable[[], str]) -> Markup:
        """What `make` renders for `key`, rendered once."""
        known = self._kept.get(key)
        if known is None:
            known = self._kept[key] = Markup(make())
        return known

    def _template(self, name: str, **values: Any) -> str:
        return self._environment.get_template(name).render(kb=self.kb, **values)

    def _shown(self, device: Device, interface: Interface) -> _Shown:
        several = len(device.interfaces) > 1
        main = interface.walkthrough.main
        return _Shown(
            interface=interface,
            anchor=interface.id if several else "steps",
            heading=interface.walkthrough.name if several else "Steps",
            main=self._route(device, interface, main),
            notes=[n for n in device.notes if n.interface == interface.id and n.route is None],
            confidence=interface.confidence[main.id],
            checked=_checked(interface.checks.get(main.id)),
        )

    def _route(self, device: Device, interface: Interface, route: Route) -> Markup:
        notes = tuple(
            note
            for note in device.notes
            if note.interface == interface.id and note.route == route.id
        )
        walkthrough = interface.walkthrough
        return self._keep(
            ("route", walkthrough, route.id, notes),
            lambda: self._template("route.html", walkthrough=walkthrough, route=route, notes=notes),
        )

    def _fallbacks(self, device: Device) -> list[_Fallback]:
        """The second ways; one that several interfaces share is shown once."""
        ways: dict[str, _Fallback] = {}
        tells: dict[str, list[str]] = {}
        for interface in device.interfaces:
            for route in interface.walkthrough.fallbacks:
                html = self._route(device, interface, route)
                known = ways.setdefault(
                    html,
                    _Fallback(
                        route,
                        route.id if route.id not in tells else f"{interface.id}-{route.id}",
                        html,
                        interface.confidence[route.id],
                        self._checked_otherwise(interface, route),
                        [],
                    ),
                )
                known.names.append(f"{interface.id}/{route.id}")
                known.confidence = min(known.confidence, interface.confidence[route.id])
                tells.setdefault(route.id, []).append(interface.id)
        for way in ways.values():
            if len(way.names) < len(device.interfaces):
                with_it = {name.partition("/")[0] for name in way.names}
                names = [i.walkthrough.name for i in device.interfaces if i.id in with_it]
                way.only = (f"{'; '.join(names)}.",)
        return list(ways.values())

    def _checked_otherwise(self, interface: Interface, route: Route) -> str:
        """When a second way was checked, unless that is as the main way says already."""
        own = interface.checks.get(route.id)
        same = own is not None and own == interface.checks.get(interface.walkthrough.main.id)
        return "" if same else _checked(own)

    @cached_property
    def _remote(self) -> Markup:
        return Markup(self._template("remote.html"))

    def _problems(self, problems: tuple[str, ...]) -> Markup:
        return self._keep(
            ("problems", problems),
            lambda: self._template("problem_links.html", problems=problems, most=MAX_PROBLEMS),
        )

    def _impostors(self, impostors: tuple[Impostor, ...]) -> Markup:
        return self._keep(
            ("impostors", impostors),
            lambda: self._template("impostors.html", impostors=impostors),
        )

    def _menus(self, walkthrough: Walkthrough) -> Markup:
        return self._keep(
            ("menus", walkthrough), lambda: self._template("menus.html", walkthrough=walkthrough)
        )

    def _languages(self, labels: tuple[str, ...]) -> Markup:
        known = [self.kb.labels[name] for name in labels if len(self.kb.labels[name].text) > 1]
        if not known:
            return Markup()
        codes = [c for c in self.kb.languages if any(c in label.text for label in known)]
        return self._keep(
            ("languages", labels),
            lambda: self._template("languages.html", labels=known, languages=codes),
        )

    def _sources(self, device: Device) -> list[dict[str, Any]]:
        """Which pages back what, one line for each thing backed."""
        lines = []
        several = len(device.interfaces) > 1
        for interface in device.interfaces:
            where = f"{interface.walkthrough.name}: " if several else ""
            if interface.sources:
                title = f"{where}Seen on this device"
                lines.append(self._source_line(title, interface.sources, ()))
            for route in interface.walkthrough.routes:
                lines.append(self._source_line(where + route.title, route.sources, route.in_part))
        impostors = _distinct_each(i.walkthrough.impostors for i in device.interfaces)
        if backing := tuple(dict.fromkeys(name for one in impostors for name in one.sources)):
            lines.append(self._source_line("What does not sign you out", backing, ()))
        remote = self.kb.remote.one_device
        if device.id != self.kb.remote.device:
            lines.append(self._source_line("Remote sign-out", remote.sources, remote.in_part))
        return lines

    def _source_line(
        self, title: str, sources: tuple[str, ...], in_part: tuple[str, ...]
    ) -> dict[str, Any]:
        html = self._keep(
            ("sources", sources, in_part),
            lambda: self._template("source_list.html", sources=sources, in_part=in_part),
        )
        return {"title": title, "html": html}


def _checked(check: Check | None) -> str:
    """When a route was checked, in a sentence; nothing if it never was."""
    if check is None:
        return ""
    how = "tried on a device" if check.on_device else "compared with its sources"
    if check.covers:
        return f"Last {how} on {day(check.date)}."
    return f"Changed since it was last {how} on {day(check.date)}."


def _distinct(reasons: Iterable[Reason | None]) -> list[Reason]:
    known = {plain(reason.because): reason for reason in reasons if reason is not None}
    return list(known.values())


def _distinct_each(groups: Iterable[tuple[Impostor, ...]]) -> tuple[Impostor, ...]:
    return tuple({one.label.id: one for group in groups for one in group}.values())
