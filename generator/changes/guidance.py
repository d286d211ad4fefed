"""What changed in problems, checklists with their items, and topics."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from generator.changes.pairs import aligned, called_alike
from generator.changes.sentences import (
    Difference,
    Quote,
    Sentence,
    came,
    listed,
    now_was,
    otherwise,
    renamed,
    sureness,
    went,
)
from generator.changes.steps import of_sources, text_told
from generator.changes.tokens import Tokens
from generator.knowledge.base import Claim, Guidance, KnowledgeBase, Said
from generator.knowledge.text import plain
from generator.knowledge.wording import PRIORITIES

# What we call one of those that are said in it.
_ONE = {"problem": "solution", "topic": "fact", "checklist": "item"}


def of_guidance(tokens: Tokens, about: str, old: Guidance, new: Guidance) -> Iterator[Difference]:
    """What changed in a problem, a checklist or a topic (`about`). What changed in an item is told
    of the item, because several lists may have it."""
    if old.title != new.title:
        yield renamed(old.title, new.title)
    if about == "problem" and old.id != new.id:
        says: Sentence = ("Its page has moved to ", Quote(f"troubleshooting/{new.id}/"), ".")
        yield Difference("address", says, old.id, new.id)
    intro = "symptom" if about == "problem" else "introduction"
    yield from text_told(tokens, "intro", intro, old.intro, new.intro)
    yield from listed(
        "names", "other way to put it", old.also, new.also, many="other ways to put it"
    )
    yield from listed("message", "message", old.messages, new.messages, of=(" on the screen",))
    yield from _of_all_said(tokens, about, old.said, new.said)
    yield from text_told(tokens, "worked", "sign that it worked", old.worked, new.worked)
    yield from _of_claims(tokens, old.claims, new.claims)
    before, now = (side.kb for side in tokens.sides)
    names = [{kind.id: kind.name for kind in kb.kinds} for kb in (before, now)]
    kinds = called_alike(names[0], names[1], old.kinds, new.kinds)
    yield from listed("concerns", "kind", *kinds, of=(" of device it happens on",))
    names = [{name: one.name for name, one in kb.devices.items()} for kb in (before, now)]
    devices = called_alike(names[0], names[1], old.devices, new.devices)
    yield from listed("concerns", "device", *devices, of=(" it happens on",))


def items_of(kb: KnowledgeBase) -> dict[str, Said]:
    """All items that lists have, by their ids."""
    lists = (*(one.said for one in kb.checklists.values()), kb.afterwards)
    return {item.id: item for said in lists for item in said if item.id is not None}


def _of_all_said(
    tokens: Tokens, about: str, old: Sequence[Said], new: Sequence[Said]
) -> Iterator[Difference]:
    noun = _ONE[about]
    same = tuple([_token(tokens, s, one) for one in said] for s, said in enumerate((old, new)))
    like: tuple[list[Hashable], ...] = tuple(
        [one.id or one.title for one in said] for said in (old, new)
    )
    if about == "checklist":
        same = like  # their content is told of the items
    a_noun = f"An {noun}" if noun == "item" else f"A {noun}"
    if same[0] != same[1] and sorted(map(repr, same[0])) == sorted(map(repr, same[1])):
        yield otherwise(noun, f"Each {noun} is the same, but they come in another order.")
        return
    for one, other in aligned(old, new, (same[0], same[1]), (like[0], like[1])):
        if one is None and other is not None:
            called = _called(new[other])
            yield came(noun, (f"A new {noun}: ", Quote(called), "."), called)
        elif other is None and one is not None:
            called = _called(old[one])
            yield went(noun, (f"{a_noun} is gone: ", Quote(called), "."), called)
        elif one is not None and other is not None and same[0][one] != same[1][other]:
            if about == "checklist":
                pair = _called(old[one]), _called(new[other])
                yield came(noun, (f"A new {noun}: ", Quote(pair[1]), "."), pair[1])
                yield went(noun, (f"{a_noun} is gone: ", Quote(pair[0]), "."), pair[0])
            else:
                yield from of_said(tokens, noun, old[one], new[other], (f" {other + 1}",))


def _called(said: Said) -> str:
    return said.title or plain(said.text)


def of_said(
    tokens: Tokens, noun: str, old: Said, new: Said, of: Sentence = ()
) -> Iterator[Difference]:
    """What changed in a solution, a fact or an item (`noun`); `of` says which, if that is to be
    said."""
    which: Sentence = (f" of {noun}", *of) if of else ()
    if old.title != new.title:
        yield (
            now_was(noun, "title", old.title, new.title, of=which)
            if which
            else renamed(old.title or "", new.title or "")
        )
    if noun == "fact":
        yield from text_told(tokens, noun, f"fact{''.join(map(str, of))}", old.text, new.text)
    else:
        yield from text_told(tokens, noun, "text", old.text, new.text, which)
    yield from text_told(tokens, noun, "way to do it", old.how, new.how, which)
    yield from _of_instructions(tokens, noun, old, new, which)
    yield from _of_see(tokens, noun, old, new, which)
    if old.priority != new.priority:
        words = [PRIORITIES[one.priority] if one.priority else None for one in (old, new)]
        yield now_was(noun, "priority", words[0], words[1], of=which)
    yield from text_told(tokens, noun, "doubt", old.doubt, new.doubt, which)
    yield from of_sources(tokens, "source", old.sources, new.sources, which)
    yield from sureness(old.confidence, new.confidence, which)


def _of_instructions(
    tokens: Tokens, noun: str, old: Said, new: Said, which: Sentence
) -> Iterator[Difference]:
    same = tuple([tokens.text(s, step) for step in one.steps] for s, one in enumerate((old, new)))
    places = tuple([number for number, _ in enumerate(one.steps)] for one in (old, new))
    for one, other in aligned(old.steps, new.steps, (same[0], same[1]), (places[0], places[1])):
        steps = (
            old.steps[one] if one is not None else None,
            (new.steps[other] if other is not None else None),
        )
        number = (other if other is not None else one or 0) + 1
        yield from text_told(tokens, noun, f"step {number}", *steps, which)


def _of_see(
    tokens: Tokens, noun: str, old: Said, new: Said, which: Sentence
) -> Iterator[Difference]:
    before, now = (
        {name: seen(side.kb, name) for name in one.see}
        for side, one in zip(tokens.sides, (old, new), strict=True)
    )
    links = called_alike(before, now, old.see, new.see)
    yield from listed(noun, "link", *links, of=(" to read on", *which))


def seen(kb: KnowledgeBase, name: str) -> str:
    """What a link to a device, a problem or a topic says."""
    if name in kb.devices:
        return kb.devices[name].name
    return (kb.problems[name] if name in kb.problems else kb.topics[name]).title


def _of_claims(tokens: Tokens, old: Sequence[Claim], new: Sequence[Claim]) -> Iterator[Difference]:
    same = tuple(
        [(tokens.text(s, one.you_may_read), tokens.text(s, one.in_fact)) for one in claims]
        for s, claims in enumerate((old, new))
    )
    like = tuple([claim[0] for claim in claims] for claims in same)
    for one, other in aligned(old, new, (same[0], same[1]), (like[0], like[1])):
        before = old[one] if one is not None else None
        now = new[other] if other is not None else None
        reads = (before.you_may_read if before else None, now.you_may_read if now else None)
        facts = (before.in_fact if before else None, now.in_fact if now else None)
        yield from text_told(tokens, "claim", "claim that one may read", *reads)
        about: Sentence = (" about ", Quote(plain((now or before or old[0]).you_may_read)))
        yield from text_told(tokens, "claim", "truth", *facts, about)
        cites = (before.sources if before else (), now.sources if now else ())
        yield from of_sources(tokens, "source", *cites, about)


def _token(tokens: Tokens, side: int, said: Said) -> Hashable:
    return (
        said.title,
        tokens.text(side, said.text),
        tuple(tokens.text(side, step) for step in said.steps),
        tuple(said.see),
        tokens.text(side, said.how),
        said.priority,
        tokens.text(side, said.doubt),
        tokens.sources(side, said.sources),
        said.confidence,
    )
