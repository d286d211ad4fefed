"""What needs checking, on any given day."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.freshness import REASONS, Due, doubts, due, untried
from generator.knowledge.text import plain
from tests.conftest import LumenKnown

MENU, GEAR, TV, BOX = (
    *("families/tv-menu.yml", "families/tv-gear.yml"),
    *("devices/tv/glow-tv.yml", "devices/console/play-box.yml"),
)
TODAY = datetime.date(2026, 11, 22)
SOURCES = "    sources: [lumen-help, gazette]\n"
MENU_CHECK = "    checked: {date: 2026-11-01, by: us, covers: ofkadbkp}\n"
ON_TV = "    sources: [lumen-help]\n    checked: {menu: {date: 2026-11-01, by: us, %s}}\n"


def found(kb: KnowledgeBase, today: datetime.date = TODAY, **more: object) -> dict[str, list[Due]]:
    """What is due, by reason."""
    listed: dict[str, list[Due]] = {reason: [] for reason in REASONS}
    for one in due(kb, today, **more):  # type: ignore[arg-type]
        listed[one.reason].append(one)
    return listed


def told(listed: list[Due]) -> list[tuple[str, tuple[str, ...]]]:
    return [(" ".join(one.names), one.shown_on) for one in listed]


def test_what_nobody_checked_is_one_line_for_all_devices_that_share_it(
    lumen_known: LumenKnown,
) -> None:
    listed = found(lumen_known())
    assert sorted(told(listed["never"])) == [
        ("devices-page/one-device devices-page/all-devices", ("lumen-account/devices-page",)),
        ("phone-app/me", ("handy/app",)),
        ("tv-gear/menu", ("glow-tv/gear",)),
        ("tv-menu/key-code", ("glow-tv/menu", "glow-tv/gear", "play-box/menu")),
        ("tv-menu/menu", ("glow-tv/menu", "play-box/menu")),
    ]
    # What most devices share comes first.
    assert [len(one.shown_on) for one in listed["never"]] == [3, 2, 1, 1, 1]


def test_a_check_lapses_when_the_steps_change(lumen_known: LumenKnown) -> None:
    checked = {MENU: (SOURCES, SOURCES + MENU_CHECK)}
    listed = found(lumen_known(checked))
    assert not listed["changed"]
    assert "tv-menu/menu" not in [one.names[0] for one in listed["never"]]
    changed = found(lumen_known({**checked, "labels.yml": ("Get Help", "Help")}))["changed"]
    assert told(changed) == [("tv-menu/menu", ("glow-tv/menu", "play-box/menu"))]
    assert changed[0].check is not None
    assert changed[0].place.file.endswith(MENU)


@pytest.mark.parametrize(("days", "is_old"), [(21, False), (20, True)])
def test_a_check_grows_old(lumen_known: LumenKnown, days: int, is_old: bool) -> None:
    kb = lumen_known({MENU: (SOURCES, SOURCES + MENU_CHECK)})
    listed = found(kb, older_than=datetime.timedelta(days=days))
    assert told(listed["old"]) == (
        [("tv-menu/menu", ("glow-tv/menu", "play-box/menu"))] if is_old else []
    )


def test_a_device_with_a_check_of_its_own_needs_that_one(lumen_known: LumenKnown) -> None:
    own = ON_TV % "covers: aaaaaaaa, on_device: true"
    listed = found(lumen_known({TV: ("    sources: [lumen-help]\n", own)}))
    assert told(listed["changed"]) == [("glow-tv/menu/menu", ("glow-tv/menu",))]
    assert listed["changed"][0].on_device
    assert listed["changed"][0].place.file.endswith(TV)
    menu = next(one for one in listed["never"] if "tv-menu/menu" in one.names)
    assert menu.shown_on == ("play-box/menu",)


def test_a_family_that_says_an_inherited_route_otherwise_is_checked_on_a_device(
    lumen_known: LumenKnown,
) -> None:
    key_code = "    in_part: [copied-page]\n"
    check = "    checked: {date: 2026-11-01, by: us, covers: pmmgpkpl}\n"
    screens = "screens:\n  code-page:\n    looks_like: A page with a gear on it.\n"
    listed = found(lumen_known({MENU: (key_code, key_code + check), GEAR: ("screens:\n", screens)}))
    assert told(listed["changed"]) == [("glow-tv/gear/key-code", ("glow-tv/gear",))]


def test_what_no_source_shows_takes_one_of_the_devices(lumen_known: LumenKnown) -> None:
    inferred = found(lumen_known())["inferred"]
    assert sorted(told(inferred)) == [
        ("glow-tv/gear/menu glow-tv/gear/key-code", ("glow-tv/gear",)),
        ("play-box/menu/menu play-box/menu/key-code", ("play-box/menu",)),
    ]
    assert all(one.on_device for one in inferred)


def test_who_tried_it_on_the_device_need_not_again(lumen_known: LumenKnown) -> None:
    tried = "{family: tv-menu, checked: {menu: {date: 2026-11-01, by: us, on_device: true, %s}}}"
    for covers, names in (
        ("covers: ofkadbkp", "play-box/menu/key-code"),
        ("covers: aaaaaaaa", "play-box/menu/menu play-box/menu/key-code"),
    ):
        kb = lumen_known({BOX: ("{family: tv-menu}", tried % covers)})
        assert (names, ("play-box/menu",)) in told(found(kb)["inferred"])
    kb = lumen_known({BOX: ("{family: tv-menu}", tried % "covers: ofkadbkp")})
    later = found(kb, TODAY + datetime.timedelta(days=365))
    names = "play-box/menu/menu play-box/menu/key-code"
    assert (names, ("play-box/menu",)) in told(later["inferred"])


def test_the_most_visited_come_first(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    for order in (["play-box", "handy"], ["console", "phone"]):
        listed = found(kb, order=order)
        first = [one.shown_on[0] for one in listed["never"]]
        assert first[:3] == ["play-box/menu", "play-box/menu", "handy/app"]
        assert listed["inferred"][0].names[0].startswith("play-box/")


def test_what_no_longer_runs_is_left_out(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    assert kb.devices["glow-stick"].retired is not None
    assert all("glow-stick" not in one.devices for one in due(kb, TODAY))
    assert all(one.device.id != "glow-stick" for some in untried(kb).values() for one in some)


def test_doubts_are_what_has_no_source(lumen_known: LumenKnown) -> None:
    listed = doubts(lumen_known())
    assert [(one.collection, one.of, one.title, plain(one.doubt)) for one in listed] == [
        ("problems", "The menu does not open", "Wait a minute", "No page says so."),
        ("checklists", listed[1].of, "Look at your devices", "General advice."),
    ]
    assert str(listed[0].place) == "specs/problems/menu-does-not-open.yml:13:5"
    assert str(listed[1].place).startswith("specs/items.yml:")


def test_devices_that_nobody_tried_stand_by_kind_the_least_sure_first(
    lumen_known: LumenKnown,
) -> None:
    listed = untried(lumen_known())
    assert list(listed) == ["tv", "console", "phone", "account"]
    (tv,) = listed["tv"]
    assert tv.device.id == "glow-tv"
    assert [one.id for one in tv.interfaces] == ["menu", "gear"]
    assert [one.id for one in tv.inferred] == ["gear"]
    tried = "{date: 2026-11-01, by: us, on_device: true, covers: %s}"
    checks = f"checked: {{menu: {tried % 'ofkadbkp'}, key-code: {tried % 'pmmgpkpl'}}}"
    kb = lumen_known({BOX: ("{family: tv-menu}", f"{{family: tv-menu, {checks}}}")})
    assert list(untried(kb)) == ["tv", "phone", "account"]


@pytest.fixture(scope="module")
def checked_once(lumen_known: LumenKnown) -> KnowledgeBase:
    return lumen_known({MENU: (SOURCES, SOURCES + MENU_CHECK)})


@given(
    st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 1, 1)),
    st.integers(0, 2000),
    st.lists(st.sampled_from(["glow-tv", "tv", "console", "handy", "nobody"])),
)
def test_every_day_and_every_order_tell_the_same_routes(
    checked_once: KnowledgeBase, today: datetime.date, days: int, order: list[str]
) -> None:
    """Nothing is told twice for one reason, and the order leaves nothing out."""
    kb = checked_once
    listed = due(kb, today, datetime.timedelta(days=days), order)
    each = [
        (one.reason, name, route.id)
        for one in listed
        for name in one.shown_on
        for route in one.routes
    ]
    assert len(each) == len(set(each))
    plainly = due(kb, today, datetime.timedelta(days=days))
    assert set(each) == {
        (one.reason, name, route.id)
        for one in plainly
        for name in one.shown_on
        for route in one.routes
    }
    assert [REASONS.index(one.reason) for one in listed] == sorted(
        REASONS.index(one.reason) for one in listed
    )
