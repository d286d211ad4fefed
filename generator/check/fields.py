"""Every field of a spec with what it holds, for rules that are the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from generator.model.references import holds_words
from generator.model.text import Spec
from generator.read.document import Path


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a spec: where it stands in the file, what may stand in it, and what does."""

    path: Path
    info: FieldInfo
    holds_words: bool
    value: Any

    def strings(self) -> Iterator[tuple[Path, str]]:
        """Each text the field itself holds, alone, in a list or by name."""
        return _strings(self.value, self.path)


def fields_of(spec: Spec, path: Path = ()) -> Iterator[Field]:
    """The fields of `spec` and of the specs in it, in the order of the model."""
    for name, key, info, words in _of_model(spec.__class__):
        value = getattr(spec, name)
        if value is not None:
            at = (*path, key)
            yield Field(at, info, words, value)
            if value.__class__ is not str:
                yield from _within(value, at)


@cache
def _of_model(model: type[Spec]) -> tuple[tuple[str, str, FieldInfo, bool], ...]:
    """The fields of a model: attribute, key in the file, what may stand there, `holds_words`."""
    return tuple(
        (name, info.alias or name, info, holds_words(info))
        for name, info in model.model_fields.items()
    )


def _within(value: Any, path: Path) -> Iterator[Field]:
    if isinstance(value, Spec):
        yield from fields_of(value, path)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _within(item, (*path, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _within(item, (*path, key))


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _strings(item, (*path, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, (*path, key))
