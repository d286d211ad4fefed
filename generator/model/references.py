"""Every name of another spec that a spec holds, found from the types of its fields.

Which field refers to what is said once, in the models (`Refers`); the check, the list of what
uses what, and the JSON Schema for editors all read it from there.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from generator.model.text import WORDS, Refers, Spec, references
from generator.read.document import Path


@dataclass(frozen=True, slots=True)
class Reference:
    """`name`, written at `path` of a spec, is to be found in one of `collections`."""

    path: Path
    collections: tuple[str, ...]
    name: str
    is_key: bool = False


Walk = Callable[[Any, Path], Iterator[Reference]]


def references_of(spec: Spec) -> Iterator[Reference]:
    """All references in `spec`, in the order of its fields; `{service}` is none."""
    return _spec_walk(spec, ())


def _spec_walk(spec: Any, path: Path) -> Iterator[Reference]:
    for name, key, walk in _fields(spec.__class__):
        value = getattr(spec, name)
        if value:
            yield from walk(value, (*path, key))


def holds_words(field: FieldInfo) -> bool:
    """Whether `{name}` in the texts of this field stands for a word; elsewhere it is literal."""
    marks = [*field.metadata]
    annotations: list[Any] = [field.annotation]
    while annotations:
        annotation = annotations.pop()
        if get_origin(annotation) is Annotated:
            marks += get_args(annotation)[1:]
        annotations += [] if get_origin(annotation) is None else get_args(annotation)
    return any(isinstance(mark, Refers) and mark.collections is WORDS for mark in marks)


@cache
def _fields(model: type[Spec]) -> tuple[tuple[str, str, Walk], ...]:
    """The fields of a model that may hold references: attribute, key in the file, how to walk."""
    found = []
    for name, field in model.model_fields.items():
        annotation: Any = field.annotation
        if field.metadata:
            annotation = Annotated[(annotation, *field.metadata)]
        walk = _walk(annotation)
        if walk is not None:
            found.append((name, field.alias or name, walk))
    return tuple(found)


def _walk(annotation: Any) -> Walk | None:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Spec):
        return _spec_walk
    if origin is Annotated:
        marks = [mark for mark in arguments[1:] if isinstance(mark, Refers)]
        return _reference(marks[0].collections) if marks else _walk(arguments[0])
    if origin in (Union, types.UnionType):
        walks = [walk for walk in map(_walk, arguments) if walk is not None]
        return walks[0] if walks else None
    if origin is tuple:
        return _items(_walk(arguments[0]))
    if origin is dict:
        return _entries(_walk(arguments[0]), _walk(arguments[1]))
    return None


def _reference(collections: tuple[str, ...]) -> Walk:
    def of_name(name: str, path: Path) -> Iterator[Reference]:
        yield Reference(path, collections, name)

    def of_text(text: str, path: Path) -> Iterator[Reference]:
        for name in references(text):
            if name != "service":
                yield Reference(path, collections, name)

    return of_text if collections is WORDS else of_name


def _items(walk: Walk | None) -> Walk | None:
    if walk is None:
        return None

    def of_items(items: tuple[Any, ...], path: Path) -> Iterator[Reference]:
        for number, item in enumerate(items):
            yield from walk(item, (*path, number))

    return of_items


def _entries(key_walk: Walk | None, walk: Walk | None) -> Walk | None:
    if key_walk is None and walk is None:
        return None

    def of_entries(entries: dict[str, Any], path: Path) -> Iterator[Reference]:
        for key, value in entries.items():
            if key_walk is not None:
                for found in key_walk(key, (*path, key)):
                    yield Reference(found.path, found.collections, found.name, is_key=True)
            if walk is not None:
                yield from walk(value, (*path, key))

    return of_entries
