"""Values written as YAML: the strict reader reads them back as they were."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.edit.yaml_text import flow, scalar
from generator.read.characters import unwanted
from generator.read.document import parse

# Letters of many scripts, and above all what means something to YAML.
LETTERS = st.one_of(
    st.sampled_from("abn019 :#-?,[]{}&*!|>'\"%@`=~.\\/\t\n<_é😀ש"),
    st.characters(exclude_categories=("Cs",)),
)
TEXTS = st.text(LETTERS, max_size=20).filter(lambda text: unwanted(text) is None)
NAMES = st.text(LETTERS, min_size=1, max_size=20).filter(lambda text: unwanted(text) is None)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-(10**15), 10**15),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


def read(text: str) -> Any:
    """What the strict reader makes of `v: text`, and every other reader too."""
    document, problems = parse("a.yml", text.encode())
    assert problems == []
    assert document is not None
    return document.value


@given(TEXTS)
@example("no")
@example("“Get Help”")
@example("1.10")
@example("a: b")
@example("#x")
@example("a #x")
@example('it\'s "so"')
@example("back\\slash")
@example("👋 café")
@example("- a")
@example("")
@example(" a ")
@example("12:30:45")
@example("a:")
@example("---")
@example("https://a.example/?b=c#d")
def test_text_on_a_line_is_read_back(text: str) -> None:
    written = f"v: {scalar(text)}\n"
    assert read(written) == {"v": text}
    assert yaml.safe_load(written) == {"v": text}
    assert read(f"v:\n  - {scalar(text)}\n  - x\n") == {"v": [text, "x"]}


@given(VALUES)
@example(["no", "a, b", "{back}", "a: b", "#x", "[", "~", "=", "<<", ":'"])
@example({"no": {"1.10": ["a:", "", "-", "?x"]}})
@example([])
@example({})
def test_any_value_is_read_back(value: Any) -> None:
    written = flow(value)
    assert "\n" not in written
    assert read(f"v: {written}\n") == {"v": value}
    assert read(f"v: [{written}, {{w: {written}}}]\n") == {"v": [value, {"w": value}]}


def test_quotes_stand_only_where_they_must() -> None:
    assert scalar("Apple TV, 4K") == "Apple TV, 4K"
    assert flow(["Apple TV", "4K, HD"]) == '[Apple TV, "4K, HD"]'
    assert scalar("{service}") == '"{service}"'
    assert scalar('say "no"') == 'say "no"'
    assert scalar('"no" they say') == "'\"no\" they say'"
    assert scalar("https://a.example/?b=c#d") == "https://a.example/?b=c#d"
    check = {"date": datetime.date(2026, 11, 22), "by": "the editors", "on_device": True}
    assert flow(check) == "{date: 2026-11-22, by: the editors, on_device: true}"


@pytest.mark.parametrize("text", ["a\u202eb", "\x00", "\u2028", "\ufeff"])
def test_what_no_spec_may_hold_is_not_written(text: str) -> None:
    with pytest.raises(ValueError, match="does not show"):
        flow([text])


def test_what_is_no_value_is_not_written() -> None:
    with pytest.raises(TypeError, match="float"):
        flow(1.5)
