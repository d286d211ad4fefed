"""What changed over time."""

from __future__ import annotations

import datetime

from generator.data.entities.record import Record
from generator.model.changelog import About, What


class Subject(Record):
    """What a change is about, as it was called then."""

    id: str
    """Its id then; by now it may have another, or be gone."""
    name: str
    """Its name then."""


class ChangeEntry(Record):
    """One change. Its words never change, whatever becomes of what it is about."""

    id: str
    """Its id, of which there is one on that day."""
    what: What
    """new; changed; checked: compared anew, or tried on a device; retired: the service no longer
    runs on it; removed."""
    about: About
    """Of which kind the `subjects` are; service: the whole site."""
    part: str
    """What of it changed, a short name that stays the same over time."""
    subjects: tuple[Subject, ...]
    """What it is about."""
    sentence: str
    """The change, in a sentence."""
    who: str
    """How the sentence begins; may be empty."""
    says: str
    """The rest of the sentence, which is whole without its beginning too."""
    devices: tuple[str, ...]
    """Ids of the devices for which something else is said since."""
    problems: tuple[str, ...]
    """Ids of the problems for which something else is said since."""
    kinds: tuple[str, ...]
    """Ids of the kinds of these devices."""
    every_device: bool
    """True if it is about all devices of `kinds`, which are then not listed in `devices`."""


class Edition(Record):
    """All that changed on one day."""

    date: datetime.date
    """The day."""
    entries: tuple[ChangeEntry, ...]
    """The changes, in the order in which they are told."""
