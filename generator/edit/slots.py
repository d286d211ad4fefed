"""The prose page that tells a new topic or checklist: its slot, under a heading of its own."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from generator.edit.fixing import opened
from generator.edit.form import Refused
from generator.edit.mend import Change
from generator.model.guidance import SLOTS
from generator.read.problem import did_you_mean, shown
from generator.read.tree import SpecFile

# What would be markup in a heading.
_MARKS = re.compile(r"([\\`*_{}\[\]#])")


def is_told(collection: str) -> bool:
    """Whether a prose page must tell each thing of `collection`."""
    return collection in SLOTS


def slot_of(collection: str, name: str) -> str:
    """The slot of a page in which the thing called `name` is told."""
    return f"{SLOTS[collection]}{name}"


def has_slot(pages: Sequence[SpecFile], slot: str) -> bool:
    """Whether one of `pages` has it already."""
    line = re.compile(rf"<!--\s*slot:\s*{re.escape(slot)}\s*-->".encode())
    return any(line.search(page.data) for page in pages)


def page_name(page: SpecFile) -> str:
    """What one calls a page: `troubleshooting/index`."""
    return page.path.removesuffix(".md")


def page_named(pages: Sequence[SpecFile], given: str) -> SpecFile:
    """The one of `pages` that somebody means by its file, its path or its address. Raises
    Refused."""
    known = {page_name(page): page for page in pages}
    name = given.strip().strip("/").removesuffix(".md")
    for page in pages:
        if name in (page_name(page), page.file.removesuffix(".md")) or page == known.get(
            f"{name}/index"
        ):
            return page
    raise Refused(f"There is no page `{shown(given)}`. {did_you_mean(name, known)}".rstrip())


def with_slot(page: SpecFile, slot: str, title: str) -> Change:
    """The change that puts `slot` at the end of `page`, with `title` above it. Raises Refused."""
    try:
        text, closed = opened(page.data)
    except UnicodeDecodeError:
        raise Refused(f"{page.file} has to be changed, but is not text in UTF-8.") from None
    gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    heading = _MARKS.sub(r"\\\1", html.escape(title, quote=False))
    added = f"{text}{gap}## {heading}\n\n<!-- slot: {slot} -->\n"
    return Change(page, replace(page, data=closed(added)))
