"""Which name somebody meant: the nearest, and whether it can only be that one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.read import problem
from generator.read.limits import COST_OF_ALIKE
from generator.read.problem import (
    Fix,
    Place,
    Problem,
    few_comparisons,
    fix_of,
    nearest,
    sure,
    there_is_no,
)

NAMES = [
    "sign-out",
    "sign-in",
    "get-help",
    "settings",
    "on",
    "ps4",
    "menu-v3",
    "menu-v4",
    "back",
    "tab",
]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sing-out", "sign-out"),
        ("signout", "sign-out"),
        ("Sign_Out", "sign-out"),
        ("get help", "get-help"),
        ("setings", "settings"),
        ("seetings", "settings"),
        ("bakc", "back"),
        ("bac", "back"),
        ("tac", None),  # another letter in a short word is another word
        ("om", None),
        ("ON", "on"),
        ("ps5", None),  # another digit is another thing
        ("menu-v5", None),
        ("menu-v", None),
        ("sign-it", None),  # two are as near
        ("television", None),
    ],
)
def test_the_name_that_was_meant(written: str, meant: str | None) -> None:
    assert sure(written, NAMES) == meant


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("a_b", ["a-b"], "a-b"),
        ("a b", ["a-b"], "a-b"),
        ("a+b", ["a-b"], None),
        # What is one slip farther leaves a doubt, longer or of other letters.
        ("abcdefgh", ["abcdef"], "abcdef"),
        ("abcdefgh", ["abcdef", "abcdefghxyz"], None),
        ("abcdefg", ["abcdef"], "abcdef"),
        ("abcdefg", ["abcdef", "xycdefg"], None),
        ("abcdefg", ["abcdef", "xyzdefg"], "abcdef"),
        # So does what looks nearer, though it has more slips.
        ("a_b c", ["a-b-c"], "a-b-c"),
        ("a_b c", ["a-b-c", "a_b cde"], None),
    ],
)
def test_a_doubt_is_enough(written: str, known: list[str], meant: str | None) -> None:
    assert sure(written, known) == meant


def test_three_in_five_alike_is_near() -> None:
    assert nearest("abcxy", ["abczw"]) == "abczw"
    assert nearest("abc", ["abcdefg"]) == "abcdefg"
    assert nearest("abcxyz", ["abcuvw"]) is None
    assert nearest("abc", ["abcdefgh"]) is None


def test_names_that_are_nothing_alike_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [*(f"{letter * 8}" for letter in "bcdfhjklmpqrvwxyz"), "settings"]
    monkeypatch.setattr(problem, "MAX_COMPARED", len(names) + COST_OF_ALIKE)
    with few_comparisons():
        assert nearest("setttings", names) == "settings"
    monkeypatch.setattr(problem, "MAX_COMPARED", 2 * (len(names) + COST_OF_ALIKE))
    with few_comparisons():
        assert sure("setttings", names) == "settings"
    monkeypatch.setattr(problem, "MAX_COMPARED", 2 * (len(names) + COST_OF_ALIKE) - 1)
    with few_comparisons():
        assert sure("setttings", names) is None


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_counted_as_by_hand(one: str, other: str) -> None:
    assert problem._slips(one, other) == _slips(one, other)


def _slips(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    counted = [
        _slips(one[1:], other) + 1,
        _slips(one, other[1:]) + 1,
        _slips(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if one[:2] == other[1::-1] and len(one) > 1 < len(other):
        counted.append(_slips(one[2:], other[2:]) + 1)
    return min(counted)


def test_the_fix_of_a_misspelt_name() -> None:
    assert fix_of("setings", NAMES) == Fix("put", "settings")
    assert fix_of("setings", NAMES, "rename") == Fix("rename", "settings")
    assert fix_of("television", NAMES) is None


def test_problems_that_say_the_same_are_the_same() -> None:
    plain = Problem(Place("f.yml"), "code", "Message.", "Hint.")
    full = Problem(Place("f.yml"), "code", "Message.", "Hint.", Fix("remove"), "row", 3)
    assert plain == full
    assert len({plain, full}) == 1
    assert str(plain) == str(full) == "f.yml:1:1: Message. Hint. [code]"
    assert str(Problem(Place("f.yml", 2, 3), "code", "Message.")) == "f.yml:2:3: Message. [code]"


def test_that_there_is_no_such_thing() -> None:
    assert there_is_no("key", "hom", ["home", "back"]) == (
        "There is no key `hom`. Did you mean `home`?"
    )
    assert there_is_no("key", "x\x1b", [f"n{number}" for number in range(20)]) == (
        "There is no key `x\\u001b`."
    )
    assert there_is_no(" key", "zzzz", ["home"]) == "There is no  key `zzzz`. There is only `home`."


def test_names_are_as_far_apart_as_slips_say() -> None:
    """Each of these is one slip from the one name there is, wherever in it."""
    name = "abcdefghij"
    for at in range(len(name)):
        gone, twice = name[:at] + name[at + 1 :], name[: at + 1] + name[at:]
        wrong = f"{name[:at]}x{name[at + 1 :]}"
        turned = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
        for written in (gone, twice, wrong, turned):
            assert sure(written, [name]) == name
            # Another name that is only one slip farther leaves a doubt.
            assert sure(written, [name, f"{name}k"]) in (None, name)
    assert sure("abdcefgih", ["abcdefghij"]) is None, "three slips"
    assert sure("a_b c-defg", ["a-b-c-defg"]) == "a-b-c-defg"
    assert sure("abcde1f2", ["abcde1f2g"]) == "abcde1f2g"
    assert sure("abcde12f", ["abcde1f2"]) == "abcde1f2"
    assert sure("abcde1f3", ["abcde1f2"]) is None


def test_of_many_names_only_so_many_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem, "MAX_COMPARED", 3 * COST_OF_ALIKE + 6)
    assert sure("setings", NAMES) == sure("setings", NAMES) == "settings"
    with few_comparisons():
        assert nearest("setings", ["settings"]) == "settings"
        with few_comparisons():
            assert nearest("setings", ["settings"]) == "settings"
        assert nearest("setings", ["settings", "a", "b", "c"]) == "settings"
        assert nearest("setings", ["settings"]) is None
        assert sure("setings", ["settings"]) is None
    with few_comparisons():
        assert nearest("setings", ["settings"]) == "settings"
