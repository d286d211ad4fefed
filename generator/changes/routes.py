"""What changed on the ways of an interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.changes.menus import of_map
from generator.changes.pairs import matched
from generator.changes.sentences import Difference, Quote, Sentence, came, now_was, quotes, went
from generator.changes.steps import of_sources, of_steps, text_told
from generator.changes.tokens import Tokens
from generator.knowledge.route import Impostor, Reason, Route, Walkthrough


def route_pairs(old: Walkthrough, new: Walkthrough) -> list[tuple[Route | None, Route | None]]:
    """The routes that belong together, in the order of `new`."""
    before = {route.id: route for route in old.routes}
    now = {route.id: route for route in new.routes}
    pairs = matched(before, now, lambda route: route.title, lambda route: route.role)
    return [(before.get(one or ""), now.get(other or "")) for one, other in pairs]


def of_walkthrough(tokens: Tokens, old: Walkthrough, new: Walkthrough) -> list[Difference]:
    """What changed from `old` to `new` for whoever has this interface, but for names of words."""
    if old is new:
        return []
    told: list[Difference] = []
    controls: set[tuple[str, str]] = set()
    if old.name != new.name:
        told.append(now_was("interface", "name of this look", old.name, new.name))
    for before, now in route_pairs(old, new):
        if before is None and now is not None:
            told.append(came("route", _new_way(now), now.title))
        elif now is None and before is not None:
            says: Sentence = ("The way ", Quote(before.title), " is gone.")
            told.append(went("route", says, before.title))
        elif before is not None and now is not None:
            seen = {(one.part, one.old, one.new) for one in told if one.part in _SHARED}
            of_this = _of_route(tokens, before, now, controls)
            told += [one for one in of_this if (one.part, one.old, one.new) not in seen]
    told += _of_order(tokens, old, new)
    told += _reason(tokens, old.no_fallback, new.no_fallback)
    told += _of_impostors(tokens, old.impostors, new.impostors)
    told += of_map(tokens, old, new, told)
    return told


# What several routes of an interface say together is told once.
_SHARED = ("reach", "start", "screen")


def way(route: Route) -> Sentence:
    """How a sentence goes on that speaks of a place on this route: nothing for the main one."""
    return () if route.role == "main" else (" of ", Quote(route.title))


def _new_way(route: Route) -> Sentence:
    which = "main" if route.role == "main" else "second"
    return (f"A new {which} way: ", Quote(route.title), ".")


def _of_route(
    tokens: Tokens, old: Route, new: Route, known: set[tuple[str, str]]
) -> Iterator[Difference]:
    of = way(new)
    if old.role != new.role:
        role = "the main way" if new.role == "main" else "a second way"
        yield Difference("role", (Quote(new.title), f" is now {role}."), old.role, new.role)
    if old.title != new.title:
        noun = "name of the main way" if new.role == "main" else "name of the second way"
        yield now_was("title", noun, old.title, new.title)
    yield from text_told(
        tokens, "when", "reason to take", old.when, new.when, (" ", Quote(new.title))
    )
    yield from text_told(tokens, "reach", "way to the start", old.reach, new.reach)
    start = (old.start.looks_like, new.start.looks_like)
    yield from text_told(tokens, "start", "screen to start from", *start)
    yield from of_steps(tokens, old, new, of, known)
    yield from of_sources(tokens, "source", old.sources, new.sources, (" of ", Quote(new.title)))
    of = (" of a part of ", Quote(new.title))
    yield from of_sources(tokens, "source", old.in_part, new.in_part, of)


def _of_order(tokens: Tokens, old: Walkthrough, new: Walkthrough) -> Iterator[Difference]:
    both = [(one, other) for one, other in route_pairs(old, new) if one and other]
    before = [one for one in old.routes if any(one is first for first, _ in both)]
    if [id(one) for one in before] != [id(one) for one, _ in both]:
        titles = tuple(other.title for _, other in both if other)
        yield Difference("route", ("The ways now come in this order: ", *quotes(titles), "."))


def _reason(tokens: Tokens, old: Reason | None, new: Reason | None) -> Iterator[Difference]:
    return reason("no-fallback", "reason why there is no second way", tokens, old, new)


def reason(
    part: str, noun: str, tokens: Tokens, old: Reason | None, new: Reason | None
) -> Iterator[Difference]:
    """What changed in the reason why something is missing."""
    before, now = (one.because if one else None for one in (old, new))
    yield from text_told(tokens, part, noun, before, now)
    sources = (old.sources if old else (), new.sources if new else ())
    yield from of_sources(tokens, "source", *sources, (f" of the {noun}",))


def _of_impostors(
    tokens: Tokens, old: Sequence[Impostor], new: Sequence[Impostor]
) -> Iterator[Difference]:
    before = {str(tokens.word(0, "label", one.label.id)): one for one in old}
    now = {str(tokens.word(1, "label", one.label.id)): one for one in new}
    for token, one in now.items():
        word: Sentence = (Quote(one.label.text), " does not sign one out")
        if token not in before:
            yield came("impostor", ("New: ", *word, "."), one.label.text)
        else:
            of: Sentence = (" about what ", Quote(one.label.text), " really does")
            yield from text_told(tokens, "impostor", "sentence", before[token].does, one.does, of)
            sources = before[token].sources, one.sources
            yield from of_sources(tokens, "source", *sources, (" that ", *word))
    for token, one in before.items():
        if token not in now:
            says: Sentence = ("It no longer warns of ", Quote(one.label.text), ".")
            yield went("impostor", says, one.label.text)
