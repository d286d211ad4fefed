"""One page of each kind in a real browser: usable by everyone, light, and alone on the network.

The figures are those promised to the reader.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from tests.browser.watching import Seen, violations, watch

HOME, OF_ONE, OF_SEVERAL, OF_NONE = "", "devices/roku-1/", "devices/roku/", "devices/tesla/"
PAGES = [
    HOME,
    "devices/",
    OF_ONE,
    "devices/ps5/",
    OF_SEVERAL,
    OF_NONE,
    "troubleshooting/",
    "troubleshooting/still-signed-in/",
    "security/",
    "sign-out-everywhere/",
    "words/",
    "sources/",
    "good-to-know/",
    "data/",
    "no/such/page/",
]
WIDTHS = [320, 360, 1280]
KB = 1024


@pytest.fixture
def seen(browser: Browser) -> Iterator[Seen]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    yield watch(context.new_page())
    context.close()


def named(path: str) -> str:
    return path.strip("/") or "home"


def test_the_pages_are_of_the_kinds_they_stand_for(pages: Mapping[str, BeautifulSoup]) -> None:
    assert [len(interfaces(pages[path])) for path in (OF_ONE, OF_NONE)] == [1, 0]
    assert len(interfaces(pages[OF_SEVERAL])) > 1


@pytest.mark.parametrize("path", PAGES, ids=named)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, path: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/{path}")
    # What is folded away is read too, once somebody unfolds it.
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} px: {violation}" for violation in violations(page)]
    assert not found, "\n".join(found)
    shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, shade[4:-1].split(","))) < 3 * 128) == (scheme == "dark"), shade
    context.close()


def test_axe_would_find_something(seen: Seen) -> None:
    seen.page.set_content("<html><title>x</title><img src=data:,><a href=#>.</a><a href=#>.</a>")
    found = "\n".join(violations(seen.page))
    assert "html-has-lang" in found
    assert "image-alt" in found
    assert "target-size" in found


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_nothing_scrolls_sideways_at_320_pixels(address: str, seen: Seen, path: str) -> None:
    seen.page.set_viewport_size({"width": 320, "height": 800})
    seen.page.goto(f"{address}/{path}")
    unfold = "document.querySelectorAll('main details').forEach(one => one.open = true)"
    seen.page.evaluate(unfold)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 320
    # Not only hidden: nothing but what scrolls by itself reaches beyond the edge.
    beyond = seen.page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(one => {
            const box = one.getBoundingClientRect()
            return box.width && box.right > 320.5 && !one.closest('.so-scroll, [tabindex="0"]')
        }).map(one => one.tagName + '.' + one.className + ': ' + one.textContent.slice(0, 40))"""
    )
    assert beyond == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_the_first_view_is_light_and_asks_nobody_else(
    address: str, site: Path, seen: Seen, path: str
) -> None:
    response = seen.page.goto(f"{address}/{path}", wait_until="networkidle")
    assert response is not None
    expected = 404 if path.startswith("no/") else 200
    assert response.status == expected
    # The browser itself complains about the status of a page that is not there.
    ours = [error for error in seen.errors if not (expected == 404 and "status of 404" in error)]
    assert ours == []
    urls = [url for url in seen.requests if not url.startswith("data:")]
    assert [url for url in urls if not url.startswith(f"{address}/")] == []
    assert len(urls) <= 10
    files = [served_file(site, url) for url in dict.fromkeys(urls)]
    weights = {file.relative_to(site).as_posix(): weight(file) for file in files}
    assert sum(weights.values()) <= 100 * KB, weights
    assert seen.page.context.cookies() == []


def served_file(site: Path, url: str) -> Path:
    file = site / urlsplit(url).path.removeprefix("/")
    if file.is_dir():
        file /= "index.html"
    return file if file.is_file() else site / "404.html"


def weight(file: Path) -> int:
    """How many bytes a host sends that compresses as most do."""
    return len(gzip.compress(file.read_bytes(), compresslevel=6, mtime=0))


def test_the_html_of_every_page_is_light(site: Path) -> None:
    heavy = {
        file.relative_to(site).as_posix(): weight(file)
        for file in site.rglob("*.html")
        if weight(file) > 14 * KB
    }
    assert heavy == {}


def test_the_first_step_is_seen_without_scrolling(
    address: str, pages: Mapping[str, BeautifulSoup], seen: Seen
) -> None:
    """On every page of a device with one interface; where there are more, one chooses first."""
    low = []
    of_one = [path for path, page in pages.items() if len(interfaces(page)) == 1]
    assert len(of_one) > 10
    for path in of_one:
        # Styles and scripts are there by then.
        seen.page.goto(f"{address}/{path}", wait_until="domcontentloaded")
        step = seen.page.locator(".so-steps li .so-do").first
        box = step.bounding_box()
        assert box is not None
        on_top = step.evaluate(
            """one => {
                const box = one.getBoundingClientRect()
                const met = document.elementFromPoint(box.x + 3, box.y + box.height / 2)
                return one === met || one.contains(met)
            }"""
        )
        if box["y"] < 0 or box["y"] + box["height"] > 640 or not on_top:
            low.append(f"{path}: from {box['y']:.0f} to {box['y'] + box['height']:.0f}")
    assert not low, "\n".join(low)


def interfaces(page: BeautifulSoup) -> set[str]:
    """The interfaces a page of a device has steps for, but for those of the account page."""
    names = [n for block in page.select(".so-route") for n in str(block["data-route"]).split()]
    return {name.partition("/")[0] for name in names} - {"remote"}
