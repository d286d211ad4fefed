"""Cards: one page for each device, to print and to put beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from generator.check.wording import device_title
from generator.drawing.qr import qr_code
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device
from generator.knowledge.second_ways import second_ways
from generator.knowledge.wording import day
from generator.pdf.data import Data, Facts, Pieces
from generator.pdf.typeset import About, typeset

MOST_NAMES = 80  # characters of other names, about one line
# A word longer than this gets places where it may break: no column is narrower.
MOST_LETTERS = 24
# Between hyphens, slashes and spaces; the scripts of East Asia break anywhere.
_UNBROKEN = re.compile(r"[^\s/\u2010-\u2015\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef-]+")
_MAY_BREAK = "\u200b"


class Cards:
    """The cards of a knowledge base, with labels in `language` where they are known in it.

    `site_url` is the address of the site, with a slash at its end, or empty if it has none; cards
    then have neither an address nor a code.
    """

    def __init__(self, kb: KnowledgeBase, site_url: str = "", language: str = "en") -> None:
        self.kb = kb
        self.facts = Facts(kb, site_url, language)

    def pdf(self, name: str, paper: str = "a4") -> bytes:
        """The card of the device `name` on `paper` (of `PAPERS`), one page. Raises TypesetError."""
        device = self.kb.devices[name]
        title = device_title(self.kb.service, device.name)
        about = About(
            f"{title}: a card",
            f"What to press on {device.name}, and what you should see, on one page.",
            self.kb.edition,
        )
        return typeset("card", {"card": self.data(name)}, about, paper=paper)

    def data(self, name: str) -> Data:
        """What the card of the device `name` says, for `card-page` of the templates."""
        device = self.kb.devices[name]
        data = self.facts.device(device)
        ways = [_way(one["main"], one["tell"], one["notes"]) for one in data["interfaces"]]
        if not ways:
            ways = [_way(self._remote["one_device"])]
        several = len(ways) > 1
        sure = [way.pop("sure") for way in ways]
        start = _shared_start(ways) if several else None
        for way, says in zip(ways, sure, strict=True):
            way["tell"] = way["tell"] if several else []
            way["own-start"] = start is None
            way["sure"] = says if len(set(sure)) > 1 else ""
        return {
            **breakable(
                {
                    "lead": f"Sign out of {self.kb.service} on",
                    "name": device.title,
                    "also": _also(data["names"]),
                    "warning": _warning(data),
                    "title": "" if data["interfaces"] else "Sign it out from the account page",
                    "question": "Which one do you see?" if several else "",
                    "start": start,
                    "ways": ways,
                    "parts": list(self._parts(device, data)),
                    "foot": self._foot(sure),
                }
            ),
            "longest": max(_unbroken(ways), key=len, default="")[:MOST_LETTERS],
            **printed(data["address"]),
        }

    @cached_property
    def _remote(self) -> Data:
        return self.facts.remote()

    def _parts(self, device: Device, data: Data) -> Iterator[Data]:
        """What stands below the main routes, the most wanted first."""
        for way in second_ways(device):
            route = self.facts.route(way.route, way.notes)
            when = [*route["when"], f" Only for: {way.only}."] if way.only else route["when"]
            steps = [step["do"] for step in route["steps"]]
            lines = [note["text"] for step in route["steps"] for note in step["notes"]]
            lines += [note["text"] for note in route["notes"]]
            yield _part(f"It did not work? {route['title']}", when, steps, lines)
        if data["interfaces"] and device.id != self.kb.remote.device:
            one = self._remote["one_device"]
            steps = [step["do"] for step in one["steps"]]
            yield _part("Not near it any more?", one["reach"], steps, lines=[self._remote["delay"]])
        if notes := [note["text"] for note in data["notes"]]:
            yield _part("Good to know", lines=notes)

    def _foot(self, sure: Iterable[str]) -> str:
        distinct = set(sure)
        says = f"{distinct.pop()} " if len(distinct) == 1 else ""
        edition = f"Compared with its sources on {day(self.kb.edition)}."
        return f"{says}{edition} Not run or endorsed by {self.kb.service}."


def printed(address: str) -> Data:
    """An address as a link, as one types it, and as a code; all empty if there is none."""
    shown = address.removeprefix("https://").removeprefix("http://")
    return {"address": address, "shown": shown, "qr": qr_code(address).svg if address else ""}


def breakable(value: Any) -> Any:
    """Plain data with places where words that no column has room for may break."""
    if isinstance(value, str):
        return _UNBROKEN.sub(_with_breaks, value) if len(value) > MOST_LETTERS else value
    if isinstance(value, dict):
        return {name: breakable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [breakable(item) for item in value]
    return value


def _with_breaks(word: re.Match[str]) -> str:
    return _MAY_BREAK.join(word[0]) if len(word[0]) > MOST_LETTERS else word[0]


def _way(route: Data, tell: Pieces | None = None, notes: Iterable[Data] = ()) -> Data:
    kept = {name: route[name] for name in ("reach", "start", "steps", "sure")}
    return {**kept, "tell": tell or [], "notes": [*route["notes"], *notes]}


def _part(
    title: str,
    when: Iterable[str | Data] = (),
    steps: Iterable[Pieces] = (),
    lines: Iterable[Pieces] = (),
) -> Data:
    return {"title": title, "when": list(when), "steps": list(steps), "lines": list(lines)}


def _shared_start(ways: list[Data]) -> Data | None:
    """Where all the ways begin, if it is the same place."""
    first = {name: ways[0][name] for name in ("reach", "start")}
    return first if all({n: way[n] for n in first} == first for way in ways) else None


def _warning(data: Data) -> Pieces:
    """What an owner has to know before all else."""
    if retired := data["retired"]:
        return [f"No longer supported since {retired['since']}. ", *retired["says"]]
    if missing := data["no_sign_out"]:
        return ["This device has no sign-out screen that we know of. ", *missing["because"]]
    return []


def _also(names: list[str]) -> str:
    """As many of the other names as have room."""
    said = ""
    for name in names:
        longer = f"{said}, {name}" if said else f"Also called: {name}"
        if len(longer) > MOST_NAMES:
            break
        said = longer
    return said


def _unbroken(value: Any) -> Iterator[str]:
    """The pieces of all texts in `value` that lines do not break."""
    if isinstance(value, str):
        yield from _UNBROKEN.findall(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _unbroken(item)
    elif isinstance(value, list):
        for item in value:
            yield from _unbroken(item)
