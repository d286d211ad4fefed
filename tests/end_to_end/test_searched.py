"""The search of the shipped site knows of each page all that Pagefind would take from the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.site import search
from tests.site_fixtures import tree


def test_the_index_of_the_shipped_site_is_that_of_whole_pages(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {file.relative_to(site): file.read_text("utf-8") for file in site.rglob("*.html")}
    for name, html in pages.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(html, "utf-8")
    monkeypatch.setattr(search, "_searched", lambda html: html)
    search.build_search(tmp_path)
    assert tree(tmp_path / "pagefind") == tree(site / "pagefind")


def test_no_more_than_a_fifth_of_the_shipped_pages_is_handed_over(site: Path) -> None:
    """No page whole: a change of overrides/main.html that hides the marks would cost time alone."""
    pages = {file: file.read_text("utf-8") for file in site.rglob("*.html")}
    handed = {file: search._searched(html) for file, html in pages.items()}
    assert [file for file, html in pages.items() if handed[file] == html] == []
    assert sum(map(len, handed.values())) < sum(map(len, pages.values())) / 5
