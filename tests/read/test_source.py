"""The line of a problem, and where what is wrong in it ends."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.read.problem import Place, Problem
from generator.read.source import with_rows


def marked(text: str | bytes, line: int, column: int, code: str = "code") -> tuple[str | None, str]:
    """The row that is shown, and what of it is marked."""
    data = text.encode() if isinstance(text, str) else text
    (found,) = with_rows([Problem(Place("f.yml", line, column), code, "")], {"f.yml": data})
    assert found.end is None or found.row is not None
    return found.row, (found.row or "")[column - 1 : (found.end or 0) - 1] if found.end else ""


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("a: b c # d\n", 1, 1, "a"),
        ("a: b c # d\n", 1, 4, "b c"),
        ('a: "b: c"\n', 1, 4, '"b: c"'),
        ("a: [b, {c: 電}, d]\n", 1, 4, "[b, {c: 電}, d]"),
        ("a: [b, {c: 電}, d]\n", 1, 8, "{c: 電}"),
        ("a: [b, {c: 電}, d]\n", 1, 12, "電"),
        ("a: b\n  c\nd: e\n", 1, 4, "b"),  # goes on on the next line
        ("a: >\n  b\n", 1, 4, ">"),
        ("a:\n  b: c\n", 2, 3, "b"),
        ("a: b\r\nc: d\r\n", 2, 4, "d"),
        ("\ufeffa: b\n", 1, 4, "b"),
        ("a:\n", 1, 3, ""),  # nothing stands there
        ("a: b\nc: d: e\n", 1, 4, "b"),  # known, though the next line cannot be read
        ("a: b\nc: d: e\n", 2, 5, ""),
    ],
)
def test_what_is_marked(text: str, line: int, column: int, expected: str) -> None:
    assert marked(text, line, column)[1] == expected


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    assert marked(b"a: b\nname: Gl\xf6w\n", 2, 9, "not-utf8") == ("name: Gl\ufffdw", "")


def test_of_whole_files_and_unread_ones_no_row_is_shown() -> None:
    assert marked("# nothing\n", 1, 1, "empty-file") == (None, "")
    (found,) = with_rows([Problem(Place("g.yml"), "stray-file", "")], {"f.yml": b""})
    assert found.row is None


PIECES = st.text(st.sampled_from("ab: \n\t[]{},#\"'-&*!|>%@\0\ufeff電\r"), max_size=40)


@given(PIECES, st.integers(1, 10), st.integers(1, 20))
@example("[" * 30_000, 1, 30_000)
def test_any_place_of_any_file(text: str, line: int, column: int) -> None:
    problem = Problem(Place("f.yml", line, column), "code", "")
    (found,) = with_rows([problem], {"f.yml": text.encode()})
    assert found == problem
    if found.end is not None:
        assert found.row is not None
        assert column < found.end <= len(found.row) + 1
