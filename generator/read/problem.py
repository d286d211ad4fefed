"""A problem: what is wrong in a spec, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1, as editors show them."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def file_line(self) -> tuple[str, int]:
        """The line, without the column."""
        return self.file, self.line


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong.

    ``code`` names the kind of problem and never changes; ``message`` says what was found and
    what was expected; ``hint`` says how to mend it.
    """

    place: Place
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.place}: {self.message}{hint} [{self.code}]"


def shown(text: str, most: int = 40) -> str:
    """`text` as it can stand in a message: on one line, cut to `most` characters, and whatever
    does not print written as a code."""
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like `word`, or None if none comes close."""
    names = {name.casefold(): name for name in sorted(known)}
    found = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the nearest known name, else with the known names if they are few."""
    names = sorted(known)
    near = nearest(word, names)
    if near is not None:
        return f"Did you mean `{near}`?"
    if len(names) == 1:
        return f"There is only `{names[0]}`."
    if 1 < len(names) <= 12:
        return "There are " + ", ".join(f"`{name}`" for name in names) + "."
    return ""
