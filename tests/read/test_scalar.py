"""Unquoted values: what every reader of YAML takes for text is text, and nothing else is."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.read.scalar import Unquoted, plain, written


@pytest.mark.parametrize(
    ("text", "taken_for"),
    [
        ("no", "true or false"),
        ("Yes", "true or false"),
        ("OFF", "true or false"),
        ("y", "true or false"),
        ("True", "true or false"),
        ("1.10", "a number"),
        ("010", "a number"),
        ("0x1F", "a number"),
        ("0o17", "a number"),
        ("1e3", "a number"),
        ("+1", "a number"),
        ("1_000", "a number"),
        (".inf", "a number"),
        (".nan", "a number"),
        ("12:30:45", "a number in base 60"),
        ("2026-11-22", "a date"),
        ("2026-1-2 3:04:05 +1", "a date"),
        ("~", "nothing"),
        ("null", "nothing"),
        ("", "nothing"),
        ("<<", "a merge or default mark"),
        ("=", "a merge or default mark"),
    ],
)
def test_what_is_taken_for_something_else(text: str, taken_for: str) -> None:
    assert plain(text) == Unquoted(text, taken_for)
    assert written(plain(text)) == (text, taken_for)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["no way", "nO", "1.2.3", "12-30", "G100", "-", "+", ".", "1st", "yes!", "٣", "1٣"]
)
def test_what_is_text(text: str) -> None:
    assert plain(text) == text


def test_what_every_reader_takes_for_the_same() -> None:
    assert plain("true") is True
    assert plain("false") is False
    assert [plain(text) for text in ("0", "7", "-12")] == [0, 7, -12]
    assert written(True) == ("true", "true or false")
    assert written(-12) == ("-12", "a number")


@given(st.text("-+.0123456789_:eEaxonflsyutrNTYOF~<= ZT", max_size=12))
@example("1:2:3.4")
@example("1.e+3")
@example("685_230.15")
@example("2001-12-14t21:59:43.10-05:00")
def test_what_is_text_here_is_text_in_pyyaml(text: str) -> None:
    if isinstance(plain(text), str):
        assert yaml.SafeLoader(" ").resolve(yaml.ScalarNode, text, (True, False)).endswith(":str")
