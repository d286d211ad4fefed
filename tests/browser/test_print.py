"""What comes out of the printer, on both sizes of paper: PDFs of a real Chromium, read back.

Devices' pages are printed with each pair of paper, scheme and JavaScript, the others both ways in
dark, which is the worse.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader

DEVICES = ["devices/roku-1/", "devices/roku/", "devices/hotel-tv/", "devices/tesla/"]
OTHERS = [
    "",
    "troubleshooting/menu-does-not-open/",
    "security/",
    "sign-out-everywhere/",
    "sources/",
]
PAPERS = {"A4": (595.9, 842.9), "Letter": (612, 792)}  # points, as Chromium rounds them
SETTINGS = [
    ("A4", "dark", True),
    ("Letter", "dark", False),
    ("A4", "light", False),
    ("Letter", "light", True),
]
CASES = [(path, *setting) for path in DEVICES for setting in SETTINGS]
CASES += [(path, *setting) for path in OTHERS for setting in SETTINGS[:2]]
SMALLEST = 10.98  # points: 11, but for the rounding of Chromium's coordinates

# What a page says of itself: the steps of its routes, where its links lead, what has no use on
# paper. Routes of an interface that the reader has not chosen are `hidden`, and no links either.
READ = """() => {
    const shown = one => !one.closest('[hidden], .so-scripted')
    const all = selector => [...document.querySelectorAll(selector)].filter(shown)
    const texts = (one, selector) => [...one.querySelectorAll(selector)].map(e => e.textContent)
    return {
        title: document.querySelector('h1').textContent,
        address: document.querySelector('link[rel=canonical]').href,
        routes: all('.so-route, ol.so-steps').filter(one => !one.parentElement.closest('.so-route'))
            .map(one => [...one.querySelectorAll('.so-steps > li')]
                .map(step => texts(step, '.so-do, .so-see, .so-done'))),
        links: all('article a[href]')
            .filter(one => one.checkVisibility({visibilityProperty: true}))
            .map(one => one.getAttribute('href')),
        useless: [...document.querySelectorAll(
            '.md-header, .md-tabs, .md-sidebar, .md-footer, .md-skip, .so-chooser, .so-menus, ' +
            'article form, article button, article select, dialog'
        )].map(one => [one.tagName + '.' + one.className, one.textContent, one.checkVisibility()]),
    }
}"""
# Colours of what one reads, and of the grounds behind it.
COLOURS = """() => {
    document.getAnimations().forEach(one => one.finish())
    const drawn = [...document.querySelectorAll('article, article *')]
        .filter(one => one.checkVisibility() && one.getClientRects().length)
    const styles = [
        ...drawn.filter(one => one.innerText).map(one => getComputedStyle(one)),
        ...drawn.flatMap(one => ['::before', '::after'].map(part => getComputedStyle(one, part)))
            .filter(style => style.content !== 'none' && style.display !== 'none'),
    ]
    return styles.map(style => style.color + ' on ' + style.backgroundColor)
}"""
BLACK_ON_WHITE = {
    f"rgb(0, 0, 0) on {white}" for white in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
}


def letters(text: str) -> str:
    """Only letters: lines break anywhere, and numbers of steps stand where they like."""
    return "".join(filter(str.isalpha, text))


def without_space(text: str) -> str:
    return "".join(text.split())


@dataclass
class Printed:
    """A page on paper, and what the page says of itself."""

    page: dict[str, Any]
    sizes: list[tuple[float, float]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    smallest: tuple[float, str] = (math.inf, "")

    @classmethod
    def of(cls, page: Page, paper: str) -> Printed:
        data = page.pdf(format=paper)
        page.emulate_media(media="print")
        printed = cls(page.evaluate(READ))
        for sheet in PdfReader(io.BytesIO(data)).pages:
            printed._add(sheet)
        return printed

    def _add(self, sheet: PageObject) -> None:
        def visit(text: str, space: list[float], line: list[float], _: object, size: float) -> None:
            # How much the two matrices stretch what is upright, times the size of the font.
            x = line[2] * space[0] + line[3] * space[2]
            y = line[2] * space[1] + line[3] * space[3]
            if text.strip():
                self.smallest = min(self.smallest, (size * math.hypot(x, y), text))

        self.sizes.append((float(sheet.mediabox.width), float(sheet.mediabox.height)))
        self.texts.append(sheet.extract_text(visitor_text=visit))

    def faults(self, paper: str) -> list[str]:
        """What breaks a promise."""
        wide, high = PAPERS[paper]
        faults = [
            f"{size} is no {paper}"
            for size in self.sizes
            if abs(size[0] - wide) > 1 or abs(size[1] - high) > 1
        ]
        if self.smallest[0] < SMALLEST:
            faults.append(f"too small: {self.smallest}")
        return faults + self._of_routes() + self._of_links() + self._of_the_useless()

    def _of_routes(self) -> list[str]:
        """Each route in the order of the page: on one sheet, or what is wrong."""
        sheets = [letters(text) for text in self.texts]
        faults = []
        sheet = at = 0
        for number, steps in enumerate(self.page["routes"]):
            said = [letters(text) for step in steps for text in step]
            met = []
            for text in said:
                while sheet < len(sheets) and (found := sheets[sheet].find(text, at)) < 0:
                    sheet, at = sheet + 1, 0
                if sheet == len(sheets):
                    return [*faults, f"route {number} lacks, or splits, {text!r}"]
                at = found + len(text)
                met.append(sheet)
            if len(set(met)) != 1:
                faults.append(f"route {number} is on the sheets {met}")
        return faults

    def _of_links(self) -> list[str]:
        """Links whose address is not printed. Citations name their source instead."""
        text = without_space("".join(self.texts))
        here = self.page["address"]
        addresses = [
            (urljoin(here, href), href)
            for href in self.page["links"]
            if not href.startswith("#") and "sources/#" not in href
        ]
        return [
            f"the address of {href} is not printed"
            for address, href in addresses
            if without_space(address.removeprefix("https://")) not in text
        ]

    def _of_the_useless(self) -> list[str]:
        text = letters("".join(self.texts))
        faults = [] if text.startswith(letters(self.page["title"])) else ["begins with no title"]
        for name, said, visible in self.page["useless"]:
            if visible or (len(letters(said)) > 20 and letters(said) in text):
                faults.append(f"{name} is printed")
        return faults


@pytest.mark.parametrize(("path", "paper", "scheme", "scripts"), CASES)
def test_paper_holds_what_one_needs(
    browser: Browser, address: str, path: str, paper: str, scheme: Any, scripts: bool
) -> None:
    context = browser.new_context(color_scheme=scheme, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{address}/{path}", wait_until="load")
    printed = Printed.of(page, paper)
    assert printed.faults(paper) == []
    if path.startswith("devices/"):
        routes = [route for route in printed.page["routes"] if route]
        folded = page.locator("details .so-route").count()
        assert len(routes) > folded, "a main route, beside the folded ones"
    colours = set(page.evaluate(COLOURS))
    assert colours
    assert colours <= BLACK_ON_WHITE
    context.close()


def test_folded_routes_are_among_those_printed(browser: Browser, address: str) -> None:
    """Otherwise the test above would not see that folding keeps them off the paper."""
    page = browser.new_page()
    page.goto(f"{address}/devices/roku/")
    assert page.locator("details:not([open]) .so-route .so-steps > li").count() > 2
    page.close()


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        (
            ".so-route, ol.so-steps { break-inside: auto } .so-steps > li { break-before: page }",
            "is on the sheets",
        ),
        ("details { display: none !important }", "lacks"),
        ("details::details-content { content-visibility: hidden !important }", "lacks"),
        (".md-typeset .so-see.so-see { font-size: 10pt !important }", "too small"),
        (".md-typeset a::after { content: none !important }", "is not printed"),
        (".md-header { display: block !important }", "HEADER.md-header"),
        (
            ".so-scripted.so-scripted, .md-content.md-content button { display: block !important }",
            "BUTTON.",
        ),
    ],
)
def test_what_is_wrong_on_paper_is_found(
    browser: Browser, address: str, style: str, fault: str
) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}/devices/roku/")
    page.add_style_tag(content=f"@media print {{ {style} }}")
    assert fault in "\n".join(Printed.of(page, "A4").faults("A4"))
    context.close()


OVER = """() => [...document.querySelectorAll('.so-steps > li')].map(step => {
    const circle = getComputedStyle(step, '::before')
    return parseFloat(circle.top) + parseFloat(circle.height) - step.clientHeight
})"""


def test_the_numbers_of_steps_stay_within_their_rows(browser: Browser, address: str) -> None:
    """A step of one line, as those from afar, is lower on paper than on a screen."""
    context = browser.new_context()
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(f"{address}/{DEVICES[0]}")
    over = page.evaluate(OVER)
    assert len(over) > 2
    assert max(over) <= 0
    context.close()
