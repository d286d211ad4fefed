"""The ways in which people slip when they write YAML, and the line each time as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.read.limits import MAX_SLIP_ROW
from generator.read.problem import Fix, Problem
from generator.read.scalar import quoted

TAB = "A tab stands where spaces are expected."
_NAME = r"[A-Za-z0-9_][\w-]*"
_ITEM = re.compile(rf"(?P<before>\s*(?:- )*(?P<name>{_NAME}|\"[^\"]*\"):)(?P<gap>\s+)(?P<value>.*)")
_FLOW_VALUE = re.compile(rf"(?<=[{{,] )?\b{_NAME}: (?P<value>[^\s\"'\[{{].*?)(?=, {_NAME}: |\}})")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_PAIRS = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Mended:
    """A line as it should be, and what to say if that is it; `said` None: as the problem says.
    `fix` is for slips that can be nothing else."""

    column: int
    line: str
    said: str | None
    hint: str
    code: str | None = None
    fix: Fix | None = None


def mended_lines(rows: Sequence[str], number: int, here: Sequence[Problem]) -> Iterator[Mended]:
    """The line `number` of a file (from 0) as it may have been meant, likeliest ways first; `here`
    are the problems on it."""
    row = rows[number]
    # A longer row is nothing that somebody wrote.
    if not row.strip() or row.lstrip().startswith("#") or len(row) > MAX_SLIP_ROW:
        return
    yield from _other_space(row)
    yield from _no_colon(row)
    yield from _colon(row)
    yield from _quotes(row)
    yield from _ends(row)
    yield from _dash(row)
    yield from _listed(row)
    yield from _comma(row, here)
    yield from in_other_columns(rows, number)


def _other_space(row: str) -> Iterator[Mended]:
    """Spaces that are none for YAML: they look the same on the screen."""
    if found := _SPACES.search(row):
        said = f"A space of another kind (U+{ord(found.group()):04X}) stands here."
        hint = "Write a plain space in its place, there and in the rest of the line."
        line = _SPACES.sub(" ", row)
        yield Mended(found.start() + 1, line, said, hint, "other-space", Fix("line", line))
    if "\t" in row.strip():
        at = row.index("\t", len(row) - len(row.lstrip()))
        said, hint = "A tab stands where a space is expected.", "Write a space in its place."
        if row.count("\t", at) > 1:
            hint = "Write a plain space in its place, there and in the rest of the line."
        line = row[:at] + row[at:].replace("\t", " ")
        fix = Fix("line", line) if row[:at].strip() else Fix("spaces")
        yield Mended(at + 1, line, said, hint, fix=fix)


def _no_colon(row: str) -> Iterator[Mended]:
    """Something else in the place of a colon: a semicolon, an equals sign, the wide colon."""
    found = re.fullmatch(rf"(\s*(?:- )*)({_NAME}) ?([;=\uff1a])(?: *(\S.*))?", row.rstrip())
    if found is None:
        return
    before, name, mark, after = found.groups()
    written = f"{name}: {after}" if after else f"{name}:"
    said = f"A `{mark}` stands after `{name}` where a colon is expected."
    line = before + written
    yield Mended(len(before) + 1, line, said, f"Write `{written}`.", fix=Fix("line", line))


def _colon(row: str) -> Iterator[Mended]:
    found = re.fullmatch(rf"(\s*(?:- )*)({_NAME})(:?)(?: +(.*)|(\S.*))?", row.rstrip())
    if found is None:
        return
    before, name, colon, after, joined = found.groups()
    rest = after or joined
    if not colon and joined is None:
        written = f"{name}: {rest}" if rest else f"{name}:"
        said = f"The colon after `{name}` is missing."
        line = before + written
        yield Mended(len(before) + 1, line, said, f"Write `{written}`.", fix=Fix("line", line))
    if colon and joined:
        said = f"A space is missing after the colon of `{name}`."
        written = f"{name}: {joined}"
        line = before + written
        yield Mended(len(before) + 1, line, said, f"Write `{written}`.", fix=Fix("line", line))


def _quotes(row: str) -> Iterator[Mended]:
    """A value that is meant as text, and read as something else."""
    item = _ITEM.fullmatch(row.rstrip())
    if item is not None:
        value, at = item["value"], item.start("value")
        whole = quoted(value)
        hint = f"Quote it: {whole}."
        said = None
        if value.startswith("#"):
            said = "A `#` after a space begins a remark, so there is no value."
        for mark in "\"'":
            if value.startswith(mark) and value.count(mark) % 2 == 1:
                open_quote = "A quoted value has no closing quote."
                line = row.rstrip() + mark
                yield Mended(at + 1, line, open_quote, f"End the line with `{mark}`.")
        if re.match(r"!\S", value) or "\\" in value:
            pass  # a tag, or codes for characters
        elif len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            inner = value[1:-1]
            whole = quoted(inner.replace('\\"', '"'))
            hint = f"Write the whole value as {whole}."
            line = row[:at] + whole
            fix = Fix("line", line) if " #" not in row else None
            yield Mended(at + 1, line, None, hint, fix=fix)
        elif value[:1] not in ("[",):
            fix = Fix("quote") if said is None else None
            yield Mended(at + 1, row[:at] + whole, said, hint, fix=fix)
    for found in _FLOW_VALUE.finditer(row):
        whole, said = quoted(found["value"]), None
        if ", " in found["value"] and ": " not in found["value"]:
            said = "Between braces, a comma ends a text that does not stand in quotes."
        line = row[: found.start("value")] + whole + row[found.end("value") :]
        hint = f"Quote it: {whole}."
        yield Mended(found.start("value") + 1, line, said, hint, fix=Fix("quote"))


def _ends(row: str) -> Iterator[Mended]:
    """A bracket that is not closed, or one that closes nothing."""
    opened: list[tuple[str, int]] = []
    for at, character in enumerate(row):
        if character in _PAIRS:
            opened.append((_PAIRS[character], at))
        elif opened and character == opened[-1][0]:
            opened.pop()
        elif character in "]}":
            said = f"The `{character}` closes nothing."
            yield Mended(at + 1, row[:at] + row[at + 1 :], said, "Remove it.")
    if len(opened) == 1:
        closing, at = opened[0]
        what = "list" if closing == "]" else "group"
        said = f"The {what} that begins here with `{row[at]}` is not closed."
        line, hint = row.rstrip() + closing, f"End the line with `{closing}`."
        fix = Fix("line", line) if " #" not in row else None
        yield Mended(at + 1, line, said, hint, fix=fix)


def _dash(row: str) -> Iterator[Mended]:
    body = row.lstrip(" ")
    indent = row[: len(row) - len(body)]
    if body.startswith("-") and not body.startswith(("- ", "--")) and len(body) > 1:
        written = f"- {body[1:]}"
        said = "A space is missing after the dash."
        line = indent + written
        yield Mended(len(indent) + 1, line, said, f"Write `{written}`.", fix=Fix("line", line))
    if not body.startswith("-"):
        for start in (indent, indent[:-2]):
            said = "The dash is missing with which each entry of a list begins."
            hint = f"Write `- ` before it, so that the dash stands in column {len(start) + 1}."
            yield Mended(len(indent) + 1, f"{start}- {body}", said, hint)
    found = re.fullmatch(rf"( *)({_NAME}:) (- .+)", row)
    if found:
        start, name, first = found.groups()
        hint = f"Begin it on the next line: `{first}`."
        yield Mended(len(start) + len(name) + 2, f"{start}{name}\n{start}  {first}", None, hint)


def _listed(row: str) -> Iterator[Mended]:
    """Text where a list is expected."""
    item = _ITEM.fullmatch(row.rstrip())
    if item is not None and item["value"][:1] not in ("[", "{", ">", "|"):
        at, value = item.start("value"), item["value"]
        closed = value.endswith("]") and "[" not in value
        whole = f"[{value}" if closed else f"[{value}]"
        line, hint = row[:at] + whole, f"Write it as a list: {whole}."
        fix = Fix("line", line) if "," not in whole and " #" not in whole else None
        yield Mended(at + 1, line, None, hint, fix=fix)
    for found in _FLOW_VALUE.finditer(row):
        whole = f"[{found['value']}]"
        line = row[: found.start("value")] + whole + row[found.end("value") :]
        yield Mended(found.start("value") + 1, line, None, f"Write it as a list: {whole}.")


def _comma(row: str, here: Sequence[Problem]) -> Iterator[Mended]:
    """Two entries of a list or a group that run together."""
    for joined in re.finditer(rf"(?<=[\w\"'\]}}]) (?=({_NAME}): )", row):
        yield _before(row, joined.start(), joined[1])
    for problem in here:
        at = problem.place.column - 1
        found = re.match(r"[\w.-]+ (?=([\w.-]+)(?:[\],} ]|$))", row[at:])
        if found is not None and problem.code != "yaml-syntax":
            yield _before(row, at + found.end() - 1, found[1])


def _before(row: str, at: int, word: str) -> Mended:
    said = f"A comma is missing before `{word}`."
    return Mended(at + 2, f"{row[:at]},{row[at:]}", said, f"Put a comma before `{word}`.")


def in_other_columns(rows: Sequence[str], number: int) -> Iterator[Mended]:
    """The line in the columns in which lines near it begin."""
    row = rows[number]
    body = row.lstrip()
    now = len(row) - len(body)
    near = [*rows[max(0, number - 12) : number][::-1], *rows[number + 1 : number + 3]]
    columns: dict[int, None] = {}
    for line in near:
        start = len(line) - len(line.lstrip(" "))
        if line.strip() and not line.startswith("\t") and start % 2 == 0:
            columns[start] = None
            columns[start + 2] = None
    for column in sorted(columns, key=lambda column: abs(column - now)):
        said = f"This line begins in column {now + 1}, where it does not belong."
        tab = "\t" in row[:now]
        if tab:
            said = TAB
        hint = f"Begin it in column {column + 1}, after {column} spaces."
        if not column:
            hint = "Begin it in column 1."
        yield Mended(
            1 if tab else now + 1,
            " " * column + body,
            said,
            hint,
            None if tab else "wrong-indent",
            Fix("spaces") if tab else None,
        )
