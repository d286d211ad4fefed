"""The finder as people use it: by keyboard, by touch, by ear, and without script."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator.site.finder import FINDER
from tests.browser.host import Handler, hosted
from tests.browser.watching import violations
from tests.site_fixtures import read_page

FIELD = "#so-find"
# A phone: no mouse hovers, fingers are coarse.
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "has_touch": True,
    "is_mobile": True,
}


@pytest.fixture
def home(browser: Browser, address: str) -> Iterator[Page]:
    """The home page on a desktop."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{address}/")
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """The home page on a phone."""
    context = browser.new_context(**PHONE, service_workers="block")
    page = context.new_page()
    page.goto(f"{address}/")
    yield page
    context.close()


def type_in(page: Page, words: str) -> None:
    """Types as a person does, and waits for the hits or for word that there are none."""
    page.locator(FIELD).press_sequentially(words)
    expect(page.locator(".so-hits")).to_be_visible()


def marked(page: Page) -> Locator:
    return page.locator(".so-hit[aria-selected=true] strong")


def test_one_can_type_at_once(home: Page, address: str) -> None:
    expect(home.locator(FIELD)).to_be_focused()
    home.keyboard.type("firestick")
    expect(home.locator(".so-hit strong").first).to_have_text("Amazon Fire TV")
    home.keyboard.press("Enter")
    home.wait_for_url(f"{address}/devices/fire-tv/")


def test_on_a_phone_no_keyboard_jumps_up(phone: Page) -> None:
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("document.activeElement === document.body")


def test_who_comes_for_a_place_on_the_page_stays_there(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/#else", wait_until="networkidle")
    assert page.evaluate("document.activeElement.id") != "so-find"
    page.close()


def test_arrows_go_through_the_hits_and_round(home: Page, address: str) -> None:
    field = home.locator(FIELD)
    type_in(home, "roku")
    titles = home.locator(".so-hit strong").all_inner_texts()
    assert len(titles) > 3
    expect(marked(home)).to_have_count(0)
    home.keyboard.press("ArrowDown")
    expect(marked(home)).to_have_text([titles[0]])
    home.keyboard.press("ArrowDown")
    expect(marked(home)).to_have_text([titles[1]])
    active = field.get_attribute("aria-activedescendant")
    expect(home.locator(f"#{active} strong")).to_have_text(titles[1])
    home.keyboard.press("ArrowUp")
    home.keyboard.press("ArrowUp")
    expect(marked(home)).to_have_count(0)
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
    home.keyboard.press("ArrowUp")
    expect(marked(home)).to_have_text([titles[-1]])
    home.keyboard.press("ArrowDown")
    home.keyboard.press("ArrowDown")
    home.keyboard.press("ArrowDown")
    expect(field).to_be_focused()
    expect(marked(home)).to_have_text([titles[1]])
    wanted = home.locator(".so-hit[aria-selected=true]").get_attribute("href")
    home.keyboard.press("Enter")
    home.wait_for_url(str(wanted))
    assert home.url != f"{address}/devices/roku/"


def test_escape_clears(home: Page) -> None:
    type_in(home, "roku")
    home.keyboard.press("Escape")
    expect(home.locator(".so-hits")).to_be_hidden()
    expect(home.locator(FIELD)).to_have_value("")
    expect(home.locator(FIELD)).to_have_attribute("aria-expanded", "false")
    home.keyboard.type("ps4")
    expect(home.locator(".so-hit strong").first).to_have_text("PlayStation 4")


def test_it_is_a_combobox_with_a_list(home: Page) -> None:
    field = home.get_by_role("combobox", name="Type your device, or what goes wrong")
    expect(field).to_have_attribute("aria-expanded", "false")
    type_in(home, "sony")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    controlled = field.get_attribute("aria-controls")
    options = home.locator(f"#{controlled}").get_by_role("option")
    expect(options.nth(3)).to_be_attached()
    assert {option.get_attribute("tabindex") for option in options.all()} == {"-1"}


def test_the_number_of_hits_is_said_once_one_pauses(home: Page) -> None:
    said = home.locator("#so-announcer")
    type_in(home, "xbox 360")
    expect(said).to_have_text(re.compile(r"^\d+ hits?\. First: Xbox 360\.$"))
    home.locator(FIELD).fill("qqqqwx")
    expect(said).to_have_text(re.compile("^Nothing found"))


def test_a_hit_shows_what_it_was_found_by_and_where_it_belongs(home: Page) -> None:
    type_in(home, "kick someone off")
    hit = home.get_by_role("option").first
    expect(hit.locator("strong")).to_have_text("Someone uses my account")
    expect(hit.locator(".so-hit-why")).to_have_text("kick someone off")
    expect(hit.locator(".so-hit-group")).to_have_text("Troubleshooting")
    home.locator(FIELD).fill("roku")
    expect(home.get_by_role("option").first.locator("strong")).to_have_text("Roku")
    expect(home.get_by_role("option").first.locator(".so-hit-why")).to_have_count(0)


def test_if_nothing_is_found_there_are_two_ways_on(home: Page, address: str) -> None:
    type_in(home, "qqqqwx")
    expect(home.locator(FIELD)).to_have_attribute("aria-expanded", "false")
    expect(home.get_by_role("option")).to_have_count(0)
    links = home.locator(".so-nothing a")
    expect(links).to_have_count(2)
    left: list[str] = []
    home.on("request", lambda request: left.append(request.url))
    home.keyboard.press("Enter")
    home.keyboard.press("Tab")
    home.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    expect(home).to_have_url(f"{address}/")
    assert left == []
    home.keyboard.press("Enter")
    home.wait_for_url(f"{address}/devices/")
    home.go_back()
    type_in(home, "qqqqwx")
    links.last.click()
    home.wait_for_url(f"{address}/sign-out-everywhere/")


def test_enter_in_an_empty_field_shows_all_devices(home: Page, address: str) -> None:
    home.keyboard.press("Enter")
    home.wait_for_url(f"{address}/devices/")


def test_the_list_closes_when_one_goes_elsewhere(home: Page) -> None:
    type_in(home, "roku")
    home.locator("h1").click()
    expect(home.locator(".so-hits")).to_be_hidden()
    home.locator(FIELD).click()
    expect(home.locator(".so-hits")).to_be_visible()
    home.keyboard.press("Tab")
    home.keyboard.press("Tab")
    expect(home.locator(".so-hits")).to_be_hidden()


def test_nothing_moves_while_one_types(home: Page) -> None:
    tile = home.locator(".so-kinds li").first
    before = tile.bounding_box()
    type_in(home, "sony")
    assert tile.bounding_box() == before


def test_a_finger_finds_and_goes(phone: Page, address: str) -> None:
    phone.locator(FIELD).tap()
    type_in(phone, "ps 4")
    hits = phone.get_by_role("option")
    for hit in hits.all():
        box = hit.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    hits.first.tap()
    phone.wait_for_url(f"{address}/devices/ps4/")


def test_finder_and_first_tiles_are_seen_without_scrolling(phone: Page) -> None:
    tiles = [tile.bounding_box() for tile in phone.locator(".so-kinds li").all()]
    seen = [box for box in tiles if box is not None and box["y"] + box["height"] <= 640]
    assert len(seen) >= 6
    expect(phone.locator(FIELD)).to_be_in_viewport(ratio=1)
    assert all(box is not None and box["height"] >= 44 for box in tiles)


def test_a_tile_leads_by_all_of_its_area(phone: Page, address: str) -> None:
    tile = phone.locator(".so-kinds li").first
    box = tile.bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + 4, box["y"] + box["height"] - 4)
    phone.wait_for_url(f"{address}/devices/#smart-tv")


def test_the_four_ways_out_are_tiles(phone: Page, address: str) -> None:
    ways = {
        "I am not near it any more": "sign-out-everywhere/",
        "I can't find Sign Out": "troubleshooting/sign-out-not-found/",
        "Someone else is in my account": "security/",
        "I am leaving a hotel": "shared-devices/",
    }
    for name, path in ways.items():
        phone.locator(".so-ways li").filter(has_text=name).tap()
        phone.wait_for_url(re.compile(f"^{re.escape(address)}/{path}(#.*)?$"))
        phone.go_back()


def test_without_script_the_finder_leads_to_the_list(browser: Browser, address: str) -> None:
    context = browser.new_context(**PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/")
    page.locator(FIELD).fill("roku")
    page.get_by_role("button", name="Find", exact=True).tap()
    page.wait_for_url(f"{address}/devices/?find=roku")
    expect(page.get_by_role("link", name="Roku", exact=True)).to_be_visible()
    context.close()


def test_what_was_asked_elsewhere_is_answered_on_the_list(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/devices/?find=%22%3E%3Cimg%20src%3Dx%3E%20roku")
    expect(page.locator(FIELD)).to_have_value('"><img src=x> roku')
    expect(page.get_by_role("option").first.locator("strong")).to_have_text("Roku")
    page.close()


def test_without_its_index_the_finder_still_leads_to_the_list(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.route(f"**/{FINDER}", lambda route: route.abort())
    page.goto(f"{address}/")
    page.locator(FIELD).fill("roku")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/devices/?find=roku")
    context.close()


def test_the_index_is_data_and_runs_nothing(browser: Browser, address: str) -> None:
    """So that pages need not vouch for it by its hash, which would change each of them."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    index = 'globalThis.taken = true; globalThis.signoutEntries={"entries":[["Roku"]]};'
    page.route(f"**/{FINDER}", lambda route: route.fulfill(body=index))
    page.goto(f"{address}/")
    with page.expect_response(f"**/{FINDER}"):
        page.locator(FIELD).fill("roku")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/devices/?find=roku")
    assert page.evaluate("[globalThis.taken, globalThis.signoutEntries]") == [None, None]
    context.close()


def test_a_new_index_is_found_however_long_a_host_lets_keep_the_old_one(
    browser: Browser, site: Path
) -> None:
    """It keeps its name. Many hosts cannot be told how long a file may be kept."""
    index = (site / FINDER).read_bytes()

    def for_a_day(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Cache-Control", "max-age=86400")
        handler.send_header("Content-Length", str(len(index)))
        handler.end_headers()
        handler.wfile.write(index)

    context = browser.new_context(service_workers="block")
    with hosted(site) as host:
        host.answers[f"/{FINDER}"] = for_a_day
        page = context.new_page()
        for name in ("Roku", "Rokuroku"):
            index = index.replace(b'["Roku"', f'["{name}"'.encode())
            page.goto(f"{host.address}/")
            page.locator(FIELD).fill(name)
            expect(page.get_by_role("option").first.locator("strong")).to_have_text(name)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("typed", ["firestick", "qqqqwx"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_while_hits_are_shown(
    browser: Browser, address: str, scheme: Any, typed: str, width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 640}, service_workers="block"
    )
    page = context.new_page()
    page.goto(f"{address}/")
    type_in(page, typed)
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_index_is_light(site: Path) -> None:
    index = (site / FINDER).read_bytes()
    assert len(gzip.compress(index, compresslevel=6, mtime=0)) <= 10 * 1024


def test_pages_name_the_index_by_a_name_that_stays(site: Path) -> None:
    for path, root in (("index.html", "./"), ("devices/roku/index.html", "../../")):
        script = read_page(site / path).select_one("script#signout")
        assert script is not None
        named = str(script["data-index"])
        assert named.removeprefix("./") == f"{root}{FINDER}".removeprefix("./")
