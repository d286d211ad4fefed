"""A device's page with its script: choosing, ticking, other languages, reporting, taking along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

SEVERAL, ONE, NONE = "devices/roku/", "devices/roku-1/", "devices/tesla/"
ALL = "top-menu", "left-menu", "gear"  # interfaces of the first of them


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, service_workers="block", has_touch=True
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    return page


def expect_interfaces(page: Page, *names: str) -> None:
    """That these are shown, in this order, and no others."""
    shown = page.locator(".so-interface:visible")
    expect(shown).to_have_count(len(names))
    for number, name in enumerate(names):
        expect(shown.nth(number)).to_have_attribute("data-interface", name)


def choose(page: Page, number: int) -> None:
    """Chooses an interface, and waits until the page says so, in its address too."""
    choice = page.locator(".so-chooser a").nth(number)
    choice.click()
    expect(choice).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile(f"{choice.get_attribute('href')}$"))


def test_all_interfaces_are_shown_until_one_is_chosen(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}")
    expect_interfaces(page, *ALL)
    page.get_by_role("link", name="A menu runs down the left side").tap()
    expect_interfaces(page, "left-menu")
    expect(page).to_have_url(re.compile("#left-menu$"))
    expect(page.locator("#left-menu")).to_be_in_viewport()
    # Ways that the chosen one does not have are gone; the others need not say for whom they are.
    for way in page.locator(".so-fallback").all():
        routes = str(way.locator(".so-route").get_attribute("data-route")).split()
        expect(way).to_be_visible(visible=any(one.startswith("left-menu/") for one in routes))
    expect(page.locator(".so-only:visible")).to_have_count(0)


def test_what_was_chosen_can_be_taken_back(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}")
    choose(page, 1)
    choice = page.locator(".so-chooser a").nth(1)
    choice.click()
    expect(choice).to_have_attribute("aria-current", "false")
    expect_interfaces(page, *ALL)


def test_the_choice_is_remembered_on_other_devices(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}")
    choose(page, 1)
    page.goto(f"{address}/devices/samsung-tv/")
    shown = page.locator(".so-interface:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_attribute("data-family", "netflix-tv-left-menu")


def test_the_address_wins_over_what_was_remembered(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}")
    choose(page, 1)
    page.goto("about:blank")
    page.goto(f"{address}/{SEVERAL}#gear-2")
    expect_interfaces(page, "gear")
    expect(page.locator("#gear-2")).to_be_in_viewport()


@pytest.mark.parametrize(
    "stored", ["}{", "null", '"x"', "[1, 2]", '["no-such-family"]', '["' + "x" * 200_000 + '"]']
)
def test_rubbish_in_the_storage_changes_nothing(address: str, page: Page, stored: str) -> None:
    page.goto(f"{address}/{SEVERAL}")
    page.evaluate(
        "stored => { for (const name of ['families', 'screen-language', 'scheme'])"
        " localStorage.setItem('signout.' + name, stored) }",
        stored,
    )
    page.reload()
    expect_interfaces(page, *ALL)
    expect(page.locator(".so-screen-language")).to_have_value("en")


def test_a_link_to_something_folded_unfolds_it(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}#key-code")
    expect(page.locator(".so-fallback").filter(has=page.locator("#key-code"))).to_have_attribute(
        "open", ""
    )
    expect(page.locator("#key-code-1 .so-do")).to_be_visible()


@pytest.mark.parametrize("fragment", ["%", "%E0%A4", "guide/%", "<b>", "guide/no/such/screen"])
def test_strange_fragments_do_no_harm(address: str, page: Page, fragment: str) -> None:
    page.goto(f"{address}/{SEVERAL}#{fragment}")
    expect_interfaces(page, *ALL)


def test_steps_are_ticked_off_by_key_and_by_finger(address: str, page: Page) -> None:
    page.goto(f"{address}/{ONE}")
    ticks = page.locator(".so-main .so-tick")
    count = page.locator(".so-main .so-steps > li").count()
    expect(ticks).to_have_count(count)
    ticks.first.tap()
    expect(ticks.first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#so-announcer")).to_have_text(f"{count - 1} of {count} steps left.")
    ticks.first.focus()
    page.keyboard.press("Space")
    expect(ticks.first).to_have_attribute("aria-pressed", "false")
    box = ticks.first.bounding_box()
    assert box is not None
    assert box["width"] >= 24
    assert box["height"] >= 24


def test_labels_are_shown_as_on_the_readers_screen(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}")
    label = page.locator("#left-menu-3 .so-do .so-label").first
    expect(label).to_have_text("Sign Out")
    page.get_by_label("Screen language").select_option("es-419")
    expect(label).to_have_text("Cerrar sesión (Sign Out)")
    expect(label.locator("[lang=es-419]")).to_have_text("Cerrar sesión")
    # Where an official page shows the word, it says so; where we know no word, English stays.
    page.get_by_label("Screen language").select_option("hi")
    expect(label).to_have_text("साइन आउट करें ✓ (Sign Out)")
    expect(page.locator("#left-menu-2 .so-do .so-label").first).to_have_text("Get Help")
    expect(page.locator(".so-language-note")).to_contain_text("official page")
    # Remembered on other pages, and taken back.
    page.goto(f"{address}/devices/samsung-tv/")
    expect(page.get_by_label("Screen language")).to_have_value("hi")
    expect(page.locator(".so-do [lang=hi]").first).to_be_visible()
    page.get_by_label("Screen language").select_option("en")
    expect(page.locator(".so-do [lang=hi]")).to_have_count(0)
    expect(page.locator(".so-language-note")).to_have_text("")


def test_every_language_shows_the_words_of_the_table(address: str, page: Page) -> None:
    """What the steps say in a language is what the page's table of languages says."""
    page.goto(f"{address}/{SEVERAL}")
    page.locator(".so-languages summary").click()
    languages = page.locator(".so-screen-language option").evaluate_all(
        "options => options.map(option => option.value)"
    )
    assert len(languages) > 5
    for language in languages[1:]:
        page.get_by_label("Screen language").select_option(language)
        row = page.locator(f".so-languages [data-language={language}] td").all_text_contents()
        known = {text.removesuffix("*") for text in row}
        said = page.locator(f".so-route [lang={language}]").all_text_contents()
        assert said, language
        assert {text.strip() for text in said} <= known


# How far the title of each folded part reaches beyond the beginning of its arrow.
OVERLAPS = """() => [...document.querySelectorAll('main summary')].map(summary => {
    const arrow = getComputedStyle(summary, '::after'), text = document.createRange()
    text.selectNodeContents(summary)
    const end = summary.getBoundingClientRect().right
    const start = end - parseFloat(arrow.right) - parseFloat(arrow.width)
    return text.getBoundingClientRect().right - start
})"""


@pytest.mark.parametrize("width", [320, 360])
def test_no_title_of_a_folded_part_runs_into_its_arrow(
    address: str, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    for path in ("devices/iphone/", SEVERAL):
        page.goto(f"{address}/{path}")
        overlaps = page.evaluate(OVERLAPS)
        assert len(overlaps) > 3
        assert max(overlaps) <= 0


def test_a_report_carries_what_we_need_to_know(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}#left-menu")
    page.locator("#left-menu-1 .so-tick").click()
    expect(page.locator("#left-menu-1 .so-tick")).to_have_attribute("aria-pressed", "true")
    page.locator(".so-interface:visible .so-mismatch a").click()
    dialog = page.get_by_role("dialog", name="Tell us what you see")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Which step?")).to_have_value("1")  # the first one not ticked off
    dialog.get_by_label("What does your screen").fill("A list & <b>more</b>, 50 %")
    mail = dialog.get_by_role("link", name="Write an email")
    mail.focus()
    expect(mail).to_have_attribute("href", re.compile("50%20%25$"))  # with what was typed
    parts = urlsplit(str(mail.get_attribute("href")))
    assert (parts.scheme, parts.path) == ("mailto", "reports@signout.example")
    query = parse_qs(parts.query)
    assert query["subject"] == ["Roku: step 2 does not match"]
    report = dict(line.split(": ", 1) for line in query["body"][0].split("\n"))
    assert report["Device"] == "Roku"
    assert report["Page"] == f"{address}/{SEVERAL}"
    assert report["Route"] == "left-menu/menu"
    assert report["Step 2 (menu.get-help)"].startswith("Select Get Help")
    assert "22 November 2026" in report["How sure we are"]
    assert report["What I see instead"] == "A list & <b>more</b>, 50 %"
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_report_can_be_copied_or_put_into_a_form(
    address: str, context: BrowserContext, page: Page
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/{ONE}")
    form = "https://tracker.example/new?title={title}&body={text}"
    page.locator(".so-page-tools").evaluate("(tools, form) => { tools.dataset.form = form }", form)
    page.locator(".so-mismatch a").first.click()
    dialog = page.get_by_role("dialog")
    link = dialog.get_by_role("link", name="Open the form")
    dialog.get_by_label("What does your screen").fill("$& is literal")
    link.focus()
    expect(link).to_have_attribute("href", re.compile("is%20literal$"))
    query = parse_qs(urlsplit(str(link.get_attribute("href"))).query)
    assert query["title"] == ["Roku 1: step 1 does not match"]
    report = dict(line.split(": ", 1) for line in query["body"][0].split("\n"))
    assert report["What I see instead"] == "$& is literal"
    # With one interface, this stands at the top of the page.
    assert report["How sure we are"] == page.locator(".so-sure").first.inner_text()
    dialog.get_by_role("button", name="Copy as text").click()
    expect(page.locator("#so-announcer")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == query["body"][0]


def test_the_link_of_the_page_is_copied_and_shared(
    address: str, context: BrowserContext, page: Page
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("navigator.share = async what => { window.shared = what }")
    page.goto(f"{address}/{ONE}")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#so-announcer")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/{ONE}"
    page.get_by_role("button", name="Share").click()
    page.wait_for_function("() => window.shared")
    assert page.evaluate("window.shared") == {
        "title": "Sign out of Netflix on Roku 1",
        "url": f"{address}/{ONE}",
    }


def test_without_a_means_to_share_there_is_no_button(address: str, page: Page) -> None:
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(f"{address}/{ONE}")
    expect(page.locator(".so-share")).to_have_count(1)
    expect(page.locator(".so-share")).to_be_hidden()


def test_the_colours_are_switched_and_stay_so(address: str, page: Page) -> None:
    page.goto(f"{address}/{ONE}")
    body, ground = page.locator("body"), "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    switch = page.get_by_role("button", name="Colours")
    switch.click()
    expect(switch).to_have_accessible_name("Colours: light")
    switch.click()
    expect(switch).to_have_accessible_name("Colours: dark")
    expect(body).not_to_have_css("background-color", light)
    dark = page.evaluate(ground)
    page.goto(f"{address}/{NONE}")
    expect(body).to_have_css("background-color", dark)
    page.get_by_role("button", name="Colours: dark").click()
    expect(body).to_have_css("background-color", light)
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("path", [SEVERAL, ONE, NONE, ""])
def test_without_script_nothing_is_offered_that_needs_it(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    assert page.locator(".so-scripted").count() > 0
    assert page.locator(".so-scripted:visible").count() == 0
    assert page.locator("button[type=button]:visible").count() == 0
    context.close()
