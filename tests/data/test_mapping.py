"""What the data say is what is known: devices, routes, words, guidance, as one reads them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.data.bundle import Bundle
from generator.data.entities import Note, PathEntry, SeeAlso
from generator.data.mapping.whole import bundle
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import load_specs
from generator.knowledge.route import Check
from generator.knowledge.text import plain
from tests.site_fixtures import ROOT

Known = Callable[..., Any]
MENU = """\
Open Lumen and choose any profile. You should see: Rows of titles, no open menu.
1. Press Back. If nothing happens, press Left. You should now see: A list down the left side.
2. Select Get Help at the bottom. The list may scroll. You should now see: A page with Sign Out on \
it.
3. Select Sign Out. It may be called Deactivate. You should now see: A question about signing out.
4. Select Yes.
You are done when you see: The page where one signs in.
Note: It takes four steps."""


def test_a_route_as_text(lumen_bundle: Bundle) -> None:
    assert lumen_bundle.devices["glow-tv"].main.text == MENU


def test_a_route_as_data(lumen_bundle: Bundle) -> None:
    route = lumen_bundle.devices["glow-tv"].route("menu/key-code")
    press, move, select = route.steps
    assert (press.action, [word.text for word in press.words]) == ("press", ["Up", "Up", "Down"])
    assert press.note == "Keep a steady pace."
    assert move.to is not None
    assert (move.action, move.to.kind, move.to.id) == ("move", "label", "sign-out")
    assert (select.number, select.control, select.sees.goal) == (3, "confirm.accept", True)
    assert route.done == select.sees.looks_like == "The page where one signs in."
    assert (route.role, route.when) == ("fallback", "The menu does not open.")
    assert (route.sources, route.in_part) == (("gazette", "howto-hub"), ("copied-page",))


def test_what_is_typed(lumen_bundle: Bundle) -> None:
    step = lumen_bundle.remote.one_device.steps[1]
    assert (step.action, step.words, step.enter) == ("enter", (), "your password")


def test_confidence_is_that_of_the_device(lumen_bundle: Bundle) -> None:
    devices = lumen_bundle.devices
    assert devices["glow-tv"].route("menu/menu").confidence == "high"
    assert devices["glow-tv"].route("menu/key-code").confidence == "medium"
    assert devices["glow-stick"].main.confidence == "inferred"
    assert devices["glow-stick"].confidence == "inferred"
    assert devices["cast-dongle"].confidence is None
    family = lumen_bundle.families["tv-menu"]
    assert [route.confidence for route in family.routes] == ["high", "medium"]


def test_keys_in_the_words_of_the_device(lumen_bundle: Bundle) -> None:
    stick = lumen_bundle.devices["glow-stick"]
    assert stick.keys == {"back": "Menu"}
    assert stick.main.steps[0].says == "Press Menu. If nothing happens, press Left."
    assert lumen_bundle.families["tv-menu"].routes[0].steps[0].words[0].text == "Back"


def test_notes_stand_where_they_belong(lumen_bundle: Bundle) -> None:
    device = lumen_bundle.devices["glow-tv"]
    first = "Press Home first if a title is playing."
    assert device.notes == (Note(text=first, step=None, sources=("howto-hub",)),)
    assert [note.text for note in device.interfaces[0].notes] == ["Sets from 2024 show this menu."]
    assert [(note.text, note.step) for note in device.main.notes] == [
        ("It takes four steps.", None),
        ("The list may scroll.", 2),
    ]
    assert device.route("gear/menu").notes == ()


def test_a_check_is_told(lumen_known: Known) -> None:
    kb = lumen_known()
    covers = kb.devices["glow-stick"].interfaces[0].walkthrough.main.fingerprint
    check = f"checked: {{menu: {{date: 2026-10-01, by: Ann, on_device: true, covers: {covers}}}}}"
    changed = "menu: {family: tv-menu, " + check + "}"
    kb = lumen_known({"devices/tv/glow-stick.yml": ("menu: {family: tv-menu}", changed)})
    checked = bundle(kb).devices["glow-stick"].main.checked
    assert checked is not None
    assert checked.date == datetime.date(2026, 10, 1)
    assert (checked.by, checked.on_device, checked.covers) == ("Ann", True, True)
    assert set(type(checked).model_fields) == set(Check.__dataclass_fields__)


def test_devices_without_a_way_out_or_without_the_service(lumen_bundle: Bundle) -> None:
    dongle = lumen_bundle.devices["cast-dongle"]
    assert dongle.interfaces == ()
    assert dongle.no_sign_out is not None
    assert dongle.no_sign_out.because == "It has no Lumen screen of its own."
    retired = lumen_bundle.devices["glow-stick"].retired
    assert retired is not None
    assert retired.since == datetime.date(2026, 3, 1)


def test_actions_with_their_path(lumen_bundle: Bundle) -> None:
    (action,) = lumen_bundle.devices["glow-tv"].actions
    assert action.path == (
        PathEntry(kind="choose", text="Settings"),
        PathEntry(kind="press", text="Home"),
        PathEntry(kind="do", text="Hold the button."),
        PathEntry(kind="choose", text="Reset"),
    )
    assert (action.title, action.signs_out) == ("Reset the device", True)


def test_families_have_all_screens_and_their_devices(lumen_bundle: Bundle) -> None:
    family = lumen_bundle.families["tv-menu"]
    assert [screen.id for screen in family.screens][:2] == ["home", "menu"]
    menu = family.screens[1]
    assert {control.id: control.opens for control in menu.controls} == {
        "menu.get-help": "help",
        "menu.leave": "home",
    }
    assert family.devices == ("glow-stick", "glow-tv", "play-box")
    phone = lumen_bundle.families["phone-app"]
    assert phone.no_fallback is not None
    assert phone.no_fallback.because == "The phone app has no second way."
    assert [one.label.text for one in family.impostors] == ["Leave"]


def test_labels_in_every_language(lumen_bundle: Bundle) -> None:
    label = lumen_bundle.labels["sign-out"]
    assert label.text["fr"] == ("Se déconnecter", "Déconnexion")
    assert (label.formerly, label.means, label.official) == (("Log Off",), "signing-out", ("en",))


def test_problems_with_what_to_try(lumen_bundle: Bundle) -> None:
    problem = lumen_bundle.problems["menu-does-not-open"]
    assert problem.symptom == "You press Back, and no menu shows."
    first, second = problem.solutions
    assert first.see == (
        SeeAlso(kind="topic", id="key-code", title="The key code"),
        SeeAlso(kind="device", id="cast-dongle", title="Cast Dongle"),
    )
    assert (second.doubt, second.confidence, second.steps) == ("No page says so.", "low", ())
    assert problem.claims[0].in_fact == "It comes back after a restart."
    assert problem.page == "troubleshooting/menu-does-not-open/"


def test_checklists_and_topics(lumen_bundle: Bundle) -> None:
    items = lumen_bundle.checklists["security"].items
    assert [(item.id, item.priority) for item in items] == [
        ("strong-password", "now"),
        ("look-at-devices", "good"),
    ]
    assert lumen_bundle.topics["key-code"].facts[0].text == "The keys are Up, Up, Down."


def test_changes_and_when_something_changed(lumen_known: Known) -> None:
    told = """\
covers: aaaabbbbccccddddeeeeffffgggghhhhiiiijjjj
changes:
  get-help-moved:
    what: changed
    about: device
    part: word
    subjects: {glow-tv: Glow TV}
    who: On Glow TV
    says: The word is now called Help.
    devices: [glow-tv]
"""
    made = bundle(lumen_known({"changelog/2026-11-20.yml": told}))
    (edition,) = made.changes
    assert edition.date == datetime.date(2026, 11, 20)
    (entry,) = edition.entries
    assert entry.sentence == "On Glow TV: the word is now called Help."
    assert [(one.id, one.name) for one in entry.subjects] == [("glow-tv", "Glow TV")]
    assert made.devices["glow-tv"].changed == edition.date
    assert made.devices["handy"].changed is None


# --- the shipped specs ---


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return load_specs(ROOT / "device_specs")


def test_nothing_that_is_known_is_lost(shipped: KnowledgeBase) -> None:
    made = bundle(shipped)
    for name in ("devices", "families", "problems", "checklists", "topics", "labels", "concepts"):
        assert list(getattr(made, name)) == list(getattr(shipped, name)), name
    assert list(made.sources) == list(shipped.sources)
    for device, known in zip(made.devices.values(), shipped.devices.values(), strict=True):
        assert len(device.routes) == sum(len(i.walkthrough.routes) for i in known.interfaces)
        notes = sum(len(route.notes) for route in device.routes)
        notes += sum(len(one.notes) for one in device.interfaces) + len(device.notes)
        assert notes == len(known.notes)
        for interface, its in zip(device.interfaces, known.interfaces, strict=True):
            for route in interface.routes:
                walked = known.route(f"{its.id}/{route.id}")
                assert walked is not None
                assert [step.says for step in route.steps] == [plain(s.says) for s in walked.steps]
                assert route.confidence == its.confidence[route.id].word
                assert route.fingerprint == walked.fingerprint
                assert route.steps[-1].sees.goal


def test_every_text_of_a_route_holds_all_that_its_steps_say(shipped: KnowledgeBase) -> None:
    for device in bundle(shipped).devices.values():
        for route in device.routes:
            for step in route.steps:
                assert f"\n{step.number}. {step.says}" in route.text
                assert step.sees.looks_like in route.text
            assert all(note.text in route.text for note in route.notes)


def test_the_same_bundle_whatever_the_order_of_files(tmp_path: Path, base_files: Any) -> None:
    for name, data in reversed(base_files.items()):
        file = tmp_path / "specs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    assert bundle(load_specs(tmp_path / "specs")) == bundle(load_specs(ROOT / "tests/good/base"))


def test_what_devices_share_is_made_once(shipped: KnowledgeBase) -> None:
    """Or ten thousand devices would need gigabytes."""
    routes = [route for device in bundle(shipped).devices.values() for route in device.routes]
    assert len({id(route) for route in routes}) < len(routes) / 2
    assert len({id(route.steps) for route in routes}) < len(routes) / 3
