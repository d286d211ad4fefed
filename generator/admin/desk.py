"""What the editor does with a draft: shows it, changes it, saves it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from generator.admin import disk, page
from generator.admin.change import CannotChange
from generator.admin.checks import recorded, to_check
from generator.admin.draft import Bench, Judged, difference
from generator.admin.form import form_of
from generator.admin.form_changes import changed
from generator.admin.new import asked_for, begun
from generator.admin.things import NOT_ADDED, collection_of, shape_in, things, title_of
from generator.check.proof import Checked
from generator.edit.fixing import fixed, opened
from generator.knowledge.wording import counted
from generator.model.specs import FOLDERS, SHARED, Entry
from generator.model.text import Spec
from generator.publish.publication import Project
from generator.publish.saving import ChangedMeanwhile, NotSaved
from generator.read.document import Path as Place
from generator.read.document import parse
from generator.read.problem import Problem
from generator.read.tree import SpecFile


class Refused(Exception):
    """What was asked cannot be done; the message says why, to the person who asked."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it is being edited: `was` is the stamp of the version it began from."""

    file: str
    entry: str
    text: str
    was: str


class Desk:
    """The specs of a project, on which one works."""

    def __init__(self, project: Project) -> None:
        self.specs = project.specs
        self.bench = Bench(project)
        self._saving = Lock()

    def list_parts(self) -> dict[str, object]:
        """What the first page shows: all specs, and the problems there are."""
        found = self.bench.as_saved()
        problems = [(self._below(problem), problem) for problem in found.problems]
        groups = page.groups_of(things(found.checked.specs))
        return {"title": "Edit", "groups": groups, "problems": problems}

    def new_parts(self, collection: str) -> dict[str, object]:
        """What the page for something new asks. Raises Refused for an unknown collection."""
        self._known(collection)
        checked = self.bench.as_saved().checked
        asked = asked_for(collection, checked)
        heading = page.heading_of(collection)
        return {
            "title": f"Add to {heading.lower()}",
            "collection": collection,
            "heading": heading,
            "help": page.help_of(collection),
            "questions": asked,
            "lists": page.lists_html(asked, checked),
        }

    def edit_parts(self, file: str, entry: str, line: int) -> dict[str, object]:
        """What the page for a file shows; with `line`, the entry that stands there."""
        saved = self._saved(file)
        if saved is None and collection_of(file) not in FOLDERS:
            raise disk.NotThere(f"There is no spec file `{file}`.")
        text = _opened(saved)[0]
        entry = entry or _entry_at(file, text, line)
        seen = self.look(Draft(file, entry, text, disk.stamp(saved)))
        collection = collection_of(file) or ""
        return {
            "title": f"Edit {entry or file}",
            "heading": seen["heading"],
            "file": file,
            "entry": entry,
            "line": line or "",
            "there": seen["there"],
            "stamp": disk.stamp(saved),
            "text": text,
            "page": _page_of(collection, file),
            "form": seen["form"],
            "problems": seen["problems"],
            "says": seen["says"],
            "marks": json.dumps(seen["marks"]),
        }

    def look(self, draft: Draft) -> dict[str, Any]:
        """A draft as it stands: its form, its problems, and what saving it would change."""
        saved = self._saved(draft.file)
        judged = self.bench.judged(draft.file, draft.text)
        shown = f"{self.bench.shown_as}/{draft.file}"
        everything = (*judged.new, *judged.old)
        here = sorted(problem for problem in everything if problem.place.file == shown)
        elsewhere = [(self._below(p), p) for p in judged.new if p.place.file != shown]
        old = len(everything) - len(here) - len(elsewhere)
        before = _opened(saved)[0]
        lines = difference(before, draft.text)
        blocking = len({*judged.new, *here})
        return {
            "text": draft.text,
            "heading": _heading(judged.found.checked, draft),
            "form": self._form(draft, judged, here),
            "there": _line_of(draft),
            "problems": page.problems_html(here, elsewhere, old),
            "marks": [[p.place.line, p.place.column, p.end] for p in here],
            "difference": page.difference_html(lines),
            "changed": draft.text != before or saved is None,
            "meanwhile": disk.stamp(saved) != draft.was,
            "stamp": disk.stamp(saved),
            "blocking": blocking,
            "says": _says(blocking),
        }

    def change(self, draft: Draft, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A draft after one change of its form. Raises Refused."""
        try:
            if asked.get("do") == "check":
                text = self._checked(draft, asked)
            elif asked.get("do") == "mend":
                text = self._mended(draft, asked)
            else:
                text = changed(draft.file, draft.text, asked)
        except CannotChange as error:
            raise Refused(str(error)) from None
        return self.look(Draft(draft.file, draft.entry, text, draft.was))

    def _checked(self, draft: Draft, asked: Mapping[str, Any]) -> str:
        said = asked.get("answers")
        answers = {str(k): str(v) for k, v in said.items()} if isinstance(said, dict) else {}
        found = self.bench.judged(draft.file, draft.text).found
        today = datetime.datetime.now(datetime.UTC).date()
        return recorded(draft.file, draft.text, found, answers, today)

    def _mended(self, draft: Draft, asked: Mapping[str, Any]) -> str:
        """The text after the one right answer to a problem."""
        judged = self.bench.judged(draft.file, draft.text)
        where = (asked.get("line"), asked.get("column"), asked.get("code"))
        for problem in (*judged.new, *judged.old):
            place = problem.place
            if (place.line, place.column, problem.code) == where and problem.fix is not None:
                return _opened(fixed(draft.text.encode(), [problem])[0])[0]
        raise CannotChange("This problem is gone, or has to be mended by hand.")

    def save(self, draft: Draft, *, despite: bool) -> dict[str, Any]:
        """Saves a draft, if nothing is wrong with it or it is to be saved despite that.

        Raises Refused if not, ChangedMeanwhile if the file is another than the draft began from.
        """
        with self._saving:
            saved = self._saved(draft.file)
            seen = self.look(draft)
            if seen["blocking"] and not despite:
                raise Refused(f"{seen['says']} Mend them first, or say that you want it so.")
            try:
                data = _opened(saved)[1](draft.text)
                disk.save(self.specs, draft.file, data, draft.was)
            except UnicodeEncodeError:
                raise Refused("The text has a character that cannot be saved.") from None
            except ChangedMeanwhile:
                raise
            except NotSaved as error:
                raise Refused(str(error)) from None
        return {"stamp": disk.stamp(data), "says": "Saved."}

    def begin(self, collection: str, answers: Mapping[str, str]) -> dict[str, str]:
        """The file, entry and text of something new, not saved yet. Raises Refused."""
        self._known(collection)
        files = (file for file in self.bench.files() if isinstance(file, SpecFile))
        texts = {"/".join(file.parts): _opened(file.data)[0] for file in files}
        try:
            made = begun(collection, answers, self.bench.as_saved().checked, texts)
        except CannotChange as error:
            raise Refused(str(error)) from None
        saved = self._saved(made.file)
        stamp = disk.stamp(saved)
        return {"file": made.file, "entry": made.entry, "text": made.text, "stamp": stamp}

    def file_of_page(self, address: str) -> str:
        """The file that the page at an address (`devices/roku/`) is made of, "" if it is none."""
        specs = self.bench.as_saved().checked.specs
        for thing in things(specs):
            if not thing.entry and _page_of(thing.collection, thing.file) == f"{address}/":
                return thing.file
        return ""

    def _saved(self, file: str) -> bytes | None:
        return disk.read(self.specs, file)

    def _known(self, collection: str) -> None:
        if collection not in {*FOLDERS, *SHARED} - {*NOT_ADDED}:
            raise disk.NotThere(f"There is nothing called `{collection}`.")

    def _below(self, problem: Problem) -> str:
        """The file of a problem, below the folder of specs; "" if it is none of them."""
        inside = f"{self.bench.shown_as}/"
        file = problem.place.file
        return file.removeprefix(inside) if file.startswith(inside) else ""

    def _form(self, draft: Draft, judged: Judged, here: list[Problem]) -> str:
        shown = f"{self.bench.shown_as}/{draft.file}"
        document, _ = parse(shown, draft.text.encode("utf-8", "surrogatepass"))
        if document is None:
            return "<p>The form is back as soon as the text can be read. See the problem there.</p>"
        at: Place = (draft.entry,) if draft.entry else ()
        known = shape_in(draft.file, at)
        if known is None:
            return page.part("entries", list(document.value), draft.file)
        checked = judged.found.checked
        service = checked.specs.service
        languages = service.spec.languages if service is not None else {}
        form = form_of(document, known[0], at, here, languages)
        if form is None:
            return "<p>There is no such entry in the text.</p>"
        routes = to_check(draft.file, judged.found)
        return page.form_html(form, checked, document) + page.part("to_check", routes)


def _opened(data: bytes | None) -> tuple[str, Callable[[str], bytes]]:
    """The text of a file, and how to make bytes of it again."""
    try:
        return opened(data or b"")
    except UnicodeDecodeError:
        raise disk.NotThere("It is not text in UTF-8; `signout check` says where.") from None


def _entry_at(file: str, text: str, line: int) -> str:
    """The name of the entry of a shared file that stands at a line."""
    document, _ = parse(file, text.encode("utf-8", "surrogatepass"))
    if collection_of(file) not in SHARED or document is None or not line:
        return ""
    before = [n for n in document.value if document.place((n,), key=True).line <= line]
    return before[-1] if before else ""


def _line_of(draft: Draft) -> int:
    """The line at which the entry stands, or the first."""
    document, _ = parse(draft.file, draft.text.encode("utf-8", "surrogatepass"))
    if document is None or not draft.entry:
        return 1
    return document.place((draft.entry,), key=True).line


def _heading(checked: Checked, draft: Draft) -> str:
    name = draft.entry or draft.file.rpartition("/")[2].removesuffix(".yml")
    entries: dict[str, Entry[Spec]] = (
        getattr(checked.specs, collection_of(draft.file) or "", None) or {}
    )
    entry = entries.get(name) if isinstance(entries, dict) else None
    return (title_of(entry.spec) if entry else "") or name


def _page_of(collection: str, file: str) -> str:
    """The address of the page that shows a file alone, "" if there is none."""
    name = file.rpartition("/")[2].removesuffix(".yml")
    return {"devices": f"devices/{name}/", "problems": f"troubleshooting/{name}/"}.get(
        collection, ""
    )


def _says(problems: int) -> str:
    if not problems:
        return "No problems."
    return f"There {'is' if problems == 1 else 'are'} {counted(problems, 'problem')}."
