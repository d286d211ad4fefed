"""Knowledge as plain data: nothing is lost, nothing is said otherwise, all of it is JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.text import Text, Word, plain
from generator.pdf.book_index import index_of
from generator.pdf.data import Data, Facts, Pieces
from generator.pdf.handbook import handbook_data

LumenKnown = Callable[..., KnowledgeBase]
TV = "devices/tv/glow-tv.yml"


def read_aloud(pieces: Pieces) -> str:
    """The text of pieces in English."""
    return "".join(
        piece
        if isinstance(piece, str)
        else piece.get("english") or piece.get("key") or piece["label"]
        for piece in pieces
    )


def test_keys_and_labels_are_pieces_and_all_else_is_text(lumen_known: LumenKnown) -> None:
    facts = Facts(lumen_known())
    text: Text = (
        "In ",
        Word("service", "service", "Lumen"),
        " press ",
        Word("key", "back", "Back", symbol="↶"),
        " or the ",
        Word("label", "gear", "gear icon", icon=True),
        ", a ",
        Word("concept", "profile", "profile"),
        ": ",
        Word("label", "sign-out", "Sign out"),
    )
    assert facts.text(text) == [
        "In Lumen press ",
        {"key": "Back", "sign": "↶"},
        " or the gear icon, a profile: ",
        {"label": "Sign out"},
    ]
    assert facts.text(()) == facts.text(None) == []


def test_labels_in_another_language_keep_their_english(shipped: KnowledgeBase) -> None:
    facts = Facts(shipped, language="es-419")
    spanish = facts.text((Word("label", "sign-out", "Sign Out"),))
    assert spanish == [{"label": "Cerrar sesión", "lang": "es-419", "english": "Sign Out"}]
    unknown = next(
        label for label in shipped.labels.values() if "es-419" not in label.text and not label.icon
    )
    english = unknown.text["en"][0]
    assert facts.text((Word("label", unknown.id, english),)) == [{"label": english}]


def test_every_text_says_what_the_knowledge_says(shipped: KnowledgeBase) -> None:
    for language in ("en", "ja"):
        facts = Facts(shipped, language=language)
        for device in shipped.devices.values():
            told = facts.device(device)
            for interface, shown in zip(device.interfaces, told["interfaces"], strict=True):
                routes = [shown["main"], *shown["fallbacks"]]
                for route, data in zip(interface.walkthrough.routes, routes, strict=True):
                    assert [read_aloud(step["do"]) for step in data["steps"]] == [
                        plain(step.says) for step in route.steps
                    ]
                    assert [read_aloud(step["see"]) for step in data["steps"]] == [
                        plain(screen.looks_like) for screen in route.sees
                    ]
                    assert read_aloud(data["reach"]) == plain(route.reach)


def test_sources_have_numbers_in_the_order_of_their_publishers(shipped: KnowledgeBase) -> None:
    facts = Facts(shipped)
    sources = facts.sources()
    assert [source["number"] for source in sources] == list(range(1, len(shipped.sources) + 1))
    publishers = [source["publisher"].casefold() for source in sources]
    assert publishers == sorted(publishers)
    by_title = {(source["title"], source["url"]): source["number"] for source in sources}
    for name, source in shipped.sources.items():
        assert facts.cites((name,))["whole"] == [by_title[source.title, source.url]]
    one, two, *_ = shipped.sources
    assert facts.cites((), (two, one)) == {
        "whole": [],
        "part": sorted([*facts.cites((one,))["whole"], *facts.cites((two,))["whole"]]),
    }


def test_notes_stand_where_they_belong(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    told = Facts(kb).device(kb.devices["glow-tv"])
    menu, gear = told["interfaces"]

    def said(notes: list[Data]) -> list[str]:
        return [read_aloud(note["text"]) for note in notes]

    assert said(told["notes"]) == ["Press Home first if a title is playing."]
    assert said(menu["notes"]) == ["Sets from 2024 show this menu."]
    assert said(menu["main"]["notes"]) == ["It takes four steps."]
    assert "The list may scroll." in said(menu["main"]["steps"][1]["notes"])
    assert all(not step["notes"] for step in gear["main"]["steps"])


def test_a_route_in_short_has_each_way_to_do_a_step(shipped: KnowledgeBase) -> None:
    facts = Facts(shipped)
    route = shipped.devices["other-smart-tv"].interfaces[1].walkthrough.main
    assert [read_aloud(step) for step in facts.route(route)["short"]] == [
        "Back (or Left)",
        "Get Help (or Settings)",
        "Sign Out",
        "Yes",
    ]
    moved = shipped.devices["other-smart-tv"].interfaces[0].walkthrough.main
    assert "Left to the profile icon" in map(read_aloud, facts.route(moved)["short"])


def test_addresses_are_of_the_site_if_there_is_one(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    device = kb.devices["glow-tv"]
    assert Facts(kb).device(device)["address"] == ""
    told = Facts(kb, "https://help.example/").device(device)
    assert told["address"] == "https://help.example/devices/glow-tv/"


def test_what_devices_share_is_referred_to_and_what_differs_is_told(
    lumen_known: LumenKnown,
) -> None:
    data = handbook_data(lumen_known())
    devices = {one["id"]: one for kind in data["kinds"] for one in kind["devices"]}
    labels = {route["label"] for app in data["apps"] for route in app["routes"]}
    menu, gear = devices["glow-tv"]["interfaces"]
    assert menu["main"]["at"] in labels  # the Play Box has it too
    assert gear["main"]["at"] is None
    assert [note["step"] for note in menu["main"]["step_notes"]] == [2]
    own = devices["glow-stick"]["interfaces"][0]["main"]  # its Back is called Menu
    assert own["at"] is None
    assert {"key": "Menu", "sign": ""} in [piece for step in own["steps"] for piece in step["do"]]


def test_each_reference_of_the_handbook_is_to_the_very_same_steps(shipped: KnowledgeBase) -> None:
    data = handbook_data(shipped)
    apps = {route["label"]: route for app in data["apps"] for route in app["routes"]}
    referred = 0
    for kind in data["kinds"]:
        for device in kind["devices"]:
            for route in [*(one["main"] for one in device["interfaces"]), *device["ways"]]:
                if route["at"] is not None:
                    referred += 1
                    there = apps[route["at"]]
                    assert [step["do"] for step in route["steps"]] == [
                        step["do"] for step in there["steps"]
                    ]
    assert referred > len(shipped.devices)


def test_the_index_has_every_name_of_every_device_once(lumen_known: LumenKnown) -> None:
    kb = lumen_known(
        {
            TV: ("also: [Glow, Glow set]", "also: [Écran, Über, 3DS, ~wave]"),
            "devices/console/play-box.yml": (
                "name: Play Box\n",
                "name: Play Box\nmodels: [G100]\n",
            ),
        }
    )
    groups = index_of(kb)
    letters = [group["letter"] for group in groups]
    assert letters[0] == "0–9"
    assert letters[1:] == sorted(set(letters[1:]))
    terms = {entry["term"]: entry["devices"] for group in groups for entry in group["entries"]}
    assert {one["id"] for one in terms["G100"]} == {"glow-tv", "play-box"}
    assert terms["Glow TV"] == [{"id": "glow-tv", "of": None}]
    assert terms["Über"] == [{"id": "glow-tv", "of": "Glow TV"}]
    of_letter = {entry["term"]: group["letter"] for group in groups for entry in group["entries"]}
    assert (of_letter["Écran"], of_letter["Über"], of_letter["~wave"]) == ("E", "U", "0–9")


def test_all_of_it_is_plain_data(shipped: KnowledgeBase) -> None:
    data = handbook_data(shipped, "https://help.example/")
    assert json.loads(json.dumps(data)) == data
