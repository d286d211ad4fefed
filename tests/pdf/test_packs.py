"""Packs: the checklists, the remote sign-out and the cards, in this order, in one PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.text import plain
from generator.pdf.cards import Cards
from generator.pdf.packs import pack_pdf
from tests.pdf.reading import Pdf, read_pdf, squeezed
from tests.pdf.validity import failures

URL = "https://signout.example/"
LumenKnown = Callable[..., KnowledgeBase]


def page_of(pdf: Pdf, text: str) -> int:
    """The first page, from 0, that has `text`."""
    pages = [squeezed(pdf.page_text(number, artifacts=False)) for number in range(pdf.page_count)]
    return next(number for number, page in enumerate(pages) if squeezed(text) in page)


def cards_in(pdf: Pdf) -> list[str]:
    """The devices that have a card, in order."""
    titles = [one.text.replace("\n", " ") for one in pdf.all("H1")]
    return [title.removeprefix("Sign out of Netflix on ") for title in titles[1:]]


@pytest.fixture(scope="module")
def hotel(shipped: KnowledgeBase) -> bytes:
    return pack_pdf(Cards(shipped, URL), shipped.packs["hotel"])


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_every_shipped_pack_is_valid(shipped: KnowledgeBase, paper: str) -> None:
    for pack in shipped.packs.values():
        data = pack_pdf(Cards(shipped, URL), pack, paper=paper)
        assert failures(data) == []
        pdf = read_pdf(data)
        assert (pdf.title, pdf.language) == (pack.title, "en")
        assert len(set(pdf.sizes)) == 1


def test_the_pack_for_hotels(hotel: bytes, shipped: KnowledgeBase) -> None:
    pdf, pack = read_pdf(hotel), shipped.packs["hotel"]
    checklist = shipped.checklists["leaving-a-hotel"]
    assert squeezed(plain(pack.intro)) in squeezed(pdf.text)
    for item in checklist.said:
        for text in (f"{item.title}.", plain(item.text), plain(item.how or ())):
            assert squeezed(text) in squeezed(pdf.text)
    for route in (shipped.remote.one_device, shipped.remote.all_devices):
        for step in route.steps:
            assert squeezed(plain(step.says)) in squeezed(pdf.text)
    assert cards_in(pdf) == [shipped.devices[name].title for name in pack.devices]
    order = [checklist.title, route.title, *cards_in(pdf)]
    places = [pdf.text.rindex(text) for text in order]
    assert places == sorted(places)


def test_the_list_of_what_is_in_it_leads_there(hotel: bytes) -> None:
    pdf = read_pdf(hotel)
    inside = [link for link in pdf.links if link.place is not None and link.page == 0]
    wanted = ["Leaving a hotel or a rental", "Not near the device any more?", *cards_in(pdf)]
    assert [link.text.partition(", page ")[0] for link in inside] == wanted
    for link in inside:
        words, _, number = link.text.partition(", page ")
        assert link.place is not None
        assert int(number) == link.place.page + 1
        assert squeezed(words) in squeezed(pdf.page_text(link.place.page))


def test_each_card_has_one_page_of_its_own(shipped: KnowledgeBase) -> None:
    chosen = ["samsung-tv", "roku", "echo-show"]
    pdf = read_pdf(pack_pdf(Cards(shipped, URL), shipped.packs["hotel"], chosen))
    names = [shipped.devices[name].title for name in chosen]
    assert cards_in(pdf) == names
    first = page_of(pdf, f"Sign out of Netflix on {names[0]}")
    assert [page_of(pdf, f"Sign out of Netflix on {name}") for name in names] == [
        first,
        first + 1,
        first + 2,
    ]
    assert pdf.page_count == first + 3


def test_a_device_chosen_twice_is_there_once(shipped: KnowledgeBase) -> None:
    chosen = ["roku", "apple-tv", "roku"]
    pdf = read_pdf(pack_pdf(Cards(shipped, URL), shipped.packs["hotel"], chosen))
    assert cards_in(pdf) == ["Roku", "Apple TV"]


def test_a_card_says_in_a_pack_what_it_says_alone(shipped: KnowledgeBase) -> None:
    maker = Cards(shipped, URL)
    alone = read_pdf(maker.pdf("samsung-tv"))
    pack = read_pdf(pack_pdf(maker, shipped.packs["hotel"], ["samsung-tv"]))
    last = pack.page_text(pack.page_count - 1, artifacts=False)
    assert squeezed(last) == squeezed(alone.page_text(0, artifacts=False))


def test_a_pack_holds_only_what_it_asks_for(shipped: KnowledgeBase) -> None:
    bare = replace(shipped.packs["hotel"], checklists=(), remote=False, devices=("roku",))
    pdf = read_pdf(pack_pdf(Cards(shipped, URL), bare))
    assert pdf.page_count == 2
    assert "Not near the device" not in pdf.text
    assert "Leaving a hotel" not in pdf.text


def test_labels_in_the_language_of_the_screens(shipped: KnowledgeBase) -> None:
    data = pack_pdf(Cards(shipped, URL, "es-419"), shipped.packs["hotel"])
    assert failures(data) == []
    assert squeezed("Cerrar sesión (Sign Out)") in squeezed(read_pdf(data).text)


def test_another_service_has_packs_too(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    data = pack_pdf(Cards(kb), kb.packs["guests"])
    assert failures(data) == []
    pdf = read_pdf(data)
    assert "Netflix" not in pdf.text
    assert "These pages show how to leave Lumen on our TVs." in pdf.text


@pytest.mark.parametrize("title", ["#pagebreak() $x$ *a* <b>", "W" * 100])
def test_strange_titles_are_literal(lumen_known: LumenKnown, title: str) -> None:
    kb = lumen_known({"packs.yml": ("title: For our guests", f"title: '{title}'")})
    data = pack_pdf(Cards(kb), kb.packs["guests"])
    assert failures(data) == []
    pdf = read_pdf(data)
    assert squeezed(title) in squeezed(pdf.text)
    assert pdf.title == title
