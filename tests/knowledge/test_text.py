"""Names where a line begins with them and where lists have them; instructions in a path."""

from __future__ import annotations

import pytest

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.text import Text, Word, beginning, in_path, sorted_as
from tests.conftest import LumenKnown

HOME = Word("key", "home", "Home")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("your account page", "Your account page"),
        ("a hotel or rental TV", "A hotel or rental TV"),
        ("iPhone", "iPhone"),
        ("webOS TV", "webOS TV"),
        ("Glow TV", "Glow TV"),
        ("3DS", "3DS"),
        ("été", "Été"),
    ],
)
def test_a_line_begins_with_a_capital_but_no_proper_name_is_changed(name: str, begins: str) -> None:
    assert beginning(name) == begins


def test_lists_are_sorted_as_if_names_had_no_article() -> None:
    names = ["a hotel TV", "the old app", "Android TV", "an Echo", "Thermostat", "A"]
    assert sorted(names, key=sorted_as) == [
        *("A", "Android TV", "an Echo", "a hotel TV", "the old app", "Thermostat")
    ]


def test_devices_stand_where_readers_look_for_them(lumen_known: LumenKnown) -> None:
    kb: KnowledgeBase = lumen_known(
        {"devices/phone/handy.yml": ("name: Handy phone", "name: an older phone")}
    )
    assert [device.title for device in kb.devices.values()] == [
        *("Cast Dongle", "Glow Stick", "Glow TV", "An older phone", "Play Box"),
        "Your account page",
    ]


@pytest.mark.parametrize(
    ("instruction", "between"),
    [
        (("Enter the PIN.",), ("Enter the PIN",)),
        (("Press ", HOME, " twice."), ("Press ", HOME, " twice")),
        (("Press ", HOME, "."), ("Press ", HOME, "")),
        (("Wait a little...",), ("Wait a little...",)),
        (("Press ", HOME), ("Press ", HOME)),
        (("Sure?",), ("Sure?",)),
        ((), ()),
    ],
)
def test_in_a_path_an_instruction_has_no_full_stop(instruction: Text, between: Text) -> None:
    assert in_path(instruction) == between
