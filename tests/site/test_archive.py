"""The archive: pages as they work from a file, the same bytes each time, and nothing for hosts."""

from __future__ import annotations

import datetime
import os
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.site.archive import for_files, write_archive
from generator.site.assets import Asset, seal_page

EDITION = datetime.date(2026, 2, 3)
URL = "https://help.example/tv/"
PAGE = '<meta charset="utf-8"><title>Roku</title><a href="../..">Home</a>'
SITE = {
    "index.html": '<meta charset="utf-8"><title>Home</title><a href="devices/roku/">Roku</a>',
    "404.html": PAGE,
    "_headers": "/*",
    "sitemap.xml": "<urlset/>",
    "site.webmanifest": "{}",
    "sw.js": "//",
    "api/v1/all.json": "{}",
    "assets/own.js": 'const address = "devices/";',
    "assets/icons/icon.svg": "<svg/>",
    "assets/images/favicon.svg": "<svg/>",
    "assets/pictures/tv.svg": "<svg/>",
    "devices/roku/index.html": PAGE,
    "devices/api-box/index.html": PAGE,
    "downloads/handbook.pdf": "%PDF",
    "pagefind/pagefind.js": "//",
}


def write(site: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    return site


def archived(site: Path, to: Path) -> zipfile.ZipFile:
    write_archive(site, to, EDITION, URL)
    return zipfile.ZipFile(to)


def test_it_holds_what_opens_without_a_host_in_one_folder(tmp_path: Path) -> None:
    archive = archived(write(tmp_path / "site", SITE), tmp_path / "downloads" / "help.zip")
    assert archive.namelist() == [
        "help/read-me.txt",
        "help/assets/icons/icon.svg",
        "help/assets/images/favicon.svg",
        "help/assets/own.js",
        "help/devices/api-box/index.html",
        "help/devices/roku/index.html",
        "help/index.html",
    ]
    assert 'href="../../index.html"' in archive.read("help/devices/roku/index.html").decode()
    assert archive.read("help/assets/own.js").decode() == SITE["assets/own.js"]
    told = archive.read("help/read-me.txt").decode()
    assert "index.html" in told
    assert URL in told


def test_it_does_not_hold_itself(tmp_path: Path) -> None:
    site = write(tmp_path / "site", SITE)
    first = archived(site, site / "downloads" / "site.zip").namelist()
    assert archived(site, site / "downloads" / "site.zip").namelist() == first


def test_the_same_site_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write(tmp_path / "one", SITE)
    umask = os.umask(0o077)
    try:
        other = write(tmp_path / "other", dict(reversed(SITE.items())))
        os.utime(other / "index.html", (86400, 86400))
        write_archive(other, tmp_path / "b" / "site.zip", EDITION, URL)
    finally:
        os.umask(umask)
    write_archive(one, tmp_path / "a" / "site.zip", EDITION, URL)
    data = (tmp_path / "a" / "site.zip").read_bytes()
    assert data == (tmp_path / "b" / "site.zip").read_bytes()
    (other / "index.html").write_text("changed", "utf-8")
    write_archive(other, tmp_path / "b" / "site.zip", EDITION, URL)
    assert data != (tmp_path / "b" / "site.zip").read_bytes()


def test_files_are_packed_with_the_level_that_we_chose(tmp_path: Path) -> None:
    """A zip file of Python takes its own for what is added with a date."""
    text = " ".join(map(str, range(9_000)))
    with archived(write(tmp_path / "site", {"a.txt": text}), tmp_path / "a.zip") as archive:
        found = archive.getinfo("a/a.txt").compress_size
    sizes = {level: len(zlib.compress(text.encode(), level, -15)) for level in (4, 6)}
    assert found == sizes[4] != sizes[6]


def test_files_bear_the_date_of_the_edition_and_can_be_read_by_all(tmp_path: Path) -> None:
    for entry in archived(write(tmp_path / "site", SITE), tmp_path / "site.zip").infolist():
        assert entry.date_time == (2026, 2, 3, 0, 0, 0)
        assert stat.filemode(entry.external_attr >> 16) == "-rw-r--r--"


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ('<a href="../ps5/">', '<a href="../ps5/index.html">'),
        ('<a class="x" href="../ps5/?at=menu#main">', None),
        ('<a href="../..">', '<a href="../../index.html">'),
        ('<a href="../../">', '<a href="../../index.html">'),
        ('<a href=".">', '<a href="./index.html">'),
        ('<a href="./#x">', '<a href="./index.html#x">'),
        ('<a\nhref="../#x">', '<a\nhref="../index.html#x">'),
        ('<form action="../../search/">', '<form action="../../search/index.html">'),
        # These stay.
        ('<a href="#x">', '<a href="#x">'),
        ('<a href="?device=roku">', '<a href="?device=roku">'),
        ('<a href="../x.html">', '<a href="../x.html">'),
        ('<a href="https://help.example/ps5/">', '<a href="https://help.example/ps5/">'),
        ('<a href="mailto:us@help.example">', '<a href="mailto:us@help.example">'),
        ('<link rel="canonical" href="https://a.example/">', None),
        ('<p data-href="x/">href="y/"</p>', '<p data-href="x/">href="y/"</p>'),
        # These are not in the archive.
        ('<a href="../../downloads/x.pdf" id="x">', f'<a href="{URL}downloads/x.pdf" id="x">'),
        ('<a href="../../api/">', f'<a href="{URL}api/">'),
        ('<a href="../api/">', '<a href="../api/index.html">'),
        ('<a href="../../api-box/">', '<a href="../../api-box/index.html">'),
        # Scripts and styles.
        (
            '<link rel="stylesheet" href="../a.css" integrity="sha256-x=">',
            '<link rel="stylesheet" href="../a.css">',
        ),
        (
            '<script id="signout" data-worker type="module" src="../a.js" data-root="../.."'
            ' data-index="../f.js" integrity="sha256-x=">',
            '<script id="signout" defer src="../a.js" data-root="../.." data-index="../f.js">',
        ),
        ('<link rel="manifest" href="../../site.webmanifest">', ""),
    ],
)  # fmt: skip
def test_a_page_is_made_fit(there: str, here: str | None) -> None:
    if here is None:
        here = there.replace("/?at", "/index.html?at")
    assert for_files(there, 2, URL) == here


def test_without_an_address_on_the_web_links_to_what_is_missing_lead_nowhere() -> None:
    assert for_files('<a href="downloads/site.zip" download>', 0, "") == "<a download>"


def test_an_address_on_the_web_is_text() -> None:
    address = 'https://help.example/"><script>&'
    page = for_files('<a href="api/">', 0, address)
    assert page == '<a href="https://help.example/&quot;&gt;&lt;script&gt;&amp;api/">'


def test_the_policy_allows_files_and_the_pages_own_scripts_and_no_more() -> None:
    page = '<meta charset="utf-8"><script>run()</script><script src="a.js"></script>'
    sealed = seal_page(page, "index.html", {"a.js": Asset("a.js", "sha256-x=")})
    rules = for_files(sealed, 0, URL).partition('content="')[2].partition('"')[0]
    policy = dict(rule.split(" ", 1) for rule in rules.replace("&#x27;", "'").split("; "))
    digest = "'sha256-" + sealed.partition("&#x27;sha256-")[2].partition("&#x27;")[0] + "'"
    assert policy.pop("script-src") == f"file: {digest}"
    assert policy.pop("style-src") == policy.pop("form-action") == "file:"
    assert policy.pop("img-src") == "file: data:"
    assert set(policy.values()) == {"'none'"}
    assert policy["default-src"] == "'none'"
