"""What the language server offers, explains and marks in an editor, through our schemas.

`¦` in a text is where the cursor stands.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from generator.model.schema import modeline
from generator.model.specs import Specs, load
from generator.read.tree import spec_files
from tests.editors.language_server import LanguageServer

FAMILY = """\
name: A family that is new
start: home
screens:
  home:
    looks_like: Rows of titles.
    controls:
      leave: {select: sign-out, opens: left}
  left: {goal: true, looks_like: The sign-in page.}
routes:
  menu:
    role: main
    title: Use the menu
    steps: [home.leave]
    sources: [nf-128339-en]
"""
NUMBER = count(1)


class Opened:
    """A text in an editor, as a family unless `parts` say what it is, with the cursor at `¦`."""

    def __init__(
        self, server: LanguageServer, specs: Path, text: str, parts: tuple[str, ...] = ()
    ) -> None:
        parts = parts or ("families", f"new-{next(NUMBER)}.yml")
        before, _, after = f"{modeline(parts)}\n{text}".partition("¦")
        self.server, self.file = server, specs.joinpath(*parts)
        self.line, self.column = before.count("\n"), len(before.rpartition("\n")[2])
        server.open(self.file, before + after)

    def offers(self) -> dict[str, Any]:
        """What is offered at the cursor, by its label."""
        found = self.server.at("completion", self.file, self.line, self.column)
        return {item["label"]: item for item in found["items"]}

    def hover(self) -> str:
        """What is said of the thing under the cursor, as Markdown."""
        text: str = self.server.at("hover", self.file, self.line, self.column)["contents"]["value"]
        return text

    def marks(self) -> list[tuple[int, str]]:
        """What is marked as wrong: its line, counted from 1, and what is said."""
        found = self.server.diagnostics(self.file)
        return sorted((mark["range"]["start"]["line"] + 1, mark["message"]) for mark in found)


Open = Callable[..., Opened]


@pytest.fixture
def opened(server: LanguageServer, specs: Path) -> Open:
    return lambda *arguments: Opened(server, specs, *arguments)


@pytest.fixture(scope="module")
def known(specs: Path) -> Specs:
    return load(spec_files(specs, "specs"), "specs")[0]


def of(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


# --- completion -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("select: sign-out,", "select: ¦,"),
        ("{select: sign-out, opens: left}", "\n        select: ¦\n        opens: left"),
        ("{select: sign-out, opens: left}", "\n        select: sig¦\n        opens: left"),
    ],
    ids=["on one line", "on lines of their own", "begun"],
)
def test_labels_are_offered_with_their_words(
    opened: Open, known: Specs, old: str, new: str
) -> None:
    offers = opened(of(FAMILY, old, new)).offers()
    assert set(offers) == set(known.labels)
    assert "“Get Help”" in offers["get-help"]["documentation"]["value"]


@pytest.mark.parametrize("new", ["[¦]", "[nf-128339-en, nf¦]", "\n      - ¦\n"])
def test_sources_are_offered_with_their_titles(opened: Open, known: Specs, new: str) -> None:
    offers = opened(of(FAMILY, "[nf-128339-en]", new)).offers()
    assert set(offers) == set(known.sources)
    title = known.sources["nf-128339-en"].spec.title
    assert title in offers["nf-128339-en"]["documentation"]["value"]


def test_fields_that_are_not_there_yet_are_offered(opened: Open) -> None:
    offers = opened(of(FAMILY, "    role: main\n", "    role: main\n    ¦\n")).offers()
    assert set(offers) == {"when", "in_part", "checked"}
    assert offers["when"]["documentation"] == "For a fallback: when to take it."


def test_a_control_is_offered_whole_by_its_action(opened: Open) -> None:
    text = of(FAMILY, "leave: {select: sign-out, opens: left}", "leave:\n        ¦\n")
    offers = opened(text).offers()
    assert offers["select a label"]["insertText"] == "select: $1\nopens: $2"
    assert {"press", "select", "move", "enter", "opens", "where"} <= set(offers)


def test_the_languages_of_labels_are_offered_by_their_names(opened: Open, known: Specs) -> None:
    offers = opened("sign-out:\n  text:\n    en: Sign Out\n    ¦\n", ("labels.yml",)).offers()
    assert known.service is not None
    languages = known.service.spec.languages
    assert set(offers) == set(languages) - {"en"}
    assert offers["da"]["documentation"] == languages["da"]


def extending(known: Specs) -> tuple[str, str, str]:
    """A family that others extend, one of its screens, and a control of this one."""
    base = next(entry.spec.extends for entry in known.families.values() if entry.spec.extends)
    screen, of_it = next(
        (name, one) for name, one in known.families[base].spec.screens.items() if one.controls
    )
    return base, screen, next(iter(of_it.controls))


def test_a_family_is_offered_the_screens_and_steps_it_inherits(opened: Open, known: Specs) -> None:
    base, screen, control = extending(known)
    inherits = f"name: One more\nextends: {base}\n"
    offers = opened(f"{inherits}start: ¦\n").offers()
    assert set(offers) == set(known.families[base].spec.screens)
    for steps in ("[¦]", f"[{screen}.¦]", f"\n      - {screen}.¦"):
        text = f"{inherits}routes:\n  menu:\n    role: main\n    title: x\n    steps: {steps}\n"
        offers = opened(text).offers()
        assert f"{screen}.{control}" in offers
        assert "opens" in offers[f"{screen}.{control}"]["documentation"]


def test_a_family_is_offered_its_own_screens(opened: Open, known: Specs) -> None:
    base, _, _ = extending(known)
    family = known.families[base].spec
    extra = "screens:\n  extra:\n    controls:\n      x: {select: sign-out, opens: ¦}\n"
    assert set(opened(f"name: {family.name}\n{extra}").offers()) == set(family.screens)


def test_the_routes_of_its_family_are_offered_for_a_check(opened: Open, known: Specs) -> None:
    base, _, _ = extending(known)
    text = f"name: New\ninterfaces:\n  one:\n    family: {base}\n    checked:\n      ¦\n"
    offers = opened(text, ("devices", "phone", "new.yml")).offers()
    assert set(offers) == set(known.families[base].spec.routes)


# --- hover ------------------------------------------------------------------------------------


def test_a_field_is_explained(opened: Open) -> None:
    said = opened(of(FAMILY, "looks_like", "loo¦ks_like")).hover()
    assert "What one sees, in a few words" in said
    said = opened(of(FAMILY, "steps", "ste¦ps")).hover()
    assert "each as `screen.control`" in said


def test_a_name_is_explained_before_all_others(opened: Open, known: Specs) -> None:
    said = opened(of(FAMILY, "[nf-128339-en]", "[nf-12¦8339-en]")).hover()
    first = next(line for line in said.splitlines() if line.startswith("* "))
    assert first.startswith("* `nf-128339-en`: ")
    assert known.sources["nf-128339-en"].spec.title in first


# --- what is marked ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("looks_like: Rows", "look_like: Rows", 6, "Property look_like is not allowed."),
        ("select: sign-out", "select: sing-out", 8, "There is no such label."),
        ("[nf-128339-en]", "[nf-128339-xx]", 15, "There is no such source."),
        ("role: main", "role: mian", 12, '"main", "fallback"'),
        ("Rows of titles.", '"Select {sing-out}."', 6, "must be that of a key, label"),
        ("select: sign-out,", "", 8, "No action: give one of press, select, move, enter."),
        ("{select:", "{press: [up], select:", 8, "One action only: keep one of press"),
        ("[home.leave]", "[leave]", 14, "as in screen.control"),
        ("start: home\n", "", 2, 'Missing property "start".'),
    ],
    ids=lambda value: None if isinstance(value, int) else value,
)
def test_a_mistake_is_marked_where_it_is(
    opened: Open, old: str, new: str, line: int, says: str
) -> None:
    marks = opened(of(FAMILY, old, new)).marks()
    assert {number for number, _ in marks} == {line}
    assert all(says in message for _, message in marks)


def test_a_screen_that_is_new_is_not_marked(opened: Open) -> None:
    assert opened(FAMILY).marks() == []


def test_nothing_is_marked_in_any_shipped_spec(server: LanguageServer, specs: Path) -> None:
    files = sorted(specs.rglob("*.yml"))
    assert len(files) > 100
    for file in files:
        server.open(file)
    marked = {file.name: server.diagnostics(file) for file in files}
    assert {name: marks for name, marks in marked.items() if marks} == {}
