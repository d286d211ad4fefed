"""`signout checked`: what it writes, what it shows, and when it writes nothing."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from generator.check.proof import Checked
from generator.knowledge.resolve import resolve
from tests.commands.understanding import Call, as_typed, call

__all__ = ["call"]

BOX, TV, GEAR, MENU = (
    *("devices/console/play-box.yml", "devices/tv/glow-tv.yml"),
    *("families/tv-gear.yml", "families/tv-menu.yml"),
)
BY = ("--by", "Ada")
CheckFolder = Callable[[Path], Checked]


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def refused(done: Result, says: str) -> None:
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr


def test_a_check_on_a_device(call: Call, spec_folder: Path, check_folder: CheckFolder) -> None:
    before = files(spec_folder)
    done = call("checked", "play-box/menu/menu", "--on-device", *BY, "--date", "2026-11-20")
    assert done.exit_code == 0, done.stderr
    after = files(spec_folder)
    assert [name for name in after if after[name] != before[name]] == [BOX]
    assert after[BOX].decode() == (
        "name: Play Box\ninterfaces:\n  menu: {family: tv-menu, checked: {menu: "
        "{date: 2026-11-20, by: Ada, on_device: true, covers: ofkadbkp}}}\n"
    )
    known = check_folder(spec_folder)
    assert known.problems == []
    check = resolve(known).devices["play-box"].interfaces[0].checks["menu"]
    assert (check.date, check.by) == (datetime.date(2026, 11, 20), "Ada")
    assert check.on_device
    assert check.covers
    assert "2. Select Get Help at the bottom." in done.stdout
    assert "+  menu: {family: tv-menu, checked:" in done.stdout
    assert "Recorded: 1 route tried on a device on 20 November 2026 by Ada." in done.stdout


def test_a_check_with_pages(call: Call, spec_folder: Path, check_folder: CheckFolder) -> None:
    done = call("checked", "glow-tv/gear", "--source", "howto-hub,gazette", *BY)
    assert done.exit_code == 0, done.stderr
    interface = resolve(check_folder(spec_folder)).devices["glow-tv"].interfaces[1]
    assert set(interface.checks) == {"menu", "key-code"}
    assert all(check.covers for check in interface.checks.values())
    assert interface.checks["menu"].sources == ("howto-hub", "gazette")
    assert interface.sources == ()
    assert "gazette: not among the sources of glow-tv/gear/menu. If it should be, say --cite" in (
        done.stdout
    )
    assert "of glow-tv/gear/key-code" not in done.stdout.partition("not among")[2]


def test_pages_are_cited_when_asked(
    call: Call, spec_folder: Path, check_folder: CheckFolder
) -> None:
    done = call("checked", "glow-tv/gear", "--source", "gazette", "--cite", *BY)
    assert done.exit_code == 0, done.stderr
    interface = resolve(check_folder(spec_folder)).devices["glow-tv"].interfaces[1]
    assert interface.sources == ("gazette",)
    done = call("checked", "tv-gear/menu", "--source", "gazette", "--cite", *BY)
    assert "    sources: [howto-hub, gazette]\n    checked: {" in (spec_folder / GEAR).read_text()


def test_a_list_on_several_lines_gets_one_more(call: Call, spec_folder: Path) -> None:
    file = spec_folder / GEAR
    text = file.read_text("utf-8")
    lines = "    sources:\n      - howto-hub  # the older one\n"
    file.write_text(text.replace("    sources: [howto-hub]\n", lines), "utf-8")
    assert call("checked", "tv-gear/menu", "--source", "gazette", "--cite", *BY).exit_code == 0
    assert f"{lines}      - gazette\n    checked: {{" in file.read_text("utf-8")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_every_way_to_save_a_file_stays(
    call: Call, spec_folder: Path, end: str, mark: str, last: bool
) -> None:
    lines = ["name: Play Box", "interfaces:", "  menu:", "    family: tv-menu"]
    before = mark + end.join(lines) + (end if last else "")
    (spec_folder / BOX).write_bytes(before.encode())
    done = call("checked", "play-box/menu/menu", "--on-device", *BY, "--date", "2026-11-20")
    assert done.exit_code == 0, done.stderr
    check = "{date: 2026-11-20, by: Ada, on_device: true, covers: ofkadbkp}"
    lines += ["    checked:", f"      menu: {check}"]
    after = mark + end.join(lines) + (end if last else "")
    assert (spec_folder / BOX).read_bytes() == after.encode()


def test_several_at_once_and_a_whole_device(
    call: Call, spec_folder: Path, check_folder: CheckFolder
) -> None:
    done = call("checked", "glow-tv", "play-box/menu/menu", "play-box/menu", "--on-device", *BY)
    assert done.exit_code == 0, done.stderr
    assert "Recorded: 6 routes" in done.stdout
    devices = resolve(check_folder(spec_folder)).devices
    for name in ("glow-tv", "play-box"):
        for interface in devices[name].interfaces:
            assert {check.on_device for check in interface.checks.values()} == {True}
            assert len(interface.checks) == 2


def test_a_family(call: Call, spec_folder: Path, check_folder: CheckFolder) -> None:
    before = (spec_folder / MENU).read_text("utf-8")
    done = call("checked", "tv-menu", "--source", "gazette", *BY, "--date", "2026-11-20")
    assert done.exit_code == 0, done.stderr
    line = "    checked: {date: 2026-11-20, by: Ada, covers: %s, sources: [gazette]}\n"
    pages, part = "    sources: [lumen-help, gazette]\n", "    in_part: [copied-page]\n"
    assert (spec_folder / MENU).read_text("utf-8") == before.replace(
        pages, pages + line % "ofkadbkp"
    ).replace(part, part + line % "pmmgpkpl")
    devices = resolve(check_folder(spec_folder)).devices
    assert all(check.covers for check in devices["play-box"].interfaces[0].checks.values())


def test_an_old_check_is_replaced_and_the_same_one_changes_nothing(
    call: Call, spec_folder: Path
) -> None:
    arguments = ("checked", "tv-gear/menu", *BY, "--date", "2026-11-20", "--source")
    call(*arguments, "gazette")
    call(*arguments, "howto-hub")
    text = (spec_folder / GEAR).read_text("utf-8")
    assert text.count("checked:") == 1
    assert "sources: [howto-hub]}" in text
    again = call(*arguments, "howto-hub")
    assert (
        "This is recorded already: 1 route compared with howto-hub on 20 November 2026 by Ada."
        in (again.stdout)
    )
    assert (spec_folder / GEAR).read_text("utf-8") == text


def test_a_dry_run_writes_nothing(call: Call, spec_folder: Path) -> None:
    before = files(spec_folder)
    done = call("checked", "glow-tv", "--on-device", "--dry-run", *BY)
    assert "Nothing was written (--dry-run)." in done.stdout
    assert "+  " in done.stdout
    assert files(spec_folder) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["glow-tb", "--on-device"], "Did you mean `glow-tv`?"),
        (["glow-tv/menu/men", "--on-device"], "There is no route `men` of `glow-tv/menu`."),
        (["glow-tv"], "Say how you checked it: --on-device, or --source NAME for each page"),
        (["glow-tv/gear"], "It cites these: howto-hub, gazette, copied-page."),
        (["glow-tv", "--source", "gazete"], "no source `gazete`. Did you mean `gazette`?"),
        (["glow-tv", "--source", "a,b"], "There is no source `b`."),
        (["tv-gear", "--on-device"], "signout checked glow-tv/gear --on-device"),
        (["tv-gear/key-code", "--source", "gazette"], "signout checked tv-menu/key-code"),
        (["cast-dongle", "--on-device"], "`cast-dongle` has no route of its own"),
        (["glow-tv", "--on-device", "--date", "2999-01-01"], "2999-01-01 is still to come"),
        (["glow-tv", "--on-device", "--date", "1 May"], "`1 May` is no date. Write it as "),
        (["glow-tv", "--on-device", "--by", " "], "Say who checked it: --by NAME."),
        (["glow-tv", "--on-device", "--by", "A\u202eb"], "U+202E"),
        (["glow-tv", "--on-device", "--by", "A" * 121], "at most 120 letters"),
        ([], "Missing argument"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_writes_nothing(
    call: Call, spec_folder: Path, arguments: list[str], says: str
) -> None:
    before = files(spec_folder)
    by = () if "--by" in arguments else BY
    refused(call("checked", *arguments, *by), says)
    assert files(spec_folder) == before


def test_an_inherited_route_in_other_words_is_checked_on_a_device(
    call: Call, spec_folder: Path
) -> None:
    file = spec_folder / GEAR
    screens = "screens:\n  code-page:\n    looks_like: A page with a gear on it.\n"
    file.write_text(file.read_text("utf-8").replace("screens:\n", screens), "utf-8")
    done = call("checked", "tv-gear/key-code", "--source", "gazette", *BY)
    refused(done, "on a device instead: signout checked glow-tv/gear/key-code")
    assert call("checked", "tv-gear", "--source", "gazette", *BY).exit_code == 0


def test_nothing_is_recorded_while_there_are_problems(call: Call, spec_folder: Path) -> None:
    file = spec_folder / "keys.yml"
    file.write_text(file.read_text("utf-8").replace("name: Up", "nmae: Up"), "utf-8")
    before = files(spec_folder)
    done = call("checked", "glow-tv", "--on-device", *BY)
    assert done.exit_code == 1
    assert "specs/keys.yml:1:" in done.stdout
    assert files(spec_folder) == before


def test_a_change_that_would_be_a_problem_is_not_made(call: Call, spec_folder: Path) -> None:
    """A file that is nearly too large."""
    file = spec_folder / TV
    room = 64 * 1024 - len(file.read_bytes()) - 20
    with file.open("a") as opened:
        opened.write(f"# {'x' * room}\n")
    before = files(spec_folder)
    done = call("checked", "glow-tv", "--on-device", *BY)
    assert done.exit_code == 1
    assert "at most 65,536 are allowed" in done.stdout
    assert "Nothing was written, because the specs would then have problems:" in done.stderr
    assert files(spec_folder) == before
    done = call("checked", "play-box/menu/menu", "--on-device", "--by", "{back}")
    assert (done.exit_code, files(spec_folder)) == (1, before)


def test_names_of_all_kinds_are_written_as_they_are(
    call: Call, spec_folder: Path, check_folder: CheckFolder
) -> None:
    for name in ("no", "1.10", "a: b #c", 'O\'Brien "Bo"', "- x", "é 😀", "null"):
        done = call("checked", "play-box/menu/menu", "--on-device", "--by", name)
        assert done.exit_code == 0, done.stderr
        checked = check_folder(spec_folder)
        assert checked.problems == []
        assert resolve(checked).devices["play-box"].interfaces[0].checks["menu"].by == name


def test_as_a_program_it_takes_the_name_from_git(spec_folder: Path) -> None:
    folder = spec_folder.parent
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    subprocess.run(["git", "config", "user.name", "Ada of git"], cwd=folder, check=True)
    code, out, err = as_typed(folder, "checked", "play-box/menu/menu", "--on-device")
    assert (code, err) == (0, "")
    assert "by Ada of git." in out
    assert "by: Ada of git" in (spec_folder / BOX).read_text("utf-8")


def test_without_git_somebody_must_say_who_it_was(
    call: Call, spec_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(spec_folder)
    for name, value in (("PATH", ""), ("GIT_CONFIG_COUNT", "")):
        monkeypatch.setenv(name, value)
    done = call("checked", "glow-tv", "--on-device")
    refused(done, "Say who checked it: --by NAME.")
    assert files(spec_folder) == before
