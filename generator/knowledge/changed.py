"""When what a page says last changed or was checked: what tells search engines to look again, and
readers what is new."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from generator.knowledge.base import KnowledgeBase

_RECENT = datetime.timedelta(days=30)
_MARKS = {"new": "new", "checked": "re-checked"}


class LastChanged:
    """The latest day on which what the page of a device or a problem says changed or was checked.

    It is made once and then asked for each page: what it costs grows with the changelog, not with
    the devices.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._first: datetime.date | None = None
        self._devices: dict[str, datetime.date] = {}
        self._problems: dict[str, datetime.date] = {}
        self._kinds: dict[str, datetime.date] = {}
        for edition in kb.changelog:  # the newest first, so that the first found stays
            for entry in edition.entries:
                if entry.is_first_edition:
                    self._first = edition.date
                _note(self._devices, entry.devices, edition.date)
                _note(self._problems, entry.problems, edition.date)
                if entry.every_device:
                    _note(self._kinds, entry.kinds, edition.date)

    def device(self, name: str) -> datetime.date | None:
        """The day for the device of that id; None if nothing is known, or there is no such
        device."""
        device = self._kb.devices.get(name)
        if device is None:
            return None
        checks = (
            check.date
            for interface in device.interfaces
            for check in interface.checks.values()
            if check.covers
        )
        told = (self._devices.get(name), self._kinds.get(device.kind), self._first)
        return _latest((*told, *checks))

    def problem(self, name: str) -> datetime.date | None:
        """The day for the problem of that id; None if nothing is known, or there is no such
        problem."""
        if name not in self._kb.problems:
            return None
        return _latest((self._problems.get(name), self._first))


def recent(kb: KnowledgeBase) -> Mapping[str, str]:
    """The devices of the last days before the edition of the specs, by id: `new`, or `re-checked`.

    The clock says nothing in it, so that the same specs give the same page on every day.
    """
    first = kb.edition - _RECENT
    found: dict[str, str] = {}
    for edition in kb.changelog:
        for entry in edition.entries if edition.date >= first else ():
            if entry.about == "device" and entry.what in _MARKS:
                for subject in entry.subjects:
                    if found.get(subject.id) != _MARKS["new"]:
                        found[subject.id] = _MARKS[entry.what]
    return found


def _note(days: dict[str, datetime.date], names: Iterable[str], date: datetime.date) -> None:
    for name in names:
        days.setdefault(name, date)


def _latest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    return max((day for day in days if day is not None), default=None)
