"""Which name somebody meant: the nearest, and whether it can only be that one."""

from __future__ import annotations

import pytest

from generator.read.problem import Fix, Place, Problem, fix_of, sure

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
