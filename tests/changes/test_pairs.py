"""What belongs together is the same both ways."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.changes.pairs import aligned, matched

STEPS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 3)), max_size=7)


@given(STEPS, STEPS)
def test_alignment_is_the_same_the_other_way_round(old: list, new: list) -> None:
    names = [[name for name, _ in steps] for steps in (old, new)]
    pairs = aligned(old, new, (old, new), (names[0], names[1]))
    back = aligned(new, old, (new, old), (names[1], names[0]))
    assert {(one, other) for one, other in pairs} == {(one, other) for other, one in back}
    assert sorted(one for one, _ in pairs if one is not None) == list(range(len(old)))
    assert sorted(other for _, other in pairs if other is not None) == list(range(len(new)))
    if old == new:
        assert all(one == other for one, other in pairs)


def test_what_was_put_in_between_moves_nothing() -> None:
    old, new = ["a", "b", "c"], ["a", "x", "b", "c"]
    assert aligned(old, new, (old, new), (old, new)) == [(0, 0), (None, 1), (1, 2), (2, 3)]


def test_by_id_then_by_look() -> None:
    old, new = {"a": "one", "b": "two", "c": "three"}, {"a": "other", "d": "two", "e": "new"}
    assert matched(old, new, str) == [("a", "a"), ("b", "d"), (None, "e"), ("c", None)]
