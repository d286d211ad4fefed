"""What a JSON Schema promises to whoever reads the data, and which of it another one breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Promise:
    """What holds of a value: its types, that it is always there, the words it is one of."""

    types: frozenset[str]
    always: bool
    choices: frozenset[str] | None
    format: str | None


def promises(schema: Schema) -> dict[str, Promise]:
    """Every value that a schema speaks of by its path: `devices[].labels{}.text`."""
    return dict(_promises(schema, schema, "", always=True))


def broken(recorded: Schema, now: Schema) -> list[str]:
    """What the recorded schema promises and this one does not, a line each; nothing if all holds.

    Something new is fine.
    """
    made = promises(now)
    return [
        f"`{path or 'the document'}` {what}"
        for path, promise in promises(recorded).items()
        for what in _broken(promise, made.get(path))
    ]


def added(recorded: Schema, now: Schema) -> list[str]:
    """The paths of what this schema promises and the recorded one does not."""
    old = promises(recorded)
    return [path for path, promise in promises(now).items() if old.get(path) != promise]


def _broken(old: Promise, new: Promise | None) -> Iterator[str]:
    if new is None:
        yield "is gone"
        return
    if new.types != old.types:
        yield f"was {_either(old.types)}, and is now {_either(new.types)}"
    if old.always and not new.always:
        yield "was always there, and may now be left out"
    if old.choices is not None and new.choices is None:
        yield "was one of a few words, and is now any"
    if old.choices is not None and new.choices is not None and (lost := old.choices - new.choices):
        yield f"can no longer be {_either(lost)}"
    if new.format != old.format:
        yield f"had the format {old.format}, and now has {new.format}"


def _either(words: frozenset[str]) -> str:
    return " or ".join(sorted(words))


def _promises(
    schema: Schema, node: Schema, path: str, *, always: bool
) -> Iterator[tuple[str, Promise]]:
    shapes = [_followed(schema, one) for one in _followed(schema, node).get("anyOf", (node,))]
    choices = [frozenset(shape["enum"]) for shape in shapes if "enum" in shape]
    formats = [shape["format"] for shape in shapes if "format" in shape]
    yield (
        path,
        Promise(
            frozenset(shape["type"] for shape in shapes),
            always,
            choices[0] if choices else None,
            formats[0] if formats else None,
        ),
    )
    for shape in shapes:
        for name, inside in shape.get("properties", {}).items():
            required = name in shape.get("required", ())
            where = f"{path}.{name}" if path else name
            yield from _promises(schema, inside, where, always=required)
        if "items" in shape:
            yield from _promises(schema, shape["items"], f"{path}[]", always=True)
        if isinstance(inside := shape.get("additionalProperties"), dict):
            yield from _promises(schema, inside, f"{path}{{}}", always=True)


def _followed(schema: Schema, node: Schema) -> Schema:
    """What a reference stands for."""
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
    return node
