"""Which characters can be printed: a PDF that is read aloud too must draw every one it holds.

What is not printed cannot be left out either, so a text that has such a character is refused while
somebody can still say it otherwise. `letters.txt` lists what the fonts of `generator.pdf` draw:
the first and the last of each range, in hexadecimal. To look into the fonts takes longer than all
else that a check does.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from generator.read.problem import Place, Problem

LETTERS = Path(__file__).with_name("letters.txt")


def unprinted(text: str, place: Place) -> Iterator[Problem]:
    """The problem of a text, which stands at `place`, that has a character no font draws."""
    for character in text:
        if not character.isascii() and not _is_drawn(character):
            name = unicodedata.name(character, "a character without a name")
            yield Problem(
                place,
                "unprinted-character",
                f"U+{ord(character):04X} ({name}) cannot be printed: no font we have draws it.",
                "Write it in other characters.",
            )
            return  # the others of the text are seldom better


@cache
def _is_drawn(character: str) -> bool:
    first, last = _ranges()
    at = bisect(first, ord(character)) - 1
    return at >= 0 and ord(character) <= last[at]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    numbers = [int(number, 16) for number in LETTERS.read_text("ascii").split()]
    return numbers[::2], numbers[1::2]
