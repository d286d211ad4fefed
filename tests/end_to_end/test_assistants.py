"""The shipped site as assistants find it: every page as Markdown that says what the page says."""

from __future__ import annotations

import datetime
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from generator.knowledge.licence import LICENCE_URL
from generator.publish.publication import Project, publish
from generator.site.markdown_blocks import KNOWN
from generator.site.markdown_tree import LEFT_OUT
from tests.markdown_reader import rendered, words
from tests.site_fixtures import copy_second_service

HOME = "https://signout.example/"
Pages = Mapping[str, BeautifulSoup]


@pytest.fixture(scope="module")
def markdown(site: Path) -> dict[str, str]:
    """The Markdown of every page by the page's address (`devices/roku/`)."""
    return {
        file.relative_to(site).as_posix().removesuffix("index.md"): file.read_text("utf-8")
        for file in sorted(site.rglob("*.md"))
    }


@pytest.fixture(scope="module")
def shown(markdown: dict[str, str]) -> Pages:
    """What each Markdown says, but for its end, as a browser would show it."""
    return {path: rendered(parts(text)[0]) for path, text in markdown.items()}


def article_of(page: BeautifulSoup) -> Tag:
    article = page.find("article")
    assert isinstance(article, Tag)
    return article


def parts(markdown: str) -> tuple[str, str]:
    """What a page says, and what stands at the end of every page."""
    said, _, end = markdown.rpartition("\n\n---\n\n")
    return said, end


# --- every page -------------------------------------------------------------------------------


def test_every_page_has_its_markdown_beside_it(pages: Pages, markdown: dict[str, str]) -> None:
    assert len(markdown) > 100
    assert set(markdown) == set(pages) - {"404.html"}
    for path, page in pages.items():
        links = page.select('head link[rel="alternate"][type="text/markdown"]')
        assert [link["href"] for link in links] == ([] if path == "404.html" else ["index.md"])


def test_it_has_exactly_the_words_of_the_page(pages: Pages, shown: Pages) -> None:
    for path, text in shown.items():
        assert words(text) == words(article_of(pages[path])), path


def test_the_comparison_would_see_a_word_too_few_or_too_many(
    pages: Pages, markdown: dict[str, str]
) -> None:
    said, _ = parts(markdown["devices/roku/"])
    there = words(article_of(pages["devices/roku/"]))
    assert words(rendered(said.replace("Press", "", 1))) != there
    assert words(rendered(said + "\n\nMore")) != there


def test_what_is_left_out_says_nothing_that_a_reader_needs(pages: Pages) -> None:
    """Steps, headings, notes and sources are in none of the elements that are left out."""
    needed = "h1, h2, h3, .so-do, .so-see, .so-done, .so-note, .so-sure, .so-cited, table"
    for path, page in pages.items():
        for one in article_of(page).select(", ".join(LEFT_OUT)):
            assert one.select(needed) == [], path


def test_every_element_of_every_page_is_known_to_the_converter(pages: Pages) -> None:
    """A template that uses a new one needs a converter that knows what it means."""
    for path, page in pages.items():
        article = article_of(page)
        left_out = article.select(", ".join(LEFT_OUT))
        unread = {id(inner) for one in left_out for inner in [one, *one.find_all(True)]}
        read = {one.name for one in article.find_all(True) if id(one) not in unread}
        assert read <= KNOWN, path


def test_it_is_plain(markdown: dict[str, str], shown: Pages) -> None:
    """It begins with the title, and has no HTML, no scripts and no empty links."""
    allowed = {"a", "br", "code", "em", "h1", "h2", "h3", "hr", "li", "ol", "p", "pre", "strong"}
    allowed |= {"blockquote", "table", "tbody", "td", "th", "thead", "tr", "ul"}
    for path, text in markdown.items():
        assert text.startswith("# "), path
        assert len(shown[path].select("h1")) == 1, path
        assert {element.name for element in shown[path].find_all(True)} <= allowed, path
        assert "[]" not in text
        assert "\n\n\n" not in text
        assert text.endswith("\n")


def test_steps_are_numbered_and_the_lists_of_the_page_are_lists(pages: Pages, shown: Pages) -> None:
    for path, text in shown.items():
        article = article_of(pages[path])
        for kind in ("h1", "h2", "h3", "ol", "ol > li", "table", "tr"):
            assert len(text.select(kind)) == len(article.select(kind)), (path, kind)


def test_links_lead_where_those_of_the_page_lead(pages: Pages, shown: Pages) -> None:
    for path, text in shown.items():
        article = article_of(pages[path])
        unread = {
            id(link)
            for one in article.select(", ".join(LEFT_OUT))
            for link in [one, *one.select("a")]
        }
        there = [
            urljoin(HOME + path, str(link["href"]))
            for link in article.select("a[href]")
            if id(link) not in unread and link.get_text(strip=True)
        ]
        links = [str(link["href"]) for link in text.select("a")]
        # Addresses of mail become links by themselves.
        assert [link for link in links if not link.startswith("mailto:")] == there, path
        assert all(link.startswith("https://") for link in there)


def test_it_ends_with_its_address_its_day_and_its_licence(
    pages: Pages, markdown: dict[str, str]
) -> None:
    for path, text in markdown.items():
        end = rendered(parts(text)[1])
        canonical = pages[path].select_one('link[rel="canonical"]')
        assert canonical is not None
        assert [link["href"] for link in end.select("a")] == [canonical["href"], LICENCE_URL]
        assert re.search(r"compared with its sources: \d+ \w+ \d{4}", end.get_text())


# --- the lists of all pages -------------------------------------------------------------------


def test_llms_txt_has_the_form_that_is_asked_for(site: Path) -> None:
    """https://llmstxt.org: a title, a summary, then sections of links with a line each."""
    text = (site / "llms.txt").read_text("utf-8")
    shown = rendered(text)
    assert [one.name for one in shown.find_all(True, recursive=False)][:2] == ["h1", "blockquote"]
    assert [one.name for one in shown.select("h1, h3, h4")] == ["h1"]
    headings = [one.get_text() for one in shown.select("h2")]
    assert {"Problems", "Security", "Data", "Optional"} <= set(headings)
    assert sum(one.startswith("Devices: ") for one in headings) > 5
    for item in shown.select("li"):
        assert item.select_one("a") is not None


def test_llms_txt_lists_every_page_once(site: Path, markdown: dict[str, str]) -> None:
    links = [a["href"] for a in rendered((site / "llms.txt").read_text("utf-8")).select("li a")]
    assert len(links) == len(set(links))
    rest = {str(one).removeprefix(HOME) for one in links} - {f"{p}index.md" for p in markdown}
    assert rest == {"llms-full.txt", "api/v1/index.json"}
    for link in links:
        assert (site / str(link).removeprefix(HOME)).is_file()


def test_the_full_text_has_every_page_in_the_order_of_the_list(
    site: Path, markdown: dict[str, str]
) -> None:
    text = (site / "llms-full.txt").read_text("utf-8")
    listed = re.findall(rf"\({HOME}(\S*?)index\.md\)", (site / "llms.txt").read_text("utf-8"))
    full = re.split(r"\n\* \* \*\n\nPage \d+ of \d+: <(\S+)>\n\n", text)
    assert [one.removeprefix(HOME) for one in full[1::2]] == listed
    for path, page in zip(listed, full[2::2], strict=True):
        assert page == markdown[path]


# --- addresses --------------------------------------------------------------------------------


def test_every_page_says_its_one_address_everywhere_alike(site: Path, pages: Pages) -> None:
    listed = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    told = []
    for path, page in pages.items():
        canonical = [str(one["href"]) for one in page.select('link[rel="canonical"]')]
        shared = [str(one["content"]) for one in page.select('meta[property="og:url"]')]
        if path == "404.html":
            assert (canonical, shared) == ([], [])
            continue
        assert canonical == shared == [HOME + path]
        told += canonical
        [script] = page.select('script[type="application/ld+json"]')
        known = json.loads(script.string or "")
        nodes = known.get("@graph", [known])
        ways = [one for one in nodes if one["@type"] == "BreadcrumbList"]
        ends = [way["itemListElement"][-1]["item"] for way in ways]
        own = [one["url"] for one in nodes if one["@type"] != "BreadcrumbList"]
        assert {*ends, *own} == {HOME + path}
    assert sorted(told) == sorted(listed)


def test_robots_are_led_to_the_sitemap(site: Path) -> None:
    assert f"Sitemap: {HOME}sitemap.xml" in (site / "robots.txt").read_text("utf-8").splitlines()


# --- structured data --------------------------------------------------------------------------

# What we say of what, in the words of https://schema.org: a new one needs a look at its page there.
PROPERTIES = {
    "WebSite": {"name", "url", "description", "inLanguage"},
    "TechArticle": {
        *("headline", "description", "url", "inLanguage", "dateModified", "author", "publisher"),
        *("isPartOf", "license"),
    },
    "Organization": {"name"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Dataset": {
        *("name", "description", "url", "inLanguage", "license", "creditText", "creator"),
        *("isAccessibleForFree", "dateModified", "distribution"),
    },
    "DataDownload": {"name", "contentUrl", "encodingFormat"},
}


def nodes(value: object) -> Iterator[dict[str, Any]]:
    """The things that are told of, at any depth."""
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            yield from nodes(one)


def structured(page: BeautifulSoup) -> list[dict[str, Any]]:
    [script] = page.select('script[type="application/ld+json"]')
    known = json.loads(script.string or "")
    assert known["@context"] == "https://schema.org"
    return list(nodes(known))


def seen(body: Tag) -> str:
    """The text of a page that people see on a screen, white space collapsed."""
    unseen = {id(one) for one in body.select("script, [hidden], .so-qr")}
    texts = (
        str(text)
        for text in body.find_all(string=True)
        if not any(id(parent) in unseen for parent in text.parents)
    )
    return " ".join("".join(texts).split())


def in_words(day: str) -> str:
    date = datetime.date.fromisoformat(day)
    return f"{date.day} {date:%B %Y}"


def test_structured_data_says_only_what_its_words_allow(pages: Pages) -> None:
    for path, page in pages.items():
        if path != "404.html":
            for node in structured(page):
                assert set(node) - {"@type", "@context"} <= PROPERTIES[node["@type"]], path


def test_structured_data_says_what_the_page_shows(pages: Pages) -> None:
    for path, page in pages.items():
        if path == "404.html":
            continue
        description = page.select_one('meta[name="description"]')
        assert description is not None
        body = page.select_one("body")
        assert body is not None
        links = {urljoin(HOME + path, str(a["href"])).partition("#")[0] for a in body.select("a")}
        text = seen(body)
        days = {str(one["datetime"]) for one in body.select("time")}
        for node in structured(page):
            for name, value in node.items():
                where = f"{path}: {node['@type']} {name}"
                if name in ("name", "headline", "creditText"):
                    assert value.casefold() in text.casefold(), where
                elif name == "description":  # the page's own, which its head gives
                    assert value == description["content"], where
                elif name in ("url", "item", "contentUrl", "license"):
                    assert value in links | {HOME + path}, where
                elif name == "dateModified":
                    assert value in days or in_words(value) in text, where
                elif name == "inLanguage":
                    assert value == page.select_one("html")["lang"], where  # type: ignore[index]


def test_every_device_and_problem_says_when_it_last_changed(site: Path, pages: Pages) -> None:
    listed = re.findall(
        "<loc>(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", (site / "sitemap.xml").read_text("utf-8")
    )
    days = {address.removeprefix(HOME): day for address, day in listed}
    for path, page in pages.items():
        if re.fullmatch(r"(devices|troubleshooting)/.+/", path):
            [article] = [one for one in structured(page) if one["@type"] == "TechArticle"]
            told = article.get("dateModified", "")  # nothing where no day is known
            shown = article_of(page).select("time")
            assert [days[path] for _ in shown] == [str(one["datetime"]) for one in shown]
            assert [one.get_text() for one in shown] == [in_words(day) for day in [told] if day]
            assert days[path] == told
        elif path != "404.html":
            assert days[path] == "", "of prose no day is known"


# --- where they are not -----------------------------------------------------------------------


def test_what_is_taken_along_or_kept_offline_does_without(site: Path) -> None:
    with zipfile.ZipFile(site / "downloads" / "site.zip") as archive:
        names = archive.namelist()
        page = archive.read("site/devices/roku/index.html").decode()
    assert [name for name in names if name.endswith(".md") or "/llms" in name] == []
    assert "text/markdown" not in page
    assert not re.search(r"index\.md|llms", (site / "sw.js").read_text("utf-8"))


def test_a_build_of_pages_only_makes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy_second_service(tmp_path / "project"))
    publish(Project(), Path("public"), lambda path: None, pages_only=True)
    assert Path("public/devices/vista/index.html").is_file()
    assert [*Path("public").rglob("*.md"), *Path("public").glob("llms*")] == []
    assert "text/markdown" not in Path("public/devices/vista/index.html").read_text("utf-8")
