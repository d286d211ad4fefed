"""What of a publication differs between two knowledge bases: pages, cards, packs, routes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device, Interface
from generator.knowledge.route import Route
from generator.knowledge.text import plain
from generator.pdf.cards import Cards
from generator.pdf.handbook import handbook_data
from generator.pdf.packs import pack_data
from generator.site.blocks import Blocks
from generator.site.device_lists import KINDS, DeviceLists
from generator.site.device_page import DevicePages
from generator.site.finder import finder_index
from generator.site.frames import slots_in
from generator.site.html import make_environment
from generator.site.list_page import ListPages
from generator.site.problem_page import ProblemPages
from generator.site.prose import topic_addresses

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Effects:
    """Addresses of the pages whose content differs, in the order of the site; ids of the devices
    whose cards differ, and of the packs; names of lists of devices with a page of their own;
    whether the handbook and the finder's index differ.

    `routes` has, for each interface (by its name) and route (by its title), the ids of the devices
    on which that route differs. Whatever is only in one of the two differs.
    """

    devices: tuple[str, ...]
    problems: tuple[str, ...]
    lists: tuple[str, ...]
    prose: tuple[str, ...]
    cards: tuple[str, ...]
    packs: tuple[str, ...]
    handbook: bool
    finder: bool
    routes: Mapping[tuple[str, str], tuple[str, ...]]

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses of all pages that differ."""
        return (
            *(f"devices/{name}/" for name in self.devices),
            *(f"troubleshooting/{name}/" for name in self.problems),
            *(f"{KINDS}{name}/" for name in self.lists),
            *self.prose,
        )

    def __or__(self, other: Effects) -> Effects:
        """What differs in either."""

        def both(one: Iterable[str], two: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys((*one, *two)))

        return Effects(
            devices=both(self.devices, other.devices),
            problems=both(self.problems, other.problems),
            lists=both(self.lists, other.lists),
            prose=both(self.prose, other.prose),
            cards=both(self.cards, other.cards),
            packs=both(self.packs, other.packs),
            handbook=self.handbook or other.handbook,
            finder=self.finder or other.finder,
            routes={
                key: both(self.routes.get(key, ()), other.routes.get(key, ()))
                for key in dict.fromkeys((*self.routes, *other.routes))
            },
        )


def effects(old: KnowledgeBase, new: KnowledgeBase, content: Path) -> Effects:
    """What differs if the pages, with the prose in `content`, are made from `new` and not `old`.

    The pages are rendered from both and compared, so that nothing can be forgotten.
    """
    both = (old, new)
    # A topic that no page tells yet, or none any more, has no address.
    told = {**{name: "" for kb in both for name in kb.topics}, **topic_addresses(content)}
    devices = [DevicePages(kb, cards=True) for kb in both]
    problems = [ProblemPages(kb, told) for kb in both]
    cards = [Cards(kb) for kb in both]
    return Effects(
        devices=_differing([kb.devices for kb in both], *(_page(made.page) for made in devices)),
        problems=_differing([kb.problems for kb in both], *(_page(made.page) for made in problems)),
        lists=_differing(
            [DeviceLists(kb).pages for kb in both], *(_page(ListPages(kb).page) for kb in both)
        ),
        prose=tuple(_prose(both, content, told)),
        cards=_differing(
            [kb.devices for kb in both],
            *((lambda device, made=made: made.data(device.id)) for made in cards),
        ),
        packs=_differing(
            [kb.packs for kb in both],
            *((lambda pack, made=made: pack_data(made, pack)) for made in cards),
        ),
        handbook=handbook_data(old) != handbook_data(new),
        finder=finder_index(old, content) != finder_index(new, content),
        routes=_routes(old, new),
    )


def _page(make: Callable[[Any], Any]) -> Callable[[Any], Hashable]:
    def shown(of: Any) -> Hashable:
        page = make(of)
        return page.title, page.description, page.headings, page.content, page.section

    return shown


def _differing(
    entries: list[Mapping[str, T]], old: Callable[[T], Any], new: Callable[[T], Any]
) -> tuple[str, ...]:
    before, now = entries
    return tuple(
        name
        for name in dict.fromkeys((*now, *before))
        if name not in before or name not in now or old(before[name]) != new(now[name])
    )


def _prose(
    both: tuple[KnowledgeBase, KnowledgeBase], content: Path, told: Mapping[str, str]
) -> Iterator[str]:
    environment = make_environment()
    blocks = [Blocks(kb, environment, "../", told) for kb in both]
    for file in sorted(content.rglob("*.md")):
        path = file.relative_to(content).with_suffix("").as_posix()
        slots = [slot for _, slot in slots_in(file.read_text("utf-8", "replace"))]
        before, now = ([made[s] for s in slots if s in set(made)] for made in blocks)
        if before != now:
            yield "" if path == "index" else path.removesuffix("/index") + "/"


def _routes(old: KnowledgeBase, new: KnowledgeBase) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for name in dict.fromkeys((*new.devices, *old.devices)):
        before, now = (
            _said_on(kb, kb.devices[name]) if name in kb.devices else {} for kb in (old, new)
        )
        for key in dict.fromkeys((*now, *before)):
            if before.get(key) != now.get(key):
                called = (before.get(key) or now.get(key) or ("",))[0]
                found.setdefault((str(called[0]), str(called[1])), {})[name] = None
    return {key: tuple(names) for key, names in found.items()}


def _said_on(kb: KnowledgeBase, device: Device) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What each route of a device says, by interface and route."""
    return {
        (interface.id, route.id): (
            (interface.walkthrough.name, route.title),
            _said(kb, interface, route),
            [
                (note.step, plain(note.text))
                for note in device.notes
                if (note.interface, note.route) == (interface.id, route.id)
            ],
        )
        for interface in device.interfaces
        for route in interface.walkthrough.routes
    }


def _said(kb: KnowledgeBase, interface: Interface, route: Route) -> tuple[Any, ...]:
    cites: Iterable[str] = (*route.sources, *route.in_part)
    return (
        route.title,
        route.role,
        plain(route.when or ()),
        plain(route.reach),
        plain(route.start.looks_like),
        [(plain(s.says), plain(s.note or ())) for s in route.steps],
        [plain(screen.looks_like) for screen in route.sees],
        [kb.sources[name] for name in cites],
        interface.confidence[route.id],
        interface.checks.get(route.id),
    )
