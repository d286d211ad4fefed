"""Lists of devices: one page for few of them; for many, pages of parts that lead to every one."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from hypothesis import given
from hypothesis import strategies as st

from bench.specs import write_specs
from generator.commands.serve.preview import Shown
from generator.knowledge.base import KnowledgeBase
from generator.publish.effects import effects
from generator.publish.publication import Project, load_project
from generator.read.tree import ID
from generator.site import blocks, device_lists, llms, problem_page
from generator.site.blocks import Blocks
from generator.site.device_lists import DeviceLists, Part, split
from generator.site.engine import SiteSettings, build_frames, site_settings
from generator.site.frames import FrameError
from generator.site.html import make_environment
from generator.site.list_page import ListPages
from generator.site.llms import write_llms
from generator.site.pages import SitePages
from generator.site.problem_page import ProblemPages
from generator.site.whole import complete_site
from tests.conftest import LumenKnown
from tests.end_to_end.test_structure import (
    LOST,
    MOST_CLICKS,
    clicks_from_home,
    heading_faults,
    target_of,
)
from tests.end_to_end.test_valid_html import PASSED, check, said, told
from tests.site_fixtures import ROOT, copy_second_service, visible

MANY, FEW = 120, 6  # devices of the site built here, and the most lines that a list of it may have
MOST_BYTES = 14 * 1024  # of a page, packed


def block(kb: KnowledgeBase, name: str) -> BeautifulSoup:
    told = dict.fromkeys(kb.topics, "words/")
    return BeautifulSoup(Blocks(kb, make_environment(), "../", told)[name], "html.parser")


# --- how a list is cut --------------------------------------------------------------------------


def leaves(part: Part) -> list[Part]:
    return [leaf for one in part.parts for leaf in leaves(one)] if part.parts else [part]


def levels(part: Part) -> int:
    return 1 + max(map(levels, part.parts), default=0)


def widest(part: Part) -> int:
    """The most lines of any list in it."""
    own = len(part.parts) if part.parts else part.end - part.start
    return max([own, *map(widest, part.parts)])


@given(count=st.integers(0, 5_000), most=st.integers(2, 200))
def test_parts_hold_all_in_order_and_none_too_many(count: int, most: int) -> None:
    whole = split(0, count, most)
    found = leaves(whole)
    assert [at for leaf in found for at in range(leaf.start, leaf.end)] == list(range(count))
    assert count == 0 or all(leaf.start < leaf.end for leaf in found)
    assert widest(whole) <= most
    # As few levels as it takes: with one less, there would not be room for all.
    assert most ** levels(whole) >= count
    assert levels(whole) == 1 or most ** (levels(whole) - 1) < count
    sizes = [leaf.end - leaf.start for leaf in found]
    assert most == 2 or max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    ("devices", "clicks"), [(100, 1), (101, 2), (10_000, 2), (10_001, 3), (1_000_000, 3)]
)
def test_a_hundredfold_of_devices_costs_one_click(devices: int, clicks: int) -> None:
    """Clicks from the page of a kind to a device of it, of so many of that kind."""
    assert levels(split(0, devices, device_lists.MOST_LISTED)) == clicks


# --- a site of many devices ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    specs = tmp_path_factory.mktemp("many") / "device_specs"
    write_specs(ROOT / "device_specs", specs, MANY)
    return load_project(Project(specs, ROOT / "content", ROOT / "mkdocs.yml"))


@pytest.fixture(scope="module")
def site(many: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of it, where no list may have more than a few lines."""
    folder = tmp_path_factory.mktemp("built") / "site"
    build_frames(ROOT / "mkdocs.yml", folder, ROOT / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(device_lists, "MOST_LISTED", FEW)
        patch.setattr(blocks, "MOST_LISTED", FEW)
        settings = site_settings(ROOT / "mkdocs.yml")
        for _ in complete_site(many, ROOT / "content", folder, settings, markdown=True):
            pass
    return folder


@pytest.fixture(scope="module")
def texts(site: Path) -> Mapping[str, str]:
    """The HTML of each page by its address."""
    files = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*.html"))}
    return {name.removesuffix("index.html"): files[name].read_text("utf-8") for name in files}


@pytest.fixture(scope="module")
def lists(texts: Mapping[str, str]) -> Mapping[str, BeautifulSoup]:
    """The pages of lists by their addresses."""
    return {
        path: BeautifulSoup(text, "lxml")
        for path, text in texts.items()
        if path.startswith("kinds/")
    }


def test_every_page_is_a_few_clicks_from_home(
    many: KnowledgeBase, texts: Mapping[str, str]
) -> None:
    links = SoupStrainer("a")
    largest = max(many.kinds, key=lambda kind: len(kind.devices))
    device = f"devices/{largest.devices[0]}/"
    # Not by way of other devices.
    followed = {path for path in texts if path in (device, "devices/") or "devices/" not in path}
    pages = {
        path: BeautifulSoup(text if path in followed else "", "lxml", parse_only=links)
        for path, text in texts.items()
    }
    clicks = clicks_from_home(pages)
    assert set(pages) - set(clicks) == {LOST}, "orphans"
    assert {path: far for path, far in clicks.items() if far > MOST_CLICKS} == {}
    assert {f"devices/{name}/" for name in many.devices} < set(clicks)
    # The tiles of the home page save a click, and so does the way back from a device.
    assert clicks[f"kinds/{largest.id}/"] == 1
    for path in ("", "devices/", *(one for one in pages if one.startswith("kinds/"))):
        for link in pages[path].select("a[href]"):
            target = target_of(path, str(link["href"]))
            assert target is None or target in pages, f"{path} leads to {target}"
    crumbs = pages[device].select("a[href]")
    assert f"../../kinds/{largest.id}/" in [str(one["href"]) for one in crumbs]


def test_no_list_is_too_long(site: Path, lists: Mapping[str, BeautifulSoup]) -> None:
    assert len(lists) > 30
    pages = {
        **lists,
        "to-check/": BeautifulSoup((site / "to-check/index.html").read_text(), "lxml"),
    }
    for path, page in pages.items():
        for listed in page.select("ul.so-catalogue"):
            most = FEW if path.startswith("kinds/") else device_lists.MOST_NAMED
            assert 0 < len(listed.select("li")) <= most, path


def test_lists_hold_each_device_once_in_the_order_of_names(
    many: KnowledgeBase, lists: Mapping[str, BeautifulSoup]
) -> None:
    for kind in many.kinds:
        own = [page for path, page in lists.items() if re.match(rf"kinds/{kind.id}(--\d+)?/", path)]
        links = [
            str(link["href"]).split("/")[-2]
            for page in sorted(own, key=number)
            for link in page.select("ul.so-catalogue a[href*='/devices/']")
        ]
        assert links == list(kind.devices)


def number(page: BeautifulSoup) -> int:
    found = re.search(r", part (\d+) of", page.h1.get_text() if page.h1 else "")
    return int(found[1]) if found else 0


def test_parts_are_named_by_their_first_and_last_device(
    many: KnowledgeBase, lists: Mapping[str, BeautifulSoup]
) -> None:
    kind = max(many.kinds, key=lambda kind: len(kind.devices))
    of_kind = lists[f"kinds/{kind.id}/"]
    parts = of_kind.select("ul.so-catalogue a")
    names = [many.devices[name].title for name in kind.devices]
    assert 2 < len(parts) <= FEW
    assert visible(parts[0]).startswith(f"{names[0]} to ")
    assert visible(parts[-1]).endswith(f" to {names[-1]}")
    for at, link in enumerate(parts):
        page = lists[f"kinds/{str(link['href']).split('/')[-2]}/"]
        assert page.h2 is not None
        assert visible(page.h2) == visible(link)
        listed = [visible(one) for one in page.select("ul.so-catalogue a")]
        assert visible(link) == f"{listed[0]} to {listed[-1]}"
        beside = [visible(one) for one in page.select("a[rel=prev], a[rel=next]")]
        assert beside == [visible(one) for one in (*parts[:at][-1:], *parts[at + 1 :][:1])]


def test_titles_and_descriptions_are_short_and_say_which_page_it_is(
    texts: Mapping[str, str],
) -> None:
    for pattern, most in ((r"<title>(.*?)</title>", 60), (r'"description" content="(.*?)"', 155)):
        found = {path: re.findall(pattern, text) for path, text in texts.items()}
        told = [unescape(one[0]) for path, one in found.items() if path != LOST]
        assert [text for text, times in Counter(told).items() if times > 1] == []
        assert [text for text in told if not 0 < len(text) <= most] == []


def test_the_way_to_a_list_is_told_in_data_and_seen(lists: Mapping[str, BeautifulSoup]) -> None:
    for path, page in lists.items():
        script = page.select_one("script[type='application/ld+json']")
        assert script is not None
        way = json.loads(script.get_text())["itemListElement"]
        assert [one["position"] for one in way] == list(range(1, len(way) + 1))
        assert way[1]["item"].endswith("/devices/")
        assert way[-1]["item"].endswith(f"/{path}")
        crumbs = [visible(one) for one in page.select(".so-crumbs a")]
        assert page.h1 is not None
        assert [one["name"] for one in way[1:]] in (crumbs, [*crumbs, visible(page.h1)])
        assert heading_faults(page) == []


def test_programs_find_the_lists_too(site: Path, lists: Mapping[str, BeautifulSoup]) -> None:
    listed = [one.text or "" for one in ElementTree.parse(site / "sitemap.xml").iter()]
    assert {path for path in lists if not any(one.endswith(f"/{path}") for one in listed)} == set()
    for path, page in lists.items():
        assert (site / path / "index.md").read_text("utf-8").startswith("# "), path
        assert page.select_one("[data-pagefind-body]") is None, "a list is no find"


def test_the_pages_are_valid(site: Path, lists: Mapping[str, BeautifulSoup]) -> None:
    """One of each: of parts, of devices, a part first, last or between."""
    some = {
        (
            page.select_one("[rel=prev]") is None,
            page.select_one("[rel=next]") is None,
            len(way),
        ): path
        for path, page in lists.items()
        if (way := page.select(".so-ways-on li"))
    }
    paths = ["", "devices/", "to-check/", "words/", *some.values()]
    found = check("--skip-non-html", *(site / path / "index.html" for path in paths))
    assert told([one for one in found if said(one) not in PASSED], site) == []


def test_pages_are_light(texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        if not path.startswith("devices/") or path == "devices/":
            assert len(gzip.compress(text.encode())) <= MOST_BYTES, path


def test_a_page_of_as_many_as_may_be_is_light(many: KnowledgeBase) -> None:
    """Of those with the longest names; what is around a list takes 4 KB."""
    longest = sorted(many.devices.values(), key=lambda one: -len(f"{one.name}{one.also}"))
    devices = tuple(one.id for one in longest[: device_lists.MOST_LISTED])
    (place,) = DeviceLists(
        replace(many, kinds=(replace(many.kinds[0], devices=devices),))
    ).pages.values()
    content = ListPages(many).page(place).content
    assert content.count("<li>") >= device_lists.MOST_LISTED
    assert len(gzip.compress(content.encode())) + 4096 <= MOST_BYTES


@pytest.mark.parametrize("most", [2, 3, 5, 20, MANY - 1])
def test_lists_lead_to_one_another(
    many: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(device_lists, "MOST_LISTED", most)
    places = DeviceLists(many).pages
    for name, place in places.items():
        assert name == place.listed.name
        assert "--" not in name or not re.fullmatch(ID, name), "no id can be the same"
        assert place.above[:1] == () or place.above[0].is_whole
        assert all(one in above.parts for above, one in pairwise((*place.above, place.listed)))
        for one, beside in ((place.after, "before"), (place.before, "after")):
            assert one is None or getattr(places[one.name], beside) is place.listed
    assert len({place.listed.path for place in places.values()}) == len(places)
    leaves = [place.listed for place in places.values() if not place.listed.parts]
    assert sorted(name for one in leaves for name in one.devices) == sorted(many.devices)
    assert max(len(one.devices) for one in leaves) <= most


# --- what is small stays as it is -----------------------------------------------------------------


def test_few_devices_are_all_on_one_page(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    lists = DeviceLists(kb)
    assert lists.on_one_page
    assert lists.pages == {}
    links = [str(one["href"]) for one in block(kb, "catalogue").select("li a")]
    assert links == [f"../devices/{name}/" for kind in kb.kinds for name in kind.devices]
    tiles = [str(one["href"]) for one in block(kb, "kinds").select("a")]
    assert tiles == [f"../devices/#{kind.id}" for kind in kb.kinds if kind.devices]


def test_beyond_the_limit_the_kinds_are_named_with_the_number_of_their_devices(
    lumen_known: LumenKnown, monkeypatch: pytest.MonkeyPatch
) -> None:
    kb = lumen_known()
    monkeypatch.setattr(device_lists, "MOST_LISTED", len(kb.devices) - 1)
    page = block(kb, "catalogue")
    assert [(one["id"], visible(one)) for one in page.select("li")] == [
        (
            kind.id,
            f"{kind.name} {len(kind.devices)} device{'s' if len(kind.devices) > 1 else ''}",
        )
        for kind in kb.kinds
        if kind.devices
    ]
    assert [str(one["href"]) for one in page.select("a")] == [
        f"../kinds/{kind.id}/" for kind in kb.kinds if kind.devices
    ]


def test_names_are_only_names(lumen_known: LumenKnown, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "<b>Glow</b> & 'TV'"
    kb = lumen_known({"devices/tv/glow-tv.yml": ("name: Glow TV", f'name: "{name}"')})
    monkeypatch.setattr(device_lists, "MOST_LISTED", 2)
    of_kind, *parts = (place for place in DeviceLists(kb).pages.values() if place.listed.of > 1)
    (part,) = [one for one in parts if "glow-tv" in one.listed.devices]
    for place in (of_kind, part):
        page = BeautifulSoup(ListPages(kb).page(place).content, "html.parser")
        assert page.select("li b, h2 b") == []
        assert name in page.get_text()


# --- other pages that would grow ------------------------------------------------------------------


def test_names_that_would_fill_a_page_are_counted(
    many: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    text: dict[int, dict[str, str]] = {}
    for most in (1, 1_000):
        monkeypatch.setattr(blocks, "MOST_NAMED", most)
        monkeypatch.setattr(blocks, "MOST_LISTED", most)
        text[most] = {name: visible(block(many, name)) for name in ("words", "due")}
    for beginning in ("Shown by: ", "It leads to: ", "star (*) on "):
        assert beginning in text[1]["words"]
    more = re.compile(r"[Aa]nd \d+ more")
    for name in ("words", "due"):
        assert len(text[1][name]) < len(text[1_000][name])
        assert len(more.findall(text[1][name])) > len(more.findall(text[1_000][name]))
    assert more.findall(text[1_000]["words"]) == []


def test_a_problem_of_many_devices_names_some(
    many: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = max(many.problems.values(), key=lambda one: len(one.devices))
    named = len(problem.devices)
    assert named > 3
    monkeypatch.setattr(problem_page, "MOST_NAMED", 3)
    pages = ProblemPages(many, dict.fromkeys(many.topics, "words/"))
    said = BeautifulSoup(pages.page(problem).content, "html.parser").select_one(".so-concerns")
    assert said is not None
    assert len(said.select("a[href^='../../devices/']")) == 3
    assert visible(said).endswith(f" and {named - 3} more")


def test_assistants_are_told_the_kinds_of_many_devices(
    lumen_known: LumenKnown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kb = lumen_known()
    for path in (
        *(f"devices/{name}" for name in kb.devices),
        *(f"troubleshooting/{name}" for name in kb.problems),
    ):
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "index.md").write_text("# Page\n", "utf-8")
    monkeypatch.setattr(device_lists, "MOST_LISTED", len(kb.devices) - 1)
    monkeypatch.setattr(llms, "MOST_DEVICES", len(kb.devices) - 1)
    write_llms(tmp_path, kb, SiteSettings("Leave Lumen", "", {}), {})
    listed = (tmp_path / "llms.txt").read_text("utf-8")
    for kind in kb.kinds:
        assert (f"- [{kind.name}](kinds/{kind.id}/index.md): a list of" in listed) == bool(
            kind.devices
        )
    assert "](devices/" not in listed
    full = (tmp_path / "llms-full.txt").read_text("utf-8")
    assert f"This file holds all {len(kb.devices) + len(kb.problems)} pages but the lists" in full


# --- where else they are known --------------------------------------------------------------------


def test_a_preview_shows_the_same_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_lists, "MOST_LISTED", 2)
    project = copy_second_service(tmp_path / "project")
    content, config, built = project / "content", project / "mkdocs.yml", tmp_path / "built"
    kb = load_project(Project(project / "device_specs", content, config))
    build_frames(config, built)
    settings = site_settings(config)
    with pytest.raises(FrameError, match=r"content/frames/kind\.md: .* copy device\.md there"):
        SitePages(kb, content, built, settings)
    shutil.copy(ROOT / "content/frames/kind.md", content / "frames")
    build_frames(config, built)
    shown = Shown(kb, content, built, settings)
    named = {name for name in shown.names() if name.startswith("kinds/")}
    files = {name: shown.file(name) for name in named}
    for _ in complete_site(kb, content, built, settings, sealed=False):
        pass
    made = set((built / "kinds").rglob("*.html"))
    assert len(made) > 4
    assert files == {file.relative_to(built).as_posix(): file.read_bytes() for file in made}


def test_a_change_is_told_to_change_them(many: KnowledgeBase) -> None:
    kind = max(many.kinds, key=lambda kind: len(kind.devices))
    name = kind.devices[0]
    renamed = replace(many.devices[name], also=("Another name",))
    after = replace(many, devices={**many.devices, name: renamed})
    found = effects(many, after, ROOT / "content")
    assert found.lists == (kind.id,)
    assert f"kinds/{kind.id}/" in found.pages
