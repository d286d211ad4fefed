"""The prose pages of `content/`: which there must be, which slots they have, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.read.characters import text_of
from generator.read.problem import Place, Problem, did_you_mean
from generator.read.source import with_rows
from generator.read.tree import SpecFile
from generator.site.blocks import ON_MANY_PAGES, TOPIC, slot_names, told_slots
from generator.site.device_lists import KINDS, DeviceLists
from generator.site.engine import icon, icon_names
from generator.site.frames import slots_in
from generator.site.settings_file import front_matter_problems
from generator.site.stamping import FRAMES

# The pages that generated pages link to (templates/), and the page for lost readers.
_NEEDED = (
    "index.md",
    "contribute.md",
    "devices/index.md",
    "security.md",
    "sign-out-everywhere.md",
    "sources.md",
    "troubleshooting/index.md",
)


def check_prose(
    kb: KnowledgeBase, content: Path, shown_as: str, changes: Mapping[str, bytes] | None = None
) -> list[Problem]:
    """The problems of `content`: missing pages, pages in the place of generated ones, files that
    are not text, unknown slots, specs no page shows, and icons the site engine does not have.

    `changes` are pages as they are to be, by their paths in `content`.
    """
    if problems := _unreadable(content, shown_as) or _front_matter(content, shown_as):
        return _with_rows(problems, content, shown_as)
    problems = [
        Problem(
            Place(f"{shown_as}/{name}"),
            "missing-page",
            "There is no such page, but others link to it.",
            "Create it.",
        )
        for name in _NEEDED
        if not (content / name).is_file()
    ]
    problems += _taken(kb, content, shown_as)
    told: dict[str, Place] = {}
    known = slot_names(kb)
    for file, line, slot in _slots(content, changes):
        place = Place(f"{shown_as}/{file}", line)
        if slot not in known:
            message = f"There is nothing to put into the slot `{slot}`."
            problems.append(Problem(place, "unknown-slot", message, did_you_mean(slot, known)))
        elif slot in told and (slot not in ON_MANY_PAGES or told[slot].file == place.file):
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
    return _with_rows(sorted([*problems, *_unknown_icons(kb)]), content, shown_as)


def _taken(kb: KnowledgeBase, content: Path, shown_as: str) -> Iterator[Problem]:
    """The pages that stand where a page is generated: only one of the two could be seen."""
    # Lists are made to be asked for their names only if there is a page to compare.
    generated: dict[str, tuple[str, Callable[[], Container[str]]]] = {
        "devices": ("device", lambda: kb.devices),
        "troubleshooting": ("problem", lambda: kb.problems),
        KINDS.rstrip("/"): ("list of devices", lambda: DeviceLists(kb).pages),
    }
    for file in _files(content):
        name = file.relative_to(content).as_posix()
        folder, _, last = _address(name).rstrip("/").rpartition("/")
        what, names = generated.get(folder, ("", tuple))
        if last in names():
            yield Problem(
                Place(f"{shown_as}/{name}"),
                "taken-address",
                f"The page of the {what} `{last}` has this address.",
                "Give the file another name.",
            )


def _with_rows(problems: list[Problem], content: Path, shown_as: str) -> list[Problem]:
    if not problems:
        return []
    names = {f"{shown_as}/{file.relative_to(content).as_posix()}": file for file in _files(content)}
    wrong = {problem.place.file for problem in problems}
    return with_rows(problems, {name: names[name].read_bytes() for name in wrong & names.keys()})


def _unknown_icons(kb: KnowledgeBase) -> Iterator[Problem]:
    """The kinds whose icon the site engine does not have."""
    for kind in kb.kinds:
        if kind.icon is not None and icon(kind.icon) is None:
            message = f"There is no icon `{kind.icon}`."
            yield Problem(
                kind.place, "unknown-icon", message, did_you_mean(kind.icon, icon_names())
            )


def topic_addresses(content: Path) -> Mapping[str, str]:
    """Where each topic is told: the address of its prose page, and the place in it."""
    addresses = {}
    for file, _, slot in _slots(content):
        if slot.startswith(TOPIC):
            addresses[slot.removeprefix(TOPIC)] = f"{_address(file)}#{slot}"
    return addresses


def page_with(content: Path, slot: str) -> str | None:
    """The address of the prose page that has `slot`, if one has."""
    for file, _, found in _slots(content):
        if found == slot:
            return _address(file)
    return None


def _address(file: str) -> str:
    path = file.removesuffix(".md")
    return "" if path == "index" else path.removesuffix("/index") + "/"


def _unreadable(content: Path, shown_as: str) -> list[Problem]:
    return [
        problem
        for file in _files(content)
        for problem in text_of(
            f"{shown_as}/{file.relative_to(content).as_posix()}", file.read_bytes()
        )[1]
    ]


def _front_matter(content: Path, shown_as: str) -> list[Problem]:
    return [
        problem
        for file in _files(content)
        for problem in front_matter_problems(
            file, f"{shown_as}/{file.relative_to(content).as_posix()}"
        )
    ]


def _files(content: Path) -> list[Path]:
    return sorted(content.rglob("*.md"))


def prose_pages(content: Path, shown_as: str) -> Iterator[SpecFile]:
    """Every page of prose as it is, but for the frames of generated ones."""
    for file in _files(content):
        parts = file.relative_to(content).parts
        if parts[0] != FRAMES:
            yield SpecFile(f"{shown_as}/{'/'.join(parts)}", parts, file.read_bytes())


def _slots(
    content: Path, changes: Mapping[str, bytes] | None = None
) -> Iterator[tuple[str, int, str]]:
    for file in _files(content):
        name = file.relative_to(content).as_posix()
        data = (changes or {}).get(name)
        text = file.read_text("utf-8") if data is None else data.decode()
        for line, slot in slots_in(text):
            yield name, line, slot
