"""The sitemap: what the protocol allows, and true days only."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest

from generator.site.sitemap import MOST_ADDRESSES, MOST_BYTES, robots, sitemaps

URL = "https://lumen.example/"
DAY = datetime.date(2026, 11, 22)
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(text: str) -> tuple[str, list[dict[str, str]]]:
    """The kind of a file and its entries, if it has the structure that the protocol asks for."""
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    assert len(text.encode()) <= MOST_BYTES
    root = ElementTree.fromstring(text.encode())
    kind = root.tag.removeprefix(SPACE)
    entries = []
    assert not root.attrib
    for entry in root:
        assert entry.tag == SPACE + {"urlset": "url", "sitemapindex": "sitemap"}[kind]
        values = {field.tag.removeprefix(SPACE): field.text or "" for field in entry}
        assert list(values) in (["loc"], ["loc", "lastmod"])
        assert values["loc"].startswith(URL)
        assert len(values["loc"]) < 2048
        entries.append(values)
    assert len(entries) <= MOST_ADDRESSES
    return kind, entries


def test_pages_are_listed_in_order_with_the_days_that_are_known() -> None:
    files = sitemaps(URL, {"words/": None, "devices/tv/": DAY, "": None})
    assert list(files) == ["sitemap.xml"]
    kind, entries = read(files["sitemap.xml"])
    assert kind == "urlset"
    assert entries == [
        {"loc": URL},
        {"loc": f"{URL}devices/tv/", "lastmod": "2026-11-22"},
        {"loc": f"{URL}words/"},
    ]


def test_an_address_is_escaped_as_an_address_and_as_xml() -> None:
    _, [entry] = read(sitemaps("https://lumen.example/?a&b/", {"ä ü/": None})["sitemap.xml"])
    assert entry["loc"] == "https://lumen.example/?a&b/%C3%A4%20%C3%BC/"


@pytest.mark.parametrize(("pages", "shares"), [(50_000, []), (50_001, [50_000, 1])])
def test_beyond_50_000_addresses_there_is_an_index(pages: int, shares: list[int]) -> None:
    paths = [f"devices/{number}/" for number in range(pages)]
    files = sitemaps(URL, dict.fromkeys(paths, DAY))
    kind, entries = read(files["sitemap.xml"])
    if not shares:
        assert (kind, len(entries), len(files)) == ("urlset", pages, 1)
        return
    assert kind == "sitemapindex"
    names = [entry["loc"].removeprefix(URL) for entry in entries]
    assert names == ["sitemap-1.xml", "sitemap-2.xml"]
    assert sorted(files) == sorted(["sitemap.xml", *names])
    parts = [read(files[name]) for name in names]
    assert [(kind, len(found)) for kind, found in parts] == [("urlset", n) for n in shares]
    listed = [entry["loc"] for _, found in parts for entry in found]
    assert listed == sorted(URL + path for path in paths)


def test_no_file_is_larger_than_the_limit() -> None:
    pages = dict.fromkeys((f"devices/{number:03}/" for number in range(100)), DAY)
    files = sitemaps(URL, pages, most_bytes=4096)
    assert len(files) > 2
    assert all(len(text.encode()) <= 4096 for text in files.values())
    parts = [read(text)[1] for name, text in files.items() if name != "sitemap.xml"]
    assert [entry["loc"] for found in parts for entry in found] == [URL + path for path in pages]


def test_the_order_of_pages_is_no_matter() -> None:
    pages: dict[str, datetime.date | None] = {"b/": None, "a/": DAY, "": None}
    assert sitemaps(URL, pages) == sitemaps(URL, dict(reversed(pages.items())))


def test_a_site_without_an_address_lists_none() -> None:
    """The file is there all the same: by it a later build knows the folder as a site."""
    files = sitemaps("", {"words/": DAY})
    assert list(files) == ["sitemap.xml"]
    assert read(files["sitemap.xml"]) == ("urlset", [])
    assert robots("") == {}


def test_robots_learn_where_it_is() -> None:
    assert robots(URL) == {
        "robots.txt": "User-agent: *\nAllow: /\n\nSitemap: https://lumen.example/sitemap.xml\n"
    }
