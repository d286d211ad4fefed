"""What a PDF is made of as its readers meet it: elements, links, places, bookmarks; and how the
text of elements is put together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.pdf.content import Run

# Elements that stand within a line; all others are blocks.
INLINE = frozenset(
    ["Span", "Link", "Strong", "Em", "Code", "Quote", "Reference", "Annot", "Lbl", "Formula"]
)


@dataclass
class Element:
    """An element of the structure: its tag as the standard calls it, and what is in it, in order.
    `number` is that of its object in the file."""

    tag: str
    alt: str | None
    actual: str | None
    lang: str | None
    title: str | None
    number: tuple[int, int]
    raw: Any = field(repr=False)
    children: list[Element | Run | Link] = field(default_factory=list, repr=False)

    def all(self, *tags: str) -> Iterator[Element]:
        """The elements with one of `tags` (without any: all of them) below this one, in order."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    @cached_property
    def runs(self) -> list[Run]:
        """The runs in it and below it, in order."""
        found: list[Run] = []
        for child in self.children:
            if isinstance(child, Run):
                found.append(child)
            elif isinstance(child, Element):
                found += child.runs
        return found

    @property
    def page(self) -> int | None:
        """The page on which it begins, counted from 0, if it shows anything."""
        pages = [child.page for child in self.runs]
        return pages[0] if pages else None

    @property
    def pages(self) -> set[int]:
        """All pages that it is on."""
        return {run.page for run in self.runs}

    @property
    def text(self) -> str:
        """What is read aloud, white space collapsed; blocks within it begin lines. A picture is its
        alternative text."""
        lines = [" ".join(line.split()) for line in _aloud(self).split("\n")]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True)
class Place:
    """Where something leads to: a page, counted from 0, and points from its bottom."""

    page: int
    y: float | None


@dataclass(frozen=True)
class Link:
    """A link: where it is, what its description says, the words it stands on ("" if the structure
    has no element for it), and either an address or a place; neither, if it leads nowhere."""

    page: int
    rect: tuple[float, float, float, float]
    contents: str | None
    text: str
    uri: str | None
    place: Place | None
    raw: Any = field(repr=False, compare=False)


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline; `level` counts from 1."""

    title: str
    level: int
    place: Place | None


def _aloud(element: Element) -> str:
    if element.actual is not None:
        return element.actual
    if element.alt is not None:
        return element.alt
    said = ""
    runs: list[Run] = []
    before: Run | None = None
    for child in element.children:
        if isinstance(child, Run):
            runs.append(child)
        elif isinstance(child, Element):
            said += _after(before, runs) + joined(runs, " ")
            before, runs = (runs or [before])[-1], []
            inline = child.tag in INLINE or (element.tag == "LI" and child.tag == "LBody")
            words = _aloud(child)
            if inline:
                said += _after(before, child.runs) + words + (" " if child.tag == "Lbl" else "")
            else:
                said += f"\n{words}\n"
            before = (child.runs or [before])[-1]
    return said + _after(before, runs) + joined(runs, " ")


def _after(before: Run | None, runs: list[Run]) -> str:
    """What stands between a run and those that come after it."""
    return _between(before, runs[0], " ") if before is not None and runs else ""


def joined(runs: list[Run], at_line: str) -> str:
    """The text of runs, with `at_line` where a new line begins."""
    said = ""
    before: Run | None = None
    for run in runs:
        said += ("" if before is None else _between(before, run, at_line)) + run.text
        before = run
    return said


def _between(before: Run, run: Run, at_line: str) -> str:
    same = before.page == run.page and abs(before.y - run.y) < 0.6 * max(before.size, run.size)
    if same:
        return ""
    if at_line == " " and _is_cjk(before.text[-1:]) and _is_cjk(run.text[:1]):
        return ""  # these scripts have no spaces
    return at_line


def _is_cjk(character: str) -> bool:
    return bool(character) and unicodedata.name(character, "").startswith(
        ("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "FULLWIDTH")
    )
