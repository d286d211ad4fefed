"""What can be printed, as files beside the pages: the handbook, and a card for each device."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.pdf.cards import Cards
from generator.pdf.handbook import handbook
from generator.site.downloads import CARDS, HANDBOOK, LETTER_CARDS

_FOLDERS = {"a4": CARDS, "us-letter": LETTER_CARDS}


def write_pdfs(kb: KnowledgeBase, site: Path, site_url: str) -> None:
    """Writes the PDFs into the folder `site`. Raises TypesetError.

    On all processors: Typst lets go of Python's lock while it works. Threads and not processes,
    because in one process it remembers what cards have in common.
    """
    cards = Cards(kb, site_url)

    def write_handbook() -> None:
        _write(site / HANDBOOK, handbook(kb, site_url))

    def write_card(name: str, paper: str) -> None:
        _write(site / _FOLDERS[paper] / f"{name}.pdf", cards.pdf(name, paper))

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        # The handbook first: it takes longest.
        tasks = [threads.submit(write_handbook)]
        tasks += [threads.submit(write_card, *card) for card in _each(kb)]
        try:
            for task in tasks:
                task.result()
        finally:
            threads.shutdown(cancel_futures=True)


def _each(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for paper in _FOLDERS:
        for name in kb.devices:
            yield name, paper


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
