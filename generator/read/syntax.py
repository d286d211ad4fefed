"""What the YAML parser complains about, in an editor's words and at the place to mend."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


_COLON = re.compile(r":\s")
_OPEN_QUOTE = "A quoted value has no closing quote."
_TAB = "A tab stands where spaces are expected."
_NO_CODE = "A backslash in double quotes begins a code, and there is no such code."
_TWICE = "Write the backslash twice, or put the value in single quotes."
_MARK = "An unquoted value cannot begin with `!`."
_PERCENT = "A line that begins with `%` is not allowed here."
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
        "unexpected ':'",
        "",
        "A colon stands here without a space after it.",
        "Put one after it if it ends a name; else quote the value.",
    ),
    _Fault("escape c", "", _NO_CODE, _TWICE),
    _Fault("expected hex", "", _NO_CODE, _TWICE),
    _Fault("", "directive", _PERCENT, "Remove it.", True),
    _Fault(
        "",
        "scanning an a",  # an anchor or an alias
        "An unquoted value cannot begin with `*` or `&`.",
        'Quote the value: "…".',
        True,
        Fix("quote"),
    ),
    _Fault("", "a tag", _MARK, 'Quote the value: "…".', True),
    _Fault("tag handle", "", _MARK, 'Quote the value: "…".'),
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
    _Fault("directive", "", _PERCENT, "Remove it."),
    _Fault("incompatible", "", _PERCENT, "Remove it."),
    _Fault(
        "mapping keys",
        "",
        "An unquoted value cannot begin with `? `.",
        'Quote the value: "…".',
        fix=Fix("quote"),
    ),
)
_TAB_INDENTS = _Fault("", "", _TAB, "Indent with two spaces.", fix=Fix("spaces"))
_BELOW_A_VALUE = _Fault(
    "",
    "",
    "A name with a value stands here below a value that is complete.",
    "Begin it in the column of the name above, or leave the value above empty.",
)
_AFTER_QUOTES = _Fault(
    "",
    "",
    "Text follows the closing quote of a value.",
    "Quote the whole value, with the other kind of quote outside.",
)
_NAME_IT = "Write the name it belongs to, with a colon, before it."
_NO_NAME = _Fault("", "", "A name is missing before the colon.", _NAME_IT)
_NO_NAME_OF_LIST = _Fault("", "", "A list begins here.", _NAME_IT)
_AFTER_A_VALUE = _Fault(
    "",
    "",
    "Something follows a value that is complete.",
    "Remove it, or quote the whole value.",
)
_OWN_COLUMN = _Fault(
    "",
    "",
    "This line begins in a column of its own.",
    "Begin it in the same column as the line it belongs with.",
)
_AFTER_THE_END = _Fault(
    "",
    "",
    "The file goes on after `...`, which ends it.",
    "Remove the line `...`.",
)
_PERCENT_SOMEWHERE = _Fault(
    "", "", "The file has a line that begins with `%`; none is allowed.", "Remove it."
)
_LOOK = "Look at this line and above."


def syntax_problem(file: str, text: str, error: yaml.YAMLError) -> Problem:
    """The problem of `text`, at which the parser stopped with `error`."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        # It refuses a character, and does not say where.
        return Problem(Place(file), "yaml-syntax", f"The YAML cannot be read: {error}.", _LOOK)
    line, column = error.problem_mark.line, error.problem_mark.column
    rows = rows_of(text)
    if line >= len(rows):  # the end of a file without a last line break
        line, column = len(rows) - 1, len(rows[-1])
    said = str(error.problem)
    fault = _fault(said, str(error.context), rows[: line + 1], column)
    if fault is None:
        message = f"The YAML cannot be read here: {said}."
        return Problem(Place(file, line + 1, column + 1), "yaml-syntax", message, _LOOK)
    if fault.at_start and error.context_mark is not None:
        line, column = error.context_mark.line, error.context_mark.column
    place = Place(file, line + 1, column + 1)
    return Problem(place, "yaml-syntax", fault.message, fault.hint, fault.fix)


def rows_of(text: str) -> list[str]:
    """The lines of `text` as YAML counts them."""
    return re.split("\r\n|\r|\n", text)


def _fault(said: str, context: str, rows: list[str], column: int) -> _Fault | None:
    """What the parser complains about in this column of the last of these rows."""
    row = rows[-1]
    if "cannot start any token" in said and row[column:].startswith("\t"):
        return _TAB_INDENTS
    if "mapping values" in said and not _COLON.search(row[:column]):
        return _BELOW_A_VALUE
    if "expected key" in said:
        return _no_key(row, column)
    if "document start" in said:
        return _at_an_end(rows)
    return next((f for f in _FAULTS if f.problem in said and f.context in context), None)


def _no_key(row: str, column: int) -> _Fault:
    """The parser wanted the next name of a mapping, and found something else."""
    before, rest = row[:column].strip(), row[column:]
    if before.endswith(("'", '"')):
        return _AFTER_QUOTES
    if rest.startswith(":"):
        return _NO_NAME
    if rest.startswith("- "):
        return _NO_NAME_OF_LIST
    return _AFTER_A_VALUE if before else _OWN_COLUMN


def _at_an_end(rows: list[str]) -> _Fault:
    """The parser took the mapping for complete, and found more in the last of these rows."""
    if any(row.startswith("...") for row in rows):
        return _AFTER_THE_END
    return _PERCENT_SOMEWHERE if any(row.startswith("%") for row in rows) else _OWN_COLUMN
