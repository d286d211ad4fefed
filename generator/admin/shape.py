"""What a form asks for, read off the models: which fields, of which kind, with which help."""

from __future__ import annotations

import datetime
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import StringConstraints
from pydantic.fields import FieldInfo

from generator.model.text import WORDS, Refers, Spec


@dataclass(frozen=True, slots=True)
class Line:
    """A text on one line. `collections` is where the name it holds is found, if it holds one;
    `words` says that `{name}` in it stands for a word; `most` is its greatest length."""

    collections: tuple[str, ...] = ()
    words: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few given names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date, which stands unquoted in the file."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list. One text alone may stand without brackets."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping from names one chooses to values."""

    key: Line
    value: Shape


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a record: how the file names it, what is asked for, and what helps to answer."""

    key: str
    shape: Shape
    help: str
    required: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known fields; `help` says what it is."""

    members: tuple[Member, ...]
    help: str

    @property
    def by_key(self) -> Mapping[str, Member]:
        """The fields by their names in the file."""
        return {member.key: member for member in self.members}


Shape = Line | Choice | Flag | Day | Many | Entries | Record


@cache
def shape_of(model: type[Spec]) -> Record:
    """The shape of a model."""
    members = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        shape = _shape(_annotation(field))
        members.append(Member(key, shape, field.description or "", field.is_required()))
    return Record(tuple(members), " ".join((model.__doc__ or "").split()))


def inner(shape: Shape, part: str | int) -> Shape | None:
    """The shape of what stands in a value of `shape` under the key or number `part`."""
    match shape:
        case Record():
            member = shape.by_key.get(str(part))
            return member.shape if member else None
        case Many():
            return shape.item
        case Entries():
            return shape.value
        case _:
            return None


def _annotation(field: FieldInfo) -> Any:
    annotation: Any = field.annotation
    return Annotated[(annotation, *field.metadata)] if field.metadata else annotation


def _shape(annotation: Any, marks: tuple[Any, ...] = ()) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(arguments[0], (*marks, *arguments[1:]))
    if origin in (Union, types.UnionType):
        return _shape(next(a for a in arguments if a is not type(None)), marks)
    if isinstance(annotation, type) and issubclass(annotation, Spec):
        return shape_of(annotation)
    if origin is Literal:
        return Choice(tuple(map(str, arguments)))
    if origin is tuple:
        return Many(_shape(arguments[0]))
    if origin is dict:
        key = _shape(arguments[0])
        assert isinstance(key, Line)
        return Entries(key, _shape(arguments[1]))
    if annotation is bool:
        return Flag()
    if annotation is datetime.date:
        return Day()
    assert annotation is str, f"no form for {annotation}"
    return _line(marks)


def _line(marks: tuple[Any, ...]) -> Line:
    refers = next((mark.collections for mark in marks if isinstance(mark, Refers)), ())
    lengths = [mark.max_length for mark in marks if isinstance(mark, StringConstraints)]
    words = refers == WORDS
    return Line(() if words else refers, words, max((n for n in lengths if n), default=0))
