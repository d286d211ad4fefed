"""A new spec as YAML, laid out as the specs are: short things on a line in brackets, others in
lines of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.edit.yaml_text import flow, scalar

WIDTH = 100
# What people compare line by line has lines, however short it is.
_OPEN = ("screens", "routes", "solutions", "actions", "facts", "claims")


def block(fields: Mapping[str, Any]) -> str:
    """`fields` as the lines of a file. Raises ValueError for what no spec may hold."""
    return "".join(f"{line}\n" for name, value in fields.items() for line in _field(name, value, 0))


def entry(name: str, fields: Mapping[str, Any], *, short: bool) -> str:
    """An entry of a file with many: on one line if it is to be `short` and there is room. Raises
    ValueError."""
    line = f"{flow(name)}: {flow(fields)}"
    if short and len(line) <= WIDTH:
        return f"{line}\n"
    return "".join(f"{line}\n" for line in _lines(name, fields, 0))


def _field(name: str, value: Any, indent: int) -> Iterator[str]:
    start = f"{' ' * indent}{flow(name)}:"
    short = f"{start} {scalar(value) if isinstance(value, str) else flow(value)}"
    fits = len(short) <= WIDTH and not _is_deep(value)
    if fits or not isinstance(value, Mapping | list):
        yield short
    elif name in _OPEN and isinstance(value, Mapping):
        yield start
        for inner, one in value.items():
            yield from _lines(inner, one, indent + 2)
    elif isinstance(value, Mapping):
        yield from _lines(name, value, indent)
    else:
        yield start
        for item in value:
            yield from _item(item, indent + 2, is_open=name in _OPEN)


def _lines(name: str, fields: Mapping[str, Any], indent: int) -> Iterator[str]:
    yield f"{' ' * indent}{flow(name)}:"
    for inner, value in fields.items():
        yield from _field(inner, value, indent + 2)


def _item(value: Any, indent: int, *, is_open: bool) -> Iterator[str]:
    short = f"{' ' * indent}- {scalar(value) if isinstance(value, str) else flow(value)}"
    if not isinstance(value, Mapping) or (len(short) <= WIDTH and not is_open):
        yield short
        return
    lines = [line for name, inner in value.items() for line in _field(name, inner, indent + 2)]
    lines[0] = f"{' ' * indent}- {lines[0].lstrip()}"
    yield from lines


def _is_deep(value: Any) -> bool:
    """Whether things with names stand in it, each of which deserves a line."""
    inside = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, list):
        return any(isinstance(one, Mapping) for one in inside)
    if isinstance(value, Mapping):
        return any(isinstance(one, Mapping) or _is_deep(one) for one in inside)
    return False
