"""Everything that is known as one typed object, which is what programs in Python read."""

from __future__ import annotations

from generator.data.entities import (
    Checklist,
    Concept,
    Device,
    Edition,
    Family,
    Item,
    Key,
    Kind,
    Label,
    Problem,
    Remote,
    Source,
    Topic,
)
from generator.data.envelope import About


class Bundle(About):
    """Everything that is known: each kind as an object by id, in the order of the site."""

    api: str
    """The version of this contract, as two numbers. Within the first, nothing is removed and
    nothing changes its type; the second grows when something is added."""
    specs: str
    """The SHA-256 of the specs that all this was made from: as long as it is the same, nothing has
    changed."""
    languages: dict[str, str]
    """The languages that labels are given in: code, and the language's own name for itself."""
    kinds: dict[str, Kind]
    """The kinds of device."""
    devices: dict[str, Device]
    """The devices, in the order of their names."""
    families: dict[str, Family]
    """The interfaces that devices share."""
    problems: dict[str, Problem]
    """The problems, the common ones first."""
    checklists: dict[str, Checklist]
    """The checklists."""
    topics: dict[str, Topic]
    """Facts, by topic."""
    afterwards: tuple[Item, ...]
    """What to check once one is signed out."""
    remote: Remote
    """How to sign a device out without being near it."""
    keys: dict[str, Key]
    """The keys."""
    labels: dict[str, Label]
    """The words and icons on screens."""
    concepts: dict[str, Concept]
    """Words of ours, explained."""
    sources: dict[str, Source]
    """The pages that back what is said."""
    everyday: dict[str, tuple[str, ...]]
    """What people say for a word of ours."""
    changes: tuple[Edition, ...]
    """What changed over time, the newest day first."""

    def find(self, name: str) -> tuple[Device, ...]:
        """The devices that go by this name or model, however it is written; else those of which a
        name begins with it, or has a word that does."""
        wanted = " ".join(name.casefold().split())
        if not wanted:
            return ()
        called = {
            device.id: [known.casefold() for known in (device.name, *device.also, *device.models)]
            for device in self.devices.values()
        }
        exact = [known for known, names in called.items() if wanted in names]
        near = [
            known
            for known, names in called.items()
            if any(f" {wanted}" in f" {name}" for name in names)
        ]
        return tuple(self.devices[known] for known in exact or near)
