"""How sure we are, from the sources' tiers."""

from itertools import permutations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.knowledge.confidence import (
    Confidence,
    grounds,
    of_sources,
    on_device,
    why,
    why_on_device,
)
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


# --- why, in words ----------------------------------------------------------------------------

NAMES = st.sampled_from(["Lumen", "Gazette", "Herald", "Hub", "Maker"])
PAGES = st.lists(
    st.builds(source, st.sampled_from(get_args(Tier)), NAMES, st.none() | NAMES), max_size=5
)


@given(PAGES, PAGES)
def test_the_level_in_words_is_the_computed_one_and_each_page_it_names_counts(
    whole: list[Source], in_part: list[Source]
) -> None:
    level, found = of_sources(whole, in_part), grounds(whole, in_part)
    said = why(whole, in_part)
    assert said.startswith(f"{level.word}: ")
    counting = (*found.whole, *found.in_part)
    assert all(name in said for name in counting)
    assert len(set(counting)) == len(counting)

    def without(name: str) -> Confidence:
        name = name.removeprefix("a copy of ")
        return of_sources(
            [page for page in whole if name not in (page.origin or page.publisher, page.publisher)],
            [page for page in in_part if page.publisher != name],
        )

    # None of them is named in vain: without it there is one fewer that counts.
    if level == HIGH and len(counting) == 1:
        assert without(counting[0]) < HIGH
    if level == MEDIUM and len(counting) == 2:
        assert all(without(name) < MEDIUM for name in counting)
    assert len(counting) >= {HIGH: 1, MEDIUM: 2}.get(level, 0)
    assert level > LOW or len(counting) <= 1


@given(st.sampled_from([LOW, MEDIUM, HIGH]), PAGES)
def test_the_level_on_a_device_in_words_is_the_computed_one(
    route: Confidence, naming: list[Source]
) -> None:
    said = why_on_device(route, naming)
    assert said.partition(":")[0].partition(",")[0] == on_device(route, naming).word
    assert all(name in said for name in grounds(naming).whole)


@pytest.mark.parametrize(
    ("whole", "in_part", "said"),
    [
        ([OFFICIAL], [], "high: an official page describes the whole way (Lumen)"),
        (
            [PRESS, HOWTO],
            [],
            "medium: two independent guides describe the whole way (Gazette, Hub)",
        ),
        (
            [PRESS],
            [OFFICIAL],
            "medium: a guide describes the whole way (Gazette), "
            "and an official page describes a part of it (Lumen)",
        ),
        ([PRESS], [], "low: only one independent guide describes the whole way (Gazette)"),
        (
            [PRESS, source("blog", "B")],
            [],
            "low: only one independent guide describes the whole way (Gazette); "
            "weak pages do not count (B)",
        ),
        (
            [source("blog", "B")],
            [],
            "low: no page describes the whole way; weak pages do not count (B)",
        ),
        (
            [],
            [OFFICIAL],
            "low: no guide describes the whole way, only an official page describes a part of it "
            "(Lumen)",
        ),
        ([], [], "low: no page describes the whole way"),
    ],
)
def test_why(whole: list[Source], in_part: list[Source], said: str) -> None:
    assert why(whole, in_part) == said


def test_why_on_a_device() -> None:
    assert why_on_device(HIGH, []) == "inferred: no source shows this interface on this device"
    assert why_on_device(HIGH, [PRESS]) == (
        "low: only one independent guide shows this interface on this device (Gazette)"
    )
    assert why_on_device(LOW, [OFFICIAL]) == (
        "low, as the route itself is no surer: "
        "an official page shows this interface on this device (Lumen)"
    )
