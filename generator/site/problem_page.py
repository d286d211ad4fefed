"""The page of a problem: the symptom, and every solution worth trying, in order."""

from __future__ import annotations

from collections.abc import Mapping

from generator.knowledge.base import Guidance, KnowledgeBase
from generator.knowledge.changed import LastChanged
from generator.knowledge.text import plain
from generator.knowledge.trouble import told_by_kind
from generator.site.device_lists import MOST_NAMED, DeviceLists
from generator.site.device_page import MAX_DESCRIPTION
from generator.site.frames import Page
from generator.site.html import make_environment

MAX_RELATED = 4  # the index has the others
_LONG_WORD = 30  # letters; there are texts without spaces


class ProblemPages:
    """Renders the problems of a knowledge base."""

    def __init__(self, kb: KnowledgeBase, told: Mapping[str, str]) -> None:
        """`told` has the address of the prose page that tells each topic."""
        self.kb = kb
        self._told = told
        self._changed = LastChanged(kb)
        self._lists = DeviceLists(kb)
        self._page = make_environment().get_template("problem.html")

    def page(self, problem: Guidance) -> Page:
        """The page of `problem`."""
        headings = [
            (f"solution-{number}", f"{number}. {solution.title}")
            for number, solution in enumerate(problem.said, 1)
        ]
        changed = self._changed.problem(problem.id)
        after = [("not-solved", "Nothing here helped"), ("worked", "It worked when")]
        return Page(
            path=f"troubleshooting/{problem.id}/",
            title=problem.title,
            description=_cut(f"{problem.title}: {plain(problem.intro)}"),
            headings=(*headings, *after),
            content=self._page.render(
                kb=self.kb,
                problem=problem,
                headings=headings,
                told=self._told,
                concerns=self._concerns(problem),
                unnamed=max(0, len(problem.devices) - MOST_NAMED),
                related=self._related(problem),
                changed=changed,
            ),
            source=problem.file,
            changed=changed,
        )

    def _concerns(self, problem: Guidance) -> list[dict[str, str]]:
        """Links to what the problem happens on: kinds, families by their devices, devices."""
        links = [
            {"to": f"../../{self._lists.address(kind.id)}", "text": kind.name}
            for kind in told_by_kind(problem, self.kb.kinds)
        ]
        return links + [
            {"to": f"../../devices/{id}/", "text": self.kb.devices[id].name}
            for id in problem.devices[:MOST_NAMED]
        ]

    def _related(self, problem: Guidance) -> list[Guidance]:
        """Problems to read next: those it names, those that name it, those on like devices."""

        def rank(other: Guidance) -> tuple[bool, bool, float]:
            return (
                not _names(problem, other),
                not _names(other, problem),
                -_likeness(problem, other),
            )

        others = (other for other in self.kb.problems.values() if other is not problem)
        return sorted(others, key=rank)[:MAX_RELATED]


def _names(problem: Guidance, other: Guidance) -> bool:
    return any(other.id in solution.see for solution in problem.said)


def _likeness(one: Guidance, other: Guidance) -> float:
    """How far they happen on the same kinds of devices, from 0 to 1; no kinds mean any device."""
    both = {*one.kinds, *other.kinds}
    return len({*one.kinds} & {*other.kinds}) / len(both) if both else 1.0


def _cut(text: str) -> str:
    """At most the length search engines show, ending with a whole word that is not too long."""
    if len(text) <= MAX_DESCRIPTION:
        return text
    shown = text[: MAX_DESCRIPTION - 1]
    words, _, part = shown.rpartition(" ")
    return (words if len(part) < _LONG_WORD else shown).rstrip(" ,;:.") + "…"
