"""Drawings of screens: small, silent, and only of what somebody said a screen looks like."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest

from generator.check.proof import check
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.resolve import resolve
from generator.knowledge.route import Screen
from generator.model.family import Sketch
from generator.model.specs import load
from generator.model.vocabulary import Input
from generator.read.tree import spec_files
from generator.site.sketch import interface_sketch, screen_sketch

ROOT = Path(__file__).parents[2]
MENU, GEAR, APP = "families/tv-menu.yml", "families/tv-gear.yml", "families/phone-app.yml"
LumenKnown = Callable[..., KnowledgeBase]
INPUTS: tuple[Input, ...] = get_args(Input)
LEFT = ("looks_like: A list down the left side.", "sketch: menu-left\n    looks_like: A list.")


def screen(sketch: Sketch | None, dialog: bool = False) -> Screen:
    return Screen("a", ("A",), sketch, dialog, False, ())


@pytest.mark.parametrize("input", INPUTS)
@pytest.mark.parametrize("sketch", [*get_args(Sketch), None])
def test_every_drawing_is_small_and_silent(sketch: Sketch | None, input: Input) -> None:
    drawn = screen_sketch(screen(sketch, dialog=sketch is None), input)
    assert len(drawn.encode()) <= 600
    svg = ElementTree.fromstring(drawn)
    assert svg.attrib["aria-hidden"] == "true"
    assert not svg.findall(".//text")
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    assert (width < height) == (input == "touch")
    for path in svg:
        assert set(path.attrib) == {"class", "d"}
        assert path.attrib["class"].startswith("so-sketch-")
        for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", path.attrib["d"]):
            assert 0 < float(x) < width
            assert 0 < float(y) < height


def test_no_two_drawings_are_the_same() -> None:
    drawn = [
        screen_sketch(screen(sketch, dialog=sketch is None), input)
        for sketch in (*get_args(Sketch), None)
        for input in ("remote", "pointer", "touch")
    ]
    assert len(set(drawn)) == len(drawn)
    assert screen_sketch(screen("rows"), "gamepad") == screen_sketch(screen("rows"), "remote")


def test_what_nobody_described_is_not_drawn() -> None:
    assert screen_sketch(screen(None), "remote") == ""
    assert screen_sketch(screen(None, dialog=True), "remote") != ""


def test_an_interface_is_drawn_by_its_menu(lumen_known: LumenKnown) -> None:
    changes = {MENU: [LEFT, ("reach: Open {service}", "sketch: rows\n    reach: Open {service}")]}
    kb = lumen_known(changes)
    box = kb.devices["play-box"]
    menus = box.interfaces[0].walkthrough
    assert menus.screens["home"].sketch == "rows"
    assert interface_sketch(menus, box.input) == screen_sketch(menus.screens["menu"], box.input)
    assert "so-sketch-tv" in interface_sketch(menus, box.input)


def test_an_interface_that_nothing_tells_apart_is_not_drawn(lumen_known: LumenKnown) -> None:
    page = ("reach: Open {service}", "sketch: page\n    reach: Open {service}")
    kb = lumen_known({MENU: page})
    menus = kb.devices["play-box"].interfaces[0].walkthrough
    assert menus.screens["home"].sketch == "page"
    assert interface_sketch(menus, "remote") == ""


def test_a_phone_looks_like_a_phone(lumen_known: LumenKnown) -> None:
    icon = ("reach: Open {service}", "sketch: icon-top\n    reach: Open {service}")
    phone = lumen_known({APP: icon}).devices["handy"]
    assert phone.input == "touch"
    assert "so-sketch-phone" in interface_sketch(phone.interfaces[0].walkthrough, phone.input)


def test_a_device_may_be_worked_otherwise_than_its_kind(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    assert kb.devices["handy"].input == "touch"
    named = {"devices/phone/handy.yml": ("name: Handy phone", "name: Handy phone\ninput: pointer")}
    assert lumen_known(named).devices["handy"].input == "pointer"


def test_a_sketch_is_inherited_and_may_be_changed(lumen_known: LumenKnown) -> None:
    def sketches(kb: KnowledgeBase) -> set[str | None]:
        walkthroughs = [i.walkthrough for d in kb.devices.values() for i in d.interfaces]
        return {w.screens["menu"].sketch for w in walkthroughs if w.family == "tv-gear"}

    assert sketches(lumen_known()) == {None}
    assert sketches(lumen_known({MENU: LEFT})) == {"menu-left"}
    own = ("looks_like: A list with", "sketch: gear\n    looks_like: A list with")
    assert sketches(lumen_known({MENU: LEFT, GEAR: own})) == {"gear"}


def test_a_sketch_does_not_change_what_a_check_covers(lumen_known: LumenKnown) -> None:
    drawn = ("looks_like: A list down", "sketch: menu-left\n    looks_like: A list down")

    def prints(kb: KnowledgeBase) -> list[str]:
        shown = [i.walkthrough for device in kb.devices.values() for i in device.interfaces]
        return [route.fingerprint for one in shown for route in one.routes]

    assert prints(lumen_known({MENU: drawn})) == prints(lumen_known())


def test_shipped_interfaces_of_one_device_are_drawn_differently() -> None:
    kb = resolve(check(*load(spec_files(ROOT / "device_specs", "specs"), "specs")))
    several = [device for device in kb.devices.values() if len(device.interfaces) > 1]
    assert len(several) >= 20
    for device in several:
        drawn = [interface_sketch(one.walkthrough, device.input) for one in device.interfaces]
        known = [one for one in drawn if one]
        assert len(set(known)) == len(known), device.id
    roku = kb.devices["roku"]
    assert all(interface_sketch(one.walkthrough, roku.input) for one in roku.interfaces)
