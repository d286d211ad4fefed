"""The files of the changelog: what stands in a new one, and what becomes of one that goes on.

Whoever reviews a file may reword it and put remarks in it; both stay.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from generator.edit.fixing import opened
from generator.edit.insertion import with_lines
from generator.edit.layout import Layout, edited
from generator.edit.yaml_text import flow, scalar
from generator.model.changelog import FOLDER, Entry
from generator.model.schema import modeline

WIDTH = 100
_REMARK = """\
# What changed for readers on this day, written by `signout changelog`. Say a sentence better if you
# can: the page of changes and the feeds tell it as it stands here.
"""
_CHANGES = "changes"


def new_edition(covers: str, entries: Mapping[str, Entry]) -> bytes:
    """A new file with these entries by their names; `covers` is the fingerprint of the specs."""
    lines = [line for name, entry in entries.items() for line in _lines(name, entry)]
    body = textwrap.indent("\n".join(lines), "  ")
    head = f"{modeline((FOLDER, 'day.yml'))}\n{_REMARK}"
    return f"{head}covers: {covers}\n{_CHANGES}:\n{body}\n".encode()


def further_edition(
    data: bytes, covers: str, dropped: Iterable[str], entries: Mapping[str, Entry]
) -> bytes:
    """A file with other `covers`, without the entries called `dropped`, and with new ones at its
    end. It must be one that the strict reader accepts, and not all its entries may be dropped."""
    text, closed = opened(data)
    text = edited(text, [Layout(text).replace(("covers",), covers)])
    for name in dropped:
        text = edited(text, Layout(text).remove((_CHANGES, name)))
    for name, entry in entries.items():
        lines = "\n".join(_lines(name, entry))
        text = edited(text, [with_lines(Layout(text), (_CHANGES, name), lines)])
    return closed(f"{text.rstrip()}\n")


def _lines(name: str, entry: Entry) -> Iterator[str]:
    """An entry, not yet indented: a line for each field that says something."""
    yield f"{name}:"
    for field, value in entry:
        if value or field == "says":
            yield from _field(field, value)


def _field(name: str, value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield f"  {name}: {scalar(value)}"
        return
    if isinstance(value, dict):
        yield from _wrapped(
            f"  {name}: {{", [f"{flow(k)}: {flow(v)}" for k, v in value.items()], "}"
        )
    elif isinstance(value, tuple):
        yield from _wrapped(f"  {name}: [", list(map(flow, value)), "]")
    else:
        yield f"  {name}: {flow(value)}"


def _wrapped(begin: str, items: list[str], end: str) -> Iterator[str]:
    """Items in brackets, which go on below where there are many."""
    line = begin
    for number, item in enumerate(items, 1):
        added = item + (end if number == len(items) else ",")
        if len(line) + len(added) >= WIDTH and line != begin:
            yield line.rstrip()
            line = "    "
        line += f"{added} "
    yield line.rstrip()
