"""Cards: one page for each device, every main route whole and in order, nothing too small to read.

What is printed is read back: the text as a screen reader gets it, the code as a phone does.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device
from generator.knowledge.route import Route
from generator.knowledge.second_ways import second_ways
from generator.knowledge.text import plain
from generator.pdf.cards import Cards
from generator.pdf.packs import pack_pdf
from tests.pdf.reading import Pdf, read_pdf, squeezed
from tests.pdf.rendering import picture
from tests.pdf.validity import failures
from tests.qr_reader import read_image
from tests.site_fixtures import ROOT

URL = "https://signout.example/"
LEAST = 11  # points
SIZES = {"a4": (595.276, 841.89), "us-letter": (612, 792)}
MARGIN = 13 / 25.4  # inches
TOO_LONG = "The steps on this device are too long for a card."

LumenKnown = Callable[..., KnowledgeBase]
All = Mapping[tuple[str, str], bytes]


@pytest.fixture(scope="module")
def cards(shipped: KnowledgeBase) -> All:
    """Every shipped card by device and paper."""
    maker = Cards(shipped, URL)
    each = [(name, paper) for paper in SIZES for name in shipped.devices]
    with ThreadPoolExecutor() as threads:
        return dict(zip(each, threads.map(lambda one: maker.pdf(*one), each), strict=True))


def main_routes(kb: KnowledgeBase, device: Device) -> list[Route]:
    """The routes that a card has to hold."""
    own = [interface.walkthrough.main for interface in device.interfaces]
    return own or [kb.remote.one_device]


def lost(pdf: Pdf, wanted: Iterator[str] | list[str]) -> str | None:
    """The first of the texts that does not follow the one before it."""
    text, at = squeezed(pdf.text), 0
    for one in wanted:
        found = text.find(squeezed(one), at)
        if found < 0:
            return one
        at = found + len(squeezed(one))
    return None


def whole(route: Route) -> Iterator[str]:
    """What a card says of a main route: what to do, and what one should see."""
    for step, screen in zip(route.steps, route.sees, strict=True):
        yield plain(step.says)
        yield plain(screen.looks_like)


def faults(pdf: Pdf, paper: str) -> list[str]:
    """What no card may have: another number of pages, another size, small letters."""
    sizes = [size for size in pdf.sizes if size != pytest.approx(SIZES[paper], abs=0.1)]
    small = [run.text for run in pdf.runs if run.text.strip() and run.size < LEAST - 0.01]
    return [f"{pdf.page_count} pages"] * (pdf.page_count != 1) + [*map(str, sizes), *small]


# --- all shipped devices, on both papers ------------------------------------------------------


def test_every_card_is_one_page_with_letters_of_11_points(cards: All) -> None:
    wrong = {one: found for one in cards if (found := faults(read_pdf(cards[one]), one[1]))}
    assert wrong == {}


def test_small_letters_and_second_pages_are_found(shipped: KnowledgeBase) -> None:
    """So the test above can fail: a pack has small page numbers, and more than one page."""
    pack = pack_pdf(Cards(shipped, URL), shipped.packs["hotel"], ["roku"])
    assert {"3 pages", "1 / 3", "2 / 3", "3 / 3"} <= set(faults(read_pdf(pack), "a4"))


def test_every_main_route_is_there_whole_and_in_order(cards: All, shipped: KnowledgeBase) -> None:
    missing = {}
    for (name, paper), data in cards.items():
        routes = main_routes(shipped, shipped.devices[name])
        texts = [text for route in routes for text in whole(route)]
        if found := lost(read_pdf(data), texts):
            missing[name, paper] = found
    assert missing == {}


def test_second_ways_are_there_or_the_card_says_where(cards: All, shipped: KnowledgeBase) -> None:
    silent = []
    for (name, paper), data in cards.items():
        pdf, device = read_pdf(data), shipped.devices[name]
        for way in second_ways(device):
            steps = [plain(step.says) for step in way.route.steps]
            if lost(pdf, [way.route.title, *steps]) and "More ways:" not in pdf.text:
                silent.append((name, paper, way.route.id))
    assert silent == []


def test_the_code_is_read_as_the_address_that_stands_beside(cards: All) -> None:
    for (name, paper), data in cards.items():
        page = picture(data, dots_per_inch=100)
        code = read_image(page.greys, page.width)
        assert code is not None, (name, paper)
        assert code.text == f"{URL}devices/{name}/"
        pdf = read_pdf(data)
        assert f"signout.example/devices/{name}/" in pdf.text
        assert [link.uri for link in pdf.links] == [code.text]


def test_every_card_is_valid(cards: All) -> None:
    assert {one: found for one, data in cards.items() if (found := failures(data))} == {}


def test_nothing_is_printed_in_the_margins(cards: All) -> None:
    for one, data in cards.items():
        assert picture(data, dots_per_inch=60).ink(int(MARGIN * 60) - 2) == 0, one


def test_what_a_card_says_of_itself(cards: All, shipped: KnowledgeBase) -> None:
    pdf = read_pdf(cards["roku", "a4"])
    assert (pdf.title, pdf.language) == ("Sign out of Netflix on Roku: a card", "en")
    figure = pdf.all("Figure")
    assert [one.alt for one in figure] == ["QR code of this address: signout.example/devices/roku/"]
    assert [one.text.replace("\n", " ") for one in pdf.all("H1")] == ["Sign out of Netflix on Roku"]
    assert "Compared with its sources on 22 November 2026." in pdf.text
    assert "Not run or endorsed by Netflix." in pdf.text
    edition = shipped.edition.isoformat()
    assert str(pdf.metadata["xmp:CreateDate"]).startswith(edition)


def test_how_sure_we_are_is_said_of_each_way_where_it_differs(
    cards: All, shipped: KnowledgeBase
) -> None:
    def sure(name: str) -> int:
        text = read_pdf(cards[name, "a4"]).text.replace("\n", " ")
        return sum(text.count(word) for word in ("Inferred:", "Not sure:", "Fairly sure:"))

    assert sure("roku") == len(shipped.devices["roku"].interfaces)
    assert sure("apple-tv") == 1


def test_a_device_without_a_sign_out_leads_with_the_account_page(
    cards: All, shipped: KnowledgeBase
) -> None:
    device = shipped.devices["echo-show"]
    assert device.no_sign_out is not None
    why = plain(device.no_sign_out.because)
    steps = [plain(step.says) for step in shipped.remote.one_device.steps]
    pdf = read_pdf(cards["echo-show", "a4"])
    assert lost(pdf, [why, "Sign it out from the account page", *steps]) is None
    assert "Not near it" not in pdf.text


# --- the same bytes, whatever was set before --------------------------------------------------

ALONE = """
import hashlib
from generator.pdf.cards import Cards
from generator.publish.publication import Project, load_project

print(hashlib.sha256(Cards(load_project(Project()), {url!r}).pdf("samsung-tv")).hexdigest())
"""


def test_a_card_is_the_same_whether_others_were_set_before_it(cards: All) -> None:
    """Typst remembers what cards have in common."""
    alone = subprocess.run(
        [sys.executable, "-c", ALONE.format(url=URL)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert alone.stdout.strip() == hashlib.sha256(cards["samsung-tv", "a4"]).hexdigest()


# --- labels in the language of the screen -----------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [("es-419", "Obtener ayuda (Get Help)"), ("hi", "साइन आउट करें (Sign Out)")],
)
def test_labels_in_the_language_of_the_screen(
    shipped: KnowledgeBase, language: str, words: str
) -> None:
    data = Cards(shipped, URL, language).pdf("roku-tv")
    assert failures(data) == []
    pdf = read_pdf(data)
    assert faults(pdf, "a4") == []
    assert words in " ".join(pdf.text.split())
    native = squeezed(words.partition(" (")[0])
    langs = {run.lang for run in pdf.runs if run.text.strip() and squeezed(run.text) in native}
    assert langs == {language.split("-")[0]}


@pytest.mark.parametrize("language", ["es-419", "hi", "ja"])
def test_they_leave_every_card_on_one_page(shipped: KnowledgeBase, language: str) -> None:
    maker = Cards(shipped, URL, language)
    for name in ("roku-tv", "other-smart-tv", "hotel-tv", "sony-legacy-tv", "iphone"):
        assert faults(read_pdf(maker.pdf(name)), "a4") == [], name


# --- other services, and devices that want too much -------------------------------------------


def test_the_second_service_has_cards_too(second: KnowledgeBase) -> None:
    for name, device in second.devices.items():
        data = Cards(second, URL).pdf(name)
        texts = [text for route in main_routes(second, device) for text in whole(route)]
        pdf = read_pdf(data)
        assert (failures(data), faults(pdf, "a4"), lost(pdf, texts)) == ([], [], None)


def test_without_an_address_there_is_no_code(shipped: KnowledgeBase) -> None:
    data = Cards(shipped).pdf("roku")
    pdf = read_pdf(data)
    assert failures(data) == []
    assert (pdf.all("Figure"), pdf.links) == ([], [])
    assert "page on the web" not in pdf.text


LONG = " ".join(["This is one of many words about what stands on the screen."] * 9)
GEAR_LONG = LONG.replace("This", "Here")
NAME = "W" * 30
# Screens that take many words to tell.
LOOKS_LONG = {
    "families/tv-menu.yml": [
        (f"looks_like: {short}", f"looks_like: {LONG}")
        for short in (
            "Rows of titles, no open menu.",
            "A list down the left side.",
            "A page with {sign-out} on it.",
            "A question about signing out.",
        )
    ],
    "families/tv-gear.yml": ("A list with a gear at its end.", GEAR_LONG),
}
# Steps that no page has room for.
STEPS_LONG = {
    "families/tv-menu.yml": [
        *LOOKS_LONG["families/tv-menu.yml"],
        ("or: [left],", f"or: [left], note: {LONG},"),
        ("where: at-bottom,", f"where: at-bottom, note: {LONG},"),
        ("or: [deactivate],", f"or: [deactivate], note: {LONG},"),
        ("select: yes-button,", f"select: yes-button, note: {LONG},"),
        ("Open {service} and choose any profile.", LONG),
        ('"{sign-in-page}"', LONG),
    ]
}


def set_of(interfaces: int) -> str:
    """A device with many interfaces, each told from the others."""
    lines = [
        f"  menu-{number}: {{family: tv-menu, tell: Sign number {number} stands at the top.}}"
        for number in range(interfaces)
    ]
    return "\n".join(["name: Set", "interfaces:", *lines, ""])


SET = "devices/tv/set.yml"
TWO = "name: Set\ninterfaces: {menu: {family: tv-menu}, gear: {family: tv-gear}}\n"


@pytest.mark.parametrize("paper", SIZES)
def test_with_too_much_to_see_only_what_to_do_is_there(lumen_known: LumenKnown, paper: str) -> None:
    kb = lumen_known({**LOOKS_LONG, SET: TWO})
    data = Cards(kb, URL).pdf("set", paper)
    pdf, routes = read_pdf(data), main_routes(kb, kb.devices["set"])
    assert (failures(data), faults(pdf, paper)) == ([], [])
    steps = [plain(step.says) for route in routes for step in route.steps]
    assert lost(pdf, steps) is None
    assert "You should now see" not in pdf.text
    assert pdf.text.count("You are done when") == 2
    assert "More ways: signout.example/devices/set/" in pdf.text


@pytest.mark.parametrize("paper", SIZES)
def test_with_too_many_ways_the_likeliest_are_there_whole(
    lumen_known: LumenKnown, paper: str
) -> None:
    kb = lumen_known({SET: set_of(40)})
    data = Cards(kb, URL).pdf("set", paper)
    pdf = read_pdf(data)
    assert (failures(data), faults(pdf, paper)) == ([], [])
    told = [number for number in range(40) if f"Sign number {number} stands" in pdf.text]
    assert told == list(range(len(told)))
    assert 3 <= len(told) < 40
    steps = [plain(step.says) for step in kb.devices["set"].interfaces[0].walkthrough.main.steps]
    assert lost(pdf, steps * len(told)) is None
    assert "More ways: signout.example/devices/set/" in pdf.text


@pytest.mark.parametrize("paper", SIZES)
def test_a_way_that_no_page_holds_is_left_to_the_web(lumen_known: LumenKnown, paper: str) -> None:
    kb = lumen_known(STEPS_LONG)
    data = Cards(kb, URL).pdf("play-box", paper)
    pdf = read_pdf(data)
    assert (failures(data), faults(pdf, paper)) == ([], [])
    assert TOO_LONG in pdf.text
    assert "More ways: signout.example/devices/play-box/" in pdf.text
    assert "This is one of many words" not in pdf.text


@pytest.mark.parametrize("paper", SIZES)
@pytest.mark.parametrize("name", [NAME, "#let x = [*a*] $b$ \\u{41} `c`", "<script>a()</script>"])
def test_strange_names_are_literal_and_stay_on_the_page(
    lumen_known: LumenKnown, name: str, paper: str
) -> None:
    kb = lumen_known({SET: f"name: '{name}'\ninterfaces: {{menu: {{family: tv-menu}}}}\n"})
    data = Cards(kb, URL).pdf("set", paper)
    pdf = read_pdf(data)
    assert (failures(data), faults(pdf, paper)) == ([], [])
    assert squeezed(f"Sign out of Lumen on {name}") in squeezed(pdf.text)
    assert picture(data, dots_per_inch=60).ink(int(MARGIN * 60) - 2) == 0
