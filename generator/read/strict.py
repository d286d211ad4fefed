"""What the parser lets pass, though YAML 1.2 forbids it or means something else by it: other
readers of YAML refuse such a file, or see other data in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from generator.read.problem import Place, Problem

_CODE = "yaml-syntax"
_HEADER = re.compile(r"[|>][-+0-9]*(#?)")
_BLANK = re.compile(r"\s*")
_CLOSING = re.compile(r"[\s\]},]*(?:#.*)?")
_UNEVEN = "The lines of this text begin in columns that YAML readers understand differently."


class Strict:
    """Looks at the rows around what the parser has read, and adds to `problems`."""

    def __init__(self, file: str, rows: Sequence[str], problems: list[Problem]) -> None:
        self._file = file
        self._rows = rows
        self._problems = problems

    def flow(self, start: Any, end: Any, indent: int) -> None:
        """What stands in brackets or braces, between two marks, inside a group or a list that
        begins in column `indent` (from 0; -1 if there is none)."""
        self._follows(end)
        if start.line != end.line:
            self._goes_on(start, end, indent, _CLOSING)

    def quoted(self, event: Any, indent: int) -> None:
        """A text in quotes."""
        self._follows(event.end_mark)
        if event.start_mark.line != event.end_mark.line:
            self._goes_on(event.start_mark, event.end_mark, indent, _BLANK)

    def in_flow(self, event: Any) -> None:
        """A text without quotes in brackets or braces."""
        mark = event.start_mark
        if self._row(mark.line)[mark.column - 1 : mark.column] == "?":
            self._report(
                mark.line,
                mark.column - 1,
                "YAML readers do not agree on a `?` that begins a name.",
                "Put the name in quotes, or remove the `?`.",
            )
        if event.value == "-":
            message = "A dash stands here without quotes, which begins an entry of a list."
            self._report(mark.line, mark.column, message, 'Quote it: "-".')

    def block(self, event: Any) -> None:
        """A text that begins with `|` or `>`. Where lines of spaces come first, the parser takes
        the longest for the column of the text, others the line after them."""
        mark, rows = event.start_mark, self._rows
        header = _HEADER.match(rows[mark.line], mark.column)
        if header is None:
            return
        if header[1]:
            self._no_space(mark.line, header.start(1))
        below = (rows[line] for line in range(mark.line + 1, len(rows)))
        blank = takewhile(_is_blank, below)
        no_text = not event.value.strip("\n")
        cut = event.end_mark.line >= len(rows) - 1 and rows[-1] and _is_blank(rows[-1])
        if cut or (no_text and any(blank)):
            hint = "Begin them all in one column, or put the text in quotes."
            self._report(mark.line, mark.column, _UNEVEN, hint)

    def _row(self, line: int) -> str:
        # The parser puts what is missing at the end on a line after the last.
        return self._rows[line] if line < len(self._rows) else ""

    def _follows(self, end: Any) -> None:
        if self._row(end.line)[end.column : end.column + 1] == "#":
            self._no_space(end.line, end.column)

    def _no_space(self, line: int, column: int) -> None:
        message = "A `#` stands here right behind a value; some YAML readers take it for a remark."
        hint = "Put a space before it if it begins a remark; else put all of it in quotes."
        self._report(line, column, message, hint)

    def _goes_on(self, start: Any, end: Any, indent: int, may_begin: re.Pattern[str]) -> None:
        """What goes on on other lines is indented more than what it is in."""
        for line in range(start.line + 1, min(end.line + 1, len(self._rows))):
            row = self._rows[line]
            spaces = _indent(row)
            last = row[: end.column] if line == end.line else row
            if spaces <= indent and not may_begin.fullmatch(last):
                self._report(
                    line,
                    spaces,
                    f"This line goes on with what began on line {start.line + 1}, but begins too "
                    "far left for that.",
                    f"Begin it in column {indent + 2} or farther right.",
                )
                return

    def _report(self, line: int, column: int, message: str, hint: str) -> None:
        self._problems.append(
            Problem(Place(self._file, line + 1, column + 1), _CODE, message, hint)
        )


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _is_blank(row: str) -> bool:
    return _indent(row) == len(row)
