"""signout.csv: a row for each step, which spreadsheets, programs and people read alike."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from csvw import CSVW
from hypothesis import given
from hypothesis import strategies as st

from generator.data.bundle import Bundle
from generator.data.csv_columns import COLUMNS
from generator.data.csv_table import csv_lines, guarded, unguarded
from generator.data.entities import Route
from generator.data.mapping.whole import bundle
from tests.data.conftest import SITE

TABLE = "api/v1/signout.csv"
HOSTILE = (
    "=cmd|'/c calc'!A1",
    "@SUM(1+1)",
    "+1",
    "-1",
    '"><img src=x onerror=alert(1)>',
    'say "yes", then; =1+1',
    "'=1",
    "＝1",
    "{{ 7*7 }} <b>",
)


def would_run(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula."""
    return cell.lstrip(' "').startswith(tuple("=+-@＝＋－＠"))


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows as RFC 4180 has them."""
    return [*csv.DictReader(StringIO(text, newline=""), strict=True)]


def routes_of(known: Bundle) -> Iterator[tuple[str, str, str, Route]]:
    """Device, interface, role and route of all that must have rows, in order."""
    for device in known.devices.values():
        for interface in device.interfaces:
            for route in interface.routes:
                yield device.id, interface.id, route.role, route
        if not device.interfaces:
            yield device.id, "", "remote", known.remote.one_device


@pytest.fixture(scope="module")
def rows(files: dict[str, bytes]) -> list[dict[str, str]]:
    return rows_of(files[TABLE].decode("utf-8-sig"))


def test_there_is_a_row_for_each_step(rows: list[dict[str, str]], lumen_bundle: Bundle) -> None:
    said = [
        (row["device_id"], row["interface_id"], row["role"], row["step"], row["instruction"])
        for row in rows
    ]
    assert said == [
        (device, interface, role, str(step.number), step.says)
        for device, interface, role, route in routes_of(lumen_bundle)
        for step in route.steps
    ]


def test_no_device_is_missing(rows: list[dict[str, str]], lumen_bundle: Bundle) -> None:
    assert {row["device_id"] for row in rows} == set(lumen_bundle.devices)
    dongle = [row for row in rows if row["device_id"] == "cast-dongle"]
    assert {row["when"] for row in dongle} == {"It has no Lumen screen of its own."}
    assert [row["goal"] for row in dongle] == ["false", "false", "true"]


def test_a_row_says_all_that_a_help_desk_asks(rows: list[dict[str, str]]) -> None:
    (row,) = (row for row in rows if row["row"] == "glow-tv/menu/menu/2")
    assert row["device"] == "Glow TV"
    assert row["other_names"] == "Glow, Glow set, G100, 1.10"
    assert row["words"] == "Get Help"
    assert row["where"] == "at the bottom"
    assert row["note"] == "The list may scroll."
    assert row["confidence"] == "high"
    assert row["sources"].split(" ")[0] == "https://help.lumen.example/sign-out"
    assert row["page"] == "../../devices/glow-tv/"
    assert row["licence"] == "CC BY 4.0"
    assert {row["retired_since"] for row in rows if row["device_id"] == "glow-stick"} == {
        "2026-03-01"
    }


def test_where_the_site_has_an_address_so_has_the_page(
    published: Callable[[str], Path],
) -> None:
    text = (published(SITE) / TABLE).read_text("utf-8-sig")
    assert f",{SITE}devices/glow-tv/," in text


def test_it_is_what_spreadsheets_and_standards_expect(files: dict[str, bytes]) -> None:
    data = files[TABLE]
    assert data.startswith(b"\xef\xbb\xbfrow,device_id,device,"), "a mark, or Excel spoils accents"
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    header = data.decode("utf-8-sig").partition("\r\n")[0]
    assert header.split(",") == [column.name for column in COLUMNS]


# --- CSV on the Web -------------------------------------------------------------------------------


def described(folder: Path, change: Callable[[str], str] = lambda text: text) -> CSVW:
    """The table as a reader of CSV on the Web finds it, given its address alone."""
    table = folder / "signout.csv"
    with table.open("r+", encoding="utf-8-sig", newline="") as file:
        text = change(file.read())
        file.seek(0)
        file.truncate()
        file.write(text)
    return CSVW(str(table), validate=True)


@pytest.fixture
def folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for name in (TABLE, f"{TABLE}-metadata.json"):
        (tmp_path / Path(name).name).write_bytes(files[name])
    return tmp_path


def test_a_validator_of_csv_on_the_web_finds_nothing(
    folder: Path, rows: list[dict[str, str]]
) -> None:
    found = described(folder)
    assert found.is_valid, found.warnings
    read = [*found.t]
    assert len(read) == len(rows)
    assert read[0]["step"] == 1
    assert read[0]["goal"] is False
    assert (read[0]["edition"].year, read[0]["edition"].month) == (2026, 11)
    assert [source.unsplit() for source in read[0]["sources"]] == rows[0]["sources"].split(" ")
    assert found.t.common_props["dc:license"] == {
        "@id": "https://creativecommons.org/licenses/by/4.0/"
    }


@pytest.mark.filterwarnings("always")  # as which the validator tells what it finds
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("row,device_id", "line,device_id"),
        (",high,", ",certainly,"),
        ("glow-tv/menu/menu/2", "glow-tv/menu/menu/1"),
        (",1,select,", ",first,select,"),
    ],
)
def test_it_would_find_a_mistake(folder: Path, old: str, new: str) -> None:
    found = described(folder, lambda text: text.replace(old, new, 1))
    with suppress(ValueError):  # which is how it tells of a row that is there twice
        assert not found.is_valid


def test_each_column_is_explained(files: dict[str, bytes]) -> None:
    columns = json.loads(files[f"{TABLE}-metadata.json"])["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == [column.name for column in COLUMNS]
    assert all(column["dc:description"].endswith(".") for column in columns)
    assert {key for column in columns for key in column} <= {
        *("name", "titles", "dc:description", "datatype", "required", "separator"),
    }


# --- hostile text ---------------------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from("=+-@'\" ;,\t\r\na1＝"), max_size=8) | st.text())
def test_text_comes_back_and_nothing_of_it_runs(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not [part for part in re.split(r"[;\t\r\n]", cell) if would_run(part)]


@pytest.mark.parametrize("text", ["Get Help", "1+1", "a-b", "it's", "50 %; more", "", "é = e"])
def test_other_text_is_as_it_was(text: str) -> None:
    assert guarded(text) == text


def hostile_bundle(known: Bundle, text: str) -> Bundle:
    """All that is known, with the text in every place of a device that takes any."""
    device = known.devices["glow-tv"]
    shown = device.interfaces[0]
    route = shown.routes[0]
    step = route.steps[0].model_copy(
        update={"says": text, "where": text, "note": text, "enter": text}
    )
    route = route.model_copy(update={"title": text, "when": text, "steps": (step,), "notes": ()})
    shown = shown.model_copy(update={"name": text, "tell": text, "routes": (route,)})
    device = device.model_copy(
        update={"name": text, "also": (text,), "models": (), "interfaces": (shown,)}
    )
    return known.model_copy(update={"devices": {device.id: device}})


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_literal(lumen_bundle: Bundle, text: str) -> None:
    hostile = hostile_bundle(lumen_bundle, text)
    whole = "".join(csv_lines(hostile, hostile.devices.values(), SITE))
    (row,) = rows_of(whole)
    named = ("device", "other_names", "interface", "tell", "route", "when", "instruction", "note")
    assert [unguarded(row[name]) for name in named] == [text] * len(named)
    # As it comes, and as it comes in countries where a semicolon stands between cells.
    for delimiter in ",;":
        lines = csv.reader(StringIO(whole, newline=""), delimiter=delimiter)
        assert not [cell for cells in lines for cell in cells if would_run(cell)]


def test_a_name_that_an_editor_typed_is_literal(lumen_known: Callable[..., Any]) -> None:
    name = "=HYPERLINK(1)"
    change = {"devices/tv/glow-tv.yml": ("name: Glow TV", f'name: "{name}"')}
    known = bundle(lumen_known(change))
    rows = rows_of("".join(csv_lines(known, known.devices.values(), "")))
    assert {row["device"] for row in rows if row["device_id"] == "glow-tv"} == {f"'{name}"}


def test_devices_may_come_one_by_one(files: dict[str, bytes], lumen_bundle: Bundle) -> None:
    alone = lumen_bundle.model_copy(update={"devices": {}})
    stream = (device for device in lumen_bundle.devices.values())
    assert "".join(csv_lines(alone, stream, "../../")) == files[TABLE].decode("utf-8-sig")
