"""Troubleshooting: the index narrows to a device and a symptom; each problem leads to an end."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Locator, Page, Route, expect

from generator.knowledge.base import KnowledgeBase
from generator.publish.publication import Project, load_project
from tests.browser.watching import OBSERVE, PAINTED, SETTLED, until
from tests.site_fixtures import ROOT

INDEX = "troubleshooting/"
LISTED = "ul.so-problems > li:visible"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))


@contextmanager
def opened(browser: Browser, url: str, **settings: object) -> Iterator[Page]:
    """A page of a fresh visitor at 360 pixels, which must end without an error."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, **settings)  # type: ignore[arg-type]
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.goto(url)
    yield page
    context.close()
    assert errors == []


def listed(page: Page) -> list[str]:
    """The problems one sees, in order."""
    return [str(item.get_attribute("data-problem")) for item in page.locator(LISTED).all()]


def device(page: Page) -> Locator:
    return page.get_by_label("Your device", exact=True)


def symptom(page: Page) -> Locator:
    return page.get_by_label("What goes wrong", exact=True)


def status(page: Page) -> Locator:
    return page.locator(".so-troubles [role=status]")


def address_of(page: Page) -> str:
    """As the page itself has it now: `page.url` hears of changes a moment later."""
    return str(page.evaluate("location.href"))


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address_of(page)).query)


# --- the index ---


def by_mouse(page: Page, target: Locator) -> None:
    target.click()


def by_touch(page: Page, target: Locator) -> None:
    target.tap()


def by_keyboard(page: Page, target: Locator) -> None:
    """Goes there with Tab alone; a button is pressed."""
    for _ in range(100):
        if target.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    if target.evaluate("one => one.localName === 'button'"):
        page.keyboard.press("Enter")


@pytest.mark.parametrize("reach", [by_mouse, by_touch, by_keyboard])
def test_the_list_narrows_as_one_types(
    browser: Browser, address: str, kb: KnowledgeBase, reach: Callable[[Page, Locator], None]
) -> None:
    with opened(browser, f"{address}/{INDEX}", has_touch=True) as page:
        total = len(listed(page))
        assert total == len(kb.problems)
        reach(page, device(page))
        expect(device(page)).to_be_focused()
        page.keyboard.type("xbox")
        choice = page.get_by_role("group", name="Which one is it?").get_by_role("button")
        expect(choice.first).to_be_visible()
        assert choice.count() <= 6
        reach(page, choice.filter(has_text="Xbox One").first)
        expect(status(page)).to_have_text(re.compile(r"^\d+ problems on Xbox One$"))
        of_device = listed(page)
        assert 0 < len(of_device) < total
        reach(page, symptom(page))
        expect(symptom(page)).to_be_focused()
        page.keyboard.type("menu does not open")
        expect(page.locator(LISTED).first).to_have_attribute("data-problem", "menu-does-not-open")
        expect(status(page)).to_have_text(re.compile(r"^\d+ problems? on Xbox One$"))
        assert set(listed(page)) < set(of_device)
        # The other lists say nothing that this one does not.
        expect(page.get_by_role("heading", name="By message on the screen")).to_be_hidden()
        reach(page, page.get_by_role("button", name="Clear"))
        expect(status(page)).to_have_text(f"{total} problems")
        assert listed(page) == list(kb.problems)
        expect(page.get_by_role("heading", name="By message on the screen")).to_be_visible()
        assert asked(page) == {}


def test_without_script_all_problems_are_there(
    browser: Browser, address: str, kb: KnowledgeBase
) -> None:
    url = f"{address}/{INDEX}?device=roku&symptom=menu"
    with opened(browser, url, java_script_enabled=False) as page:
        assert listed(page) == list(kb.problems)
        expect(page.locator(".so-troubles")).to_be_hidden()
        expect(page.get_by_role("heading", name="By device")).to_be_visible()


def test_devices_are_asked_for_only_when_they_are_needed(browser: Browser, address: str) -> None:
    """The page stays as it is however many devices there are."""
    with opened(browser, f"{address}/{INDEX}") as page:
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.reload()
        page.wait_for_load_state("networkidle")
        assert [url for url in requests if "finder" in url] == []
        with page.expect_request(re.compile("finder")):
            symptom(page).focus()


def test_a_device_has_the_problems_that_are_its_own(
    browser: Browser, address: str, kb: KnowledgeBase
) -> None:
    """One device of each list of problems there is."""
    of_each = {one.problems: one for one in kb.devices.values()}
    assert len(of_each) > 10
    with opened(browser, f"{address}/{INDEX}") as page:
        for problems, one in of_each.items():
            page.goto(f"{address}/{INDEX}?device={one.id}")
            expect(status(page)).to_contain_text(" on ")
            assert set(listed(page)) == set(problems), one.id
            expect(device(page)).to_have_value(one.title)


def test_each_device_page_leads_to_its_problems(
    pages: Mapping[str, BeautifulSoup], kb: KnowledgeBase
) -> None:
    for one in kb.devices.values():
        page = pages[f"devices/{one.id}/"]
        link = page.select_one(f'a[href="../../{INDEX}?device={one.id}"]')
        assert (link is not None) == bool(one.problems), one.id


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("meun dosnt open", "menu-does-not-open"),
        ("app frozen", "app-is-frozen"),
        ("still logged in", "still-signed-in"),
        ("somebody else is using my account", "someone-uses-my-account"),
        ("forgot pasword", "forgot-password"),
        ("kids profile", "stuck-in-kids-profile"),
    ],
)
def test_symptoms_are_found_as_people_put_them(
    browser: Browser, address: str, words: str, problem: str
) -> None:
    with opened(browser, f"{address}/{INDEX}") as page:
        total = len(listed(page))
        symptom(page).fill(words)
        expect(page.locator("ul.so-narrowed")).to_be_visible()
        assert problem in listed(page)[:3]
        assert len(listed(page)) < total


def test_the_address_holds_the_filter(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{INDEX}") as page:
        symptom(page).fill("key code")
        device(page).fill("roku")
        expect(status(page)).to_contain_text("on Roku")
        wanted = listed(page)
        assert wanted
        assert asked(page) == {"device": ["roku"], "symptom": ["key code"]}
        url = address_of(page)
        assert page.evaluate("history.length") <= 2, "typing makes no entries to go back through"
    with opened(browser, url) as page:
        expect(status(page)).to_contain_text("on Roku")
        assert listed(page) == wanted
        assert address_of(page) == url
        expect(symptom(page)).to_have_value("key code")
        # And it is there again after a look at a problem.
        page.locator(f"{LISTED} a").first.click()
        expect(page).to_have_url(f"{address}/{INDEX}{wanted[0]}/")
        page.wait_for_load_state()
        page.go_back()
        expect(status(page)).to_contain_text("on Roku")
        assert listed(page) == wanted


STRANGE = [
    "<img src=x onerror=alert(1)>",
    "\"'><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }} ${7 * 7} %s",
    "__proto__",
    "constructor",
    "%",
    "\u202egnol \u0000 🦊 ﷽",
    "+ & # ? =",
    "[(.*)\\",
    "x" * 5000,
]


@pytest.mark.parametrize("text", STRANGE, ids=lambda text: text[:12].encode("ascii", "replace"))
def test_strange_filters_are_shown_as_they_are(browser: Browser, address: str, text: str) -> None:
    with opened(browser, f"{address}/{INDEX}?device={quote(text)}&symptom={quote(text)}") as page:
        expect(page.locator("ul.so-narrowed")).to_be_attached()
        kept = text.replace("\u0000", "\ufffd") if "\u0000" in text else text
        for field in (device(page), symptom(page)):
            assert field.input_value() in (text, kept)
        said = status(page).inner_text()
        assert "problem" in said
        if "do not know" in said:
            assert re.sub(r"\s+", " ", text.strip())[:20] in re.sub(r"\s+", " ", said)
        assert page.locator("main img, main script").count() == 0
        url = address_of(page)
        page.reload()
        expect(page.locator("ul.so-narrowed")).to_be_attached()
        assert address_of(page) == url
        assert status(page).inner_text() == said
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_percent_sign_that_says_nothing_does_no_harm(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{INDEX}?device=%&symptom=%E0%A4%A&&=&device=roku") as page:
        expect(page.locator("ul.so-narrowed")).to_be_attached()
        assert "problem" in status(page).inner_text()


def test_nothing_found_leads_on(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{INDEX}") as page:
        total = len(listed(page))
        symptom(page).fill("qqqqqqqq")
        expect(status(page)).to_have_text("No problems")
        hint = page.locator(".so-trouble-none")
        everywhere = hint.get_by_role("link", name="Sign out from afar")
        expect(everywhere).to_be_visible()
        hint.get_by_role("link", name="All problems").click()
        expect(hint).to_be_hidden()
        expect(page.locator(LISTED)).to_have_count(total)
        expect(symptom(page)).to_have_value("")


def test_an_unknown_device_hides_nothing(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    with opened(browser, f"{address}/{INDEX}?device=qqqqqqqq") as page:
        expect(status(page)).to_contain_text("We do not know the device “qqqqqqqq”.")
        assert listed(page) == list(kb.problems)


def test_enter_takes_the_first_device(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{INDEX}") as page:
        device(page).fill("samsung")
        first = page.locator(".so-trouble-devices button").first
        name = first.inner_text()
        device(page).press("Enter")
        expect(device(page)).to_have_value(name)
        expect(status(page)).to_contain_text(f" on {name}")


def test_where_the_devices_cannot_be_loaded_symptoms_still_work(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/{INDEX}", service_workers="block") as page:
        page.route("**/finder*", lambda route: route.abort())
        device(page).fill("roku")
        expect(status(page)).to_contain_text("The list of devices did not load.")
        symptom(page).fill("menu does not open")
        expect(page.locator(LISTED).first).to_contain_text("The menu does not open")
        # Once there is a network again, it is asked again.
        page.unroute("**/finder*")
        symptom(page).fill("")
        expect(status(page)).to_contain_text("on Roku")


def test_it_works_from_a_file(browser: Browser, site: Path, tmp_path: Path) -> None:
    """As in the site that one can download: plain scripts, no hashes."""
    shutil.copytree(site / "assets", tmp_path / "assets")
    html = (site / INDEX / "index.html").read_text("utf-8")
    html = re.sub(r' integrity="[^"]*"| crossorigin="[^"]*"', "", html)
    html = html.replace(' type="module"', " defer").replace("http-equiv=", "data-left-out=")
    (tmp_path / INDEX).mkdir()
    file = tmp_path / INDEX / "index.html"
    file.write_text(html, "utf-8")
    with opened(browser, f"{file.as_uri()}?device=roku") as page:
        expect(status(page)).to_contain_text("on Roku")
        count = len(listed(page))
        symptom(page).fill("menu")
        expect(page.locator("ul.so-narrowed")).to_be_visible()
        expect(page.locator(LISTED)).not_to_have_count(count)
        assert 0 < len(listed(page)) < count
        assert asked(page) == {"device": ["roku"], "symptom": ["menu"]}


@pytest.mark.parametrize(
    "query", ["", "?device=roku", "?device=sony&symptom=menu", "?symptom=qqqq"]
)
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_filter_starts(
    browser: Browser, address: str, query: str, width: int
) -> None:
    with opened(browser, "about:blank", service_workers="block") as page:
        page.set_viewport_size({"width": width, "height": 800})
        page.add_init_script(OBSERVE)
        # A slow network: the page is painted, and its scripts wait, before the devices are there.
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/finder*", hold)
        page.goto(f"{address}/{INDEX}{query}", wait_until="commit")
        page.wait_for_function(PAINTED)
        if query:
            until(lambda: list(held), bool, lambda: page.wait_for_timeout(20))
            held[0].continue_()
            expect(page.locator("ul.so-narrowed")).to_be_attached()
        page.evaluate(SETTLED)
        assert bool(held) == bool(query)
        assert page.evaluate("seen.shift") <= 0.02, page.evaluate("seen.moved")


# --- the page of a problem ---


def problem_pages(pages: Mapping[str, BeautifulSoup]) -> dict[str, BeautifulSoup]:
    return {path: page for path, page in pages.items() if path.startswith(INDEX) and path != INDEX}


def section(heading: Tag) -> list[Tag]:
    """What stands below a heading, up to the next one."""
    found = []
    for one in heading.find_next_siblings():
        if one.name == "h2":
            break
        found.append(one)
    return found


def test_it_did_not_leads_through_every_solution_to_a_way_on(
    pages: Mapping[str, BeautifulSoup], kb: KnowledgeBase
) -> None:
    found = problem_pages(pages)
    assert len(found) == len(kb.problems) > 20
    for path, page in found.items():
        heading = page.select_one("h2")
        visited = []
        while heading is not None and heading["id"] != "not-solved":
            assert heading["id"] not in visited, f"{path} leads back to #{heading['id']}"
            visited.append(str(heading["id"]))
            answers = [a for one in section(heading) for a in one.select(".so-answers a")]
            solved, next_ = answers
            assert solved["href"] == "#worked"
            assert solved.get_text() == "This solved it"
            assert next_.get_text().startswith("It did not: ")
            assert heading["tabindex"] == "-1"
            heading = page.select_one(str(next_["href"]))
            assert heading is not None
            assert next_.get_text().endswith(heading.get_text()) or heading["id"] == "not-solved"
        name = path.removeprefix(INDEX).strip("/")
        assert len(visited) == len(kb.problems[name].said)
        assert heading is not None
        links = [str(a["href"]) for one in section(heading) for a in one.select("a")]
        assert {"../../sign-out-everywhere/", "../../contribute/"} < set(links)
        others = [href for href in links if re.fullmatch(r"\.\./[a-z0-9-]+/", href)]
        assert len(others) >= 3
        assert f"../{name}/" not in others


def test_what_worked_is_said_and_what_to_check_then(
    pages: Mapping[str, BeautifulSoup],
) -> None:
    for path, page in problem_pages(pages).items():
        heading = page.select_one("h2#worked[tabindex]")
        assert heading is not None, path
        below = section(heading)
        assert len(below[0].get_text()) > 10
        assert any(one.select('a[href="../../security/"]') for one in below), path


def test_related_problems_are_about_like_devices(
    pages: Mapping[str, BeautifulSoup], kb: KnowledgeBase
) -> None:
    """Those that a solution names come first."""
    for path, page in problem_pages(pages).items():
        problem = kb.problems[path.removeprefix(INDEX).strip("/")]
        named = {id for said in problem.said for id in said.see if id in kb.problems}
        others = [str(a["href"])[3:-1] for a in page.select(".so-ways-on a[href^='../']")]
        first = [id for id in others if id in kb.problems][: len(named)]
        assert set(first) <= named, path


@pytest.mark.parametrize("reach", [by_mouse, by_touch, by_keyboard])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_answers_move_the_reader(
    browser: Browser,
    address: str,
    reach: Callable[[Page, Locator], None],
    script: bool,
) -> None:
    url = f"{address}/{INDEX}still-signed-in/"
    with opened(browser, url, has_touch=True, java_script_enabled=script) as page:

        def answer(link: Locator, to: str) -> None:
            reach(page, link)
            if reach is by_keyboard:
                page.keyboard.press("Enter")
            heading = page.locator(f"#{to}")
            expect(heading).to_be_focused()
            expect(heading).to_be_in_viewport()
            # In full, below the header that stays, once all is scrolled.
            places = heading.bounding_box, page.locator(".md-header").bounding_box
            until(
                lambda: [place() for place in places],
                lambda at: at[0] and at[1] and at[0]["y"] >= at[1]["y"] + at[1]["height"],
            )
            border = heading.evaluate("one => getComputedStyle(one).borderInlineStartWidth")
            assert border != "0px", "where one is now is marked"

        answer(page.locator(".so-next").nth(0), "solution-2")
        answer(page.locator(".so-next").nth(1), "solution-3")
        marks = page.locator("h2 .so-tried")
        expect(marks).to_have_count(2 if script else 0)
        answer(page.get_by_role("link", name="This solved it").nth(2), "worked")
