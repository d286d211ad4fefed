"""The how-to page of a device."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from generator.check.wording import device_title
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changed import LastChanged
from generator.knowledge.device import Device, Interface
from generator.knowledge.route import Impostor, Reason, either, labels_met
from generator.knowledge.second_ways import notes_on, second_ways
from generator.knowledge.text import Text, Word, plain
from generator.knowledge.wording import checked
from generator.site.device_lists import DeviceLists
from generator.site.device_parts import DeviceParts
from generator.site.frames import Page
from generator.site.html import make_environment
from generator.site.sketch import telling_screen

MAX_PROBLEMS = 5  # the index has the others
MAX_DESCRIPTION = 155  # search engines cut longer ones


@dataclass(frozen=True, slots=True)
class _Shown:
    """An interface with its main route, ready for the page."""

    interface: Interface
    anchor: str
    heading: str
    drawing: Markup
    main: Markup
    sure: Markup


class DevicePages:
    """Renders the devices of a knowledge base."""

    def __init__(self, kb: KnowledgeBase, *, cards: bool = False, url: str | None = None) -> None:
        """With `cards`, pages offer the PDFs of their devices; with the `url` of the site, which
        may be empty, links have their addresses for paper."""
        self.kb = kb
        self._cards = cards
        self._kinds = {kind.id: kind.name for kind in kb.kinds}
        self._lists = DeviceLists(kb)
        environment = make_environment()
        self._changed = LastChanged(kb)
        self._page = environment.get_template("device.html")
        self._parts = DeviceParts(kb, environment, url)

    def page(self, device: Device) -> Page:
        """The page of `device`."""
        shown = [self._shown(device, interface) for interface in device.interfaces]
        walkthroughs = tuple(interface.walkthrough for interface in device.interfaces)
        labels = labels_met(walkthroughs)
        words = self._parts.words(device, labels)
        notes = [note for note in device.notes if note.interface is None]
        changed = self._changed.device(device.id)
        content = self._page.render(
            kb=self.kb,
            device=device,
            cards=self._cards,
            names=dict.fromkeys((*device.also, *device.models)),
            interfaces=shown,
            opening_keys=_opening_keys(device),
            fallbacks=self._fallbacks(device),
            reasons=_distinct(w.no_fallback for w in walkthroughs),
            impostors=self._parts.impostors(_distinct_each(w.impostors for w in walkthroughs)),
            problems=self._parts.problems(device.problems[:MAX_PROBLEMS]),
            remote=self._parts.remote,
            notes=notes,
            words=words,
            language_choice=self._parts.language_choice(labels),
            afterwards=self._parts.afterwards if device.interfaces else "",
            found_as=self._parts.found_as(device.kind),
            sureness=self._parts.sureness,
            cited=self._parts.cited,
            menus=Markup("").join(
                self._parts.menus(w, device.input) for w in dict.fromkeys(walkthroughs)
            ),
            sources=self._sources(device),
            last_changed=self._parts.last_changed(changed),
        )
        path = f"devices/{device.id}/"
        return Page(
            path=path,
            title=device_title(self.kb.service, device.name),
            description=self._description(device),
            headings=tuple(self._headings(device, shown, bool(notes), bool(words))),
            content=self._parts.whole(content, path),
            source=device.place.file,
            section=self._kinds[device.kind],
            picture=device.kind,
            list_path=self._lists.address(device.kind),
            changed=changed,
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
        if shown and self.kb.afterwards:
            yield "afterwards", "Signed out? Now check"
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
                f"{device.title} has no sign-out screen. Sign {service} out on it from the account "
                "page: the steps, and how long it takes.",
                f"Sign {service} out on {device.name} from the account page.",
            ]
        return next(
            (text for text in said if len(text) <= MAX_DESCRIPTION), said[-1][:MAX_DESCRIPTION]
        )

    def _shown(self, device: Device, interface: Interface) -> _Shown:
        several = len(device.interfaces) > 1
        walkthrough, main = interface.walkthrough, interface.walkthrough.main
        anchor, heading = (interface.id, walkthrough.name) if several else ("steps", "Steps")
        sure = self._parts.sureness(
            interface.confidence[main.id], checked(interface.checks.get(main.id))
        )
        on_route = notes_on(device, interface, main)
        notes = tuple(n for n in device.notes if n.interface == interface.id and n.route is None)
        return _Shown(
            interface=interface,
            anchor=anchor,
            heading=heading,
            drawing=self._parts.drawing(walkthrough, device.input) if several else Markup(),
            main=self._parts.main_way(
                interface, anchor, sure if several else Markup(), on_route, notes
            ),
            sure=sure,
        )

    def _fallbacks(self, device: Device) -> Iterable[Markup]:
        anchors: set[str] = set()
        for way in second_ways(device):
            interface, route = way.interfaces[0], way.route
            anchor = f"{interface.id}-{route.id}" if route.id in anchors else route.id
            anchors.add(anchor)
            yield self._parts.fallback(way, anchor)

    def _sources(self, device: Device) -> Iterable[Markup]:
        """Which pages back what, one line for each thing backed."""
        line = self._parts.sources
        several = len(device.interfaces) > 1
        for interface in device.interfaces:
            where = f"{interface.walkthrough.name}: " if several else ""
            if interface.sources:
                yield line(f"{where}Seen on this device", interface.sources)
            for route in interface.walkthrough.routes:
                yield line(where + route.title, route.sources, route.in_part)
        impostors = _distinct_each(i.walkthrough.impostors for i in device.interfaces)
        if backing := tuple(dict.fromkeys(name for one in impostors for name in one.sources)):
            yield line("What does not sign you out", backing)
        remote = self.kb.remote.one_device
        if device.id != self.kb.remote.device:
            yield line("Remote sign-out", remote.sources, remote.in_part)


def _opening_keys(device: Device) -> Text:
    """The keys that bring up what tells the interfaces apart, as in Back or Left; empty if more
    than a key does for one of them, or if it is there from the start."""
    keys: list[Word] = []
    for interface in device.interfaces:
        main = interface.walkthrough.main
        first = main.steps[0]
        opens = telling_screen(interface.walkthrough) is main.sees[0]
        if not opens or first.action != "press" or len(first.words) > 1:
            return ()
        keys += first.words
    return either(tuple(dict.fromkeys(keys)))


def _distinct(reasons: Iterable[Reason | None]) -> list[Reason]:
    known = {plain(reason.because): reason for reason in reasons if reason is not None}
    return list(known.values())


def _distinct_each(groups: Iterable[tuple[Impostor, ...]]) -> tuple[Impostor, ...]:
    return tuple({one.label.id: one for group in groups for one in group}.values())
