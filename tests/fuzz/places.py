"""What holds for every problem, whatever the input: it can be shown, and it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.read.problem import Problem


def assert_well_placed(problems: Iterable[Problem], files: Mapping[str, bytes]) -> None:
    """Each problem is in a sentence that can be printed, at a place that its file has; the end of
    what is wrong, if it is known, is behind that place on the same line."""
    rows: dict[str, list[str]] = {}
    for problem in problems:
        said = str(problem)
        assert said.isprintable(), repr(said)
        assert problem.message.endswith("."), said
        assert len(said) < 2000, said
        place = problem.place
        if place.file not in files:  # a file that is missing, or a folder
            assert (place.line, place.column) == (1, 1), said
            continue
        if place.file not in rows:
            text = files[place.file].decode(errors="replace").removeprefix("\ufeff")
            rows[place.file] = re.split("\r\n|\r|\n", text)
        there = rows[place.file]
        assert 1 <= place.line <= len(there), said
        end_of_line = len(there[place.line - 1]) + 1
        assert 1 <= place.column <= end_of_line, said
        assert problem.end is None or place.column < problem.end <= end_of_line, said
