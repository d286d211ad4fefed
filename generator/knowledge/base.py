"""The knowledge base: frozen, resolved, proven. The only thing outputs see."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from generator.knowledge.changelog import Edition
from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Device
from generator.knowledge.made_of import MadeOf
from generator.knowledge.route import Route, Walkthrough
from generator.knowledge.text import Text
from generator.read.problem import Place


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of device, with its devices in the order of their names."""

    id: str
    name: str
    icon: str | None
    devices: tuple[str, ...]
    place: Place  # where its icon is named


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a label by language code, the usual wording first."""

    id: str
    text: Mapping[str, tuple[str, ...]]
    icon: bool
    formerly: tuple[str, ...]
    means: str | None
    does: Text | None
    official: frozenset[str]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of ours that needs explaining."""

    id: str
    name: str
    means: Text
    is_not: Text | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A page that backs what we say."""

    id: str
    url: str
    title: str
    publisher: str
    tier: str
    origin: str | None
    date: str | None
    language: str
    note: str | None

    @property
    def shown_as(self) -> str:
        """Whose words it holds, short: Help Center (da), Mashable (copy)."""
        name = f"{self.origin} (copy)" if self.origin else self.publisher
        return name if self.language == "en" else f"{name} ({self.language})"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one may read elsewhere, and what is so in fact."""

    you_may_read: Text
    in_fact: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A fact, an item of a checklist, or a solution: what is said, and how sure it is.

    Only items have an ``id``.
    """

    id: str | None
    title: str | None
    text: Text
    steps: tuple[Text, ...]
    see: tuple[str, ...]
    how: Text | None
    priority: str | None
    doubt: Text | None
    sources: tuple[str, ...]
    confidence: Confidence
    place: Place | None = field(default=None, compare=False)  # where it is written


@dataclass(frozen=True, slots=True)
class Guidance:
    """A problem with its solutions, a checklist with its items, or a topic with its facts."""

    id: str
    title: str
    also: tuple[str, ...]
    intro: Text
    said: tuple[Said, ...]
    messages: tuple[str, ...]
    worked: Text | None
    claims: tuple[Claim, ...]
    kinds: tuple[str, ...]
    devices: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Pack:
    """What is printed together as one document. `devices` are those of its kinds, then those it
    names; `remote` is true if it tells the remote sign-out."""

    id: str
    title: str
    intro: Text
    checklists: tuple[str, ...]
    devices: tuple[str, ...]
    remote: bool


@dataclass(frozen=True, slots=True)
class Remote:
    """How to sign a device out without being near it."""

    device: str
    one_device: Route
    all_devices: Route
    delay: Text
    delay_sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reports:
    """Where readers send reports: the address of a form with places for {title} and {text}, and a
    mailbox, as far as there are."""

    form: str | None
    mail: str | None


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All that is known, by name. Devices, problems and the rest stand in a fixed order.

    `changelog` has what changed over time, the newest day first. `families` has every interface
    with the usual names of keys. `digest` is the hash of the specs that all this was made from, and
    `made_of` has one for each part of them.
    """

    service: str
    edition: datetime.date
    languages: Mapping[str, str]
    remote: Remote
    reports: Reports
    afterwards: tuple[Said, ...]
    kinds: tuple[Kind, ...]
    devices: Mapping[str, Device]
    problems: Mapping[str, Guidance]
    checklists: Mapping[str, Guidance]
    topics: Mapping[str, Guidance]
    packs: Mapping[str, Pack]
    everyday: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, str]
    labels: Mapping[str, Label]
    concepts: Mapping[str, Concept]
    sources: Mapping[str, Source]
    changelog: tuple[Edition, ...]
    # Readers meet these on devices, and that not at all.
    families: Mapping[str, Walkthrough] = field(compare=False)
    digest: str = field(compare=False)
    made_of: MadeOf = field(compare=False)

    @property
    def outlined(self) -> KnowledgeBase:
        """The same, with only the outlines of devices, and not a word of the specs' own hash."""
        outlines = {name: device.outline for name, device in self.devices.items()}
        return replace(self, devices=MappingProxyType(outlines), digest="")
