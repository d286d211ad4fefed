"""The documents of the JSON API: an envelope that all have, and what each holds.

A document with several things of a kind has them as an array, in the order of the site; the
bundle of everything has each kind as an object, by id.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import Field

from generator.data.bundle import Bundle
from generator.data.entities import (
    Checklist,
    Concept,
    Device,
    DeviceSummary,
    Edition,
    Family,
    FamilySummary,
    Item,
    Key,
    Kind,
    Label,
    Problem,
    ProblemSummary,
    Remote,
    Source,
    Topic,
)
from generator.data.entities.record import Record, Reference, Template
from generator.data.envelope import Document


class AllDocument(Bundle, Document):
    """Everything in one document: each kind as an object by id."""


class Listing(Record):
    """A document, or as many documents as there are things of a kind."""

    name: str
    """A short name, which stays the same."""
    title: str
    """What it holds."""
    address: Template
    """Its address; absolute, or relative to this document. With `{id}` in it, it is the address of
    one document for each of the things of this kind."""
    type: str
    """Its media type."""
    schema_: Reference | None = Field(alias="schema")
    """The address of its JSON Schema, if it is JSON."""


class IndexDocument(Document):
    """What there is to fetch."""

    documents: tuple[Listing, ...]
    """Every document."""


class Counts(Record):
    """How much there is."""

    devices: int
    """How many devices."""
    families: int
    """How many interfaces that devices share."""
    problems: int
    """How many problems."""
    checklists: int
    """How many checklists."""
    topics: int
    """How many topics."""
    labels: int
    """How many labels."""
    concepts: int
    """How many words of ours."""
    sources: int
    """How many sources."""
    changes: int
    """How many days on which something changed."""


class MetaDocument(Document):
    """What this edition is, and whether anything has changed since the last look."""

    api: str
    """The version of this contract, as two numbers. Within the first, nothing is removed and
    nothing changes its type; the second grows when something is added."""
    specs: str
    """The SHA-256 of the specs that all this was made from: as long as it is the same, nothing has
    changed."""
    generator: str | None
    """The version of the program that made it, if it is known."""
    languages: dict[str, str]
    """The languages that labels are given in: code, and the language's own name for itself."""
    counts: Counts
    """How many there are of each kind."""


class DevicesDocument(Document):
    """All devices in short."""

    devices: tuple[DeviceSummary, ...]
    """The devices, in the order of their names."""


class DeviceDocument(Document):
    """One device with all that its routes refer to."""

    device: Device
    """The device."""
    labels: dict[str, Label]
    """The labels on its screens, by id, and what these mean the same as."""
    concepts: dict[str, Concept]
    """The words of ours that these labels mean, by id."""
    problems: dict[str, str]
    """The titles of its problems, by id."""
    sources: dict[str, Source]
    """The sources that are cited, by id."""


class FamiliesDocument(Document):
    """The interfaces that devices share, in short."""

    families: tuple[FamilySummary, ...]
    """The families."""


class FamilyDocument(Document):
    """One interface with its screens and routes, and all that these refer to."""

    family: Family
    """The family."""
    labels: dict[str, Label]
    """The labels on its screens, by id, and what these mean the same as."""
    concepts: dict[str, Concept]
    """The words of ours that these labels mean, by id."""
    sources: dict[str, Source]
    """The sources that are cited, by id."""


class ProblemsDocument(Document):
    """All problems in short."""

    problems: tuple[ProblemSummary, ...]
    """The problems, the common ones first."""


class ProblemDocument(Document):
    """One problem with what to try."""

    problem: Problem
    """The problem."""
    sources: dict[str, Source]
    """The sources that are cited, by id."""


class ChecklistsDocument(Document):
    """All checklists."""

    checklists: tuple[Checklist, ...]
    """The checklists."""
    afterwards: tuple[Item, ...]
    """What to check once one is signed out."""


class TopicsDocument(Document):
    """Facts, by topic."""

    topics: tuple[Topic, ...]
    """The topics."""


class LabelsDocument(Document):
    """The words and icons on screens, in all languages."""

    labels: tuple[Label, ...]
    """The labels."""


class ConceptsDocument(Document):
    """Words of ours, explained."""

    concepts: tuple[Concept, ...]
    """The concepts."""


class KeysDocument(Document):
    """The buttons on remotes, gamepads and keyboards."""

    keys: tuple[Key, ...]
    """The keys."""


class KindsDocument(Document):
    """The kinds of device."""

    kinds: tuple[Kind, ...]
    """The kinds, in the order of the catalogue."""


class SourcesDocument(Document):
    """The pages that back what is said."""

    sources: tuple[Source, ...]
    """The sources."""


class RemoteDocument(Document):
    """How to sign a device out without being near it."""

    remote: Remote
    """The routes on the account page."""
    labels: dict[str, Label]
    """The labels on its screens, by id, and what these mean the same as."""
    concepts: dict[str, Concept]
    """The words of ours that these labels mean, by id."""
    sources: dict[str, Source]
    """The sources that are cited, by id."""


class ChangesDocument(Document):
    """What changed over time."""

    editions: tuple[Edition, ...]
    """The days on which something changed, the newest first."""


class EverydayDocument(Document):
    """What people say for our words, so that a search can know both."""

    everyday: dict[str, tuple[str, ...]]
    """Our word, and what people say for it."""


# Every kind of document by the name of its schema.
DOCUMENTS: Mapping[str, type[Document]] = MappingProxyType(
    {
        "index": IndexDocument,
        "meta": MetaDocument,
        "devices": DevicesDocument,
        "device": DeviceDocument,
        "families": FamiliesDocument,
        "family": FamilyDocument,
        "problems": ProblemsDocument,
        "problem": ProblemDocument,
        "checklists": ChecklistsDocument,
        "topics": TopicsDocument,
        "labels": LabelsDocument,
        "concepts": ConceptsDocument,
        "keys": KeysDocument,
        "kinds": KindsDocument,
        "sources": SourcesDocument,
        "remote": RemoteDocument,
        "changes": ChangesDocument,
        "everyday": EverydayDocument,
        "all": AllDocument,
    }
)
