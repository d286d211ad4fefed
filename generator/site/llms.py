"""What assistants find first: `llms.txt`, which lists all pages, and one file that holds them all.

Reference: https://llmstxt.org. Both are made of the pages' Markdown and list them in one order.
Where devices are many, the first lists their kinds; lists of devices are not in the second, which
has the devices themselves.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL
from generator.knowledge.text import plain
from generator.knowledge.wording import day
from generator.site.device_lists import DeviceList, DeviceLists
from generator.site.engine import SiteSettings
from generator.site.markdown import NAME
from generator.site.markdown_text import destination, escaped

__all__ = ["FULL_TEXT", "LIST", "Listed", "write_llms"]

LIST, FULL_TEXT = "llms.txt", "llms-full.txt"
_SECURITY = "security/"
_DATA = "api/v1/index.json"
# An assistant reads the whole list before it opens a page. A thousand lines are 100 KB, which fits
# beside a conversation; of more devices, the list has their kinds, whose pages lead to them.
MOST_DEVICES = 1_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in the list: its path, what it is called, and a line on what it says."""

    path: str
    name: str
    says: str


def write_llms(
    site: Path, kb: KnowledgeBase, settings: SiteSettings, prose: Mapping[str, Listed]
) -> None:
    """Writes both files into the folder `site`, in which all pages have their Markdown.

    `prose` has the pages of prose by their paths.
    """
    lists = DeviceLists(kb)
    if len(kb.devices) > MOST_DEVICES and not lists.on_one_page:
        devices = [_kind(listed) for listed in lists.of_kinds.values()]
        sections = dict(_sections(kb, settings, prose, {"Devices by kind": devices}))
    else:
        sections = dict(_sections(kb, settings, prose, _devices(kb)))
    with (site / LIST).open("wb") as file:
        for part in _list(kb, settings, prose, sections, data=(site / _DATA).is_file()):
            file.write(part.encode())
    sections = dict(_sections(kb, settings, prose, _devices(kb)))
    listed = [page for pages in sections.values() for page in pages]
    with (site / FULL_TEXT).open("wb") as file:
        file.write(_beginning(kb, settings, prose).encode())
        links = "" if settings.url else " Links are relative to the page that they are on."
        but = "" if lists.on_one_page else " but the lists of devices"
        file.write(f"This file holds all {len(listed)} pages{but}.{links}\n".encode())
        for number, page in enumerate(listed, 1):
            at = f"<{settings.url}{quote(page.path)}>" if settings.url else f"`{page.path or './'}`"
            file.write(f"\n* * *\n\nPage {number} of {len(listed)}: {at}\n\n".encode())
            with (site / page.path / NAME).open("rb") as markdown:
                shutil.copyfileobj(markdown, file)


def _sections(
    kb: KnowledgeBase,
    settings: SiteSettings,
    prose: Mapping[str, Listed],
    devices: Mapping[str, list[Listed]],
) -> Iterator[tuple[str, list[Listed]]]:
    """All pages in their order, by the heading they stand under; `devices` are such sections."""
    first = [path for path in settings.sections if path in prose and path != _SECURITY]
    rest = [path for path in sorted(prose) if path not in first and path != _SECURITY]
    yield "Start here", [prose[path] for path in first]
    yield from devices.items()
    yield (
        "Problems",
        [
            Listed(f"troubleshooting/{problem.id}/", problem.title, plain(problem.intro))
            for problem in kb.problems.values()
        ],
    )
    if _SECURITY in prose:
        yield "Security", [prose[_SECURITY]]
    yield "Optional", [prose[path] for path in rest]


def _devices(kb: KnowledgeBase) -> dict[str, list[Listed]]:
    return {
        f"Devices: {kind.name}": [_device(kb, name) for name in kind.devices]
        for kind in kb.kinds
        if kind.devices
    }


def _kind(listed: DeviceList) -> Listed:
    count = len(listed.devices)
    return Listed(
        listed.path, listed.kind.name, f"a list of {count:,} device{'s' if count > 1 else ''}"
    )


def _device(kb: KnowledgeBase, name: str) -> Listed:
    device = kb.devices[name]
    says = []
    if device.retired:
        says.append("no longer supported")
    elif device.no_sign_out:
        says.append("account page only")
    if device.also:
        says.append(f"also called {', '.join(device.also)}")
    return Listed(f"devices/{name}/", device.title, "; ".join(says))


def _beginning(kb: KnowledgeBase, settings: SiteSettings, prose: Mapping[str, Listed]) -> str:
    said = prose[""].says if "" in prose else ""
    summary = f"> {_line(said)}\n\n" if said else ""
    return (
        f"# {_line(settings.name)}\n\n{summary}"
        "Each page says which sources back it and how sure we are of each way."
        f" The site was last compared with its sources on {day(kb.edition)}."
        f" Its text may be used under the licence [{LICENCE_NAME}]({LICENCE_URL}).\n\n"
    )


def _list(
    kb: KnowledgeBase,
    settings: SiteSettings,
    prose: Mapping[str, Listed],
    sections: Mapping[str, list[Listed]],
    *,
    data: bool,
) -> Iterator[str]:
    yield _beginning(kb, settings, prose)
    yield (
        "The links below lead to Markdown that says what the page for people says."
        f" Without `{NAME}` at its end, each is the address of that page.\n"
    )

    def link(path: str, name: str, says: str) -> str:
        note = f": {_line(says)}" if says else ""
        return f"- [{_line(name)}]({destination(settings.url + quote(path))}){note}\n"

    for heading, pages in sections.items():
        if heading == "Optional" and data:
            yield "\n## Data\n\n"
            yield link(_DATA, "The same as data", "JSON, with a schema for each document")
        yield f"\n## {_line(heading)}\n\n"
        for page in pages:
            yield link(page.path + NAME, page.name, page.says)
    yield link(FULL_TEXT, "All pages in one file", "long")


def _line(text: str) -> str:
    """Text as it stands within a line."""
    return escaped(" ".join(text.split()))
