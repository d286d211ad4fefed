"""What changed for readers over time, as it was told then."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from generator.model.changelog import DAY_FILE, FIRST_EDITION, About, What
from generator.model.changelog import Edition as EditionSpec
from generator.model.specs import Entry as SpecEntry


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: its id in the specs then, and what readers called it then. By now it
    may have another name, or be gone."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change for readers. Its words never change, whatever becomes of what it is about.

    `id`: unique within its edition; it stays the same if the words are corrected.
    `what`: new, changed, checked (compared anew, or tried on a device), retired (the service no
    longer runs on it) or removed.
    `about`: of which kind `subjects` are: device, problem, word, source, … service (the whole
    site).
    `part`: what of it changed, a short name that stays the same over versions: word, step, screen,
    check, …; `first-edition` if the site itself is new.
    `who`: how the sentence begins (“On Roku and Apple TV”), or empty; `says`: the sentence, which
    is whole without `who` too.
    `devices`, `problems`: ids of those whose pages say something else since; `every_device`: these
    are all devices of `kinds`, and not listed in `devices`.
    `kinds`: ids of the kinds of these devices.
    """

    id: str
    what: What
    about: About
    part: str
    subjects: tuple[Subject, ...]
    who: str
    says: str
    devices: tuple[str, ...]
    problems: tuple[str, ...]
    kinds: tuple[str, ...]
    every_device: bool

    @property
    def sentence(self) -> str:
        """Who and what in one: On Roku: the word “Get Help” is now called “Help”."""
        return f"{self.who}: {self.says[:1].lower()}{self.says[1:]}" if self.who else self.says

    @property
    def is_first_edition(self) -> bool:
        """Whether it tells that the site itself is new: all that was there then is not listed."""
        return self.part == FIRST_EDITION


@dataclass(frozen=True, slots=True)
class Edition:
    """All that changed for readers on one day, in the order in which it is told."""

    date: datetime.date
    entries: tuple[Entry, ...]


def changelog(specs: Mapping[str, SpecEntry[EditionSpec]]) -> tuple[Edition, ...]:
    """The editions that checked specs record, the newest first."""
    by_day = groupby(sorted(specs.values(), key=lambda one: day_of(one.id)), _date)
    editions = [Edition(date, tuple(_entries(days))) for date, days in by_day]
    return tuple(reversed(editions))


def day_of(name: str) -> tuple[datetime.date, int]:
    """The day that a file's name says, and the number of the file on that day.

    >>> day_of("2026-11-22-3")
    (datetime.date(2026, 11, 22), 3)
    """
    found = DAY_FILE.fullmatch(name)
    if found is None:
        raise ValueError(name)
    return datetime.date.fromisoformat(found["day"]), int(found["number"] or 1)


def _date(entry: SpecEntry[EditionSpec]) -> datetime.date:
    return day_of(entry.id)[0]


def _entries(days: Iterable[SpecEntry[EditionSpec]]) -> Iterator[Entry]:
    for day in days:
        for name, change in day.spec.changes.items():
            yield Entry(
                id=name,
                what=change.what,
                about=change.about,
                part=change.part,
                subjects=tuple(Subject(*named) for named in change.subjects.items()),
                who=change.who or "",
                says=change.says,
                devices=change.of_devices,
                problems=change.of_problems,
                kinds=change.kinds,
                every_device=change.every_device,
            )
