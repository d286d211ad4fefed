"""The open data as tables, written to a folder: signout.csv and signout.sqlite, each explained."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from io import SEEK_CUR
from itertools import count
from pathlib import Path
from typing import Any

from generator.data.bundle import Bundle
from generator.data.csv_columns import CSV_NAME, CSVW_NAME, csv_metadata
from generator.data.csv_table import ENCODING, csv_lines
from generator.data.database import (
    AFTER,
    APPLICATION_ID,
    DATABASE_NAME,
    PAGE_SIZE,
    insert,
    settled,
    statements,
    user_version,
)
from generator.data.database_rows import Row, database_rows
from generator.data.datasette import DATASETTE_NAME, datasette_metadata
from generator.data.entities import Device
from generator.data.writing import in_bytes
from generator.publish.staging import PublishError

_AT_ONCE = 20_000  # rows that wait until they are written, many of a table at a time


def write_tables(folder: Path, bundle: Bundle, devices: Collection[Device], site: str) -> None:
    """Writes both tables and what explains them into a folder that is there.

    `bundle` has everything but the devices, which are gone through twice; `site` is the address of
    the site's root, absolute or relative to the folder, and ends in a slash. Raises OSError, and
    PublishError if this Python's SQLite cannot search in text.
    """
    write_explained_database(folder, bundle, devices, site)
    write_explained_csv(folder, bundle, devices, site)


def write_explained_database(
    folder: Path, bundle: Bundle, devices: Iterable[Device], site: str
) -> None:
    """Writes signout.sqlite with what explains it, as `write_tables` does."""
    write_database(folder / DATABASE_NAME, bundle, devices, site)
    (folder / DATASETTE_NAME).write_bytes(in_bytes(datasette_metadata(bundle, site)))


def write_explained_csv(folder: Path, bundle: Bundle, devices: Iterable[Device], site: str) -> None:
    """Writes signout.csv with what explains it, as `write_tables` does."""
    write_csv(folder / CSV_NAME, bundle, devices, site)
    (folder / CSVW_NAME).write_bytes(in_bytes(csv_metadata(bundle)))


def write_csv(path: Path, bundle: Bundle, devices: Iterable[Device], site: str) -> None:
    """Writes signout.csv; the devices may come one by one. Raises OSError."""
    with path.open("w", encoding=ENCODING, newline="") as file:
        file.writelines(csv_lines(bundle, devices, site))


def write_database(path: Path, bundle: Bundle, devices: Iterable[Device], site: str) -> None:
    """Writes signout.sqlite, a new file; the devices may come one by one. The same rows give the
    same bytes. Raises OSError, and PublishError if this Python's SQLite cannot search in text.
    """
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            _fill(database, bundle.api, database_rows(bundle, devices, site))
    except sqlite3.Error as error:
        path.unlink(missing_ok=True)
        raise PublishError(_because(error, path)) from error
    _settle(path)


def _settle(path: Path) -> None:
    """Takes out of the file what differs from one version of SQLite to another."""
    with path.open("r+b") as file:
        for number in count(1):
            if not (page := file.read(PAGE_SIZE)):
                return
            if (better := settled(page, number)) != page:
                file.seek(-PAGE_SIZE, SEEK_CUR)
                file.write(better)


def _because(error: sqlite3.Error, path: Path) -> str:
    if "fts5" in str(error):
        return (
            f"SQLite {sqlite3.sqlite_version} of this Python has no full-text search (FTS5), which "
            f"`{path.name}` needs. Use a Python whose SQLite has it."
        )
    return f"`{path.name}` cannot be written: {error}."


def _fill(database: sqlite3.Connection, api: str, rows: Iterable[Row]) -> None:
    for name, value in (
        ("page_size", PAGE_SIZE),
        ("auto_vacuum", 0),  # some systems switch it on
        ("encoding", "'UTF-8'"),
        # What is not used is zero, and not what happened to be there before: some SQLites do so
        # by default, others only if asked.
        ("secure_delete", "on"),
        # Nobody reads the file before it is whole, and a build that stops leaves it behind in a
        # folder that is thrown away.
        ("journal_mode", "off"),
        ("synchronous", "off"),
        ("temp_store", "memory"),
        ("application_id", APPLICATION_ID),
        ("user_version", user_version(api)),
    ):
        database.execute(f"pragma {name} = {value}")
    made = [*_each(statements())]
    # Indexes are made faster of all rows than with each; the file is the same.
    indexes = [statement for statement in made if statement.startswith("create index")]
    database.execute("begin")
    for statement in made:
        if statement not in indexes:
            database.execute(statement)
    for table, values in _together(rows):
        database.executemany(insert(table, len(values[0])), values)
    for statement in (*indexes, *AFTER):
        database.execute(statement)
    database.execute("commit")
    database.execute("vacuum")


def _each(script: str) -> Iterator[str]:
    """The statements of a script, without its first remarks."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line if statement or line.startswith("create") else ""
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _together(rows: Iterable[Row]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The rows, many of a table at once, in an order that is always the same."""
    kept: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for number, (table, values) in enumerate(rows, 1):
        kept[table].append(values)
        if number % _AT_ONCE == 0:
            yield from kept.items()
            kept.clear()
    yield from kept.items()
