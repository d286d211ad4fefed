"""A device: a thing someone owns, and the interfaces it may show."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

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
)
from generator.model.vocabulary import Input


def _entry(value: Any) -> Any:
    return value if isinstance(value, dict | list) else {"choose": value}


class Interface(Spec):
    """One interface the device may show, from a family."""

    family: FamilyId
    tell: Text | None = Field(
        None, description="By what one tells it apart on this device, if not as the family says."
    )
    sources: Sources = Field((), description="Pages that show this interface on this device.")
    checked: dict[Id, Check] = Field({}, description="Checks on this device, by route.")


class Note(Spec):
    """Something to know on this device, shown where it belongs."""

    at: str | None = Field(
        None,
        description="Where it belongs: `interface`, `interface/route`, or "
        "`interface/route/number of the step`. Without it, the note stands under Notes.",
    )
    text: Text
    sources: Sources = ()


class PathEntry(Spec):
    """One step through the device's own menus: exactly one of the three."""

    choose: Plain | None = Field(None, description="A menu entry, exactly as the device shows it.")
    press: KeyId | None = Field(None, description="A key, a name from keys.yml.")
    do: Text | None = Field(None, description="Anything else, as an instruction.")


class Action(Spec):
    """Something done on the device outside the service: remove the app, clear its data, reset."""

    does: Literal["remove-app", "clear-data", "reset-apps", "reset-device", "unlink", "restart"]
    signs_out: bool = Field(description="true if the account is gone from the device afterwards.")
    when: Plain | None = Field(None, description="For which models or versions: 2017 to 2021.")
    path: Annotated[
        tuple[Annotated[PathEntry, BeforeValidator(_entry)], ...],
        Field(min_length=1),
        Listed,
    ] = Field(description="Menu entries in order; or `press:` a key, or `do:` an instruction.")
    note: Text | None = None
    sources: Sources = Field(description="Pages that describe the whole of it.")
    in_part: Sources = Field((), description="Pages that describe only a part of it.")


class Retirement(Spec):
    """The service no longer runs on this device."""

    since: Date
    says: Text = Field(description="What ended, and what an owner still can do.")
    sources: Sources


class Device(Spec):
    """A thing someone owns."""

    name: Plain
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
    retired: Retirement | None = None
    notes: Annotated[tuple[Note, ...], Listed] = ()
    actions: dict[Id, Action] = {}
