"""Steps in words, and the fingerprint that says whether a route is as it was when checked."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

import pytest

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.route import Route, Walkthrough
from generator.knowledge.text import plain

LumenKnown = Callable[..., KnowledgeBase]
MENU, LABELS, KEYS = "families/tv-menu.yml", "labels.yml", "keys.yml"


def shown(kb: KnowledgeBase, device: str, interface: int = 0) -> Walkthrough:
    return kb.devices[device].interfaces[interface].walkthrough


def route(kb: KnowledgeBase, name: str, device: str = "play-box") -> Route:
    found = kb.devices[device].route(name)
    assert found is not None
    return found


def sentences(route: Route) -> list[str]:
    return [plain(step.says) for step in route.steps]


def test_sentences_of_steps(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    assert sentences(route(kb, "menu/menu")) == [
        "Press Back. If nothing happens, press Left.",
        "Select Get Help at the bottom.",
        "Select Sign Out. It may be called Deactivate.",
        "Select Yes.",
    ]
    assert sentences(route(kb, "menu/key-code")) == [
        "Press Up Up Down.",
        "Press Down until you reach Sign Out.",
        "Select Yes.",
    ]
    assert sentences(route(kb, "app/me", "handy")) == [
        "Select the profile icon at the top of the screen.",
        "Select Sign Out.",
    ]
    assert sentences(kb.remote.all_devices) == [
        "Select Devices.",
        "Enter your password.",
        "Select Remove all at the bottom.",
    ]


@pytest.mark.parametrize(
    ("control", "sentence"),
    [
        (
            "{press: [back], or: [left, up, down], opens: menu}",
            "Press Back. If nothing happens, press Left, Up or Down.",
        ),
        (
            "{move: [left], or: [back], to: profile-icon, where: at-bottom, opens: menu}",
            "Press Left until you reach the profile icon at the bottom. "
            "If nothing happens, press Back.",
        ),
        (
            "{select: leave, or: [settings, profile-icon, get-help], opens: menu}",
            "Select Leave. It may be called Settings or Get Help. It may be the profile icon.",
        ),
        ("{enter: 'the word {leave}', opens: menu}", "Enter the word Leave."),
    ],
)
def test_sentences_with_alternatives(lumen_known: LumenKnown, control: str, sentence: str) -> None:
    still_used = ("{up}, {up}, {down}", "{up}, {up}, {left}")
    change = ("{press: [back], or: [left], opens: menu}", control)
    kb = lumen_known({MENU: change, "topics/key-code.yml": still_used})
    assert sentences(route(kb, "menu/menu"))[0] == sentence


def test_each_step_says_where_it_leads_and_where_it_is_written(lumen_known: LumenKnown) -> None:
    way = route(lumen_known(), "menu/menu")
    assert [screen.id for screen in way.sees] == ["menu", "help", "confirm", "signed-out"]
    assert way.sees[-1].goal
    assert way.sees[-2].dialog
    assert plain(way.sees[1].looks_like) == "A page with Sign Out on it."
    assert {PurePosixPath(step.place.file).name for step in way.steps} == {"tv-menu.yml"}
    assert way.steps[0].place.line < way.steps[1].place.line


def test_main_first_then_fallbacks(lumen_known: LumenKnown) -> None:
    walkthrough = shown(lumen_known(), "play-box")
    assert [way.id for way in walkthrough.routes] == ["menu", "key-code"]
    assert walkthrough.main.role == "main"
    assert plain(walkthrough.main.sees[-1].looks_like) == "The page where one signs in."
    assert plain(walkthrough.fallbacks[0].when or ()) == "The menu does not open."


VISIBLE = {
    "a label": {LABELS: ("{en: Get Help,", "{en: Help,")},
    "the first wording": {LABELS: ("en: Sign Out,", "en: [Log Out, Sign Out],")},
    "a label that is another's alternative": {LABELS: ("en: Deactivate", "en: Unlink")},
    "a picture instead of words": {LABELS: ("get-help: {", "get-help: {icon: true, ")},
    "the name of a key": {KEYS: ("name: Back", "name: Return")},
    "a key": {MENU: ("press: [back]", "press: [down]")},
    "a further key in its place": {MENU: ("or: [left]", "or: [left, up]")},
    "no label in its place": {
        MENU: (", or: [deactivate]", ""),
        "items.yml": ("{devices}", "{devices} or {deactivate}"),
    },
    "where it stands": {MENU: (", where: at-bottom, opens: help", ", where: at-top, opens: help")},
    "the words for where it stands": {"positions.yml": ("at the bottom", "at the end")},
    "a note": {MENU: ("at-bottom, opens: help", "at-bottom, note: Wait., opens: help")},
    "the looks of a screen": {MENU: ("A list down the left side.", "A list down the right side.")},
    "a word in the looks": {MENU: ("A page with {sign-out}", "A page with {settings}")},
    "a step less": {
        MENU: [
            ("{select: sign-out, or: [deactivate], opens: confirm}",
             "{select: sign-out, or: [deactivate], opens: signed-out}"),
            ("help.sign-out, confirm.accept]", "help.sign-out]"),
        ],
        "families/tv-gear.yml": ("help.sign-out, confirm.accept]", "help.sign-out]"),
    },
}  # fmt: skip
INVISIBLE = {
    "a remark in the file": {MENU: ("name: TV", "# a remark\nname: TV")},
    "another language": {LABELS: ("fr: Aide", "fr: Assistance")},
    "a second wording": {LABELS: ("en: Get Help,", "en: [Get Help, Help],")},
    "what it was called": {LABELS: ("[Log Off]", "[Log Off, Log Out]")},
    "the name of the family": {MENU: ("name: TV app with a menu", "name: The TV app")},
    "its sources": {MENU: ("sources: [lumen-help, gazette]", "sources: [gazette]")},
    "the other route": {MENU: ("press: [up, up, down]", "press: [up, down]")},
    "a screen off the route": {MENU: ("A page with a code on it.", "A page with a code.")},
    "a control off the route": {MENU: ("{select: leave, opens", "{select: settings, opens")},
    "a label off the route": {LABELS: ("{en: Leave}", "{en: Exit}")},
    "a key off the route": {KEYS: ("name: Down", "name: Below")},
}


@pytest.mark.parametrize("change", VISIBLE)
def test_fingerprint_changes_with_what_a_reader_does_or_sees(
    lumen_known: LumenKnown, change: str
) -> None:
    before = route(lumen_known(), "menu/menu").fingerprint
    assert route(lumen_known(VISIBLE[change]), "menu/menu").fingerprint != before


@pytest.mark.parametrize("change", INVISIBLE)
def test_fingerprint_stays_with_whatever_else_changes(lumen_known: LumenKnown, change: str) -> None:
    before = route(lumen_known(), "menu/menu").fingerprint
    assert route(lumen_known(INVISIBLE[change]), "menu/menu").fingerprint == before


def test_fingerprint_can_stand_in_yaml_without_quotes(lumen_known: LumenKnown) -> None:
    for device in lumen_known().devices.values():
        for interface in device.interfaces:
            for way in interface.walkthrough.routes:
                assert re.fullmatch("[a-p]{8}", way.fingerprint)


def checked(fingerprint: str) -> tuple[str, str]:
    sources = "    sources: [lumen-help, gazette]\n"
    by = "date: 2026-11-01, by: the editors, on_device: true"
    return sources, f"{sources}    checked: {{{by}, covers: {fingerprint}}}\n"


def test_a_check_covers_the_route_until_a_label_changes(lumen_known: LumenKnown) -> None:
    right = checked(route(lumen_known(), "menu/menu").fingerprint)
    check = shown(lumen_known({MENU: right}), "play-box").checks["menu"]
    assert (check.date.isoformat(), check.by, check.on_device) == (
        "2026-11-01",
        "the editors",
        True,
    )
    assert check.covers
    relabelled = {MENU: right, LABELS: ("{en: Get Help,", "{en: Help,")}
    assert not shown(lumen_known(relabelled), "play-box").checks["menu"].covers


def test_a_check_of_a_family_covers_devices_that_name_keys_otherwise(
    lumen_known: LumenKnown,
) -> None:
    right = checked(route(lumen_known(), "menu/menu").fingerprint)
    kb = lumen_known({MENU: right})
    own, usual = route(kb, "menu/menu", "glow-stick"), route(kb, "menu/menu")
    assert own.fingerprint != usual.fingerprint
    assert shown(kb, "glow-stick").checks["menu"].covers


def test_a_check_on_a_device_is_of_the_route_as_this_device_words_it(
    lumen_known: LumenKnown,
) -> None:
    kb = lumen_known()
    for fingerprint, covers in (
        (route(kb, "menu/menu", "glow-stick").fingerprint, True),
        (route(kb, "menu/menu").fingerprint, False),
    ):
        check = f"{{menu: {{date: 2026-11-02, by: Ann, covers: {fingerprint}}}}}"
        changes = {
            "devices/tv/glow-stick.yml": (
                "{family: tv-menu}",
                f"{{family: tv-menu, checked: {check}}}",
            )
        }
        checks = lumen_known(changes).devices["glow-stick"].interfaces[0].checks
        assert checks["menu"].covers is covers
        assert checks["menu"].by == "Ann"
        assert "menu" not in shown(lumen_known(changes), "play-box").checks
