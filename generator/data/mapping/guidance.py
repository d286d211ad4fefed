"""Problems, checklists and topics as entities."""

from __future__ import annotations

from generator.data import entities
from generator.data.mapping.routes import maybe
from generator.knowledge.base import Claim, Guidance, KnowledgeBase, Said
from generator.knowledge.changed import LastChanged
from generator.knowledge.text import plain


class Guides:
    """What a knowledge base tells beyond the steps."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._changed = LastChanged(kb)

    def problem(self, problem: Guidance) -> entities.Problem:
        """A problem with its solutions."""
        return entities.Problem(
            id=problem.id,
            title=problem.title,
            also=problem.also,
            symptom=plain(problem.intro),
            messages=problem.messages,
            solutions=tuple(self._solution(said) for said in problem.said),
            worked=plain(problem.worked or ()),
            claims=_claims(problem),
            kinds=problem.kinds,
            devices=problem.devices,
            changed=self._changed.problem(problem.id),
            page=f"troubleshooting/{problem.id}/",
        )

    def _solution(self, said: Said) -> entities.Solution:
        return entities.Solution(
            title=said.title or "",
            text=plain(said.text),
            steps=tuple(plain(step) for step in said.steps),
            see=self._see(said),
            doubt=maybe(said.doubt),
            confidence=said.confidence.word,
            sources=said.sources,
        )

    def checklist(self, checklist: Guidance) -> entities.Checklist:
        """A checklist with its items."""
        return entities.Checklist(
            id=checklist.id,
            title=checklist.title,
            intro=plain(checklist.intro),
            items=tuple(self.item(said) for said in checklist.said),
            claims=_claims(checklist),
        )

    def item(self, said: Said) -> entities.Item:
        """An item of checklists."""
        return entities.Item(
            id=said.id or "",
            title=said.title or "",
            text=plain(said.text),
            how=plain(said.how or ()),
            priority=said.priority,
            see=self._see(said),
            doubt=maybe(said.doubt),
            confidence=said.confidence.word,
            sources=said.sources,
        )

    def _see(self, said: Said) -> tuple[entities.SeeAlso, ...]:
        return tuple(self._one_to_see(name) for name in said.see)

    def _one_to_see(self, name: str) -> entities.SeeAlso:
        kb = self._kb
        if name in kb.devices:
            return entities.SeeAlso(kind="device", id=name, title=kb.devices[name].title)
        if name in kb.problems:
            return entities.SeeAlso(kind="problem", id=name, title=kb.problems[name].title)
        return entities.SeeAlso(kind="topic", id=name, title=kb.topics[name].title)


def topic(topic: Guidance) -> entities.Topic:
    """A topic with its facts."""
    return entities.Topic(
        id=topic.id,
        title=topic.title,
        facts=tuple(
            entities.Fact(
                text=plain(said.text),
                doubt=maybe(said.doubt),
                confidence=said.confidence.word,
                sources=said.sources,
            )
            for said in topic.said
        ),
        claims=_claims(topic),
    )


def _claims(guidance: Guidance) -> tuple[entities.Claim, ...]:
    return tuple(_claim(claim) for claim in guidance.claims)


def _claim(claim: Claim) -> entities.Claim:
    return entities.Claim(
        you_may_read=plain(claim.you_may_read), in_fact=plain(claim.in_fact), sources=claim.sources
    )
