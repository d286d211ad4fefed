"""Where everything a reader meets is written, and what it was before it was said otherwise."""

from __future__ import annotations

import pytest

from generator.check.proof import Checked
from generator.knowledge.explained import ExplainedInterface, Explainer, Said
from generator.knowledge.resolve import resolve
from tests.conftest import Lumen

TV, GEAR = "devices/tv/glow-tv.yml", "families/tv-gear.yml"


def explained(checked: Checked, device: str, interface: str) -> ExplainedInterface:
    assert checked.problems == []
    known = resolve(checked).devices[device]
    shown = next(one for one in known.interfaces if one.id == interface)
    return Explainer(checked).interface(known, shown)


def at(said: Said | None) -> tuple[str, str | None, str | None]:
    """What it says, in which family, and what it was."""
    assert said is not None
    return said.says, said.family, said.was.says if said.was else None


@pytest.fixture(scope="module")
def gear(lumen: Lumen) -> ExplainedInterface:
    return explained(lumen(), "glow-tv", "gear")


def test_a_family_that_extends_another_says_what_is_inherited(gear: ExplainedInterface) -> None:
    assert gear.extends == "tv-menu"
    assert [one.says for one in gear.dropped] == ["menu.get-help"]
    menu, key_code = gear.routes
    assert menu.title.family == "tv-gear"
    assert at(key_code.title) == ("Press the key code", "tv-menu", None)
    assert [step.does.family for step in menu.steps] == ["tv-menu", "tv-gear", "tv-menu", "tv-menu"]
    assert {step.does.family for step in key_code.steps} == {"tv-menu"}


def test_a_family_that_extends_another_says_what_it_was(gear: ExplainedInterface) -> None:
    menu, key_code = gear.routes
    assert at(menu.steps[0].sees) == (
        "A list with a gear at its end.",
        "tv-gear",
        "A list down the left side.",
    )
    was = menu.steps[0].sees.was
    assert was is not None
    assert str(was.place) == "specs/families/tv-menu.yml:12:5"
    assert menu.title.was is not None
    assert menu.title.was.says.startswith("Use the menu: Press Back.")
    assert key_code.title.was is None


def test_a_control_that_is_said_otherwise(lumen: Lumen) -> None:
    own = "screens:\n  home:\n    controls:\n      open-menu: {press: [left], opens: menu}\n"
    (menu, _) = explained(lumen({GEAR: ("screens:\n", own)}), "glow-tv", "gear").routes
    first = menu.steps[0].does
    assert at(first) == ("Press Left.", "tv-gear", "Press Back. If nothing happens, press Left.")
    assert str(first.place) == "specs/families/tv-gear.yml:8:7"
    assert first.was is not None
    assert str(first.was.place) == "specs/families/tv-menu.yml:9:7"


def test_a_control_that_only_leads_elsewhere(lumen: Lumen) -> None:
    own = "screens:\n  confirm:\n    controls:\n      accept: {select: yes-button, opens: home}\n"
    checked = lumen({GEAR: ("screens:\n", own)})
    whole = Explainer(checked).family("tv-gear")  # it has problems, but can be explained
    assert whole.routes[0].steps[-1].does.was is not None
    assert whole.routes[0].steps[-1].does.was.says == "Select Yes. It opened `signed-out`."


def test_a_device_says_some_of_it_itself(gear: ExplainedInterface, lumen: Lumen) -> None:
    assert at(gear.tell) == (
        "A gear stands below the last word of the menu.",
        None,
        "A gear stands at the end of the menu.",
    )
    menu = explained(lumen(), "glow-tv", "menu")
    assert [note.says for note in menu.notes] == ["Sets from 2024 show this menu."]
    assert [note.says for note in menu.routes[0].notes] == ["It takes four steps."]
    assert [[note.says for note in step.notes] for step in menu.routes[0].steps] == [
        [],
        ["The list may scroll."],
        [],
        [],
    ]
    assert str(menu.routes[0].steps[1].notes[0].place) == f"specs/{TV}:15:5"


def test_keys_have_the_words_of_the_device(lumen: Lumen) -> None:
    checked = lumen()
    assert [one.says for one in Explainer(checked).keys("glow-stick")] == ["Back is called Menu"]
    stick = explained(checked, "glow-stick", "menu")
    assert stick.routes[0].steps[0].does.says == "Press Menu. If nothing happens, press Left."


def test_how_sure_we_are_is_what_the_page_shows(lumen: Lumen) -> None:
    checked = lumen()
    for device in resolve(checked).devices.values():
        for interface in device.interfaces:
            whole = Explainer(checked).interface(device, interface)
            for route in whole.routes:
                level = interface.confidence[route.id]
                assert route.confidence is level
                assert route.why_here is not None
                assert route.why_here.replace(",", ":").partition(":")[0] == level.word


def test_a_check_is_told_with_its_place(lumen: Lumen) -> None:
    check = "{menu: {date: 2026-11-01, by: us, covers: aaaaaaaa, sources: [gazette]}}"
    own = f"    sources: [lumen-help]\n    checked: {check}\n"
    route = explained(lumen({TV: ("    sources: [lumen-help]\n", own)}), "glow-tv", "menu").routes[
        0
    ]
    assert route.check is not None
    assert not route.check.covers
    assert route.check.sources == ("gazette",)
    assert str(route.checked_at) == f"specs/{TV}:8:15"


def test_a_page_a_check_names_must_be_known(lumen: Lumen) -> None:
    check = "{menu: {date: 2026-11-01, by: us, covers: aaaaaaaa, sources: [gazete]}}"
    own = f"    sources: [lumen-help]\n    checked: {check}\n"
    (problem,) = lumen({TV: ("    sources: [lumen-help]\n", own)}).problems
    assert problem.code == "unknown-source"
    assert "`gazette`" in problem.hint
