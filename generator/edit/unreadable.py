"""Files that cannot be read as YAML, changed where it is plain what was meant."""

from __future__ import annotations

import re

from generator.edit.layout import Edit
from generator.edit.yaml_text import flow
from generator.model.text import Spec
from generator.read.document import parse

# A name and its value on one line, outside of brackets; the value is plain text.
_ENTRY = re.compile(
    r"""(?P<before>\s*(?:-\s+)*[^\s#'"\[\]{}&*!|>%@`,?-][^:]*:[ \t]+)(?=[^\s'"\[{])"""
)
_COMMENT = re.compile(r"[ \t]+#.*")


def quote_at(text: str, line: int, column: int) -> list[Edit]:
    """Puts the plain value in quotes in which the place stands. Raises KeyError if it is not sure
    which that is."""
    start = _line_start(text, line)
    row = text[start:].partition("\n")[0]
    at = column - 1
    entry = _ENTRY.match(row)
    if row[at : at + 1] == ":":  # the second colon: the value begins after the first
        if entry is None or entry.end() >= at:
            raise KeyError((line, column))
        at = entry.end()
    inside = row[:at].count("[") + row[:at].count("{") - row[:at].count("]") - row[:at].count("}")
    value = re.split(r"[,\]}]", row[at:])[0] if inside > 0 else _COMMENT.split(row[at:])[0]
    value = value.rstrip()
    if not value or inside < 0 or _holds_a_field(value):
        raise KeyError((line, column))
    return [Edit(start + at, start + at + len(value), flow(value))]


def _holds_a_field(value: str) -> bool:
    """Whether another field may have come onto the line: `name: Roku also: [Roku box]`."""
    fields = {name for model in Spec.__subclasses__() for name in model.fields_in_files()}
    return any(word in fields for word in re.findall(r"([\w-]+):(?:\s|$)", value))


def without_tabs(text: str) -> list[Edit]:
    """Puts spaces for the tabs that indent lines, where every width of a tab with which the file
    can be read gives the same data. Raises KeyError if there is none, or if they differ."""
    found: list[tuple[object, str]] = []
    for width in (2, 4, 8):
        spaced = "\n".join(_indented(row, width) for row in text.split("\n"))
        document, problems = parse("", spaced.encode())
        if document is not None and not problems:
            found.append((document.value, spaced))
    if not found or any(repr(value) != repr(found[0][0]) for value, _ in found):
        raise KeyError("tabs")
    return [Edit(0, len(text), found[0][1])]


def line_at(text: str, line: int, row: str) -> list[Edit]:
    """Gives a line another text."""
    start = _line_start(text, line)
    return [Edit(start, start + len(text[start:].partition("\n")[0]), row)]


def delete_at(text: str, line: int, column: int) -> list[Edit]:
    """Deletes one character."""
    at = _line_start(text, line) + column - 1
    return [Edit(at, at + 1, "")]


def _indented(row: str, width: int) -> str:
    rest = row.lstrip(" \t")
    return row[: len(row) - len(rest)].replace("\t", " " * width) + rest


def _line_start(text: str, line: int) -> int:
    return sum(len(row) + 1 for row in text.split("\n")[: line - 1])
