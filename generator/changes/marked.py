"""Specs in which every text of one entry reads otherwise: what differs then is what it touches."""

from __future__ import annotations

import types
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from generator.check.extend import whole_families
from generator.check.proof import Checked
from generator.model.device import Device
from generator.model.family import Family
from generator.model.specs import Entry
from generator.model.text import Plain, Spec, Text
from generator.model.vocabulary import Source

MARK = " ◆"
S = TypeVar("S", bound=Spec)
# Names, though they are typed as text.
_NAMES = ("drop",)


def with_marked(checked: Checked, collection: str, name: str, screen: str = "") -> list[Checked]:
    """The specs with a mark after every text of the entry `name`, or of one `screen` of a family,
    and with the opposite for whatever is true or false. For a source there are two: with the
    strongest and with the weakest tier, because either may change how sure we are; for a retired
    device one more, in which it is not.

    They are not checked again: whether a text may be so long does not matter here.
    """
    entries: dict[str, Entry[Any]] = getattr(checked.specs, collection)
    entry = entries[name]
    spec = _marked(entry.spec)
    if screen and isinstance(entry.spec, Family):
        own = entry.spec.screens | {screen: _marked(entry.spec.screens[screen])}
        spec = entry.spec.model_copy(update={"screens": own})
    variants = [spec]
    if isinstance(spec, Source):
        variants = [spec.model_copy(update={"tier": tier}) for tier in ("official", "blog")]
    elif isinstance(spec, Device) and spec.retired is not None:
        variants.append(spec.model_copy(update={"retired": None}))
    found = []
    for variant in variants:
        changed: dict[str, Any] = {collection: {**entries, name: replace(entry, spec=variant)}}
        specs = replace(checked.specs, **changed)
        found.append(Checked(specs, whole_families(specs)[0], []))
    return found


def _marked(spec: S) -> S:
    update = {
        field: _with_mark(annotation, getattr(spec, field))
        for field, annotation in _fields(spec.__class__)
    }
    return spec.model_copy(update=update)


@cache
def _fields(model: type[Spec]) -> tuple[tuple[str, Any], ...]:
    found: list[tuple[str, Any]] = []
    for name, field in model.model_fields.items():
        annotation: Any = field.annotation
        if field.metadata:
            annotation = Annotated[(annotation, *field.metadata)]
        if name not in _NAMES:
            found.append((name, annotation))
    return tuple(found)


def _with_mark(annotation: Any, value: Any) -> Any:
    """`value` of this type, with a mark after each text in it; names stay as they are."""
    if value is None or annotation is None:
        return value
    if isinstance(value, Spec):
        return _marked(value)
    if isinstance(value, bool):
        return not value
    if annotation in (Plain, Text):
        return value + MARK
    inside, arguments = get_origin(annotation), get_args(annotation)
    if inside in (Union, types.UnionType, Annotated):
        return _with_mark(arguments[0], value)
    if isinstance(value, tuple) and arguments:
        return tuple(_with_mark(arguments[0], item) for item in value)
    if isinstance(value, dict) and arguments:
        return {key: _with_mark(arguments[1], item) for key, item in value.items()}
    return value
