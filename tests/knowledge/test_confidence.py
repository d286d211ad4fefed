"""How sure we are, from the sources' tiers."""

from itertools import permutations

import pytest

from generator.knowledge.confidence import Confidence, of_sources, on_device
from generator.model.vocabulary import Source, Tier

HIGH, MEDIUM, LOW, INFERRED = (
    *(Confidence.HIGH, Confidence.MEDIUM),
    *(Confidence.LOW, Confidence.INFERRED),
)


def source(tier: Tier, publisher: str = "A", origin: str | None = None) -> Source:
    url = f"https://{publisher.lower()}.example/"
    return Source(url=url, title="T", publisher=publisher, tier=tier, origin=origin)


OFFICIAL = source("official", "Lumen")
PRESS, OTHER_PRESS = source("press", "Gazette"), source("press", "Herald")
HOWTO = source("howto", "Hub")


@pytest.mark.parametrize(
    ("sources", "confidence"),
    [
        ([], LOW),
        ([OFFICIAL], HIGH),
        ([OFFICIAL, source("blog", "B")], HIGH),
        ([PRESS], LOW),
        ([PRESS, HOWTO], MEDIUM),
        ([PRESS, OTHER_PRESS], MEDIUM),
        ([PRESS, source("howto", "Gazette")], LOW),
        ([PRESS, source("blog", "B"), source("blog", "C")], LOW),
        ([source("blog", name) for name in "BCDEF"], LOW),
        # A copy counts as the page it copies, and not at all if nobody knows which that is.
        ([PRESS, source("repost", "C", "Gazette")], LOW),
        ([PRESS, source("repost", "C", "Herald")], MEDIUM),
        ([PRESS, source("repost", "C")], LOW),
        # A copy of an official page may have been changed.
        ([source("official-mirror", "C", "Lumen")], LOW),
        ([source("official-mirror", "C", "Lumen"), source("official-mirror", "D", "Lumen")], LOW),
        ([source("official-mirror", "C", "Lumen"), PRESS], MEDIUM),
    ],
)
def test_of_sources(sources: list[Source], confidence: Confidence) -> None:
    for order in permutations(sources[:4]):
        assert of_sources([*order, *sources[4:]]) == confidence


@pytest.mark.parametrize(
    ("whole", "in_part", "confidence"),
    [
        ([PRESS], [OFFICIAL], MEDIUM),
        ([], [OFFICIAL], LOW),
        ([], [OFFICIAL, source("official", "Maker")], MEDIUM),
        ([PRESS], [HOWTO, OTHER_PRESS], LOW),
        ([source("blog", "B")], [OFFICIAL], LOW),
        ([source("official-mirror", "C", "Lumen")], [OFFICIAL], LOW),
    ],
)
def test_of_sources_that_describe_a_part(
    whole: list[Source], in_part: list[Source], confidence: Confidence
) -> None:
    assert of_sources(whole, in_part) == confidence


def test_on_a_device_no_page_names() -> None:
    assert on_device(HIGH, []) == INFERRED
    assert on_device(LOW, []) == INFERRED


@pytest.mark.parametrize("route", [LOW, MEDIUM, HIGH])
def test_on_a_device_never_surer_than_of_the_route(route: Confidence) -> None:
    assert on_device(route, [OFFICIAL]) == route
    assert on_device(route, [PRESS, HOWTO]) == min(route, MEDIUM)
    assert on_device(route, [PRESS]) == LOW


def test_words_in_order() -> None:
    assert [level.word for level in sorted(Confidence)] == ["inferred", "low", "medium", "high"]
