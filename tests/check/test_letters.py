"""What can be printed is known without a look into the fonts, and is what the fonts say."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from generator.check.letters import LETTERS, unprinted
from generator.pdf.fonts import missing_glyphs
from generator.read.problem import Place
from tests.conftest import Lumen

PLANES = range(0x80, 0x40000), range(0xE0000, 0xE2000)  # the others have none but private ones
SURROGATES = range(0xD800, 0xE000)  # no characters, and so in no text


def as_ranges(codes: set[int]) -> str:
    """Characters, by their numbers, as `letters.txt` lists them: the first and the last of each
    range, in hexadecimal, a range a line.

    >>> as_ranges({33, 34, 35, 255})
    '21 23\\nff ff\\n'
    """
    edges = [(code, code - 1 in codes, code + 1 in codes) for code in sorted(codes)]
    first = [code for code, has_before, _ in edges if not has_before]
    last = [code for code, _, has_after in edges if not has_after]
    return "".join(f"{one:x} {other:x}\n" for one, other in zip(first, last, strict=True))


def test_the_list_is_that_of_the_fonts() -> None:
    """Once the fonts have changed, `REWRITE=1` in the environment lets this test write it anew."""
    codes = {code for plane in PLANES for code in plane} - set(SURROGATES)
    drawn = codes - set(map(ord, missing_glyphs("".join(map(chr, sorted(codes))))))
    if os.environ.get("REWRITE"):
        LETTERS.write_text(as_ranges(drawn), "ascii")
    assert LETTERS.read_text("ascii") == as_ranges(drawn)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5))
def test_a_text_is_refused_if_it_cannot_be_printed(text: str) -> None:
    assert any(unprinted(text, Place("x.yml"))) == (missing_glyphs(text) != set())


def test_it_is_told_where_it_stands(lumen: Lumen) -> None:
    checked = lumen({"devices/tv/glow-tv.yml": ("name: Glow TV", "name: Glow \U00020000 TV")})
    (problem,) = checked.problems
    assert (problem.code, problem.place.line, problem.place.column) == ("unprinted-character", 1, 7)
    assert "U+20000 (CJK UNIFIED IDEOGRAPH-20000)" in problem.message
