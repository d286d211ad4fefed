"""The lines that problems are about, as they were read, with what is wrong in them marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from generator.read.limits import MAX_DEPTH
from generator.read.problem import Place, Problem
from generator.read.syntax import rows_of

# These are about a file as it lies there, not about a line of it.
_OF_WHOLE_FILES = frozenset(
    ("empty-file", "file-too-large", "name-twice", "not-shown", "stray-file")
)


def with_rows(problems: Iterable[Problem], files: Mapping[str, bytes]) -> list[Problem]:
    """`problems`, each with the line it is about and the end of what is wrong; `files` is what was
    read, by the name problems call it."""
    listed = list(problems)
    last: dict[str, int] = {}  # of each file, the last line that is shown
    for problem in listed:
        file, line = problem.place.file_line
        if file in files and problem.code not in _OF_WHOLE_FILES:
            last[file] = max(line, last.get(file, line))
    sources = {file: _Source(file, files[file], line) for file, line in last.items()}
    return [
        sources[problem.place.file].marked(problem)
        if problem.place.file in sources and problem.code not in _OF_WHOLE_FILES
        else problem
        for problem in listed
    ]


def _next(parser: Any) -> Any:
    return parser.get_event()


class _Source:
    """The lines of a file, and where what begins on them ends."""

    def __init__(self, file: str, data: bytes, last: int) -> None:
        text = data.decode(errors="replace").removeprefix("\ufeff")
        self.rows = rows_of(text)
        self.ends = _ends(text, last) if file.endswith(".yml") else {}

    def marked(self, problem: Problem) -> Problem:
        place: Place = problem.place
        if place.line > len(self.rows):
            return problem
        row = self.rows[place.line - 1]
        end = self.ends.get((place.line, place.column))
        here = row[place.column - 1 : place.column]
        if problem.code == "unwanted-character" and not here.isprintable():
            end = place.column + 1
        if end == 0:  # it goes on on the next line
            end = len(row.rstrip()) + 1
        return replace(problem, row=row, end=end if end and end > place.column else None)


def _ends(text: str, last: int) -> dict[tuple[int, int], int]:
    """By line and column of what begins there: the column after its end, or 0 if that is on
    another line. As far as the file can be read, up to the line `last`."""
    ends: dict[tuple[int, int], int] = {}
    opened: list[Any] = []
    try:
        parser = CParser(text)
        while not isinstance(event := _next(parser), yaml.StreamEndEvent):
            if event.start_mark.line >= last or len(opened) > MAX_DEPTH:
                break
            start = event
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event)
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                start = opened.pop()
                if not start.flow_style:
                    continue
            elif not isinstance(event, yaml.NodeEvent):
                continue
            begin, end = start.start_mark, event.end_mark
            at = (begin.line + 1, begin.column + 1)
            ends.setdefault(at, end.column + 1 if begin.line == end.line else 0)
    except yaml.YAMLError:
        pass  # what stands before the place where it cannot be read is known
    return ends
