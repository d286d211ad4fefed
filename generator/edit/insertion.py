"""Something new in a file that is there: an item of a list, a field, an entry."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from generator.edit.layout import Edit, Layout
from generator.read.document import Path


def with_item(layout: Layout, path: Path, item: str, order: Sequence[str]) -> Edit:
    """Adds `item`, written as YAML, to the list at `path`; if there is none, the field is made,
    and stands where `order` says among its neighbours."""
    if not layout.has(path):
        return with_field(layout, path, f"[{item}]", order)
    items = layout.names(path)
    if not items:
        return layout.replace(path, f"[{item}]")
    last = (*path, items[-1])
    end = layout.value(last)[1]
    if not layout.is_block(path):
        return Edit(end, end, f", {item}")
    start = layout.value(last)[0]
    before = layout.text[layout.text.rfind("\n", 0, start) + 1 : start]
    dash = before.rindex("-")
    return _line_after(layout, last, f"{' ' * dash}- {item}")


def with_field(layout: Layout, path: Path, value: str, order: Sequence[str]) -> Edit:
    """Adds the field at `path` with `value`, written as YAML on one line, after the fields that
    come before it in `order`."""
    *above, name = path
    parent = tuple(above)
    if not layout.has(parent):
        return layout.put(path, value)
    there = layout.names(parent)
    place = order.index(str(name)) if name in order else len(order)
    before = [one for one in there if one in order and order.index(str(one)) < place]
    if not there or not before or before[-1] == there[-1]:
        return layout.put(path, value)
    last = (*parent, before[-1])
    if not layout.is_block(parent):
        end = layout.value(last)[1]
        return Edit(end, end, f", {name}: {value}")
    start = layout.key(last)[0]
    indent = start - (layout.text.rfind("\n", 0, start) + 1)
    return _line_after(layout, last, f"{' ' * indent}{name}: {value}")


def with_lines(layout: Layout, path: Path, lines: str, order: Sequence[str] = ()) -> Edit:
    """The same for a field among others that have lines of their own: `lines` are its name and
    its value, not yet indented."""
    edit = with_field(layout, path, "x", order)
    before, _, after = edit.text.partition(f"{path[-1]}: x")
    begin = before.rstrip(" ")
    indented = textwrap.indent(lines.rstrip(), before[len(begin) :])
    return Edit(edit.start, edit.end, f"{begin}{indented}{after}")


def with_entry(text: str, entry: str, after: str | None) -> str:
    """The text of a file with many entries, with `entry` (lines) after the one that is called
    `after`, or at the end; a blank line stands between them if it does between others."""
    layout = Layout(text)
    names = [str(name) for name in layout.names(())]
    after = after if after in names else names[-1]
    _, at = layout.chunk((after,))
    head, tail = text[:at], text[at:]
    if not head.endswith("\n"):
        head += "\n"
    gap = "\n" if _is_spaced(layout, names) else ""
    return f"{head}{gap}{entry}{tail}"


def _is_spaced(layout: Layout, names: list[str]) -> bool:
    """Whether most entries have a blank line before them."""
    starts = [layout.chunk((name,))[0] for name in names[1:]]
    blank = [start for start in starts if re.search(r"\n[ \t]*\n$", layout.text[:start])]
    return len(blank) * 2 > len(starts)


def _line_after(layout: Layout, path: Path, line: str) -> Edit:
    at = layout.chunk(path)[1]
    if at and layout.text[at - 1] != "\n":
        return Edit(at, at, f"\n{line}")
    return Edit(at, at, f"{line}\n")
