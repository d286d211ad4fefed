"""The list of what needs checking, as whoever would like to help meets it."""

from __future__ import annotations

from bs4 import BeautifulSoup

from generator.knowledge.base import KnowledgeBase
from generator.site.blocks import Blocks
from generator.site.html import make_environment
from tests.conftest import LumenKnown

MENU, TV = "families/tv-menu.yml", "devices/tv/glow-tv.yml"
SOURCES = "    sources: [lumen-help, gazette]\n"
CHECK = "    checked: {date: 2026-11-01, by: us, covers: %s}\n"


def block(kb: KnowledgeBase) -> BeautifulSoup:
    html = Blocks(kb, make_environment(), "../", {"key-code": "good-to-know/#topic-key-code"})[
        "due"
    ]
    return BeautifulSoup(html, "html.parser")


def said(element: object) -> str:
    return " ".join(str(getattr(element, "text", "")).split())


def test_devices_stand_by_kind_with_a_link_to_their_page(lumen_known: LumenKnown) -> None:
    page = block(lumen_known())
    assert [said(title) for title in page.select("h3")] == [
        "TVs and sticks",
        "Game consoles",
        "Phones",
        "Account pages",
    ]
    tv = page.select_one("#try-tv + ul")
    assert tv is not None
    assert [(a["href"], said(a)) for a in tv.select("a")] == [("../devices/glow-tv/", "Glow TV")]
    assert said(tv) == "Glow TV no guide TV app with a gear"  # one of the two it may show
    box = page.select_one("#try-console + ul")
    assert said(box) == "Play Box no guide"


def test_what_changed_stands_first(lumen_known: LumenKnown) -> None:
    kb = lumen_known({MENU: (SOURCES, SOURCES + CHECK % "aaaaaaaa")})
    first = block(kb).select("ul")[0]
    changed = said(first.select_one("li"))
    assert changed.startswith("TV app with a menu: Use the menu last checked on 1 November 2026")
    assert changed.endswith("Glow TV and 1 more")


def test_a_check_is_old_by_the_day_of_the_edition(lumen_known: LumenKnown) -> None:
    """Not by today's, so that every build gives the same page."""
    change = {MENU: (SOURCES, SOURCES + CHECK % "ofkadbkp")}
    menu = "TV app with a menu: Use the menu"
    assert menu not in said(block(lumen_known(change)))
    later = {**change, "service.yml": ("edition: 2026-11-22", "edition: 2027-11-22")}
    assert f"{menu} last checked on 1 November 2026" in said(block(lumen_known(later)))


def test_doubts_lead_to_where_they_stand(lumen_known: LumenKnown) -> None:
    doubts = block(lumen_known()).select("#doubts ~ ul li")
    assert said(doubts[0]) == "The menu does not open: Wait a minute No page says so."
    link = doubts[0].select_one("a")
    assert link is not None
    assert link["href"] == "../troubleshooting/menu-does-not-open/"


def test_names_are_only_names(lumen_known: LumenKnown) -> None:
    name = "<b>Glow</b> & 'TV'"
    page = block(lumen_known({TV: ("name: Glow TV", f'name: "{name}"')}))
    assert page.select_one("li b") is None
    assert name in said(page.select_one("#try-tv + ul"))
