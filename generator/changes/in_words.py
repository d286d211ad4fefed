"""Changes as text and as Markdown, for people: one line for each thing or group of things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.changes.sentences import Quote, Sentence, ended, spoken
from generator.knowledge.text import beginning, joined
from generator.knowledge.wording import counted

if TYPE_CHECKING:
    from generator.changes.compare import Change

NOTHING = "Nothing changes for readers."
_MOST_NAMES = 3
_ON_ONE_LINE = 2  # sentences
HEADINGS = {
    "device": "Devices",
    "problem": "Problems",
    "checklist": "Checklists",
    "item": "Items of checklists",
    "topic": "Topics",
    "word": "Words on screens",
    "key": "Keys",
    "concept": "Our own words",
    "source": "Sources",
    "kind": "Kinds of device",
    "pack": "Packs to print",
    "everyday": "What the finder knows",
    "service": "The whole site",
}
# Whatever a host of Markdown may take for more than the text it is: mentions, numbers of issues,
# addresses, names of emoji, hashes of commits.
_LINKED = re.compile(r"[@#]|://|www\.|:\w+:|\b[0-9a-f]{7,}\b|\bGH-\d", re.IGNORECASE)
# Marks inside a line; what counts only where a line begins cannot stand there.
_MARKS = re.compile(r"([\\`*_{}\[\]()!|<>~&$=^])")
# The most telling first: whole devices, then what changed on them, then when it was checked.
RANKS = {"new": 0, "retired": 1, "removed": 2, "changed": 3, "checked": 4}


def in_text(changes: Sequence[Change], devices: int) -> list[str]:
    """The changes as lines of text; `devices` is how many devices there are now."""
    if not changes:
        return [NOTHING]
    lines: list[str] = []
    for heading, groups in _headed(changes):
        lines += ["", heading] if lines else [heading]
        for group in groups:
            who = _spoken(_who(group[0], devices))
            said = [spoken(change.says) for change in group]
            lines += _listed(who, said, "  ", "      ")
    return lines


def in_markdown(changes: Sequence[Change], devices: int) -> list[str]:
    """The changes as lines of Markdown: nothing from specs is taken for a mark in it."""
    if not changes:
        return [NOTHING]
    lines: list[str] = []
    for heading, groups in _headed(changes):
        lines += ["", f"### {heading}", ""] if lines else [f"### {heading}", ""]
        for group in groups:
            who = _marked(_who(group[0], devices))
            said = [_marked(ended(change.says)) for change in group]
            lines += _listed(f"**{who}**" if who else "", said, "- ", "  - ")
    return lines


def told(change: Change, devices: int) -> tuple[str, str]:
    """How a line about `change` begins (it may be empty), and the sentence, both as text."""
    return _spoken(_who(change, devices)), spoken(change.says)


def _listed(who: str, said: list[str], first: str, further: str) -> list[str]:
    """A few sentences in one line, more of them below each other."""
    if not who:
        return [f"{first}{sentence}" for sentence in said]
    if len(said) <= _ON_ONE_LINE:
        text = " ".join(said)
        return [f"{first}{who}: {text[:1].lower()}{text[1:]}"]
    return [f"{first}{who}:", *(f"{further}{sentence}" for sentence in said)]


def _headed(changes: Sequence[Change]) -> list[tuple[str, list[list[Change]]]]:
    """Headings, each with the changes of the same subjects together."""
    headed: dict[str, dict[object, list[Change]]] = {}
    for change in changes:
        groups = headed.setdefault(HEADINGS[change.about], {})
        key = (change.subjects, change.within, change.part == "renamed", *_stands(change))
        groups.setdefault(key, []).append(change)
    return [
        (heading, sorted(groups.values(), key=lambda group: min(map(rank, group))))
        for heading, groups in headed.items()
    ]


def rank(change: Change) -> int:
    """How late it is told among others: a low number is the most telling."""
    return RANKS[change.what] + (2 if change.part in ("check", "lapse") else 0)


def _stands(change: Change) -> tuple[object, ...]:
    return (change.devices, change.problems) if _tells_where(change) else ()


def _tells_where(change: Change) -> bool:
    return change.about in ("word", "key", "concept", "source") and change.what == "changed"


def _who(change: Change, devices: int) -> Sentence:
    """How a line begins: by the names of what it is about."""
    if change.part == "renamed":
        return _there(change, devices) if _tells_where(change) else ()
    if change.about == "service":
        return ()
    who = _named(change, devices)
    if change.within:
        who = (*who, ", in ", Quote(change.within))
    if _tells_where(change) and (change.devices or change.problems):
        counts = (_count(change.devices, "device"), _count(change.problems, "problem"))
        who = (*who, f" (on {' and '.join(filter(None, counts))})")
    return who


def _there(change: Change, devices: int) -> Sentence:
    """Where a word stands that has a new name."""
    problems = _count(change.problems, "problem")
    if not change.devices:
        return (f"In {problems}",) if problems else ()
    names = change.device_names
    few = _names(names[:_MOST_NAMES], more=True)
    on: Sentence = ("On ", *_names(names, last=True))
    if len(names) > _MOST_NAMES:
        on = (f"On {_count(names, 'device')} (", *few, ")")
    if len(names) == devices > _MOST_NAMES:
        on = (f"On all {devices} devices",)
    return (*on, f" and in {problems}") if problems else on


def _count(names: Sequence[object], noun: str) -> str:
    return counted(len(names), noun) if names else ""


def _named(change: Change, devices: int) -> Sentence:
    names = tuple(subject.name for subject in change.subjects)
    quoted = change.about != "device"
    if not quoted and len(names) == devices > _MOST_NAMES:
        return (f"On all {devices} devices",)
    if not quoted and len(names) > _MOST_NAMES:
        return (f"On {len(names)} devices (", *_names(names[:_MOST_NAMES], more=True), ")")
    if len(names) > 2 * _MOST_NAMES:
        more = f" and {len(names) - _MOST_NAMES} more"
        return (*_names(names[:_MOST_NAMES], quoted=quoted), more)
    first = names[:1] if quoted else tuple(map(beginning, names[:1]))
    return _names((*first, *names[1:]), quoted=quoted, last=True)


class _Name(Quote):
    """A name at the beginning of a line, which needs no quotation marks."""


def _names(
    names: Sequence[str], *, more: bool = False, quoted: bool = False, last: bool = False
) -> Sentence:
    quotes = [Quote(name) if quoted else _Name(name) for name in names]
    said = joined(quotes, " and " if last else ", ")
    return (*said, ", …") if more else tuple(said)


def _spoken(says: Sentence) -> str:
    return "".join(piece.text if isinstance(piece, _Name) else spoken((piece,)) for piece in says)


def _marked(says: Sentence) -> str:
    said = []
    for piece in says:
        if isinstance(piece, str):
            said.append(piece)
        else:
            text = escaped(piece.text)
            said.append(text if isinstance(piece, _Name) else f"“{text}”")
    return "".join(said)


def escaped(text: str) -> str:
    """`text` for Markdown, so that it is shown as it is typed. What a host might make a link or a
    mention of stands as code, in which nothing is looked for."""
    if not _LINKED.search(text):
        return _MARKS.sub(r"\\\1", text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{space}{text}{space}{fence}"
