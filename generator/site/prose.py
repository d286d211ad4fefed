"""The prose pages of `content/`: which slots they have, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.read.problem import Place, Problem, did_you_mean
from generator.site.blocks import TOPIC, slot_names, told_slots
from generator.site.frames import slots_in


def check_prose(kb: KnowledgeBase, content: Path, shown_as: str) -> list[Problem]:
    """The problems of the slots in `content`: unknown ones, and specs no page shows."""
    problems = []
    told: dict[str, Place] = {}
    known = slot_names(kb)
    for file, line, slot in _slots(content):
        place = Place(f"{shown_as}/{file}", line)
        if slot not in known:
            message = f"There is nothing to put into the slot `{slot}`."
            problems.append(Problem(place, "unknown-slot", message, did_you_mean(slot, known)))
        elif slot in told:
            message = f"The slot `{slot}` stands already at {told[slot]}."
            problems.append(Problem(place, "slot-twice", message, "Keep one of them."))
        told.setdefault(slot, place)
    for slot, spec in told_slots(kb).items():
        if slot not in told:
            problems.append(
                Problem(
                    Place(spec.file),
                    "not-shown",
                    "No page shows this.",
                    f"Write `<!-- slot: {slot} -->` on a line of its own in {shown_as}/.",
                )
            )
    return sorted(problems)


def topic_addresses(content: Path) -> Mapping[str, str]:
    """Where each topic is told: the address of its prose page, and the place in it."""
    addresses = {}
    for file, _, slot in _slots(content):
        if slot.startswith(TOPIC):
            path = file.removesuffix(".md")
            page = "" if path == "index" else path.removesuffix("/index") + "/"
            name = slot.removeprefix(TOPIC)
            addresses[name] = f"{page}#{slot}"
    return addresses


def _slots(content: Path) -> Iterator[tuple[str, int, str]]:
    for file in sorted(content.rglob("*.md")):
        for line, slot in slots_in(file.read_text("utf-8")):
            yield file.relative_to(content).as_posix(), line, slot
