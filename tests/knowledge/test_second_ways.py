"""Second ways: those that interfaces share are one, no surer than the least sure of them."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Note
from generator.knowledge.route import Check
from generator.knowledge.second_ways import notes_on, second_ways
from generator.knowledge.wording import checked, day
from generator.publish.publication import Project, load_project
from tests.site_fixtures import ROOT

LumenKnown = Callable[..., KnowledgeBase]


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))


def test_every_fallback_is_in_one_way(shipped: KnowledgeBase) -> None:
    shared = half_known = 0
    for device in shipped.devices.values():
        ways = second_ways(device)
        found = [(one.id, way.route.id) for way in ways for one in way.interfaces]
        wanted = [(i.id, r.id) for i in device.interfaces for r in i.walkthrough.fallbacks]
        assert sorted(found) == sorted(wanted)
        for way in ways:
            shared += len(way.interfaces) > 1
            levels = {one.confidence[way.route.id] for one in way.interfaces}
            if levels > {Confidence.INFERRED}:  # a page shows it on the device, but not on all
                half_known += 1
                assert way.confidence is Confidence.LOW
            else:
                assert way.confidence is min(levels)
            assert (way.only is None) == (len(way.interfaces) == len(device.interfaces))
    assert shared > 10
    assert half_known > 5


def test_a_note_on_one_of_them_keeps_ways_apart(shipped: KnowledgeBase) -> None:
    device = shipped.devices["other-smart-tv"]
    (shared,) = second_ways(device)
    assert (shared.only, shared.notes) == (None, ())
    first = device.interfaces[0]
    note = Note(("Slowly.",), (), first.id, shared.route.id, 1)
    own, others = second_ways(replace(device, notes=(note,)))
    assert own.notes == (note,)
    assert own.only == first.walkthrough.name
    assert others.interfaces == device.interfaces[1:]
    assert others.only == "; ".join(one.walkthrough.name for one in others.interfaces)


def test_the_same_note_on_each_of_them_keeps_ways_together(shipped: KnowledgeBase) -> None:
    device = shipped.devices["other-smart-tv"]
    (shared,) = second_ways(device)
    notes = tuple(Note(("Slowly.",), (), one.id, shared.route.id, 1) for one in device.interfaces)
    (way,) = second_ways(replace(device, notes=notes))
    assert way.interfaces == device.interfaces
    assert way.notes == notes[:1]


def test_notes_belong_to_one_route_of_one_interface(lumen_known: LumenKnown) -> None:
    glow = lumen_known().devices["glow-tv"]
    menu, gear = glow.interfaces
    assert [note.step for note in notes_on(glow, menu, menu.walkthrough.main)] == [None, 2]
    assert not any(notes_on(glow, gear, route) for route in gear.walkthrough.routes)


def test_words_of_checks() -> None:
    date = datetime.date(2026, 3, 9)
    assert day(date) == "9 March 2026"
    assert checked(None) == ""
    assert checked(Check(date, "us", True, True)) == "Last tried on a device on 9 March 2026."
    assert (
        checked(Check(date, "us", False, False))
        == "Changed since it was last compared with its sources on 9 March 2026."
    )
