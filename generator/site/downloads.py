"""What can be taken along from the site: where it lies, and how large it is."""

from __future__ import annotations

from pathlib import Path

ARCHIVE = "downloads/site.zip"
HANDBOOK = "downloads/handbook.pdf"
CARDS = "downloads/cards"  # the folder of the cards on A4, each named by its device
LETTER_CARDS = "downloads/cards/letter"


def handbook_size(site: Path) -> str:
    """How large the handbook of the site in the folder `site` is; empty if there is none."""
    file = site / HANDBOOK
    return size(file.stat().st_size) if file.is_file() else ""


def size(number: int) -> str:
    """A number of bytes as people read it: 640 kB, 1.2 MB."""
    if number < 999_500:
        return f"{max(1, round(number / 1000))} kB"
    return f"{number / 1_000_000:.1f} MB"
