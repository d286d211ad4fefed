"""An index of the search that is taken over from an earlier build is what a build from nothing
makes, byte for byte; and it is made again only if there is another word to be found by."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.earlier import EarlierFiles
from generator.publish.staging import staged
from generator.read.kept import Kept
from generator.site import pagefind, search
from generator.site.search import build_search
from tests.site_fixtures import tree

WORDS = ["menu", "button", "account", "screen", "remote", "help"]


class Place:
    """Pages that are edited and published again and again, with what is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out, self.kept = folder, folder / "site", folder / "kept"
        self.pages: dict[str, str] = {}

    def begin(self) -> None:
        for made in (self.out, self.kept):
            shutil.rmtree(made, ignore_errors=True)
        self.pages = {f"devices/d-{n}/index.html": page(f"Device {n}") for n in range(9)}
        self.pages |= {"index.html": page("Start"), "404.html": "<h1>Nothing is here</h1>"}

    def write(self, site: Path) -> None:
        (site / "sitemap.xml").write_text("<urlset/>", "utf-8")
        for name, html in self.pages.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(html, "utf-8")

    def again(self) -> dict[str, bytes]:
        kept = Kept(self.kept)
        earlier = EarlierFiles(kept, self.out, wait=False)
        with staged(self.out, earlier.remember) as site:
            self.write(site)
            build_search(site, earlier)
        return tree(self.out)

    def from_nothing(self) -> dict[str, bytes]:
        site = self.folder / "from-nothing"
        shutil.rmtree(site, ignore_errors=True)
        site.mkdir()
        self.write(site)
        build_search(site)
        return tree(site)

    def index(self) -> dict[str, int]:
        """The very files of the index."""
        files = (file for file in (self.out / "pagefind").rglob("*") if file.is_file())
        return {str(file): file.stat().st_ino for file in files}


def page(title: str, text: str = "Press it.", menu: str = "Menu") -> str:
    return f"""<!doctype html><html lang="en"><head><title>{title}</title></head><body>
<nav>{menu}</nav><article data-pagefind-body><h1 id="page">{title}</h1><p>{text}</p>
<div class="so-sources"><p>Source</p></div></article></body></html>"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_BATCH", 4)  # several parts
        yield Place(tmp_path_factory.mktemp("place"))


# --- edits ---


def one_page(place: Place, dice: random.Random) -> str:
    return dice.choice(sorted(place.pages))


def a_searched_word(place: Place, dice: random.Random) -> None:
    name = one_page(place, dice)
    place.pages[name] = place.pages[name].replace("</h1>", f" {dice.choice(WORDS)}</h1>", 1)


def another_word(place: Place, dice: random.Random) -> None:
    """That nobody finds a page by."""
    name, word = one_page(place, dice), dice.choice(WORDS)
    mark = dice.choice(["</nav>", "</p>\n<div"]) if name != "404.html" else "</h1>"
    place.pages[name] = place.pages[name].replace(mark, f" {word}{mark}", 1)


def two_pages_change_places(place: Place, dice: random.Random) -> None:
    one, other = one_page(place, dice), one_page(place, dice)
    place.pages[one], place.pages[other] = place.pages[other], place.pages[one]


def a_page_more(place: Place, dice: random.Random) -> None:
    place.pages[f"devices/d-{dice.choice('abx0')}{dice.randrange(9)}/index.html"] = page("New")


def a_page_less(place: Place, dice: random.Random) -> None:
    if len(place.pages) > 1:
        del place.pages[one_page(place, dice)]


def a_touched_file(place: Place, dice: random.Random) -> None:
    """Of the index, and what can be is as before."""
    file = Path(dice.choice(sorted(place.index())))
    status = file.stat()
    file.write_bytes(file.read_bytes()[::-1])
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def a_file_less(place: Place, dice: random.Random) -> None:
    Path(dice.choice(sorted(place.index()))).unlink()


def a_file_in_the_place_of_another(place: Place, dice: random.Random) -> None:
    files = sorted(place.index())
    one, other = dice.sample(files, 2)
    shutil.copy2(one, other)


def damage(place: Place, dice: random.Random) -> None:
    file = dice.choice(sorted(place.kept.iterdir()))
    data = file.read_bytes()
    at = dice.randrange(len(data))
    file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def nothing_kept(place: Place, dice: random.Random) -> None:
    shutil.rmtree(place.kept)


def nothing(place: Place, dice: random.Random) -> None:
    """Built once more."""


CHANGES: list[Callable[[Place, random.Random], None]] = [
    *[a_searched_word, another_word] * 2,
    *[two_pages_change_places, a_page_more, a_page_less, nothing],
    *[a_touched_file, a_file_less, a_file_in_the_place_of_another, damage, nothing_kept],
]


@settings(max_examples=6)
@given(st.lists(st.integers(0, 2**32), min_size=10, max_size=10))
def test_the_index_comes_to_the_same(place: Place, seeds: list[int]) -> None:
    place.begin()
    place.again()
    for seed in seeds:
        dice = random.Random(seed)
        change = dice.choice(CHANGES)
        change(place, dice)
        found, expected = place.again(), place.from_nothing()
        assert sorted(found) == sorted(expected), change.__name__
        assert [name for name in expected if found.get(name) != expected[name]] == [], (
            change.__name__
        )


# --- when it is made again ---


def edit(place: Place, name: str, old: str, new: str) -> None:
    assert old in place.pages[name]
    place.pages[name] = place.pages[name].replace(old, new, 1)


def test_without_another_word_to_be_found_by_pagefind_is_not_asked(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.begin()
    place.again()
    before = place.index()
    monkeypatch.setattr(pagefind, "get_executable", lambda: "/nowhere")
    for name, old, new in [
        ("index.html", "", ""),  # nothing is edited at first
        ("index.html", "<nav>", "<nav>All "),
        ("devices/d-0/index.html", "Source", "Other source"),
        ("404.html", "Nothing", "No page"),
    ]:
        edit(place, name, old, new)
        found = place.again()
        assert place.index() == before, new
    monkeypatch.undo()
    assert found == place.from_nothing()


@pytest.mark.parametrize("name", ["devices/d-0/index.html", "devices/d-8/index.html", "index.html"])
def test_with_another_word_to_be_found_by_it_is(place: Place, name: str) -> None:
    place.begin()
    place.again()
    before = place.index()
    edit(place, name, "Press it.", "Press it again.")
    found = place.again()
    assert place.index() != before
    assert found == place.from_nothing()


def test_another_program_makes_its_own_index(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program's version counts, and so do those of what it uses."""
    place.begin()
    place.again()
    before = place.index()
    monkeypatch.setattr(search, "program", lambda: "another")
    place.again()
    after = place.index()
    assert after.keys() == before.keys()
    assert after != before


def test_whose_cache_is_of_another_folder_starts_from_nothing(place: Place) -> None:
    place.begin()
    place.again()
    before = tree(place.out)
    place.out = place.folder / "elsewhere"
    assert place.again() == before
    assert not set(place.index().values()) & {
        file.stat().st_ino for file in (place.folder / "site").rglob("*")
    }
    place.out = place.folder / "site"
