"""Pictures for shared links, and the icons: their sizes, what is in them, the same everywhere."""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.knowledge.base import Kind
from generator.read.problem import Place
from generator.site.pictures import DEFAULT, ICONS, PICTURES, SIDES, SIZE, draw_pictures

ROOT = Path(__file__).parents[2]
NAME = "Sign out of Lumen"
KINDS = [
    Kind("tv", "TVs and sticks", "television", (), Place("kinds.yml")),
    Kind("console", "Game consoles", "controller", (), Place("kinds.yml")),
    Kind("phone", "Phones", None, (), Place("kinds.yml")),
]
DRAW = """
import hashlib, sys
from tests.site.test_pictures import KINDS, NAME, draw_pictures
for path, png in draw_pictures(KINDS, NAME).items():
    print(path, hashlib.sha256(png).hexdigest())
"""


def size(png: bytes) -> tuple[int, int]:
    """Its width and height, which a PNG file says in its first chunk."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert png[12:16] == b"IHDR"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def of_kind(site_name: str = NAME, **changes: Any) -> bytes:
    """The picture of a kind with some of its fields changed."""
    return draw_pictures([replace(KINDS[0], **changes)], site_name)[f"{PICTURES}/tv.png"]


def test_one_for_each_kind_one_for_the_rest_and_the_icons() -> None:
    drawn = draw_pictures(KINDS, NAME)
    pictures = {f"{PICTURES}/{kind.id}.png" for kind in KINDS} | {DEFAULT}
    icons = {f"{ICONS}/{name}.png": (side, side) for name, side, *_ in SIDES}
    assert {path: size(png) for path, png in drawn.items()} == dict.fromkeys(pictures, SIZE) | icons
    assert len(set(drawn.values())) == len(drawn), "two pictures are the same"


def test_the_name_the_icon_and_the_site_are_in_it() -> None:
    usual = of_kind()
    assert of_kind() == usual
    assert of_kind(name="Other things") != usual
    assert of_kind(icon="car") != usual
    assert of_kind("Sign out of Tonewerk") != usual


def test_a_kind_without_an_icon_has_the_mark_of_the_site() -> None:
    assert of_kind(icon=None) == of_kind(icon="logout-variant")


@pytest.mark.parametrize(
    ("text", "read_as_markup"),
    [
        ("#[TVs]", "TVs"),
        ("#1", "1"),
        (r"\u{41}", "A"),
        ("_TVs_", "TVs"),
        ("a -- b", "a – b"),
        ("TVs // more", "TVs"),
        ("= TVs", "TVs"),
        ("#sys.version", "0.14.0"),
        ("&amp;", "&"),
    ],
)
def test_a_name_is_text(text: str, read_as_markup: str) -> None:
    assert of_kind(name=text) != of_kind(name=read_as_markup)


@pytest.mark.parametrize(
    "text",
    [
        '#panic("no")',
        '#read("/etc/passwd")',
        '"); #panic() //',
        "]}$*_`#{[(",
        "日本語 हिन्दी עברית 😀",
        "W" * 300,
        "many words " * 60,
        " ",
    ],
)
def test_no_name_stops_the_drawing(text: str) -> None:
    assert size(of_kind(text, name=text)) == SIZE


def test_the_same_bytes_wherever_they_are_drawn(tmp_path: Path) -> None:
    surroundings = {
        "TZ": "Asia/Tokyo",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
        "SOURCE_DATE_EPOCH": "1",
        "PYTHONPATH": str(ROOT),
    }
    drawn = subprocess.run(
        [sys.executable, "-c", DRAW],
        cwd=tmp_path,
        env=os.environ | surroundings,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    ours = draw_pictures(KINDS, NAME).items()
    lines = [f"{path} {hashlib.sha256(png).hexdigest()}" for path, png in ours]
    assert drawn.stdout.splitlines() == lines
