"""The line of a problem, and where what is wrong in it ends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from generator.read import source
from generator.read.limits import MAX_DEPTH
from generator.read.problem import Place, Problem
from generator.read.source import with_rows


def marked(text: str | bytes, line: int, column: int, code: str = "code") -> tuple[str | None, str]:
    """The row that is shown, and what of it is marked."""
    data = text.encode() if isinstance(text, str) else text
    (found,) = with_rows([Problem(Place("f.yml", line, column), code, "")], {"f.yml": data})
    assert found.end is None or (found.row is not None and found.end > column)
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
        ("a: b  \n  c\n", 1, 4, "b"),
        ("a: b", 1, 4, "b"),  # the last line
        ("a: b\n", 1, 3, ""),  # nothing begins there
        ("a:\n  b: c\n  d: [e]\nf: g\n", 4, 4, "g"),
        ("a:\n  - b\n  - {c: d}\n  - e\n", 4, 5, "e"),
        ("a: [b: c]\n", 1, 5, "b"),
        (f"a: {'[' * (MAX_DEPTH - 1)}b{']' * (MAX_DEPTH - 1)}\n", 1, MAX_DEPTH + 3, "b"),
        ("a:\n", 1, 3, ""),  # nothing stands there
        ("a: b\nc: d: e\n", 1, 4, "b"),  # known, though the next line cannot be read
        ("a: b\nc: d: e\n", 2, 5, ""),
    ],
)
def test_what_is_marked(text: str, line: int, column: int, expected: str) -> None:
    assert marked(text, line, column)[1] == expected


@pytest.mark.parametrize(
    ("text", "column", "code", "expected"),
    [
        ("a: b\u202ec\n", 5, "unwanted-character", "\u202e"),
        ("a: b\u202ec\n", 4, "code", "b\u202ec"),
        ('a: "b\\u202Ec"\n', 4, "unwanted-character", '"b\\u202Ec"'),
        ("\u202eab: c\n", 1, "unwanted-character", "\u202e"),
    ],
)
def test_of_a_character_that_does_not_show_only_that_is_marked(
    text: str, column: int, code: str, expected: str
) -> None:
    assert marked(text, 1, column, code) == (text.rstrip(), expected)


@pytest.mark.parametrize("text", ["[" * 30_000, "a: b\n" * 10_000])
def test_no_more_is_read_than_is_shown(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0

    class Counting(CParser):  # type: ignore[misc]
        def get_event(self) -> Any:
            nonlocal read
            read += 1
            return super().get_event()

    monkeypatch.setattr(source, "CParser", Counting)
    assert marked(text, 1, 4, "too-deep")[0] == text.partition("\n")[0]
    assert 3 < read < 2 * MAX_DEPTH


def test_what_is_no_yaml_is_shown_and_nothing_marked() -> None:
    (found,) = with_rows([Problem(Place("a.md", 1, 4), "code", "")], {"a.md": b"a: b\n"})
    assert (found.row, found.end) == ("a: b", None)


def test_each_problem_has_the_line_of_its_own_file() -> None:
    places = [Place("f.yml", 1, 4), Place("g.yml", 2, 4), Place("f.yml", 3, 4), Place("h.yml")]
    places += [Place("f.yml", 2, 4), Place("g.yml", 9, 1)]
    problems = [Problem(place, "code", "") for place in places]
    problems += [Problem(Place("f.yml"), code, "") for code in ("empty-file", "file-too-large")]
    files = {"f.yml": b"a: b\nc: d\ne: [f]", "g.yml": b"\ng: h"}
    found = with_rows(iter(problems), files)
    assert found == problems
    assert [(one.row, one.end) for one in found] == [
        ("a: b", 5),
        ("g: h", 5),
        ("e: [f]", 7),
        (None, None),  # it was not read
        ("c: d", 5),
        (None, None),  # it has no such line
        (None, None),
        (None, None),
    ]


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
