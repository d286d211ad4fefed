"""Takes the pictures of the README from the real site: `make pictures`.

Each is one page in Chromium, in one width and colour scheme, after what a reader would have typed.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright
from pypdfium2 import PdfDocument

from tests.site_fixtures import CHROMIUM, CHROMIUM_ARGS, ROOT, SIGNOUT, run, served

SHEET_SCALE = 1.0  # pixels for each point


@dataclass(frozen=True, slots=True)
class Picture:
    """A file, and what of the site it shows."""

    file: str
    path: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    typed: str = ""


PICTURES = (
    Picture("home.png", "", 900, 620, "light", "firestik"),
    Picture("device-page.png", "devices/roku/#left-menu", 360, 740, "light"),
    Picture("guide.png", "devices/roku/#guide/left-menu/menu/menu", 360, 740, "dark"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file, and which page of which PDF it shows."""

    file: str
    pdf: str
    page: int


SHEETS = (
    Sheet("handbook.png", "downloads/handbook.pdf", 5),
    Sheet("card.png", "downloads/cards/roku.pdf", 1),
)


def draw_sheets(site: Path, folder: Path) -> None:
    """Writes every picture of `SHEETS` into `folder`."""
    for sheet in SHEETS:
        page = PdfDocument(site / sheet.pdf)[sheet.page - 1]
        page.render(scale=SHEET_SCALE).to_pil().save(folder / sheet.file, optimize=True)


def take_pictures(site: Path, folder: Path) -> None:
    """Writes every picture of `PICTURES` into `folder`."""
    with served(site) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        for picture in PICTURES:
            context = chromium.new_context(
                viewport={"width": picture.width, "height": picture.height},
                color_scheme=picture.scheme,
                reduced_motion="reduce",
                service_workers="block",
            )
            page = context.new_page()
            page.goto(f"{address}/{picture.path}", wait_until="networkidle")
            if picture.typed:
                page.get_by_role("combobox").press_sequentially(picture.typed)
                page.get_by_role("option").first.wait_for()
            page.screenshot(path=folder / picture.file)
            context.close()
        chromium.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        built = run(*SIGNOUT, "build", "--out", Path(work) / "site")
        if built.returncode:
            sys.exit(built.stdout + built.stderr)
        take_pictures(Path(work) / "site", ROOT / "docs")
        draw_sheets(Path(work) / "site", ROOT / "docs")
