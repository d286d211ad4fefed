"""In a real Chromium: the site can be installed, and its codes are seen on paper only."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.qr_reader import read_image
from tests.site_fixtures import CHROMIUM_ARGS, WHOLE_CHROMIUM

# The code as Chromium draws it, one byte a dot. What is not on a canvas, no script can read: the
# element is drawn onto one, with the colours it has on paper.
DRAWN = """async () => {
    const svg = document.querySelector('.so-qr svg').cloneNode(true)
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
    const side = 240
    svg.setAttribute('width', side)
    svg.setAttribute('height', side)
    const image = new Image()
    image.src = 'data:image/svg+xml,' + encodeURIComponent(svg.outerHTML)
    await image.decode()
    const canvas = new OffscreenCanvas(side, side).getContext('2d')
    canvas.fillStyle = '#fff'
    canvas.fillRect(0, 0, side, side)
    canvas.drawImage(image, 0, 0)
    return [...canvas.getImageData(0, 0, side, side).data].filter((_, i) => i % 4 == 0)
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def at_home(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page of a browser that remembers: one that does not, installs nothing, nor does one without
    windows."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=WHOLE_CHROMIUM, args=CHROMIUM_ARGS
    )
    yield context.new_page()
    context.close()


def test_the_site_can_be_installed(address: str, site: Path, at_home: Page) -> None:
    page = at_home
    page.goto(f"{address}/devices/roku/")
    chrome = page.context.new_cdp_session(page)
    found = chrome.send("Page.getAppManifest")
    assert found["url"] == f"{address}/site.webmanifest"
    assert found["errors"] == []
    about = found["manifest"]
    assert about["startUrl"] == about["scope"] == f"{address}/"
    assert chrome.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    for icon in about["icons"]:
        png = (site / icon["url"].removeprefix(f"{address}/")).read_bytes()
        side, _ = struct.unpack(">II", png[16:24])
        assert icon["sizes"] == f"{side}x{side}"


def test_without_icons_it_could_not(address: str, at_home: Page) -> None:
    """So that no errors mean something."""
    page = at_home
    page.route("**/assets/icons/*", lambda route: route.abort())
    page.goto(f"{address}/")
    chrome = page.context.new_cdp_session(page)
    errors = chrome.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors] == ["no-acceptable-icon"]


@pytest.mark.parametrize(
    "path", ["devices/roku/", "devices/tesla/", "troubleshooting/still-signed-in/"]
)
def test_a_code_on_paper_leads_to_the_page(address: str, page: Page, path: str) -> None:
    page.goto(f"{address}/{path}")
    code = page.locator(".so-qr")
    expect(code).to_have_count(1)
    expect(code).to_be_hidden()
    page.emulate_media(media="print")
    expect(code).to_be_visible()
    box = code.locator("svg").bounding_box()
    assert box is not None
    assert box["width"] / 96 * 25.4 >= 20, "millimetres; smaller ones are hard to read"
    read = read_image(bytes(page.evaluate(DRAWN)), 240)
    assert read is not None
    assert read.text == f"https://signout.example/{path}"
    assert read.text in code.inner_text()
