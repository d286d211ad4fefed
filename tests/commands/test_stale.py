"""`signout stale`: what needs checking, as text, as JSON, as Markdown; advice, never a failure."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.commands.understanding import Call, as_typed, call

__all__ = ["call"]

SOURCES = "    sources: [lumen-help, gazette]\n"
CHECK = "    checked: {date: 2026-11-01, by: us, covers: %s}\n"


@pytest.fixture
def checked_once(spec_folder: Path) -> Path:
    """The main way of the menu was checked on 1 November 2026."""
    file = spec_folder / "families" / "tv-menu.yml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(SOURCES, SOURCES + CHECK % "ofkadbkp"), "utf-8")
    return file


def test_each_line_has_its_place_and_the_command_that_records_it(
    call: Call, checked_once: Path
) -> None:
    done = call("stale", "--today", "2026-11-22")
    assert done.exit_code == 0
    assert (
        "  TV app with a menu: Press the key code  (specs/families/tv-menu.yml:39:3)\n"
        "    on Glow TV, Play Box\n"
        "    signout checked tv-menu/key-code --source NAME\n"
    ) in done.stdout
    assert "Checked longer ago" not in done.stdout
    assert (
        "  TV app with a menu: Use the menu, Press the key code"
        "  (specs/devices/console/play-box.yml:3:3)\n"
        "    on Play Box\n"
        "    signout checked play-box/menu --on-device\n"
    ) in done.stdout
    assert (
        "The menu does not open: Wait a minute  (specs/problems/menu-does-not-open.yml:13:5)\n"
        in (done.stdout)
    )


def test_every_command_it_prints_can_be_typed(call: Call, checked_once: Path) -> None:
    said = call("stale", "--today", "2027-11-22").stdout
    commands = re.findall(r"^ +signout (checked .+)$", said, re.M)
    assert len(commands) > 5
    for command in commands:
        done = call(*command.replace("NAME", "gazette").split(), "--by", "Ada", "--dry-run")
        assert done.exit_code == 0, f"{command}: {done.stderr}"


def test_what_is_recorded_is_no_longer_due(call: Call, spec_folder: Path) -> None:
    for _ in range(20):
        said = call("stale").stdout
        commands = re.findall(r"^ +signout (checked .+)$", said, re.M)
        if not commands:
            break
        call(*commands[0].replace("NAME", "gazette").split(), "--by", "Ada")
    assert "signout checked" not in said
    assert "0 changed since they were checked, 0 never checked" in said


@pytest.mark.parametrize(
    ("age", "is_old"), [("21d", False), ("20", True), ("2w", True), ("1m", False)]
)
def test_how_old_a_check_may_be(call: Call, checked_once: Path, age: str, is_old: bool) -> None:
    said = call("stale", "--today", "2026-11-22", "--older-than", age).stdout
    assert ("last compared with its sources on 1 November 2026 by us" in said) is is_old
    assert ("signout checked tv-menu/menu --source NAME" in said) is is_old


def test_changed_since(call: Call, checked_once: Path) -> None:
    labels = checked_once.parents[1] / "labels.yml"
    labels.write_text(labels.read_text("utf-8").replace("Get Help", "Help"), "utf-8")
    said = call("stale", "--today", "2026-11-22").stdout
    assert said.startswith("Changed since it was checked\n  TV app with a menu: Use the menu  (")


@pytest.mark.parametrize(
    "visits",
    [
        "play-box\nphone\n",
        "device,visits\nphone,7\nplay-box,1200\n",
        "# by hand\n\nplay-box , 3\nhandy,2\n",
        "\ufeffconsole,3\r\nhandy,2\r\n",
        "/security/,9\n/devices/play-box/,8\nhttps://a.example/devices/#phone,7\n/,1\n",
    ],
)
def test_the_most_visited_come_first(call: Call, tmp_path: Path, visits: str) -> None:
    (tmp_path / "visits.csv").write_text(visits, "utf-8")
    done = call("stale", "--visits", "visits.csv", "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    due = json.loads(done.stdout)["due"]
    never = [one["shown_on"][0] for one in due if one["reason"] == "never"]
    assert never[:3] == ["play-box/menu", "play-box/menu", "handy/app"]


def test_names_nobody_knows_are_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text("play-box,2\nplay-bocks,3\n", "utf-8")
    done = call("stale", "--visits", "visits.csv")
    assert done.exit_code == 0
    assert done.stderr == (
        "visits.csv:2: there is no device or kind `play-bocks`. Did you mean `play-box`?\n"
    )


def test_wrong_calls(call: Call, tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("handy,2\nplay-box,many\n", "utf-8")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    for arguments, says in (
        (("--older-than", "soon"), "`soon` is no length of time. Write it as 180d"),
        (("--older-than", "-1d"), "is no length of time"),
        (("--today", "1 May"), "`1 May` is no date."),
        (("--visits", "nowhere.csv"), "does not exist"),
        (("--visits", "words.csv"), "words.csv:2: `many` is no number."),
        (("--visits", "bytes.csv"), "bytes.csv cannot be read"),
        (("--format", "xml"), "Invalid value"),
    ):
        done = call("stale", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert says in done.stderr


def test_as_markdown(call: Call, spec_folder: Path) -> None:
    file = spec_folder / "families" / "tv-menu.yml"
    text = file.read_text("utf-8").replace("title: Use the menu", 'title: "*Use* <b>me</b> @all"')
    file.write_text(text, "utf-8")
    said = call("stale", "--format", "markdown").stdout
    assert "## Never checked\n\n- [ ] **" in said
    assert (
        "`signout checked tv-menu/menu --source NAME` (`specs/families/tv-menu.yml:33:3`)" in said
    )
    assert "<b>" not in re.sub("`[^`]*`", "", said)
    assert "@all" not in re.sub("`[^`]*`", "", said)


def test_when_all_is_checked_and_nothing_is_doubted(call: Call, spec_folder: Path) -> None:
    for name in ("items.yml", "problems/menu-does-not-open.yml"):
        file = spec_folder / name
        text = re.sub(r"doubt: .+", "sources: [gazette, howto-hub]", file.read_text("utf-8"))
        file.write_text(text, "utf-8")
    said = call("stale").stdout
    assert "Doubts: 0." in said
    assert "Doubts: 0." in call("stale", "--format", "markdown").stdout
    while command := re.search(r"^ +signout (checked .+)$", said, re.M):
        names = command[1].replace("NAME", "gazette").split()
        assert call(*names, "--by", "Ada").exit_code == 0
        said = call("stale").stdout
    assert said == "Nothing needs checking.\n"
    assert json.loads(call("stale", "--format", "json").stdout)["due"] == []


def test_for_programs(call: Call, checked_once: Path) -> None:
    data = json.loads(call("stale", "--today", "2027-11-22", "--format", "json").stdout)
    old = next(one for one in data["due"] if one["reason"] == "old")
    assert old == {
        "reason": "old",
        "family": "tv-menu",
        "title": "TV app with a menu",
        "routes": ["tv-menu/menu"],
        "shown_on": ["glow-tv/menu", "play-box/menu"],
        "on_device": False,
        "checked": "2026-11-01",
        "file": "specs/families/tv-menu.yml",
        "line": 33,
        "column": 3,
    }
    assert [one["title"] for one in data["doubts"]] == [
        "The menu does not open: Wait a minute",
        "Keep your account safe: Look at your devices",
    ]


def test_as_a_program(spec_folder: Path) -> None:
    code, out, err = as_typed(spec_folder.parent, "stale", "--today", "2026-11-22")
    assert (code, err) == (0, "")
    assert re.search(r"^Steps on devices: 0 changed .+ Doubts: 2\.$", out, re.M)
