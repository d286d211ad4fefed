"""A file as somebody is editing it: what would change, and what `check` says of it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.check.proof import Checked, check
from generator.edit.scaffold import tried
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.resolve import resolve
from generator.model.specs import load
from generator.publish.publication import Project, prose_problems
from generator.read.problem import Place, Problem
from generator.read.source import with_rows
from generator.read.tree import SpecFile, bad_name, spec_files


@dataclass(frozen=True, slots=True)
class Found:
    """What `check` says of all files; `kb` is what they make, if nothing is wrong in them."""

    checked: Checked
    problems: tuple[Problem, ...]
    kb: KnowledgeBase | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What `check` says of all files, one of them as a draft. `new` are the problems that are not
    there without the draft; `old` are there anyway."""

    found: Found
    new: tuple[Problem, ...]
    old: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison: `same`, `gone` or `new`, or `gap` for lines left out. Its `parts`
    are text, and whether it is what differs in the line."""

    kind: str
    number: int
    parts: tuple[tuple[str, bool], ...]


class Bench:
    """The specs of a project, to be checked with one file in another version."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.shown_as = project.specs.as_posix()
        self._known: tuple[list[SpecFile | Problem], Found] | None = None

    def files(self) -> list[SpecFile | Problem]:
        """All files as they are now."""
        return list(spec_files(self.project.specs, self.shown_as))

    def as_saved(self) -> Found:
        """What `check` says of the files as they are now."""
        files = self.files()
        if self._known is None or self._known[0] != files:
            data = {file.file: file.data for file in files if isinstance(file, SpecFile)}
            self._known = files, self._found(check(*load(files, self.shown_as)), data)
        return self._known[1]

    def judged(self, name: str, text: str) -> Judged:
        """What `check` says if the file `name` (below the folder of specs) holds `text`."""
        data = text.encode("utf-8", "surrogatepass")
        checked = tried(self.files(), {name: data}, self.shown_as)
        place = Place(f"{self.shown_as}/{name}")
        found = self._found(checked, {place.file: data})
        named = [
            Problem(place, "bad-name", *bad)
            for part in name.split("/")
            if (bad := bad_name(part.removesuffix(".yml")))
        ]
        known = Counter(problem.known_by for problem in self.as_saved().problems)
        new, old = [], []
        for problem in (*named, *found.problems):
            key = problem.known_by
            if known[key]:
                known[key] -= 1
                old.append(problem)
            else:
                new.append(problem)
        return Judged(found, tuple(new), tuple(old))

    def _found(self, checked: Checked, data: Mapping[str, bytes]) -> Found:
        if checked.problems:
            return Found(checked, tuple(with_rows(checked.problems, data)), None)
        kb = resolve(checked)
        return Found(checked, tuple(prose_problems(kb, self.project)), kb)


def difference(before: str, after: str, context: int = 2) -> list[Line]:
    """What changes from one text to another, line by line, with a few lines around it."""
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    lines: list[Line] = []
    for group in matcher.get_grouped_opcodes(context):
        if group[0][3]:
            lines.append(Line("gap", group[0][3], ()))
        for what, i1, i2, j1, j2 in group:
            if what == "equal":
                lines += [Line("same", j1 + n + 1, ((old[i1 + n], False),)) for n in range(i2 - i1)]
            else:
                lines += _changed(old[i1:i2], i1, new[j1:j2], j1)
    return lines


def _changed(old: list[str], at: int, new: list[str], now_at: int) -> Iterator[Line]:
    """Lines that were replaced; where each line has its successor, what differs in it is marked."""
    pairs = [_parts(a, b) for a, b in zip(old, new, strict=False)] if len(old) == len(new) else []
    for n, line in enumerate(old):
        yield Line("gone", at + n + 1, pairs[n][0] if pairs else ((line, False),))
    for n, line in enumerate(new):
        yield Line("new", now_at + n + 1, pairs[n][1] if pairs else ((line, False),))


Parts = tuple[tuple[str, bool], ...]


def _parts(old: str, new: str) -> tuple[Parts, Parts]:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return _cut(old, start, end), _cut(new, start, end)


def _cut(line: str, start: int, end: int) -> Parts:
    last = len(line) - end
    parts: Iterable[tuple[str, bool]] = (
        (line[:start], False),
        (line[start:last], True),
        (line[last:], False),
    )
    return tuple(part for part in parts if part[0])
