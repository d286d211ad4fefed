"""One change of a form made in the text of a file: nothing else in it moves.

Each change is proven before it is given back: the new text is read, and holds just what was asked.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from generator.edit.blocks import block
from generator.edit.insertion import with_entry, with_field, with_item, with_lines
from generator.edit.layout import Edit, Layout, edited
from generator.edit.yaml_text import flow, scalar
from generator.read.document import Path, Value, parse


class CannotChange(Exception):
    """The change cannot be made by the form; the message says what to do instead."""


def set_value(text: str, path: Path, value: Value) -> str:
    """Gives what stands at `path` the single value `value`. Raises CannotChange."""
    layout, values = _read(text)
    _let_exist(layout, path)
    in_flow = bool(path[:-1]) and not layout.is_block(path[:-1])
    with _told():
        plain = not in_flow and isinstance(value, str)
        change = layout.replace(path, scalar(str(value)) if plain else flow(value))
    if text[change.start - 1 : change.start] == ":":  # where nothing stood, right after the colon
        change = Edit(change.start, change.end, f" {change.text}")
    _holder(values, path)[path[-1]] = value
    return _proven(text, [change], values)


def add_field(text: str, path: Path, value: Value, order: Sequence[str] = ()) -> str:
    """Puts a field that is not there yet at `path`: after those that come before it in `order`, or
    at the end of the mapping above it, which is made if it is not there. Raises CannotChange."""
    layout, values = _read(text)
    while path[:-1] and not layout.has(path[:-1]):
        path, value = path[:-1], {str(path[-1]): value}
    if layout.has(path):
        raise CannotChange(f"`{path[-1]}` is there already.")
    holder = _holder(values, path)
    if not isinstance(holder, dict):
        raise CannotChange("No field can stand there. Change it in the text.")
    key, above = str(path[-1]), path[:-1]
    holder[key] = value
    with _told():
        if not layout.names(above):
            return _proven(text, [layout.replace(above, flow({key: value}))], values, key)
        if not layout.is_block(above):
            return _proven(text, [with_field(layout, path, flow(value), order)], values, key)
        if not above:
            lines = block({key: value})
            return _proven(text, with_entry(text, lines, _before(layout, key, order)), values, key)
        lines = block({key: value})
        return _proven(text, [with_lines(layout, path, lines, order)], values, key)


def add_item(text: str, path: Path, value: Value, order: Sequence[str] = ()) -> str:
    """Adds `value` at the end of the list at `path`, which is made if it is not there, or if a
    single text stands for it. Raises CannotChange."""
    layout, values = _read(text)
    if not layout.has(path):
        return add_field(text, path, [value], order)
    holder = _holder(values, path)
    there = holder[path[-1]]
    with _told():
        if not isinstance(there, list):
            holder[path[-1]] = [there, value]
            return _proven(text, [layout.replace(path, flow([there, value]))], values)
        there.append(value)
        written = flow(value) if isinstance(value, dict | list) else scalar(str(value))
        item = written if layout.is_block(path) else flow(value)
        return _proven(text, [with_item(layout, path, item, order)], values)


def _before(layout: Layout, key: str, order: Sequence[str]) -> str | None:
    """After which of the fields of a file a new one comes."""
    names = [str(name) for name in layout.names(())]
    earlier = order[: order.index(key)] if key in order else ()
    return next((name for name in reversed(names) if name in earlier), None)


@contextmanager
def _told() -> Iterator[None]:
    """Says in words that a text has a character that no spec may have."""
    try:
        yield
    except ValueError as error:
        raise CannotChange(f"The text has {error}. Take it out.") from None


def remove(text: str, path: Path) -> str:
    """Takes out what stands at `path`, and what holds it if that would be empty; its comments stay.
    Raises CannotChange."""
    layout, values = _read(text)
    _let_exist(layout, path)
    if len(path) == 1 and len(values) == 1:
        raise CannotChange("A file cannot be empty. Remove the file instead.")
    changes = layout.remove(path)
    while len(path) > 1 and len(_holder(values, path)) == 1:
        path = path[:-1]
    del _holder(values, path)[path[-1]]
    return _proven(text, changes, values)


def move(text: str, path: Path, by: int) -> str:
    """Lets an entry of a list or a mapping change places with its neighbour: -1 the one before,
    1 the one after. Comments right above an entry go with it. Raises CannotChange."""
    layout, values = _read(text)
    _let_exist(layout, path)
    names = layout.names(path[:-1])
    number = names.index(path[-1])
    if not 0 <= number + by < len(names):
        raise CannotChange("It stands at the end already.")
    low, high = sorted((number, number + by))
    _swap(_holder(values, path), low, high)
    one, other = (*path[:-1], names[low]), (*path[:-1], names[high])
    if not layout.is_block(path[:-1]):
        first, second = _span(layout, one), _span(layout, other)
        return _proven(text, _exchanged(text, first, second), values)
    return _proven(text, _exchanged(text, _lines(layout, one), _lines(layout, other)), values)


def _lines(layout: Layout, path: Path) -> tuple[int, int]:
    start, end = layout.chunk(path)
    # Comments at the beginning of a file are about the file, not about its first entry.
    return (start or layout.key(path)[0] if len(path) == 1 else start), end


def _span(layout: Layout, path: Path) -> tuple[int, int]:
    start, end = layout.value(path)
    return (start if isinstance(path[-1], int) else layout.key(path)[0]), end


def _exchanged(text: str, one: tuple[int, int], other: tuple[int, int]) -> list[Edit]:
    first, second = text[slice(*one)], text[slice(*other)]
    if first.endswith("\n") and not second.endswith("\n"):  # the last line of the file
        first, second = first.removesuffix("\n"), f"{second}\n"
    return [Edit(*one, second), Edit(*other, first)]


def _swap(holder: Any, low: int, high: int) -> None:
    if isinstance(holder, list):
        holder[low], holder[high] = holder[high], holder[low]
        return
    pairs = list(holder.items())
    pairs[low], pairs[high] = pairs[high], pairs[low]
    holder.clear()
    holder.update(pairs)


def _read(text: str) -> tuple[Layout, dict[str, Value]]:
    document, problems = parse("", text.encode("utf-8", "surrogatepass"))
    if document is None or problems:
        raise CannotChange("The text cannot be read as it is. Mend its problems first.")
    return Layout(text), copy.deepcopy(document.value)


def _let_exist(layout: Layout, path: Path) -> None:
    if not path or not layout.has(path):
        raise CannotChange("What you changed is not in the text any more. Look at it again.")


def _holder(values: dict[str, Value], path: Path) -> Any:
    holder: Any = values
    for part in path[:-1]:
        holder = holder[part]
    return holder


def _proven(
    text: str, changes: list[Edit] | str, expected: dict[str, Value], added: str = ""
) -> str:
    """The text with the changes made (or as it is after them), if it holds what is expected. The
    field `added` may stand anywhere among its neighbours."""
    try:
        new = changes if isinstance(changes, str) else edited(text, changes)
    except ValueError:
        new = ""
    document, problems = parse("", new.encode("utf-8", "surrogatepass"))
    if document is None or problems or not _same(document.value, expected, added):
        said = f" {problems[0].message} {problems[0].hint}" if problems else ""
        raise CannotChange(f"The form cannot write this.{said} Change it in the text beside.")
    return new


def _same(one: Value, other: Value, added: str) -> bool:
    """Whether two values are alike, the order of their names too, but for the name `added`."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys() or _but(one, added) != _but(other, added):
            return False
        return all(_same(one[key], other[key], added) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            _same(a, b, added) for a, b in zip(one, other, strict=True)
        )
    return one == other


def _but(names: Mapping[str, Value], added: str) -> list[str]:
    return [name for name in names if name != added]
