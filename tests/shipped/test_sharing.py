"""What other programs read of the shipped pages, held against what people see on them.

That titles and descriptions are unique and short is tested in test_paths.py.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from generator.knowledge.base import KnowledgeBase
from generator.publish.publication import Project, load_project
from tests.qr_reader import read_qr
from tests.site_fixtures import ROOT, visible

SITE, LOST, HOME = "https://signout.example/", "404.html", ""
MOST_BYTES = 30 * 1024  # of a picture; ours
GENERATED = ("devices/", "troubleshooting/")


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))


@pytest.fixture(scope="module")
def listed(pages: Mapping[str, BeautifulSoup]) -> Mapping[str, BeautifulSoup]:
    """Every page but the one for what is not there."""
    return {path: page for path, page in pages.items() if path != LOST}


def is_stamped(path: str) -> bool:
    return path.startswith(GENERATED) and path not in GENERATED


def meta(page: BeautifulSoup) -> dict[str, str]:
    """The page's metadata by name or property; nothing is said twice."""
    elements = page.select("meta[property], meta[name]")
    found = [(str(e.get("property") or e.get("name")), str(e["content"])) for e in elements]
    twice = {name for name, number in Counter(name for name, _ in found).items() if number > 1}
    assert twice <= {"theme-color"}
    return dict(found)


def nodes(page: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """The things that the page's structured data describes."""
    for script in page.select('script[type="application/ld+json"]'):
        known = json.loads(script.string or "")
        assert known["@context"] == "https://schema.org"
        yield from known.get("@graph", [known])


def test_every_page_says_how_a_link_to_it_looks(
    listed: Mapping[str, BeautifulSoup], site: Path, kb: KnowledgeBase
) -> None:
    kind_of = {f"devices/{device.id}/": device.kind for device in kb.devices.values()}
    names = {kind.id: kind.name for kind in kb.kinds}
    for path, page in listed.items():
        said = meta(page)
        assert page.title is not None
        name = said["og:site_name"]
        assert said["og:title"] == page.title.text.removesuffix(f" - {name}"), path
        assert said["og:description"] == said["description"], path
        assert said["og:type"] == ("website" if path == HOME else "article"), path
        assert said["og:url"] == SITE + path
        assert page.select_one(f'link[rel=canonical][href="{SITE}{path}"]'), path
        kind = kind_of.get(path)
        picture = f"assets/pictures/{kind}.png" if kind else "assets/pictures/site/default.png"
        assert said["og:image"] == SITE + picture
        assert (site / picture).is_file()
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["og:image:alt"] == (f"{names[kind]}: {name}" if kind else name)
        assert said["twitter:card"] == "summary_large_image"
    assert {kind_of[path] for path in kind_of if path in listed} == set(kind_of.values())


def test_pictures_are_small(site: Path) -> None:
    pictures = list((site / "assets/pictures").rglob("*.png"))
    assert len(pictures) > 9
    assert {p.name: p.stat().st_size for p in pictures if p.stat().st_size > MOST_BYTES} == {}


def test_the_page_of_what_is_not_there_is_not_shared(pages: Mapping[str, BeautifulSoup]) -> None:
    assert [name for name in meta(pages[LOST]) if name.startswith("og:")] == []
    assert list(nodes(pages[LOST])) == []


def test_structured_data_describes_each_page_as_what_it_is(
    listed: Mapping[str, BeautifulSoup],
) -> None:
    for path, page in listed.items():
        types = [node["@type"] for node in nodes(page)]
        first = {"data/": ["Dataset"]}.get(path, ["TechArticle"] if is_stamped(path) else [])
        assert types == (["WebSite"] if path == HOME else [*first, "BreadcrumbList"]), path


def test_structured_data_says_what_the_page_says(
    listed: Mapping[str, BeautifulSoup], kb: KnowledgeBase
) -> None:
    days = set()
    for path, page in listed.items():
        text = visible(page.select_one("body") or page)
        heading = page.select_one("article h1")
        assert heading is not None
        for node in nodes(page):
            if node["@type"] == "BreadcrumbList":
                way = [(one["position"], one["item"]) for one in node["itemListElement"]]
                above = path.split("/")[0] + "/"
                expected = [HOME, above, path] if is_stamped(path) else [HOME, path]
                assert way == [(n, SITE + one) for n, one in enumerate(expected, 1)]
                names = [one["name"] for one in node["itemListElement"]]
                said = text.casefold()  # in the title, a name may stand within a sentence
                assert [name for name in names if name.casefold() not in said] == [], path
                continue
            assert node["url"] == SITE + path
            assert node["description"] == meta(page)["description"]
            assert node["inLanguage"] == (page.html or page)["lang"]
            if node["@type"] == "TechArticle":
                assert node["headline"] == visible(heading)
                (changed,) = page.select(".so-report time")
                assert node["dateModified"] == changed["datetime"]
                days.add(node["dateModified"])
                about = {
                    node["author"]["name"],
                    node["publisher"]["name"],
                    node["isPartOf"]["name"],
                }
                assert about == {meta(page)["og:site_name"]}
    assert days == {edition.date.isoformat() for edition in kb.changelog}


def test_breadcrumbs_are_those_one_sees(listed: Mapping[str, BeautifulSoup]) -> None:
    """The section's name and address; below it, a device shows its kind, no page of its own."""
    stamped = {path: page for path, page in listed.items() if is_stamped(path)}
    assert len(stamped) > 80
    for path, page in stamped.items():
        seen = page.select("nav.so-crumbs a")
        (way,) = (node for node in nodes(page) if node["@type"] == "BreadcrumbList")
        section = way["itemListElement"][1]
        assert visible(seen[0]) == section["name"]
        assert len(seen) == (2 if path.startswith("devices/") else 1)


def test_codes_on_paper_lead_to_their_pages(listed: Mapping[str, BeautifulSoup]) -> None:
    for path, page in listed.items():
        if not is_stamped(path):
            assert page.select_one(".so-qr") is None, path
            continue
        code = read_qr(page)
        assert code is not None, path
        assert code.text == SITE + path
        beside = page.select_one(".so-qr")
        assert beside is not None
        assert visible(beside).endswith(SITE + path)
