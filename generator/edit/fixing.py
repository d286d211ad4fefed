"""One file, changed as the fixes of its problems say; comments and all else stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import yaml

from generator.edit.layout import Edit, Layout, edited
from generator.edit.unreadable import delete_at, line_at, quote_at, without_tabs
from generator.edit.yaml_text import flow
from generator.read.document import parse
from generator.read.problem import Fix, Place, Problem, shown


def fixed(data: bytes, problems: list[Problem]) -> tuple[bytes, list[tuple[Problem, str]]]:
    """The bytes of a file after the fixes of `problems`, as far as they do not touch each other;
    the problems that were mended, and what was done for each."""
    try:
        text, closed = opened(data)
    except UnicodeDecodeError:
        return data, []
    edits: list[Edit] = []
    made: list[tuple[Problem, str]] = []
    layout = _layout(text)
    removed: Counter[int] = Counter()
    for problem in problems:
        assert problem.fix is not None
        try:
            if problem.fix.do == "remove" and layout is not None:
                # The last entry goes with what holds it, which then is another edit.
                holder, entries = layout.holder_at(problem.place.line, problem.place.column)
                if removed[holder] and removed[holder] + 1 >= entries:
                    continue
                removed[holder] += 1
            more = _edits(text, layout, problem.place, problem.fix)
            edited(text, [*edits, *more])
        except (KeyError, ValueError):
            continue
        edits += more
        made.append((problem, _done(text, problem.fix, more)))
    return closed(edited(text, edits)), made


def opened(data: bytes) -> tuple[str, Callable[[str], bytes]]:
    """The text of a file with plain line breaks, and how to make bytes of it again, with the mark
    at the begin and the kind of line breaks it has. Raises UnicodeDecodeError."""
    text = data.decode()
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    ends = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def closed(text: str) -> bytes:
        return (mark + text.replace("\n", ends)).encode()

    return plain, closed


def is_readable(data: bytes) -> bool:
    """Whether the strict reader finds nothing wrong with a file."""
    return not parse("", data)[1]


def _edits(text: str, layout: Layout | None, place: Place, fix: Fix) -> list[Edit]:
    """Raises KeyError if nothing can be changed there."""
    at = (place.line, place.column)
    if fix.do == "delete":
        return delete_at(text, *at)
    if fix.do == "spaces":
        return without_tabs(text)
    if fix.do == "line":
        return line_at(text, place.line, fix.value)
    if layout is None:
        if fix.do == "quote":
            return quote_at(text, *at)
        raise KeyError(at)
    if fix.do == "remove":
        return layout.remove_at(*at)
    written, is_name = layout.scalar_at(*at)
    if fix.do == "rename" or (fix.do == "quote" and is_name):
        return layout.rename_at(*at, flow(fix.value if fix.do == "rename" else written))
    match fix.do:
        case "write":
            value = fix.value
        case "quote":
            value = flow(written)
        case "brackets":
            value = flow([written])
        case _:
            value = flow(written.replace(fix.part, fix.value) if fix.part else fix.value)
    return layout.replace_at(*at, value)


def _done(text: str, fix: Fix, edits: list[Edit]) -> str:
    edit = edits[0]
    old = " ".join(text[edit.start : edit.end].strip(" ,\n").split())
    old = re.split(r" #", old)[0]  # a comment was not taken out
    if fix.do == "remove":
        return f"Removed `{shown(old)}`."
    if fix.do == "delete":
        return f"Deleted U+{ord(text[edit.start]):04X}."
    if fix.do == "spaces":
        return "Put spaces for tabs."
    return f"`{shown(old)}` is now `{shown(edit.text)}`."


def _layout(text: str) -> Layout | None:
    try:
        return Layout(text)
    except (yaml.YAMLError, AssertionError):
        return None
