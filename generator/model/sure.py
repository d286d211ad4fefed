"""The one right answer to a value of a wrong form, where there is one, for a program to write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.meant import address_meant, date_meant, id_meant, truth_meant
from generator.read.problem import Fix, fix_of
from generator.read.scalar import Unquoted, written


def fix_for(kind: str, value: Any, context: Mapping[str, Any], *, name: bool = False) -> Fix | None:
    """The fix of an error of `kind` (see pydantic's list, and model/text.py) at `value`, or None if
    somebody must decide. With `name`, it is the name before a colon that is wrong."""
    if not isinstance(value, str | bool | int | Unquoted):
        return None
    text = value if isinstance(value, str) else written(value)[0]
    match kind:
        case "space":
            return Fix("put", " ".join(text.split()))
        case "date" | "date_type":
            return _fix("write", date_meant(text))
        case "bool_type":
            return _fix("write", truth_meant(text))
        case "https":
            # http: is another address than https:, if only by a letter; who looks it up decides.
            return None if text.startswith("http:") else _fix("put", address_meant(text))
        case "literal_error":
            return fix_of(text, choices(context))
        case "string_pattern_mismatch" if "a-z0-9" in (pattern := str(context.get("pattern"))):
            of_id = r"\." not in pattern and "A-Z" not in pattern
            return _fix("rename" if name else "put", id_meant(text)) if of_id else None
        case "tuple_type" if isinstance(value, str) and text and "," not in text:
            return Fix("brackets")
    return None


def choices(context: Mapping[str, Any]) -> list[str]:
    """What may stand in a field that is one of a few words, as pydantic's error says it."""
    listed = str(context["expected"]).replace(" or ", ", ").split(",")
    return [word.strip(" '") for word in listed]


def _fix(do: Any, value: str | None) -> Fix | None:
    return Fix(do, value) if value is not None else None
