"""`signout new` with questions, answered as people do: wrongly at first, in part, and in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import main
from tests.commands.test_new import New, changed_since, contents, new, project, untouched, well

__all__ = ["new", "project", "untouched"]

STAR = ["--set", "name=TV app with a star", "--set", "tell=A star stands at the top of it."]


def test_a_way_and_a_second_one_over_the_same_screens(new: New, project: Path) -> None:
    """Somebody walks through an app whose second way meets the first."""
    first = [
        *("TV app with a moon", "A moon stands at the top of it.", ""),
        *("Bad Start", "home", "A moon and some titles.", "Open {service} now."),
        *("select", "Get Help", "", "help", "A list with words on it.", "n", "y"),
        *("move", "down, down", "Moonlight", "n", "sign-out", "", "out", "It is dark now.", "y"),
        *("Use the moon", "lumen-help"),
    ]
    second = [
        *("y", "", "press", "up, up", "help", "sign-out"),
        *("The moon is not there.", "Press the keys", "gazette"),
    ]
    result = new("family", typed=[*first, *second, "", "play-box", "y"])
    assert result.exit_code == 0, result.output
    assert "The name `Bad Start` has something else than lower-case letters" in result.stderr
    assert "No label says “Moonlight”. A new one?" in result.stderr
    assert "there is no label `Moonlight`" in result.stderr
    text = (project / "specs/families/tv-app-with-a-moon.yml").read_text("utf-8")
    assert "get-help: {select: get-help, opens: help}" in text  # known by its words
    assert "dialog: true" in text
    assert "steps: [home.get-help, help.sign-out]" in text
    assert "steps: [home.up-up, help.sign-out]" in text
    assert "when: The moon is not there." in text
    assert "no_fallback" not in text
    assert well(project)


def test_what_a_family_lacks_may_be_all_that_it_has(new: New, project: Path) -> None:
    """Given with the call; so nobody is asked what else is different."""
    given = ["--set", "extends=tv-menu", "--set", "drop=menu.leave", *STAR]
    result = new("family", *given, typed=["", "", "play-box", "y"])
    assert result.exit_code == 0, result.output
    assert result.stderr.count("This is needed.") == 1  # where it is used
    assert "What does one do otherwise" not in result.stderr
    text = (project / "specs/families/tv-app-with-a-star.yml").read_text("utf-8")
    assert text.endswith("drop: [menu.leave]\n")


def test_a_family_whose_screens_are_given_needs_its_routes_alone(new: New, project: Path) -> None:
    given = [
        "home.looks_like=A star.",
        "home.reach=Open {service}.",
        "home.controls.leave.select=leave",
        "home.controls.leave.opens=out",
        "out.looks_like=It is dark.",
        "out.goal=yes",
    ]
    words = [word for one in given for word in ("--set", f"screens.{one}")]
    typed = [
        *("home", "", "", "", "star", "main", "Use the star", "", "home.leave", "lumen-help", ""),
        *("no_fallback", "There is one way only.", "", "", "play-box", "y"),
    ]
    result = new("family", *words, *STAR, typed=typed)
    assert result.exit_code == 0, result.output
    assert "looks_like" not in result.stderr
    assert well(project)


@pytest.mark.usefixtures("untouched")
def test_a_family_like_another_in_all_is_none(new: New) -> None:
    result = new("family", *STAR, typed=["tv-menu", "", "", "play-box"])
    assert result.exit_code == 2
    assert "What differs from tv-menu, or there is no need for another family." in result.stderr
    assert "signout new family --for play-box --set 'name=TV app with a star'" in result.stderr


def test_what_is_done_on_a_device_in_words_and_numbers(new: New, project: Path) -> None:
    """A name in letters that no address has, a page by its address, and much that is mistyped."""
    typed = [
        *("電視", "tv", "", "", "?", "https://help.lumen.example/sign-out"),
        *("actoins", "actions", "Bad Name", "reset", "?moon", "reset-device", "maybe", "yes", ""),
        *("Settings, Reset", "", "howto-hub", "", ""),
        *("moon-tv", "y"),
    ]
    result = new("device", "--set", "interfaces.menu.family=tv-menu", typed=typed)
    assert result.exit_code == 0, result.output
    for said in (
        "Several stand on a line, with commas between.",
        "This page is known as lumen-help.",
        "There is no `actoins`. Did you mean `actions`?",
        "Call it `bad-name`.",
        "None has “moon” in it.",
        "signs_out (yes or no)",
        "`signs_out` is `maybe`. Say yes or no.",
        "No short name can be made of `電視`.",
    ):
        assert said in result.stderr
    text = (project / "specs/devices/tv/moon-tv.yml").read_text("utf-8")
    assert "menu: {family: tv-menu, sources: [lumen-help]}" in text
    assert "signs_out: true" in text
    assert "path: [Settings, Reset]" in text
    assert well(project)


def test_a_sentence_that_cannot_be_taken_leaves_those_before(new: New, project: Path) -> None:
    typed = [
        *("The moon does not rise", "", "You wait.", "tv", "tv-menu"),
        *("Wait for it", "It takes a night or two."),
        *("Stand {upp}.", "Sit down.", "Lie\u202edown.", "Lie {dwn}.", "Sleep.", ""),
        *("key-code", "", "doubt", "Nobody has tried it.", "n", "You see the moon.", "", "y"),
    ]
    result = new("problem", typed=typed)
    assert result.exit_code == 0, result.output
    assert "Did you mean `up`?" in result.stderr
    assert "Did you mean `down`?" in result.stderr
    assert "U+202E (RIGHT-TO-LEFT OVERRIDE) does not show, and is not allowed." in result.stderr
    text = (project / "specs/problems/the-moon-does-not-rise.yml").read_text("utf-8")
    assert "steps: [Sit down., Sleep.]" in text


def test_who_has_said_everything_is_asked_no_more(new: New, project: Path) -> None:
    typed = [
        *("https://moon.example/a", "Out: a guide", "The Moon", "press", "May 2026"),
        *("origin", "The Sun", "language", "fr", "note", "A copy."),
        *("moon", "", "glow-tv/gear", "y"),  # Enter alone says nothing, so it is asked again
    ]
    result = new("source", typed=typed)
    assert result.exit_code == 0, result.output
    assert result.stderr.count("More to say?") == 3
    assert result.stderr.count("for (? lists them)") == 2
    text = (project / "specs/sources.yml").read_text("utf-8")
    assert "  origin: The Sun\n  date: May 2026\n  language: fr\n  note: A copy.\n" in text


def test_who_goes_on_in_spite_of_problems_keeps_the_answers(new: New, project: Path) -> None:
    box = project / "specs/devices/console/play-box.yml"
    box.write_text(box.read_text().replace("tv-menu", "tv-meun"))
    before = contents(project)
    result = new("device", typed=["y", "Moon TV", "tv", "", "", "tv-menu", "", "", "", "y"])
    assert result.exit_code == 1
    assert changed_since(before, project) == set()
    assert "these problems were there before. Mend them first." in result.stderr
    call = result.stderr.strip().splitlines()[-1].strip()
    assert call.startswith("signout new device --set 'name=Moon TV' --set kind=tv ")


def test_help_lists_what_can_be_new_in_the_order_of_need() -> None:
    said = CliRunner().invoke(main, ["new", "--help"]).stdout
    kinds = [line.split()[0] for line in said.partition("Commands:")[2].splitlines() if line]
    assert kinds[:6] == ["device", "family", "problem", "source", "label", "item"]
