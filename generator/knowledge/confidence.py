"""How sure we are, computed from the sources' tiers; never written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol


class Confidence(IntEnum):
    """From least to most sure, so that the lower of two is `min`."""

    INFERRED = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """The level's name as pages and data show it."""
        return self.name.lower()


class Page(Protocol):
    """What counts of a source: who publishes it, of which tier it is, and whose page it copies."""

    @property
    def tier(self) -> str:
        """How good it is, as a source spec has it."""

    @property
    def publisher(self) -> str:
        """Who publishes it."""

    @property
    def origin(self) -> str | None:
        """Whose page it copies."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """How sure we are, and by whose word: the publishers that make it so, each once.

    `whole` describe all of it, `in_part` are official pages that describe a part. With a low
    confidence they are what counts and is too little. `weak` are publishers whose pages do not
    count.
    """

    level: Confidence
    whole: tuple[str, ...]
    in_part: tuple[str, ...]
    weak: tuple[str, ...]

    def why(self, verb: str = "describe", what: str = "the whole way") -> str:
        """The reason in words: two independent guides describe the whole way (The Gazette, …)."""
        weak = f"weak pages do not count {_named(self.weak)}"
        part = _said(self.in_part, "official page", verb, "a part of it")
        if self.level is Confidence.HIGH:
            return _said(self.whole, "official page", verb, what)
        if self.level is Confidence.MEDIUM:
            guides = "guide" if len(self.whole) == 1 else "independent guide"
            said = [_said(self.whole, guides, verb, what)] if self.whole else []
            return ", and ".join([*said, *([part] if self.in_part else [])])
        if self.whole:
            said = [f"only one independent guide {verb}s {what} {_named(self.whole)}"]
        elif self.in_part:
            said = [f"no guide {verb}s {what}, only {part}"]
        else:
            said = [f"no page {verb}s {what}"]
        return "; ".join([*said, *([weak] if self.weak else [])])


_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def _said(names: Sequence[str], noun: str, verb: str, what: str) -> str:
    """An official page describes it (Lumen Help); two guides describe it (The Gazette, Hub)."""
    if len(names) == 1:
        return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun} {verb}s {what} {_named(names)}"
    number = _NUMBERS[len(names)] if len(names) < len(_NUMBERS) else str(len(names))
    return f"{number} {noun}s {verb} {what} {_named(names)}"


def _named(names: Sequence[str]) -> str:
    return f"({', '.join(names)})"


def grounds(whole: Iterable[Page], in_part: Iterable[Page] = ()) -> Grounds:
    """How sure we are of what `whole` describes entirely, and `in_part` in part; and why.

    An official page makes it high. Two independent pages of good standing make it medium: press,
    how-to sites, copies of an official page or of a named outlet, and an official page that
    describes a part. A copy of an official page does not make it high, because whoever copied it
    may have changed it. Pages of one publisher, and copies of one page, count once. Anything less
    is low.
    """
    whole = list(whole)
    official = _once(page.publisher for page in whole if page.tier == "official")
    if official:
        return Grounds(Confidence.HIGH, official, (), ())
    counted = {page.origin or page.publisher: page for page in reversed(whole) if _counts(page)}
    counted |= {page.publisher: page for page in whole if _counts(page) and page.origin is None}
    parts = _once(page.publisher for page in in_part if page.tier == "official")
    parts = tuple(name for name in parts if name not in counted)
    enough = len(counted) + len(parts) >= 2
    return Grounds(
        Confidence.MEDIUM if enough else Confidence.LOW,
        _once(_whose(page) for page in whole if page in counted.values()),
        parts,
        _once(page.publisher for page in whole if not _counts(page)),
    )


def _whose(page: Page) -> str:
    return page.publisher if page.origin is None else f"a copy of {page.origin}"


def _counts(page: Page) -> bool:
    return page.tier in ("press", "howto", "official-mirror") or (
        page.tier == "repost" and page.origin is not None
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def of_sources(whole: Iterable[Page], in_part: Iterable[Page] = ()) -> Confidence:
    """How sure we are of what `whole` describes entirely, and `in_part` in part: see `grounds`."""
    return grounds(whole, in_part).level


def on_device(route: Confidence, naming: Iterable[Page]) -> Confidence:
    """How sure we are of a family's route on one device, from the pages that name the device."""
    naming = list(naming)
    return min(route, of_sources(naming)) if naming else Confidence.INFERRED


def why(whole: Iterable[Page], in_part: Iterable[Page] = ()) -> str:
    """How sure we are of a family's route, and why, in words: medium: two independent guides
    describe the whole way (The Gazette, How-to Hub)."""
    found = grounds(whole, in_part)
    return f"{found.level.word}: {found.why()}"


def why_on_device(route: Confidence, naming: Iterable[Page]) -> str:
    """How sure we are of a family's route on one device, and why, in words."""
    naming = list(naming)
    level = on_device(route, naming)
    if not naming:
        return f"{level.word}: no source shows this interface on this device"
    found = grounds(naming)
    because = found.why("show", "this interface on this device")
    if found.level <= route:
        return f"{level.word}: {because}"
    return f"{level.word}, as the route itself is no surer: {because}"
