"""What can be taken along from the site: pages offer it, it is there, and it leads back."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from generator.check import letters
from generator.commands import main
from generator.site.downloads import size
from tests.pdf.reading import read_pdf
from tests.site_fixtures import ROOT, SIGNOUT, read_page, run, tree, visible

URL = "https://signout.example/"
SECOND = ROOT / "tests" / "end_to_end" / "second-service"
DEVICE = "devices/phone/pebble.yml"
SIZES = {"": (595.276, 841.89), "letter/": (612, 792)}
NO_FONT_HAS = "\U00013000"  # an Egyptian hieroglyph


def devices(pages: Mapping[str, BeautifulSoup]) -> Iterator[tuple[str, BeautifulSoup]]:
    """The pages of devices by their names."""
    for path, page in pages.items():
        folder, _, name = path.partition("/")
        if folder == "devices" and name:
            yield name.rstrip("/"), page


def test_each_device_offers_its_card_on_both_papers(
    pages: Mapping[str, BeautifulSoup], site: Path
) -> None:
    found = dict(devices(pages))
    for name, page in found.items():
        links = [str(link["href"]) for link in page.select(".so-cards a")]
        cards = [f"downloads/cards/{paper}{name}.pdf" for paper in SIZES]
        assert links == [f"../../{card}" for card in cards]
        for card, paper in zip(cards, SIZES.values(), strict=True):
            assert read_pdf(site / card).sizes == [pytest.approx(paper, abs=0.1)]
    there = {file.stem for file in (site / "downloads" / "cards").glob("*.pdf")}
    assert there == set(found)


def test_the_card_is_offered_without_script(pages: Mapping[str, BeautifulSoup]) -> None:
    for name, page in devices(pages):
        offer = page.select_one(".so-cards")
        assert offer is not None, name
        assert not [one for one in (offer, *offer.parents) if "so-scripted" in one.get("class", [])]


def test_a_page_leads_to_the_notices_of_others(
    pages: Mapping[str, BeautifulSoup], site: Path
) -> None:
    (link,) = pages["about/"].select('a[href$="licences.txt"]')
    assert "Copyright" in (site / "about" / str(link["href"])).read_text("utf-8")


@pytest.mark.parametrize("path", ["", "about/"])
def test_the_handbook_is_offered_with_its_size(
    pages: Mapping[str, BeautifulSoup], site: Path, path: str
) -> None:
    (link,) = pages[path].select('a[href$="downloads/handbook.pdf"]')
    file = site / "downloads" / "handbook.pdf"
    assert link.parent is not None
    assert f"(PDF, {size(file.stat().st_size)})" in visible(link.parent)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (0, "1 kB"),
        (499, "1 kB"),
        (1500, "2 kB"),
        (640_400, "640 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (2_750_000, "2.8 MB"),
    ],
)
def test_sizes_as_people_read_them(number: int, says: str) -> None:
    assert size(number) == says


def test_links_of_cards_lead_back_to_their_pages(site: Path) -> None:
    for file in (site / "downloads" / "cards").rglob("*.pdf"):
        (link,) = read_pdf(file).links
        assert link.uri == f"{URL}devices/{file.stem}/"
        assert (site / "devices" / file.stem / "index.html").is_file()


def test_they_are_neither_kept_unasked_nor_in_the_archive(site: Path) -> None:
    assert ".pdf" not in (site / "sw.js").read_text("utf-8")
    with zipfile.ZipFile(site / "downloads" / "site.zip") as archive:
        names = archive.namelist()
        page = archive.read(next(n for n in names if n.endswith("devices/roku/index.html")))
    assert not [name for name in names if name.endswith(".pdf")]
    links = BeautifulSoup(page, "html.parser").select(".so-cards a")
    assert [str(link["href"]) for link in links] == [
        f"{URL}downloads/cards/roku.pdf",
        f"{URL}downloads/cards/letter/roku.pdf",
    ]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small project of the second service."""
    folder = tmp_path / "project"
    shutil.copytree(SECOND, folder)
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace("../../../overrides", str(ROOT / "overrides"))
    config.write_text(text, "utf-8")
    return folder


def test_pages_alone_offer_none(project: Path) -> None:
    done = run(*SIGNOUT, "build", "--pages-only", cwd=project)
    assert done.returncode == 0, done.stderr
    assert not list((project / "site").rglob("*.pdf"))
    for file in (project / "site").rglob("*.html"):
        assert not read_page(file).select('a[href$=".pdf"]'), file


def test_a_pdf_that_cannot_be_made_stops_the_build_and_the_old_site_stays(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the check let pass what cannot be printed."""
    monkeypatch.setattr(letters, "_is_drawn", lambda character: True)
    monkeypatch.chdir(project)
    assert run(*SIGNOUT, "build", cwd=project).returncode == 0
    before = tree(project / "site")
    assert "downloads/handbook.pdf" in before
    spec = project / "device_specs" / DEVICE
    text = spec.read_text("utf-8")
    spec.write_text(text.replace("name: Pebble phone", f"name: Pebble {NO_FONT_HAS}"), "utf-8")
    done = CliRunner().invoke(main, ["build"])
    assert done.exit_code == 1
    first, last = done.stderr.strip().splitlines()
    assert "No font has the character" in first
    assert "U+13000" in first
    assert f"Pebble {NO_FONT_HAS}" in first
    assert last == "Nothing was changed."
    assert tree(project / "site") == before
