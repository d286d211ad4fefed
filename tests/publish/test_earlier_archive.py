"""The archive is as it is packed from nothing, however much is taken from an earlier build."""

from __future__ import annotations

import datetime
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.differences import Differences
from generator.publish.earlier import EarlierFiles
from generator.read.kept import Kept
from generator.site.archive import write_archive
from generator.site.downloads import ARCHIVE

EDITION = datetime.date(2026, 2, 3)
URL = "https://help.example/"
SITE = {
    "assets/own.js": 'const address = "devices/";',
    "devices/roku/index.html": '<a href="../..">Home</a>',
    "devices/apple/index.html": '<a href="../../#x">Home</a>',
    "index.html": '<a href="devices/roku/">Roku</a>',
}
Site = Mapping[str, str]


class Builds:
    """Builds of a site, one after the other, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.out, self.kept = folder / "site", Kept(folder / "kept")
        self.archive = self.out / ARCHIVE

    def built(self, files: Site, edition: datetime.date = EDITION, url: str = URL) -> bytes:
        """The archive of a site of these files."""
        with self.next() as (site, earlier):
            write(site, files)
            write_archive(site, site / ARCHIVE, edition, url, earlier)
        return self.archive.read_bytes()

    @contextmanager
    def next(self) -> Iterator[tuple[Path, EarlierFiles]]:
        """A new folder, which then takes the place of the site; nothing waits for the disk."""
        earlier, site = EarlierFiles(self.kept, self.out, wait=False), self.out.with_name("new")
        yield site, earlier
        shutil.rmtree(self.out, ignore_errors=True)
        site.rename(self.out)
        earlier.remember(Differences((), (), (), (), {}, {}))


def write(site: Path, files: Site) -> None:
    site.mkdir(exist_ok=True)
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(text.encode())


def from_nothing(files: Site, edition: datetime.date = EDITION, url: str = URL) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        write_archive(Path(folder), Path(folder, ARCHIVE), edition, url)
        return Path(folder, ARCHIVE).read_bytes()


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path)


TEXTS = st.sampled_from(["", "x", '<a href="../">Back</a>', "a" * 5000])
# Paths of which one begins as another does, or sorts between a folder and what is in it.
PATHS = st.sampled_from(
    ["a", "a.html", "b/a", "b/a.html", "b-a", "b.html", "b/é", "b/c/index.html"]
)
SITES = st.dictionaries(PATHS, TEXTS)


@settings(max_examples=25)
@given(st.lists(SITES, min_size=2, max_size=5))
def test_after_any_changes_it_is_the_same(sites: list[Site]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        builds = Builds(Path(folder))
        for site in sites:
            assert builds.built(site) == from_nothing(site)
            with zipfile.ZipFile(builds.archive) as archive:
                assert archive.testzip() is None
                assert len(archive.namelist()) == len(site) + 1


def test_a_site_that_is_as_it_was_has_the_same_archive(builds: Builds) -> None:
    builds.built(SITE)
    before = builds.archive.stat().st_ino
    builds.built(SITE)
    assert builds.archive.stat().st_ino == before


@pytest.fixture
def marked(builds: Builds) -> Builds:
    """The same after a build, with an archive in which nothing is packed as it would be now."""
    builds.built(SITE)
    with zipfile.ZipFile(builds.archive) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with builds.next() as (site, earlier):
        write(site, SITE)
        (site / ARCHIVE).parent.mkdir(parents=True)
        with zipfile.ZipFile(site / ARCHIVE, "w", zipfile.ZIP_DEFLATED, compresslevel=0) as archive:
            for name, data in held.items():
                archive.writestr(name, data)
        earlier.made([ARCHIVE], earlier.was(ARCHIVE)[0])
    return builds


def taken(builds: Builds) -> set[str]:
    """The files in the archive that bear the mark: they are longer than unpacked."""
    with zipfile.ZipFile(builds.archive) as archive:
        found = {
            entry for entry in archive.infolist() if entry.compress_size == entry.file_size + 5
        }
    return {entry.filename.removeprefix("site/") for entry in found}


def test_only_what_changed_is_packed_again(marked: Builds) -> None:
    assert taken(marked) == {"read-me.txt", *SITE}
    changed = {"index.html": "changed", "new/index.html": "new"}
    marked.built(SITE | changed)
    assert taken(marked) == set(SITE) - set(changed)


def test_a_file_that_moved_is_packed_again(marked: Builds) -> None:
    """A page leads elsewhere from another place, with the same bytes."""
    roku = "devices/roku/index.html"
    files = {("moved.html" if name == roku else name): text for name, text in SITE.items()}
    marked.built(files)
    assert taken(marked) == set(SITE) - {roku}


@pytest.mark.parametrize(
    ("edition", "url"), [(datetime.date(2026, 2, 4), URL), (EDITION, ""), (EDITION, URL + "x/")]
)
def test_another_edition_or_address_is_packed_from_nothing(
    marked: Builds, edition: datetime.date, url: str
) -> None:
    assert marked.built(SITE, edition, url) == from_nothing(SITE, edition, url)


@pytest.mark.parametrize("data", [b"", b"no archive", None])
def test_an_archive_that_somebody_touched_is_packed_from_nothing(
    marked: Builds, data: bytes | None
) -> None:
    if data is None:
        marked.archive.unlink()
    else:
        marked.archive.write_bytes(data)
    assert marked.built(SITE) == from_nothing(SITE)


def test_the_old_archive_stays_as_it_was(builds: Builds) -> None:
    """It is published until all is done."""
    before = builds.built(SITE)
    with builds.archive.open("rb") as held:
        assert builds.built(SITE | {"index.html": "changed"}) != before
        assert held.read() == before
