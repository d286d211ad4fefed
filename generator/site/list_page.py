"""The page of a list of devices: those of a kind, a part of them, or the parts there are."""

from __future__ import annotations

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changed import recent
from generator.site.device_lists import DeviceList, Place
from generator.site.device_page import MAX_DESCRIPTION
from generator.site.frames import Page
from generator.site.html import make_environment

MAX_TITLE = 60  # search engines cut longer ones


class ListPages:
    """Renders the lists that have pages of their own."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._page = make_environment().get_template("list.html")
        self._marks = recent(kb)

    def page(self, place: Place) -> Page:
        """The page of the list at `place`."""
        listed = place.listed
        headings = [("list", _question(listed)), ("not-here", "Is yours not here?")]
        return Page(
            path=listed.path,
            title=self._title(listed),
            description=self._description(listed),
            headings=tuple(headings),
            content=self._page.render(
                kb=self._kb, place=place, listed=listed, headings=headings, marks=self._marks
            ),
            source=listed.kind.place.file,
            section=listed.kind.name,
            picture=listed.kind.id,
            list_path=(place.above or (listed,))[0].path,
        )

    def _title(self, listed: DeviceList) -> str:
        name = listed.kind.name
        if listed.is_whole:
            said = f"{name}: sign out of {self._kb.service}"
            return said if len(said) <= MAX_TITLE else _cut(name, MAX_TITLE)
        part = f", {_numbered(listed)}"
        return _cut(name, MAX_TITLE - len(part)) + part

    def _description(self, listed: DeviceList) -> str:
        service, name = self._kb.service, listed.kind.name
        count = f"{len(listed.devices):,}"
        after = f"and get the steps to sign {service} out on it."
        said = [f"{name}: pick yours of {count}, {after}"]
        if not listed.is_whole:
            part = _numbered(listed)
            said = [
                f"{name} from {listed.span}: pick yours, {after} This is {part}.",
                f"{name}, {part}: pick yours, {after}",
            ]
        fitting = (text for text in said if len(text) <= MAX_DESCRIPTION)
        return next(fitting, _cut(self._title(listed), MAX_DESCRIPTION))


def _numbered(listed: DeviceList) -> str:
    """Which part of its kind's list it is."""
    first, last = listed.numbers
    which = f"part {first:,}" if first == last else f"parts {first:,} to {last:,}"
    return f"{which} of {listed.of:,}"


def _question(listed: DeviceList) -> str:
    if listed.parts:
        return "Between which two is yours?"
    if listed.is_whole:
        return "Which one is yours?"
    return listed.span


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip(" ,;:.") + "…"
