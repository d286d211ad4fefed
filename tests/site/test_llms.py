"""The list of all pages for assistants, and the file that holds them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.text import beginning
from generator.site.engine import SiteSettings
from generator.site.llms import Listed, write_llms
from tests.conftest import LumenKnown
from tests.markdown_reader import rendered

URL = "https://lumen.example/"
SECTIONS = {"": "Home", "security/": "Safe"}
PROSE = {
    path: Listed(path, name, says)
    for path, name, says in (
        ("", "Home", "Leave <b> Lumen & all."),
        ("about/", "About", ""),
        ("security/", "Safe", "Keep\nit [safe](x)."),
    )
}


def written(kb: KnowledgeBase, site: Path, url: str = URL) -> tuple[str, str]:
    """Both files, of a site with one line of Markdown for each page."""
    paths = [*PROSE, *(f"devices/{name}/" for name in kb.devices)]
    for path in [*paths, *(f"troubleshooting/{name}/" for name in kb.problems)]:
        (site / path).mkdir(parents=True, exist_ok=True)
        (site / path / "index.md").write_text(f"# Page {path}\n", "utf-8")
    write_llms(site, kb, SiteSettings("Leave Lumen", url, SECTIONS), PROSE)
    return (site / "llms.txt").read_text("utf-8"), (site / "llms-full.txt").read_text("utf-8")


def test_it_lists_pages_by_what_they_are_for(lumen_known: LumenKnown, tmp_path: Path) -> None:
    kb = lumen_known()
    text, _ = written(kb, tmp_path)
    kinds = [f"Devices: {kind.name}" for kind in kb.kinds if kind.devices]
    shown = rendered(text)
    headings = [one.get_text() for one in shown.select("h1, h2")]
    assert headings == ["Leave Lumen", "Start here", *kinds, "Problems", "Security", "Optional"]
    assert [one.get_text().strip() for one in shown.select("blockquote")] == [PROSE[""].says]
    links = [str(one["href"]) for one in shown.select("li a")]
    assert links[0] == f"{URL}index.md"
    assert links[-2:] == [f"{URL}about/index.md", f"{URL}llms-full.txt"]
    assert len(links) == len(PROSE) + len(kb.devices) + len(kb.problems) + 1
    assert [one.get_text() for one in shown.select("li") if "Safe" in one.get_text()] == [
        "Safe: Keep it [safe](x)."
    ]


def test_data_is_linked_if_there_is_any(lumen_known: LumenKnown, tmp_path: Path) -> None:
    (tmp_path / "api" / "v1").mkdir(parents=True)
    (tmp_path / "api" / "v1" / "index.json").touch()
    text, _ = written(lumen_known(), tmp_path)
    assert f"\n## Data\n\n- [The same as data]({URL}api/v1/index.json)" in text


def test_the_full_text_is_all_pages_in_that_order(lumen_known: LumenKnown, tmp_path: Path) -> None:
    text, full = written(lumen_known(), tmp_path)
    links = [str(one["href"]) for one in rendered(text).select("li a")][:-1]
    pages = [one.removeprefix(URL).removesuffix("index.md") for one in links]
    ends = [
        f"Page {number} of {len(pages)}: <{URL}{path}>\n\n# Page {path}\n"
        for number, path in enumerate(pages, 1)
    ]
    assert full.split("\n* * *\n\n")[1:] == [*(f"{end}" for end in ends)]


def test_without_an_address_links_are_relative(lumen_known: LumenKnown, tmp_path: Path) -> None:
    text, full = written(lumen_known(), tmp_path, "")
    links = [str(one["href"]) for one in rendered(text).select("li a")]
    assert links[0] == "index.md"
    assert all((tmp_path / link).is_file() for link in links)
    assert "Links are relative to the page that they are on." in full
    assert "Page 1 of" in full
    assert "`./`" in full


@pytest.mark.parametrize("name", ["[go](javascript:x)", "*b*", "# x", "<script>x</script>", "a\\"])
def test_names_are_literal(lumen_known: LumenKnown, tmp_path: Path, name: str) -> None:
    device = "devices/phone/handy.yml"
    quoted = "'" + name + "'"
    kb = lumen_known({device: ("name: Handy phone", f"name: {quoted}")})
    text, _ = written(kb, tmp_path)
    shown = rendered(text)
    assert beginning(name) in [one.get_text() for one in shown.select("li a")]
    assert not shown.select("script, em")
