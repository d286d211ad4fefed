"""The web app manifest, and that colours named in several places are the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

from generator.site.manifest import manifest
from generator.site.pictures import GROUND, ICONS, SIDES

ROOT = Path(__file__).parents[2]


def test_names_are_text_and_addresses_relative() -> None:
    hostile = '"</script>\u2028 日本'
    about = json.loads(manifest(hostile))
    assert about["name"] == hostile
    assert len(about["short_name"]) <= 12, "launchers cut longer ones"
    assert (about["start_url"], about["scope"], about["display"]) == (".", ".", "standalone")


def test_icons_are_those_drawn() -> None:
    icons = json.loads(manifest("Lumen"))["icons"]
    assert [icon["src"] for icon in icons] == [f"{ICONS}/{name}.png" for name, *_ in SIDES]
    of_purpose = {(icon["sizes"], icon["purpose"]) for icon in icons}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= of_purpose


def test_the_mark_is_in_the_part_of_an_icon_that_is_always_shown() -> None:
    for _, _, rounded, share in SIDES:
        # The corners of the square that the mark fills are within the circle of 80 %.
        assert rounded or share * 2**0.5 <= 0.8


def test_colours_are_those_of_the_theme() -> None:
    css = (ROOT / "content/assets/theme.css").read_text("utf-8")
    found = re.search(r"--md-primary-fg-color: var\(--light, (#\w+)\) var\(--dark, (#\w+)\)", css)
    assert found is not None
    light, dark = found.groups()
    head = (ROOT / "overrides/main.html").read_text("utf-8")
    for scheme, colour in (("light", light), ("dark", dark)):
        media = f'media="(prefers-color-scheme: {scheme})"'
        assert f'<meta name="theme-color" content="{colour}" {media}>' in head
    assert light == GROUND == json.loads(manifest("Lumen"))["theme_color"]
