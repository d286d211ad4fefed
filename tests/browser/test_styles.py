"""That the site's stylesheets were cut to what pages use changes nothing that one sees."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.site.styles import names_in, references, used_styles
from tests.browser.test_pages import PAGES, named
from tests.browser.watching import COME_TO_REST
from tests.site_fixtures import ROOT, Once, served

VIEWS: list[tuple[int, dict[str, Any]]] = [
    (width, {"media": "screen", "color_scheme": scheme})
    for width in (360, 1280)
    for scheme in ("light", "dark")
]
VIEWS.append((794, {"media": "print", "color_scheme": "light"}))  # px: the width of A4


def open_guide(page: Page) -> None:
    page.get_by_role("button", name="Guide me").click()
    expect(page.locator("dialog.so-guide a").first).to_be_visible()


def walk_the_guide(page: Page) -> None:
    open_guide(page)
    page.locator("dialog.so-guide").get_by_role("link", name="I see it").first.click()
    expect(page.locator("dialog.so-guide h2")).to_contain_text("Step 1")


def search(page: Page) -> None:
    page.locator(".so-search-button").click()
    page.keyboard.type("profile")
    expect(page.locator(".so-search > [aria-busy=false] li").first).to_be_visible()


def find(page: Page) -> None:
    page.locator("#so-find").press_sequentially("roku")
    expect(page.locator(".so-hits .so-hit").first).to_be_visible()
    expect(page.locator("#so-announcer")).not_to_be_empty()  # a pause later


def report(page: Page) -> None:
    page.locator(".so-mismatch a:visible").first.click()
    expect(page.get_by_role("dialog", name="Tell us what you see")).to_be_visible()


def tick(page: Page) -> None:
    page.locator(".so-main .so-tick").first.click()
    expect(page.locator(".so-main .so-tick").first).to_have_attribute("aria-pressed", "true")


def tick_a_checklist(page: Page) -> None:
    page.locator("main input[type=checkbox]").first.check()


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "guide": ("devices/roku/", open_guide),
    "step of the guide": ("devices/roku-1/", walk_the_guide),
    "search": ("devices/ps5/", search),
    "finder": ("", find),
    "report": ("devices/roku-1/", report),
    "ticked step": ("devices/roku-1/", tick),
    "ticked checklist": ("security/", tick_a_checklist),
}


@cache
def originals() -> dict[str, str]:
    """The stylesheets as their authors wrote them, by their names without hashes."""
    theme = find_spec("material")
    assert theme is not None and theme.submodule_search_locations
    folder = Path(theme.submodule_search_locations[0]) / "templates/assets/stylesheets"
    files = [*folder.glob("main.*.css"), *(ROOT / "content" / "assets").glob("*.css")]
    return {unhashed(file): file.read_text("utf-8") for file in files}


def unhashed(file: Path) -> str:
    return re.sub(r"\.[0-9a-f]{8}\.", ".", file.name)


def stylesheets(site: Path) -> list[Path]:
    return sorted((site / "assets").rglob("*.css"))


@pytest.fixture(scope="session")
def whole_address(once: Once, site: Path) -> Iterator[str]:
    """Where the shipped site is served with whole stylesheets."""

    def restore(folder: Path) -> None:
        shutil.copytree(site, folder, ignore=shutil.ignore_patterns("downloads"))
        for file in stylesheets(folder):
            file.write_text(originals()[unhashed(file)], "utf-8")
        for page in folder.rglob("*.html"):
            html = page.read_text("utf-8")
            linked = re.sub(r'(<link rel="stylesheet"[^>]*?) integrity="[^"]*"', r"\1", html)
            page.write_text(linked, "utf-8")

    with served(once("site-with-whole-styles", restore)) as at:
        yield at


class Drawing:
    """A page as the browser draws it, with the computed value of every property it knows."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page = context.new_page()
        self._address = address
        self._protocol = context.new_cdp_session(self.page)

    def open(self, path: str) -> None:
        self.page.goto(f"{self._address}/{path}")
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    def view(self, width: int, **media: Any) -> dict[str, Any]:
        """Everything laid out, pseudo-elements and texts too: names, places, order and styles."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(**media)
        self.page.evaluate(COME_TO_REST)
        taken = self._protocol.send(
            "DOMSnapshot.captureSnapshot",
            {"computedStyles": self.properties(), "includePaintOrder": True},
        )
        strings = [text.replace(self._address, "") for text in taken["strings"]]
        nodes, layout = taken["documents"][0]["nodes"], taken["documents"][0]["layout"]
        return {
            "names": [strings[nodes["nodeName"][node]] for node in layout["nodeIndex"]],
            "bounds": layout["bounds"],
            "order": layout["paintOrders"],
            "styles": [[strings[value] for value in values] for values in layout["styles"]],
        }

    def properties(self) -> list[str]:
        names: list[str] = self.page.evaluate("[...getComputedStyle(document.body)]")
        return [name for name in names if not name.startswith("--")]

    def differences(self, other: Drawing) -> list[str]:
        """What is drawn otherwise than on the other page, view by view."""
        found = []
        for width, media in VIEWS:
            one, two = self.view(width, **media), other.view(width, **media)
            if one != two:
                found.append(f"{width} px, {media}: {len(one['names'])}, {len(two['names'])} boxes")
                found += unlike(one, two, self.properties())
        return found


def unlike(one: dict[str, Any], two: dict[str, Any], properties: list[str]) -> Iterator[str]:
    """The boxes that differ, each with its values on both pages."""
    for at, name in enumerate(one["names"][: len(two["names"])]):
        place = one["bounds"][at], two["bounds"][at]
        values = zip(properties, one["styles"][at], two["styles"][at], strict=False)  # or none
        styles = [f"{key}: {a} | {b}" for key, a, b in values if a != b]
        if styles or place[0] != place[1]:
            yield f"  {name} {place} {styles}"


@pytest.fixture
def both(browser: Browser, address: str, whole_address: str) -> Iterator[list[Drawing]]:
    """A page of the shipped site, and one of the site with whole stylesheets."""
    contexts = [browser.new_context() for _ in range(2)]
    yield [Drawing(*pair) for pair in zip(contexts, (address, whole_address), strict=True)]
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_pages_look_the_same(both: list[Drawing], path: str) -> None:
    for drawing in both:
        drawing.open(path)
    found = both[0].differences(both[1])
    assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("state", STATES)
def test_what_opens_looks_the_same(both: list[Drawing], state: str) -> None:
    path, change = STATES[state]
    for drawing in both:
        drawing.open(path)
        change(drawing.page)
    found = both[0].differences(both[1])
    assert not found, "\n".join(found[:20])


def test_a_lost_rule_would_be_seen(both: list[Drawing]) -> None:
    for drawing in both:
        drawing.open("good-to-know/")
    both[0].page.evaluate(
        """() => {
            const sheet = [...document.styleSheets].find(one => one.href.includes("main.min"))
            const at = [...sheet.cssRules].findIndex(one => one.selectorText === ".md-copyright")
            sheet.deleteRule(at)
        }"""
    )
    found = "\n".join(both[0].differences(both[1]))
    assert re.search(r"DIV .*font-size: ", found)


def test_no_finished_page_misses_a_rule(site: Path, pages: Mapping[str, BeautifulSoup]) -> None:
    """Nor a rule for what is pointed at, focused or printed, which no view above may show."""
    # The finder's index is data: what is said in it are no names of elements.
    scripts = [file for file in site.glob("assets/*.js") if not file.name.startswith("finder.")]
    names = names_in("\n".join(file.read_text("utf-8") for file in scripts))
    for page in pages.values():
        for element in page.find_all(True):
            names |= {element.name, *element.attrs, *element.get_attribute_list("class")}
            names.add(str(element.get("id")))
    names = {name.lower() for name in names}
    cut = {unhashed(file): file.read_text("utf-8") for file in stylesheets(site)}
    assert cut.keys() == originals().keys()
    for name, css in originals().items():
        used = names.union(*(references(other) for key, other in cut.items() if key != name))
        assert used_styles(cut[name], used) == used_styles(css, used)
