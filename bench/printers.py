"""Prints the handbook, or all cards, by one printer: a program of its own, to be measured.

    python -m bench.printers typst|weasyprint|chromium|nothing handbook|cards SPECS FOLDER

All start from the same specs and the same data; ours are set by Typst, those of the others by a
plain template of HTML, in the same fonts, with tags and bookmarks. `nothing` stops before anything
is set, and tells what the rest takes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jinja2

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import check_specs
from generator.knowledge.resolve import resolve
from generator.pdf.cards import Cards
from generator.pdf.fonts import fonts
from generator.pdf.handbook import handbook, handbook_data

SITE_URL = "https://signout.example/"
# What the specs are written in, and where it is not in every font: else a browser would load them
# all.
_FAMILIES = {
    "Noto Sans": None,
    "Noto Signs": None,
    "Noto Sans Devanagari": "U+0900-097F",
    "Noto Sans CJK JP": "U+2E80-9FFF, U+AC00-D7AF, U+F900-FFEF",
}

Documents = Iterator[tuple[str, str]]  # names and their HTML
Print = Callable[[Documents, Path], None]


def known(specs: Path) -> KnowledgeBase:
    """What the specs in a folder say."""
    return resolve(check_specs(specs))


def documents(kb: KnowledgeBase, what: str) -> Documents:
    """The HTML of each document, by its name."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "print"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals["faces"] = _faces()
    if what == "handbook":
        template = environment.get_template("handbook.html")
        yield "handbook", template.render(handbook_data(kb, SITE_URL))
        return
    template = environment.get_template("card.html")
    cards = Cards(kb, SITE_URL)
    for name in kb.devices:
        yield name, template.render(card=cards.data(name))


def _faces() -> list[dict[str, Any]]:
    upright = {
        font.family: font.path
        for font in fonts().fonts()
        if font.family in _FAMILIES and font.style == "normal" and font.path
    }
    return [
        {"family": family, "url": Path(upright[family]).as_uri(), "range": only}
        for family, only in _FAMILIES.items()
    ]


def by_typst(kb: KnowledgeBase, what: str, folder: Path) -> None:
    """Writes our own documents."""
    if what == "handbook":
        (folder / "handbook.pdf").write_bytes(handbook(kb, SITE_URL))
        return
    cards = Cards(kb, SITE_URL)
    for name in kb.devices:
        (folder / f"{name}.pdf").write_bytes(cards.pdf(name))


def by_weasyprint(pages: Documents, folder: Path) -> None:
    """Prints documents by WeasyPrint."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    for name, html in pages:
        document = HTML(string=html).render(font_config=configuration)
        document.write_pdf(folder / f"{name}.pdf", pdf_tags=True)


def by_chromium(pages: Documents, folder: Path) -> None:
    """Prints documents by Chromium, all in one tab."""
    from playwright.sync_api import sync_playwright

    from bench.page_speed import chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_page()
        for name, html in pages:
            file = folder / f"{name}.html"
            file.write_text(html, "utf-8")
            tab.goto(file.as_uri())
            tab.pdf(
                path=folder / f"{name}.pdf", prefer_css_page_size=True, tagged=True, outline=True
            )
            file.unlink()
        browser.close()


PRINTERS: dict[str, Print] = {"weasyprint": by_weasyprint, "chromium": by_chromium}

if __name__ == "__main__":
    printer, what, specs, out = sys.argv[1:]
    base = known(Path(specs))
    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    if printer == "typst":
        by_typst(base, what, target)
    elif printer != "nothing":
        PRINTERS[printer](documents(base, what), target)
