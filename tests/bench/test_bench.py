"""The benchmark compares like with like: equal pages, from valid specs that are always the same.

Hugo and Eleventy are not among what the tests install; `make bench` compares their pages before it
measures.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.__main__ import main
from bench.compare import first_difference, said
from bench.kinds import KINDS
from bench.plots import PLOTS
from bench.results import load
from bench.specs import edit_name, edit_note, with_note, write_specs
from generator.knowledge.load import check_specs

PROJECT = Path(__file__).parents[2]
SHIPPED = PROJECT / "device_specs"
PAGE = (
    "<html><head><title>A &amp; B</title><meta name='description' content='Short'>"
    '<script type="application/ld+json">{"headline": "A"}</script></head><body>'
    "<nav>Menu</nav><article><h1 id='page'>A &amp; B</h1>"
    "<p>Press <kbd>Back</kbd> at   <a href='../x/' data-address='site/x/'>X</a>.</p></article>"
    "<footer>End</footer></body>"
)


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic") / "specs"
    write_specs(SHIPPED, folder, 150)
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_synthetic_specs_pass_the_check(specs: Path) -> None:
    checked = check_specs(specs)
    assert checked.problems == []
    assert len(checked.specs.devices) == 150


def test_synthetic_specs_are_the_same_bytes_for_the_same_seed(specs: Path, tmp_path: Path) -> None:
    write_specs(SHIPPED, tmp_path / "again", 150)
    assert _files(tmp_path / "again") == _files(specs)


def test_synthetic_specs_differ_for_another_seed(specs: Path, tmp_path: Path) -> None:
    write_specs(SHIPPED, tmp_path / "other", 150, seed=1)
    assert _files(tmp_path / "other").keys() != _files(specs).keys()


def test_synthetic_devices_are_about_as_large_as_the_shipped_ones(specs: Path) -> None:
    def mean(folder: Path) -> float:
        sizes = [file.stat().st_size for file in (folder / "devices").glob("*/*.yml")]
        return sum(sizes) / len(sizes)

    assert mean(specs) == pytest.approx(mean(SHIPPED), rel=0.25)


def test_fewer_devices_than_shipped_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="less than"):
        write_specs(SHIPPED, tmp_path / "specs", 3)


def test_a_page_says_its_title_description_and_data_and_the_text_of_its_article() -> None:
    page = said(PAGE)
    assert (page.title, page.description, page.data) == ("A & B", "Short", {"headline": "A"})
    assert page.lines == ("#page A & B", "Press Back at <../x/ site/x/>X.")


@pytest.mark.parametrize(
    ("found", "changed"),
    [
        ("Press", "Hold"),
        ("../x/", "../y/"),
        ("site/x/", "site/y/"),
        ('"A"', '"C"'),
        ("Short", "Long"),
        ("<title>A", "<title>C"),
        ("id='page'", "id='other'"),
        ("</p></article>", "</p><p>More.</p></article>"),
    ],
)
def test_whatever_a_page_says_otherwise_is_found(tmp_path: Path, found: str, changed: str) -> None:
    _two_sites(tmp_path, PAGE, PAGE.replace(found, changed))
    difference = first_difference(tmp_path / "one", tmp_path / "other", ["page/"])
    assert difference is not None
    assert difference.startswith("page/")


def test_only_what_counts_of_the_head_is_compared(tmp_path: Path) -> None:
    other = PAGE.replace('{"headline": "A"}', "").replace("Short", "Long")
    _two_sites(tmp_path, PAGE, other)
    one, two = tmp_path / "one", tmp_path / "other"
    assert first_difference(one, two, ["page/"], head=["title"]) is None
    assert first_difference(one, two, ["page/"], head=["title", "data"]) is not None


def test_data_is_equal_however_it_is_written(tmp_path: Path) -> None:
    _two_sites(tmp_path, PAGE, PAGE.replace('{"headline": "A"}', '{ "headline":"\\u0041" }'))
    assert first_difference(tmp_path / "one", tmp_path / "other", ["page/"]) is None


def test_what_is_around_the_article_and_white_space_do_not_count(tmp_path: Path) -> None:
    other = PAGE.replace("Menu", "").replace("End", "").replace("at   <a", "at\n<a")
    _two_sites(tmp_path, PAGE, other.replace("<p>Press", "\n<div><p>\nPress"))
    assert first_difference(tmp_path / "one", tmp_path / "other", ["page/"]) is None


def test_missing_and_empty_pages_are_found(tmp_path: Path) -> None:
    _two_sites(tmp_path, "<html></html>", "<html></html>")
    for path in ("page/", "none/"):
        assert first_difference(tmp_path / "one", tmp_path / "other", [path]) is not None


def _two_sites(folder: Path, one: str, other: str) -> None:
    for name, html in (("one", one), ("other", other)):
        (folder / name / "page").mkdir(parents=True)
        (folder / name / "page" / "index.html").write_text(html, "utf-8")


def test_the_quick_benchmark_proves_what_each_has_built(tmp_path: Path) -> None:
    """The real command: ours in each way but search and another edit, and others, once each."""
    place, kept, pictures = tmp_path / "place", tmp_path / "bench.json", tmp_path / "plots"
    place.mkdir()
    who = "mkdocs,floor,us-one-core,us-warm,us-note"
    command = [sys.executable, "-m", "bench", "--quick", "--sizes", "100", "--only", who]
    command += ["--folder", str(place), "--save", str(kept), "--plots", str(pictures)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [row.split("|")[2].strip() for row in done.stdout.splitlines() if row][2:] == [
        "signout build, shipped specs",
        "signout build",
        "MkDocs, our settings",
        "read and write only",
        "signout build, one core",
        "signout build, nothing changed",
        "signout build, one note edited",
    ]
    assert list(place.iterdir()) == []
    assert len(load(kept, KINDS)["builds"].records) == 7
    assert {file.name for file in pictures.iterdir()} == {plot.file for plot in PLOTS}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["--only", "jekyll"], "There is no jekyll."),
        (["--sizes", "many"], "is no list of numbers from 100"),
        (["--sizes", "1000,50"], "is no list of numbers from 100"),
        (["--show", "--save", "nowhere.json"], "nowhere.json is no file of results"),
    ],
)
def test_wrong_calls_are_told_so(typed: list[str], says: str) -> None:
    done = CliRunner().invoke(main, typed)
    assert done.exit_code == 2
    assert says in done.output


def test_specs_after_an_edit_pass_the_check_and_say_it(specs: Path, tmp_path: Path) -> None:
    edited = shutil.copytree(specs, tmp_path / "specs")
    note, name = islice(with_note(edited, SHIPPED), 2)
    for number in (1, 2):
        assert edit_note(note, number) in note.read_text("utf-8")
        assert edit_name(name, number) in name.read_text("utf-8")
    assert "edit 1" not in note.read_text("utf-8") + name.read_text("utf-8")
    assert check_specs(edited).problems == []
    before, after = _files(specs), _files(edited)
    assert {path for path in after if before[path] != after[path]} == {
        str(file.relative_to(edited)) for file in (note, name)
    }
