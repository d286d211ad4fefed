"""Values to a typed spec; what does not fit is explained in an editor's words."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.model.text import Spec
from generator.read.document import Document, Path, Value
from generator.read.problem import Problem, did_you_mean
from generator.read.scalar import Unquoted

S = TypeVar("S", bound=Spec)


def explain(model: type[S], document: Document, at: Path) -> tuple[S | None, list[Problem]]:
    """The value at `at` of `document` as a `model`, or None and every problem it has."""
    value: Value = document.value
    for part in at:
        value = value[part]  # type: ignore[index]
    if not isinstance(value, dict):
        message = f"Found {_found(value)}; expected names with values."
        return None, [
            Problem(document.place(at), "wrong-type", message, "Indent its fields below.")
        ]
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        # A union reports once for each of its members; one problem a place is enough.
        problems = {
            problem.place: problem
            for details in reversed(error.errors(include_url=False))
            # A list whose items all fail is called too short as well, which it is not.
            if not (details["type"] == "too_short" and details["input"])
            for problem in [_problem(model, document, at, details)]
        }
        return None, list(problems.values())


def _problem(model: type[Spec], document: Document, at: Path, details: ErrorDetails) -> Problem:
    kind, value = details["type"], details["input"]
    path = tuple(part for part in details["loc"] if part != "[key]")
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "This"
    context: Mapping[str, Any] = details.get("ctx", {})
    where = document.place(at + path)
    if kind == "missing":
        description = _description(model, path)
        return Problem(
            document.place(at + path[:-1], key=True),
            "missing-field",
            f"{name} is missing.",
            description,
        )
    if kind == "extra_forbidden":
        known = [f.alias or n for n, f in _model_at(model, path[:-1]).model_fields.items()]
        where = document.place(at + path, key=True)
        return Problem(
            where, "unknown-field", f"{name} is not known here.", did_you_mean(str(path[-1]), known)
        )
    if details["loc"][-1:] == ("[key]",):
        where = document.place(at + path, key=True)
        return Problem(
            where,
            "bad-name",
            f"{name} is not a name that can be used here.",
            _pattern_hint(context),
        )
    if isinstance(value, Unquoted | bool | int) and "string" in kind:
        text, taken_for = _unquoted(value)
        if not text or taken_for == "nothing":
            hint = "Write a value, or remove the line."
            return Problem(where, "empty", f"{name} is empty.", hint)
        message = f"`{text}` is taken for {taken_for}; expected text."
        return Problem(where, "quote-text", message, f'Quote it: "{text}".')
    return Problem(where, *_says(name, kind, value, context))


def _says(name: str, kind: str, value: Any, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Code, message and hint for the other kinds of error; see pydantic's list of errors."""
    found = _found(value)
    if kind in ("empty", "too_short"):
        return "empty", f"{name} is empty.", "Write a value, or remove the line."
    if kind == "space":
        message = f"{name} has a line break, a tab, or space at an end."
        return "space", message, "Write it on one line, without space around it."
    if kind == "https":
        message = f"{name} is {found}, which is no address of the web."
        return "not-https", message, "Give the full address, beginning with `https://`."
    if kind in ("date", "date_type"):
        return "not-a-date", f"{name} is {found}, which is no date.", "Write it as 2026-11-22."
    if kind == "literal_error":
        allowed = [
            word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")
        ]
        message = f"{name} is {found}, which is not one of the choices."
        return "unknown-choice", message, did_you_mean(str(value), allowed)
    if kind == "string_pattern_mismatch":
        return (
            "bad-name",
            f"{name} is {found}, which has not the right form.",
            _pattern_hint(context),
        )
    if kind in ("string_too_long", "too_long"):
        most = context["max_length"]
        unit = "characters" if kind == "string_too_long" else "items"
        return "too-long", f"{name} is too long; at most {most} {unit} are allowed.", "Shorten it."
    if kind == "bool_type":
        return "wrong-type", f"{name} is {found}; expected true or false.", "Write true or false."
    expected = {
        "string_type": "text",
        "tuple_type": "a list",
        "dict_type": "names with values",
        "model_type": "names with values",
    }.get(kind, "something else")
    hint = {
        "a list": "Put it in brackets: [ … ].",
        "names with values": "Indent its fields below it.",
        "text": "Write one value on this line.",
    }.get(expected, "")
    return "wrong-type", f"{name} is {found}; expected {expected}.", hint


def _pattern_hint(context: Mapping[str, Any]) -> str:
    pattern = str(context.get("pattern", ""))
    if r"\." in pattern:
        return "Write it as `screen.control`."
    if "a-p" in pattern:
        return "Copy the fingerprint that `signout explain` prints."
    if "A-Z" in pattern:
        return "Write a language code such as en, es-419 or pt-BR."
    return "Use lower-case letters, digits and single hyphens, at most 60 characters."


def _unquoted(value: Unquoted | bool | int) -> tuple[str, str]:
    if isinstance(value, Unquoted):
        return value.text, value.taken_for
    if isinstance(value, bool):
        return str(value).lower(), "true or false"
    return str(value), "a number"


def _found(value: object) -> str:
    if isinstance(value, Unquoted | bool | int):
        text = _unquoted(value)[0]
        return f"`{text}`" if text else "empty"
    if isinstance(value, str):
        return f"`{value if len(value) <= 40 else value[:39] + '…'}`"
    return "a list" if isinstance(value, list | tuple) else "a group of names"


def _model_at(model: type[Spec], path: tuple[int | str, ...]) -> type[Spec]:
    """The model that describes the value at `path` of a `model`."""
    annotation: Any = model
    for part in path:
        annotation = _model_in(annotation)
        if isinstance(annotation, type) and issubclass(annotation, Spec):
            for name, field in annotation.model_fields.items():
                if part in (name, field.alias):
                    annotation = field.annotation
                    break
    found = _model_in(annotation)
    return found if isinstance(found, type) and issubclass(found, Spec) else model


def _model_in(annotation: Any) -> Any:
    """The spec inside `X | None`, `Annotated[X, …]`, `tuple[X, …]` or `dict[str, X]`."""
    origin = get_origin(annotation)
    if origin is None:
        return annotation
    arguments = [a for a in get_args(annotation) if a not in (type(None), Ellipsis)]
    if origin is dict:
        return _model_in(arguments[1])
    if origin in (Annotated, Union, types.UnionType, tuple):
        return _model_in(arguments[0])
    return annotation


def _description(model: type[Spec], path: tuple[int | str, ...]) -> str:
    field = next(
        (
            field
            for name, field in _model_at(model, path[:-1]).model_fields.items()
            if path[-1] in (name, field.alias)
        ),
        None,
    )
    return (field.description or "") if field else ""
