"""`signout explain`: each sentence with its place, what it was, and why we are so sure."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.commands.understanding import Call, call

__all__ = ["call"]


def test_each_step_stands_with_the_line_it_comes_from(call: Call, spec_folder: Path) -> None:
    said = call("explain", "glow-tv").stdout
    places = re.findall(r"\((specs/[\w/.-]+):(\d+):(\d+)\)$", said, re.M)
    assert len(places) > 30
    for file, line, column in places:
        rows = (spec_folder.parent / file).read_text("utf-8").splitlines()
        assert len(rows[int(line) - 1]) >= int(column)
    assert (
        "1. Press Back. If nothing happens, press Left.  (specs/families/tv-menu.yml:9:7)" in said
    )
    assert "       note: The list may scroll.  (specs/devices/tv/glow-tv.yml:15:5)" in said


def test_what_is_inherited_and_what_it_was(call: Call) -> None:
    said = call("explain", "glow-tv", "gear/menu").stdout
    assert "family: tv-gear, which extends tv-menu" in said
    assert "lacks of it: menu.get-help  (specs/families/tv-gear.yml:4:8)" in said
    assert re.search(
        r"1\. Press Back\..+\n +from the family tv-menu\n"
        r" +→ A list with a gear at its end\.  \(specs/families/tv-gear\.yml:7:5\)\n"
        r" +was in tv-menu: A list down the left side\.  \(specs/families/tv-menu\.yml:12:5\)",
        said,
    )
    assert "gear/key-code" not in said


def test_words_of_the_device(call: Call) -> None:
    said = call("explain", "glow-stick").stdout
    assert "  no longer supported since 1 March 2026\n" in said
    assert (
        "its own word for a key: Back is called Menu  (specs/devices/tv/glow-stick.yml:2:8)" in said
    )
    assert "1. Press Menu. If nothing happens, press Left." in said


def test_why_we_are_so_sure(call: Call) -> None:
    said = call("explain", "glow-tv", "menu").stdout
    assert (
        "    confidence: high\n"
        "      the route is high: an official page describes the whole way (Lumen Help)\n"
        "        all of it: lumen-help (official), gazette (press)\n"
        "      on this device it is high: an official page shows this interface on this device "
        "(Lumen Help)\n"
    ) in said
    inferred = call("explain", "play-box", "menu/key-code").stdout
    assert "the route is medium: two independent guides describe the whole way (" in inferred
    assert (
        "on this device it is inferred: no source shows this interface on this device" in inferred
    )


def test_a_family_by_itself(call: Call) -> None:
    said = call("explain", "tv-gear").stdout
    assert said.startswith("tv-gear: TV app with a gear  (specs/families/tv-gear.yml:1:1)\n")
    assert "shown by: glow-tv, which extends tv-menu" in said
    assert "on this device" not in said
    assert call("explain", "tv-gear/menu").exit_code == 0


def test_a_device_without_routes(call: Call) -> None:
    said = call("explain", "cast-dongle").stdout
    assert "no sign-out of its own: It has no Lumen screen of its own." in said
    assert "so its page leads with the account page: lumen-account" in said


def test_for_programs(call: Call) -> None:
    data = json.loads(call("explain", "glow-tv", "menu/menu", "--format", "json").stdout)
    assert (data["device"], data["name"]) == ("glow-tv", "Glow TV")
    (interface,) = data["interfaces"]
    (route,) = interface["routes"]
    assert route["confidence"] == "high"
    assert route["steps"][1]["notes"][0]["says"] == "The list may scroll."
    assert route["steps"][0]["does"] == {
        "says": "Press Back. If nothing happens, press Left.",
        "place": {"file": "specs/families/tv-menu.yml", "line": 9, "column": 7},
        "family": "tv-menu",
        "was": None,
    }
    family = json.loads(call("explain", "tv-gear", "--format", "json").stdout)
    assert (family["device"], family["family"]) == (None, "tv-gear")


def test_wrong_names(call: Call) -> None:
    for arguments, says in (
        (("glow-tb",), "There is no device `glow-tb`. Did you mean `glow-tv`?"),
        (("family:tv-gaer",), "There is no family `tv-gaer`. Did you mean `tv-gear`?"),
        (("glow-tv", "menue"), "There is no interface `menue` of `glow-tv`. Did you mean `menu`?"),
        (
            ("glow-tv", "menu/key"),
            "There is no route `key` of `glow-tv/menu`. There are `key-code`, `menu`.",
        ),
        (("glow-tv", "menu/menu/1"), "`glow-tv/menu/menu/1` has too many parts"),
        (("tv-gear", "menu/menu"), "`tv-gear/menu/menu` has too many parts"),
        (("cast-dongle", "menu"), "There is no interface `menu` of `cast-dongle`. It has no"),
        (("specs/devices/tv/glow-tv.yml",), "Did you mean `glow-tv`?"),
        (("glow-tv.yml",), "There is no device `glow-tv.yml`. Did you mean `glow-tv`?"),
        (("Glow Set",), "There is no device `Glow Set`. Did you mean `glow-tv`?"),
        (("\u202e",), "There is no device `\\u202e`."),
        (("",), "There is no device ``."),
    ):
        done = call("explain", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert says in done.stderr


def test_nothing_is_explained_that_has_problems(call: Call, spec_folder: Path) -> None:
    file = spec_folder / "keys.yml"
    file.write_text(file.read_text("utf-8").replace("name: Up", "nmae: Up"), "utf-8")
    done = call("explain", "glow-tv")
    assert done.exit_code == 1
    assert "specs/keys.yml:1:" in done.stdout


def test_who_checked_a_route_and_whether_it_is_still_so(call: Call, spec_folder: Path) -> None:
    assert call("checked", "tv-menu/menu", "--source", "gazette", "--by", "Ada").exit_code == 0
    said = call("explain", "tv-menu/menu").stdout
    assert re.search(r"checked: .+ by Ada, .+ \(gazette\)  \(specs/families/tv-menu\.yml:", said)
    labels = spec_folder / "labels.yml"
    labels.write_text(labels.read_text("utf-8").replace("en: Get Help", "en: Help me"), "utf-8")
    said = call("explain", "tv-menu/menu").stdout
    assert re.search(r"by Ada, .+; the route has changed since  \(specs/families/tv-menu", said)


def test_an_interface_by_which_nobody_can_tell_it(call: Call) -> None:
    """A family without `tell`, which is shown alone wherever it is shown."""
    said = call("explain", "handy").stdout
    assert "family: phone-app" in said
    assert "told by:" not in said
