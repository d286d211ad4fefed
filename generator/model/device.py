"""A device: a thing someone owns, and the interfaces it may show."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from generator.model.family import Check, Reason
from generator.model.text import (
    Date,
    FamilyId,
    Id,
    KeyId,
    Listed,
    Plain,
    Plains,
    Sources,
    Spec,
    Text,
    form,
)
from generator.model.vocabulary import Input


def _entry(value: Any) -> Any:
    return value if isinstance(value, dict | list) else {"choose": value}


class Interface(Spec):
    """One interface the device may show, from a family."""

    family: FamilyId = Field(
        description="The interface family, the name of a file in families/ without `.yml`."
    )
    tell: Text | None = Field(
        None, description="By what one tells it apart on this device, if not as the family says."
    )
    sources: Sources = Field((), description="Pages that show this interface on this device.")
    checked: dict[Id, Check] = Field({}, description="Checks on this device, by route.")


NotePlace = Annotated[
    str,
    form(
        r"^[a-z0-9-]+(?:/[a-z0-9-]+(?:/[1-9][0-9]*)?)?$",
        "Write interface, interface/route, or interface/route/number of the step.",
    ),
]


class Note(Spec):
    """Something to know on this device, shown where it belongs."""

    at: NotePlace | None = Field(
        None,
        description="Where it belongs: `interface`, `interface/route`, or "
        "`interface/route/number of the step`. Without it, the note stands under Notes.",
    )
    text: Text = Field(description="The note itself, in a plain sentence or two.")
    sources: Sources = ()


class PathEntry(Spec):
    """One step through the device's own menus: exactly one of the three."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    choose: Plain | None = Field(None, description="A menu entry, exactly as the device shows it.")
    press: KeyId | None = Field(None, description="A key, a name from keys.yml.")
    do: Text | None = Field(None, description="Anything else, as an instruction.")


class Action(Spec):
    """Something done on the device outside the service: remove the app, clear its data, reset."""

    does: Literal["remove-app", "clear-data", "reset-apps", "reset-device", "unlink", "restart"] = (
        Field(
            description="What is done. remove-app: the app is removed; clear-data: the app's data "
            "is cleared; reset-apps: all apps are reset; reset-device: the device is as new again; "
            "unlink: the device is taken off the account; restart: the device or app starts anew."
        )
    )
    signs_out: bool = Field(description="true if the account is gone from the device afterwards.")
    when: Plain | None = Field(None, description="For which models or versions: 2017 to 2021.")
    path: Annotated[
        tuple[
            Annotated[PathEntry, BeforeValidator(_entry, json_schema_input_type=PathEntry | Plain)],
            ...,
        ],
        Field(min_length=1),
        Listed,
    ] = Field(description="Menu entries in order; or `press:` a key, or `do:` an instruction.")
    note: Text | None = Field(None, description="What else one should know before doing it.")
    sources: Sources = Field(description="Pages that describe the whole of it.")
    in_part: Sources = Field((), description="Pages that describe only a part of it.")


class Retirement(Spec):
    """The service no longer runs on this device."""

    since: Date = Field(description="The day from which it no longer runs: 2026-11-22.")
    says: Text = Field(description="What ended, and what an owner still can do.")
    sources: Sources


class Device(Spec):
    """A thing someone owns."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {
                    "required": [way],
                    "errorMessage": "No way out: give interfaces, no_sign_out or retired.",
                }
                for way in ("interfaces", "no_sign_out", "retired")
            ]
        }
    )

    name: Plain = Field(description="The device's name, as people know it: Apple TV.")
    also: Plains = Field((), description="Other names people type or say: Fire Stick.")
    models: Plains = Field((), description="Model names and numbers, as printed on the device.")
    input: Input | None = Field(None, description="If not worked as its kind usually is.")
    keys: dict[KeyId, Plain] = Field(
        {}, description="Keys this device calls by another name: {back: Menu}."
    )
    interfaces: dict[Id, Interface] = Field(
        {}, description="The interfaces it may show, the likeliest first."
    )
    no_sign_out: Reason | None = Field(
        None,
        description="Why it has no sign-out of its own. The page then leads with the account page.",
    )
    retired: Retirement | None = Field(
        None, description="If the service no longer runs on it: since when, and what remains."
    )
    notes: Annotated[tuple[Note, ...], Listed] = Field(
        (), description="What to know on this device, each note shown where it belongs."
    )
    actions: dict[Id, Action] = Field(
        {}, description="What can be done on the device itself: remove the app, clear its data …"
    )
