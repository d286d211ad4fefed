"""Datasette itself (https://datasette.io) serves signout.sqlite with metadata.json as it comes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette

from generator.data.database import SEARCH, tables
from generator.data.questions import QUESTIONS
from tests.data.conftest import SITE

Asked = Callable[[str], httpx.Response]


@pytest.fixture(scope="module")
def asked(published: Callable[[str], Path]) -> Asked:
    """What Datasette answers to an address, without a port."""
    folder = published(SITE) / "api" / "v1"
    served = Datasette(
        immutables=[str(folder / "signout.sqlite")],
        metadata=json.loads((folder / "metadata.json").read_text("utf-8")),
        # However busy this machine is.
        settings={"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "suggest_facets": 0},
    )

    def answer(address: str) -> httpx.Response:
        # In a thread of its own: in this one, a browser that other tests share may have a loop.
        with ThreadPoolExecutor(1) as thread:
            answered: Future[httpx.Response] = thread.submit(
                lambda: asyncio.run(served.client.get(address))
            )
        said = answered.result()
        assert said.status_code == 200, (address, said.text)
        return said

    return answer


def test_it_shows_licence_source_and_what_a_table_holds(asked: Asked) -> None:
    page = BeautifulSoup(asked("/signout/devices").text, "html.parser")
    links = {link.get_text(strip=True): link["href"] for link in page.select("footer a")}
    assert links["CC BY 4.0"] == "https://creativecommons.org/licenses/by/4.0/"
    assert links["How to sign out of Lumen"] == SITE
    assert "Things someone owns, in the order of the catalogue." in page.get_text()
    (name,) = page.select("th[data-column=name]")
    assert name["data-column-description"] == "Its name, as people know it."
    facets = {str(element["data-column"]) for element in page.select(".facet-info")}
    assert facets >= {"kind", "confidence"}
    assert page.select_one("input[name=_search]") is not None, "the text index was found"


@pytest.mark.parametrize(
    ("table", "words", "found"),
    [
        ("devices", "glow set", ["glow-tv"]),
        ("problems", "menus", ["menu-does-not-open"]),
        ("search", "handy phone", ["handy"]),
    ],
)
def test_it_searches(asked: Asked, table: str, words: str, found: list[str]) -> None:
    query = urlencode({"_search": words, "_shape": "array"})
    rows = asked(f"/signout/{table}.json?{query}").json()
    assert [row["id"] for row in rows] == found


def test_it_answers_our_questions_and_any_other(asked: Asked) -> None:
    for question in QUESTIONS:
        if question.name != "find":
            asked(f"/signout/{question.name}")
    rows = asked("/signout/how-to.json?_shape=array&device=cast-dongle").json()
    assert rows[0]["says"] == "Select Devices."
    query = urlencode({"sql": "select count(*) as all_of_them from devices", "_shape": "array"})
    assert asked(f"/signout.json?{query}").json() == [{"all_of_them": 6}]


def test_it_opens_every_table_and_what_a_row_refers_to(asked: Asked) -> None:
    for table in (*tables(), SEARCH):
        asked(f"/signout/{table.name}.json?_size=3")
    page = BeautifulSoup(asked("/signout/routes?device=glow-tv").text, "html.parser")
    way = page.select_one("td.col-way a")
    assert way is not None
    assert way.get_text() in ("Use the menu", "Press the key code", "Use the gear")
    asked(str(way["href"]))
    asked("/signout/devices/glow-tv")
