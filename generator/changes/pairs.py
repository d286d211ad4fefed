"""What belongs together in two collections or two lists: by name, by content, by place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def matched(
    old: Mapping[str, T], new: Mapping[str, T], *looks: Callable[[T], Hashable]
) -> list[tuple[str | None, str | None]]:
    """The ids that belong together: the same, else those that look alike in one of `looks`, tried
    in order. In the order of `new`, then what is only in `old`."""
    found = {name: name for name in new if name in old}
    for look in looks:
        taken = set(found.values())
        left = {name: entry for name, entry in old.items() if name not in taken}
        by_look: dict[Hashable, list[str]] = {}
        for name, entry in left.items():
            by_look.setdefault(look(entry), []).append(name)
        for name, entry in new.items():
            if name not in found and (alike := by_look.get(look(entry))):
                found[name] = alike.pop(0)
    pairs: list[tuple[str | None, str | None]] = [(found.get(name), name) for name in new]
    taken = set(found.values())
    return pairs + [(name, None) for name in old if name not in taken]


def called_alike(
    before: Mapping[str, str], now: Mapping[str, str], old: Iterable[str], new: Iterable[str]
) -> tuple[list[str], list[str]]:
    """The names for the ids in `old` and in `new`, by what each is called now, if it is still
    there: that something has a new name is told of it alone."""
    return [now.get(id_, before[id_]) for id_ in old], [now[id_] for id_ in new]


def aligned(
    old: Sequence[T],
    new: Sequence[T],
    same: tuple[Sequence[Hashable], Sequence[Hashable]],
    like: tuple[Sequence[Hashable], Sequence[Hashable]],
) -> list[tuple[int | None, int | None]]:
    """Which number in `old` became which number in `new`, in order; None is nothing.

    What is the `same` stays together as far as the order allows. Between these, what is `like` is
    paired, then what stands at the same place. The other way round gives the same pairs.
    """
    if [*map(repr, same[1])] < [*map(repr, same[0])]:
        turned = aligned(new, old, (same[1], same[0]), (like[1], like[0]))
        return [(after, before) for before, after in turned]
    pairs: list[tuple[int | None, int | None]] = []
    at_old = at_new = 0
    for one, other in (*_common(*same), (len(old), len(new))):
        pairs += _between(range(at_old, one), range(at_new, other), like)
        if one < len(old):
            pairs.append((one, other))
        at_old, at_new = one + 1, other + 1
    return pairs


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """A longest common subsequence, as pairs of numbers."""
    length = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in reversed(range(len(old))):
        for other in reversed(range(len(new))):
            length[one][other] = (
                length[one + 1][other + 1] + 1
                if old[one] == new[other]
                else max(length[one + 1][other], length[one][other + 1])
            )
    found, one, other = [], 0, 0
    while one < len(old) and other < len(new):
        if old[one] == new[other]:
            found.append((one, other))
            one, other = one + 1, other + 1
        elif length[one + 1][other] >= length[one][other + 1]:
            one += 1
        else:
            other += 1
    return found


def _between(
    old: Iterable[int], new: Iterable[int], like: tuple[Sequence[Hashable], Sequence[Hashable]]
) -> list[tuple[int | None, int | None]]:
    left_old, left_new = list(old), list(new)
    pairs: list[tuple[int | None, int | None]] = []
    for one in list(left_old):
        other = next((n for n in left_new if like[0][one] == like[1][n]), None)
        if other is not None:
            pairs.append((one, other))
            left_old.remove(one)
            left_new.remove(other)
    both = min(len(left_old), len(left_new))
    pairs += zip(left_old[:both], left_new[:both], strict=True)
    pairs += [(one, None) for one in left_old[both:]]
    pairs += [(None, other) for other in left_new[both:]]
    return sorted(pairs, key=lambda p: (p[1] if p[1] is not None else p[0], p[0] is None))
