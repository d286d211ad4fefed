"""Every strange text is found again in every output, exactly as it was typed.

One table: the outputs, how each is read by a reader of its own kind, and which of the texts of
`tests/hostile.py` it must hold, by the letters before them. The same for all of the big list of
naughty strings takes minutes (`make test-long`): what the specs may not hold of it is refused, and
the rest is found again.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup

from generator.check.proof import check
from generator.check.repeats import MIN_WORDS
from generator.data.csv_table import unguarded
from generator.knowledge.text import beginning
from generator.model.specs import load
from generator.read.tree import spec_files
from generator.site.finder import FINDER
from tests.conftest import BASE
from tests.end_to_end.test_hostile import (
    Watched,
    alike,
    built_in,
    look_at_each,
    look_at_others,
    strange,
    strings_in,
    watched,
)
from tests.fuzz.corpora import naughty_strings
from tests.hostile import (
    ON_ALL,
    ON_DEVICE,
    ON_LISTS,
    ON_PROBLEM,
    SERVICE,
    SITE_NAME,
    STRANGE,
    fits,
    is_name,
    write_project,
)
from tests.markdown_reader import rendered, words
from tests.pdf.reading import read_pdf, squeezed
from tests.site.test_search import fragments
from tests.site_fixtures import read_page

__all__ = ["alike", "strange", "watched"]

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE_URL = "https://tonewerk.example/"
# Drawn from right to left, with marks that are drawn apart, or joined: Typst draws letters in the
# order in which they are seen, so they are read back in another one. What the PDF says of itself
# holds them as they are.
REORDERED = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\u1ab0-\u1aff\u1dc0-\u1dff"
    r"\u20d0-\u20ff\ufb1d-\ufdff\ufe20-\ufe2f\ufe70-\ufeff]"
)

Texts = Callable[[Path, int], Collection[str]]


@dataclass(frozen=True)
class Output:
    """Something that is published: what it says where it is about the text of some number, and the
    letters of the texts that must be among that. `""` stands for the text alone, as the name of a
    device; whole, or within what is said; or `squeezed` together on both sides."""

    said: Texts
    letters: Iterable[str]
    whole: bool = False
    form: Callable[[str], str] = str


def of_all(said: Callable[[Path], Collection[str]]) -> Texts:
    """What is said in one place of all texts."""
    return lambda site, number: said(site)


def collapsed(text: str) -> str:
    return " ".join(text.split())


# --- how each is read -----------------------------------------------------------------------------


def device_page(site: Path, number: int) -> BeautifulSoup:
    return read_page(site / f"devices/device-{number}/index.html")


def html(site: Path, number: int) -> list[str]:
    return [device_page(site, number).get_text()]


def attributes(site: Path, number: int) -> list[str]:
    page = device_page(site, number)
    return [str(value) for one in page.select("*") for value in one.attrs.values()]


def json_ld(site: Path, number: int) -> list[str]:
    (script,) = device_page(site, number).select('script[type="application/ld+json"]')
    return [*strings_in(json.loads(script.string or ""))]


@cache
def finder(site: Path) -> frozenset[str]:
    text = (site / FINDER).read_text("utf-8")
    script = re.fullmatch(r"globalThis\.signoutEntries=(.*);\n", text)
    assert script is not None
    return frozenset(strings_in(json.loads(script[1])))


@cache
def index(site: Path) -> dict[str, list[str]]:
    """What the search shows of each page: its title and its text."""
    return {path: [one["meta"]["title"], one["content"]] for path, one in fragments(site).items()}


def search(site: Path, number: int) -> list[str]:
    found = index(site)
    pages = (f"/devices/device-{number}/", f"/troubleshooting/problem-{number}/")
    return [collapsed(said) for page in pages for said in found[page]]


def api(site: Path, number: int) -> list[str]:
    files = (f"devices/device-{number}.json", f"problems/problem-{number}.json")
    read = ((site / "api/v1" / name).read_text("utf-8") for name in files)
    return [text for one in read for text in strings_in(json.loads(one))]


@cache
def everything(site: Path) -> frozenset[str]:
    return frozenset(strings_in(json.loads((site / "api/v1/all.json").read_text("utf-8"))))


@cache
def database(site: Path) -> frozenset[str]:
    file = (site / "api/v1/signout.sqlite").as_uri()
    with closing(sqlite3.connect(f"{file}?mode=ro&immutable=1", uri=True)) as opened:
        listed = opened.execute("select name from sqlite_master where type = 'table'").fetchall()
        rows = (row for (name,) in listed for row in opened.execute(f'select * from "{name}"'))
        return frozenset(cell for row in rows for cell in row if isinstance(cell, str))


@cache
def sentences(site: Path) -> list[str]:
    return ["\n".join(database(site))]


@cache
def table(site: Path) -> frozenset[str]:
    text = (site / "api/v1/signout.csv").read_text("utf-8-sig")
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    return frozenset(unguarded(cell) for row in rows for cell in row)


def table_cells(site: Path, number: int) -> list[str]:
    """Some cells hold several texts, or a text in a sentence: those of the device's rows."""
    text = (site / "api/v1/signout.csv").read_text("utf-8-sig")
    rows = csv.DictReader(StringIO(text, newline=""), strict=True)
    mine = (row for row in rows if row["device_id"] == f"device-{number}")
    return [unguarded(cell) for row in mine for cell in row.values()]


def markdown(site: Path, number: int) -> list[str]:
    files = (f"devices/device-{number}", f"troubleshooting/problem-{number}")
    read = ((site / name / "index.md").read_text("utf-8") for name in files)
    return [" ".join(words(rendered(one))) for one in read]


@cache
def llms(site: Path) -> list[str]:
    return [" ".join(words(rendered((site / "llms.txt").read_text("utf-8"))))]


@cache
def feeds(site: Path) -> frozenset[str]:
    """All that is told, as text and as HTML within it, and in which words kinds are called."""
    found: set[str] = set()
    for file in (site / "feeds").glob("*.atom"):
        for one in ElementTree.parse(file).iter():
            text = one.text or ""
            is_html = one.get("type") == "html"
            found.add(BeautifulSoup(text, "html.parser").get_text() if is_html else text)
            found.update(one.attrib.values())
    return frozenset(found)


def card(site: Path, number: int) -> list[str]:
    pdf = read_pdf(site / f"downloads/cards/device-{number}.pdf")
    assert not [link for link in pdf.links if link.uri and not link.uri.startswith(SITE_URL)]
    return [squeezed(pdf.text)]


def card_about(site: Path, number: int) -> list[str]:
    pdf = read_pdf(site / f"downloads/cards/device-{number}.pdf")
    return [pdf.title or ""]


@cache
def handbook(site: Path) -> list[str]:
    return [squeezed(read_pdf(site / "downloads/handbook.pdf").text)]


IN_HANDBOOK = "LRNSEGBIAMYOPQCDHVUX1234567890@KJZabcd"
OUTPUTS: dict[str, Output] = {
    "HTML": Output(html, ["", *ON_DEVICE]),
    "attributes": Output(attributes, [""]),
    "JSON-LD": Output(json_ld, [""], form=beginning, whole=True),
    "the finder's index": Output(of_all(finder), ["A", "M", "1", "2", "0", "p"], whole=True),
    "the search's index": Output(search, ["", *"LRSYOP13"], form=collapsed),
    "documents of the API": Output(api, ["", *ON_DEVICE, *ON_PROBLEM], whole=True),
    "all of the API": Output(of_all(everything), ["", *ON_LISTS, *ON_ALL, "at"], whole=True),
    "SQLite": Output(
        of_all(database),
        ["", *set(ON_DEVICE).difference("CD"), *set(ON_PROBLEM).difference("89"), *"TKJZabcd"],
        whole=True,
    ),
    "sentences in SQLite": Output(of_all(sentences), ["C", "D", "z", "u"]),
    "cells of the CSV": Output(of_all(table), ["", "F", "W", "R", "E", "S", "G", "at"], whole=True),
    "rows of the CSV": Output(table_cells, ["A", "M", "V", "N", "P"]),
    "Markdown": Output(markdown, ["", *ON_DEVICE, *ON_PROBLEM], form=collapsed),
    "llms.txt": Output(of_all(llms), ["", "A", "1"], form=collapsed),
    "feeds": Output(of_all(feeds), ["z", "u"]),
    "cards": Output(card, ["", *"LRNSEGVYP"], form=squeezed),
    "what cards say of themselves": Output(card_about, [""]),
}


def lost(site: Path, texts: Sequence[str], output: Output) -> Iterator[str]:
    """The texts that an output should hold, and does not."""
    for number, text in enumerate(texts):
        said = output.said(site, number)
        for letter in output.letters:
            if not (is_name(text) if letter == "" else fits(text, letter)):
                continue
            if output.form is squeezed and REORDERED.search(text):
                continue
            wanted = output.form(f"{letter} {text}" if letter else text)
            found = wanted in said if output.whole else any(wanted in one for one in said)
            if not found:
                yield f"{letter}: {text!r}"


@pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
def test_every_strange_text_is_found_again(strange: Path, output: Output) -> None:
    assert [*lost(strange, STRANGE, output)] == []


NAMES: dict[str, str] = {
    "site.webmanifest": SITE_NAME,
    "feeds/changes.atom": SITE_NAME,
    "llms.txt": SITE_NAME,
    "index.html": SITE_NAME,
    "api/v1/index.json": SERVICE,
    "api/v1/meta.json": SERVICE,
    "api/v1/metadata.json": SERVICE,
    "api/v1/openapi.json": SERVICE,
    "api/v1/signout.csv-metadata.json": SERVICE,
    "downloads/handbook.pdf": SERVICE,
}


def said_in(file: Path) -> str:
    """All that a file says, by a reader of its kind, a text a line."""
    if file.suffix == ".pdf":
        return read_pdf(file).title or ""
    text = file.read_text("utf-8")
    if file.suffix == ".atom":
        return "\n".join(ElementTree.fromstring(text).itertext())
    if file.suffix == ".txt":
        return rendered(text).get_text()
    if file.suffix == ".html":
        (script,) = read_page(file).select('script[type="application/ld+json"]')
        text = script.string or ""
    return "\n".join(strings_in(json.loads(text)))


@pytest.mark.parametrize(("name", "wanted"), NAMES.items(), ids=NAMES)
def test_the_names_of_the_service_and_of_the_site_are_literal(
    strange: Path, name: str, wanted: str
) -> None:
    assert wanted in said_in(strange / name)


def test_addresses_for_search_engines_are_made_of_names_of_ours(strange: Path) -> None:
    found = [
        one.text or "" for one in ElementTree.parse(strange / "sitemap.xml").iter(f"{SITEMAP}loc")
    ]
    assert len(found) > 150
    assert [one for one in found if not re.fullmatch(rf"{SITE_URL}(?:[a-z0-9-]+/)*", one)] == []
    assert (
        (strange / "robots.txt").read_text("utf-8").endswith(f"\nSitemap: {SITE_URL}sitemap.xml\n")
    )


# --- the big list of naughty strings --------------------------------------------------------------

MOST_TEXTS = 75  # in a project: files of specs have a limit
BATCHES = 7


def sorted_out(folder: Path) -> tuple[list[str], dict[str, set[str]]]:
    """The strings that specs may hold, and the others with the codes of what is wrong with each:
    each is tried as a sentence of its own."""
    texts = naughty_strings()
    shutil.copytree(BASE, folder)
    for number, text in enumerate(texts):
        fact = {"text": text, "doubt": f"Nobody said {number}."}
        data = {"title": f"Topic {number}", "facts": [fact]}
        written = yaml.dump(data, allow_unicode=False, default_style='"')
        (folder / f"topics/naughty-{number}.yml").write_text(written, "ascii")
    refused: dict[str, set[str]] = {}
    for problem in check(*load(spec_files(folder, "specs"), "specs")).problems:
        found = re.fullmatch(r"specs/topics/naughty-(\d+)\.yml", problem.place.file)
        assert found is not None, problem
        refused.setdefault(texts[int(found[1])], set()).add(problem.code)
    return [text for text in texts if text not in refused], refused


def said_apart(text: str) -> list[str]:
    """Its sentences, if it has several that only one spec may say: here, each of many says it."""
    sentences = re.split(r"(?<=[.!?…])\s+", text)
    several = any(len(one.split(" ")) >= MIN_WORDS for one in sentences[1:])
    return sentences if several else [text]


def batches(texts: Sequence[str]) -> list[list[str]]:
    """The texts dealt out, so that names differ: not only in capitals, which are no difference."""
    dealt: list[dict[str, str]] = []
    for text in itertools.chain.from_iterable(map(said_apart, texts)):
        known = text.casefold()
        batch = next((b for b in dealt if len(b) < MOST_TEXTS and known not in b), None)
        if batch is None:
            dealt.append(batch := {})
        batch[known] = text
    return [[*batch.values()] for batch in dealt]


def test_of_the_naughty_strings_few_are_refused_and_for_a_reason(tmp_path: Path) -> None:
    legal, refused = sorted_out(tmp_path / "specs")
    reasons = Counter(code for codes in refused.values() for code in codes)
    assert reasons == {
        "unwanted-character": 19,
        "space": 13,
        "empty": 4,
        "unprinted-character": 9,
        "unknown-word": 1,  # {0}
    }
    assert len(legal) + len(refused) == len(naughty_strings()) > 515
    dealt = batches(legal)
    assert len(dealt) == BATCHES
    for number, texts in enumerate(dealt):  # each project can be built
        write_project(tmp_path / str(number), tame=False, texts=texts)
        specs = tmp_path / str(number) / "device_specs"
        assert check(*load(spec_files(specs, "specs"), "specs")).problems == []


@pytest.mark.long
@pytest.mark.parametrize("number", range(BATCHES))
def test_every_naughty_string_is_found_again(
    number: int, tmp_path_factory: pytest.TempPathFactory, watched: Watched
) -> None:
    folder = tmp_path_factory.mktemp("naughty")  # a new one if it is tried again
    legal, _ = sorted_out(folder / "specs")
    dealt = batches(legal)
    texts = dealt[number]
    sites = [
        built_in(folder / "whole", texts),
        built_in(folder / "pages", texts, "--pages-only"),
        built_in(folder / "tame", texts, "--pages-only", tame=True),
    ]
    outputs = OUTPUTS | {"the handbook": Output(of_all(handbook), IN_HANDBOOK, form=squeezed)}
    found = {name: [*lost(sites[0], texts, output)] for name, output in outputs.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}
    look_at_each(sites[0], (sites[1], sites[2]), watched, range(len(texts)), texts)
    look_at_others(sites[0], (sites[1], sites[2]), watched, texts)
