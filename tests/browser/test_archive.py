"""The archive, unpacked and opened from the disk in a real browser."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from tests.site_fixtures import Once, read_page


@pytest.fixture(scope="session")
def unpacked(once: Once, site: Path) -> Path:
    """The folder in the archive of the shipped site, unpacked."""

    def unpack(folder: Path) -> None:
        with zipfile.ZipFile(site / "downloads" / "site.zip") as archive:
            archive.extractall(folder)

    return once("unpacked-site", unpack) / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    yield context.new_page()
    context.close()


def all_pages(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))


def test_it_has_every_page_but_the_one_for_what_is_missing(site: Path, unpacked: Path) -> None:
    assert all_pages(unpacked) == [name for name in all_pages(site) if name != "404.html"]
    assert len(all_pages(unpacked)) > 100


def test_every_link_leads_to_a_file_and_to_a_place_in_it(unpacked: Path) -> None:
    read = {unpacked / name: read_page(unpacked / name) for name in all_pages(unpacked)}
    places = {file: {str(one["id"]) for one in page.select("[id]")} for file, page in read.items()}
    lost, followed = [], 0
    for file, page in read.items():
        for attribute in ("href", "src", "data-index"):
            for one in page.select(f"[{attribute}]"):
                address = urlsplit(str(one[attribute]))
                if address.scheme:
                    continue
                target = (file.parent / unquote(address.path)).resolve() if address.path else file
                followed += 1
                # Some ids are made by scripts, for steps.
                found = target.is_file() and (
                    target not in places
                    or not address.fragment
                    or address.fragment in places[target]
                )
                if not found:
                    lost.append(f"{file.relative_to(unpacked)}: {one[attribute]}")
    assert lost == []
    assert followed > 2000


def test_every_page_runs_with_its_styles_and_no_complaint(unpacked: Path, page: Page) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on(
        "requestfailed",
        # The icon may still be on its way when the next page is opened.
        lambda request: (
            complaints.append(f"{page.url}: {request.url}")
            if request.failure != "net::ERR_ABORTED"
            else None
        ),
    )
    page.on(
        "console",
        lambda said: (
            complaints.append(f"{page.url}: {said.text}")
            if said.type in ("error", "warning")
            else None
        ),
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in all_pages(unpacked):
        page.goto((unpacked / name).as_uri(), wait_until="load")
        works = page.evaluate(
            """() => [document.documentElement.className, document.styleSheets.length,
                getComputedStyle(document.querySelector(".md-header")).position]"""
        )
        assert works == ["js", 3, "sticky"], name
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_policy_holds_for_files_too(unpacked: Path, page: Page) -> None:
    """It lets pass what the pages have, and nothing that gets into them."""
    page.goto((unpacked / "index.html").as_uri())
    page.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "document.title = 'taken over'"
            document.body.append(script)
        }"""
    )
    assert page.title() != "taken over"
    assert page.evaluate("fetch('index.html').then(() => 'read', () => 'refused')") == "refused"


def test_the_finder_has_its_index(unpacked: Path, page: Page) -> None:
    page.goto((unpacked / "index.html").as_uri())
    address = page.locator("#signout").get_attribute("data-index")
    assert address is not None
    loaded = page.evaluate(
        """address => new Promise((loaded, failed) => {
            const script = document.createElement("script")
            script.src = address
            script.onload = () => loaded(true)
            script.onerror = failed
            document.head.append(script)
        })""",
        address,
    )
    assert loaded


def test_pages_link_to_each_other_as_one_reads_on(unpacked: Path, page: Page) -> None:
    page.goto((unpacked / "index.html").as_uri())
    page.locator(".md-header .menu summary").click()
    page.get_by_role("link", name="Troubleshooting").first.click()
    expect(page).to_have_url(re.compile(r"/troubleshooting/index\.html$"))
    page.wait_for_load_state()
    page.locator(".md-header .menu summary").click()
    page.get_by_role("link", name="Home").first.click()
    expect(page).to_have_url(re.compile(r"/site/index\.html$"))


def test_nothing_in_it_needs_a_host(unpacked: Path) -> None:
    for name in all_pages(unpacked):
        html = BeautifulSoup((unpacked / name).read_bytes(), "html.parser")
        assert html.select('[integrity], [type="module"], [data-worker], [rel="manifest"]') == []
