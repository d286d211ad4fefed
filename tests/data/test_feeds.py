"""Feeds of changes: valid by a schema of RFC 4287, read back by a feed reader, and true to the
changelog: its words, its days, and ids that stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.data.feeds import ALL, MOST_ENTRIES, feeds
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changelog import Entry
from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL
from tests.conftest import BASE, LumenKnown

SITE = "https://signout.example/help/"
NAME = "Sign out of Lumen"
PAGE = "changes/"
ATOM = "{http://www.w3.org/2005/Atom}"
EDITION = (BASE.parent / "every-field/changelog/2026-03-01.yml").read_text("utf-8")
HOSTILE = '<script>alert(1)</script> &amp; ]]> "><img src=x onerror=y> {{ 7*7 }} {back} \\u0041'
COVERS = "aaaabbbbccccddddeeeeffffgggghhhhiiiijjjj"

Known = Callable[..., KnowledgeBase]


@pytest.fixture(scope="session")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


@pytest.fixture(scope="session")
def known(lumen_known: LumenKnown) -> Known:
    """The example with the changelog of these days: known({"2026-03-01": text})."""

    def of(editions: Mapping[str, str] | None = None) -> KnowledgeBase:
        texts = {"2026-03-01": EDITION} if editions is None else editions
        return lumen_known({f"changelog/{day}.yml": text for day, text in texts.items()})

    return of


def edition(*entries: str) -> str:
    return f"covers: {COVERS}\nchanges:\n" + "".join(entries)


def entry(name: str, says: str = "It was compared again.", more: str = "") -> str:
    told = f"what: changed, about: service, part: edition, subjects: {{service: Lumen}}{more}"
    quoted = says.replace("'", "''")
    return f"  {name}: {{{told}, says: '{quoted}'}}\n"


def read(data: bytes) -> Any:
    """The feed as a feed reader sees it."""
    found = feedparser.parse(data)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def ids(data: bytes) -> list[str]:
    return [one.id for one in read(data).entries]


def test_every_feed_is_valid(known: Known, schema: etree.RelaxNG) -> None:
    made = feeds(known(), SITE, NAME, PAGE)
    kinds = [f"feeds/{kind.id}.atom" for kind in known().kinds]
    assert sorted(made) == sorted([ALL, *kinds])
    for path, data in made.items():
        schema.assertValid(etree.fromstring(data))
        assert read(data).feed.links[0] == {
            "rel": "self",
            "type": "application/atom+xml",
            "href": SITE + path,
        }


def test_the_schema_finds_what_is_wrong(known: Known, schema: etree.RelaxNG) -> None:
    data = feeds(known(), SITE, NAME, PAGE)[ALL].decode()
    for wrong in (
        re.sub("<id>.*?</id>", "", data, count=1),
        data.replace("T00:00:00Z", "", 1),
        data.replace('rel="alternate"', 'rel="other"', 1),
        data.replace("<name>", "<called>").replace("</name>", "</called>"),
        data.replace('type="html"', 'type="markdown"', 1),
    ):
        assert not schema.validate(etree.fromstring(wrong.encode()))


def test_an_entry_says_what_the_changelog_says(known: Known) -> None:
    kb = known()
    found = read(feeds(kb, SITE, NAME, PAGE)[ALL])
    assert found.feed.title == "Sign out of Lumen: what changed"
    assert found.feed.updated == "2026-03-01T00:00:00Z"
    assert found.feed.author == NAME
    assert found.feed.rights == f"{LICENCE_NAME}: {LICENCE_URL}"
    assert [one.title for one in found.entries] == [one.sentence for one in kb.changelog[0].entries]
    new, word, key = found.entries
    assert new.title == "Glow TV: new among “Televisions”."
    assert (new.published, new.updated) == ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z")
    assert new.link == f"{SITE}devices/glow-tv/", "the one page it is about"
    assert word.link == f"{SITE}changes/#2026-03-01", "several pages: where it is told"
    assert [tag.term for tag in word.tags] == ["changed", "tv", "console"]
    assert re.findall('href="([^"]+)"', word.content[0].value) == [
        f"{SITE}devices/glow-tv/",
        f"{SITE}devices/play-box/",
        f"{SITE}troubleshooting/menu-does-not-open/",
    ]
    assert re.findall('href="([^"]+)"', key.content[0].value) == [
        f"{SITE}devices/#tv",
        f"{SITE}devices/#console",
    ]


def test_a_feed_of_a_kind_has_what_concerns_it_and_the_whole_site(known: Known) -> None:
    texts = {"2026-03-01": EDITION, "2026-03-02": edition(entry("edition"))}
    made = feeds(known(texts), SITE, NAME, PAGE)
    names = {path: [one.rpartition("/")[2] for one in ids(data)] for path, data in made.items()}
    assert names[ALL] == ["edition", "glow-tv-new", "get-help-renamed", "back-renamed"]
    assert names["feeds/console.atom"] == ["edition", "get-help-renamed", "back-renamed"]
    assert names["feeds/phone.atom"] == ["edition"]


def test_what_is_gone_has_no_link(known: Known) -> None:
    gone = EDITION.replace("glow-tv: Glow TV", "glow-cube: Glow Cube")
    found = read(feeds(known({"2026-03-01": gone}), SITE, NAME, PAGE)[ALL]).entries[0]
    assert found.link == f"{SITE}changes/#2026-03-01"
    assert "href" not in found.content[0].value


def test_ids_are_tags_of_the_host_and_the_day(known: Known) -> None:
    """RFC 4151: tag:authority,date:specific."""
    found = read(feeds(known(), SITE, NAME, PAGE)[ALL])
    assert found.feed.id == "tag:signout.example,2026-03-01:help/feeds/changes"
    assert ids(feeds(known(), SITE, NAME, PAGE)[ALL])[0] == (
        "tag:signout.example,2026-03-01:help/changes/glow-tv-new"
    )
    other = feeds(known(), "https://bücher.example:8443/", NAME)[ALL]
    assert ids(other)[0] == "tag:xn--bcher-kva.example,2026-03-01:changes/glow-tv-new"


@settings(max_examples=20)
@given(order=st.permutations(["a", "b", "c", "d"]), more=st.booleans())
def test_ids_stay_whatever_else_is_told(known: Known, order: list[str], more: bool) -> None:
    def made(names: list[str], says: str, **texts: str) -> dict[str, str]:
        text = edition(*(entry(name, f"{says} {name}.") for name in names))
        kb = known({"2026-03-01": text, **texts})
        return {id_: id_[-1] for id_ in ids(feeds(kb, SITE, NAME)[ALL])}

    later = {"2026-03-01-2": edition(entry("e"))} if more else {}
    before, after = made(["a", "b", "c", "d"], "It was"), made(order, "In better words,", **later)
    assert before.items() <= after.items()


def test_entries_stay_as_they_are_while_the_specs_go_on(lumen_known: LumenKnown) -> None:
    told = {"changelog/2026-03-01.yml": EDITION}
    renamed = told | {"labels.yml": ("en: Get Help", "en: Help me")}
    before, after = (feeds(lumen_known(files), SITE, NAME)[ALL] for files in (told, renamed))
    assert before == after


def test_only_so_many_entries_and_the_newest(known: Known) -> None:
    texts = {
        f"2026-03-{day:02}": edition(*(entry(f"n{day}-{n}", f"{n} on {day}") for n in range(9)))
        for day in range(1, 9)
    }
    found = ids(feeds(known(texts), SITE, NAME)[ALL])
    assert len(found) == MOST_ENTRIES
    assert found[0].endswith("n8-0")
    assert found[-1].endswith("n3-4")


def test_hostile_text_is_literal(known: Known, schema: etree.RelaxNG) -> None:
    kb = known({"2026-03-01": edition(entry("hostile", HOSTILE, ", kinds: [tv]"))})
    data = feeds(kb, SITE, HOSTILE, PAGE)[ALL]
    tree = etree.fromstring(data)
    schema.assertValid(tree)
    assert tree.findtext(f"{ATOM}title") == f"{HOSTILE}: what changed"
    assert tree.findtext(f"{ATOM}entry/{ATOM}title") == HOSTILE
    content = tree.findtext(f"{ATOM}entry/{ATOM}content")
    html = etree.HTML(content)
    assert html.xpath("string(//p)") == HOSTILE
    assert not html.xpath("//script | //img")


def test_there_are_none_without_an_address_or_before_anything_was_told(known: Known) -> None:
    assert feeds(known(), "", NAME, PAGE) == {}
    assert feeds(known({}), SITE, NAME, PAGE) == {}


def test_same_changelog_same_bytes(known: Known) -> None:
    kb = known()
    assert feeds(kb, SITE, NAME, PAGE) == feeds(kb, SITE, NAME, PAGE)
    assert isinstance(kb.changelog[0].entries[0], Entry)
