"""signout.sqlite: its tables and views, what they mean, and what makes its bytes always the same.

The tables are not `STRICT`: SQLite before 3.37 could not open the file at all then, and Python 3.11
runs with older ones. What matters is checked by the tables themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATABASE_NAME = "signout.sqlite"
PAGE_SIZE = 4096
APPLICATION_ID = 0x53676E4F  # "SgnO", so that `file` and others can tell it from other databases
# The oldest SQLite that reads the file: its text index takes off accents in the way of 3.27.0.
READ_SINCE = 3_027_000

# How long the header of a page of a tree is, by the byte it begins with.
_TREE_PAGES = {2: 12, 5: 12, 10: 8, 13: 8}

_CREATED = re.compile(r"^create (table|view|virtual table) (\w+)", re.MULTILINE)
_REMARK = re.compile(r"^\s*-- (.*)$")
_TABLE_COLUMN = re.compile(r"^    (\w+) (?:text|integer)\b.*?-- (.*)$")
_VIEW_COLUMN = re.compile(r"^    (?:.*\s)?(\w+),?\s+-- (.*)$|^        .*\bas (\w+),? -- (.*)$")


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a view, with what it and each of its columns holds."""

    name: str
    means: str
    columns: Mapping[str, str]
    is_view: bool


@cache
def statements() -> str:
    """The statements that make the tables, views and indexes."""
    return (Path(__file__).parent / "signout.sql").read_text("utf-8")


@cache
def tables() -> tuple[Table, ...]:
    """The tables and views in their order, as the remarks in the statements explain them."""
    text = statements()
    starts = [*_CREATED.finditer(text)]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return tuple(
        _table(match[2], match[1], text[match.end() : end].splitlines())
        for match, end in zip(starts, ends, strict=True)
        if match[1] != "virtual table"
    )


def _table(name: str, what: str, lines: list[str]) -> Table:
    means: list[str] = []
    columns: dict[str, str] = {}
    is_view = what == "view"
    for line in lines:
        if line.startswith((");", "from")):
            break
        if remark := _REMARK.match(line):
            means.append(remark[1])
        elif column := (_VIEW_COLUMN if is_view else _TABLE_COLUMN).match(line):
            named, said = (group for group in column.groups() if group is not None)
            columns[named] = said
    return Table(name, " ".join(means), columns, is_view)


# A virtual table keeps no remarks.
SEARCH = Table(
    "search",
    "The text index: `select * from search where search match 'sign out' order by rank`.",
    {
        "kind": "device, step or problem.",
        "id": "The id of the device or problem; family/route/step for a step.",
        "title": "The device's name, what to do in the step, or the symptom.",
        "text": "Its other names and models, what one sees then, or how else people put it.",
        "page": "The address of its page; null for a step.",
    },
    False,
)
AFTER = (
    # Words in a title count ten times as much as words elsewhere; one segment is found fastest.
    "insert into search (search, rank) values ('rank', 'bm25(0, 0, 10.0, 1.0)')",
    "insert into search (search) values ('optimize')",
)


def insert(table: str, values: int) -> str:
    """The statement that adds a row of so many values to a table."""
    columns = "(rowid, kind, id, title, text, page) " if table == "search" else ""
    return f"insert into {table} {columns}values ({', '.join('?' * values)})"


def user_version(api: str) -> int:
    """The version of the contract as the one number that a database can hold: 1.2 is 102."""
    first, second = api.split(".")
    return int(first) * 100 + int(second)


def settled(page: bytes, number: int) -> bytes:
    """A page of the database, numbered from 1, with nothing in it that tells how it came about.

    The file format (https://www.sqlite.org/fileformat2.html) has, in the first 100 bytes of the
    file, a counter of changes at 24, the number of the change that the version is valid for at 92,
    and at 96 the version of the library that made this change. The first two must be equal, or the
    size in the header does not count. The last is for information only; here it tells which version
    is needed. In each page of a tree, what lies between the list of its cells and the cells is not
    used; versions of SQLite differ in what they leave there.
    """
    start = 0
    if number == 1:
        start = 100
        one = (1).to_bytes(4, "big")
        page = page[:24] + one + page[28:92] + one + READ_SINCE.to_bytes(4, "big") + page[start:]
    if not (size := _TREE_PAGES.get(page[start])):
        return page  # the rest of a long text, which begins with the number of a page
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    unused = start + size + 2 * cells
    used = int.from_bytes(page[start + 5 : start + 7], "big") or len(page)
    return page[:unused] + bytes(used - unused) + page[used:]
