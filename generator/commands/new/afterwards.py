"""What to do once something new is written."""

from __future__ import annotations

from collections.abc import Iterator

from generator.edit.scaffold import Draft
from generator.edit.slots import is_told
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.confidence import Confidence

# Pages that show a new thing of a collection, below the site's address.
_PAGES = {
    "sources": "sources/",
    "labels": "words/",
    "keys": "words/",
    "concepts": "words/",
    "items": "security/",
    "everyday": "devices/",
}
# The command to go on with, and what it is for.
_THEN = {
    "kinds": ("signout new device --set kind={id}", "its first device"),
    "packs": ("signout pdf --pack {id}", "its pages, to print"),
    "phrases": ("signout impact phrase:{id}", "the pages that say it"),
    "positions": ("signout impact position:{id}", "the pages that say it"),
}
_WIDE = 45


def next_steps(before: KnowledgeBase | None, after: KnowledgeBase, draft: Draft) -> Iterator[str]:
    """Lines that say which commands and pages show what is new, and what is still uncertain.
    `before` is what was known until now, if that could be told."""
    new = draft.main
    yield "What to do next:"
    if new.collection == "devices":
        devices = [new.id]
    else:
        devices = [one.device for one in draft.shown]
        devices += [use.site.id for use in draft.uses if use.site.collection == "devices"]
    for name in dict.fromkeys(devices):
        says = f"the routes on {after.devices[name].name}, each step with where it is written"
        yield _do(f"signout explain {name}", says)
    if new.collection in _THEN:
        command, says = _THEN[new.collection]
        yield _do(command.format(id=new.id), says)
    else:
        yield _do("signout serve", f"{_page(draft)}, in your browser")
    interfaces = {f"{one.device}/{one.interface}" for one in draft.shown}
    yield from _unproven(after, new.id if new.collection == "devices" else "", interfaces)
    lapsed = _lapsed(before, after) if before is not None else []
    if lapsed:
        yield "  The steps of these routes read otherwise now, so their pages say that they changed"
        yield "  since they were checked. Compare them with their sources, then record it:"
        yield from (_do(f"signout checked {name} --source …", "") for name in lapsed)


def _page(draft: Draft) -> str:
    """The page that shows what is new."""
    new = draft.main
    if new.collection in ("devices", "problems"):
        folder = {"devices": "devices", "problems": "troubleshooting"}[new.collection]
        return f"its page {folder}/{new.id}/"
    if draft.shown:
        return f"the page devices/{draft.shown[0].device}/"
    if is_told(new.collection):
        return draft.told[0].now.file if draft.told else "the page that has its slot"
    return f"the page {_PAGES[new.collection]}"


def _unproven(kb: KnowledgeBase, device: str, interfaces: set[str]) -> Iterator[str]:
    """What no source shows, of all interfaces of `device` and of those named `interfaces`."""
    met = [
        (one, f"{known.id}/{one.id}")
        for known in kb.devices.values()
        for one in known.interfaces
        if known.id == device or f"{known.id}/{one.id}" in interfaces
    ]
    inferred = [name for one, name in met if Confidence.INFERRED in one.confidence.values()]
    if inferred:
        yield "  No source says yet that the device shows this, so its page calls it inferred."
        yield "  Once you know a page that does, name it:"
        yield from (_do(f"signout new source --for {name}", "") for name in inferred)
    if met:
        one, name = met[0]
        yield "  Once you have taken the steps on a real one, record it:"
        yield _do(f"signout checked {name}/{one.walkthrough.main.id} --on-device", "")


def _lapsed(before: KnowledgeBase, after: KnowledgeBase) -> list[str]:
    """The routes, one device each, whose check held before and does not hold now."""
    found: dict[str, str] = {}
    for device in after.devices.values():
        old = before.devices.get(device.id)
        for interface in device.interfaces:
            was = next((i for i in old.interfaces if i.id == interface.id), None) if old else None
            for route, check in interface.checks.items():
                held = was is not None and route in was.checks and was.checks[route].covers
                if held and not check.covers:
                    written = interface.walkthrough.family
                    found.setdefault(f"{written}/{route}", f"{written}/{route}")
    return list(found.values())


def _do(command: str, says: str) -> str:
    return f"    {command:<{_WIDE}} {says}".rstrip()
