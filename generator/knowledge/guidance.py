"""Problems, checklists and topics, resolved."""

from __future__ import annotations

from dataclasses import replace

from generator.knowledge.base import Claim, Guidance, Said
from generator.knowledge.confidence import of_sources
from generator.knowledge.families import Words
from generator.knowledge.text import Text
from generator.model.guidance import Checklist, Fact, Item, Solution, Topic, Trouble
from generator.model.guidance import Claim as ClaimSpec
from generator.model.specs import Entry


def guidance(words: Words, entry: Entry[Trouble] | Entry[Checklist] | Entry[Topic]) -> Guidance:
    """A problem with its solutions, a checklist with its items, or a topic with its facts."""
    spec = entry.spec
    also: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    worked: Text | None = None
    devices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    intro: Text = ()
    match spec:
        case Trouble():
            intro = words.text(spec.symptom, {})
            said = tuple(
                replace(_solution(words, solution), place=entry.place("solutions", number))
                for number, solution in enumerate(spec.solutions)
            )
            also, devices, kinds = spec.also, spec.devices, spec.kinds
            messages, worked = spec.messages, words.text(spec.worked, {})
        case Checklist():
            intro = words.text(spec.intro, {})
            said = tuple(item_said(words, name) for name in spec.items)
        case Topic():
            said = tuple(
                replace(_said(words, fact, None), place=entry.place("facts", number))
                for number, fact in enumerate(spec.facts)
            )
    return Guidance(
        id=entry.id,
        title=spec.title,
        also=also,
        intro=intro,
        said=said,
        messages=messages,
        worked=worked,
        claims=tuple(_claim(words, claim) for claim in spec.claims),
        kinds=kinds,
        devices=devices,
        file=entry.document.file,
    )


def _solution(words: Words, solution: Solution) -> Said:
    steps = tuple(words.text(step, {}) for step in solution.steps)
    return _said(words, solution, solution.title, steps, solution.see)


def item_said(words: Words, name: str) -> Said:
    """The line of checklists that has this name."""
    entry = words.specs.items[name]
    item = entry.spec
    said = _said(words, item, item.title, see=item.see)
    how = words.text(item.how, {})
    return replace(said, id=name, how=how, priority=item.priority, place=entry.place(key=True))


def _said(
    words: Words,
    part: Solution | Item | Fact,
    title: str | None,
    steps: tuple[Text, ...] = (),
    see: tuple[str, ...] = (),
) -> Said:
    return Said(
        id=None,
        title=title,
        text=words.text(part.text, {}),
        steps=steps,
        see=see,
        how=None,
        priority=None,
        doubt=words.maybe(part.doubt, {}),
        sources=part.sources,
        confidence=of_sources(words.sources(part.sources)),
    )


def _claim(words: Words, claim: ClaimSpec) -> Claim:
    return Claim(words.text(claim.you_may_read, {}), words.text(claim.in_fact, {}), claim.sources)
