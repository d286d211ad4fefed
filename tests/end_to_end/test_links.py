"""No broken link, no broken anchor, no page that nothing leads to.

The site is served as a host would serve it, and LinkChecker follows every link from the home page.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.site_fixtures import copy_tree_with, read_page, run, served

LINKCHECKER = (sys.executable, "-m", "linkcheck")
# Every page but the one that stands for those that are not there.
HOME = "https://signout.example/"


def check_links(address: str, folder: Path) -> list[dict[str, str]]:
    """What LinkChecker found: one row for each link it followed, good or bad."""
    settings = folder / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=100000\n")
    done = run(
        *LINKCHECKER,
        *("--config", settings, "--verbose", "--no-status", "--threads", "4"),
        *("--output", "csv", f"{address}/"),
    )
    lines = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter=";"))
    assert rows, done.stdout + done.stderr
    return rows


def bad(rows: list[dict[str, str]]) -> list[str]:
    return [
        f"{row['parentname']} links to {row['urlname']}: {row['result']} {row['warningstring']}"
        for row in rows
        if row["valid"] != "True" or row["warningstring"]
    ]


@pytest.fixture(scope="module")
def followed(address: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    return check_links(address, tmp_path_factory.mktemp("linkchecker"))


def test_no_link_is_broken(followed: list[dict[str, str]]) -> None:
    assert bad(followed) == []


def test_every_page_is_reached_and_listed(
    followed: list[dict[str, str]], address: str, site: Path
) -> None:
    reached = {
        urlsplit(urldefrag(row["url"]).url).path
        for row in followed
        if row["url"].startswith(address)
    }
    pages = {
        "/" + file.relative_to(site).as_posix().removesuffix("index.html")
        for file in site.rglob("*.html")
    } - {"/404.html"}
    assert pages - reached == set(), "nothing leads to these pages"
    listed = [
        urlsplit(str(place.text)).path
        for place in ElementTree.parse(site / "sitemap.xml").findall(".//{*}loc")
    ]
    assert sorted(listed) == sorted(pages)


def test_every_link_of_the_page_for_lost_readers_leads_somewhere(address: str) -> None:
    """It is shown at any depth, so its links and files must not depend on where it is shown."""
    where = f"{address}/no/such/page/"
    try:
        urlopen(where)
    except OSError as error:
        page = BeautifulSoup(error.read(), "html.parser")
        assert error.code == 404
    targets = [e.get("href") or e.get("src") for e in page.select("[href], [src]")]
    inside = [t for t in map(str, targets) if not t.startswith(("#", "data:", HOME))]
    assert len(inside) > 10
    for target in inside:
        with urlopen(urljoin(where, target)) as found:
            assert found.status == 200


def test_every_anchor_is_there(pages: Mapping[str, BeautifulSoup]) -> None:
    """LinkChecker could check them too, but reads each page anew for each: half a minute more."""
    assert lost_anchors(pages) == []


def lost_anchors(pages: Mapping[str, BeautifulSoup]) -> list[str]:
    names = {path: {str(e["id"]) for e in page.select("[id]")} for path, page in pages.items()}
    lost = []
    for path, page in pages.items():
        for link in page.select("a[href]"):
            href = str(link["href"])
            # Files that are no pages have no anchors; LinkChecker sees that they are there.
            if urlsplit(href).scheme or PurePosixPath(urlsplit(href).path).suffix:
                continue
            target, anchor = urldefrag(urljoin(f"/{path}", href))
            target = urlsplit(target).path.removeprefix("/")
            if target not in pages or (anchor and anchor not in names[target]):
                lost.append(f"{path} links to {href}")
    return lost


def test_broken_links_are_found(site: Path, tmp_path: Path) -> None:
    """The tests above would fail: a link and an anchor, spoiled, are each reported."""
    spoiled = tmp_path / "site"
    copy_tree_with(
        site,
        spoiled,
        {
            "devices/index.html": ('href="../devices/roku/"', 'href="../devices/rok/"'),
            "devices/roku/index.html": ('id="not-working"', 'id="not-wrking"'),
        },
    )
    with served(spoiled) as address:
        found = "\n".join(bad(check_links(address, tmp_path)))
    assert "devices/rok/" in found
    pages = {"devices/roku/": read_page(spoiled / "devices/roku/index.html")}
    assert "devices/roku/ links to #not-working" in lost_anchors(pages)
