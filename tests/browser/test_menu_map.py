"""Maps of menus as a browser draws them: with its own letters, on the narrowest phone.

Boxes are made for letters whose width is only guessed when the page is built.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

SMALLEST = 11  # letters, in pixels
OUTSIDE = """() => [...document.querySelectorAll('.so-map g')].flatMap(group => {
    const inside = group.querySelector('rect').getBBox(), mark = group.querySelector('circle')
    return [...group.querySelectorAll('text')].filter(text => {
        const box = text.getBBox()
        const left = mark && text.matches('.so-map-mark') ? mark.getBBox().x
            : mark ? mark.getBBox().x + mark.getBBox().width : inside.x
        return box.x < left || box.x + box.width > inside.x + inside.width
            || box.y < inside.y - 1 || box.y + box.height > inside.y + inside.height + 1
    }).map(text => text.textContent)
})"""
LETTERS = """() => [...document.querySelectorAll('.so-map text:not(.so-map-mark)')].map(
    text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
UNFOLD = "document.querySelectorAll('.so-menus').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def with_maps(pages: Mapping[str, BeautifulSoup]) -> list[str]:
    """Pages that together show every family."""
    chosen, known = [], set()
    for path, page in pages.items():
        families = {menus["data-family"] for menus in page.select(".so-menus[data-family]")}
        if families - known:
            chosen.append(path)
            known |= families
    assert len(known) >= 15
    return chosen


def test_words_stay_in_their_boxes(browser: Browser, address: str, with_maps: list[str]) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for path in with_maps:
        page.goto(f"{address}/{path}")
        page.evaluate(UNFOLD)
        assert page.evaluate(OUTSIDE) == [], path
        assert min(page.evaluate(LETTERS)) >= SMALLEST, path
    context.close()


def test_words_that_are_too_long_would_be_found(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/devices/roku/")
    page.evaluate(UNFOLD)
    page.evaluate("document.querySelector('.so-map tspan').textContent += ' and much more'")
    assert [text for text in page.evaluate(OUTSIDE) if text.endswith(" and much more")]
    page.close()


def test_the_map_says_what_the_text_beside_it_says(pages: Mapping[str, BeautifulSoup]) -> None:
    """A screen reader hears the picture's name and the way; all else stands below as text."""
    for path, page in pages.items():
        for menus in page.select(".so-menus"):
            screens = [one["data-screen"] for one in menus.select("dt")]
            controls = menus.select("dd[data-control]")
            assert len(menus.select(".so-map g")) == len(screens) + len(controls), path
            assert {one["data-opens"] for one in controls} <= set(screens), path
            assert {str(one["data-control"]).split(".")[0] for one in controls} <= set(screens)
            assert menus.select("dt[data-goal]"), path
            assert all(one.select_one(".so-do") for one in controls), path
            svg = menus.select_one(".so-map")
            assert svg is not None
            named = [page.find(id=name) for name in str(svg["aria-labelledby"]).split()]
            assert all(one is not None and one.get_text() for one in named), path
