"""A contest tells no time of whoever has not done the same as the others."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pytest

from bench import pagefind
from bench.contenders import CONTENDERS
from bench.contest import LONG_SECONDS, Contender, Entry, Site, Unequal, contest
from bench.measure import Took
from bench.us import Ours

BY_NAME = {one.name: one for one in CONTENDERS}
TOOK = Took(1.0, 1.5, 50.0)
PAGE = '<html lang="en"><head><title>T</title></head><body><article>{}</article></body></html>'


def build(site: Site, out: Path, words: str = "Words", took: Took = TOOK) -> Took:
    """A stand-in for a generator: a page of each device and problem, of the same words."""
    for path in site.devices + site.problems:
        file = out / path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(words), "utf-8")
    return took


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("contest") / "site", 100)


@pytest.fixture
def site(whole: Site) -> Site:
    """A site of 100 devices, as if we had just built it, and nobody else."""
    site = copy(whole)
    for folder in site.folder.iterdir():
        if folder != site.ours.project:
            shutil.rmtree(folder) if folder.is_dir() else folder.unlink()
    site.ours.forget()
    build(site, site.ours.out)
    return site


def us(run: Callable[[Site], Took]) -> Contender:
    def enter(site: Site) -> Entry:
        return Entry(
            lambda: run(site), site.ours.out, 100, lambda: BY_NAME["us"].enter(site).prove()
        )

    return Contender("us", "Us", "specs", "", enter)


def other(
    name: str, prove: Callable[[], None], took: Took = TOOK, most: int | None = None
) -> Contender:
    def enter(site: Site) -> Entry:
        out = site.folder / name
        return Entry(lambda: build(site, out, took=took), out, 100, prove)

    return Contender(name, name, "Markdown", "", enter, most)


def test_each_runs_so_often_but_not_for_hours_and_leaves_nothing(tmp_path: Path) -> None:
    ours = us(lambda site: build(site, site.ours.out))
    long = other("long", lambda: None, took=Took(LONG_SECONDS, 1.0, 1.0))
    never = other("never", lambda: None, most=99)
    taking_part = [ours, other("other", lambda: None), long, never]
    results = contest(100, taking_part, 3, tmp_path / "place")
    assert [(one.contender, len(one.runs)) for one in results] == [
        ("us", 3),
        ("other", 3),
        ("long", 1),
    ]
    assert (results[0].took, results[0].pages) == (TOOK, 100)
    assert not (tmp_path / "place" / "other").exists()


def test_no_time_is_told_if_one_is_unequal(tmp_path: Path) -> None:
    def refuse() -> None:
        raise Unequal("they differ")

    ours = us(lambda site: build(site, site.ours.out))
    with pytest.raises(Unequal, match="they differ"):
        contest(100, [ours, other("other", refuse)], 1, tmp_path / "place")


def test_we_must_have_a_page_of_each_device(tmp_path: Path) -> None:
    def lacking(site: Site) -> Took:
        build(site, site.ours.out)
        shutil.rmtree(site.ours.out / site.devices[7])
        return TOOK

    with pytest.raises(Unequal, match="there is no"):
        contest(100, [us(lacking)], 1, tmp_path / "place")


@pytest.mark.parametrize("name", ["mkdocs", "zensical"])
def test_pages_of_others_must_say_what_ours_say(site: Site, name: str) -> None:
    entry = BY_NAME[name].enter(site)
    build(site, entry.out)
    entry.prove()
    (entry.out / site.problems[0] / "index.html").write_text(PAGE.format("Others"), "utf-8")
    with pytest.raises(Unequal, match=f"{site.problems[0]}:\n  'Words'\n  'Others'"):
        entry.prove()


@pytest.mark.parametrize("name", ["us-one-core", "us-warm"])
def test_another_way_of_ours_must_give_the_same_bytes(site: Site, name: str) -> None:
    entry = BY_NAME[name].enter(site)
    assert site.first
    entry.prove()
    (site.ours.out / site.devices[0] / "index.html").write_text(f"{PAGE} ", "utf-8")
    with pytest.raises(Unequal, match=site.devices[0]):
        entry.prove()


def test_the_floor_must_write_as_much(site: Site) -> None:
    entry = BY_NAME["floor"].enter(site)
    entry.run()
    entry.prove()
    (entry.out / site.devices[3] / "index.html").write_bytes(b"short")
    with pytest.raises(Unequal, match=site.devices[3]):
        entry.prove()


def test_an_index_must_know_every_device(site: Site) -> None:
    entry = BY_NAME["us-search"].enter(site)
    with pytest.raises(Unequal, match="has 0 pages"):
        entry.prove()
    assert pagefind.index(site.ours.out).seconds > 0
    entry.prove()
    for path in site.devices + site.problems:
        shutil.rmtree(site.ours.out / path)
    build(site, site.ours.out)
    site.devices = [*site.devices, *(f"devices/more-{number}/" for number in range(200))]
    with pytest.raises(Unequal, match="less than 300"):
        entry.prove()


def test_what_is_kept_is_forgotten_before_a_build_from_nothing(tmp_path: Path) -> None:
    ours = Ours(tmp_path / "us")
    for folder in (ours.kept, ours.out):
        folder.mkdir()
        (folder / "file").touch()
    ours.forget()
    assert {path.name for path in ours.project.iterdir()} == {
        *("device_specs", "content", "overrides", "mkdocs.yml"),
    }


def test_everybody_has_a_name_and_says_what_differs() -> None:
    assert len(BY_NAME) == len({one.label for one in CONTENDERS}) == len(CONTENDERS)
    assert all(one.remark.endswith(".") for one in CONTENDERS)
    assert CONTENDERS[0].name == "us", "all others are held against its site"
