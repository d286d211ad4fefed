"""signout.csv: a row for each step, for help desks, spreadsheets and whoever reads tables.

It is CSV as RFC 4180 has it (https://www.rfc-editor.org/rfc/rfc4180), in UTF-8. It begins with a
byte order mark, without which Excel takes UTF-8 for the code page of the country and spoils every
accent; programs that read tables pass over it.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, however it is quoted.
OWASP's standard asks for an apostrophe before it (ASVS 5.0, 1.2.10), and warns that a semicolon
begins a new cell in countries that write 1,5 for one and a half. So text is guarded where it would
begin a cell, there too, and nowhere else; `unguarded` gives back what was typed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from generator.data.bundle import Bundle
from generator.data.csv_columns import COLUMNS
from generator.data.entities import Device, Label, Route, Step

ENCODING = "utf-8-sig"  # UTF-8 with a byte order mark
_END = "\r\n"
_BETWEEN = ";\t\r\n"  # what may stand between cells
_BEGINS = rf"((?:^|[{_BETWEEN}])[\s\"']*)"  # a cell, as a spreadsheet may see it
_RUNS = "(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])"  # also their wide forms, which Excel takes for them
_GUARDED = re.compile(f"{_BEGINS}{_RUNS}")
_UNGUARDED = re.compile(f"{_BEGINS}'{_RUNS}")
_STOPS = re.compile(f"[{_BETWEEN}]")


def guarded(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet would run.

    >>> guarded("=cmd()"), guarded("1+1"), guarded("'=1")
    ("'=cmd()", '1+1', "''=1")
    """
    if text[:1].isalnum() and _STOPS.search(text) is None:
        return text  # nearly always, and known ten times as fast
    return _GUARDED.sub(r"\1'", text)


def unguarded(cell: str) -> str:
    """The text as it was typed, from a cell.

    >>> unguarded("'=cmd()"), unguarded("''=1"), unguarded("'tis")
    ('=cmd()', "'=1", "'tis")
    """
    return _UNGUARDED.sub(r"\1", cell)


def csv_lines(bundle: Bundle, devices: Iterable[Device], site: str) -> Iterator[str]:
    """The text of the table, the rows of a device at a time, beginning with the header.

    `bundle` has everything but the devices, which may come one by one; `site` is the address of
    the site's root, absolute or relative to the table, and ends in a slash.
    """
    table = _Table(bundle, site)
    yield table.cells(column.name for column in COLUMNS) + _END
    for device in devices:
        yield "".join(table.rows(device))


class _Table:
    """The rows of one device after the other. What they say of a route is made once for all devices
    that share it."""

    def __init__(self, bundle: Bundle, site: str) -> None:
        self._bundle = bundle
        self._site = site
        self._line = StringIO(newline="")
        # With its own end of line, so that a cell that holds such a character is quoted.
        self._writer = csv.writer(self._line, lineterminator=_END)
        self._known: dict[int, tuple[Route, list[tuple[str, str]]]] = {}
        # Names of steps that are written as they are.
        self._plain: set[str] = set()

    def cells(self, texts: Iterable[str]) -> str:
        """The cells of a row, or some that stand beside each other."""
        self._line.seek(0)
        self._line.truncate()
        self._writer.writerow([guarded(text) for text in texts])
        return self._line.getvalue().removesuffix(_END)

    def rows(self, device: Device) -> Iterator[str]:
        """The rows of a device."""
        about = self._bundle
        first = self.cells(
            (
                device.id,
                device.name,
                ", ".join((*device.also, *device.models)),
                device.kind,
                about.kinds[device.kind].name,
                device.retired.since.isoformat() if device.retired else "",
            )
        )
        last = self.cells(
            (f"{self._site}{device.page}", about.edition.isoformat(), about.licence.name)
        )
        for interface in device.interfaces:
            shown = self.cells((interface.id, interface.name, interface.tell or ""))
            within = f"{device.id}/{interface.id}/"
            is_plain = self._is_plain(within)
            for route in interface.routes:
                for step, said in self._shared(route):
                    row = within + step
                    if not (is_plain and step in self._plain):
                        row = self.cells((row,))
                    yield f"{row},{first},{shown},{said},{last}{_END}"
        if not device.interfaces:
            remote = about.remote.one_device
            for step, said in self._steps(remote, "remote", _why_remote(device)):
                row = self.cells((f"{device.id}/remote/{step}",))
                yield f"{row},{first},,,,{said},{last}{_END}"

    def _is_plain(self, text: str) -> bool:
        return self.cells((text,)) == text

    def _shared(self, route: Route) -> list[tuple[str, str]]:
        # The route is kept with what was made of it, so that no other can have its identity.
        if (known := self._known.get(id(route))) is None:
            steps = [*self._steps(route, route.role, route.when)]
            self._plain.update(step for step, _ in steps if self._is_plain(step))
            known = self._known[id(route)] = (route, steps)
        return known[1]

    def _steps(self, route: Route, role: str, when: str | None) -> Iterator[tuple[str, str]]:
        """Each step of a route: its name, and the cells from the route's id to its sources."""
        check = route.checked
        sources = (self._bundle.sources[name].url for name in (*route.sources, *route.in_part))
        after = (
            route.confidence,
            check.date.isoformat() if check else "",
            _how(check.on_device) if check else "",
            _true(not check.covers) if check else "",
            " ".join(dict.fromkeys(sources)),
        )
        for step in route.steps:
            # What is to know of the whole route stands beside its first step.
            notes = (note.text for note in route.notes if (note.step or 1) == step.number)
            yield (
                f"{route.id}/{step.number}",
                self.cells(
                    (
                        *(route.id, role, route.title, when or "", route.reach),
                        *(str(step.number), step.action, step.says, _words(step), step.where or ""),
                        " ".join(self._official(step)),
                        " ".join(filter(None, (step.note, *notes))),
                        step.sees.looks_like,
                        _true(step.sees.goal),
                        *after,
                    )
                ),
            )

    def _official(self, step: Step) -> Iterable[str]:
        """The languages in which the step's label was seen on an official page."""
        named = next((word for word in (step.to, *step.words) if word), None)
        label: Label | None = None
        if named is not None and named.kind == "label":
            label = self._bundle.labels.get(named.id)
        return label.official if label else ()


def _words(step: Step) -> str:
    """The keys or the label: Up, Up, Down; Down until Get Help; or what to type."""
    words = ", ".join(word.text for word in step.words) or step.enter or ""
    return f"{words} until {step.to.text}" if step.to else words


def _why_remote(device: Device) -> str:
    """Why one has to sign out from afar."""
    if device.no_sign_out:
        return device.no_sign_out.because
    return device.retired.says if device.retired else ""


def _how(on_device: bool) -> str:
    return "tried on a device" if on_device else "compared with its sources"


def _true(what: bool) -> str:
    return "true" if what else "false"
