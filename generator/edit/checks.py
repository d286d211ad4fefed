"""A check written into the file of a device or a family: only its own characters change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.edit.insertion import with_lines
from generator.edit.layout import Edit, Layout, edited
from generator.edit.yaml_text import flow
from generator.read.document import Path

WIDTH = 110  # of a line of specs; longer ones are hard to read in a diff


def with_check(text: str, path: Path, check: Mapping[str, Any]) -> str:
    """`text` with the mapping `check` at `path`, of which the parts above may be missing.

    What is there already is replaced. Brackets that a long line would make hard to read are
    opened: each of their entries gets a line. `text` is one that the strict reader accepts.
    """
    layout = Layout(text)
    if layout.has(path):
        return _replaced(text, layout, path, check)
    depth = next(n for n in range(len(path), -1, -1) if layout.has(path[:n]))
    return edited(text, [_added(text, layout, path[:depth], path[depth:], check)])


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


def _added(text: str, layout: Layout, parent: Path, names: Path, value: Mapping[str, Any]) -> Edit:
    """The edit that adds `names`, one inside the other, to what stands at `parent`."""
    lines = _lines(names, value)
    if layout.is_block(parent):
        return with_lines(layout, (*parent, names[0]), "\n".join(lines))
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
        return edit
    key_start, key_end = layout.key(parent)
    there = [
        text[layout.key((*parent, name))[0] : layout.value((*parent, name))[1]]
        for name in layout.names(parent)
    ]
    indent = " " * (key_start - line_start + 2)
    return Edit(key_end, end, f"\n{indent}".join([":", *there, *lines]))


def _lines(names: Path, value: Mapping[str, Any]) -> list[str]:
    """`names`, each on a line below the one before, and `value` after the last."""
    *rows, last = [f"{'  ' * depth}{name}:" for depth, name in enumerate(names)]
    return [*rows, f"{last} {flow(value)}"]
