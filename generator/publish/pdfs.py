"""What can be printed, as files beside the pages: the handbook, and a card for each device."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device_hashes import DeviceHashes
from generator.pdf.cards import Cards
from generator.pdf.handbook import handbook
from generator.publish.earlier import EarlierFiles
from generator.read.kept import key_of, program
from generator.site.downloads import CARDS, HANDBOOK, LETTER_CARDS

_FOLDERS = {"a4": CARDS, "us-letter": LETTER_CARDS}


def write_pdfs(
    kb: KnowledgeBase, site: Path, site_url: str, earlier: EarlierFiles | None = None
) -> None:
    """Writes the PDFs into the folder `site`, or takes them from the `earlier` one. Raises
    TypesetError.

    On all processors: Typst lets go of Python's lock while it works. Threads and not processes,
    because in one process it remembers what cards have in common.
    """
    cards, hashes = Cards(kb, site_url), DeviceHashes(kb)

    def write(file: str, made_of: str, make: Callable[[], bytes]) -> None:
        made_of = key_of("pdf", site_url, made_of)
        if earlier is None or not earlier.take([file], made_of, site):
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            (site / file).write_bytes(make())
            if earlier is not None:
                earlier.made([file], made_of)

    def write_handbook() -> None:
        write(HANDBOOK, key_of(program(), kb.digest), lambda: handbook(kb, site_url))

    def write_card(name: str, paper: str) -> None:
        file = f"{_FOLDERS[paper]}/{name}.pdf"
        write(file, hashes.of(name), lambda: cards.pdf(name, paper))

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
