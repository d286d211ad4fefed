"""The nearest name: the one of the standard library, and no more than a check has time for."""

from __future__ import annotations

import difflib

from hypothesis import given
from hypothesis import strategies as st

from generator.read.limits import MAX_COMPARED
from generator.read.problem import did_you_mean, few_comparisons, nearest, sure

WORDS = st.text("abcAB-1ßİ", max_size=8)


@given(WORDS, st.lists(WORDS, max_size=12))
def test_the_nearest_name_is_the_one_of_the_standard_library(word: str, known: list[str]) -> None:
    folded = {name.casefold(): name for name in sorted(known)}
    found = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    assert nearest(word, known) == (folded[found[0]] if found else None)


def test_in_a_check_only_so_many_names_are_compared() -> None:
    known = [f"label-{number}" for number in range(1000)]
    with few_comparisons():
        found = [nearest(f"lable-{number}", known) for number in range(100)]
        with few_comparisons():  # what is part of a check has no more than what is left
            assert nearest("lable-1", known) is None
            assert sure("lable-1", known) is None
            assert did_you_mean("lable-1", known) == ""
    assert found[0] == "label-0"
    assert found[-1] is None
    assert found.index(None) * len(known) <= MAX_COMPARED
    assert nearest("lable-1", known) == "label-1"
