"""`signout changelog`: writes down what changed for readers, for the page and the feeds of it."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from generator.changes.compare import changes
from generator.changes.record import Told, entries, fingerprint, first_edition, named, said
from generator.check.proof import Checked
from generator.commands.diff import history_plainly
from generator.commands.history import HistoryError, UnknownRevision, specs_at
from generator.commands.options import (
    no_folder,
    past_day_of,
    said_plainly,
    specs_option,
)
from generator.commands.recorded import Recorded
from generator.commands.report import bold, difference, show_lines
from generator.edit.editions import further_edition, new_edition
from generator.edit.mend import Change
from generator.edit.scaffold import tried
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changelog import day_of
from generator.knowledge.load import SpecProblems, sound
from generator.knowledge.resolve import resolve
from generator.knowledge.wording import counted
from generator.model.changelog import FOLDER, Edition, Entry
from generator.publish.saving import NotSaved, create
from generator.read.limits import MAX_BYTES
from generator.read.tree import SpecFile, spec_files

NOTHING = "Nothing changed for readers that the changelog does not tell."
_ROOM = MAX_BYTES - 4096  # for remarks, and for better words


@dataclass(frozen=True, slots=True)
class Written:
    """What becomes of the changelog: files as they were (if they were) and as they are to be, and
    what they tell that they did not, by name; `dropped` is no longer so, by file and name."""

    files: tuple[tuple[SpecFile | None, SpecFile], ...]
    new: Mapping[str, Entry]
    dropped: Sequence[tuple[str, str]]


@click.command()
@click.option(
    "--since",
    metavar="REV",
    help="The revision up to which all is told.  [default: found by the changelog itself]",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if it would.")
@click.option("--date", metavar="YYYY-MM-DD", help="The day it is told on.  [default: today]")
@specs_option
def changelog(since: str | None, only_check: bool, date: str | None, specs: Path) -> None:
    """Write down in sentences what changed for readers.

    Compares the specs as they are with what they were when this was last done, as `signout diff`
    does, and writes today's file in the folder changelog/ of the specs. The site tells from these
    files what changed, on a page and in feeds. Run it when a change is ready, and commit the file
    with it: a commit need not exist before, and may be merged, squashed or rebased after.

    Once committed, sentences stay as they are. Until then they are made anew each time the specs
    have changed. You may say any of them better in the file.

    Exit codes: 0 all is told, 1 the specs have problems, or --check found something that is not
    told yet, 2 there is no such revision.
    """
    day = past_day_of(date)
    with said_plainly(), history_plainly():
        if not specs.is_dir():
            raise UnknownRevision(no_folder(specs))
        found = list(spec_files(specs, specs.as_posix()))
        checked = sound(tried(found, {}, specs.as_posix()))
        files = [file for file in found if isinstance(file, SpecFile)]
        written = _written(checked, files, specs, since, day)
        after = {"/".join(new.parts): new.data for _, new in written.files}
        if problems := tried(found, after, specs.as_posix()).problems:
            click.secho("Nothing was written, because it would have problems:", fg="red", err=True)
            raise SpecProblems(problems)
    show_lines(_told(written))
    if only_check:
        if written.new or written.dropped:
            click.echo("Nothing was written (--check). Write it: signout changelog")
            sys.exit(1)
        return
    try:
        create(
            specs,
            [now for was, now in written.files if was is None],
            [Change(was, now) for was, now in written.files if was is not None],
        )
    except NotSaved as error:
        raise click.ClickException(str(error)) from None
    if written.new or written.dropped:
        names = ", ".join(now.file for _, now in written.files)
        done = f"Recorded: {counted(len(written.new), 'change')}." if written.new else "Recorded."
        click.secho(done, fg="green")
        click.echo(f"Next: read {names}, say better what you can, and commit it with the specs.")


def _written(
    checked: Checked, files: Sequence[SpecFile], specs: Path, since: str | None, day: datetime.date
) -> Written:
    """What to write. Raises HistoryError."""
    covers = fingerprint(files)
    there = {one.id: one.spec for one in checked.specs.changelog.values()}
    newest = max(there, key=day_of, default=None)
    if newest is not None and there[newest].covers == covers and since is None:
        return Written((), {}, ())
    now = resolve(checked)
    past = _past(specs, needed=since is not None or bool(there))
    committed: Mapping[str, Edition] = past.editions if past is not None else {}
    if newest is not None and not committed and since is None:
        day = day_of(newest)[0]  # of the first edition, which nobody has read yet
    if newest is not None and day_of(newest)[0] > day:
        raise click.UsageError(
            f"The changelog goes up to {day_of(newest)[0]} already, and {day} is before that."
        )
    told: frozenset[Told] = frozenset()
    base = None
    if past is not None and (since is not None or committed):
        base = past.base() if since is None else past.base_at(since)
        told = base.told
    before = _as_of(base.commit, specs) if base is not None else None
    new = entries(changes(before, now), now) if before is not None else [first_edition(now)]
    today = _Today(day, specs.as_posix(), files, there, committed)
    # What was told on other days, and is not committed yet, is told nevertheless.
    known = told | today.elsewhere()
    return today.written(
        [one for one in new if said(one) not in known],
        covers,
        lost=base is not None and base.lost,
    )


def _as_of(commit: str, specs: Path) -> KnowledgeBase:
    """What was known at a commit. Raises HistoryError if today's rules refuse the specs of then."""
    checked = specs_at(commit, specs)
    if checked.problems:
        raise HistoryError(
            f"All is told up to the commit {commit[:12]}, but its specs have "
            f"{counted(len(checked.problems), 'problem')} by the rules of today: see "
            f"`signout diff {commit[:12]}`. Name a later one: signout changelog --since REV."
        )
    return resolve(checked)


def _past(specs: Path, *, needed: bool) -> Recorded | None:
    """The history of the changelog; for a first edition none is needed."""
    try:
        return Recorded(specs)
    except HistoryError:
        if needed:
            raise
        return None


class _Today:
    """The files of the changelog, of which those of one day are written."""

    def __init__(
        self,
        day: datetime.date,
        shown_as: str,
        files: Sequence[SpecFile],
        there: Mapping[str, Edition],
        committed: Mapping[str, Edition],
    ) -> None:
        self._day, self._shown_as = day, shown_as
        self._there, self._committed = there, committed
        self._files = {file.id: file for file in files if file.parts[0] == FOLDER}
        self._names = sorted((n for n in there if day_of(n)[0] == day), key=day_of)

    def elsewhere(self) -> frozenset[Told]:
        """What files of other days tell that are not committed so."""
        return frozenset(
            said(entry)
            for name, edition in self._there.items()
            if name not in self._names
            for change, entry in edition.changes.items()
            if name not in self._committed or change not in self._committed[name].changes
        )

    def written(self, new: Sequence[Entry], covers: str, *, lost: bool) -> Written:
        """What becomes of the files. Entries that are committed stay; others stay if they are
        still so."""
        wanted = {_as_told(one) for one in new}
        drafts = {
            (name, change): _as_told(entry)
            for name in self._names
            for change, entry in self._there[name].changes.items()
            if name not in self._committed or change not in self._committed[name].changes
        }
        dropped = [where for where, one in drafts.items() if one not in wanted]
        kept = set(drafts.values())
        there = ((name, change) for name in self._names for change in self._there[name].changes)
        taken = [where[1] for where in there if where not in dropped]
        added = dict(named([one for one in new if _as_told(one) not in kept], taken))
        if added or dropped:
            return Written(tuple(self._files_with(covers, dropped, added)), added, dropped)
        newest = max(self._there, key=day_of, default=None)
        if newest is None or not (lost or self._there[newest] != self._committed.get(newest)):
            return Written((), {}, ())
        was = self._files[newest]
        now = replace(was, data=further_edition(was.data, covers, (), {}))
        return Written(((was, now),), {}, ())

    def _files_with(
        self, covers: str, dropped: Sequence[tuple[str, str]], added: Mapping[str, Entry]
    ) -> Iterator[tuple[SpecFile | None, SpecFile]]:
        """The files of the day without what is dropped and with what is added, in as many files as
        it takes."""
        rest = dict(added)
        for name in self._names or [self._day.isoformat()]:
            was = self._files.get(name)
            gone = [change for file, change in dropped if file == name]
            is_last = not self._names or name == self._names[-1]
            room = _ROOM - len(was.data) if was else _ROOM
            here = _fitting(rest, room, least=0 if was else 1) if is_last else {}
            rest = {key: one for key, one in rest.items() if key not in here}
            if was is None:
                yield None, self._file(name, new_edition(covers, here))
            elif len(gone) == len(self._there[name].changes):
                if not here:
                    raise HistoryError(f"Nothing in {was.file} is so any more. Remove the file.")
                yield was, replace(was, data=new_edition(covers, here))
            elif gone or here:
                yield was, replace(was, data=further_edition(was.data, covers, gone, here))
        number = day_of(self._names[-1])[1] if self._names else 1
        while rest:
            number += 1
            here = _fitting(rest, _ROOM, least=1)
            rest = {key: one for key, one in rest.items() if key not in here}
            name = f"{self._day.isoformat()}-{number}"
            yield None, self._file(name, new_edition(covers, here))

    def _file(self, name: str, data: bytes) -> SpecFile:
        parts = (FOLDER, f"{name}.yml")
        return SpecFile("/".join((self._shown_as, *parts)), parts, data)


def _as_told(entry: Entry) -> Told:
    return (entry.who, *said(entry))


def _fitting(rest: Mapping[str, Entry], room: int, *, least: int) -> dict[str, Entry]:
    """As many of the first entries as there is room for, in bytes; `least` though there is none:
    what is too large for any file is told when that is checked."""
    here: dict[str, Entry] = {}
    for name, entry in rest.items():
        room -= len(new_edition("", {name: entry}))
        if room < 0 and len(here) >= least:
            break
        here[name] = entry
    return here


def _told(written: Written) -> Iterator[str]:
    """What changes in the files, line by line."""
    if not (written.new or written.dropped):
        yield NOTHING
        return
    for was, now in written.files:
        yield bold(now.file)
        yield from difference(was.data if was else b"", now.data)
        yield ""
