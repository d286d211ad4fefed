"""signout.sqlite: sound, searchable, explained, and the same bytes whoever makes it."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from generator.data.bundle import Bundle
from generator.data.database import (
    APPLICATION_ID,
    PAGE_SIZE,
    READ_SINCE,
    SEARCH,
    insert,
    settled,
    tables,
)
from generator.data.entities import Check
from generator.data.mapping.whole import bundle
from generator.data.questions import QUESTIONS
from generator.knowledge.load import load_specs
from generator.publish.staging import PublishError
from generator.publish.tables import _because, write_database, write_tables
from tests.conftest import BASE
from tests.data.conftest import SITE
from tests.data.test_csv_table import HOSTILE, hostile_bundle, routes_of
from tests.site_fixtures import ROOT

DATABASE = Path("api/v1/signout.sqlite")
WRITTEN = ("signout.csv", "signout.csv-metadata.json", "signout.sqlite", "metadata.json")


def opened(file: Path) -> sqlite3.Connection:
    """The database, as a host serves it: nobody may write."""
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)


@pytest.fixture(scope="module")
def database(published: Callable[[str], Path]) -> Iterator[sqlite3.Connection]:
    with closing(opened(published("") / DATABASE)) as connection:
        yield connection


# --- sound ----------------------------------------------------------------------------------------


def test_it_is_sound(database: sqlite3.Connection) -> None:
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert database.execute("pragma foreign_key_check").fetchall() == []
    assert database.execute("pragma journal_mode").fetchone() == ("delete",)
    assert database.execute("pragma freelist_count").fetchone() == (0,)


def test_it_says_what_it_is(database: sqlite3.Connection, lumen_bundle: Bundle) -> None:
    assert database.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    assert database.execute("pragma user_version").fetchone() == (100,), "version 1.0"
    meta = dict(database.execute("select * from meta"))
    assert meta["service"] == "Lumen"
    assert meta["edition"] == "2026-11-22"
    assert meta["api_version"] == lumen_bundle.api
    assert meta["licence"] == "CC BY 4.0"
    assert meta["licence_url"].startswith("https://creativecommons.org/")


def test_there_is_one_file_and_nothing_beside_it(published: Callable[[str], Path]) -> None:
    named = {path.name for path in (published("") / DATABASE).parent.glob("signout*")}
    assert named == {"signout.csv", "signout.csv-metadata.json", "signout.sqlite"}


def test_its_tables_refuse_what_cannot_be(published: Callable[[str], Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes((published("") / DATABASE).read_bytes())
    with closing(sqlite3.connect(copy)) as database:
        database.execute("pragma foreign_keys = on")
        for wrong in (
            "update devices set kind = 'toaster'",
            "update routes set confidence = 'certain'",
            "update routes set checked_on = '22 November'",
            "update routes set on_device = 1",
            "delete from sources",
            "insert into steps select * from steps",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(wrong)
        # Somebody may go on with a copy of it.
        database.execute("update devices set name = 'Mine'")
        database.commit()
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]


# --- whole ----------------------------------------------------------------------------------------


def test_the_view_of_steps_has_every_step_in_order(
    database: sqlite3.Connection, lumen_bundle: Bundle
) -> None:
    wanted = [
        (device, interface or None, role, route.title, step.number, step.says, step.sees.goal)
        for device, interface, role, route in routes_of(lumen_bundle)
        for step in route.steps
    ]
    said = database.execute(
        "select device, interface, role, route_title, step, says, goal from steps_in_order"
    )
    assert said.fetchall() == wanted


def test_the_view_of_routes_has_every_source(
    database: sqlite3.Connection, lumen_bundle: Bundle
) -> None:
    wanted = {
        (device.id, interface.id, route.id, source, source in route.in_part)
        for device in lumen_bundle.devices.values()
        for interface in device.interfaces
        for route in interface.routes
        for source in (*route.sources, *route.in_part)
    }
    said = database.execute(
        "select device, interface, route, source, in_part from routes_with_sources"
    )
    assert {(*row[:4], bool(row[4])) for row in said} == wanted


def test_every_entity_is_there(database: sqlite3.Connection, lumen_bundle: Bundle) -> None:
    for table in (
        *("kinds", "devices", "families", "problems", "checklists", "keys", "labels"),
        *("concepts", "sources"),
    ):
        ids = {id for (id,) in database.execute(f"select id from {table}")}
        assert ids == set(getattr(lumen_bundle, table)), table
    everything = lumen_bundle
    wanted = {
        "actions": sum(len(device.actions) for device in everything.devices.values()),
        "device_problems": sum(len(device.problems) for device in everything.devices.values()),
        "device_labels": sum(len(device.labels) for device in everything.devices.values()),
        "solutions": sum(len(problem.solutions) for problem in everything.problems.values()),
        "checklist_items": sum(len(one.items) for one in everything.checklists.values()),
        "afterwards": len(everything.afterwards),
        "facts": sum(len(topic.facts) for topic in everything.topics.values()),
        "impostors": sum(len(family.impostors) for family in everything.families.values()),
        "everyday": sum(map(len, everything.everyday.values())),
        "changes": sum(len(edition.entries) for edition in everything.changes),
    }
    counted = {
        table: database.execute(f"select count(*) from {table}").fetchone()[0] for table in wanted
    }
    assert counted == wanted


def test_notes_are_where_they_belong(database: sqlite3.Connection) -> None:
    query = "select interface, route, step, text from notes where device = 'glow-tv'"
    notes = database.execute(query)
    assert notes.fetchall() == [
        (None, None, None, "Press Home first if a title is playing."),
        ("menu", None, None, "Sets from 2024 show this menu."),
        ("menu", "menu", None, "It takes four steps."),
        ("menu", "menu", 2, "The list may scroll."),
    ]


def test_what_we_ship_is_sound_too(tmp_path: Path) -> None:
    shipped = bundle(load_specs(ROOT / "device_specs"))
    write_database(tmp_path / "x.sqlite", shipped, shipped.devices.values(), SITE)
    with closing(opened(tmp_path / "x.sqlite")) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert database.execute("pragma foreign_key_check").fetchall() == []
        steps = sum(len(route.steps) for *_, route in routes_of(shipped))
        assert database.execute("select count(*) from steps_in_order").fetchone() == (steps,)


# --- search ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("glow", ("device", "glow-stick")),
        ("glow set", ("device", "glow-tv")),
        ("G100", ("device", "glow-tv")),
        ("handy phones", ("device", "handy")),
        ("opening menus", ("problem", "menu-does-not-open")),
        ("get help", ("step", "tv-menu/menu/2")),
        ("gét HELP", ("step", "tv-menu/menu/2")),
    ],
)
def test_one_line_finds_it(
    database: sqlite3.Connection, words: str, first: tuple[str, str]
) -> None:
    query = "select kind, id from search where search match ? order by rank"
    assert database.execute(query, [words]).fetchone() == first


def test_what_is_found_leads_on(database: sqlite3.Connection) -> None:
    for table in ("devices", "steps", "problems"):
        query = f"select count(*) from {table} join search on search.rowid = {table}.search_id"
        (number,) = database.execute(query).fetchone()
        assert (number,) == database.execute(f"select count(*) from {table}").fetchone()


# --- questions ------------------------------------------------------------------------------------

ANSWERS: dict[str, tuple[dict[str, str], list[tuple[Any, ...]]]] = {
    "find": ({"words": "g100"}, [("device", "glow-tv", "Glow TV", "../../devices/glow-tv/")]),
    "how-to": (
        {"device": "cast-dongle"},
        [
            (
                *("The page of your devices", "remote", "Sign out one device", 1),
                *("Select Devices.", "A list of devices."),
            ),
        ],
    ),
    "not-tried": ({}, [("Handy phone", None, "../../devices/handy/")]),
    "pages-that-say": (
        {"words": "Get Help"},
        [("The Gazette", "Get your account off that TV", "https://gazette.example/lumen-sign-out")],
    ),
    "label-in-language": (
        {"words": "Sign Out", "language": "fr"},
        [("Glow TV", "Se déconnecter", 0)],
    ),
    "rest-on": (
        {"address": "https://help.lumen.example/devices"},
        [("your account page", "../../devices/lumen-account/")],
    ),
    "least-sure": (
        {},
        [("Play Box", "Game consoles", "inferred", "../../devices/play-box/")],
    ),
}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_is_answered(database: sqlite3.Connection, question: Any) -> None:
    asked, answers = ANSWERS[question.name]
    assert set(re.findall(r":(\w+)", question.sql)) == set(asked)
    said = database.execute(question.sql, asked).fetchall()
    assert [answer for answer in answers if answer not in said] == [], said


def test_a_device_that_was_tried_is_not_among_those_that_were_not(
    lumen_bundle: Bundle, tmp_path: Path
) -> None:
    known = lumen_bundle
    (sql,) = (question.sql for question in QUESTIONS if question.name == "not-tried")
    device = known.devices["handy"]
    shown = device.interfaces[0]
    route = shown.routes[0]
    tried = Check(date=known.edition, by="us", on_device=True, covers=True, sources=())
    route = route.model_copy(update={"checked": tried})
    shown = shown.model_copy(update={"routes": (route, *shown.routes[1:])})
    device = device.model_copy(update={"interfaces": (shown,)})
    devices = [device, known.devices["lumen-account"]]
    write_database(tmp_path / "x.sqlite", known, devices, SITE)
    with closing(opened(tmp_path / "x.sqlite")) as database:
        names = [name for name, *_ in database.execute(sql)]
    assert names == ["your account page"]


# --- explained ------------------------------------------------------------------------------------


def test_every_table_and_column_is_explained(database: sqlite3.Connection) -> None:
    query = """
        select name from sqlite_master where type in ('table', 'view') and name not like 'search_%'
    """
    explained = {table.name: table for table in (*tables(), SEARCH)}
    assert {name for (name,) in database.execute(query)} == set(explained)
    for name, table in explained.items():
        assert table.means.endswith("."), name
        columns = [row[1] for row in database.execute(f"pragma table_info({name})")]
        assert [*table.columns] == columns
        assert all(means.endswith(".") for means in table.columns.values()), name


def test_the_explanations_are_in_the_file(database: sqlite3.Connection) -> None:
    (made,) = database.execute("select sql from sqlite_master where name = 'devices'").fetchone()
    assert "-- Things someone owns, in the order of the catalogue." in made


# --- literal --------------------------------------------------------------------------------------


def test_hostile_text_is_literal(lumen_bundle: Bundle, tmp_path: Path) -> None:
    texts = (*HOSTILE, "'); drop table devices; --", "a\nb", "Ω🙂\u0301")
    for text in texts:
        hostile = hostile_bundle(lumen_bundle, text)
        devices = [*hostile.devices.values(), lumen_bundle.devices["lumen-account"]]
        write_database(tmp_path / "x.sqlite", hostile, devices, SITE)
        with closing(opened(tmp_path / "x.sqlite")) as database:
            row = database.execute(
                "select device_name, route_title, says, when_to_use from steps_in_order"
            ).fetchone()
            assert row == (text,) * 4
            assert database.execute("pragma foreign_key_check").fetchall() == []


# --- the same bytes -------------------------------------------------------------------------------


def test_whoever_makes_it_it_is_the_same(published: Callable[[str], Path], tmp_path: Path) -> None:
    program = (
        "import os, sys; os.umask(0o077)\n"
        "from pathlib import Path\n"
        "from generator.data.mapping.whole import bundle\n"
        "from generator.knowledge.load import load_specs\n"
        "from generator.publish.tables import write_tables\n"
        "known = bundle(load_specs(Path(sys.argv[1])))\n"
        "write_tables(Path(sys.argv[2]), known, known.devices.values(), '../../')\n"
    )
    elsewhere = {"PYTHONHASHSEED": "7", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"}
    subprocess.run(
        [sys.executable, "-c", program, BASE, tmp_path],
        env=os.environ | elsewhere,
        cwd=ROOT,
        check=True,
    )
    here = (published("") / DATABASE).parent
    for name in WRITTEN:
        assert (tmp_path / name).read_bytes() == (here / name).read_bytes(), name


def test_made_again_in_its_place_it_is_the_same(lumen_bundle: Bundle, tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        write_tables(tmp_path, lumen_bundle, lumen_bundle.devices.values(), SITE)
        made.append([(tmp_path / name).read_bytes() for name in WRITTEN])
    assert made[0] == made[1]


def test_the_header_tells_nothing_of_how_it_was_made(published: Callable[[str], Path]) -> None:
    data = (published("") / DATABASE).read_bytes()
    assert int.from_bytes(data[16:18], "big") == PAGE_SIZE
    assert data[24:28] == data[92:96] == b"\0\0\0\1", "or the size in the header does not count"
    assert int.from_bytes(data[28:32], "big") * PAGE_SIZE == len(data)
    assert int.from_bytes(data[96:100], "big") == READ_SINCE


def test_what_is_not_used_is_zero(published: Callable[[str], Path]) -> None:
    data = (published("") / DATABASE).read_bytes()
    pages = [data[start : start + PAGE_SIZE] for start in range(0, len(data), PAGE_SIZE)]
    assert [settled(page, number) for number, page in enumerate(pages, 1)] == pages
    # An empty leaf, and what another version of SQLite may have left in it.
    leaf = bytes([13, 0, 0, 0, 0, 0, 0, 0]) + b"left"
    assert settled(leaf.ljust(PAGE_SIZE, b"\0"), 2) == leaf[:8].ljust(PAGE_SIZE, b"\0")


def test_where_it_cannot_be_written_it_says_so(lumen_bundle: Bundle, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"`signout\.sqlite` cannot be written: unable to open"):
        write_database(tmp_path / "no" / "signout.sqlite", lumen_bundle, [], SITE)


def test_a_sqlite_without_text_search_is_named(lumen_bundle: Bundle, tmp_path: Path) -> None:
    because = _because(sqlite3.OperationalError("no such module: fts5"), tmp_path / "x.sqlite")
    assert because.startswith(f"SQLite {sqlite3.sqlite_version} of this Python has no full-text")


def test_rows_name_their_columns_only_where_they_must() -> None:
    assert insert("kinds", 2) == "insert into kinds values (?, ?)"
    assert insert("search", 6).startswith("insert into search (rowid, kind, id,")


def test_the_data_are_json_for_datasette(published: Callable[[str], Path]) -> None:
    text = (published("") / "api/v1/metadata.json").read_text("utf-8")
    assert [*json.loads(text)["databases"]] == ["signout"]
