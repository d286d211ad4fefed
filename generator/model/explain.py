"""Values to a typed spec; what does not fit is explained in an editor's words."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from generator.model.meant import address_meant, date_meant, id_meant, truth_meant
from generator.model.sure import choices, fix_for
from generator.model.text import Spec, Words
from generator.read.document import Document, Path, Value
from generator.read.problem import Fix, Problem, did_you_mean, fix_of, nearest, shown
from generator.read.scalar import Unquoted, quoted, written

S = TypeVar("S", bound=Spec)


def explain(model: type[S], document: Document, at: Path) -> tuple[S | None, list[Problem]]:
    """The value at `at` of `document` as a `model`, or None and every problem it has."""
    value: Value = document.value
    for part in at:
        value = value[part]  # type: ignore[index]
    if not isinstance(value, dict):
        message = f"`{at[-1]}` is {_found(value)}; expected names with values."
        needed = model.fields_in_files()
        hint = "Indent its fields below."
        if isinstance(value, str) and len(needed) == 1 and _is_text(model, (needed[0],)):
            hint = f"Write it as a group: {{{needed[0]}: {quoted(value)}}}."
        return None, [Problem(document.place(at), "wrong-type", message, hint)]
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        misspelt = {_meant(model, details["loc"]) for details in errors if _is_extra(details)}
        return None, [
            _problem(model, document, at, details)
            for details in errors
            # A list whose items all fail is called too short as well, which it is not.
            if not (details["type"] == "too_short" and details["input"])
            # A field is not missing, only misspelt.
            and not (details["type"] == "missing" and details["loc"] in misspelt)
        ]


def _is_extra(details: ErrorDetails) -> bool:
    return details["type"] == "extra_forbidden"


def _known(model: type[Spec], path: Path) -> list[str]:
    """The fields that may stand beside the one at `path`."""
    owner = _spec_in(_annotation(model, path[:-1])) or model
    return owner.fields_in_files()


def _meant(model: type[Spec], path: Path) -> Path:
    """The path of the field that somebody wrote at `path` probably means."""
    return (*path[:-1], nearest(str(path[-1]), _known(model, path)) or path[-1])


def _rename(model: type[Spec], document: Document, at: Path, path: Path) -> Fix | None:
    """The field that was meant, if it can only be one, and does not stand there as well."""
    holder: Value = document.value
    for part in at + path[:-1]:
        holder = holder[part]  # type: ignore[index]
    fix = fix_of(str(path[-1]), _known(model, path), "rename")
    taken = fix is not None and isinstance(holder, dict) and fix.value in holder
    return None if taken else fix


def _problem(model: type[Spec], document: Document, at: Path, details: ErrorDetails) -> Problem:
    kind, value, path = details["type"], details["input"], details["loc"]
    if kind.startswith("string") and path[-1:] == ("[key]",):
        path = path[:-1]
        return Problem(
            document.place(at + path, key=True),
            "bad-name",
            f"`{shown(str(path[-1]))}` is not a name that can be used here.",
            _pattern_hint(details.get("ctx", {}), str(path[-1])),
            fix_for(kind, str(path[-1]), details.get("ctx", {}), name=True),
        )
    name = _called(path)
    if kind == "missing":
        place = document.place(at + path[:-1], key=True)
        field = _field(model, path)
        meaning = field.description if field is not None else None
        hint = f"Add it: {meaning}" if meaning else "Add it."
        return Problem(place, "missing-field", f"{name} is missing.", hint)
    if _is_extra(details):
        place = document.place(at + path, key=True)
        hint = did_you_mean(str(path[-1]), _known(model, path))
        if isinstance(value, Unquoted) and not value.text:
            hint = "If it belongs to the text before it, quote the whole text."
        fix = _rename(model, document, at, path)
        return Problem(place, "unknown-field", f"{name} is not known here.", hint, fix)
    where = document.place(at + path)
    optional = (field := _field(model, path)) is not None and not field.is_required()
    if kind in ("empty", "too_short") or (
        isinstance(value, Unquoted) and value.taken_for == "nothing"
    ):
        what = "at least one entry" if kind == "too_short" else "a value"
        hint = f"Write {what}, or remove the line." if optional else f"Write {what}."
        if isinstance(value, Unquoted) and value.text and _is_text(model, path):
            hint = f'Quote it if it is text: "{value.text}".'
            return Problem(where, "quote-text", f"`{value.text}` is taken for nothing.", hint)
        return Problem(where, "empty", f"{name} is empty.", hint)
    if isinstance(value, Unquoted | bool | int) and _is_text(model, path):
        text, taken_for = written(value)
        message = f"`{shown(text)}` is taken for {taken_for}; expected text."
        hint = f'Quote it: "{shown(text)}".'
        return Problem(where, "quote-text", message, hint, Fix("quote"))
    context = details.get("ctx", {})
    return Problem(where, *_says(name, kind, value, context), fix_for(kind, value, context))


def _called(path: Path) -> str:
    """What a message calls the value at `path`: by its name, or by its number in a list."""
    last = path[-1]
    if isinstance(last, str):
        return f"`{shown(last)}`"
    return f"Entry {last + 1} of {_called(path[:-1])}"


# By the kind of error in model/text.py: code, what is wrong, how to mend it.
_OTHER_FORMS = {
    "form": (
        "not-a-form",
        "has no place for a report",
        "Put `{text}` where it goes: …&body={text}",
    ),
    "mailbox": ("not-a-mailbox", "is no address for mail", "Write it as `help@example.org`."),
    "sign": ("not-a-sign", "is not one character", "Give the sign on the key, such as ←."),
}


def _says(name: str, kind: str, value: Any, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Code, message and hint for the other kinds of error; see pydantic's list of errors."""
    found = _found(value)
    if kind == "space":
        message = f"{name} has a line break, a tab, or space at an end."
        return "space", message, "Write it on one line, without space around it."
    if kind == "https":
        message = f"{name} is {found}, which is no address of the web."
        if address := address_meant(value):
            return "not-https", message, f"Write it as `{address}`."
        return "not-https", message, "Give the full address, beginning with `https://`."
    if kind in _OTHER_FORMS:
        code, what, hint = _OTHER_FORMS[kind]
        return code, f"{name} is {found}, which {what}.", hint
    if kind in ("date", "date_type"):
        meant = date_meant(value.text if isinstance(value, Unquoted) else str(value))
        hint = f"Write it as `{meant}`." if meant else "Write it as year-month-day: 2026-11-22."
        return "not-a-date", f"{name} is {found}, which is no date.", hint
    if kind == "literal_error":
        message = f"{name} is {found}, which is not one of the choices."
        return "unknown-choice", message, did_you_mean(str(value), choices(context))
    if kind == "string_pattern_mismatch":
        message = f"{name} is {found}, which has not the right form."
        return "bad-name", message, _pattern_hint(context, str(value))
    if kind in ("string_too_long", "too_long"):
        most = context["max_length"]
        unit = "characters" if isinstance(value, str) else "items"
        return "too-long", f"{name} is too long; at most {most} {unit} are allowed.", "Shorten it."
    if kind == "bool_type":
        truth = truth_meant(value.text if isinstance(value, Unquoted) else str(value))
        hint = f"Write `{truth}`." if truth else "Write true or false."
        return "wrong-type", f"{name} is {found}; expected true or false.", hint
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


def _pattern_hint(context: Mapping[str, Any], value: str) -> str:
    pattern = str(context.get("pattern", ""))
    if r"\." in pattern:
        return "Write it as `screen.control`."
    if "a-p" in pattern:
        if "40" in pattern:
            return "`signout changelog` writes it; take it back from the last commit."
        return "Copy the fingerprint that `signout explain` prints."
    if "A-Z" in pattern:
        if re.fullmatch(pattern, code := value.replace("_", "-")):
            return f"Write `{code}`."
        return "Write a language code such as en, es-419 or pt-BR."
    if value.startswith(("https://", "http://")):
        return "A page is cited by its name in sources.yml; add it there if it has none yet."
    if meant := id_meant(value):
        return f"Write `{meant}`."
    return "Use lower-case letters, digits and single hyphens, at most 60 characters."


def _found(value: object) -> str:
    if isinstance(value, Unquoted | bool | int):
        text = written(value)[0]
        return f"`{shown(text)}`" if text else "empty"
    if isinstance(value, str):
        return f"`{shown(value)}`"
    return "a list" if isinstance(value, list | tuple) else "a group of names"


def _is_text(model: type[Spec], path: Path) -> bool:
    """Whether text is expected at `path`: one value, or one that may stand for a list of one."""
    annotation = _annotation(model, path)
    return annotation == Words or _inside(annotation) is str


def _field(model: type[Spec], path: Path) -> FieldInfo | None:
    """The field that `path` ends at, or None if it ends inside a list or a mapping."""
    owner = _spec_in(_annotation(model, path[:-1])) if path else None
    if owner is None:
        return None
    known = {field.alias or name: field for name, field in owner.model_fields.items()}
    return known.get(str(path[-1]))


def _annotation(model: type[Spec], path: Path) -> Any:
    """The type of the value at `path` of a `model`, or None if there can be none."""
    annotation: Any = model
    for part in path:
        spec = _spec_in(annotation)
        if spec is not None:
            known = {field.alias or name: field for name, field in spec.model_fields.items()}
            field = known.get(str(part))
            annotation = field.annotation if field is not None else None
            continue
        inside = _inside(annotation)
        arguments = get_args(inside)
        if get_origin(inside) is dict:
            annotation = arguments[1]
        else:
            annotation = arguments[0] if get_origin(inside) is tuple else None
    return annotation


def _inside(annotation: Any) -> Any:
    """What `annotation` is without its marks, and without the None it may be instead."""
    while get_origin(annotation) in (Annotated, Union, types.UnionType):
        annotation = get_args(annotation)[0]
    return annotation


def _spec_in(annotation: Any) -> type[Spec] | None:
    inside = _inside(annotation)
    return inside if isinstance(inside, type) and issubclass(inside, Spec) else None
