"""What a program can mend by itself, mended: texts and problems in, new texts out.

A problem that has one right answer says it as its `fix`. Fixes are tried together, and kept only if
the specs are better for it: fewer problems and no new one, or fewer files and entries that cannot
be read (what was hidden in them shows then). If they are not, half of them are tried, and so on, so
that one bad fix spoils no other. This goes on until nothing more can be mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.check.proof import Checked, check
from generator.edit.comments import comments_of
from generator.edit.fixing import fixed, is_readable, opened
from generator.edit.tidy import in_order, is_untidy, ordered, spaced
from generator.model.specs import FOLDERS, load
from generator.read.limits import MAX_TRIES
from generator.read.problem import Place, Problem
from generator.read.tree import SpecFile

Files = dict[str, SpecFile | Problem]


@dataclass(frozen=True, slots=True)
class Mending:
    """One place that was mended: what was wrong there (`code`), and what was done."""

    place: Place
    code: str
    done: str


@dataclass(frozen=True, slots=True)
class Change:
    """A file as it was, and as it is to be: with other data, another name, or both."""

    was: SpecFile
    now: SpecFile


@dataclass(slots=True)
class Mended:
    """What was done, and what the specs are after it; `problems` are those that are left."""

    checked: Checked
    files: Files
    made: list[Mending] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def mend(
    files: Iterable[SpecFile | Problem],
    shown_as: str,
    wanted: Callable[[str], bool] = lambda file: True,
    strays: Mapping[str, SpecFile] | None = None,
) -> Mended:
    """Mends `files`, of the folder that problems call `shown_as`: those whose name is `wanted`.

    `strays` are files with names of another form than a spec has, by the name problems call them;
    they are read only if their name is mended.
    """
    given = [*files]
    now: Files = {
        file.place.file if isinstance(file, Problem) else file.file: file for file in given
    }
    work = _Work(shown_as, now, strays or {})
    while work.round(wanted):
        pass
    work.tidy(wanted)
    return work.mended()


class _Work:
    def __init__(self, shown_as: str, files: Files, strays: Mapping[str, SpecFile]) -> None:
        self.shown_as = shown_as
        self.files = files
        self.strays = strays
        # Each file that was read, by the name it has now.
        self.was: dict[str, SpecFile] = {
            name: file for name, file in files.items() if isinstance(file, SpecFile)
        }
        self.checked = self.check(files)
        self.made: list[Mending] = []
        self.refused: set[tuple[str, str, str]] = set()
        self.tries = 0

    def check(self, files: Files) -> Checked:
        return check(*load([files[name] for name in sorted(files)], self.shown_as))

    def round(self, wanted: Callable[[str], bool]) -> bool:
        """Mends as much as can be mended at once; whether anything was."""
        open_ = [
            problem
            for problem in self.checked.problems
            if problem.fix and wanted(problem.place.file) and problem.known_by not in self.refused
        ]
        while open_ and self.tries < MAX_TRIES:
            self.tries += 1
            files, was, made = self.tried(open_)
            if made:
                checked = self.check(files)
                if _is_better(self.checked, checked) and not _loses_comments(self.files, files):
                    self.files, self.was, self.checked = files, was, checked
                    self.made += made
                    return True
            if len(open_) == 1 or not made:
                self.refused.update(problem.known_by for problem in open_)
                break
            open_ = open_[: len(open_) // 2]
        return bool(open_) and self.tries < MAX_TRIES

    def tried(self, problems: list[Problem]) -> tuple[Files, dict[str, SpecFile], list[Mending]]:
        """The files after all fixes that do not touch each other, and what they did."""
        files, was, made = dict(self.files), dict(self.was), list[Mending]()
        by_file: dict[str, list[Problem]] = {}
        for problem in problems:
            by_file.setdefault(problem.place.file, []).append(problem)
        for name, found in by_file.items():
            move = next((p for p in found if p.fix is not None and p.fix.do == "move"), None)
            if move is not None:
                made += self.moved(files, was, move)
                continue
            file = files[name]
            if isinstance(file, SpecFile):
                data, done = fixed(file.data, found)
                if done:
                    files[name] = replace(file, data=data)
                    made += [Mending(problem.place, problem.code, says) for problem, says in done]
        return files, was, made

    def moved(self, files: Files, was: dict[str, SpecFile], problem: Problem) -> list[Mending]:
        """Gives a file another name, unless that is taken."""
        name = problem.place.file
        file = files[name]
        stray = self.strays.get(name) if isinstance(file, Problem) else file
        assert problem.fix is not None
        called = problem.fix.value
        new = f"{name.rpartition('/')[0]}/{called}"
        if stray is None or any(other.casefold() == new.casefold() for other in {*files} - {name}):
            return []
        del files[name]
        was[new] = was.pop(name, stray)
        files[new] = SpecFile(new, (*stray.parts[:-1], called), stray.data)
        return [Mending(problem.place, problem.code, f"The file is now called `{called}`.")]

    def tidy(self, wanted: Callable[[str], bool]) -> None:
        """Spacing and order, which change neither data nor problems."""
        files, made = dict(self.files), list[Mending]()
        wrong = {problem.place.file for problem in self.checked.problems}
        fields = _fields(self.checked)
        for name, file in self.files.items():
            if not isinstance(file, SpecFile) or not wanted(name):
                continue
            # What is wrong in a file may be where its fields belong.
            data, codes = _tidied(file, () if name in wrong else fields.get(name, ()))
            if data != file.data:
                files[name] = replace(file, data=data)
                made += [Mending(Place(name), code, _TIDIED[code]) for code in codes]
        if made:
            checked = self.check(files)
            if _said(checked) == _said(self.checked):
                self.files, self.checked = files, checked
                self.made += made

    def mended(self) -> Mended:
        changes = [
            Change(was, now)
            for name, was in sorted(self.was.items())
            if isinstance(now := self.files[name], SpecFile)
            and (was.data, was.parts) != (now.data, now.parts)
        ]
        return Mended(self.checked, self.files, self.made, changes)


_TIDIED = {
    "spacing": "Space at the ends of lines and line breaks are as everywhere.",
    "order": "The fields stand in the usual order.",
}


_STOPPING = ("yaml-syntax", "unwanted-character", "stray-file")


def _said(checked: Checked) -> Counter[tuple[str, str, str]]:
    return Counter(problem.known_by for problem in checked.problems)


def _is_better(before: Checked, after: Checked) -> bool:
    unread, still = len(before.specs.broken), len(after.specs.broken)
    if still != unread:
        return still < unread
    was, left = _stops(before), _stops(after)
    if left != was and left.keys() <= was.keys():
        # What comes after the place where the reader stopped was hidden until now.
        return all(left[file] >= was[file] for file in left)
    return len(after.problems) < len(before.problems) and _said(after) <= _said(before)


def _stops(checked: Checked) -> dict[str, tuple[int, int]]:
    """Where each file that is not read to its end stops the reader."""
    return {
        problem.place.file: (problem.place.line, problem.place.column)
        for problem in reversed(checked.problems)  # so that the first in the file counts
        if problem.code in _STOPPING
    }


def _loses_comments(before: Files, after: Files) -> bool:
    for name, file in after.items():
        old = before.get(name)
        if isinstance(file, SpecFile) and isinstance(old, SpecFile) and old.data != file.data:
            had, has = (comments_of(opened(one.data)[0]) for one in (old, file))
            if had is not None and has is not None and had != has:
                return True
    return False


def _fields(checked: Checked) -> dict[str, tuple[str, ...]]:
    """The fields of each file that holds one spec, in their usual order."""
    return {
        entry.document.file: in_order(FOLDERS[collection], entry.document.value)
        for collection in FOLDERS
        for entry in getattr(checked.specs, collection).values()
        if in_order(FOLDERS[collection], entry.document.value) != tuple(entry.document.value)
    }


def _tidied(file: SpecFile, fields: tuple[str, ...]) -> tuple[bytes, list[str]]:
    """The bytes of a file with its spacing, and its `fields` if they stand in another order."""
    if not (fields or is_untidy(file.data)) or not is_readable(file.data):
        return file.data, []
    text, closed = opened(file.data)
    better = spaced(text)
    codes = ["spacing"] if closed(better) != file.data else []
    whole = ordered(better, fields) if fields else better
    if whole != better:
        codes.append("order")
    return closed(whole), codes
