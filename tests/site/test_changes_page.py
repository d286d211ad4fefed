"""What changed, as readers meet it: the page, the marks in the catalogue, the links to feeds."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup

from generator.knowledge.base import KnowledgeBase
from generator.site.blocks import Blocks
from generator.site.feed_links import FeedLinks
from generator.site.html import make_environment
from tests.conftest import LumenKnown
from tests.data.test_feeds import EDITION, HOSTILE, edition, entry

SITE = "https://signout.example/"


def known(lumen_known: LumenKnown, *days: tuple[str, str]) -> KnowledgeBase:
    return lumen_known({f"changelog/2026-{day}.yml": text for day, text in days})


def block(kb: KnowledgeBase, name: str = "changes", address: str = SITE) -> BeautifulSoup:
    blocks = Blocks(kb, make_environment(), "../", {}, address=address)
    return BeautifulSoup(blocks[name], "html.parser")


def said(element: object) -> str:
    return " ".join(str(getattr(element, "text", "")).split())


def test_days_with_what_changed_below_headings(lumen_known: LumenKnown) -> None:
    page = block(known(lumen_known, ("03-01", EDITION)))
    assert said(page.select_one("h2")) == "1 March 2026"
    assert [said(one) for one in page.select("h3")] == ["Devices", "Words on screens", "Keys"]
    assert [said(one) for one in page.select(".so-changes > li")] == [
        "Glow TV: new among “Televisions”.",
        "On Glow TV and Play Box: the word “Settings” is now called “Get Help”. "
        "Glow TV, Play Box, The menu does not open",
        "On 4 devices (Glow Stick, Glow TV, Play Box, …): the key “Return” is now called “Back”.",
    ]
    assert [link["href"] for link in page.select(".so-changes a")] == [
        *("../devices/glow-tv/", "../devices/glow-tv/", "../devices/play-box/"),
        "../troubleshooting/menu-does-not-open/",
    ]


def test_what_is_said_of_one_thing_stands_together(lumen_known: LumenKnown) -> None:
    def of(name: str, what: str, says: str) -> str:
        fields = f"what: {what}, about: device, part: x, subjects: {{play-box: Play Box}}"
        return f"  {name}: {{{fields}, who: Play Box, says: {says}}}\n"

    two = [of("a", "checked", "It was tried."), of("b", "changed", "A new note.")]
    page = block(known(lumen_known, ("03-01", edition(*two))))
    assert said(page.select_one(".so-changes > li")) == "Play Box: it was tried. A new note."
    page = block(known(lumen_known, ("03-01", edition(*two, of("c", "changed", "A third.")))))
    assert [said(one) for one in page.select(".so-changes li li")] == [
        *("It was tried.", "A new note.", "A third.")
    ]


def test_older_days_are_folded(lumen_known: LumenKnown) -> None:
    days = [(f"03-{day:02}", edition(entry("e", f"Day {day}."))) for day in range(1, 9)]
    page = block(known(lumen_known, *days))
    assert [one["id"] for one in page.select('h2[id^="2026"]')] == [
        f"2026-03-{day:02}" for day in (8, 7, 6, 5, 4)
    ]
    folded = page.select("details")
    assert [said(one.summary) for one in folded] == [
        f"{day} March 2026: 1 change" for day in (3, 2, 1)
    ]
    assert folded[0].select_one('[id="2026-03-03"]') is not None


def test_a_day_with_very_much_is_cut(lumen_known: LumenKnown) -> None:
    many = edition(*(entry(f"e{n}", f"Number {n}.") for n in range(70)))
    page = block(known(lumen_known, ("03-01", many)))
    assert len(page.select(".so-changes > li")) == 60
    assert "And 10 more." in said(page)


def test_what_is_gone_has_no_link_and_hostile_words_are_literal(lumen_known: LumenKnown) -> None:
    gone = EDITION.replace("glow-tv: Glow TV", "cube: Cube").replace("who: Glow TV", "who: Cube")
    page = block(known(lumen_known, ("03-01", gone), ("03-02", edition(entry("e", HOSTILE)))))
    assert said(page.select(".so-changes > li")[0]) == HOSTILE
    assert not page.select("script, img")
    assert [said(one) for one in page.select(".so-changes > li")][1].startswith("Cube: new among")
    assert page.select(".so-changes")[1].a is None


def test_feeds_are_offered_where_there_are_some(lumen_known: LumenKnown) -> None:
    kb = known(lumen_known, ("03-01", EDITION))
    feeds = [one["href"] for one in block(kb).select("a[type='application/atom+xml']")]
    assert feeds == ["../feeds/changes.atom", *(f"../feeds/{kind.id}.atom" for kind in kb.kinds)]
    assert not block(kb, address="").select("a[type], #follow")
    assert said(block(lumen_known())).startswith("Nothing has changed yet.")


def test_marks_in_the_catalogue_are_words(lumen_known: LumenKnown) -> None:
    fields = "about: device, part: x, says: So it is."
    new = f"  a: {{what: new, subjects: {{glow-tv: Glow TV}}, {fields}}}\n"
    checked = f"  b: {{what: checked, subjects: {{cast-dongle: Dongle}}, {fields}}}\n"
    page = block(known(lumen_known, ("11-20", edition(new, checked))), "catalogue")
    marked = {said(li.a): [said(tag) for tag in li.select(".so-tag")] for li in page.select("li")}
    assert marked["Glow TV"] == ["new"]
    assert marked["Cast Dongle"] == ["account page only", "re-checked"]
    assert marked["Play Box"] == []


def test_feed_readers_find_the_feeds(lumen_known: LumenKnown, tmp_path: Path) -> None:
    (tmp_path / "changes.md").write_text("<!-- slot: changes -->", "utf-8")
    (tmp_path / "devices").mkdir()
    (tmp_path / "devices" / "index.md").write_text("<!-- slot: catalogue -->", "utf-8")
    kb = known(lumen_known, ("03-01", EDITION))
    links = FeedLinks(kb, tmp_path, SITE)
    assert links.device("tv") == (
        '<link rel="alternate" type="application/atom+xml" '
        'title="Changes for TVs and sticks" href="../../feeds/tv.atom">'
    )
    for page in ("changes/", "devices/"):
        found = re.findall('href="([^"]+)"', links.prose(page))
        assert found == ["../feeds/changes.atom", *(f"../feeds/{k.id}.atom" for k in kb.kinds)]
    assert links.prose("words/") == ""
    for none in (FeedLinks(kb, tmp_path, ""), FeedLinks(lumen_known(), tmp_path, SITE)):
        assert none.prose("changes/") == none.device("tv") == ""
