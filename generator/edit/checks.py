"""A check written into the file of a device or a family: only its own characters change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator.edit.layout import Edit, Layout, edited
from generator.edit.yaml_text import flow
from generator.read.document import Path

WIDTH = 110  # of a line of specs; longer ones are hard to read in a diff
_MARK = "\ufeff"  # some editors begin a file with it


def with_field(text: str, path: Path, value: Mapping[str, Any]) -> str:
    """`text` with the mapping `value` at `path`, of which the parts above may be missing.

    What is there already is replaced. Brackets that a long line would make hard to read are
    opened: each of their entries gets a line. `text` is one that the strict reader accepts.
    """
    mark = _MARK if text.startswith(_MARK) else ""
    text = text.removeprefix(_MARK)
    layout = Layout(text)
    if layout.has(path):
        return mark + _replaced(text, layout, path, value)
    depth = next(n for n in range(len(path), -1, -1) if layout.has(path[:n]))
    return mark + edited(text, _added(text, layout, path[:depth], path[depth:], value))


def with_items(text: str, path: Path, items: Sequence[str]) -> str | None:
    """`text` with `items` at the end of the list at `path`, which may be missing; None if the list
    is written in a way that only a person can add to."""
    mark = _MARK if text.startswith(_MARK) else ""
    text = text.removeprefix(_MARK)
    layout = Layout(text)
    if not layout.has(path):
        return mark + edited(text, [layout.put(path, flow(list(items)))])
    start, end = layout.value(path)
    if layout.is_block(path) or "\n" in text[start:end]:
        return None
    before = text[start : end - 1].rstrip()
    comma = "" if before.endswith(("[", ",")) else ","
    new = f"{before}{comma} {', '.join(map(flow, items))}]".replace("[ ", "[", 1)
    return mark + edited(text, [Edit(start, end, new)])


def _replaced(text: str, layout: Layout, path: Path, value: Mapping[str, Any]) -> str:
    start, end = layout.value(path)
    if not layout.is_block(path) and "\n" not in text[start:end]:
        return edited(text, [layout.replace(path, flow(value))])
    # There may be comments between its fields, so each field is set by itself.
    for name in layout.names(path):
        if name not in value:
            text = edited(text, layout.remove((*path, name)))
            layout = Layout(text)
    for name, part in value.items():
        text = edited(text, [layout.put((*path, name), flow(part))])
        layout = Layout(text)
    return text


def _added(
    text: str, layout: Layout, parent: Path, names: Path, value: Mapping[str, Any]
) -> list[Edit]:
    """The edits that add `names`, one inside the other, to what stands at `parent`."""
    if layout.is_block(parent):
        # What stands before a new line there tells how far lines are indented.
        line = layout.put((*parent, names[0]), "x")
        found = re.match(r"\n( *)", line.text)
        assert found is not None
        below = _lines(names, value, len(found[1]))
        return [_with_line_ends(text, Edit(line.start, line.end, f"\n{below}"))]
    inner: Any = value
    for name in reversed(names[1:]):
        inner = {name: inner}
    edit = layout.put((*parent, names[0]), flow(inner))
    start, end = layout.value(parent)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end) if "\n" in text[end:] else len(text)
    is_one_line = "\n" not in text[start:end] and not text[end:line_end].strip()
    fits = line_end - line_start + len(edit.text) <= WIDTH
    if fits or not is_one_line or not parent or not layout.is_block(parent[:-1]):
        return [edit]
    key_start, key_end = layout.key(parent)
    indent = key_start - line_start + 2
    lines = [
        " " * indent + text[layout.key((*parent, name))[0] : layout.value((*parent, name))[1]]
        for name in layout.names(parent)
    ]
    opened = "\n".join([":", *lines, _lines(names, value, indent)])
    return [_with_line_ends(text, Edit(key_end, end, opened))]


def _lines(names: Path, value: Mapping[str, Any], indent: int) -> str:
    """`names`, each on a line below the one before, and `value` after the last."""
    rows = [f"{' ' * (indent + 2 * depth)}{name}:" for depth, name in enumerate(names)]
    return "\n".join(rows) + f" {flow(value)}"


def _with_line_ends(text: str, edit: Edit) -> Edit:
    """`edit` with the line ends of `text`, some editors write two characters for one."""
    if "\r\n" not in text:
        return edit
    if edit.text.startswith("\n") and text[edit.start - 1 : edit.start] == "\r":
        return Edit(edit.start, edit.end, edit.text.replace("\n", "\r\n")[1:] + "\r")
    return Edit(edit.start, edit.end, edit.text.replace("\n", "\r\n"))
