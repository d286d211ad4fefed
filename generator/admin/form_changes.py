"""A change as the form in the browser asks for it, made in the text of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.admin.answers import answer, questions, single
from generator.admin.change import CannotChange, add_field, add_item, move, remove, set_value
from generator.admin.shape import Line, Many, Member, Record, Shape, inner
from generator.admin.things import shape_in
from generator.read.document import Path


def changed(file: str, text: str, asked: Mapping[str, Any]) -> str:
    """The text of a file after what a form asked for: `do` is `set` (with `value`), `remove`,
    `move` (with `by`, -1 or 1) or `add` (with `what` and `answers`), at `path`.

    Raises CannotChange.
    """
    path = _path(asked.get("path"))
    shape = _shape_at(file, path)
    match asked.get("do"):
        case "set":
            return set_value(
                text, path, single(_item(shape) or Line(), str(asked.get("value", "")))
            )
        case "remove":
            return remove(text, path)
        case "move":
            return move(text, path, -1 if asked.get("by") == -1 else 1)
        case "add":
            return _added(file, text, path, asked)
    raise CannotChange("The form asked for something unknown. Load the page again.")


def _added(file: str, text: str, path: Path, asked: Mapping[str, Any]) -> str:
    shape = _shape_at(file, path)
    said = asked.get("answers")
    answers = {str(k): str(v) for k, v in said.items()} if isinstance(said, dict) else {}
    what = asked.get("what")
    if what == "item":
        shape = _item(shape)
    if shape is None:
        raise CannotChange("Nothing can be added there.")
    value = answer(shape, answers)
    if value is None:
        first = next(iter(questions(Member(str(path[-1]), shape, "", True))), None)
        raise CannotChange(f"{first.title if first else 'Something'} is needed.")
    if what == "entry" and isinstance(value, dict):
        key = next(iter(value))
        return add_field(text, (*path, key), value[key])
    if what == "item":
        return add_item(text, path, value)
    above = _shape_at(file, path[:-1])
    order = tuple(above.by_key) if isinstance(above, Record) else ()
    return add_field(text, path, value, order)


def _item(shape: Shape | None) -> Shape | None:
    return shape.item if isinstance(shape, Many) else shape


def _shape_at(file: str, path: Path) -> Shape | None:
    known = shape_in(file, path)
    if known is None:
        return None
    shape: Shape | None = known[0]
    for part in path[len(known[1]) :]:
        shape = inner(shape, part) if shape is not None else None
    return shape


def _path(asked: object) -> Path:
    if not isinstance(asked, list) or not all(isinstance(part, str | int) for part in asked):
        raise CannotChange("The form asked for something unknown. Load the page again.")
    return tuple(asked)
