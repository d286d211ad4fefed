"""The index of the search: the same for the same pages, no more than is asked for, clear when it
fails."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import stat
from base64 import b64encode
from collections.abc import Iterator
from contextlib import nullcontext
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

import cbor2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.site import page_folders, pagefind, search
from generator.site.pagefind import Pagefind, SearchError
from generator.site.search import build_search

KINDS = ["Boxes", "Players", "Screens", "TVs, old and new", "Watches"]
PAGES = {
    f"devices/number-{number}/index.html": f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Number {number}</title></head>
<body><nav>Everywhere</nav><article data-pagefind-body><h1 id="page">Number {number}</h1>
<div hidden data-type="Device" data-pagefind-filter="type[data-type]"></div>
<div hidden data-kind="{escape(KINDS[number % 5])}" data-pagefind-filter="kind[data-kind]"></div>
<div hidden data-kind="{escape(KINDS[number % 3])}" data-pagefind-filter="kind[data-kind]"></div>
<p>Press the {["green", "red", "blue"][number % 3]} key, {"x" * number}.</p>
<ul class="so-sources"><li>Handbook</li></ul></article></body></html>
"""
    for number in range(30)
} | {"404.html": "<!doctype html><html lang=en><body><h1>Nothing here</h1></body></html>"}


def write(site: Path, names: Iterator[str] | list[str]) -> Path:
    for name in names:
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGES[name], "utf-8")
    return site


def index(site: Path) -> dict[str, bytes]:
    folder = site / "pagefind"
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def unpacked(data: bytes) -> bytes:
    data = gzip.decompress(data)
    assert data.startswith(b"pagefind_dcd")
    return data[12:]


def fragments(site: Path) -> dict[str, Any]:
    """What the index knows of each page, by the page's address."""
    files = index(site).items()
    known = [json.loads(unpacked(data)) for name, data in files if name.endswith("fragment")]
    return {one["url"]: one for one in known}


def filters(site: Path) -> dict[str, dict[str, int]]:
    """How many pages have each value of each filter, in the order of the files."""
    files = index(site).items()
    known = [cbor2.loads(unpacked(data)) for name, data in files if name.endswith("filter")]
    return {name: {value: len(pages) for value, pages in values} for name, values in known}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write(tmp_path_factory.mktemp("search"), list(PAGES))
    build_search(site)
    return site


def test_the_same_pages_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Not in Pagefind's own order, which is that of the file system and of its hash tables."""
    again = write(tmp_path / "again", list(reversed(PAGES)))
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(processors)})
    try:
        build_search(again)
    finally:
        os.sched_setaffinity(0, processors)
    assert index(again) == index(built)


def test_a_second_index_replaces_the_first(built: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(built, site)
    shutil.rmtree(site / "devices" / "number-1")
    build_search(site)
    assert "/devices/number-1/" not in fragments(site)
    fresh = tmp_path / "fresh"
    write(fresh, [name for name in PAGES if "number-1/" not in name])
    build_search(fresh)
    assert index(site) == index(fresh)


def test_only_what_pages_ask_for_is_kept(built: Path) -> None:
    kinds = {re.sub(r"en_[0-9a-f]+", "HASH", name) for name in index(built)}
    assert kinds == {
        "filter/HASH.pf_filter",
        "fragment/HASH.pf_fragment",
        "index/HASH.pf_index",
        "pagefind-entry.json",
        "pagefind-worker.js",
        "pagefind.HASH.pf_meta",
        "pagefind.js",
        "wasm.en.pagefind",
    }


def test_articles_are_indexed_without_what_is_on_every_page(built: Path) -> None:
    known = fragments(built)
    assert len(known) == len(PAGES) - 1  # not the page of what is not here
    one = known["/devices/number-4/"]
    assert one["content"] == "Number 4. Press the red key, xxxx."
    assert one["filters"] == {"type": ["Device"], "kind": ["Watches", "Players"]}
    assert sum(filters(built)["type"].values()) == 30
    assert list(filters(built)["kind"]) == KINDS


def test_the_filters_are_found_where_the_index_says(built: Path) -> None:
    files = index(built)
    entry = json.loads(files["pagefind-entry.json"])["languages"]["en"]
    meta = cbor2.loads(unpacked(files[f"pagefind.{entry['hash']}.pf_meta"]))
    told = {name: f"filter/{hash}.pf_filter" for name, hash in meta[3]}
    assert list(told) == ["kind", "type"]
    for name, path in told.items():
        assert cbor2.loads(unpacked(files[path]))[0] == name


def test_pages_without_the_mark_are_not_found(tmp_path: Path) -> None:
    site = write(tmp_path / "none", ["404.html"])
    build_search(site)
    assert fragments(site) == {}
    assert json.loads(index(site)["pagefind-entry.json"])["languages"] == {}


def test_no_more_of_a_page_is_handed_over_than_is_searched() -> None:
    """The language, the title and the marked article, without blocks that are not searched."""
    html = """<!doctype html>
<html lang="en" class="no-js"><head><title>Roku</title><meta name="x"></head><body>
<nav><a href="..">Devices</a></nav><article class="a" data-pagefind-body><h1 id="page">Roku</h1>
<details class="so-menus" data-family="top"><summary>Top</summary><div>Menu</div></details>
<p class="so-sure so-high">Sure.</p><ul class="so-sources"><li>Handbook</li></ul>
<div class="so-tools so-scripted"><p>Print</p></div><div class="so-surely">Kept</div></article>
<footer>Licence</footer></body></html>"""
    assert search._searched(html).split("\n") == [
        '<html lang="en" class="no-js"><title>Roku</title>'
        '<article class="a" data-pagefind-body><h1 id="page">Roku</h1>',
        "",
        "",
        '<div class="so-surely">Kept</div></article>',
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<ul class="so-sources"><li>A<ul><li>B</li></ul></li></ul>',
        '<div class="so-stuck" id="stuck">Stuck</div>',
        '<div class="so-stuck" data-kind="TV" data-pagefind-filter="kind[data-kind]"></div>',
        '<p class="so-sure">Sure<p>So',
        '<div class="so-tiles"><h1>Tiles</h1></div>',
        '<div class="so-tiles"><img src="tile.png" alt="Tile"></div>',
        '<div class="so-tiles"><b data-kind="TV" data-pagefind-filter="kind[data-kind]"></b></div>',
        '<span class="so-cited">1</span>',
    ],
    ids=[
        "nested",
        "id",
        "filter of its own",
        "no end",
        "title",
        "picture",
        "filter",
        "not a block",
    ],
)
def test_what_may_leave_a_trace_is_left_to_pagefind(html: str) -> None:
    page = f"<article data-pagefind-body>{html}</article>"
    assert search._searched(page) == page


def test_a_page_marked_in_another_way_is_handed_over_as_it_is(tmp_path: Path) -> None:
    page = "<html lang=en><body><main data-pagefind-body><h1>Marked</h1></main></body></html>"
    assert search._searched(page) == page
    (tmp_path / "index.html").write_text(page, "utf-8")
    build_search(tmp_path)
    assert fragments(tmp_path)["/"]["content"] == "Marked."


_TAGS = st.sampled_from(["details", "div", "p", "ul", "li", "h1", "h2", "section", "span", "b"])
_CLASSES = ["so-menus", "so-sure so-low", "so-tools so-scripted", "so-see", "so-sources"]
_ATTRIBUTES = [' id="{}"', ' data-at="{}"', ' data-x="x" data-pagefind-filter="x[data-x]"']


@st.composite
def _elements(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    tag = draw(_TAGS)
    classes = draw(st.sampled_from(["", *(f' class="{name}"' for name in _CLASSES)]))
    attribute = draw(st.sampled_from(["", "", *_ATTRIBUTES]))
    return f"<{tag}{classes}{attribute}>{draw(inner)}</{tag}>"


_WORDS = st.sampled_from(["Roku", "menus.", "a &lt;p&gt; b", "<br>", '<img src="{}.png">', "\n"])
_HTML = st.recursive(
    st.lists(_WORDS, max_size=3).map(" ".join),
    lambda inner: st.lists(_elements(inner), min_size=1, max_size=4).map("".join),
    max_leaves=12,
)


@given(st.lists(st.tuples(_HTML, _HTML), min_size=40, max_size=40))
@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_the_index_is_that_of_whole_pages(
    tmp_path_factory: pytest.TempPathFactory, articles: list[tuple[str, str]]
) -> None:
    site = tmp_path_factory.mktemp("whole")
    for number, (first, second) in enumerate(articles):
        ids = count()
        article = re.sub(r"\{\}", lambda _, ids=ids: f"id-{next(ids)}", first + second)
        page = f"""<html lang="en"><head><title>Page {number}</title></head><body>
<nav id="nav">Everywhere</nav><article class="a" data-pagefind-body>{article}</article>
<footer>Licence</footer></body></html>"""
        (site / f"{number}.html").write_text(page, "utf-8")
    build_search(site)
    handed = index(site)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_searched", lambda html: html)
        build_search(site)
    assert handed == index(site)


@pytest.fixture
def no_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where no file system lists what is in a folder in the order in which it was put there."""
    monkeypatch.setattr(page_folders, "_places", lambda: iter(()))


@pytest.mark.usefixtures("no_folders")
def test_pages_handed_over_one_by_one_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    site = write(tmp_path / "site", list(PAGES))
    build_search(site)
    assert index(site) == index(built)


@pytest.mark.parametrize(
    "refused", [range(0), range(1, 99), range(1, 99, 2), range(2, 99, 2)], ids=repr
)
def test_pages_handed_over_in_parts_give_the_same_bytes(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: range
) -> None:
    """Whichever of the parts are handed over one by one, for want of room for instance."""
    parts = count(1)
    filled = page_folders.PageFolders.filled

    def sometimes(folders: page_folders.PageFolders, pages: dict[str, str]) -> Path | None:
        return None if next(parts) in refused else filled(folders, pages)

    monkeypatch.setattr(page_folders.PageFolders, "filled", sometimes)
    monkeypatch.setattr(search, "_BATCH", 4)
    site = write(tmp_path / "site", list(PAGES))
    build_search(site)
    assert index(site) == index(built)


def answer(**payload: Any) -> str:
    """Bash that says `payload` as Pagefind does, once it has read a request."""
    said = b64encode(json.dumps({"message_id": 0, "payload": payload}).encode()).decode()
    return f"read -r -d , request; printf %s, {said}"


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        ("read -r -d , x; echo 'no memory left' >&2; exit 3", "AddFile: no memory left"),
        ("kill -KILL $$", "AddFile: it ended with -9"),
        ("read -r -d , x; printf nonsense,; exec sleep 60", "AddFile: its answer cannot be read"),
        ("read -r -d , x; printf bnVsb; exit 0", "AddFile: it ended with 0"),
        (answer(type="Error", message="too long"), r"number-10/index\.html: too long"),
        (f"{answer(type='IndexedFile')}; exit 3", "GetFiles: it ended with 3"),
    ],
    ids=["complains", "killed", "talks nonsense", "half an answer", "refuses", "makes no index"],
)
@pytest.mark.usefixtures("no_folders")
def test_a_program_that_fails_among_the_pages_leaves_the_index_as_it_was(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, why: str
) -> None:
    fake = tmp_path / "pagefind"
    begin = [answer(type="NewIndex", index_id=0), answer(type="IndexedFile")]
    fake.write_text("\n".join(["#!/bin/bash", *begin, ending]))
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pagefind, "get_executable", lambda: fake)
    names = ["404.html", *(f"devices/number-{number}/index.html" for number in (1, 10))]
    site = write(tmp_path / "site", names)
    shutil.copytree(built / "pagefind", site / "pagefind")
    with pytest.raises(SearchError, match=why):
        build_search(site)
    assert index(site) == index(built)


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        ("read -r -d , x; echo 'no memory left' >&2; exit 3", "AddDir: no memory left"),
        (answer(type="Error", message="too many"), "one of .*-1/.* … .*-10/.*: too many"),
        (answer(type="IndexedDir", page_count=1), "it has read 1 of 2"),
        (f"{answer(type='IndexedDir', page_count=2)}; exit 3", "GetFiles: it ended with 3"),
    ],
    ids=["complains", "refuses", "passes over a page", "makes no index"],
)
def test_a_program_that_fails_at_a_folder_leaves_the_index_as_it_was(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, why: str
) -> None:
    met = page_folders.PageFolders(tmp_path / "folders", newest_first=False)
    monkeypatch.setattr(met, "filled", lambda pages: tmp_path / "folders" / "1")
    monkeypatch.setattr(search, "page_folders", lambda: nullcontext(met))
    fake = tmp_path / "pagefind"
    fake.write_text("\n".join(["#!/bin/bash", answer(type="NewIndex", index_id=0), ending]))
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pagefind, "get_executable", lambda: fake)
    site = write(tmp_path / "site", [f"devices/number-{number}/index.html" for number in (1, 10)])
    shutil.copytree(built / "pagefind", site / "pagefind")
    with pytest.raises(SearchError, match=why):
        build_search(site)
    assert index(site) == index(built)


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("echo 'no memory left' >&2; exit 3", "no memory left"),
        ("exit 3", "ended with 3"),
        ("read -r -d , x; printf 'nonsense,'; exec sleep 60", "cannot be read"),
        ("read -r -d , x; printf bnVsbA==,; exec sleep 60", "cannot be read"),
    ],
    ids=["complains", "ends", "talks nonsense", "answers nothing"],
)
def test_a_program_that_fails_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, why: str
) -> None:
    fake = tmp_path / "pagefind"
    fake.write_text(f"#!/bin/bash\n{program}\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pagefind, "get_executable", lambda: fake)
    site = write(tmp_path / "site", list(PAGES)[:2])
    with pytest.raises(SearchError, match=why) as failed:
        build_search(site)
    assert str(failed.value).startswith("Pagefind, which indexes the pages")
    assert "\n" not in str(failed.value)
    assert not (site / "pagefind").exists()


def test_a_program_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "get_executable", lambda: tmp_path / "none")
    with pytest.raises(SearchError, match=r"cannot run: .*none"):
        build_search(write(tmp_path / "site", list(PAGES)[:2]))


def test_a_refused_request_is_named(tmp_path: Path) -> None:
    with Pagefind.started() as program, pytest.raises(SearchError, match=r"x\.html: .+"):
        program.ask("AddFile", index_id=7, file_path="x.html", file_contents="<p>")


def test_settings_from_outside_change_nothing(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write(tmp_path / "site", list(PAGES))
    (site / "pagefind.yml").write_text("exclude_selectors: ['p']\n")
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/nowhere")
    monkeypatch.chdir(site)
    build_search(site)
    assert index(site) == index(built)
