"""What changed in what one can do on a device outside the app."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.changes.pairs import matched
from generator.changes.sentences import (
    Difference,
    Quote,
    Sentence,
    came,
    now_was,
    otherwise,
    sureness,
    went,
)
from generator.changes.steps import of_sources, text_told
from generator.changes.tokens import Tokens
from generator.knowledge.device import Action
from generator.knowledge.text import in_path, plain
from generator.knowledge.wording import DOES


def of_actions(
    tokens: Tokens, old: Sequence[Action], new: Sequence[Action]
) -> Iterator[Difference]:
    """What changed in the actions of a device."""
    before: Mapping[str, Action] = {one.id: one for one in old}
    now: Mapping[str, Action] = {one.id: one for one in new}
    pairs = matched(before, now, lambda one: (one.does, one.when))
    for one, other in pairs:
        action = now[other] if other is not None else before[one or ""]
        name = DOES[action.does] + (f": {action.when}" if action.when else "")
        if one is None:
            yield came("action", ("New, outside the app: ", Quote(name), "."), name)
        elif other is None:
            yield went("action", ("Gone, outside the app: ", Quote(name), "."), name)
        else:
            yield from _of_action(tokens, before[one], now[other], name)
    order = [one for one, other in pairs if one is not None and other is not None]
    if order != [one.id for one in old if one.id in order]:
        yield otherwise("action", "What one can do outside the app comes in another order.")


def _of_action(tokens: Tokens, old: Action, new: Action, name: str) -> Iterator[Difference]:
    of: Sentence = (" of ", Quote(name))
    if (old.does, old.when) != (new.does, new.when):
        names = [DOES[one.does] + (f": {one.when}" if one.when else "") for one in (old, new)]
        yield now_was("action", "name of what to do outside the app", *names)
    if old.signs_out != new.signs_out:
        effect = " now signs the device out." if new.signs_out else " does not sign the device out."
        yield Difference("action", (Quote(name), effect))
    paths = [_path(tokens, side, one) for side, one in enumerate((old, new))]
    if paths[0] != paths[1]:
        yield now_was("action", "path", _read(old), _read(new), of=of)
    yield from text_told(tokens, "action", "note", old.note, new.note, of)
    yield from of_sources(tokens, "source", old.sources, new.sources, of)
    yield from of_sources(tokens, "source", old.in_part, new.in_part, (" of a part", *of))
    yield from sureness(old.confidence, new.confidence, of)


def _path(tokens: Tokens, side: int, action: Action) -> list[object]:
    return [
        (
            entry.choose,
            tokens.words(side, (entry.press,) if entry.press else ()),
            tokens.text(side, entry.do),
        )
        for entry in action.path
    ]


def _read(action: Action) -> str:
    return " › ".join(
        entry.choose or (entry.press.text if entry.press else plain(in_path(entry.do or ())))
        for entry in action.path
    )
