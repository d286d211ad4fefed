"""YAML changed in one place: all else stays, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.edit.comments import comments_of
from generator.edit.layout import Edit, Layout, edited

TEXT = """\
# top
a: x # one
l:
  - p   # two
  - # - three
    q: 1
    r: 2 # four
  - "s # not"
m: {a: 1, # five
  b: 2, c: "x # n", }
n:
- z
- >
  block
  # text
  more

# six
o:
  p: {q: [r]}
"""
PATHS: list[tuple[str | int, ...]] = [
    ("a",), ("l",), ("l", 0), ("l", 1), ("l", 1, "q"), ("l", 1, "r"), ("l", 2), ("m",), ("m", "a"),
    ("m", "b"), ("m", "c"), ("n", 0), ("n", 1), ("o",), ("o", "p", "q", 0),
]  # fmt: skip


def without(data: Any, path: tuple[str | int, ...]) -> Any:
    """`data` without the entry at `path`, nor what holds nothing else."""
    holder = data
    for part in path[:-1]:
        holder = holder[part]
    if len(holder) == 1 and len(path) > 1:
        return without(data, path[:-1])
    del holder[path[-1]]
    return data


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_an_entry_is_removed_and_its_comments_stay(path: tuple[str | int, ...]) -> None:
    text = edited(TEXT, Layout(TEXT).remove(path))
    assert yaml.safe_load(text) == without(yaml.safe_load(TEXT), path)
    assert comments_of(text) == comments_of(TEXT)


def test_what_a_comment_is() -> None:
    found = comments_of(TEXT)
    assert found == ["# - three", "# five", "# four", "# one", "# six", "# top", "# two"]


def test_an_entry_is_found_by_its_place() -> None:
    layout = Layout(TEXT)
    assert layout.scalar_at(2, 1) == ("a", True)
    assert layout.scalar_at(2, 4) == ("x", False)
    assert layout.scalar_at(6, 5) == ("q", True)  # where the group begins as well
    assert edited("a: b\n", Layout("a: b\n").rename_at(1, 1, "c")) == "c: b\n"
    assert edited("a: b # c\n", Layout("a: b # c\n").replace_at(1, 4, "d")) == "a: d # c\n"
    for place in ((1, 1), (3, 2), (99, 1)):
        with pytest.raises(KeyError):
            layout.scalar_at(*place)
    with pytest.raises(KeyError):
        layout.rename_at(2, 4, "y")  # a value is no name


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("a",), "z", "a: z\nb: {c: d}\ne:\n  f: g\n"),
        (("b", "h"), "z", "a: x\nb: {c: d, h: z}\ne:\n  f: g\n"),
        (("e", "h"), "z", "a: x\nb: {c: d}\ne:\n  f: g\n  h: z\n"),
        (("e", "h", "i"), "z", "a: x\nb: {c: d}\ne:\n  f: g\n  h: {i: z}\n"),
        (("new",), "z", "a: x\nb: {c: d}\ne:\n  f: g\nnew: z\n"),
    ],
)
def test_a_field_is_put(path: tuple[str, ...], value: str, expected: str) -> None:
    text = "a: x\nb: {c: d}\ne:\n  f: g\n"
    assert edited(text, [Layout(text).put(path, value)]) == expected


def test_edits_of_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match="two edits"):
        edited("abc", [Edit(0, 2, ""), Edit(1, 3, "")])
    assert edited("abc", [Edit(0, 1, "x"), Edit(0, 1, "x"), Edit(2, 3, "")]) == "xb"


NAMES = st.text("abcé電", min_size=1, max_size=3)
SCALARS = st.sampled_from(["x", "é電", "a b", "# no", "it's", 'say "so"', "a: b", "- a", "", "7"])
DATA = st.dictionaries(
    NAMES,
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.dictionaries(NAMES, inner, min_size=1, max_size=3)
        ),
        max_leaves=6,
    ),
    min_size=1,
    max_size=4,
)


def paths_of(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    parts = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    return [one for part in parts for one in [(*path, part), *paths_of(data[part], (*path, part))]]


@given(DATA, st.sampled_from([None, False]), st.data())
@settings(max_examples=60)
@example({"a": ["x", "x"]}, None, None)
def test_any_entry_of_any_file_is_removed(data: Any, flow: bool | None, draw: Any) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, width=20)
    paths = paths_of(data)
    path = draw.draw(st.sampled_from(paths)) if draw is not None else paths[-1]
    if all(len(_at(data, path[:n])) == 1 for n in range(len(path))):
        return  # the file would be empty
    rest = edited(text, Layout(text).remove(path))
    assert yaml.safe_load(rest) == without(yaml.safe_load(text), path)


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        data = data[part]
    return data
