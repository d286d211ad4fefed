"""Kinds, labels, concepts, sources and changes as entities."""

from __future__ import annotations

from generator.data import entities
from generator.data.mapping.routes import maybe
from generator.knowledge.base import Concept, Kind, Label, Source
from generator.knowledge.changelog import Edition, Entry
from generator.knowledge.text import plain


def kind(kind: Kind) -> entities.Kind:
    """A kind of device."""
    return entities.Kind(id=kind.id, name=kind.name, devices=kind.devices)


def label(label: Label) -> entities.Label:
    """A label, in every language."""
    return entities.Label(
        id=label.id,
        text=dict(label.text),
        icon=label.icon,
        formerly=label.formerly,
        means=label.means,
        does=maybe(label.does),
        official=tuple(sorted(label.official)),
        sources=label.sources,
    )


def concept(concept: Concept) -> entities.Concept:
    """A word of ours."""
    return entities.Concept(
        id=concept.id,
        name=concept.name,
        means=plain(concept.means),
        is_not=maybe(concept.is_not),
        sources=concept.sources,
    )


def source(source: Source) -> entities.Source:
    """A page that backs what is said."""
    return entities.Source(
        id=source.id,
        url=source.url,
        title=source.title,
        publisher=source.publisher,
        tier=source.tier,
        origin=source.origin,
        date=source.date,
        language=source.language,
        note=source.note,
    )


def edition(edition: Edition) -> entities.Edition:
    """What changed on a day."""
    return entities.Edition(
        date=edition.date, entries=tuple(_change(entry) for entry in edition.entries)
    )


def _change(entry: Entry) -> entities.ChangeEntry:
    return entities.ChangeEntry(
        id=entry.id,
        what=entry.what,
        about=entry.about,
        part=entry.part,
        subjects=tuple(
            entities.Subject(id=subject.id, name=subject.name) for subject in entry.subjects
        ),
        sentence=entry.sentence,
        who=entry.who,
        says=entry.says,
        devices=entry.devices,
        problems=entry.problems,
        kinds=entry.kinds,
        every_device=entry.every_device,
    )
