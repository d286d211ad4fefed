"""Where a new thing goes besides its own file: the control it stands at, the page that tells it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.edit.form import Refused
from generator.edit.plan import Folder, Plan
from generator.read.tree import SpecFile
from tests.edit.test_scaffold import PAGE, folder_of, made, planned

POSITION = "text=behind the moon"
MENU = "families/tv-menu.yml"


@pytest.fixture(scope="module")
def lumen_folder(base_files: Mapping[str, bytes]) -> Folder:
    """The example specs of tests/good/base, and a page of prose."""
    return folder_of(base_files)


def test_a_position_stands_where_its_field_belongs(lumen_folder: Folder) -> None:
    files = made(planned(lumen_folder, "positions", POSITION, at=["tv-menu/help/sign-out"]))
    assert (
        "sign-out: {select: sign-out, or: [deactivate], where: behind-the-moon, opens: confirm}\n"
        in files[MENU]
    )
    assert "behind-the-moon: {text: behind the moon}\n" in files["positions.yml"]


def test_a_position_takes_the_place_of_another(lumen_folder: Folder) -> None:
    plan = planned(lumen_folder, "positions", POSITION, at=["tv-menu/menu/get-help"])
    files, _ = plan.checked(plan.draft())
    assert b"get-help: {select: get-help, where: behind-the-moon, opens: help}\n" in files[MENU]


@pytest.mark.parametrize("at", ["tv-menu/home/key-code", "tv-menu/menu", "glow-tv/menu"])
def test_only_what_is_on_a_screen_stands_somewhere(lumen_folder: Folder, at: str) -> None:
    with pytest.raises(Refused, match=f"`{at}`"):
        planned(lumen_folder, "positions", POSITION, at=[at]).draft()


def test_a_checklist_may_be_told_before_it_is_there(lumen_folder: Folder) -> None:
    """Whoever wrote the slot first need not name the page."""
    folder = folder_of(lumen_folder.files)
    answers = ["title=Before a move", "intro=Go through this list.", "items=strong-password"]
    plan = planned(folder, "checklists", *answers)
    assert [name for name, _ in plan.missing()] == ["--for …"]
    slot = b"<!-- slot: checklist-before-a-move -->\n"
    folder.pages = [PAGE, SpecFile("content/b.md", ("b.md",), slot)]
    assert list(plan.missing()) == []
    assert plan.draft().told == ()
    assert set(made(plan)) == {"checklists/before-a-move.yml"}


def test_a_page_that_is_named_twice_gets_one_slot(lumen_folder: Folder) -> None:
    answers = ["title=The moon", "facts.1.text=It is round.", "facts.1.sources=gazette"]
    plan = planned(lumen_folder, "topics", *answers, at=["more", "content/more.md"])
    assert [one.now.path for one in plan.draft().told] == ["more.md"]


@pytest.mark.parametrize("collection", ["kinds", "packs", "phrases", "everyday"])
def test_what_nothing_needs_to_name_has_no_place(lumen_folder: Folder, collection: str) -> None:
    with pytest.raises(Refused, match=r"--for is not for an? \w+.*: nothing needs to name it\."):
        Plan(lumen_folder, collection).look_up("glow-tv")


@pytest.mark.parametrize(
    ("collection", "answers"),
    [
        ("sources", ["url=https://a.example/b", "title=A", "publisher=Moon", "tier=press"]),
        ("concepts", ["name=moon", "means=It rises at night."]),
    ],
)
def test_most_things_take_the_place_of_nothing(
    lumen_folder: Folder, collection: str, answers: list[str]
) -> None:
    plan = planned(lumen_folder, collection, *answers, at=["glow-tv/menu"], instead=True)
    with pytest.raises(Refused, match=r"--instead is not for a \w+: it takes the place of nothing"):
        plan.draft()
