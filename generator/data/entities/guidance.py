"""What people need beyond the steps: problems with solutions, checklists, facts."""

from __future__ import annotations

import datetime
from typing import Literal

from generator.data.entities.record import Confidence, Record


class SeeAlso(Record):
    """What says more."""

    kind: Literal["device", "problem", "topic"]
    """What it is."""
    id: str
    """Its id among those of its kind."""
    title: str
    """Its name or title."""


class Claim(Record):
    """What one may read elsewhere, and what is so in fact."""

    you_may_read: str
    """What other pages say, though it is wrong or outdated."""
    in_fact: str
    """What is so instead."""
    sources: tuple[str, ...]
    """Ids of the sources that back what is so."""


class Solution(Record):
    """One thing worth trying."""

    title: str
    """What to do."""
    text: str
    """Why or when it helps."""
    steps: tuple[str, ...]
    """How to do it, one action each."""
    see: tuple[SeeAlso, ...]
    """What says more."""
    doubt: str | None
    """What is not certain about it."""
    confidence: Confidence
    """How sure we are of it."""
    sources: tuple[str, ...]
    """Ids of the sources that back it."""


class Problem(Record):
    """A symptom, and what to try."""

    id: str
    """Its id."""
    title: str
    """The symptom in the words of those who have it."""
    also: tuple[str, ...]
    """How else people put it."""
    symptom: str
    """What one sees."""
    messages: tuple[str, ...]
    """What the screen says, exactly: an error or a code."""
    solutions: tuple[Solution, ...]
    """What to try, the likeliest help first."""
    worked: str
    """How one knows that it worked."""
    claims: tuple[Claim, ...]
    """What one may read elsewhere, and what is so in fact."""
    kinds: tuple[str, ...]
    """Ids of the kinds of device it happens on; empty if it is all."""
    devices: tuple[str, ...]
    """Ids of single devices it is known for."""
    changed: datetime.date | None
    """The day on which what is said here last changed, if it is known."""
    page: str
    """Its page, from the root of the site (`site`)."""


class ProblemSummary(Record):
    """A problem in short: enough to find it."""

    id: str
    """Its id."""
    title: str
    """The symptom in the words of those who have it."""
    also: tuple[str, ...]
    """How else people put it."""
    messages: tuple[str, ...]
    """What the screen says, exactly: an error or a code."""
    kinds: tuple[str, ...]
    """Ids of the kinds of device it happens on; empty if it is all."""
    solutions: int
    """How many things there are to try."""
    page: str
    """Its page, from the root of the site (`site`)."""
    data: str
    """Where it stands in full, from the root of the site (`site`)."""


class Item(Record):
    """One thing to do, of a checklist."""

    id: str
    """Its id. Checklists that share an item say the same."""
    title: str
    """What to do."""
    text: str
    """Why it is worth doing."""
    how: str
    """How to do it."""
    priority: Literal["now", "soon", "good"]
    """now: today; soon: this week; good: a habit worth having."""
    see: tuple[SeeAlso, ...]
    """What has the steps, or says more."""
    doubt: str | None
    """What is not certain about it."""
    confidence: Confidence
    """How sure we are of it."""
    sources: tuple[str, ...]
    """Ids of the sources that back it."""


class Checklist(Record):
    """Things to do, in order."""

    id: str
    """Its id."""
    title: str
    """The list as a heading."""
    intro: str
    """Who needs the list, and when."""
    items: tuple[Item, ...]
    """What to do, in order."""
    claims: tuple[Claim, ...]
    """What one may read elsewhere, and what is so in fact."""


class Fact(Record):
    """One fact on a question."""

    text: str
    """The fact."""
    doubt: str | None
    """What is not certain about it."""
    confidence: Confidence
    """How sure we are of it."""
    sources: tuple[str, ...]
    """Ids of the sources that back it."""


class Topic(Record):
    """Facts on one question."""

    id: str
    """Its id."""
    title: str
    """The question or subject."""
    facts: tuple[Fact, ...]
    """The facts, in the order they are to be read."""
    claims: tuple[Claim, ...]
    """What one may read elsewhere, and what is so in fact."""
