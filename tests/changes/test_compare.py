"""What changed for readers, in sentences: which there are, and that none is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.changes.compare import Change, changes
from generator.changes.in_words import NOTHING, in_text
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.resolve import resolve
from tests.changes.spec_mutations import mutants, mutated, read
from tests.conftest import BASE, Lumen, LumenKnown

FILES = {
    file.relative_to(BASE).as_posix(): file.read_bytes()
    for file in sorted(BASE.rglob("*"))
    if file.is_file()
}
MENU, GEAR, TV = "families/tv-menu.yml", "families/tv-gear.yml", "devices/tv/glow-tv.yml"
PROBLEM = "problems/menu-does-not-open.yml"


def said(old: KnowledgeBase, new: KnowledgeBase) -> list[str]:
    """The lines of text, without headings and what divides them."""
    lines = in_text(changes(old, new), len(new.devices))
    return [line.strip() for line in lines if line.startswith(" ")]


# --- sentences --------------------------------------------------------------------------------

WITH_MENU = "Glow Stick, Glow TV and Play Box, in “TV app with a menu”"
MORE = """more: {select: get-help, opens: more}
  more:
    looks_like: A long list.
    controls:
      sign-out: {select: sign-out, opens: signed-out}"""
RETIRED = """name: Cast Dongle
no_sign_out:
  because: It has no {service} screen of its own.
  sources: [gazette]
retired: {since: 2026-11-01, says: It ended., sources: [gazette]}
"""
SENTENCES: list[tuple[Mapping[str, object], str]] = [
    (
        {"labels.yml": ("en: Get Help", "en: Help me")},
        "On Glow Stick, Glow TV and Play Box: the word “Get Help” is now called “Help me”.",
    ),
    (
        {"labels.yml": ("fr: Aide", "fr: Secours")},
        "“Get Help” (on 3 devices): the word in Français is now “Secours”, was “Aide”.",
    ),
    (
        {"families/phone-app.yml": ("select: sign-out", "select: deactivate")},
        "Handy phone: the word on step 2 is now “Deactivate”, was “Sign Out”.",
    ),
    (
        {MENU: ("press: [up, up, down]", "press: [up, down]")},
        f"{WITH_MENU}: the keys on step 1 of “Press the key code” are now “Up, Down”, "
        "were “Up, Up, Down”.",
    ),
    (
        {MENU: ("where: at-bottom", "where: at-top")},
        f"{WITH_MENU}: the place on step 2 is now “at the top of the screen”, was “at the bottom”.",
    ),
    (
        {
            "families/phone-app.yml": [
                ("sign-out: {select: sign-out, opens: signed-out}", MORE),
                ("me.sign-out]", "me.more, more.sign-out]"),
            ]
        },
        "Handy phone: a new step 2: “Select Get Help.”",
    ),
    (
        {MENU: (", note: Keep a steady pace.", "")},
        "the note on step 1 of “Press the key code” is gone; it was “Keep a steady pace.”",
    ),
    (
        {MENU: ("A page with a code on it.", "A page that asks for a code.")},
        "the screen after step 1 of “Press the key code” is now “A page that asks for a code.”, "
        "was “A page with a code on it.”",
    ),
    (
        {"devices/console/play-box.yml": ("menu: {family: tv-menu}", "menu: {family: tv-gear}")},
        "Play Box: it may now look like this, too: “TV app with a gear”. No longer told for the "
        "look “TV app with a menu”.",
    ),
    (
        {"devices/console/play-box.yml": ("tv-menu}", "tv-menu, sources: [gazette]}")},
        "We are more sure of “Press the key code”: not sure, was inferred.",
    ),
    ({TV: ("name: Glow TV", "name: Gleam TV")}, "“Glow TV” is now called “Gleam TV”."),
    ({TV: ("also: [Glow, ", "also: [Glo, ")}, "Glow TV: a new name it goes by: “Glo”."),
    (
        {TV: ("signs_out: true", "signs_out: false")},
        "Glow TV: “Reset the device: 2024” does not sign the device out.",
    ),
    ({TV: ("[G100, ", "[G100, G200, ")}, "Glow TV: a new model: “G200”."),
    (
        {"devices/tv/gleam.yml": "name: Gleam\ninterfaces: {menu: {family: tv-menu}}\n"},
        "Gleam: new among “TVs and sticks”.",
    ),
    (
        {
            TV: None,
            PROBLEM: ("devices: [glow-tv]\n", ""),
            GEAR: None,
            "keys.yml": ("home: {name: Home, inputs: [remote]}\n", ""),
            "labels.yml": ("settings: {text: {en: Settings}}\n", ""),
        },
        "Glow TV: this site no longer says how to sign out on it.",
    ),
    (
        {"devices/tv/cast-dongle.yml": RETIRED},
        "Cast Dongle: no longer supported since 1 November 2026: “It ended.”",
    ),
    (
        {PROBLEM: ("Wait a minute", "Wait two minutes")},
        "“The menu does not open”: the title of solution 2 is now “Wait two minutes”, was "
        "“Wait a minute”.",
    ),
    (
        {PROBLEM: ("devices: [glow-tv]\n", "")},
        "“The menu does not open”: no longer a device it happens on: “Glow TV”.",
    ),
    (
        {PROBLEM: ("families: [tv-menu]", "families: [phone-app]")},
        "It is now told on “Handy phone”.",
    ),
    (
        {
            "checklists/security.yml": (
                "[strong-password, look-at-devices]",
                "[look-at-devices, strong-password]",
            )
        },
        "“Keep your account safe”: each item is the same, but they come in another order.",
    ),
    (
        {"items.yml": ("priority: now", "priority: soon")},
        "“Use a strong password”: the priority is now “Do it this week”, was “Do it today”.",
    ),
    (
        {"topics/key-code.yml": ("{down}.", "{down}, {down}.")},
        "“The key code”: fact 1 is now “The keys are Up, Up, Down, Down.”, was "
        "“The keys are Up, Up, Down.”",
    ),
    (
        {"sources.yml": ("tier: press", "tier: blog")},
        "“The Gazette: Get your account off that TV” (on 4 devices and 1 problem): it now counts "
        "as weak, was press.",
    ),
    ({"kinds.yml": ("name: Phones", "name: Mobiles")}, "“Phones” is now called “Mobiles”."),
    (
        {"keys.yml": ("name: Left", "name: Arrow")},
        "On Glow Stick, Glow TV and Play Box: the key “Left” is now called “Arrow”.",
    ),
    (
        {"service.yml": ("2026-11-22", "2026-11-23")},
        "Compared with its sources on 23 November 2026, before on 22 November 2026.",
    ),
]


@pytest.mark.parametrize(("edit", "sentence"), SENTENCES, ids=[one[1][:40] for one in SENTENCES])
def test_what_is_told(lumen_known: LumenKnown, edit: Mapping[str, object], sentence: str) -> None:
    assert any(sentence in line for line in said(lumen_known(), lumen_known(edit)))


def test_a_check_is_told_as_such_and_so_is_that_it_no_longer_holds(
    lumen: Lumen, lumen_known: LumenKnown
) -> None:
    route = resolve(lumen()).devices["handy"].interfaces[0].walkthrough.main
    check = f"{{date: 2026-11-22, by: us, covers: {route.fingerprint}}}"
    edit = ("steps: [home.me, me.sign-out]", f"steps: [home.me, me.sign-out]\n    checked: {check}")
    checked = {"families/phone-app.yml": [edit]}
    [now] = changes(lumen_known(), lumen_known(checked))
    assert (now.what, now.part, now.devices) == ("checked", "check", ("handy",))
    assert said(lumen_known(), lumen_known(checked)) == [
        "Handy phone: the steps were compared with their sources on 22 November 2026."
    ]
    later = {"families/phone-app.yml": [edit, ("A page with your", "Some page with your")]}
    assert (
        "Handy phone: the screen after step 1 is now “Some page with your picture on it.”, was "
        "“A page with your picture on it.” The steps changed since they were last compared with "
        "their sources on 22 November 2026."
    ) in said(lumen_known(checked), lumen_known(later))


def test_several_devices_are_one_change(lumen_known: LumenKnown) -> None:
    edit = {MENU: ("title: Use the menu", "title: Open the menu")}
    told = [one for one in changes(lumen_known(), lumen_known(edit)) if one.part == "title"]
    assert [one.devices for one in told] == [("glow-stick", "glow-tv", "play-box")]
    assert told[0].kinds == ("tv", "console")
    assert (told[0].old, told[0].new) == ("Use the menu", "Open the menu")


def test_an_interface_is_named_only_if_a_device_has_several(lumen_known: LumenKnown) -> None:
    edit = {MENU: ("title: Use the menu", "title: Open the menu")}
    assert [one.within for one in changes(lumen_known(), lumen_known(edit))][:1] == [
        "TV app with a menu"
    ]
    edit = {"families/phone-app.yml": ("title: Use your picture", "title: Tap your picture")}
    assert [one.within for one in changes(lumen_known(), lumen_known(edit))] == [""]


# --- what readers do not notice ---------------------------------------------------------------

UNNOTICED: Mapping[str, Mapping[str, object]] = {
    "nothing": {},
    "a sentence instead of a phrase": {
        "phrases.yml": ("sign-in-page: {", "other: {"),
        MENU: ('"{sign-in-page}"', '"{other}"'),
        "families/phone-app.yml": ('"{sign-in-page}"', '"{other}"'),
    },
    "a label by another name": {
        "labels.yml": ("get-help: {", "help-me: {"),
        MENU: ("select: get-help", "select: help-me"),
    },
    "a key by another name": {
        "keys.yml": ("left: {", "arrow-left: {"),
        MENU: ("or: [left]", "or: [arrow-left]"),
    },
    "a source by another name": {
        "sources.yml": ("lumen-devices:", "the-devices:"),
        "service.yml": ("[lumen-devices]", "[the-devices]"),
        "families/devices-page.yml": ("[lumen-devices]", "[the-devices]"),
        "devices/account/lumen-account.yml": ("[lumen-devices]", "[the-devices]"),
    },
    "a screen, a control and a route by other names": {
        "families/phone-app.yml": [
            (" me:", " picture:"),
            ("opens: me}", "opens: picture}"),
            ("home.me, me.sign-out", "home.picture, picture.sign-out"),
        ],
    },
    "a family by another name": {
        "families/phone-app.yml": None,
        "families/mobile.yml": FILES["families/phone-app.yml"],
        "devices/phone/handy.yml": ("phone-app", "mobile"),
    },
    "an interface by another name": {"devices/phone/handy.yml": ("app: {", "mobile: {")},
    "files in another order": dict(reversed(FILES.items())),
}


@pytest.mark.parametrize("edit", UNNOTICED.values(), ids=UNNOTICED)
def test_what_readers_do_not_notice(lumen_known: LumenKnown, edit: Mapping[str, object]) -> None:
    old, new = lumen_known(), lumen_known(edit)
    assert changes(old, new) == changes(new, old) == ()
    assert in_text((), 6) == [NOTHING]


# --- whatever is edited -----------------------------------------------------------------------

MUTANTS = mutants(FILES)


@settings(max_examples=30)
@given(st.lists(st.sampled_from(MUTANTS), min_size=1, max_size=2, unique_by=lambda one: one[0]))
def test_every_difference_is_told(lumen: Lumen, lumen_known: LumenKnown, edits: list) -> None:
    """Of whatever reads otherwise, something is told; and the other way round the same."""
    checked = lumen(dict(mutated(FILES, edit) for edit in edits))
    if checked.problems:
        return
    old, new = lumen_known(), resolve(checked)
    told = changes(old, new)
    if read(old) != read(new):
        assert told
    for collection in ("devices", "problems"):
        before, now = getattr(old, collection), getattr(new, collection)
        named = {name for one in told for name in getattr(one, collection)}
        for name in before.keys() | now.keys():
            same = name in before and name in now
            if not same or read(before[name]) != read(now[name]):
                assert name in named, (edits, name)
    assert things(told) == things(changes(new, old))
    assert json.loads(json.dumps([one.data() for one in told])) == [one.data() for one in told]


def things(told: tuple[Change, ...]) -> set[tuple[str, str, str]]:
    return {(one.about, one.part, subject.id) for one in told for subject in one.subjects}
