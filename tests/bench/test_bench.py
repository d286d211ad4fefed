"""The benchmark compares like with like: equal pages, from valid specs that are always the same.

Hugo is not among the dependencies of the tests; `make bench` compares its pages before it measures.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.compare import first_difference, said
from bench.contest import Result
from bench.figures import SIZES, Figure, check_figures, figures_of
from bench.measure import Took
from bench.specs import write_specs
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


def test_the_quick_benchmark_finds_the_pages_of_mkdocs_equal_to_ours(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench", "--quick", "--only", "mkdocs,floor"]
    command += ["--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [row.split("|")[2].strip() for row in done.stdout.splitlines()[2:]] == [
        "signout build",
        "MkDocs, our settings",
        "read and write only",
    ] * 2
    assert list(tmp_path.iterdir()) == []


def test_figures_are_kept_or_missed() -> None:
    def result(contender: str, devices: int, seconds: float) -> Result:
        return Result(contender, devices, devices, Took(seconds, seconds, 100), 1)

    results = [result("us", size, size / 1000) for size in SIZES]
    results += [result("mkdocs", SIZES[1], 90), result("hugo", SIZES[2], 30)]
    figures = list(figures_of(results, build=1))
    figures += check_figures(2, 9)
    assert [figure.kept for figure in figures] == [True, False, True, True, True, False, True]
    assert "MISSED" in str(figures[1])
    assert Figure("speed", 4, "least", 4, "times").kept
