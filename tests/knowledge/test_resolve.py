"""The knowledge base: everything resolved, shared where it is the same, and literal where it is
text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check.proof import Checked
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.confidence import Confidence
from generator.knowledge.resolve import resolve
from generator.knowledge.text import Word, plain

Lumen = Callable[..., Checked]
LumenKnown = Callable[..., KnowledgeBase]
STICK, BOX = "devices/tv/glow-stick.yml", "devices/console/play-box.yml"


def test_only_specs_without_problems_are_resolved(lumen: Lumen) -> None:
    checked = lumen({BOX: ("tv-menu", "tv-menus")})
    with pytest.raises(AssertionError, match="without problems"):
        resolve(checked)


def test_devices_in_the_order_of_their_names_whatever_the_order_of_files(
    lumen_known: LumenKnown,
) -> None:
    kb = lumen_known()
    assert [device.name for device in kb.devices.values()] == [
        *("Cast Dongle", "Glow Stick", "Glow TV", "Handy phone", "Play Box", "your account page"),
    ]
    assert {kind.id: kind.devices for kind in kb.kinds} == {
        "tv": ("cast-dongle", "glow-stick", "glow-tv"),
        "console": ("play-box",),
        "phone": ("handy",),
        "account": ("lumen-account",),
    }


def test_devices_with_the_same_names_of_keys_share_one_walkthrough(
    lumen_known: LumenKnown,
) -> None:
    text = "name: Set\nkeys: {back: Menu}\ninterfaces: {m: {family: tv-menu}}\n"
    devices = lumen_known({"devices/tv/set.yml": text}).devices
    usual = devices["play-box"].interfaces[0].walkthrough
    assert devices["glow-tv"].interfaces[0].walkthrough is usual
    own = devices["glow-stick"].interfaces[0].walkthrough
    assert own is not usual
    assert devices["set"].interfaces[0].walkthrough is own


def test_a_key_the_family_does_not_use_makes_no_walkthrough_of_its_own(
    lumen_known: LumenKnown,
) -> None:
    change = ("name: Play Box\n", "name: Play Box\nkeys: {home: Guide}\n")
    devices = lumen_known({BOX: change}).devices
    box, tv = devices["play-box"], devices["glow-tv"]
    assert box.interfaces[0].walkthrough is tv.interfaces[0].walkthrough
    assert box.keys["home"] == Word("key", "home", "Guide")


def test_keys_by_the_name_the_device_has_for_them(lumen_known: LumenKnown) -> None:
    kb = lumen_known(
        {
            STICK: (
                "interfaces:",
                "notes: [{text: 'Press {back} or {up} in {service}.'}]\ninterfaces:",
            )
        }
    )
    stick = kb.devices["glow-stick"]
    main = stick.interfaces[0].walkthrough.main
    assert main.steps[0].words == (Word("key", "back", "Menu"),)
    assert plain(main.steps[0].says) == "Press Menu. If nothing happens, press Left."
    assert plain(stick.notes[0].text) == "Press Menu or Up in Lumen."
    # A problem is read by the owners of many devices.
    assert plain(kb.problems["menu-does-not-open"].intro) == "You press Back, and no menu shows."


def test_texts_are_cut_at_their_words(lumen_known: LumenKnown) -> None:
    phone = lumen_known().devices["handy"].interfaces[0].walkthrough
    assert phone.main.reach == (
        "Open ",
        Word("service", "service", "Lumen"),
        " and choose any ",
        Word("concept", "profile", "profile"),
        ".",
    )
    assert phone.main.steps[0].words == (Word("label", "profile-icon", "profile icon", icon=True),)


def test_interfaces_with_their_tell_and_how_sure_each_route_is(lumen_known: LumenKnown) -> None:
    menu, gear = lumen_known().devices["glow-tv"].interfaces
    assert plain(menu.tell or ()) == "A menu runs down the left side of the screen."
    assert plain(gear.tell or ()) == "A gear stands below the last word of the menu."
    assert dict(menu.confidence) == {"menu": Confidence.HIGH, "key-code": Confidence.MEDIUM}
    assert dict(gear.confidence) == dict.fromkeys(("menu", "key-code"), Confidence.INFERRED)
    assert gear.walkthrough.main.title == "Use the gear"
    assert [route.id for route in gear.walkthrough.fallbacks] == ["key-code"]


def test_a_device_without_a_way_of_its_own(lumen_known: LumenKnown) -> None:
    dongle = lumen_known().devices["cast-dongle"]
    assert dongle.interfaces == ()
    assert dongle.confidence is None
    assert dongle.no_sign_out is not None
    assert plain(dongle.no_sign_out.because) == "It has no Lumen screen of its own."


def test_notes_stand_where_they_belong(lumen_known: LumenKnown) -> None:
    notes = lumen_known().devices["glow-tv"].notes
    assert [(note.interface, note.route, note.step) for note in notes] == [
        (None, None, None),
        ("menu", None, None),
        ("menu", "menu", None),
        ("menu", "menu", 2),
    ]


def test_actions_in_the_words_of_the_device(lumen_known: LumenKnown) -> None:
    change = ("name: Glow TV\n", "name: Glow TV\nkeys: {home: Hub}\n")
    (reset,) = lumen_known({"devices/tv/glow-tv.yml": change}).devices["glow-tv"].actions
    assert [
        step.choose or (step.press and step.press.text) or plain(step.do or ())
        for step in reset.path
    ] == ["Settings", "Hub", "Hold the button.", "Reset"]
    assert reset.signs_out
    assert reset.confidence == Confidence.LOW


def test_problems_of_a_device(lumen_known: LumenKnown) -> None:
    """By its kind, its family (or the one that extends), or its name; else of all devices."""
    one = (
        "title: {0}\nsymptom: It is so.\n{1}\n"
        "solutions: [{{title: Wait, text: Wait., doubt: Perhaps.}}]\nworked: It is over.\n"
    )
    kb = lumen_known(
        {
            "problems/all.yml": one.format("Of all", ""),
            "problems/phones.yml": one.format("Of phones", "kinds: [phone]"),
            "problems/gears.yml": one.format("Of gears", "families: [tv-gear]"),
            "problems/menu-does-not-open.yml": one.format("Of menus", "families: [tv-menu]"),
            "problems/stick.yml": one.format("Of the stick", "devices: [glow-stick]"),
        }
    )
    assert {name: device.problems for name, device in kb.devices.items()} == {
        "cast-dongle": ("all",),
        "glow-stick": ("menu-does-not-open", "stick", "all"),
        "glow-tv": ("gears", "menu-does-not-open", "all"),
        "handy": ("phones", "all"),
        "play-box": ("menu-does-not-open", "all"),
        "lumen-account": ("all",),
    }
    assert {name: problem.kinds for name, problem in kb.problems.items()} == {
        "all": (),
        "gears": ("tv",),
        "menu-does-not-open": ("tv", "console"),
        "phones": ("phone",),
        "stick": ("tv",),
    }


def test_the_problems_of_a_family_are_those_of_families_that_extend_it(
    lumen_known: LumenKnown,
) -> None:
    kb = lumen_known(
        {
            "problems/menu-does-not-open.yml": (
                "kinds: [console]\nfamilies: [tv-menu]\ndevices: [glow-tv]",
                "families: [tv-menu]",
            ),
            BOX: ("{family: tv-menu}", "{family: tv-gear}"),
        }
    )
    assert kb.devices["play-box"].problems == ("menu-does-not-open",)


def test_a_pack_holds_the_devices_of_its_kinds_then_its_own(lumen_known: LumenKnown) -> None:
    pack = lumen_known().packs["guests"]
    assert pack.devices == ("cast-dongle", "glow-stick", "glow-tv", "play-box")
    assert (pack.checklists, pack.remote) == (("security",), True)
    assert plain(pack.intro) == "These pages show how to leave Lumen on our TVs."


def test_packs_need_not_be(lumen_known: LumenKnown) -> None:
    assert lumen_known({"packs.yml": None}).packs == {}


def test_remote(lumen_known: LumenKnown) -> None:
    remote = lumen_known().remote
    assert (remote.one_device.id, remote.all_devices.id) == ("one-device", "all-devices")
    assert plain(remote.one_device.reach) == "Open your account page in a browser."
    assert plain(remote.delay) == "It can take up to 1 hour."


def test_strange_text_is_literal(
    put_together: Callable[[Path, Path], None],
    check_folder: Callable[[Path], Checked],
    tmp_path: Path,
) -> None:
    """What looks like code or markup is passed on as it is; outputs escape it."""
    put_together(Path(__file__).parents[1] / "good/text-that-looks-like-code", tmp_path / "specs")
    kb = resolve(check_folder(tmp_path / "specs"))
    tv = kb.devices["glow-tv"]
    assert tv.name == "<script>alert(1)</script>"
    assert '--8<-- "/etc/passwd"' in tv.also
    assert "{{ ''.__class__ }}" in tv.also
    assert kb.labels["leave"].text["en"] == ("{{ 7 * 7 }} <b>Leave</b>",)
    intro = kb.checklists["security"].intro
    assert len(intro) == 1
    assert "{{ ''.__class__ }}" in plain(intro)
    assert "{not a word} {}" in plain(intro)
