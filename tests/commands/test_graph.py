"""`signout graph`: the picture of a family, in the forms an editor needs."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands.understanding import Call, as_typed, call

__all__ = ["call"]

SVG = "{http://www.w3.org/2000/svg}"


def test_it_is_written_to_a_file(call: Call, tmp_path: Path) -> None:
    done = call("graph", "tv-menu", "--out", "menu.svg")
    assert done.exit_code == 0
    assert done.stdout == "menu.svg: TV app with a menu, 6 screens.\n"
    drawn = ElementTree.parse(tmp_path / "menu.svg").getroot()
    assert drawn.tag == f"{SVG}svg"
    said = " ".join("".join(text.itertext()) for text in drawn.iter(f"{SVG}text"))
    for words in ("A list down", "Get Help", "Leave", "a code on it"):
        assert words in said
    assert not list(tmp_path.glob(".*"))


def test_it_is_printed_in_a_pipe(spec_folder: Path) -> None:
    code, out, err = as_typed(spec_folder.parent, "graph", "tv-gear")
    assert (code, err) == (0, "")
    assert ElementTree.fromstring(out).tag == f"{SVG}svg"
    assert not list(spec_folder.parent.glob("*.svg"))


def test_a_picture_of_dots(call: Call, tmp_path: Path) -> None:
    assert call("graph", "tv-menu", "--out", "menu.png").exit_code == 0
    data = (tmp_path / "menu.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", data[16:24])
    drawn = call("graph", "tv-menu").stdout
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', drawn)
    assert size is not None
    # Two dots for each unit.
    assert [wide, high] == [pytest.approx(2 * float(length), abs=1) for length in size.groups()]


def test_a_diagram_to_paste(call: Call, tmp_path: Path) -> None:
    said = call("graph", "tv-menu", "--format", "mermaid").stdout
    assert said.startswith('flowchart TD\n  s0["Rows of titles, no open menu."]\n')
    assert '  s0 ==>|"1: Press Back. If nothing happens, press Left."| s1\n' in said
    assert '  s0 -.->|"Press Up Up Down."| s5\n' in said
    assert '(["The page where one signs in."])' in said
    call("graph", "tv-menu", "--out", "menu.mmd")
    assert (tmp_path / "menu.mmd").read_text("utf-8") == said


def test_screens_that_no_way_passes_and_that_nothing_leads_to(
    call: Call, spec_folder: Path
) -> None:
    file = spec_folder / "families" / "tv-menu.yml"
    lost = "  lost:\n    looks_like: A screen that nobody reaches.\n  code-page:\n"
    file.write_text(file.read_text("utf-8").replace("  code-page:\n", lost), "utf-8")
    done = call("graph", "tv-menu", "--format", "mermaid")
    assert done.exit_code == 0
    assert '["A screen that nobody reaches."]' in done.stdout
    assert "Select Leave." in done.stdout  # which only closes the app
    assert "[unused-screen]" in done.stderr


def test_a_family_whose_routes_break_is_drawn(call: Call, spec_folder: Path) -> None:
    file = spec_folder / "families" / "tv-menu.yml"
    steps = "[home.open-menu, menu.get-help, help.sign-out"
    text = file.read_text("utf-8").replace(steps, steps.replace(" menu.get-help,", ""))
    file.write_text(text, "utf-8")
    done = call("graph", "tv-menu")
    assert done.exit_code == 0
    assert "[route-breaks]" in done.stderr
    assert "Get Help" in done.stdout
    file.write_text(text.replace("opens: help}", "opens: hepl}"), "utf-8")
    done = call("graph", "tv-menu")
    assert done.exit_code == 1
    assert "`hepl`" in done.stdout


def test_wrong_calls(call: Call) -> None:
    for arguments, says in (
        (("tv-men",), "There is no family `tv-men`. Did you mean `tv-menu`?"),
        (("specs/families/tv-menu.yml",), "Did you mean `tv-menu`?"),
        (("glow-tv",), "`glow-tv` is a device, not a family. It shows `tv-menu`, `tv-gear`."),
        (("cast-dongle",), "`cast-dongle` is a device, not a family."),
        (("tv-menu/menu",), "`tv-menu/menu` is no family."),
        (("tv-menu", "--out", "menu.pdf"), "`menu.pdf` must end in .svg, .png or .mmd."),
        (("tv-menu", "--out", "a.svg", "--format", "svg"), "leave --format away"),
    ):
        done = call("graph", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert says in done.stderr


def test_a_place_that_cannot_be_written(call: Call) -> None:
    done = call("graph", "tv-menu", "--out", "nowhere/menu.svg")
    assert done.exit_code == 1
    assert "`nowhere/menu.svg` cannot be written" in done.stderr
