"""Structured data: what it says, and that no text gets out of its script element."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from generator.knowledge.licence import LICENCE_URL
from generator.site.engine import SiteSettings
from generator.site.frames import Page
from generator.site.structured_data import Dataset, StructuredData

SETTINGS = SiteSettings(
    "Leave Lumen", "https://lumen.example/", {"": "Start", "devices/": "Things"}
)
DATA = StructuredData(SETTINGS)
DAY = datetime.date(2026, 3, 1)
PAGE = Page("devices/tv/", "Leave Lumen on a TV", "How to.", (), "", "x.yml", changed=DAY)
HOSTILE = [
    "</script><script>canary()</script>",
    "<!--<script>",
    "]]>",
    '"\\ \n\t',
    "\u2028\u2029",
    "&lt;/script&gt;",
    "日本 😀 \x7f",
]


def read(html: str) -> dict[str, Any]:
    """The one script element in a page, read as a browser and a search engine do."""
    page = BeautifulSoup(f"<head>{html}</head>", "html.parser")
    scripts = page.find_all(True)
    assert [element.name for element in scripts] == ["head", "script"]
    assert scripts[1].attrs == {"type": "application/ld+json"}
    known: dict[str, Any] = json.loads(scripts[1].string or "")
    assert known["@context"] == "https://schema.org"
    return known


def crumbs(node: dict[str, Any]) -> list[tuple[int, str, str]]:
    assert node["@type"] == "BreadcrumbList"
    return [(one["position"], one["name"], one["item"]) for one in node["itemListElement"]]


def test_the_home_page_says_what_the_site_is() -> None:
    known = read(DATA.prose("", '<meta name="description" content="Out &amp; away.">'))
    assert {name: value for name, value in known.items() if name != "@context"} == {
        "@type": "WebSite",
        "name": "Leave Lumen",
        "url": "https://lumen.example/",
        "description": "Out & away.",
        "inLanguage": "en",
    }


def test_an_article_says_what_it_is_and_where() -> None:
    article, way = read(DATA.article(PAGE, "TV"))["@graph"]
    assert article["@type"] == "TechArticle"
    assert (article["headline"], article["description"]) == (PAGE.title, PAGE.description)
    assert article["dateModified"] == "2026-03-01"
    assert article["license"] == LICENCE_URL
    assert article["isPartOf"]["name"] == article["publisher"]["name"] == "Leave Lumen"
    assert crumbs(way) == [
        (1, "Start", "https://lumen.example/"),
        (2, "Things", "https://lumen.example/devices/"),
        (3, "TV", "https://lumen.example/devices/tv/"),
    ]


def test_a_day_that_nobody_knows_is_not_told() -> None:
    article, _ = read(DATA.article(replace(PAGE, changed=None), "TV"))["@graph"]
    assert "dateModified" not in article


def test_a_section_that_is_not_in_the_navigation_has_no_name() -> None:
    alone = StructuredData(SiteSettings("Leave Lumen", "https://lumen.example/", {}))
    _, way = read(alone.article(PAGE, "TV"))["@graph"]
    assert [name for _, name, _ in crumbs(way)] == ["Leave Lumen", "TV"]


@pytest.mark.parametrize(
    ("path", "name"), [("devices/", "Things"), ("words/", "Words & what they mean")]
)
def test_prose_is_called_as_in_the_navigation_or_as_its_heading(path: str, name: str) -> None:
    html = '<h1 id="page">Words &amp;\n<b>what</b> they mean</h1>'
    assert crumbs(read(DATA.prose(path, html)))[1:] == [(2, name, f"https://lumen.example/{path}")]


def test_the_page_of_data_says_what_there_is() -> None:
    day = datetime.date(2026, 11, 22)
    offered = Dataset(
        "How to", "How to, by us", day, (("All", "api/all.json", "application/json"),)
    )
    html = '<meta name="description" content="All of it."><h1>Open data</h1>'
    dataset, way = read(DATA.prose("data/", html, offered))["@graph"]
    assert dataset["@type"] == "Dataset"
    assert (dataset["name"], dataset["description"]) == ("How to", "All of it.")
    assert dataset["url"] == "https://lumen.example/data/"
    assert dataset["dateModified"] == "2026-11-22"
    [download] = dataset["distribution"]
    assert download["contentUrl"] == "https://lumen.example/api/all.json"
    assert crumbs(way)[1:] == [(2, "Open data", "https://lumen.example/data/")]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text(text: str) -> None:
    page = Page("devices/tv/", text, text, (), "", "x.yml")
    html = StructuredData(SiteSettings(text, "https://lumen.example/", {"devices/": text})).article(
        page, text
    )
    article, way = read(html)["@graph"]
    assert article["headline"] == article["description"] == article["author"]["name"] == text
    assert [name for _, name, _ in crumbs(way)] == [text] * 3
    inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search("[<>&\u2028\u2029\n]", inside)


def test_a_path_is_an_address() -> None:
    page = Page("devices/ä b/", "T", "D", (), "", "x.yml")
    article, _ = read(DATA.article(page, "T"))["@graph"]
    assert article["url"] == "https://lumen.example/devices/%C3%A4%20b/"


def test_a_site_without_an_address_has_none() -> None:
    preview = StructuredData(SiteSettings("Leave Lumen", "", {}))
    assert preview.article(PAGE, "TV") == preview.prose("", "") == preview.prose("words/", "") == ""
