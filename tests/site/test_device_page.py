"""The page of a device, in pieces: what it says of the question which interface one sees."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from generator.knowledge.base import KnowledgeBase
from generator.site.device_page import DevicePages
from tests.conftest import LumenKnown

LIST = "looks_like: A list down the left side."
GEAR = "looks_like: A list with a gear at its end."
OPENS = "  home:\n    controls:\n      open-menu: {{press: [{keys}], opens: menu}}\n"
DRAWN = {
    "families/tv-menu.yml": (LIST, f"{LIST}\n    sketch: menu-left"),
    "families/tv-gear.yml": (GEAR, f"{GEAR}\n    sketch: gear"),
}


def opened_by(keys: str) -> dict[str, tuple[str, str]]:
    """The app with a gear, where its menu is opened by other keys."""
    return DRAWN | {
        "families/tv-gear.yml": (
            f"screens:\n  menu:\n    {GEAR}",
            f"screens:\n{OPENS.format(keys=keys)}  menu:\n    {GEAR}\n    sketch: gear",
        )
    }


def hints(kb: KnowledgeBase, device: str) -> list[str]:
    page = BeautifulSoup(DevicePages(kb).page(kb.devices[device]).content, "lxml")
    return [" ".join(one.get_text(" ").split()) for one in page.select(".so-chooser + .so-not-yet")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (DRAWN, ["None of these yet? Press Back ."]),
        (opened_by("left"), ["None of these yet? Press Back or Left ."]),
        # A way to a sign-out, and nothing to try before one knows that it is the right one.
        (opened_by("left, left"), []),
        # Nobody says on which screen one tells them apart.
        ({}, []),
    ],
)
def test_what_opens_the_menus_is_said_where_one_is_asked_for_them(
    lumen_known: LumenKnown, changes: dict[str, tuple[str, str]], said: list[str]
) -> None:
    assert hints(lumen_known(changes), "glow-tv") == said


def test_what_is_seen_from_the_start_needs_no_key(lumen_known: LumenKnown) -> None:
    shown = "looks_like: Rows of titles, no open menu."
    kb = lumen_known({"families/tv-menu.yml": (shown, f"{shown}\n    sketch: icon-top")})
    assert hints(kb, "glow-tv") == []


def test_one_interface_is_no_question(lumen_known: LumenKnown) -> None:
    assert hints(lumen_known(DRAWN), "glow-stick") == []


def test_the_words_in_other_languages_begin_with_what_a_reader_looks_for(
    lumen_known: LumenKnown,
) -> None:
    """On a phone, further columns are beyond the edge. Steps have them in another order."""
    kb = lumen_known()
    page = BeautifulSoup(DevicePages(kb).page(kb.devices["glow-tv"]).content, "lxml")
    columns = [str(one["data-label"]) for one in page.select(".so-languages th[data-label]")]
    assert columns == ["sign-out", "get-help", "yes-button"]
    steps = [str(one["data-label"]) for one in page.select(".so-steps .so-label[data-label]")]
    assert steps.index("get-help") < steps.index("sign-out")
