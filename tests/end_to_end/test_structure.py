"""How pages hang together: each is a few clicks from the home page, and its headings are in order.

Titles and descriptions are tested in tests/shipped/test_paths.py, links in test_links.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup

MOST_CLICKS = 3
HOME, LOST = "", "404.html"
HEADINGS = "h1, h2, h3, h4, h5, h6"


def clicks_from_home(pages: Mapping[str, BeautifulSoup]) -> dict[str, int]:
    """How many links one follows at least from the home page to each page that can be reached."""
    clicks = {HOME: 0}
    last = [HOME]
    while last:
        reached = []
        for path in last:
            for link in pages[path].select("a[href]"):
                target = target_of(path, str(link["href"]))
                if target in pages and target not in clicks:
                    clicks[target] = clicks[path] + 1
                    reached.append(target)
        last = reached
    return clicks


def target_of(path: str, href: str) -> str | None:
    """The path of the page that a link leads to, None if it leaves the site."""
    if urlsplit(href).scheme:
        return None
    return urldefrag(urljoin(f"/{path}", href)).url.removeprefix("/")


def test_every_page_is_a_few_clicks_from_home(pages: Mapping[str, BeautifulSoup]) -> None:
    clicks = clicks_from_home(pages)
    assert set(pages) - set(clicks) == {LOST}, "orphans"
    assert {path: far for path, far in clicks.items() if far > MOST_CLICKS} == {}


def test_orphans_and_far_pages_are_found() -> None:
    links = {"": ["a/"], "a/": ["../b/"], "b/": ["../c/#x"], "c/": ["/d/"], "d/": [], "e/": ["./"]}
    chain = {
        path: BeautifulSoup("".join(f'<a href="{to}">' for to in links[path]), "html.parser")
        for path in links
    }
    assert clicks_from_home(chain) == {"": 0, "a/": 1, "b/": 2, "c/": 3, "d/": 4}


def test_no_id_stands_twice_on_a_page(pages: Mapping[str, BeautifulSoup]) -> None:
    twice = {
        path: [name for name, number in ids.items() if number > 1]
        for path, page in pages.items()
        if (ids := Counter(str(element["id"]) for element in page.select("[id]")))
        and max(ids.values()) > 1
    }
    assert twice == {}


def test_headings_are_in_order(pages: Mapping[str, BeautifulSoup]) -> None:
    wrong = {path: faults for path, page in pages.items() if (faults := heading_faults(page))}
    assert wrong == {}


def heading_faults(page: BeautifulSoup) -> list[str]:
    """What is wrong with the headings: the first one is the only h1, and no level is skipped."""
    headings = [(int(one.name[1]), one.get_text(" ", strip=True)) for one in page.select(HEADINGS)]
    levels = [level for level, _ in headings]
    faults = [f"empty h{level}" for level, text in headings if not text]
    if levels[:1] != [1] or levels.count(1) != 1:
        faults.append(f"{levels.count(1)} h1, the first heading is {headings[:1]}")
    for (level, text), before in zip(headings[1:], levels, strict=False):
        if level > before + 1:
            faults.append(f"h{level} {text!r} follows an h{before}")
    return faults


def test_headings_out_of_order_are_found() -> None:
    for html in (
        "<h2>a</h2><h1>b</h1>",
        "<h1>a</h1><h3>b</h3>",
        "<h1>a</h1><h1>b</h1>",
        "<h1></h1>",
    ):
        assert heading_faults(BeautifulSoup(html, "html.parser")), html
    fine = "<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>"
    assert heading_faults(BeautifulSoup(fine, "html.parser")) == []
