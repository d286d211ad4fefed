"""The kinds of text a spec holds, and the one piece of markup in it: `{name}`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError

from generator.read.limits import MAX_ADDRESS, MAX_ID, MAX_NAME, MAX_TEXT, MAX_TOLD
from generator.read.scalar import Unquoted
from generator.read.tree import ID


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field that holds the name of a spec, or names: in which collections it is found."""

    collections: tuple[str, ...]

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core), REFERS: self.collections}


@dataclass(frozen=True, slots=True)
class Editors:
    """Tells editors, by keywords of JSON Schema, what only our own code can check."""

    keywords: tuple[tuple[str, str | int | tuple[str, ...]], ...]

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core), **dict(self.keywords)}


# In a schema: the collections a name is found in, until the names themselves take its place.
REFERS = "x-refers"


# What `{name}` in a text may refer to, besides `{service}`.
WORDS = ("keys", "labels", "concepts", "phrases")

_REFERENCE = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")


class Spec(BaseModel):
    """What every spec has in common: no unknown keys, no silent conversion, no later change."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)

    @classmethod
    def fields_in_files(cls) -> list[str]:
        """The names of its fields as a file has them, in their usual order."""
        return [field.alias or name for name, field in cls.model_fields.items()]


def _one_line(value: Any) -> Any:
    if isinstance(value, str):
        if not value.strip():
            raise PydanticCustomError("empty", "is empty")
        if value != value.strip() or "\n" in value or "\t" in value:
            raise PydanticCustomError("space", "has a line break, a tab, or space at an end")
    return value


_HTTPS = r"https://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(?:[/?#][!-~]*)?"
_MAILBOX = r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"


def _https(value: str) -> str:
    if not re.fullmatch(_HTTPS, value):
        raise PydanticCustomError("https", "is not an address that begins with https://")
    return value


def _form(value: str) -> str:
    """The address of a form, whose `{title}` and `{text}` are filled in."""
    if "{text}" not in value:
        raise PydanticCustomError("form", "has no {text}, the place for what the reader reports")
    _https(value.replace("{title}", "").replace("{text}", ""))
    return value


def _mailbox(value: str) -> str:
    if not re.fullmatch(_MAILBOX, value):
        raise PydanticCustomError("mailbox", "is no address for mail")
    return value


def _sign(value: str) -> str:
    if len(value) != 1 or value.isspace():
        raise PydanticCustomError("sign", "is not one character")
    return value


def _date(value: Any) -> Any:
    text = value.text if isinstance(value, Unquoted) else value
    if isinstance(text, str):
        if not is_date(text):
            raise PydanticCustomError("date", "is not a date")
        return datetime.date.fromisoformat(text)
    return value


def is_date(text: str) -> bool:
    """Whether `text` is a day as specs have it: 2026-11-22."""
    # Only this one of the forms of ISO 8601; Python knows more.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _of_text(check: Callable[[str], str]) -> BeforeValidator:
    """A check of text alone: of what else is written, only its type is said to be wrong."""
    return BeforeValidator(lambda value: check(value) if isinstance(value, str) else value)


def form(pattern: str, says: str) -> Editors:
    """Tells editors the form of a text, and what to say of one that has another."""
    return Editors((("pattern", pattern), ("patternErrorMessage", says)))


Id = Annotated[str, StringConstraints(pattern=rf"^{ID.pattern}$", max_length=MAX_ID)]
# Literal text, of which nothing is interpreted: names, titles, the words on a screen.
Plain = Annotated[
    str,
    BeforeValidator(_one_line),
    StringConstraints(max_length=MAX_NAME),
    form(r"^\S(?:[^\n\t]*\S)?$", "Write it on one line, without space around it."),
]
# A whole sentence as it was told once, with the words that it quotes; literal too.
Told = Annotated[
    str,
    BeforeValidator(_one_line),
    StringConstraints(max_length=MAX_TOLD),
    form(r"^\S(?:[^\n\t]*\S)?$", "Write it on one line, without space around it."),
]
# A sentence or a few; `{back}` in it stands for a key, a label, a concept or the service.
Text = Annotated[
    str, BeforeValidator(_one_line), StringConstraints(max_length=MAX_TEXT), Refers(WORDS)
]
Url = Annotated[str, StringConstraints(max_length=MAX_ADDRESS), BeforeValidator(_one_line)]
Https = Annotated[
    Url,
    _of_text(_https),
    form(f"^{_HTTPS}$", "Give the full address, beginning with https://."),
]
Form = Annotated[
    Url,
    _of_text(_form),
    form(r"^https://.*\{text\}", "An address with https:// and {text}, where the report goes."),
]
Mailbox = Annotated[
    Plain,
    _of_text(_mailbox),
    form(f"^{_MAILBOX}$", "Write it as help@example.org."),
]
Sign = Annotated[
    Plain,
    _of_text(_sign),
    form(r"^\S$", "Give one character, such as ←."),
]
Date = Annotated[
    datetime.date,
    BeforeValidator(_date),
    form(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "Write it as 2026-11-22."),
]
Language = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2}|-\d{3})?$")
]

KeyId = Annotated[Id, Refers(("keys",))]
LabelId = Annotated[Id, Refers(("labels",))]
PositionId = Annotated[Id, Refers(("positions",))]
SourceId = Annotated[Id, Refers(("sources",))]
KindId = Annotated[Id, Refers(("kinds",))]
FamilyId = Annotated[Id, Refers(("families",))]
DeviceId = Annotated[Id, Refers(("devices",))]


def as_tuple(value: Any) -> Any:
    """YAML lists become tuples, so that a spec cannot change after it was checked."""
    return tuple(value) if isinstance(value, list) else value


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else as_tuple(value)


Listed = BeforeValidator(as_tuple)
Plains = Annotated[tuple[Plain, ...], Listed]
Words = Annotated[
    tuple[Plain, ...],
    Field(min_length=1),
    BeforeValidator(
        _one_or_more, json_schema_input_type=Plain | Annotated[list[Plain], Field(min_length=1)]
    ),
]
Keys = Annotated[tuple[KeyId, ...], Listed, Editors((("minItems", 1),))]
Sources = Annotated[
    tuple[SourceId, ...],
    Listed,
    Field(description="The pages that back this, as names from sources.yml."),
]


@lru_cache(maxsize=65536)
def split(text: str) -> tuple[str, ...]:
    """`text` cut at its references: literal, name, literal, name, …, literal.

    >>> split("Press {back} twice.")
    ('Press ', 'back', ' twice.')
    """
    return tuple(_REFERENCE.split(text))


def references(text: str) -> tuple[str, ...]:
    """The names that stand in braces in `text`."""
    return split(text)[1::2] if "{" in text else ()
