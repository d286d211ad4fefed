"""When pages last changed, and which devices are new: from the changelog and from checks."""

from __future__ import annotations

import datetime

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changed import LastChanged, recent
from tests.conftest import LumenKnown
from tests.data.test_feeds import edition, entry

TV = "devices/tv/glow-tv.yml"
MENU = "families/tv-menu.yml"
SOURCES = "    sources: [lumen-help, gazette]\n"
CHECK = "    checked: {date: 2026-11-01, by: us, covers: %s}\n"
FIRST = edition(entry("first", "All of it.").replace("part: edition", "part: first-edition"))


def of(name: str, about: str, what: str, more: str = "") -> str:
    """An entry about the thing of that name."""
    fields = f"what: {what}, about: {about}, part: x, subjects: {{{name}: Thing}}, says: So it is."
    return f"  {name}-{what}: {{{fields}{more}}}\n"


def known(lumen_known: LumenKnown, *days: tuple[str, str], **more: object) -> KnowledgeBase:
    files = {f"changelog/2026-{day}.yml": text for day, text in days}
    return lumen_known({**files, **more})


def days_of(kb: KnowledgeBase) -> dict[str, str]:
    last = LastChanged(kb)
    days = {name: last.device(name) for name in kb.devices}
    days |= {name: last.problem(name) for name in kb.problems}
    return {name: f"{day:%m-%d}" for name, day in days.items() if day is not None}


def test_nothing_is_known_without_a_changelog(lumen_known: LumenKnown) -> None:
    assert days_of(known(lumen_known)) == {}


def test_the_first_edition_is_about_all_there_is(lumen_known: LumenKnown) -> None:
    kb = known(lumen_known, ("03-01", FIRST))
    assert days_of(kb) == dict.fromkeys([*kb.devices, *kb.problems], "03-01")
    assert LastChanged(kb).device("no-such-device") is None
    assert LastChanged(kb).problem("no-such-problem") is None


def test_the_latest_day_on_which_a_page_changed_counts(lumen_known: LumenKnown) -> None:
    word = ", devices: [glow-tv, play-box], problems: [menu-does-not-open], kinds: [tv, console]"
    kb = known(
        lumen_known,
        ("03-01", FIRST),
        ("04-01", edition(of("get-help", "word", "changed", word), of("gone", "word", "removed"))),
        ("05-01", edition(of("play-box", "device", "changed", ", kinds: [console]"))),
        ("05-01-2", edition(of("menu-does-not-open", "problem", "changed"))),
    )
    assert days_of(kb) == {
        **dict.fromkeys(kb.devices, "03-01"),
        "glow-tv": "04-01",
        "play-box": "05-01",
        "menu-does-not-open": "05-01",
    }


def test_every_device_of_a_kind(lumen_known: LumenKnown) -> None:
    every = edition(of("back", "key", "changed", ", kinds: [tv], every_device: true"))
    kb = known(lumen_known, ("03-01", FIRST), ("04-01", every))
    assert days_of(kb)["glow-tv"] == days_of(kb)["glow-stick"] == "04-01"
    assert days_of(kb)["play-box"] == "03-01"


def test_a_check_counts_if_it_covers_the_steps_as_they_are(lumen_known: LumenKnown) -> None:
    first = ("03-01", FIRST)
    for covers, day in (("ofkadbkp", "11-01"), ("aaaaaaaa", "03-01")):
        checked = {MENU: (SOURCES, SOURCES + CHECK % covers)}
        assert days_of(known(lumen_known, first, **checked))["glow-tv"] == day


def test_new_and_checked_devices_are_marked_for_a_while(lumen_known: LumenKnown) -> None:
    """The edition of the example is of 22 November: what is older than 30 days is not new."""
    kb = known(
        lumen_known,
        ("10-22", edition(of("glow-stick", "device", "new"))),
        ("10-23", edition(of("glow-tv", "device", "new"), of("cube", "device", "new"))),
        (
            "11-22",
            edition(
                of("glow-tv", "device", "checked"),
                of("play-box", "device", "checked"),
                of("handy", "device", "changed"),
                of("get-help", "word", "new", ", devices: [handy]"),
            ),
        ),
    )
    assert {name: mark for name, mark in recent(kb).items() if name in kb.devices} == {
        "glow-tv": "new",
        "play-box": "re-checked",
    }


def test_the_first_edition_marks_nothing(lumen_known: LumenKnown) -> None:
    assert recent(known(lumen_known, ("11-22", FIRST))) == {}


def test_what_was_recorded_on_several_files_of_a_day_is_one_edition(
    lumen_known: LumenKnown,
) -> None:
    names = ["03-01", "03-01-2", "03-01-10", "02-28"]
    kb = known(lumen_known, *((day, edition(entry(f"e{day[3:]}"))) for day in names))
    assert [(one.date, [e.id for e in one.entries]) for one in kb.changelog] == [
        (datetime.date(2026, 3, 1), ["e01", "e01-2", "e01-10"]),
        (datetime.date(2026, 2, 28), ["e28"]),
    ]
