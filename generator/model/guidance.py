"""What readers need beyond the steps: symptoms with solutions, checklists, facts, packs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from generator.model.text import (
    DeviceId,
    FamilyId,
    Id,
    KindId,
    Listed,
    Plain,
    Plains,
    Refers,
    Sources,
    Spec,
    Text,
)

# By collection: the slot of a prose page in which one is told, as it begins; its name follows.
SLOTS: Mapping[str, str] = {"topics": "topic-", "checklists": "checklist-"}
SeeAlso = Annotated[Id, Refers(("devices", "problems", "topics"))]


# What one says has a source, or says what is not certain.
_BACKED = ConfigDict(
    json_schema_extra={
        "anyOf": [
            {
                "required": [name],
                "errorMessage": "Nothing backs this: name pages in sources, or say a doubt.",
            }
            for name in ("sources", "doubt")
        ]
    }
)


class Claim(Spec):
    """What one may read elsewhere, and what is so in fact."""

    you_may_read: Text = Field(description="What other pages say, though it is wrong or outdated.")
    in_fact: Text = Field(description="What is so instead.")
    sources: Sources


Claims = Annotated[
    tuple[Claim, ...],
    Listed,
    Field(description="What one may read elsewhere, and what is so in fact."),
]


class Solution(Spec):
    """One thing worth trying."""

    model_config = _BACKED

    title: Plain = Field(description="What to do, as an instruction: Enter the key code.")
    text: Text = Field(description="Why or when it helps, in a sentence or two.")
    steps: Annotated[tuple[Text, ...], Listed] = Field(
        (), description="How to do it, one action each; leave it out if `see` leads to the steps."
    )
    see: Annotated[tuple[SeeAlso, ...], Listed] = Field(
        (), description="Devices, problems or topics that say more."
    )
    doubt: Text | None = Field(None, description="What is not certain about it.")
    sources: Sources = ()


class Trouble(Spec):
    """A symptom of the troubleshooting index."""

    model_config = ConfigDict(title="Problem")

    title: Plain = Field(description="The symptom in the reader's words: I can't find Sign Out.")
    also: Plains = Field((), description="How else people put it.")
    symptom: Text = Field(
        description="What the reader sees.",
        examples=["The app opens on a page with an error."],
    )
    common: bool = Field(False, description="true if it should stand first in the index.")
    kinds: Annotated[tuple[KindId, ...], Listed] = Field(
        (), description="The kinds of device it happens on; all if nothing is given."
    )
    families: Annotated[tuple[FamilyId, ...], Listed] = Field(
        (), description="The interface families it happens on."
    )
    devices: Annotated[tuple[DeviceId, ...], Listed] = Field(
        (), description="The single devices it happens on."
    )
    messages: Plains = Field((), description="What the screen says, exactly: an error or a code.")
    solutions: Annotated[tuple[Solution, ...], Field(min_length=1), Listed] = Field(
        description="What to try, the likeliest help first."
    )
    worked: Text = Field(
        description="How the reader knows that it worked.",
        examples=["The app asks you to sign in."],
    )
    claims: Claims = ()


class Item(Spec):
    """One line of checklists, said once and shared by all that list it."""

    model_config = _BACKED

    title: Plain = Field(description="What to do, as an instruction.")
    text: Text = Field(description="Why it is worth doing.")
    how: Text = Field(description="How to do it.")
    priority: Literal["now", "soon", "good"] = Field(
        description="now: today; soon: this week; good: a habit worth having."
    )
    see: Annotated[tuple[SeeAlso, ...], Field(min_length=1), Listed] = Field(
        description="Devices, problems or topics with the steps, or that say more."
    )
    doubt: Text | None = Field(None, description="What is not certain about it.")
    sources: Sources = ()


class Checklist(Spec):
    """An ordered list of things to do."""

    title: Plain = Field(description="The list as a heading: Before you sell a device.")
    intro: Text = Field(description="Who needs the list and when, in a sentence or two.")
    items: Annotated[tuple[Annotated[Id, Refers(("items",))], ...], Field(min_length=1), Listed] = (
        Field(description="The items in order, as names from items.yml.")
    )
    claims: Claims = ()


class Fact(Spec):
    """One sentence or two that stand on sources."""

    model_config = _BACKED

    text: Text = Field(description="The fact, in a sentence or two.")
    doubt: Text | None = Field(None, description="What is not certain about it.")
    sources: Sources = ()


class Topic(Spec):
    """Facts on one question; a page shows them where it says `<!-- slot: topic-ID -->`."""

    title: Plain = Field(description="The question or subject, as a heading.")
    facts: Annotated[tuple[Fact, ...], Field(min_length=1), Listed] = Field(
        description="The facts, in the order they are to be read."
    )
    claims: Claims = ()


class Pack(Spec):
    """What is printed together as one document, for one place: a hotel's reception, a library."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {
                    "required": [part],
                    "errorMessage": "Nothing is in it: give checklists, kinds, devices or remote.",
                }
                for part in ("checklists", "kinds", "devices", "remote")
            ]
        }
    )

    title: Plain = Field(description="What stands on its first page: For our guests.")
    intro: Text = Field(description="Whom it is for and what it shows, in a sentence or two.")
    checklists: Annotated[
        tuple[Annotated[Id, Refers(("checklists",))], ...],
        Listed,
    ] = Field((), description="The checklists in it.")
    kinds: Annotated[tuple[KindId, ...], Listed] = Field(
        (), description="The kinds of device in it, with all their devices."
    )
    devices: Annotated[tuple[DeviceId, ...], Listed] = Field(
        (), description="The single devices in it."
    )
    remote: bool = Field(
        False, description="true if it tells how to sign a device out without being near it."
    )
