"""A problem: what is wrong in a spec, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from generator.read.limits import COST_OF_ALIKE, MAX_COMPARED

Do = Literal[
    "remove", "put", "write", "rename", "quote", "brackets", "line", "spaces", "delete", "move"
]


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


@dataclass(frozen=True, slots=True)
class Fix:
    """How a program can mend a problem. Only where there is one right answer.

    ``do`` says what becomes of what stands at the problem's place:

    - ``remove``: the entry, or the item of a list, is taken out.
    - ``put``: the value becomes the text ``value``; with ``part``, only this part of it does.
    - ``write``: what is written becomes ``value``, such as true, which is no text.
    - ``rename``: the name before the colon becomes ``value``.
    - ``quote``: the value, or the name, is put in quotes as it is.
    - ``brackets``: the value becomes a list of one.
    - ``line``: the whole line is written as ``value``.
    - ``spaces``: tabs that indent lines of the file become spaces.
    - ``delete``: the one character is deleted.
    - ``move``: the file is called ``value``.
    """

    do: Do
    value: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong.

    ``code`` names the kind of problem and never changes; ``message`` says what was found and
    what was expected; ``hint`` says how to mend it, and ``fix`` says it to a program.

    ``row`` is the line as it was read, None for a problem of a whole file; ``end`` is the column
    after the last character of what is wrong, None if only its begin is known. Both are filled in
    by `generator.read.source`. Problems that differ in these three alone are the same.
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    fix: Fix | None = field(default=None, compare=False)
    row: str | None = field(default=None, compare=False, repr=False)
    end: int | None = field(default=None, compare=False, repr=False)

    @property
    def known_by(self) -> tuple[str, str, str]:
        """What tells it from others wherever the lines above have moved it."""
        return self.place.file, self.code, self.message

    def __str__(self) -> str:
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.place}: {self.message}{hint} [{self.code}]"


def shown(text: str, most: int = 40) -> str:
    """`text` as it can stand in a message: on one line, cut to `most` characters, and whatever
    does not print written as a code."""
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)


# How many comparisons of names are left; without a limit, None.
_LEFT: ContextVar[list[int] | None] = ContextVar("left", default=None)


@contextmanager
def few_comparisons() -> Iterator[None]:
    """For a check, or whatever else looks for many names: where thousands lead nowhere among
    thousands, finding the nearest of each would take minutes. The first ones are found, and of the
    others it is said that there is none."""
    if _LEFT.get() is not None:
        yield
        return
    before = _LEFT.set([MAX_COMPARED])
    try:
        yield
    finally:
        _LEFT.reset(before)


def _may_compare(names: int) -> bool:
    """Whether so many comparisons may still be made; they count as made."""
    left = _LEFT.get()
    if left is None:
        return True
    left[0] -= names
    return left[0] >= 0


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like `word`, or None if none comes close."""
    names = list(known)
    if not _may_compare(len(names)):
        return None
    folded = {name.casefold(): name for name in sorted(names)}
    best = (0.0, "")
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(word.casefold())
    for name in folded:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() < 0.6 or matcher.quick_ratio() < 0.6:
            continue
        if not _may_compare(COST_OF_ALIKE):
            return None
        best = max(best, (matcher.ratio(), name))
    return folded[best[1]] if best[0] >= 0.6 else None


def did_you_mean(word: str, known: Iterable[str], most: int = 12) -> str:
    """A hint with the nearest known name, else with the known names if they are at most `most`."""
    names = list(known)
    near = nearest(word, names)
    if near is not None:
        return f"Did you mean `{near}`?"
    if len(names) == 1:
        return f"There is only `{names[0]}`."
    if 2 <= len(names) <= most:
        return "There are " + ", ".join(f"`{name}`" for name in sorted(names)) + "."
    return ""


def there_is_no(what: str, name: str, known: Iterable[str], most: int = 12) -> str:
    """That there is no such thing of this name, with the nearest known one, or a few."""
    return f"There is no {what} `{shown(name)}`. {did_you_mean(name, known, most)}".rstrip()


def sure(word: str, known: Collection[str]) -> str | None:
    """The known name that `word` can only mean: a slip or two of the fingers away, and every other
    is farther by two. None if there is any doubt. Digits are no slips: `v3` is not a misspelt
    `v4`."""
    meant = nearest(word, known)
    if meant is None:
        return None
    if not _may_compare(len(known)):
        return None
    written, digits = _folded(word), _digits(word)
    letters = set(written)
    allowed = 0 if len(written) < 3 else 1 if len(written) < 8 else 2
    near = sorted(
        (_slips(written, _folded(name)), name)
        for name in known
        # Counting slips takes a while; most names are ruled out without it.
        if abs(len(name) - len(word)) <= allowed + 1
        and len(letters.symmetric_difference(_folded(name))) <= 2 * (allowed + 1)
        and _digits(name) == digits
        # Of three letters, one may be missing or too many; another one makes another word.
        and (len(written) > 3 or len(name) != len(word) or _folded(name) == written)
        and _may_compare(COST_OF_ALIKE)
    )
    if not near or near[0][0] > allowed or (near[1:] and near[1][0] <= near[0][0] + 1):
        return None
    return meant if near[0][1] == meant else None


def fix_of(word: str, known: Collection[str], do: Do = "put") -> Fix | None:
    """The fix of a name nobody knows: the one it can only mean, in its place."""
    meant = sure(word, known)
    return Fix(do, meant) if meant is not None else None


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def _digits(name: str) -> list[str]:
    return [character for character in name if character.isdigit()]


def _slips(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or exchanged with their neighbour (the
    "optimal string alignment" distance)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
