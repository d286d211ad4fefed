"""A line with its place underlined stands right whatever is written in it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.commands.excerpt import WIDTH, excerpt


@pytest.mark.parametrize(
    ("row", "column", "end", "shown"),
    [
        ("name: yes", 7, 10, ["name: yes", "      ^^^"]),
        ("name:", 6, None, ["name:", "     ^"]),  # after the end of the line
        ("", 1, None, ["", "^"]),
        ("\tname: x", 2, 6, ["    name: x", "    ^^^^"]),
        ("a:\tb", 3, 4, ["a:    b", "  ^^^^"]),  # the tab itself
        ("k: 電視 x", 7, 8, ["k: 電視 x", "        ^"]),  # signs two columns wide
        ("k: 電視 x", 4, 6, ["k: 電視 x", "   ^^^^"]),
        ("e\u0301e\u0301: x", 7, 8, ["e\u0301e\u0301: x", "    ^"]),  # accents over letters
        ("a\u202eb: c", 2, 3, ["a\\u202eb: c", " ^^^^^^"]),  # would turn the text round
        ("a\u200bb: c", 3, 4, ["a\\u200bb: c", "       ^"]),
        ("a\x1b[31mb", 2, 3, ["a\\u001b[31mb", " ^^^^^^"]),  # would colour the terminal
    ],
)
def test_what_stands_below_what(row: str, column: int, end: int | None, shown: list[str]) -> None:
    assert [*excerpt(row, column, end)] == shown


def test_a_long_line_is_cut_around_the_place() -> None:
    row = f"{'a' * 500} here {'b' * 500}"
    text, mark = excerpt(row, 502, 506)
    assert text.startswith("…aaa")
    assert text.endswith("bbb…")
    assert text[mark.index("^") : mark.rindex("^") + 1] == "here"
    assert len(text) <= WIDTH + 2
    text, mark = excerpt(row, 1, 501)  # of a long place, the begin
    assert text.endswith("aaa…")
    assert mark == "^" * WIDTH


def test_a_line_is_never_cut_between_a_letter_and_its_accent() -> None:
    row = "e\u0301" * 300
    for column in range(399, 407, 2):
        text, _ = excerpt(row, column, column + 1)
        assert text.startswith("…e\u0301")


ROWS = st.text(
    st.sampled_from("ab :{}\t電視é\u0301\u202e\u200b\x00\x1b📺\ufe0f\u2028") | st.characters(),
    max_size=200,
)


@given(ROWS, st.integers(1, 220), st.integers(1, 220) | st.none())
@example("\u0301" * 300, 250, 300)
def test_any_place_of_any_line(row: str, column: int, end: int | None) -> None:
    column = min(column, len(row) + 1)
    text, mark = excerpt(row, column, end)
    assert text.isprintable()
    assert mark.strip(" ") == "^" * mark.count("^") != ""
    assert mark.count("^") <= WIDTH
    assert len(mark) <= WIDTH + 2
