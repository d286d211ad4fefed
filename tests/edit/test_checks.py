"""Checks written into files: what is to change changes, and nothing else does."""

from __future__ import annotations

import datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.edit.checks import WIDTH, with_check
from generator.edit.comments import comments_of
from generator.read.document import Document, parse

CHECK = {"date": datetime.date(2026, 11, 22), "by": "Ada: the tester", "covers": "abcdefgh"}
WRITTEN = '{date: 2026-11-22, by: "Ada: the tester", covers: abcdefgh}'
AT = ("interfaces", "menu", "checked", "main")
DEVICE = """\
# about the file
name: Glow TV   # its name
interfaces:
  menu: {family: tv-menu, sources: [lumen-help]}
  gear:  # the old one
    family: tv-gear
notes:
  - {text: "a: b"}  # end
"""


def read(text: str) -> Document:
    document, problems = parse("a.yml", text.encode())
    assert problems == []
    assert document is not None
    return document


def test_a_check_opens_brackets_that_would_make_the_line_too_long() -> None:
    assert with_check(DEVICE, AT, CHECK) == DEVICE.replace(
        "  menu: {family: tv-menu, sources: [lumen-help]}\n",
        "  menu:\n    family: tv-menu\n    sources: [lumen-help]\n    checked:\n"
        f"      main: {WRITTEN}\n",
    )


def test_a_check_that_fits_stays_on_the_line() -> None:
    short = {"by": "Ada", "covers": "abcdefgh"}
    assert with_check(DEVICE, AT, short) == DEVICE.replace(
        "sources: [lumen-help]}",
        "sources: [lumen-help], checked: {main: {by: Ada, covers: abcdefgh}}}",
    )


def test_a_check_is_added_below_what_is_there() -> None:
    at = ("interfaces", "gear", "checked", "main")
    once = with_check(DEVICE, at, CHECK)
    assert once == DEVICE.replace(
        "    family: tv-gear\n", f"    family: tv-gear\n    checked:\n      main: {WRITTEN}\n"
    )
    twice = with_check(once, (*at[:-1], "second"), CHECK)
    assert twice == once.replace(WRITTEN, f"{WRITTEN}\n      second: {WRITTEN}")
    assert with_check(twice, at, CHECK) == twice


def test_a_comment_behind_brackets_stays_where_it_is() -> None:
    text = DEVICE.replace("[lumen-help]}", "[lumen-help]}  # the new one")
    changed = with_check(text, AT, CHECK)
    assert f"checked: {{main: {WRITTEN}}}}}  # the new one\n" in changed


def test_a_check_written_on_lines_of_its_own_keeps_its_comments() -> None:
    text = DEVICE.replace(
        "    family: tv-gear\n",
        "    family: tv-gear\n    checked:\n      main:\n        date: 2026-01-01  # new year\n"
        "        on_device: true\n        # who else\n        by: Bo\n        covers: ponmlkji\n",
    )
    changed = with_check(text, ("interfaces", "gear", "checked", "main"), CHECK)
    assert "        date: 2026-11-22  # new year\n        # who else\n        by: " in changed
    assert "on_device" not in changed
    assert "covers: abcdefgh" in changed


COMMENTS = st.sampled_from(["", "  # a comment", "  # {x: [y]}"])
VALUES = st.sampled_from(["tv-menu", '"a: b"', "'it''s'", "[a, b]", "{x: y}", "é 😀"])


@st.composite
def devices(draw: st.DrawFn) -> str:
    """A device as editors write it: blocks or brackets, comments anywhere."""
    lines = ["name: Glow TV" + draw(COMMENTS)]
    lines += [f"keys: {{back: Menu}}{draw(COMMENTS)}"] * draw(st.integers(0, 1))
    lines.append("interfaces:" + draw(COMMENTS))
    for name in ("gear", "menu", "top"):
        values = draw(st.lists(VALUES, min_size=1, max_size=3))
        if draw(st.booleans()):
            inside = ", ".join(f"f{n}: {value}" for n, value in enumerate(values))
            lines.append(f"  {name}: {{{inside}}}{draw(COMMENTS)}")
        else:
            lines.append(f"  {name}:{draw(COMMENTS)}")
            lines += [f"    f{n}: {value}{draw(COMMENTS)}" for n, value in enumerate(values)]
    lines += ["# end"] * draw(st.integers(0, 1))
    return "\n".join(lines) + "\n"


@given(devices(), st.sampled_from(["a", "b" * 80]))
def test_nothing_else_changes_however_a_file_is_written(text: str, by: str) -> None:
    before = read(text).value
    check = {"by": by, "covers": "abcdefgh"}
    changed = with_check(text, AT, check)
    after = read(changed).value
    menu = after["interfaces"]["menu"]  # type: ignore[index,call-overload]
    assert menu.pop("checked") == {"main": check}  # type: ignore[union-attr]
    assert after == before
    assert comments_of(changed) == comments_of(text)
    # Lines of other entries are the same to the byte.
    own = [line for line in text.splitlines() if not line.startswith(("  menu", "    f"))]
    assert [line for line in changed.splitlines() if line in own] == own
    assert with_check(changed, AT, check) == changed


def test_lines_of_real_specs_stay_short() -> None:
    """On every interface of every shipped device."""
    root = Path(__file__).parents[2] / "device_specs" / "devices"
    for file in sorted(root.rglob("*.yml")):
        text = file.read_text("utf-8")
        for name in read(text).value.get("interfaces", {}):  # type: ignore[union-attr]
            at = ("interfaces", str(name), "checked", "menu")
            changed = with_check(text, at, {**CHECK, "sources": ["a-source", "another"]})
            new = set(changed.splitlines()) - set(text.splitlines())
            assert all(len(line) <= WIDTH for line in new)
            assert comments_of(changed) == comments_of(text)
