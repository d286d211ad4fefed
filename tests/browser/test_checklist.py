"""Checklists: ticked by every means, remembered on this device only, and whole on paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.watching import OBSERVE, SETTLED

SECURITY, HOTEL = "security/", "shared-devices/"
KEY = "signout.checklist.security"
FORBID = """Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('no', 'SecurityError') }
})"""


@contextmanager
def opened(browser: Browser, url: str, prepare: str = "", **settings: object) -> Iterator[Page]:
    """A page of a fresh visitor, which must end without an error."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, **settings)  # type: ignore[arg-type]
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    if prepare:
        page.add_init_script(prepare)
    page.goto(url)
    yield page
    context.close()
    assert errors == []


def first_list(page: Page) -> Locator:
    return page.locator("[data-checklist=security]")


def ticked(page: Page) -> list[str]:
    """The items of the first list that are ticked, in order."""
    items = first_list(page).locator("li:has(:checked)")
    return [str(item.get_attribute("data-item")) for item in items.all()]


def names(page: Page) -> list[str]:
    items = first_list(page).locator("[data-item]").all()
    return [str(item.get_attribute("data-item")) for item in items]


def box_of(page: Page, number: int) -> Locator:
    return first_list(page).locator("[type=checkbox]").nth(number)


@contextmanager
def changes(box: Locator) -> Iterator[None]:
    """Waits until the box is no longer as it was: a tap, for one, becomes a click later."""
    was = box.is_checked()
    yield
    expect(box).to_be_checked(checked=not was)


def by_mouse(page: Page, number: int) -> None:
    with changes(box_of(page, number)):
        first_list(page).locator("label").nth(number).click()


def by_touch(page: Page, number: int) -> None:
    with changes(box_of(page, number)):
        first_list(page).locator("label").nth(number).tap()


def by_keyboard(page: Page, number: int) -> None:
    """Goes there with Tab alone, from the button before the list."""
    first_list(page).locator(".so-checks-print").focus()
    box = box_of(page, number)
    for _ in range(200):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    expect(box).to_be_focused()
    with changes(box):
        page.keyboard.press("Space")


WAYS = pytest.mark.parametrize("tick", [by_mouse, by_touch, by_keyboard])
Tick = Callable[[Page, int], None]


def test_every_item_is_a_box_with_a_label(pages: Mapping[str, BeautifulSoup]) -> None:
    lists = [one for page in pages.values() for one in page.select(".so-checks")]
    assert len(lists) >= 5
    for one in lists:
        items = one.select("ol > li")
        assert [len(item.select("label > input[type=checkbox]")) for item in items] == [1] * len(
            items
        )
        assert all(item.select_one("label strong") for item in items)
        assert len({item["data-item"] for item in items}) == len(items)
        progress = one.select_one("progress")
        assert progress is not None
        assert progress["max"] == str(len(items))


@WAYS
def test_ticks_are_counted_and_last(browser: Browser, address: str, tick: Tick) -> None:
    with opened(browser, f"{address}/{SECURITY}", has_touch=True) as page:
        count = first_list(page).locator(".so-checks-count")
        total = len(names(page))
        expect(count).to_have_text(f"0 of {total} done")
        tick(page, 0)
        tick(page, 2)
        wanted = [names(page)[0], names(page)[2]]
        expect(count).to_have_text(f"2 of {total} done")
        expect(page.locator("#so-announcer")).to_have_text(f"2 of {total} done.")
        page.reload()
        assert ticked(page) == wanted
        expect(count).to_have_text(f"2 of {total} done")
        assert first_list(page).locator("progress").evaluate("one => one.value") == 2
        tick(page, 0)
        page.reload()
        assert ticked(page) == wanted[1:]
        assert page.evaluate(f"localStorage['{KEY}']") == json.dumps(wanted[1:])


@WAYS
def test_without_script_it_can_be_ticked(browser: Browser, address: str, tick: Tick) -> None:
    with opened(
        browser, f"{address}/{SECURITY}", has_touch=True, java_script_enabled=False
    ) as page:
        expect(page.locator(".so-checks-bar").first).to_be_hidden()
        expect(page.locator(".so-checks-done").first).to_be_hidden()
        box = box_of(page, 1)
        if tick is by_keyboard:
            box.press("Space")
        else:
            tick(page, 1)
        expect(box).to_be_checked()


def test_lists_are_apart(browser: Browser, address: str) -> None:
    """Also where they share an item."""
    with opened(browser, f"{address}/{SECURITY}") as page:
        shared = page.evaluate(
            """() => {
                const all = [...document.querySelectorAll('[data-item]')].map(o => o.dataset.item)
                return all.find((name, place) => all.indexOf(name) < place)
            }"""
        )
        page.locator(f"[data-item='{shared}'] label").first.click()
        expect(page.locator(":checked")).to_have_count(1)
        page.reload()
        expect(page.locator(":checked")).to_have_count(1)


def test_what_is_left(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{SECURITY}") as page:
        left = first_list(page).get_by_role("button", name="What is left")
        items = first_list(page).locator("[data-item]:visible")
        total = items.count()
        by_mouse(page, 1)
        expect(items).to_have_count(total)
        left.click()
        expect(left).to_have_attribute("aria-pressed", "true")
        expect(items).to_have_count(total - 1)
        # What is ticked now goes at once, and the next one that is left is ready.
        by_keyboard(page, 2)
        expect(items).to_have_count(total - 2)
        expect(box_of(page, 3)).to_be_focused()
        left.click()
        expect(left).to_have_attribute("aria-pressed", "false")
        expect(items).to_have_count(total)


def test_all_done_and_start_again(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{HOTEL}") as page:
        done, again = page.locator(".so-checks-done"), page.locator(".so-checks-again")
        expect(again).to_be_disabled()
        page.get_by_role("button", name="What is left").click()
        labels, checked = page.locator("label:visible"), page.locator(":checked")
        total = labels.count()
        assert total > 5
        for left in range(total, 0, -1):
            expect(labels).to_have_count(left)
            expect(done).to_be_hidden()
            labels.first.click()
        expect(labels).to_have_count(0)
        expect(done).to_be_visible()
        expect(page.locator("#so-announcer")).to_contain_text("All done")
        expect(checked).to_have_count(total)
        again.click()
        expect(done).to_be_hidden()
        expect(checked).to_have_count(0)
        # A slip costs nothing.
        expect(again).to_have_text("Undo")
        again.click()
        expect(checked).to_have_count(total)
        again.click()
        expect(checked).to_have_count(0)
        page.reload()
        expect(checked).to_have_count(0)
        assert page.evaluate("localStorage.length") == 0


RUBBISH = {
    "no JSON": "}{",
    "nothing": "",
    "null": "null",
    "a number": "7",
    "a text": '"strong-password"',
    "an object": '{"length": 3, "includes": 1}',
    "other types": '[1, null, {"a": []}, ["strong-password"], true]',
    "names of no item": '["__proto__", "constructor", "<img src=x>"]',
    "deep": "[" * 4000 + "]" * 4000,
    "much": json.dumps(["strong-password"] * 700),
    "huge": json.dumps("x" * 4_900_000),
}


@pytest.mark.parametrize("stored", RUBBISH.values(), ids=RUBBISH)
def test_bad_storage_is_ignored(browser: Browser, address: str, stored: str) -> None:
    put = f"sessionStorage.put ||= (localStorage['{KEY}'] = {json.dumps(stored)}, 1)"
    with opened(browser, f"{address}/{SECURITY}", put) as page:
        assert page.evaluate(f"localStorage['{KEY}']") == stored
        assert ticked(page) == []
        by_mouse(page, 3)
        page.reload()
        assert ticked(page) == [names(page)[3]]


def test_unknown_items_are_dropped(browser: Browser, address: str) -> None:
    stored = json.dumps(["gone", "email-address", 5, "strong-password", "email-address"])
    put = f"sessionStorage.put ||= (localStorage['{KEY}'] = {json.dumps(stored)}, 1)"
    with opened(browser, f"{address}/{SECURITY}", put) as page:
        known = ["strong-password", "email-address"]
        assert ticked(page) == known
        by_mouse(page, 1)
        now = json.loads(page.evaluate(f"localStorage['{KEY}']"))
        assert now == [known[0], names(page)[1], known[1]]


def test_where_storing_is_forbidden_ticks_last_as_long_as_the_page(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/{SECURITY}", FORBID) as page:
        by_mouse(page, 0)
        expect(first_list(page).locator(".so-checks-count")).to_contain_text("1 of")
        page.reload()
        assert ticked(page) == []


def test_two_tabs_are_equal(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{SECURITY}") as one:
        other = one.context.new_page()
        other.goto(f"{address}/{SECURITY}")
        by_mouse(one, 0)
        by_mouse(one, 4)
        count = first_list(other).locator(".so-checks-count")
        expect(count).to_contain_text("2 of")
        assert ticked(other) == ticked(one)
        first_list(other).locator(".so-checks-again").click()
        expect(first_list(one).locator(".so-checks-count")).to_contain_text("0 of")
        assert ticked(one) == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_paper_shows_boxes(browser: Browser, address: str, script: bool) -> None:
    with opened(browser, f"{address}/{SECURITY}", java_script_enabled=script) as page:
        by_mouse(page, 0)
        page.emulate_media(media="print")
        expect(page.locator(".so-checks-bar").first).to_be_hidden()
        boxes = first_list(page).locator("[type=checkbox]")
        for box in boxes.all():
            size = box.bounding_box()
            assert size is not None
            assert min(size["width"], size["height"]) >= 12
        # Ink for an open box, more of it for a ticked one.
        ticked_box, open_box = (
            boxes.nth(number).screenshot(animations="disabled") for number in (0, 1)
        )
        boxes.nth(1).evaluate("box => { box.style.opacity = 0 }")
        nothing = boxes.nth(1).screenshot(animations="disabled")
        assert len({ticked_box, open_box, nothing}) == 3
        expect(page.locator(":checked")).to_have_count(1)


def test_printing_one_list_prints_only_it(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{SECURITY}", "window.print = () => {}") as page:
        lost = page.locator("[data-checklist=lost-or-stolen]")
        lost.get_by_role("button", name="Print").click()
        page.emulate_media(media="print")
        expect(lost).to_be_visible()
        expect(page.get_by_role("heading", name="A device is lost or stolen")).to_be_visible()
        expect(first_list(page)).to_be_hidden()
        expect(page.get_by_role("heading", name="False messages")).to_be_hidden()
        # Whoever prints by the browser's menu later gets the page.
        page.keyboard.press("Tab")
        expect(first_list(page)).to_be_visible()


def test_nothing_moves_when_the_ticks_come(browser: Browser, address: str) -> None:
    put = f"localStorage['{KEY}'] = '[\"strong-password\"]'"
    with opened(browser, f"{address}/{SECURITY}", f"{put};{OBSERVE}") as page:
        expect(first_list(page).locator(":checked")).to_have_count(1)
        page.evaluate(SETTLED)
        assert page.evaluate("seen.shift") <= 0.02, page.evaluate("seen.moved")
