"""What the YAML parser complains about, in an editor's words and at the place to mend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from generator.read.problem import Fix, Place, Problem


@dataclass(frozen=True, slots=True)
class _Fault:
    """A complaint of libyaml, and what it means to who wrote the file. `at_start` puts the problem
    where the thing begins that the parser was reading, not where it gave up."""

    problem: str
    context: str
    message: str
    hint: str
    at_start: bool = False
    fix: Fix | None = None


_OPEN_QUOTE = "A quoted value has no closing quote."
_TAB = "A tab stands where spaces are expected."
_FAULTS = (
    _Fault(
        "mapping values",
        "",
        "A second `: ` stands in an unquoted value.",
        'Quote it: "…: …".',
        fix=Fix("quote"),
    ),
    _Fault("tab character", "", _TAB, "Indent with two spaces.", fix=Fix("spaces")),
    _Fault(
        "cannot start any token",
        "",
        "An unquoted value cannot begin with this character.",
        'Quote the value: "…".',
        fix=Fix("quote"),
    ),
    _Fault("end of stream", "quoted", _OPEN_QUOTE, "Add it where the value ends.", True),
    _Fault("document indicator", "quoted", _OPEN_QUOTE, "Add it where the value ends.", True),
    _Fault(
        "expected ',' or ']'",
        "",
        "The list that begins here with `[` is not closed, or lacks a comma.",
        "Write it as [one, two]; quote values with a comma, a bracket or `: ` in them.",
        True,
    ),
    _Fault(
        "expected ',' or '}'",
        "",
        "The group that begins here with `{` is not closed, or lacks a comma.",
        "Write it as {name: value, name: value}; quote values with a comma, a brace or `: `.",
        True,
    ),
    _Fault(
        "could not find expected ':'",
        "",
        "A name stands here without a colon after it.",
        "Write `name: value`, or indent the line if it goes on from the line above.",
        True,
    ),
    _Fault(
        "did not find expected '-'",
        "",
        "A list goes on here without `- `.",
        "Begin the line with `- `, or in the column of the name it belongs to.",
    ),
    _Fault(
        "block sequence entries",
        "",
        "A list with `- ` cannot begin on the line of its name.",
        "Begin it on the next line, or write it as [one, two].",
    ),
    _Fault(
        "escape c",
        "",
        "A backslash in double quotes begins a code, and there is no such code.",
        "Write the backslash twice, or put the value in single quotes.",
    ),
    _Fault(
        "",
        "scanning an a",  # an anchor or an alias
        "An unquoted value cannot begin with `*` or `&`.",
        'Quote the value: "…".',
        True,
        Fix("quote"),
    ),
    _Fault("", "a tag", "An unquoted value cannot begin with `!`.", 'Quote the value: "…".', True),
    _Fault(
        "",
        "a block scalar",
        "An unquoted value cannot begin with `>` or `|`.",
        'Quote the value: "…".',
        True,
        Fix("quote"),
    ),
    _Fault(
        "expected node content",
        "",
        "A value is missing here, or begins with a comma or a closing bracket.",
        "Write the value, or quote it.",
    ),
    _Fault("directive", "", "A line that begins with `%` is not allowed here.", "Remove it.", True),
    _Fault("incompatible", "", "A line that begins with `%` is not allowed here.", "Remove it."),
    _Fault(
        "document start",
        "",
        "The file goes on after `...`, which ends it.",
        "Remove the line `...`.",
    ),
)


def syntax_problem(file: str, text: str, error: yaml.YAMLError) -> Problem:
    """The problem of `text`, at which the parser stopped with `error`."""
    said = str(getattr(error, "problem", None) or error).strip()
    context = str(getattr(error, "context", None) or "")
    mark: Any = getattr(error, "problem_mark", None)
    start: Any = getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    rows = rows_of(text)
    if line >= len(rows):  # the end of a file without a last line break
        line, column = len(rows) - 1, len(rows[-1])
    row = rows[line]
    fault = next((f for f in _FAULTS if f.problem in said and f.context in context), None)
    if fault is None and "expected key" in said:
        fault = _no_key(row, column)
    if "cannot start any token" in said and row[column : column + 1] == "\t":
        fault = _Fault("", "", _TAB, "Indent with two spaces.", fix=Fix("spaces"))
    elif "mapping values" in said and line and ": " not in row[:column]:
        fault = _Fault(
            "",
            "",
            "A name with a value stands here below a value that is complete.",
            "Begin it in the column of the name above, or leave the value above empty.",
        )
    if fault is None:
        message, hint = f"The YAML cannot be read here: {said}.", "Look at this line and above."
    else:
        message, hint = fault.message, fault.hint
        if fault.at_start and start is not None:
            line, column = start.line, start.column
    fix = fault.fix if fault is not None else None
    return Problem(Place(file, line + 1, column + 1), "yaml-syntax", message, hint, fix)


def rows_of(text: str) -> list[str]:
    """The lines of `text` as YAML counts them."""
    return re.split("\r\n|\r|\n", text)


def _no_key(row: str, column: int) -> _Fault:
    """The parser wanted the next name of a mapping, and found something else."""
    before, rest = row[:column].strip(), row[column:]
    if before.endswith(("'", '"')):
        message = "Text follows the closing quote of a value."
        hint = "Quote the whole value, with the other kind of quote outside."
        return _Fault("", "", message, hint)
    if rest.startswith((":", "- ")):
        name = "A name is missing before the colon." if rest[0] == ":" else "A list begins here."
        return _Fault("", "", name, "Write the name it belongs to, with a colon, before it.")
    if before:
        message = "Something follows a value that is complete."
        return _Fault("", "", message, "Remove it, or quote the whole value.")
    message = "This line begins in a column of its own."
    hint = "Begin it in the same column as the line it belongs with."
    return _Fault("", "", message, hint)
