"""A whole site that is built again, with all that can be taken along, is as built from nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from generator.read.kept import Kept
from tests.publish.test_earlier import CHANGES, SEEDS, Place, edited_at_random


class WholePlace(Place):
    """A project that is built with PDFs, open data, search and archive."""

    def built(self, out: str, kept: Kept, pages_only: bool = False) -> str | dict[str, bytes]:
        return super().built(out, kept, pages_only=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("whole")
        patch.chdir(folder)
        yield WholePlace(folder)


def files(place: Place) -> list[Path]:
    return sorted(file for file in (place.folder / "again").rglob("*") if file.is_file())


def a_touched_file(place: Place, dice: random.Random) -> None:
    """Of any kind, so that it is often the only one of its kind."""
    kinds = sorted({file.suffix for file in files(place)})
    if kinds:
        kind = dice.choice(kinds)
        file = dice.choice([file for file in files(place) if file.suffix == kind])
        file.write_bytes(file.read_bytes() + b" ")


def a_file_in_the_place_of_another(place: Place, dice: random.Random) -> None:
    if there := files(place):
        one, other = dice.choice(there), dice.choice(there)
        if one != other:
            shutil.copy2(one, other)


def a_file_that_is_gone(place: Place, dice: random.Random) -> None:
    if there := [file for file in files(place) if file.name != "sitemap.xml"]:
        dice.choice(there).unlink()


TOUCHES = [a_touched_file, a_file_in_the_place_of_another, a_file_that_is_gone]


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(max_examples=10)
@given(SEEDS)
def test_a_whole_site_built_again_comes_to_the_same(place: Place, seeds: list[int]) -> None:
    """After each of a hundred edits; test_earlier.py has a small sibling."""
    edited_at_random(place, seeds, [*CHANGES, *TOUCHES * 2])
