"""What may be wrong with prose pages, and with what only the site engine knows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.site import device_lists
from generator.site.engine import icon, icon_names
from generator.site.html import icon_html
from generator.site.prose import check_prose
from tests.conftest import LumenKnown

SECOND = Path(__file__).parents[1] / "end_to_end" / "second-service" / "content"


def test_an_unknown_icon_is_told_with_the_nearest_and_its_place(lumen_known: LumenKnown) -> None:
    kb = lumen_known({"kinds.yml": ("input: gamepad}", "input: gamepad, icon: televison}")})
    [problem] = [p for p in check_prose(kb, SECOND, "content") if p.code == "unknown-icon"]
    assert str(problem) == (
        "specs/kinds.yml:2:54: There is no icon `televison`. Did you mean `television`? "
        "[unknown-icon]"
    )


def test_a_kind_may_do_without_an_icon(lumen_known: LumenKnown) -> None:
    kb = lumen_known({"kinds.yml": ("input: gamepad}", "input: gamepad, icon: controller}")})
    assert [kind.icon for kind in kb.kinds] == [None, "controller", None, None]
    assert [p for p in check_prose(kb, SECOND, "content") if p.code == "unknown-icon"] == []


def test_icons_are_pictures_that_say_nothing() -> None:
    assert "television" in icon_names()
    assert icon("no-such-icon") is None
    svg = str(icon_html("television"))
    assert svg.startswith('<svg aria-hidden="true" ')
    assert svg.endswith("</svg>")


@pytest.mark.parametrize(("slot", "allowed"), [("finder", True), ("catalogue", False)])
def test_only_the_finder_may_stand_on_several_pages(
    lumen_known: LumenKnown, tmp_path: Path, slot: str, allowed: bool
) -> None:
    content = tmp_path / "content"
    shutil.copytree(SECOND, content)
    for name in ("a.md", "b.md"):
        (content / name).write_text(f"# {name}\n\n<!-- slot: {slot} -->\n", "utf-8")
    twice = [p for p in check_prose(lumen_known(), content, "c") if p.code == "slot-twice"]
    assert (twice == []) == allowed


def test_the_finder_stands_on_a_page_once(lumen_known: LumenKnown, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SECOND, content)
    slot = "<!-- slot: finder -->\n\n"
    (content / "a.md").write_text(f"# A\n\n{slot}{slot}", "utf-8")
    twice = [p for p in check_prose(lumen_known(), content, "c") if p.code == "slot-twice"]
    assert [str(p.place) for p in twice] == ["c/a.md:5:1"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("devices/glow-tv.md", "device `glow-tv`"),
        ("devices/glow-tv/index.md", "device `glow-tv`"),
        ("troubleshooting/menu-does-not-open.md", "problem `menu-does-not-open`"),
        ("kinds/tv.md", "list of devices `tv`"),
        ("kinds/index.md", None),
        ("kinds/elsewhere.md", None),
        ("devices/more/glow-tv.md", None),
        ("glow-tv.md", None),
    ],
)
def test_no_page_stands_where_one_is_generated(
    lumen_known: LumenKnown,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    what: str | None,
) -> None:
    monkeypatch.setattr(device_lists, "MOST_LISTED", 2)
    content = tmp_path / "content"
    shutil.copytree(SECOND, content)
    (content / name).parent.mkdir(exist_ok=True, parents=True)
    (content / name).write_text("# A page\n", "utf-8")
    found = check_prose(lumen_known(), content, "content")
    assert [str(one) for one in found if one.code == "taken-address"] == (
        [
            f"content/{name}:1:1: The page of the {what} has this address. "
            "Give the file another name. [taken-address]"
        ]
        if what
        else []
    )
