"""`signout check`: how problems are shown, and what `--fix` does to the files."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.check.catalogue import CATALOGUE
from generator.commands import main
from generator.commands.check import check

GLOW = Path("device_specs/devices/tv/glow-tv.yml")
STICK = Path("device_specs/devices/tv/glow-stick.yml")
MENU = Path("device_specs/families/tv-menu.yml")
SLIPS = {
    "name: Glow TV": "name: yes # its name",
    "also: [Glow, Glow set]": "alos: [Glow, Glow set]",
}

Signout = Callable[..., Result]


@pytest.fixture
def signout(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    put_together: Callable[[Path, Path], None],
) -> Signout:
    """Runs a command in a project with the specs of tests/good/base, all mended."""
    base = Path(__file__).parents[1] / "good" / "base"
    put_together(base, tmp_path / "device_specs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    Path("content").mkdir()
    slots = ("checklist-security", "topic-key-code")
    Path("content/all.md").write_text("\n\n".join(f"<!-- slot: {slot} -->" for slot in slots))
    Path("mkdocs.yml").touch()

    def run(*arguments: str, **options: object) -> Result:
        result = CliRunner().invoke(main, arguments, **options)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    run("check", "--fix", "device_specs")
    return run


def spoil(file: Path, changes: dict[str, str]) -> str:
    """Changes a file; returns what it was."""
    text = was = file.read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")
    return was


# --- what is shown ----------------------------------------------------------------------------


def test_a_problem_shows_its_line_and_how_to_mend_it(signout: Signout) -> None:
    spoil(GLOW, SLIPS)
    done = signout("check")
    assert done.exit_code == 1
    assert done.stdout == (
        f"{GLOW}:1:7: `yes` is taken for true or false; expected text. [quote-text]\n"
        "    1 | name: yes # its name\n"
        "      |       ^^^\n"
        '        Quote it: "yes".\n'
        "\n"
        f"{GLOW}:2:1: `alos` is not known here. [unknown-field]\n"
        "    2 | alos: [Glow, Glow set]\n"
        "      | ^^^^\n"
        "        Did you mean `also`?\n"
        "\n"
        "2 problems in 1 file. `signout check --fix` can mend them.\n"
    )


def test_of_a_whole_file_no_line_is_shown(signout: Signout) -> None:
    Path("device_specs/notes.txt").touch()
    Path("device_specs/topics/key-code.yml").write_text("# nothing\n")
    said = signout("check").stdout
    assert "device_specs/notes.txt:1:1: " in said
    assert "[empty-file]" in said
    assert "|" not in said


def test_it_is_in_colour_on_a_terminal_only(
    signout: Signout, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(GLOW, SLIPS)
    assert "\x1b" not in signout("check").stdout
    coloured = signout("check", color=True).stdout
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == signout("check").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in signout("check", color=True).stdout


def test_a_line_cannot_fool_the_terminal(signout: Signout) -> None:
    spoil(GLOW, {"name: Glow TV": "name: Glow \u202eTV\u202c \x1b[31m"})
    said = signout("check").stdout
    assert said.replace("\n", "").isprintable()
    assert r"name: Glow \u202eTV\u202c \u001b[31m" in said


@pytest.mark.parametrize(("more", "in_full"), [(0, 1), (5, 6), (6, 3), (60, 3)])
def test_what_is_said_again_and_again_is_said_a_few_times(
    signout: Signout, more: int, in_full: int
) -> None:
    """Such as that a family is gone; every place stands there nevertheless."""
    family = "{family: nowhere}"
    STICK.write_text("name: Glow Stick\ninterfaces:\n  one: {family: nowhere}\n")
    for number in range(more):
        file = STICK.with_name(f"glow-{number:02}.yml")
        file.write_text(f"name: Glow {number}\ninterfaces:\n  one: {family}\n")
    said = signout("check").output
    assert said.count("There is no family `nowhere`. [unknown-family]") == in_full
    assert said.count(family) == in_full, "the lines too"
    assert (f"The same in {more + 1 - in_full} more places:" in said) == (more + 1 > in_full)
    places = [
        f"{file}:3:17" for file in sorted(STICK.parent.glob("glow-*.yml")) if "-tv" not in file.name
    ]
    found = re.findall(r"^ *(\S+:3:17)\b", said, re.MULTILINE)
    assert found == places
    told = json.loads(signout("check", "--format", "json").stdout)
    assert len([one for one in told if one["code"] == "unknown-family"]) == more + 1


def test_json_has_everything(signout: Signout) -> None:
    spoil(GLOW, SLIPS)
    first, second = json.loads(signout("check", "--format", "json").stdout)
    assert first == {
        "file": GLOW.as_posix(),
        "line": 1,
        "column": 7,
        "end_column": 10,
        "code": "quote-text",
        "message": "`yes` is taken for true or false; expected text.",
        "hint": 'Quote it: "yes".',
        "source": "name: yes # its name",
        "fix": {"do": "quote", "value": "", "part": ""},
    }
    assert second["fix"] == {"do": "rename", "value": "also", "part": ""}


def test_github_gets_the_end_too(signout: Signout) -> None:
    spoil(GLOW, SLIPS)
    first, _ = signout("check", "--format", "github").stdout.splitlines()
    assert first == (
        f"::error file={GLOW},line=1,col=7,endColumn=10,title=quote-text::"
        '`yes` is taken for true or false; expected text. Quote it: "yes".'
    )


# --- what is mended ---------------------------------------------------------------------------


def test_fix_mends_says_what_and_shows_the_rest(signout: Signout) -> None:
    was = spoil(GLOW, SLIPS)
    spoil(MENU, {"opens: help}": "opens: elsewhere}"})
    done = signout("check", "--fix", "device_specs")
    assert done.exit_code == 1
    mended, _, rest = done.stdout.partition("\n\n")
    assert mended == (
        f'{GLOW}:1:7: mended: `yes` is now `"yes"`. [quote-text]\n'
        f"{GLOW}:2:1: mended: `alos` is now `also`. [unknown-field]\n"
        "Mended 2 places in 1 file."
    )
    assert "There is no screen" in rest or "no screen `elsewhere`" in rest
    assert GLOW.read_text("utf-8") == was.replace("name: Glow TV", 'name: "yes" # its name')


def test_fix_in_json(signout: Signout) -> None:
    spoil(GLOW, SLIPS)
    done = signout("check", "--fix", "--format", "json", "device_specs")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "mended": [
            {
                "file": GLOW.as_posix(),
                "line": line,
                "column": column,
                "code": code,
                "done": says,
            }
            for line, column, code, says in (
                (1, 7, "quote-text", '`yes` is now `"yes"`.'),
                (2, 1, "unknown-field", "`alos` is now `also`."),
            )
        ],
        "problems": [],
    }
    spoil(STICK, {"interfaces:": "interfacse:"})
    notice = signout("check", "--fix", "--format", "github", "device_specs").stdout
    assert notice.startswith(f"::notice file={STICK},line=")


def test_fix_of_some_files_changes_only_these(signout: Signout) -> None:
    spoil(GLOW, SLIPS)
    was = spoil(STICK, {"interfaces:": "interfacse:"})
    spoilt = GLOW.read_bytes()
    assert signout("check", "--fix", str(STICK)).exit_code == 0
    assert STICK.read_text("utf-8") == was
    assert GLOW.read_bytes() == spoilt
    assert signout("check", str(GLOW)).exit_code == 1


def test_fix_without_anything_to_mend_writes_nothing(signout: Signout) -> None:

    def written() -> dict[Path, tuple[int, int]]:
        states = {file: file.stat() for file in Path("device_specs").rglob("*")}
        return {file: (state.st_ino, state.st_mtime_ns) for file, state in states.items()}

    before = written()
    done = signout("check", "--fix", "device_specs")
    assert done.exit_code == 0
    assert done.stdout == "No problems here; 7 problems in other files.\n"
    assert written() == before


def test_a_path_that_is_never_checked_is_told(signout: Signout) -> None:
    Path("README.md").write_text("# Glow\n")
    done = signout("check", "README.md", "./device_specs/keys.yml", ".", "content/all.md")
    says = "`README.md` is not checked: specs stand in `device_specs`, prose in `content`.\n"
    assert done.stderr == says


def test_fix_keeps_mode_and_line_ends_and_leaves_nothing_behind(signout: Signout) -> None:
    was = spoil(GLOW, SLIPS).replace("name: Glow TV", 'name: "yes" # its name')
    GLOW.write_bytes(GLOW.read_bytes().replace(b"\n", b"\r\n"))
    GLOW.chmod(0o640)
    names = {file.name for file in GLOW.parent.iterdir()}
    assert signout("check", "--fix", "device_specs").exit_code == 0
    assert GLOW.read_bytes() == was.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(GLOW.stat().st_mode) == 0o640
    assert {file.name for file in GLOW.parent.iterdir()} == names


def test_fix_renames_a_file_but_never_over_another(signout: Signout) -> None:
    was = STICK.read_bytes()
    STICK.rename(STICK.with_name("Glow_Stick.yaml"))
    done = signout("check", "--fix", "device_specs")
    assert done.exit_code == 0
    assert "The file is now called `glow-stick.yml`." in done.stdout
    assert STICK.read_bytes() == was
    STICK.with_name("glow-stick.yaml").write_bytes(b"name: Another\n")
    assert signout("check", "--fix", "device_specs").exit_code == 1
    assert STICK.read_bytes() == was
    assert STICK.with_name("glow-stick.yaml").read_bytes() == b"name: Another\n"


def test_fix_follows_no_link(signout: Signout, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    shutil.move(GLOW, outside)
    spoil(outside, SLIPS)
    spoilt = outside.read_bytes()
    GLOW.symlink_to(outside)
    GLOW.with_name("Glow_Two.yml").symlink_to(outside)
    assert signout("check", "--fix", "device_specs").exit_code == 1
    assert outside.read_bytes() == spoilt
    assert GLOW.is_symlink()
    assert GLOW.with_name("Glow_Two.yml").is_symlink()


def test_a_full_disk_changes_nothing(signout: Signout, monkeypatch: pytest.MonkeyPatch) -> None:
    was = spoil(GLOW, SLIPS) and GLOW.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = signout("check", "--fix", "device_specs")
    assert done.exit_code == 1
    says = f"{GLOW} cannot be written: no space left on device. Make room on its disk, and run"
    assert done.stderr == f"Error: {says} this again.\n"
    assert GLOW.read_bytes() == was
    assert not [file for file in GLOW.parent.iterdir() if file.suffix != ".yml"]


@pytest.mark.parametrize("code", ["unknown-label", "[unknown-label]", " unknown-label "])
def test_a_code_is_explained_as_check_prints_it_or_without_brackets(code: str) -> None:
    done = CliRunner().invoke(check, ["--explain", code])
    assert done.exit_code == 0
    cause = CATALOGUE["Names that lead nowhere"]["unknown-label"]
    assert done.output == (
        f"unknown-label: {cause}\nWith an example in docs/problems.md#unknown-label\n"
    )


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("unknown-lable", "`unknown-lable`. Did you mean `unknown-label`?"),
        ("", "All of them stand in docs/problems.md."),
        ("\x1b[31m", "`\\u001b[31m`. All of them"),
    ],
)
def test_an_unknown_code_is_a_wrong_call(code: str, says: str) -> None:
    done = CliRunner().invoke(check, ["--explain", code])
    assert done.exit_code == 2
    assert says in " ".join(done.output.split())
