"""Text with its references resolved: literal pieces and words that mean something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Word:
    """A key, a label, a concept or the service, with the words this reader meets for it.

    ``icon`` is true for a label that the screen shows as a picture. ``symbol`` is the sign printed
    on a key, if it is the usual key.
    """

    kind: Literal["key", "label", "concept", "service"]
    id: str
    text: str
    icon: bool = False
    symbol: str = ""


Text = tuple[str | Word, ...]
_ARTICLES = ("a ", "an ", "the ")


def joined(pieces: Sequence[T], last: str = " and ") -> Iterator[T | str]:
    """A, B and C: the pieces with what stands between them."""
    for number, piece in enumerate(pieces):
        if number:
            yield last if number == len(pieces) - 1 else ", "
        yield piece


def beginning(name: str) -> str:
    """A name as a line begins with it: `the old app` has a capital there, `iPhone` stays."""
    return name[:1].upper() + name[1:] if name.partition(" ")[0].islower() else name


def sorted_as(name: str) -> str:
    """A name as lists are sorted by it: `the old app` stands with the letter O, like `Old app`."""
    folded = name.casefold()
    return next((folded[len(a) :] for a in _ARTICLES if folded.startswith(a)), folded)


def in_path(text: Text) -> Text:
    """An instruction as it stands between others in a path: without its full stop."""
    last = text[-1] if text else ""
    if isinstance(last, str) and last.endswith(".") and not last.endswith(".."):
        return (*text[:-1], last[:-1])
    return text


def plain(text: Iterable[str | Word]) -> str:
    """The text as one reads it aloud, without marks."""
    return "".join(part if isinstance(part, str) else part.text for part in text)
