"""Guide me: walked on every device, whatever the reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.watching import violations

SEVERAL, ONE = "devices/roku/", "devices/roku-1/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


def guide(page: Page) -> Locator:
    return page.locator("dialog.so-guide")


def title(page: Page) -> Locator:
    return guide(page).locator("h2")


def go_on(page: Page, name: str = "I see it") -> None:
    """Follows a link of the guide, and waits until what it leads to is drawn.

    The address changes at once, what is drawn a moment later.
    """
    before, drawn = page.url, title(page).element_handle()
    guide(page).get_by_role("link", name=name).click()
    expect(page).not_to_have_url(before)
    drawn.wait_for_element_state("hidden")
    expect(title(page)).to_be_focused()


def test_it_leads_from_the_choice_to_the_end(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}")
    page.get_by_role("button", name="Guide me").click()
    expect(title(page)).to_have_text("Which one do you see?")
    expect(guide(page)).to_contain_text("None of these yet? Press")
    go_on(page, "A menu runs down the left side")
    expect(title(page)).to_have_text("First")
    expect(guide(page)).to_contain_text("Open Netflix and choose any profile.")
    said = []
    while True:
        go_on(page)
        heading = title(page).inner_text()
        if heading == "Signed out":
            break
        said.append((heading, guide(page).locator(".so-guide-do").inner_text()))
    steps = page.locator("#left-menu ~ .so-route .so-do").all_inner_texts()
    assert [instruction for _, instruction in said] == steps
    assert [heading for heading, _ in said] == [
        f"Step {number} of {len(steps)}" for number in range(1, len(steps) + 1)
    ]
    expect(guide(page)).to_contain_text("Now check")
    guide(page).get_by_role("button", name="Done").click()
    expect(guide(page)).to_have_count(0)
    expect(page).to_have_url(f"{address}/{SEVERAL}")


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until the thing of that name has the focus."""
    passed = []
    for _ in range(30):
        passed.append(page.evaluate("document.activeElement.textContent"))
        if passed[-1] == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no {name!r} among {passed}")


def test_the_keyboard_alone_is_enough(address: str, page: Page) -> None:
    page.goto(f"{address}/{ONE}")
    page.get_by_role("button", name="Guide me").focus()
    page.keyboard.press("Enter")
    wanted = page.locator(".so-main .so-steps > li").count() + 1
    for _ in range(wanted):
        expect(title(page)).to_be_focused()
        tab_to(page, "I see it")
        said = title(page).inner_text()
        page.keyboard.press("Enter")
        expect(title(page)).not_to_have_text(said)
    expect(title(page)).to_have_text("Signed out")
    page.keyboard.press("Escape")
    expect(guide(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Guide me")).to_be_focused()


def test_each_step_has_an_address_that_keeps_its_place(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}#guide/left-menu/menu/help")
    expect(title(page)).to_have_text("Step 3 of 4")
    page.reload()
    expect(title(page)).to_have_text("Step 3 of 4")
    go_on(page)
    expect(page).to_have_url(re.compile("#guide/left-menu/menu/confirm$"))
    page.go_back()
    expect(title(page)).to_have_text("Step 3 of 4")
    page.go_forward()
    expect(title(page)).to_have_text("Step 4 of 4")
    guide(page).get_by_role("button", name="Back").click()
    expect(title(page)).to_have_text("Step 3 of 4")


def test_something_else_leads_by_what_the_reader_sees(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}#guide/left-menu/menu/home")
    go_on(page, "I see something else")
    expect(title(page)).to_have_text("What do you see?")
    names = guide(page).get_by_role("link").all_inner_texts()
    # Another screen of this interface; another interface; another way; problems; from afar.
    order = [
        "A question about signing out",
        "A menu runs along the top",
        "Another way: Press the key code",
        "Sign it out from afar",
    ]
    places = [next(i for i, name in enumerate(names) if wanted in name) for wanted in order]
    assert places == sorted(places)
    problems = page.locator(".so-stuck li a").all_inner_texts()
    assert problems
    assert set(problems) <= set(names)
    # The app stands on the question already: the guide goes on from there.
    go_on(page, "A question about signing out")
    expect(title(page)).to_have_text("Step 4 of 4")
    go_on(page)
    expect(title(page)).to_have_text("Signed out")


def test_on_a_phone_the_foot_is_one_row(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}")
    page.get_by_role("button", name="Guide me").click()
    go_on(page, "A menu runs down the left side")
    foot = guide(page).locator(".so-guide-foot > :visible")
    assert foot.count() == 4
    boxes = [one.bounding_box() for one in foot.all()]
    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert max(middles) - min(middles) < 10


def test_a_screen_off_the_route_still_leads_to_the_end(address: str, page: Page) -> None:
    """The page behind the key code is on no way through the menu."""
    page.goto(f"{address}/{SEVERAL}#guide/left-menu/menu/home/else")
    go_on(page, "or a Deactivation page")
    expect(page).to_have_url(re.compile("/key-code/code-page"))
    while title(page).inner_text() != "Signed out":
        go_on(page)


def test_from_afar_closes_the_guide_and_leads_there(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}#guide/left-menu/menu/home/else")
    guide(page).get_by_role("link", name="Sign it out from afar").click()
    expect(guide(page)).to_have_count(0)
    expect(page.locator("#not-near")).to_be_in_viewport()


def test_the_step_can_be_reported_from_the_guide(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}#guide/left-menu/menu/menu/else")
    guide(page).get_by_role("button", name="This step does not match").click()
    report = page.get_by_role("dialog", name="Tell us what you see")
    expect(report.get_by_label("Which step?")).to_have_value("1")


def test_the_words_follow_the_language_of_the_screen(address: str, page: Page) -> None:
    page.goto(f"{address}/{SEVERAL}#guide/left-menu/menu/help")
    guide(page).get_by_label("Screen language").select_option("es-419")
    expect(guide(page).locator(".so-guide-do")).to_contain_text("Cerrar sesión (Sign Out)")
    expect(title(page)).to_have_text("Step 3 of 4")
    guide(page).get_by_role("button", name="Close").click()
    expect(guide(page)).to_have_count(0)  # with its own choice, which has the same name
    expect(page.get_by_label("Screen language")).to_have_value("es-419")


# Walks from the start of every way by "I see it", and from every screen "something else" offers.
WALK = """async () => {
    const shown = () => document.querySelector('dialog.so-guide h2')?.textContent
    const go = async hash => {
        if (location.hash === hash) return
        await new Promise(done => {
            addEventListener('hashchange', () => setTimeout(done), {once: true})
            location.hash = hash
        })
    }
    const links = () => [...document.querySelectorAll('dialog.so-guide a[href^="#guide/"]')]
        .map(link => ({name: link.textContent, hash: link.getAttribute('href')}))
    const reachesTheEnd = new Set()
    const walk = async start => {
        const passed = []
        await go(start)
        for (let steps = 0; steps < 30; steps++) {
            if (shown() === 'Signed out' || reachesTheEnd.has(location.hash)) {
                passed.forEach(hash => reachesTheEnd.add(hash))
                return steps
            }
            passed.push(location.hash)
            const on = links().find(link => link.name === 'I see it')
            if (!on) return `${start}: no way on from ${location.hash} (${shown()})`
            await go(on.hash)
        }
        return `${start}: no end`
    }
    const ways = new Set(), screens = new Set(), failures = []
    for (const section of document.querySelectorAll('.so-interface')) {
        const id = section.querySelector('.so-main').dataset.route.split('/')[0]
        for (const route of document.querySelectorAll('.so-route'))
            for (const way of route.dataset.route.split(' '))
                if (way.startsWith(id + '/')) ways.add('#guide/' + way)
    }
    for (const way of ways) {
        const steps = await walk(way)
        if (typeof steps === 'string') failures.push(steps)
        await go(way)
        const first = links().find(link => link.name === 'I see something else').hash
        await go(first)
        for (const link of links()) screens.add(link.hash)
    }
    for (const screen of screens) {
        const steps = await walk(screen)
        if (typeof steps === 'string') failures.push(steps)
    }
    return {ways: ways.size, screens: screens.size, failures}
}"""


def test_every_way_of_every_device_reaches_the_end(
    address: str, page: Page, pages: Mapping[str, BeautifulSoup]
) -> None:
    devices = [path for path, built in pages.items() if built.select(".so-interface")]
    assert len(devices) > 50
    failures, ways, screens = [], 0, 0
    for path in devices:
        page.goto(f"{address}/{path}", wait_until="domcontentloaded")
        walked = page.evaluate(WALK)
        ways += walked["ways"]
        screens += walked["screens"]
        failures += [f"{path}: {failure}" for failure in walked["failures"]]
    assert not failures, "\n".join(failures)
    assert ways > len(devices)
    assert screens > ways


def test_a_device_without_a_way_out_leads_to_the_account_page(address: str, page: Page) -> None:
    page.goto(f"{address}/devices/tesla/")
    page.get_by_role("link", name="Guide me").click()
    expect(guide(page)).to_be_visible()
    account = re.escape(f"{address}/devices/netflix-account/#guide")
    expect(page).to_have_url(re.compile(f"^{account}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answers_stay_readable_under_a_pointer_or_a_finger(
    browser: Browser, address: str, scheme: Any
) -> None:
    """A tap leaves the next answer in the same place "pointed at"."""
    context = browser.new_context(color_scheme=scheme, service_workers="block")
    page = context.new_page()
    page.goto(f"{address}/{ONE}#guide")
    for answer in guide(page).locator(".so-buttons a").all():
        for point in (answer.hover, answer.focus):
            point()
            assert violations(page) == []
            # Of two colours that are the same, axe says nothing.
            assert answer.evaluate("one => getComputedStyle(one).color") != answer.evaluate(
                "one => getComputedStyle(one).backgroundColor"
            )
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "state", ["guide", "guide/gear/settings/menu", "guide/gear/settings/menu/else", "report"]
)
def test_axe_finds_nothing_in_the_dialogs(
    browser: Browser, address: str, state: str, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme, service_workers="block")
    page = context.new_page()
    page.goto(f"{address}/{SEVERAL}#{state}")
    if state == "report":
        page.locator(".so-mismatch a").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        assert violations(page) == []
        assert page.evaluate("document.querySelector('dialog[open]').scrollWidth") <= width
    context.close()
