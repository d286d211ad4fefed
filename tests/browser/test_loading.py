"""While a page loads nothing moves, and nothing that it loads is against its policy.

Layout shift is no time but a sum of what moved, so it can be tested. Scripts are held back until
the page is painted, which shows every shift that they could make on a slow network.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.watching import OBSERVE, PAINTED, SETTLED

PAGES = [
    "",
    "devices/",
    "devices/roku-1/",
    "devices/roku/",
    "devices/tesla/",
    "troubleshooting/",
    "troubleshooting/still-signed-in/",
    "troubleshooting/?device=roku",
    "security/",
    "sign-out-everywhere/",
    "words/",
    "sources/",
    "no/such/page/",
]
MOST_SHIFT = 0.02


@pytest.fixture(params=[360, 1280], ids=lambda width: f"{width}px")
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        viewport={"width": request.param, "height": 640}, service_workers="block"
    )
    opened.add_init_script(OBSERVE)
    yield opened
    opened.close()


def load_with_late_scripts(page: Page, url: str) -> int:
    """Opens a page whose scripts arrive after its first paint; how many there were by then."""
    held: list[Route] = []
    painted = False

    def hold(route: Route) -> None:
        if painted:
            route.continue_()
        else:
            held.append(route)

    def is_script(url: str) -> bool:
        return Path(url.partition("?")[0]).suffix == ".js"

    page.route(is_script, hold)
    with page.expect_request(lambda request: is_script(request.url)):
        page.goto(url, wait_until="commit")
    page.wait_for_function(PAINTED)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    painted = True
    for route in held:
        route.continue_()
    if "?" in url:
        expect(page.locator("ul.so-narrowed")).to_be_attached()
    page.evaluate(SETTLED)
    return len(held)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.strip("/") or "home")
def test_nothing_moves_and_nothing_is_refused(
    address: str, context: BrowserContext, path: str
) -> None:
    page = context.new_page()
    late = load_with_late_scripts(page, f"{address}/{path}")
    assert late > 0, "there was no script to hold back"
    assert page.locator("html.no-js").count() == 0
    seen = page.evaluate("seen")
    assert seen["refused"] == []
    assert seen["shift"] <= MOST_SHIFT, seen["moved"]


def test_what_moves_and_what_is_refused_is_found(address: str, context: BrowserContext) -> None:
    page = context.new_page()
    load_with_late_scripts(page, f"{address}/")
    page.evaluate(
        """() => {
            const wide = document.createElement('div')
            wide.style.height = '200px'
            document.querySelector('main').prepend(wide)
            document.body.insertAdjacentHTML('beforeend', '<p style="color: red">')
            document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.2/x.png'}))
        }"""
    )
    page.wait_for_function("() => seen.shift > 0 && seen.refused.length > 1")
    seen = page.evaluate("seen")
    assert seen["shift"] > MOST_SHIFT
    assert {one.split()[0] for one in seen["refused"]} == {"style-src-attr", "img-src"}
