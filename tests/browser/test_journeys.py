"""Five readers on their way from "I am still signed in there" to "done".

By mouse, by keyboard alone, by finger on a phone, and without JavaScript. Each begins at the home
page and uses only what is on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

WAYS = ["mouse", "keyboard", "finger", "no script"]
MOST_TABS = 250


class Reader:
    """Someone with one way to use a page."""

    def __init__(self, page: Page, way: str) -> None:
        self.page = page
        self.way = way
        self.scripted = way != "no script"

    def use(self, what: Locator) -> None:
        """Follows a link, presses a button, ticks a box."""
        expect(what).to_be_visible()
        if self.way == "finger":
            what.tap()
        elif self.way == "keyboard":
            self.reach(what)
            ticks = what.get_attribute("type") == "checkbox"
            self.page.keyboard.press("Space" if ticks else "Enter")
        else:
            what.click()

    def reach(self, what: Locator) -> None:
        """Presses Tab until the focus is there, and sees that it is shown."""
        for _ in range(MOST_TABS):
            if what.evaluate("element => element === document.activeElement"):
                outline = what.evaluate("element => getComputedStyle(element).outlineStyle")
                assert outline != "none" or what.evaluate("element => element.matches('input')")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way by Tab to {what}")

    def follow(self, name: str) -> None:
        self.go_by(self.page.get_by_role("link", name=name).first)

    def go_by(self, link: Locator) -> None:
        """Follows a link, and waits until the page is there with its scripts."""
        to = urljoin(self.page.url, link.get_attribute("href"))
        self.use(link)
        expect(self.page).to_have_url(to)
        self.page.wait_for_load_state()

    def find(self, words: str, title: str) -> None:
        """Types into the finder, and takes the hit with the title."""
        field = self.page.get_by_role("combobox")
        if self.way == "keyboard":
            self.reach(field)
        elif self.way == "finger":
            field.tap()
        else:
            field.click()
        self.page.keyboard.type(words)
        hits = self.page.get_by_role("option")
        hit = self.page.get_by_role("option", name=title).first
        expect(hit).to_be_visible()
        if self.way != "keyboard":
            self.go_by(hit)
            return
        to = str(hit.get_attribute("href"))
        for number in range(3):  # among the first three hits
            self.page.keyboard.press("ArrowDown")
            expect(hits.nth(number)).to_have_attribute("aria-selected", "true")
            if hits.nth(number).get_attribute("href") == to:
                self.page.keyboard.press("Enter")
                expect(self.page).to_have_url(to)
                self.page.wait_for_load_state()
                return
        raise AssertionError(f"{title} is not among the first three hits for {words}")

    def heading(self) -> Locator:
        return self.page.locator("article h1")


@pytest.fixture(params=WAYS)
def reader(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Reader]:
    way = str(request.param)
    context = browser.new_context(
        viewport={"width": 360, "height": 640}
        if way == "finger"
        else {"width": 1280, "height": 800},
        has_touch=way == "finger",
        is_mobile=way == "finger",
        java_script_enabled=way != "no script",
        service_workers="block",
    )
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{address}/")
    yield Reader(page, way)
    context.close()


def test_a_roku_in_front_of_me(reader: Reader) -> None:
    page = reader.page
    if reader.scripted:
        reader.find("roku stik", "Roku")
    else:
        reader.follow("Streaming players")
        reader.go_by(page.get_by_role("link", name="Roku", exact=True))
    expect(reader.heading()).to_have_text("Sign out of Netflix on Roku")
    reader.follow("A menu runs down the left side")
    if not reader.scripted:
        section = page.locator(".so-interface[data-interface=left-menu]")
        assert section.locator(".so-do").all_inner_texts()[-2:] == [
            "Select Sign Out.",
            "Select Yes.",
        ]
        expect(section.locator(".so-done")).to_contain_text("The Sign In or Get Started page.")
        return
    reader.use(page.get_by_role("button", name="Guide me"))
    guide = page.get_by_role("dialog")
    title = guide.locator("h2")
    reader.use(guide.get_by_role("link", name="A menu runs down the left side"))
    steps = page.locator(".so-interface[data-interface=left-menu] .so-main .so-do").count()
    assert steps <= 6
    # The address changes at once, the guide a moment later: it is the guide that one reads.
    for said in ("First", *(f"Step {number} of {steps}" for number in range(1, steps + 1))):
        expect(title).to_have_text(said)
        reader.use(guide.get_by_role("link", name="I see it"))
    expect(title).to_have_text("Signed out")
    expect(guide).to_contain_text("The Sign In or Get Started page.")
    expect(guide).to_contain_text("Now check")


def test_a_hotel_tv_abroad_in_spanish(reader: Reader) -> None:
    page = reader.page
    reader.follow("I am leaving a hotel")
    reader.follow("the list of devices")
    reader.follow("A hotel or rental TV")
    expect(reader.heading()).to_contain_text("a hotel or rental TV")
    reader.follow("A menu runs down the left side")
    if not reader.scripted:
        reader.use(page.locator(".so-languages summary"))
        row = page.get_by_role("row").filter(
            has=page.get_by_role("rowheader", name="Español (España)")
        )
        expect(row).to_contain_text("Cerrar sesión")
        expect(row).to_contain_text("Obtener ayuda")
        return
    language = page.get_by_label("Screen language")
    if reader.way == "keyboard":
        reader.reach(language)
        known = language.locator("option").evaluate_all("all => all.map(one => one.value)")
        expect(language).to_have_value(known[0])
        for value in known[1 : known.index("es-ES") + 1]:
            page.keyboard.press("ArrowDown")
            expect(language).to_have_value(value)
    else:
        language.select_option(label="Español (España)")
    steps = page.locator(".so-interface:visible .so-do")
    expect(steps.filter(has_text="Obtener ayuda ✓ (Get Help)")).to_have_count(1)
    expect(steps.filter(has_text="Cerrar sesión (Sign Out)")).to_have_count(1)


def test_a_sold_console(reader: Reader) -> None:
    page = reader.page
    if reader.scripted:
        reader.find("sold my ps4 still logged in", "I sold, gave away")
        expect(reader.heading()).to_contain_text("I sold, gave away")
        reader.follow("Sign out from afar")
    else:
        reader.follow("I am not near it any more")
    expect(reader.heading()).to_contain_text("Sign out from afar")
    steps = page.locator("#one-device ~ ol").first.locator(".so-do")
    assert len(steps.all()) >= 2
    expect(steps.last).to_contain_text("Sign Out")
    expect(page.get_by_text("Signing out all takes up to 1 hour.").first).to_be_visible()


def test_sign_out_cannot_be_found(reader: Reader) -> None:
    page = reader.page
    reader.follow("I can't find Sign Out")
    expect(reader.heading()).to_have_text("I can't find Sign Out")
    solutions = page.locator("article h2[id^=solution-]").count()
    assert solutions > 1
    for number in range(solutions):
        reader.use(page.locator(".so-answers .so-next").nth(number))
        arrived = f"solution-{number + 2}" if number + 1 < solutions else "not-solved"
        expect(page.locator(f"#{arrived}")).to_be_in_viewport()
    reader.follow("Sign out from afar")
    expect(reader.heading()).to_contain_text("Sign out from afar")


def test_someone_is_in_my_account(reader: Reader) -> None:
    page = reader.page
    reader.follow("Someone else is in my account")
    boxes = page.locator("[data-checklist=someone-in-your-account]").get_by_role("checkbox")
    expect(boxes.first).to_be_attached()
    count = boxes.count()
    assert count >= 3
    for box in (boxes.first, boxes.nth(1)):
        reader.use(box)
        expect(box).to_be_checked()
    expect(boxes.first).to_be_checked()
    if reader.scripted:
        far = page.locator("[data-checklist=someone-in-your-account] .so-checks-count")
        expect(far).to_have_text(f"2 of {count} done")
        page.reload()
        expect(boxes.nth(1)).to_be_checked()
        expect(boxes.nth(2)).not_to_be_checked()
        expect(far).to_have_text(f"2 of {count} done")
