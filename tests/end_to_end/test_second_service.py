"""The program knows no service by name: the same program makes the site of another one.

`second-service/` describes Tonewerk, a music service that does not exist, with words, screens and
kinds of device of its own. Only the look (overrides/) is shared with the shipped site.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from generator.publish.publication import Project, load_project
from tests.site_fixtures import ROOT, SIGNOUT, Once, read_page, run, tree, visible

HERE = Path(__file__).parent / "second-service"
OPTIONS = (
    *("--specs", HERE / "device_specs"),
    *("--content", HERE / "content"),
    *("--config", HERE / "mkdocs.yml"),
)


@pytest.fixture(scope="module")
def second(once: Once) -> Path:
    def build(folder: Path) -> None:
        built = run(*SIGNOUT, "build", *OPTIONS, "--out", folder)
        assert built.returncode == 0, built.stdout + built.stderr

    return once("second-site", build)


def test_it_is_a_service_of_its_own() -> None:
    kb = load_project(Project(HERE / "device_specs", HERE / "content", HERE / "mkdocs.yml"))
    families = {i.walkthrough.family for d in kb.devices.values() for i in d.interfaces}
    assert len(kb.devices) >= 6
    assert len(families) >= 3
    assert kb.service == "Tonewerk"


def test_nowhere_does_the_first_service_show(second: Path) -> None:
    first = load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))
    name = re.compile(re.escape(first.service.encode()), re.IGNORECASE)
    assert [file for file, data in tree(second).items() if name.search(data)] == []
    assert [file for file in tree(second) if name.search(file.encode())] == []


def test_the_program_itself_names_no_service() -> None:
    first = load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))
    name = first.service.casefold()
    ours = [*ROOT.glob("generator/**/*.*"), *ROOT.glob("overrides/**/*.*")]
    read = [file for file in ours if file.suffix in (".py", ".html", ".css", ".js", ".svg", ".typ")]
    assert len(read) > 30
    assert [str(file) for file in read if name in file.read_text("utf-8").casefold()] == []


def test_its_pages_speak_its_words(second: Path) -> None:
    page = read_page(second / "devices" / "vista" / "index.html")
    assert page.title is not None
    assert page.title.text == "Sign out of Tonewerk on Vista TV"
    route = page.select_one('.so-route[data-route="app/words"]')
    assert route is not None
    assert "Press Three lines. If nothing happens, press Right." in visible(route)
    assert "Press Right until you reach Unlink." in visible(route)
    assert "Touch the panel, so that it lights up." in visible(
        read_page(second / "devices" / "klangwuerfel" / "index.html")
    )


def test_all_its_links_lead_somewhere(second: Path) -> None:
    pages = {
        "/" + file.relative_to(second).as_posix().removesuffix("index.html"): read_page(file)
        for file in second.rglob("*.html")
    }
    files = {f"/{name}" for name in tree(second)} | set(pages)
    lost = set()
    for path, page in pages.items():
        for element in page.select("[href], [src]"):
            target = str(element.get("href") or element.get("src"))
            if urlsplit(target).scheme:
                continue
            where, anchor = urldefrag(urljoin(path, target))
            where = urlsplit(where).path
            there = where in files and (not anchor or pages[where].find(id=anchor))
            if not there:
                lost.add(f"{path} links to {target}")
    assert not lost, "\n".join(sorted(lost))
