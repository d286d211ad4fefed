"""The search in a real Chromium: found by name, symptom and label, by keyboard alone, under the
site's policy, and loaded only when it is used."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator.site.search import build_search
from tests.browser.watching import Seen, until, violations, watch
from tests.site_fixtures import served

HOSTILE = """</script><script>alert(1)</script> "><img src=x onerror=alert(2)> &lt;b&gt; &amp;"""


@pytest.fixture
def seen(browser: Browser) -> Iterator[Seen]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield watch(context.new_page())
    context.close()


def opened(page: Page, address: str, query: str = "") -> Locator:
    """The dialog with what `query` finds."""
    page.goto(f"{address}/devices/ps5/")
    page.locator(".so-search-button").click()
    if query:
        page.keyboard.type(query)
        settled(page)
    return page.get_by_role("dialog", name="Search")


def settled(page: Page) -> None:
    expect(page.locator(".so-search > [aria-busy=false]")).to_be_attached()


def links(dialog: Locator) -> list[str]:
    return [str(link.get_attribute("href")) for link in dialog.locator("li a").all()]


def status(page: Page) -> Locator:
    return page.locator(".so-search").get_by_role("status")


@pytest.mark.parametrize("way", ["button", "/", "Control+k"])
def test_it_opens_in_every_way_and_gives_the_focus_back(address: str, seen: Seen, way: str) -> None:
    page = seen.page
    page.goto(f"{address}/devices/ps5/")
    before = page.locator(".so-search-button")
    before.focus()
    if way == "button":
        page.keyboard.press("Enter")
    else:
        page.keyboard.press(way)
    field = page.get_by_role("dialog", name="Search").get_by_label("Search")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
    page.keyboard.press("Escape")
    expect(page.locator(".so-search")).to_be_hidden()
    expect(before).to_be_focused()


def test_a_slash_that_is_typed_somewhere_is_only_a_slash(address: str, seen: Seen) -> None:
    page = seen.page
    page.goto(f"{address}/devices/ps5/")
    page.evaluate("document.body.prepend(document.createElement('textarea'))")
    page.locator("textarea").focus()
    page.keyboard.press("/")
    expect(page.locator("textarea")).to_have_value("/")
    expect(page.locator(".so-search")).to_have_count(0)


def test_nothing_of_it_is_loaded_before_it_is_used(address: str, seen: Seen) -> None:
    seen.page.goto(f"{address}/devices/ps5/", wait_until="networkidle")
    assert [url for url in seen.requests if "/pagefind/" in url] == []
    opened(seen.page, address, "profile")
    asked = [url for url in seen.requests if "/pagefind/" in url]
    assert asked
    # Of hundreds of pages, only those shown are fetched.
    shown = seen.page.locator(".so-search ul:nth-of-type(2) li").count()
    assert shown <= len([url for url in asked if "/fragment/" in url]) <= 8


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("roku", "devices/roku/"),
        ("rokuu stik", "devices/roku/"),
        ("ps 5", "devices/ps5/"),
        ("menu does not open", "troubleshooting/menu-does-not-open/"),
    ],
)
def test_the_finders_hits_come_first(address: str, seen: Seen, query: str, first: str) -> None:
    dialog = opened(seen.page, address, query)
    assert links(dialog)[0] == f"{address}/{first}"


def test_what_only_the_text_of_a_page_says_is_found(address: str, seen: Seen) -> None:
    dialog = opened(seen.page, address, "Cerrar sesión")
    found = dialog.locator("li", has=seen.page.locator("mark"))
    expect(found.locator("b")).to_have_text("Words, here and on your screen")
    assert [mark.casefold() for mark in found.locator("mark").all_inner_texts()[:2]] == [
        "cerrar",
        "sesión",
    ]
    found.locator("a").click()
    # To the very label, on a long page.
    expect(seen.page).to_have_url(f"{address}/words/#label-sign-out")


def test_no_page_is_listed_twice(address: str, seen: Seen) -> None:
    dialog = opened(seen.page, address, "console")
    more = dialog.get_by_role("button", name="Show more")
    expect(more).to_be_visible()
    expect(status(seen.page)).to_have_text(re.compile(r"^About \d+ results\.$"))
    while more.is_visible():
        before = dialog.locator("li").count()
        more.click()
        # The focus goes on to what is new.
        expect(dialog.locator("li").nth(before).locator("a")).to_be_focused()
    paths = [urlsplit(link).path for link in links(dialog)]
    assert len(paths) == len(set(paths)) > 8
    expect(status(seen.page)).to_have_text(f"{len(paths)} results.")


def test_filters_narrow_and_are_released(address: str, seen: Seen) -> None:
    dialog = opened(seen.page, address, "menu")
    group = dialog.get_by_role("group", name="Show only")
    names = [name.rpartition(" ")[0] for name in group.get_by_role("button").all_inner_texts()]
    assert names[:3] == ["Device", "Guide", "Problem"]
    assert names[3:] == sorted(names[3:])
    assert "Smart TVs" in names
    everything = status(seen.page).inner_text()

    problem = group.get_by_role("button", name="Problem")
    number = problem.inner_text().split()[-1]
    problem.click()
    settled(seen.page)
    expect(problem).to_have_attribute("aria-pressed", "true")
    expect(problem).to_be_focused()
    expect(group.get_by_role("button", name="Guide")).to_have_count(0)
    assert set(dialog.locator("li small").all_inner_texts()) == {"Troubleshooting"}
    assert number in status(seen.page).inner_text()

    group.get_by_role("button", name="Smart TVs").click()
    settled(seen.page)
    assert all("/troubleshooting/" in link for link in links(dialog))
    for pressed in ("Smart TVs", "Problem"):
        group.get_by_role("button", name=pressed).click()
        settled(seen.page)
    expect(status(seen.page)).to_have_text(everything)


def test_devices_of_one_kind(address: str, seen: Seen) -> None:
    dialog = opened(seen.page, address, "sony")
    dialog.get_by_role("button", name="Game consoles").click()
    settled(seen.page)
    groups = dialog.locator("li small").all_inner_texts()
    assert groups
    # Problems of consoles, too.
    assert set(groups) <= {"Game consoles", "Troubleshooting"}


def test_the_keyboard_is_enough(address: str, seen: Seen) -> None:
    page = seen.page
    dialog = opened(page, address, "roku")
    hits = dialog.locator("li a")
    for at in range(3):
        page.keyboard.press("ArrowDown")
        expect(hits.nth(at)).to_be_focused()
    for at in (1, 0):
        page.keyboard.press("ArrowUp")
        expect(hits.nth(at)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_label("Search")).to_be_focused()
    target = links(dialog)[1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(target)


def test_enter_leads_to_the_first_hit_of_what_is_typed(address: str, seen: Seen) -> None:
    page = seen.page
    opened(page, address, "roku")
    page.keyboard.press("Control+a")
    page.keyboard.type("Cerrar sesión")
    page.keyboard.press("Control+a")
    page.keyboard.type("xbox one")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/devices/xbox-one/")


def test_what_was_found_is_announced(address: str, seen: Seen) -> None:
    page = seen.page
    opened(page, address, "tesla")
    expect(status(page)).to_have_text(re.compile(r"^(About )?\d+ results?\.$"))
    page.keyboard.press("Control+a")
    page.keyboard.type("ЖЖЖЖЖЖ")  # of other letters Pagefind takes what begins likewise
    expect(status(page)).to_have_text("Nothing found. Try another word.")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(status(page)).to_have_text("")
    expect(page.locator(".so-search li")).to_have_count(0)


def test_nothing_offends_the_policy_or_asks_another_host(address: str, seen: Seen) -> None:
    page = seen.page
    dialog = opened(page, address, "profile")
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    assert dialog.locator("mark").count() > 0
    # What a worker asks for is told by itself, perhaps later.
    for part in ("pagefind-worker.js", "wasm."):
        until(
            lambda: list(seen.requests),
            lambda urls, part=part: any(part in url for url in urls),
            lambda: page.wait_for_timeout(20),
        )
    assert seen.errors == []
    assert [url for url in seen.requests if not url.startswith(f"{address}/")] == []


def test_without_pagefind_the_finders_hits_remain_and_it_says_so(
    site: Path, tmp_path: Path, seen: Seen
) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("pagefind", "downloads"))
    with served(copy) as address:
        dialog = opened(seen.page, address, "rokuu")
        assert links(dialog)[0] == f"{address}/devices/roku/"
        expect(status(seen.page)).to_contain_text("Only names are searched now")


def test_from_a_file_the_finder_searches_and_nothing_is_fetched(
    site: Path, tmp_path: Path, seen: Seen
) -> None:
    shutil.unpack_archive(site / "downloads" / "site.zip", tmp_path)
    page_file = next(tmp_path.rglob("devices/ps5/index.html"))
    page = seen.page
    page.goto(page_file.as_uri())
    page.locator(".so-search-button").click()
    page.keyboard.type("rokuu")
    settled(page)
    roku = page_file.parent.parent / "roku" / "index.html"
    assert links(page.get_by_role("dialog", name="Search"))[0] == roku.as_uri()
    expect(status(page)).to_contain_text("Only names are searched now")
    assert [url for url in seen.requests if "pagefind" in url] == []
    assert seen.errors == []


@pytest.fixture
def hostile(site: Path, tmp_path: Path) -> Iterator[str]:
    """The shipped site with one page whose title and text are those of an attacker."""
    copy = tmp_path / "site"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("pagefind", "downloads"))
    page = copy / "about" / "index.html"
    html = page.read_text("utf-8")
    start = html.index('<h1 id="page">')
    end = html.index("</article>")
    text = escape(HOSTILE)
    page.write_text(
        f'{html[:start]}<h1 id="page">{text}</h1><p>zebrafish {text} zebrafish</p>{html[end:]}',
        "utf-8",
    )
    build_search(copy)
    with served(copy) as address:
        yield address


def test_hostile_text_is_shown_as_it_is(hostile: str, seen: Seen) -> None:
    dialog = opened(seen.page, hostile, "zebrafish")
    found = dialog.locator("li", has_text="zebrafish")
    expect(found).to_have_count(1)
    literal = " ".join(HOSTILE.split())
    assert found.locator("b").inner_text() == literal
    assert f"zebrafish {literal} zebrafish" in " ".join(found.locator("p").inner_text().split())
    assert found.locator("mark").all_inner_texts() == ["zebrafish", "zebrafish."]
    assert dialog.locator("img, script").count() == 0
    assert seen.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_dialog(
    browser: Browser, address: str, scheme: Any, width: int
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 700})
    page = context.new_page()
    dialog = opened(page, address)
    settled(page)
    found = violations(page)
    page.keyboard.type("menu")
    settled(page)
    dialog.get_by_role("button", name="Problem").click()
    settled(page)
    found += violations(page)
    assert not found, "\n".join(found)
    wide = page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.so-search, .so-search > div')]"
        ".filter(one => one.scrollWidth > one.clientWidth).map(one => one.className)"
    )
    assert wide == []
    context.close()
