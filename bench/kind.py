"""What a kind of measurement is: how it is made, shown, and held against what we promise."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.contest import Contender
from bench.figures import Figure


@dataclass(frozen=True, slots=True)
class Setting:
    """How a run of the benchmark measures: in which folder, how often, with how many devices, who
    takes part, and with which browser."""

    folder: Path | None
    times: int
    sizes: tuple[int, ...]
    contenders: tuple[Contender, ...]
    chromium: str | None

    @contextmanager
    def place(self) -> Iterator[Path]:
        """An empty folder, which is removed afterwards."""
        with tempfile.TemporaryDirectory(prefix="bench-", dir=self.folder) as place:
            yield Path(place)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of measurement: its option on the command line, what that says of it, the type of what
    it measures, and what is made of that. `measure` gives one record after the other, so that those
    there are can be kept when a later one fails."""

    name: str
    help: str
    record: type[Any]
    measure: Callable[[Setting], Iterator[Any]]
    table: Callable[[Sequence[Any]], str]
    figures: Callable[[Sequence[Any]], Iterator[Figure]]
    in_browser: bool = False
