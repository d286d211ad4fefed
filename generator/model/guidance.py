"""What readers need beyond the steps: symptoms with solutions, checklists, facts, packs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

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

SeeAlso = Annotated[Id, Refers(("devices", "problems", "topics"))]


class Claim(Spec):
    """What one may read elsewhere, and what is so in fact."""

    you_may_read: Text
    in_fact: Text
    sources: Sources


class Solution(Spec):
    """One thing worth trying."""

    title: Plain = Field(description="What to do, as an instruction: Enter the key code.")
    text: Text
    steps: Annotated[tuple[Text, ...], Listed] = ()
    see: Annotated[tuple[SeeAlso, ...], Listed] = Field(
        (), description="Devices, problems or topics that say more."
    )
    doubt: Text | None = Field(None, description="What is not certain about it.")
    sources: Sources = ()


class Trouble(Spec):
    """A symptom of the troubleshooting index."""

    title: Plain = Field(description="The symptom in the reader's words: I can't find Sign Out.")
    also: Plains = Field((), description="How else people put it.")
    symptom: Text = Field(description="What the reader sees.")
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
    solutions: Annotated[tuple[Solution, ...], Field(min_length=1), Listed]
    worked: Text = Field(description="How the reader knows that it worked.")
    claims: Annotated[tuple[Claim, ...], Listed] = ()


class Item(Spec):
    """One line of checklists, said once and shared by all that list it."""

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

    title: Plain
    intro: Text
    items: Annotated[tuple[Annotated[Id, Refers(("items",))], ...], Field(min_length=1), Listed] = (
        Field(description="The items in order, as names from items.yml.")
    )
    claims: Annotated[tuple[Claim, ...], Listed] = ()


class Fact(Spec):
    """One sentence or two that stand on sources."""

    text: Text
    doubt: Text | None = Field(None, description="What is not certain about it.")
    sources: Sources = ()


class Topic(Spec):
    """Facts on one question; a page shows them where it says `<!-- slot: topic-ID -->`."""

    title: Plain
    facts: Annotated[tuple[Fact, ...], Field(min_length=1), Listed]
    claims: Annotated[tuple[Claim, ...], Listed] = ()


class Pack(Spec):
    """What is printed together as one document, for one place: a hotel's reception, a library."""

    title: Plain = Field(description="What stands on its first page: For our guests.")
    intro: Text
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
