"""The feeds of the published site: each is there, is linked, and leads to pages that are there."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from lxml import etree

from tests.data.test_feeds import ATOM, read
from tests.site_fixtures import ROOT


def test_the_published_site(site: Path, pages: Mapping[str, BeautifulSoup]) -> None:
    """All feeds are there, every link to one leads there, and neither the archive nor what works
    offline has them."""
    there = {file.relative_to(site).as_posix() for file in (site / "feeds").iterdir()}
    linked = set()
    for path, page in pages.items():
        for link in page.select("[type='application/atom+xml']"):
            href = str(link["href"])
            linked.add((site / path / href).resolve().relative_to(site.resolve()))
    assert {path.as_posix() for path in linked} == there
    assert "feeds/" not in (site / "sw.js").read_text("utf-8").partition("\n")[0]
    with zipfile.ZipFile(site / "downloads" / "site.zip") as archive:
        assert not [name for name in archive.namelist() if "/feeds/" in name]
        page = archive.read("site/changes/index.html").decode()
    assert 'rel="alternate"' not in page
    assert not re.findall(r'href="(?!https)[^"]*feeds/', page)


def test_links_lead_to_pages_that_are_there(site: Path) -> None:
    for file in (site / "feeds").iterdir():
        read(file.read_bytes())
        tree = etree.parse(file)
        for link in tree.iterfind(f".//{ATOM}link[@rel='alternate']"):
            path = urlsplit(link.get("href")).path
            assert (site / path.lstrip("/") / "index.html").is_file()


def test_the_shipped_specs_have_told_their_first_edition() -> None:
    files = sorted((ROOT / "device_specs" / "changelog").iterdir())
    assert "part: first-edition" in files[0].read_text("utf-8")
