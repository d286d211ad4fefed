"""What changed in the steps of a route, in a text, in a list of sources."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from generator.changes.pairs import aligned
from generator.changes.sentences import Difference, Quote, Sentence, came, now_was, otherwise, went
from generator.changes.tokens import Tokens
from generator.knowledge.route import Route, Step
from generator.knowledge.text import Text, Word, plain


def of_steps(
    tokens: Tokens, old: Route, new: Route, of: Sentence, known: set[tuple[str, str]]
) -> Iterator[Difference]:
    """What changed in the steps of a route; `of` says of which. A control that several routes share
    is told once: `known` has those that were, by their names before and now."""
    same = tuple(
        [step_token(tokens, side, step) for step in route.steps]
        for side, route in enumerate((old, new))
    )
    if same[0] != same[1] and sorted(map(repr, same[0])) == sorted(map(repr, same[1])):
        orders = [" ".join(plain(step.says) for step in route.steps) for route in (old, new)]
        yield now_was("order", "order of the steps", *orders, of=of)
        return
    like = tuple([step.control for step in route.steps] for route in (old, new))
    for one, other in aligned(old.steps, new.steps, (same[0], same[1]), (like[0], like[1])):
        if one is None and other is not None:
            words = plain(new.steps[other].says)
            yield came("step", (f"A new step {other + 1}", *of, ": ", Quote(words)), words)
        elif other is None and one is not None:
            words = plain(old.steps[one].says)
            yield went("step", (f"Step {one + 1}", *of, ", ", Quote(words), " is gone."), words)
        elif one is not None and other is not None:
            number: Sentence = (f"step {other + 1}", *of)
            controls = old.steps[one].control, new.steps[other].control
            if same[0][one] != same[1][other] and controls not in known:
                known.add(controls)
                yield from _of_step(tokens, old.steps[one], new.steps[other], (" on ", *number))
            sees = old.sees[one].looks_like, new.sees[other].looks_like
            last = other == len(new.steps) - 1
            noun = "sign that one is done" if last else "screen"
            after: Sentence = () if last else (" after ", *number)
            yield from text_told(tokens, "screen", noun, *sees, after)


def step_token(tokens: Tokens, side: int, step: Step) -> Hashable:
    """All that a reader does at a step, but not where it leads."""
    return (
        step.action,
        tokens.words(side, step.words),
        tokens.words(side, (step.to,) if step.to else ()),
        tokens.text(side, step.enter),
        tokens.words(side, step.alternatives),
        step.where,
        tokens.text(side, step.note),
    )


def _of_step(tokens: Tokens, old: Step, new: Step, on: Sentence) -> Iterator[Difference]:
    yield from text_told(tokens, "note", "note", old.note, new.note, on)
    if old.action != new.action:
        whole: Sentence = ("instruction", *on)
        yield Difference(*_is_now("step", whole, plain(old.says), plain(new.says)))
        return
    nouns = {"select": "word", "press": "keys", "move": "keys", "enter": "text to enter"}
    pairs: list[tuple[str, str, Sequence[Word], Sequence[Word]]] = [
        ("word" if old.action == "select" else "keys", nouns[old.action], old.words, new.words),
        ("word", "word to move to", [old.to] if old.to else [], [new.to] if new.to else []),
    ]
    for part, noun, before, now in pairs:
        if tokens.words(0, before) != tokens.words(1, now):
            yield Difference(*_is_now(part, (noun, *on), _spoken(before), _spoken(now)))
    yield from text_told(tokens, "word", "text to enter", old.enter, new.enter, on)
    noun = "other word" if old.action == "select" else "other key"
    yield from _of_others(tokens, noun, old.alternatives, new.alternatives, on)
    if old.where != new.where:
        yield now_was("where", "place", old.where, new.where, of=on)


def _spoken(words: Sequence[Word]) -> str:
    return ", ".join(word.text for word in words)


def _is_now(part: str, noun: Sentence, old: str, new: str) -> tuple[str, Sentence, str, str]:
    """Like `now_was`, for nouns that may be plural: the keys on step 1 are now …, were …"""
    many = str(noun[0]).endswith("keys")
    if old == new:
        other = (
            " read as before, but are others: " if many else " reads as before, but is another: "
        )
        return part, ("The ", *noun, other, Quote(new), "."), old, new
    now, was = (" are now ", ", were ") if many else (" is now ", ", was ")
    return part, ("The ", *noun, now, Quote(new), was, Quote(old), "."), old, new


def _of_others(
    tokens: Tokens, noun: str, old: Sequence[Word], new: Sequence[Word], on: Sentence
) -> Iterator[Difference]:
    before, now = tokens.words(0, old), tokens.words(1, new)
    for token, word in zip(now, new, strict=True):
        if token not in before:
            yield now_was("alternative", noun, None, word.text, of=on)
    for token, word in zip(before, old, strict=True):
        if token not in now:
            yield now_was("alternative", noun, word.text, None, of=on)
    if before != now and sorted(map(repr, before)) == sorted(map(repr, now)):
        yield otherwise("alternative", "What a step may be called comes in another order.")


def text_told(
    tokens: Tokens, part: str, noun: str, old: Text | None, new: Text | None, of: Sentence = ()
) -> Iterator[Difference]:
    """What changed in a text that is called `noun` and, after that, `of`."""
    if tokens.text(0, old) != tokens.text(1, new):
        yield now_was(part, noun, plain(old or ()), plain(new or ()), of=of)


def of_sources(
    tokens: Tokens, part: str, old: Sequence[str], new: Sequence[str], of: Sentence = ()
) -> Iterator[Difference]:
    """What changed in a list of sources."""
    before, now = tokens.sources(0, old), tokens.sources(1, new)
    for token, name in zip(now, new, strict=True):
        if token not in before:
            yield now_was(part, "source", None, tokens.source_name(1, name), of=of)
    for token, name in zip(before, old, strict=True):
        if token not in now:
            yield now_was(part, "source", tokens.source_name(0, name), None, of=of)
    if before != now and sorted(map(repr, before)) == sorted(map(repr, now)):
        yield Difference(part, ("The sources", *of, " come in another order."))
