"""A change of the form is a change of one place of the text."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.admin.change import CannotChange, add_field, add_item, move, remove, set_value
from generator.edit.layout import Layout
from generator.read.document import parse

SPECS = Path(__file__).parents[2] / "device_specs"
TEXT = """\
# yaml-language-server: $schema=../x.json
name: Lumen Box  # printed below

# The likeliest first.
interfaces:
  grid: {family: grid, sources: [a, b]}
  # Only before 2019.
  list:
    family: list
also: [box, "no"]
notes:
  - text: One.
    at: grid
  # About the second.
  - {text: "Two: three."}
"""


def changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_a_value_is_replaced_and_nothing_else() -> None:
    assert changed(TEXT, set_value(TEXT, ("name",), "Box: two")) == [
        "- name: Lumen Box  # printed below",
        '+ name: "Box: two"  # printed below',
    ]
    assert '[box, "yes"]' in set_value(TEXT, ("also", 1), "yes")
    assert "sources: [a, c]" in set_value(TEXT, ("interfaces", "grid", "sources", 1), "c")


def test_a_field_is_added_where_it_belongs() -> None:
    assert changed(TEXT, add_field(TEXT, ("interfaces", "top"), {"family": "top"})) == [
        "+   top: {family: top}"
    ]
    assert "family: list\n    tell: It is blue.\nalso" in add_field(
        TEXT, ("interfaces", "list", "tell"), "It is blue."
    )
    assert "[a, b], tell: Blue}" in add_field(TEXT, ("interfaces", "grid", "tell"), "Blue")
    added = add_field(TEXT, ("actions", "clear", "does"), "reset-device")
    assert added.startswith(f"{TEXT}actions:\n  clear:")


def test_an_item_is_added_at_the_end_of_a_list() -> None:
    assert '[box, "no", "12:30"]' in add_item(TEXT, ("also",), "12:30")
    assert changed(TEXT, add_item(TEXT, ("notes",), {"text": "Three."})) == ["+   - {text: Three.}"]
    assert add_item(TEXT, ("models",), "B 1") == TEXT + "models: [B 1]\n"
    assert add_item("text: {en: Help}\n", ("text", "en"), "Aid") == "text: {en: [Help, Aid]}\n"


def test_what_is_removed_leaves_its_comments() -> None:
    assert "also: [box]\n" in remove(TEXT, ("also", 1))
    without = remove(TEXT, ("interfaces", "list"))
    assert changed(TEXT, without) == ["-   list:", "-     family: list"]
    assert "notes" not in remove(remove(TEXT, ("notes", 0)), ("notes", 0)).replace("# About", "")


def test_entries_change_places_with_the_comments_above_them() -> None:
    moved = move(TEXT, ("interfaces", "list"), -1)
    assert moved.index("# Only before 2019.\n  list:") < moved.index("grid: {")
    assert move(moved, ("interfaces", "list"), 1) == TEXT
    assert 'also: ["no", box]' in move(TEXT, ("also", 0), 1)
    assert move("# About the file.\na: {x: y}\nb: {x: y}", ("a",), 1) == (
        "# About the file.\nb: {x: y}\na: {x: y}"
    )


@pytest.mark.parametrize(
    ("path", "says"), [(("gone",), "not in the text"), (("name", "x"), "not in the text")]
)
def test_what_is_not_there_cannot_be_changed(path: tuple[str, ...], says: str) -> None:
    with pytest.raises(CannotChange, match=says):
        set_value(TEXT, path, "x")


def test_a_text_with_problems_is_not_changed_by_the_form() -> None:
    with pytest.raises(CannotChange, match="Mend its problems first"):
        set_value("name: [", ("name",), "x")


def test_what_stands_empty_is_filled_with_a_space_after_the_colon() -> None:
    assert set_value("also:\nname: A\n", ("also",), "Box") == "also: Box\nname: A\n"
    assert add_field("name: A\nkeys: {}\n", ("keys", "back"), "Menu") == (
        "name: A\nkeys: {back: Menu}\n"
    )


def test_a_text_that_stands_for_a_list_becomes_one() -> None:
    assert add_item("name: A\nalso: B # why\n", ("also",), "C") == "name: A\nalso: [B, C] # why\n"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (("name",), "`name` is there already."),
        (("name", "short"), "No field can stand there. Change it in the text."),
        (("also", "short"), "No field can stand there. Change it in the text."),
    ],
)
def test_a_field_is_added_only_where_one_can_stand(path: tuple[str, ...], says: str) -> None:
    with pytest.raises(CannotChange) as why:
        add_field(TEXT, path, "x")
    assert str(why.value) == says


def test_the_last_field_of_a_file_stays() -> None:
    with pytest.raises(CannotChange, match="Remove the file instead"):
        remove("name: A\n", ("name",))


def test_the_first_entry_cannot_go_further_up() -> None:
    with pytest.raises(CannotChange, match="It stands at the end already"):
        move(TEXT, ("interfaces", "grid"), -1)


def test_a_character_that_does_not_show_is_refused_wherever_it_is_typed() -> None:
    for change in (
        lambda: set_value(TEXT, ("name",), "Bo\u200bx"),
        lambda: add_field(TEXT, ("models",), ["Bo\u200bx"]),
        lambda: add_item(TEXT, ("also",), "Bo\u200bx"),
    ):
        with pytest.raises(CannotChange, match=r"has a character that does not show\. Take it out"):
            change()


@given(st.text(min_size=1, max_size=30), st.booleans())
def test_whatever_is_typed_stands_in_the_file_as_typed_or_is_refused(said: str, deep: bool) -> None:
    path = ("interfaces", "grid", "sources", 0) if deep else ("name",)
    try:
        text = set_value(TEXT, path, said)
    except CannotChange:
        return
    document, problems = parse("", text.encode())
    assert document is not None and not problems
    value = document.value
    for part in path:
        value = value[part]
    assert value == said


def test_every_value_of_the_shipped_specs_can_be_replaced_by_itself() -> None:
    for file in sorted(SPECS.glob("*/*.yml"))[::20]:
        text = file.read_text("utf-8")
        document, _ = parse("", text.encode())
        layout = Layout(text)
        paths = [()]
        while paths:
            path = paths.pop()
            value = document.value
            for part in path:
                value = value[part]
            if isinstance(value, dict | list):
                paths += [(*path, name) for name in layout.names(path)]
                continue
            assert parse("", set_value(text, path, value).encode())[0].value == document.value
