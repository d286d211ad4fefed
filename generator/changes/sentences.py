"""What is told of one difference: which part, in which words, what it was and what it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.knowledge.confidence import Confidence
from generator.knowledge.text import joined
from generator.knowledge.wording import SURE
from generator.model.changelog import What


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Words of the specs inside a sentence of ours. Whoever shows them escapes and marks them."""

    text: str


Sentence = tuple[str | Quote, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `part` names the part that differs and never changes its meaning; `says` is a
    whole sentence; `old` and `new` are the words before and after, or None if there were none.

    `within` is the name of the interface it is about, if it is about one; `devices` has the ids of
    devices it is about, if they are not what it is told of.
    """

    part: str
    says: Sentence
    old: str | None = None
    new: str | None = None
    what: What = "changed"
    within: str = ""
    devices: tuple[str, ...] = ()


def now_was(
    part: str, noun: str, old: str | None, new: str | None, *, of: Sentence = ()
) -> Difference:
    """The difference of one thing that is called `noun` and, after that, `of`: “The word on step 4
    is now …, was …”, “A new note: …”, “The note is gone; it was …”. Empty counts as nothing.

    If both read the same, what differs is how words in it are marked, or what they are called in
    other languages.
    """
    name: Sentence = (noun, *of)
    the = "" if noun[-1:].isdigit() else "the "
    begin = f"{the}{noun}"
    whole: Sentence = (begin[:1].upper() + begin[1:], *of)
    if not old:
        return Difference(part, ("A new ", *name, ": ", Quote(new or ""), "."), None, new)
    if not new:
        return Difference(part, (*whole, " is gone; it was ", Quote(old), "."), old, None)
    if old == new:
        says: Sentence = (*whole, " reads as before, but marks other words: ", Quote(new))
        return Difference(part, (*says, "."), old, new)
    return Difference(part, (*whole, " is now ", Quote(new), ", was ", Quote(old), "."), old, new)


def renamed(old: str, new: str, noun: str = "") -> Difference:
    """Something that readers know by another name now; the sentence needs no subject."""
    begin: Sentence = (f"The {noun} ", Quote(old)) if noun else (Quote(old),)
    return Difference("renamed", (*begin, " is now called ", Quote(new), "."), old, new)


def came(part: str, says: Sentence, new: str) -> Difference:
    """Something that was not there before."""
    return Difference(part, says, None, new)


def went(part: str, says: Sentence, old: str) -> Difference:
    """Something that is no longer there."""
    return Difference(part, says, old, None)


def otherwise(part: str, says: str) -> Difference:
    """A difference that has no words of its own, such as another order."""
    return Difference(part, (says,))


def listed(
    part: str,
    noun: str,
    old: Iterable[str],
    new: Iterable[str],
    *,
    of: Sentence = (),
    many: str = "",
) -> Iterator[Difference]:
    """The differences of two lists of names that are called `noun` each, and `many` together."""
    old, new = list(old), list(new)
    many = many or f"{noun}s"
    came_now = [name for name in new if name not in old]
    gone = [name for name in old if name not in new]
    if came_now:
        said = f"A new {noun}" if len(came_now) == 1 else f"New {many}"
        yield Difference(part, (said, *of, ": ", *quotes(came_now), "."), None, ", ".join(came_now))
    if gone:
        said = f"No longer a {noun}" if len(gone) == 1 else f"No longer {many}"
        yield Difference(part, (said, *of, ": ", *quotes(gone), "."), ", ".join(gone), None)
    if sorted(old) == sorted(new) and old != new:
        order: Sentence = (f"The order of the {many}", *of, " is now ", *quotes(new), ".")
        yield Difference(part, order, ", ".join(old), ", ".join(new))


def spoken(says: Sentence) -> str:
    """A sentence as text: words of the specs in quotation marks."""
    return "".join(piece if isinstance(piece, str) else f"“{piece.text}”" for piece in ended(says))


def ended(says: Sentence) -> Sentence:
    """A sentence without a full stop after words that end in one."""
    if len(says) > 1 and says[-1] == "." and isinstance(says[-2], Quote):
        return says[:-1] if says[-2].text.endswith((".", "!", "?", "…")) else says
    return says


def quotes(names: Iterable[str], last: str = " and ") -> Sentence:
    """“A”, “B” and “C”."""
    return tuple(joined([Quote(name) for name in names], last))


def inside(told: Iterable[Difference], within: str) -> Iterator[Difference]:
    """The same differences, said of an interface."""
    return (replace(one, within=within) for one in told)


def sureness(old: Confidence, new: Confidence, of: Sentence = ()) -> Iterator[Difference]:
    """How much surer or less sure we are."""
    if old != new:
        was, now = (SURE[level].partition(":")[0].lower() for level in (old, new))
        more = "more" if new > old else "less"
        yield Difference(
            "confidence", (f"We are {more} sure", *of, f": {now}, was {was}."), was, now
        )
