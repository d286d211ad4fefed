"""Every PDF that we publish is valid, safe, and says all it has to: of the shipped specs, of those
of another service, and of specs in which every text is a hostile one."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from bench.contest import Unequal
from bench.pdf import in_order, steps_of_handbook
from generator.knowledge.base import KnowledgeBase
from generator.pdf.cards import Cards
from generator.pdf.handbook import handbook, handbook_data
from generator.pdf.packs import pack_pdf
from generator.publish.publication import Project, load_project
from tests.hostile import write_project
from tests.pdf.reading import read_pdf, squeezed
from tests.pdf.validity import failures
from tests.site_fixtures import ROOT, Once

SITE_URL = "https://signout.example/"
BOOKS = ("shipped-us-letter", "second-a4", "strange-a4")
# What a template is told that nobody reads: names of ours, languages, what is drawn.
SILENT = {"id", "at", "kind", "family", "code", "lang", "sign", "url", "site", "device", "label"}
SILENT |= {"address", "priorities"}
# Typst draws letters in the order in which they are seen, and knows not always which sign is whose.
NOT_IN_LINE = re.compile(r"[\u0590-\u08ff\u0300-\u036f]")


class Book:
    """A handbook, and what it was made from."""

    def __init__(self, kb: KnowledgeBase, data: bytes) -> None:
        self.kb = kb
        self.bytes = data
        self.pdf = read_pdf(data)


@pytest.fixture(scope="session")
def strange(once: Once) -> KnowledgeBase:
    """What specs say in which every text is a hostile one."""
    folder = once("strange-specs", lambda folder: write_project(folder, tame=False))
    return load_project(Project(folder / "device_specs", folder / "content", folder / "mkdocs.yml"))


@pytest.fixture(scope="session")
def known(
    shipped: KnowledgeBase, second: KnowledgeBase, strange: KnowledgeBase
) -> dict[str, KnowledgeBase]:
    return {"shipped": shipped, "second": second, "strange": strange}


@pytest.fixture(scope="session", params=BOOKS)
def book(request: pytest.FixtureRequest, known: dict[str, KnowledgeBase]) -> Iterator[Book]:
    whose, _, paper = request.param.partition("-")
    yield Book(known[whose], handbook(known[whose], SITE_URL, paper=paper))


def test_every_handbook_is_valid(book: Book) -> None:
    assert failures(book.bytes) == []


def test_it_says_every_text_it_is_told(book: Book) -> None:
    said = squeezed(book.pdf.text)
    told = dict.fromkeys(texts(handbook_data(book.kb, SITE_URL)))
    assert len(told) > 100
    assert [text for text in told if squeezed(text) not in said] == []


def test_every_step_of_every_device_is_in_its_place(book: Book) -> None:
    steps = steps_of_handbook(handbook_data(book.kb, SITE_URL))
    in_order(book.pdf, (step for step in steps if not NOT_IN_LINE.search(step)))


def test_what_is_out_of_place_is_found(shipped: KnowledgeBase) -> None:
    pdf = read_pdf(handbook(shipped, SITE_URL))
    steps = [*steps_of_handbook(handbook_data(shipped, SITE_URL))]
    with pytest.raises(Unequal, match="does not say"):
        in_order(pdf, [*steps[100:], *steps[:100]])


def test_no_word_of_the_machine_is_in_it(book: Book) -> None:
    parts = [book.bytes]
    for raw in book.pdf.raw.objects:
        parts.append(raw.read_bytes() if isinstance(raw, pikepdf.Stream) else raw.unparse())
    for words in (str(ROOT), platform.platform(), "generator/", "templates/", ".typ"):
        assert not any(words.encode() in part for part in parts), words


def test_its_links_lead_to_the_sources_and_the_site(book: Book) -> None:
    there = {link.uri for link in book.pdf.links}
    assert {source.url for source in book.kb.sources.values()} <= there
    assert {f"{SITE_URL}devices/{name}/" for name in book.kb.devices} <= there


def test_words_of_a_language_are_said_to_be_of_it(book: Book) -> None:
    """A screen reader pronounces them as they are written (WCAG 2.2, 3.1.2)."""
    said: dict[str, str] = {}
    for run in book.pdf.runs:
        said[run.lang or "en"] = said.get(run.lang or "en", "") + run.text
    for label in book.kb.labels.values():
        for code, words in label.text.items():
            for word in words:
                if not NOT_IN_LINE.search(word) and not label.icon:
                    assert squeezed(word) in squeezed(said[code.split("-")[0]]), (code, word)


def test_strange_cards_and_packs_are_valid_and_literal(strange: KnowledgeBase) -> None:
    cards = Cards(strange, SITE_URL)
    for name, device in strange.devices.items():
        made = cards.pdf(name, "us-letter")
        assert failures(made) == [], name
        pdf = read_pdf(made)
        assert pdf.page_count == 1
        if not NOT_IN_LINE.search(device.title):
            assert squeezed(device.title) in squeezed(pdf.text)
    for pack in strange.packs.values():
        assert failures(pack_pdf(cards, pack, [*strange.devices])) == []


def texts(data: Any) -> Iterator[str]:
    """All texts that a template is told to print, those in pieces joined."""
    if isinstance(data, str):
        if not NOT_IN_LINE.search(data):
            yield data
    elif isinstance(data, dict):
        unsaid = set(SILENT)
        if data.get("at", "") is None:  # a route told in full is not told in short too
            unsaid |= {"short"}
        for name, value in data.items():
            if name == "interfaces":
                yield from texts([interface(one, several=len(value) > 1) for one in value])
            elif name not in unsaid:
                yield from texts(value)
    elif isinstance(data, list):
        if len({type(one) for one in data} & {str, dict}) == 2:  # a text in pieces
            yield from texts("".join(one if isinstance(one, str) else word(one) for one in data))
        for value in data:
            yield from texts(value)


def interface(data: dict[str, Any], *, several: bool) -> dict[str, Any]:
    """What is said of an interface: the main route needs no name, and where there is one interface
    only, nothing tells it from others."""
    unsaid = set() if several else {"name", "tell"}
    main = {name: value for name, value in data["main"].items() if name != "title"}
    return {name: value for name, value in data.items() if name not in unsaid} | {"main": main}


def word(piece: dict[str, str]) -> str:
    return piece.get("key") or piece["label"]
