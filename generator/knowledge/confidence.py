"""How sure we are, computed from the sources' tiers; never written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from generator.model.vocabulary import Source


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


def of_sources(whole: Iterable[Source], in_part: Iterable[Source] = ()) -> Confidence:
    """How sure we are of what `whole` describes entirely, and `in_part` in part.

    An official page makes it high. Two independent pages of good standing make it medium: press,
    how-to sites, copies of an official page or of a named outlet, and an official page that
    describes a part. A copy of an official page does not make it high, because whoever copied it
    may have changed it. Pages of one publisher, and copies of one page, count once. Anything less
    is low.
    """
    whole = list(whole)
    if any(source.tier == "official" for source in whole):
        return Confidence.HIGH
    independent = {
        source.origin or source.publisher
        for source in whole
        if source.tier in ("press", "howto", "official-mirror")
        or (source.tier == "repost" and source.origin is not None)
    } | {source.publisher for source in in_part if source.tier == "official"}
    return Confidence.MEDIUM if len(independent) >= 2 else Confidence.LOW


def on_device(route: Confidence, naming: Iterable[Source]) -> Confidence:
    """How sure we are of a family's route on one device, from the pages that name the device."""
    naming = list(naming)
    return min(route, of_sources(naming)) if naming else Confidence.INFERRED
