"""What makes a site asks of the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class EarlierFiles(Protocol):
    """Files of an earlier build, which need not be made again."""

    def was(self, file: str) -> tuple[str, Sequence[str]]:
        """What a file was made of, and it and all that were made with it; nothing if unknown."""

    def take(self, files: Sequence[str], made_of: str, site: Path) -> bool:
        """Lets them be in the new site in the folder `site`, if they are there and were made of the
        same; says whether it did."""

    def made(self, files: Sequence[str], made_of: str) -> None:
        """Is told that they are in the new site, and what they are made of; of files that were
        taken it knows."""
