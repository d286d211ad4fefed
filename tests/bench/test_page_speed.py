"""What the benchmark of pages measures is there: not how fast, but that each figure is found."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser

from bench.page_speed import (
    Speed,
    chromium,
    launched,
    load,
    middle,
    served_compressed,
    speed_figures,
    speed_table,
)

# A page whose script moves its text, and then blocks it.
RESTLESS = """<!doctype html><title>x</title><h1>Text</h1>
<script>
addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => {
    const added = document.createElement("div")
    added.style.height = "300px"
    document.body.prepend(added)
    const start = performance.now()
    while (performance.now() - start < 200);
}, 100)))
</script>"""
QUIET = "<!doctype html><title>x</title><h1>Text</h1>"


@pytest.fixture(scope="module")
def measured() -> Iterator[Browser]:
    program = chromium()
    assert program is not None
    with launched(program) as browser:
        yield browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    for name, html in (("restless", RESTLESS), ("quiet", QUIET)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(html)
    with served_compressed(tmp_path) as at:
        yield at


def test_what_moves_and_what_blocks_is_measured(measured: Browser, address: str) -> None:
    restless = load(measured, f"{address}/restless/")
    assert restless.cls > 0.02
    assert restless.tbt >= 100, "it blocks for 200 ms, of which 50 are free"
    assert not restless.kept


def test_a_page_waits_for_connection_and_answer(measured: Browser, address: str) -> None:
    quiet = load(measured, f"{address}/quiet/")
    assert quiet.cls == 0
    assert quiet.lcp > 0.45, "three times there and back, before anything can be painted"


def test_files_are_sent_compressed(address: str, tmp_path: Path) -> None:
    with urlopen(Request(f"{address}/quiet/")) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.read()).decode() == QUIET


def test_the_middle_is_that_of_each_figure_by_itself() -> None:
    runs = [Speed(1, 0.3, 10), Speed(2, 0.1, 30), Speed(9, 0.2, 20)]
    assert middle(runs) == Speed(2, 0.2, 20)


def test_the_slowest_page_decides() -> None:
    speeds = {"fast": Speed(1, 0, 0), "slow": Speed(1.6, 0.02, 200)}
    assert [figure.kept for figure in speed_figures(speeds)] == [False, True, True]
    rows = speed_table(speeds).splitlines()
    assert [row.split("|")[-2].strip() for row in rows[2:]] == ["kept", "MISSED"]
