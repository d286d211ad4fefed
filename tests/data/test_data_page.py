"""The page of open data: it lists what there is, and each of its examples runs as it stands.

The examples are taken from the shipped page, and only the site's address in them is another: that
of a host on this machine, which sends what `_headers` says.
"""

from __future__ import annotations

import datetime
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from generator.data.offers import OFFERS, every_offer
from generator.data.questions import QUESTIONS
from generator.knowledge.changelog import Edition
from generator.knowledge.load import load_specs
from generator.site.data_page import DataFiles, data_values, some_of_each
from generator.site.html import make_environment
from tests.conftest import LumenKnown
from tests.site_fixtures import ROOT, read_page, served, visible
from tests.static_host import StaticHost, rules, sent, static_host

SITE = "https://signout.example/"
DEVICE = "roku"
# What a script of any other site may read, and as what it is told to be.
OPEN = {
    "api/v1/meta.json": "application/json",
    "api/v1/devices/roku.json": "application/json",
    "api/v1/schemas/device.json": "application/schema+json",
    "api/v1/all.json.gz": "application/gzip",
    "api/v1/signout.csv": "text/csv; charset=utf-8; header=present",
    "api/v1/signout.sqlite": "application/vnd.sqlite3",
    "feeds/changes.atom": "application/atom+xml; charset=utf-8",
    "index.md": "text/markdown; charset=utf-8",
    "devices/roku/index.md": "text/markdown; charset=utf-8",
    "llms.txt": "text/plain; charset=utf-8",
}


@pytest.fixture(scope="module")
def page(site: Path) -> BeautifulSoup:
    return read_page(site / "data" / "index.html")


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[StaticHost]:
    with static_host(site) as host:
        yield host


@pytest.fixture(scope="module")
def device(site: Path) -> dict[str, Any]:
    text = (site / "api" / "v1" / "devices" / f"{DEVICE}.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)["device"]
    return found


def example(page: BeautifulSoup, name: str, host: StaticHost | None = None) -> str:
    """The code of an example, for the host on this machine."""
    element = page.select_one(f"#example-{name} > code")
    assert element is not None
    code = element.get_text()
    if host is None:
        assert SITE not in code
        return code
    assert SITE in code
    return code.replace(SITE, host.address)


def told(device: dict[str, Any]) -> str:
    """What the longer examples print."""
    lines = [
        f"{interface['name']}\n{interface['routes'][0]['text']}"
        for interface in device["interfaces"]
    ]
    assert len(lines) > 1
    assert "1. " in lines[0]
    return "\n".join(lines)


# --- what there is ---


def test_every_address_stands_in_one_table(page: BeautifulSoup) -> None:
    rows = page.select('.so-data th[scope="row"]')
    assert [visible(row) for row in rows] == [offer.path for offer in every_offer()]
    heads = [visible(head) for head in page.select('.so-data th[scope="rowgroup"]')]
    assert heads == [group.title for group in OFFERS]


def test_each_leads_to_a_file_that_is_there(page: BeautifulSoup, site: Path) -> None:
    links = [str(link["href"]) for link in page.select(".so-data a[href]")]
    assert len(links) == len(every_offer())
    for link in links:
        assert (site / "data" / link).resolve().is_file(), link


def test_every_file_for_programs_is_told_of(site: Path) -> None:
    patterns = [
        re.compile("[^/]+".join(map(re.escape, offer.path.split("{id}"))))
        for offer in every_offer()
    ]
    files = [file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()]
    data = [name for name in files if re.match(r"api/|feeds/|llms", name)]
    assert len(data) > 100
    assert [n for n in data if not any(p.fullmatch(n) for p in patterns)] == []


def test_large_files_say_how_large_they_are(page: BeautifulSoup) -> None:
    rows = {visible(row.select("th")[0]): visible(row) for row in page.select(".so-data tr")}
    for name in ("all.json", "all.json.gz", "signout.csv", "signout.sqlite"):
        assert re.search(r"\(\d+(\.\d)? (kB|MB)\)$", rows[f"api/v1/{name}"]), name


def test_it_is_linked_from_where_one_looks(site: Path) -> None:
    for path in ("about", "good-to-know"):
        assert read_page(site / path / "index.html").select_one('article a[href="../data/"]')


# --- examples ---


def test_the_examples_are_these(page: BeautifulSoup) -> None:
    """Each has a test below."""
    assert [
        str(e["id"]).removeprefix("example-") for e in page.select("article pre[id^=example-]")
    ] == [
        *("curl", "etag", "javascript", "python", "library", "sqlite"),
    ]


def test_curl_gets_a_device(
    page: BeautifulSoup, host: StaticHost, device: dict[str, Any], tmp_path: Path
) -> None:
    assert json.loads(_shell(example(page, "curl", host), tmp_path))["device"] == device


def test_curl_gets_it_again_only_if_it_is_new(
    page: BeautifulSoup, host: StaticHost, device: dict[str, Any], tmp_path: Path
) -> None:
    code = example(page, "etag", host)
    host.answered.clear()
    for _ in range(2):
        _shell(code, tmp_path)
        text = (tmp_path / f"{DEVICE}.json").read_text("utf-8")
        assert json.loads(text)["device"] == device
    assert [status for _, status in host.answered] == [200, 304]


def _shell(code: str, folder: Path) -> str:
    assert shutil.which("curl"), "`sh tests/chromium.sh` installs curl"
    done = subprocess.run(["sh", "-c", code], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_python_alone_prints_the_routes(
    page: BeautifulSoup,
    host: StaticHost,
    device: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    _python(example(page, "python", host))
    assert capsys.readouterr().out.rstrip("\n") == told(device)


def test_the_reading_library_prints_a_route(
    page: BeautifulSoup,
    site: Path,
    device: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(site / "api" / "v1")
    _python(example(page, "library"))
    printed = capsys.readouterr().out.rstrip("\n")
    assert printed == device["interfaces"][0]["routes"][0]["text"]
    shown = page.select_one("#printed")
    assert shown is not None
    assert shown.get_text() == printed, "as the page says"


def test_the_database_prints_steps(
    page: BeautifulSoup,
    site: Path,
    device: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(site / "api" / "v1")
    _python(example(page, "sqlite"))
    said = capsys.readouterr().out.splitlines()
    routes = [route for interface in device["interfaces"] for route in interface["routes"]]
    steps = [step["says"] for route in routes for step in route["steps"]]
    assert len(said) == len(steps)
    assert all(any(step in line for line in said) for step in steps)


def test_every_question_has_an_answer(page: BeautifulSoup, site: Path) -> None:
    asked = page.select("article pre[data-question]")
    assert len(asked) == len(QUESTIONS) - 1, "one is the example"
    with closing(sqlite3.connect(site / "api" / "v1" / "signout.sqlite")) as database:
        (address,) = database.execute("select url from sources limit 1").fetchone()
        own = {"words": "Get Help", "language": "fr", "address": address}
        for element in asked:
            query = element.get_text()
            named = {name: own[name] for name in re.findall(r":(\w+)", query)}
            assert database.execute(query, named).fetchone() is not None, query


def _python(code: str) -> None:
    exec(compile(code, "example", "exec"), {"__name__": "__main__"})


def test_a_page_of_another_site_prints_the_routes(
    page: BeautifulSoup, host: StaticHost, device: dict[str, Any], browser: Browser, tmp_path: Path
) -> None:
    code = example(page, "javascript", host)
    (tmp_path / "index.html").write_text("<!doctype html><title>Another site</title>", "utf-8")
    (tmp_path / "example.js").write_text(code, "utf-8")
    with served(tmp_path) as elsewhere:
        other = browser.new_page()
        said: list[str] = []
        other.on("console", lambda message: said.append(message.text))
        other.goto(elsewhere)
        other.evaluate("import('/example.js')")
        other.close()
    assert "\n".join(said).rstrip("\n") == told(device)


# --- headers ---


def test_scripts_of_other_sites_may_read_data_and_not_pages(
    host: StaticHost, browser: Browser, tmp_path: Path
) -> None:
    """Though pages and data alike send `Cross-Origin-Resource-Policy: same-origin`."""
    text = (host.folder / "_headers").read_text("utf-8")
    assert sent(text, "/api/v1/meta.json")["Cross-Origin-Resource-Policy"] == "same-origin"
    (tmp_path / "index.html").write_text("<!doctype html><title>Another site</title>", "utf-8")
    with served(tmp_path) as elsewhere:
        other = browser.new_page()
        other.goto(elsewhere)
        for path, kind in OPEN.items():
            length, said, tag = other.evaluate(
                """async url => {
                    const answer = await fetch(url)
                    const {headers} = answer
                    const body = await answer.arrayBuffer()
                    return [body.byteLength, headers.get("content-type"), headers.get("etag")]
                }""",
                host.address + path,
            )
            assert length == (host.folder / path).stat().st_size, path
            assert said == kind, path
            assert tag, path
        refused = "url => fetch(url).then(() => false, () => true)"
        assert other.evaluate(refused, f"{host.address}data/")
        other.close()


def test_hosts_agree_on_every_file(site: Path) -> None:
    text = (site / "_headers").read_text("utf-8")
    assert len(rules(text)) <= 100, "more are not read"
    for file in site.rglob("*"):
        if file.is_file() and file.suffix in {".html", ".json", ".md", ".atom", ".txt", ".csv"}:
            path = file.relative_to(site).as_posix().removesuffix("index.html")
            assert sent(text, f"/{path}")["X-Content-Type-Options"] == "nosniff"


# --- who may use it ---


def test_the_line_of_credit_is_that_of_the_documents(page: BeautifulSoup, site: Path) -> None:
    meta = json.loads((site / "api" / "v1" / "meta.json").read_text("utf-8"))
    quote, licence = page.select_one("blockquote"), page.select_one('a[rel~="license"]')
    assert quote is not None
    assert licence is not None
    assert visible(quote) == meta["attribution"]
    assert visible(licence) == meta["licence"]["name"]
    assert licence["href"] == meta["licence"]["url"]


def test_search_engines_for_data_are_told_what_the_page_says(
    page: BeautifulSoup, site: Path
) -> None:
    script = page.select_one('script[type="application/ld+json"]')
    assert script is not None
    dataset = json.loads(script.get_text())["@graph"][0]
    assert dataset["@type"] == "Dataset"
    text = visible(page.select_one("article") or page)
    assert dataset["name"] in text
    assert dataset["creditText"] in text
    assert 50 <= len(dataset["description"]) <= 5000, "what a search for datasets asks for"
    assert (
        dataset["license"] == json.loads((site / "api/v1/meta.json").read_text())["licence"]["url"]
    )
    assert len(dataset["distribution"]) == 4
    for download in dataset["distribution"]:
        assert download["name"] in text
        path = download["contentUrl"].removeprefix(SITE)
        assert path in text
        assert (site / path).is_file()


# --- other sites ---


def test_a_site_without_an_address_shows_examples_too(lumen_known: LumenKnown) -> None:
    values = data_values(lumen_known(), "", DataFiles())
    html = make_environment().get_template("data_examples.html").render(values | {"root": "../"})
    assert "https://signout.example/api/v1/devices/" in html


def test_feeds_are_offered_where_there_are_some(lumen_known: LumenKnown) -> None:
    told = replace(lumen_known(), changelog=(Edition(datetime.date(2026, 11, 22), ()),))
    template = make_environment().get_template("data.html")
    for kb, address, feeds in (
        (told, SITE, True),
        (told, "", False),
        (replace(told, changelog=()), SITE, False),
    ):
        html = template.render(data_values(kb, address, DataFiles()) | {"root": "../"})
        assert ("feeds/changes.atom" in html) == feeds
        assert "api/v1/changes.json" in html


def test_what_a_site_does_not_have_is_shown_without_an_example(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    values = data_values(kb, "", DataFiles()) | {"root": "../", "some": {}}
    html = make_environment().get_template("data.html").render(values)
    assert "<code>api/v1/problems/{id}.json</code>" in html
    assert "api/v1/problems/</a>" not in html


def test_the_example_is_a_device_with_steps_and_a_short_name() -> None:
    kb = load_specs(ROOT / "device_specs")
    assert some_of_each(kb)["devices"] == DEVICE
