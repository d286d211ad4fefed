"""What changed in the map of the menus, beside what the ways say."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from generator.changes.pairs import matched
from generator.changes.sentences import (
    Difference,
    Quote,
    Sentence,
    came,
    now_was,
    otherwise,
    quotes,
    went,
)
from generator.changes.steps import step_token
from generator.changes.tokens import Tokens
from generator.knowledge.route import Screen, Walkthrough
from generator.knowledge.text import plain

# A difference in one of these shows in the map too.
_SHOWN = {"step", "word", "keys", "where", "alternative", "note", "order", "screen", "start"}
_SHOWN |= {"route", "role"}


def of_map(
    tokens: Tokens, old: Walkthrough, new: Walkthrough, told: Sequence[Difference]
) -> Iterator[Difference]:
    """What changed in the map; `told` has what the ways say."""
    if _token(tokens, 0, old) == _token(tokens, 1, new):
        return
    on_ways = _on_ways(old) | _on_ways(new)
    found: list[Difference] = []
    redrawn: list[str] = []
    for one, other in matched(old.screens, new.screens, lambda screen: plain(screen.looks_like)):
        before = old.screens[one] if one is not None else None
        now = new.screens[other] if other is not None else None
        if before is None and now is not None and now.id not in on_ways:
            looks = plain(now.looks_like)
            found.append(came("menus", ("A new screen in the menus: ", Quote(looks), "."), looks))
        elif now is None and before is not None and before.id not in on_ways:
            looks = plain(before.looks_like)
            says: Sentence = ("A screen is gone from the menus: ", Quote(looks), ".")
            found.append(went("menus", says, looks))
        elif before is not None and now is not None:
            found += _of_screen(tokens, before, now, on_ways)
            if _drawn(before) != _drawn(now):
                redrawn.append(plain(now.looks_like))
    if redrawn:
        of = " of the screen " if len(redrawn) == 1 else " of the screens "
        found.append(Difference("drawing", ("Another small drawing", of, *quotes(redrawn), ".")))
    yield from found
    if not found and not any(one.part in _SHOWN for one in told):
        yield otherwise("menus", "The map of the menus is drawn in another way.")


def _on_ways(walkthrough: Walkthrough) -> set[str]:
    """The screens and controls that routes pass, which are told there."""
    passed = {screen.id for route in walkthrough.routes for screen in (route.start, *route.sees)}
    return passed | {step.control for route in walkthrough.routes for step in route.steps}


def _drawn(screen: Screen) -> Hashable:
    return screen.sketch, screen.dialog, screen.goal


def _of_screen(tokens: Tokens, old: Screen, new: Screen, on_ways: set[str]) -> Iterator[Difference]:
    looks = plain(new.looks_like)
    if not {old.id, new.id} & on_ways and tokens.text(0, old.looks_like) != tokens.text(
        1, new.looks_like
    ):
        yield now_was("menus", "screen in the menus", plain(old.looks_like), looks)
    before, now = (
        {
            str(step_token(tokens, side, step)): plain(step.says)
            for step in screen.controls
            if step.control not in on_ways
        }
        for side, screen in enumerate((old, new))
    )
    for token, says in now.items():
        if token not in before:
            what: Sentence = ("New in the menus, on ", Quote(looks), ": ", Quote(says), ".")
            yield came("menus", what, says)
    for token, says in before.items():
        if token not in now:
            what = ("Gone from the menus, on ", Quote(looks), ": ", Quote(says), ".")
            yield went("menus", what, says)


def _token(tokens: Tokens, side: int, walkthrough: Walkthrough) -> Hashable:
    """All that the map shows, without the names of screens and controls in the specs."""
    numbers = {screen.id: number for number, screen in enumerate(walkthrough.screens_met)}
    return tuple(
        (
            tokens.text(side, screen.looks_like),
            (screen.sketch, screen.dialog, screen.goal),
            tuple(
                (step_token(tokens, side, step), numbers[step.opens]) for step in screen.controls
            ),
        )
        for screen in walkthrough.screens_met
    )
