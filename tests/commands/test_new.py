"""`signout new`, with questions and without: what it says, what it writes, and what it leaves."""

from __future__ import annotations

import errno
import os
import pty
import re
import select
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.check.proof import Checked
from generator.commands import main
from generator.commands.new.scaffolds import SCAFFOLDS
from generator.knowledge.resolve import resolve
from generator.site.blocks import told_slots

ROOT = Path(__file__).parents[2]
PAGES = (
    *("index", "contribute", "devices/index", "security", "sign-out-everywhere", "sources"),
    "troubleshooting/index",
)
PAGE = [
    *("--set", "url=https://a.example/b", "--set", "title=A"),
    *("--set", "publisher=Moon", "--set", "tier=press"),
]
New = Callable[..., Result]
CheckFolder = Callable[[Path], Checked]


@pytest.fixture
def project(spec_folder: Path, check_folder: CheckFolder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the example specs and as little prose as will do; one stands in it."""
    root = spec_folder.parent
    for page in PAGES:
        (root / "content" / page).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / f"{page}.md").write_text(f"# {page}\n")
    slots = told_slots(resolve(check_folder(spec_folder)))
    slots_text = "\n".join(f"<!-- slot: {slot} -->" for slot in slots)
    (root / "content" / "security.md").write_text(f"# All\n\n{slots_text}\n")
    (root / "mkdocs.yml").write_text("site_name: Lumen\n")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def new(project: Path) -> New:
    """Runs `signout new …`; with `typed`, somebody answers these lines."""

    def run(*words: str, typed: list[str] | None = None) -> Result:
        asks = () if typed is None else ("--ask",)
        lines = "".join(f"{line}\n" for line in typed or ())
        result = CliRunner().invoke(main, ["new", *words, "--specs", "specs", *asks], input=lines)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    return run


@pytest.fixture
def untouched(project: Path) -> Iterator[None]:
    """Nothing is written."""
    before = contents(project)
    yield
    assert contents(project) == before


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def changed_since(before: dict[str, bytes], folder: Path) -> set[str]:
    after = contents(folder)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def well(project: Path) -> bool:
    return CliRunner().invoke(main, ["check", "--specs", "specs"]).exit_code == 0


# --- with questions -------------------------------------------------------------------------------

# What somebody types, and which files change.
INTERVIEWS: dict[str, tuple[list[str], set[str]]] = {
    "device": (
        [
            *("?", "Glow TV", "Moon TV"),  # explained; there already; a new one
            *("tvv", "tv"),  # misspelt
            *("moon, Glow TV", "moon, lunar set", ""),
            *("tv-menu", "gazette"),
            *("tv-menu", "", "The moon is in the middle."),  # twice the same: told by what?
            "",  # no other interface
            *("?", "notes", "menu/menu", "It is round.", "", "n"),
            "",  # no more
            "y",
        ],
        {"specs/devices/tv/moon-tv.yml"},
    ),
    "family": (
        [
            *("TV app with a moon", "A moon stands at the top of it.", ""),
            *("", "A moon and some titles.", "Open {servise} now.", "Open {service} now."),
            *(
                "select",
                "Moon",
                "y",
                "",
                "",
                "",
                "at-top",
                "",
                "A list with words on it.",
                "n",
                "n",
            ),
            *("press", "up, dwn", "up, down", "", "It is dark now.", "y"),
            *("Use the moon", "https://moon.example/out", "Out: how", "The Moon", "blog", "", ""),
            *("n", "There is no other way past the moon.", ""),
            *("", "?", "play-bx", "play-box", "y"),
        ],
        {
            "specs/families/tv-app-with-a-moon.yml",
            "specs/labels.yml",
            "specs/sources.yml",
            "specs/devices/console/play-box.yml",
        },
    ),
    "family like another": (
        [
            *("TV app with a star", "A star stands at the top of it.", "tv-menu"),
            *("menu.get-help", "select", "settings", "", ""),
            *("", "glow-tv/star", "y"),
        ],
        {"specs/families/tv-app-with-a-star.yml", "specs/devices/tv/glow-tv.yml"},
    ),
    "problem": (
        [
            *("The moon does not rise", "", "You wait, and all stays dark.", "tv", "tv-menu"),
            *("Wait for it", "It takes a night or two.", "Sit down.", "", "key-code", ""),
            *("doubt", "Nobody has tried it with this one.", "n", "You see the moon in full."),
            *("", "y"),
        ],
        {"specs/problems/the-moon-does-not-rise.yml"},
    ),
    "source": (
        [
            *("moon.example", "https://moon.example/a", "Out: a guide", "The Moon", "?", "press"),
            *("May 2026", "", "moon", "?", "glow-tv", "glow-tv/gear", "y"),
        ],
        {"specs/sources.yml", "specs/devices/tv/glow-tv.yml"},
    ),
    "label": (
        [
            *("Log Out", "fr", "Sortir", "", "sign-out", "", ""),
            *("tv-menu/help/sign-out", "n", "y"),
        ],
        {"specs/labels.yml", "specs/families/tv-menu.yml"},
    ),
    "item": (
        [
            *("Look at the moon", "It is worth it, and it costs nothing.", "Go out and look up."),
            *("soon", "key-code", "lumen-help", "", "security", "y"),
        ],
        {"specs/items.yml", "specs/checklists/security.yml"},
    ),
    "topic": (
        [
            *("The moon", "It rises at {nihgt}.", "It rises at night.", "gazete", "gazette"),
            *("y", "It is round.", "", "doubt", "Nobody has been behind it.", "n"),
            *("", "?", "sourcs", "sources", "y"),
        ],
        {"specs/topics/the-moon.yml", "content/sources.md"},
    ),
    "checklist": (
        [
            *("Before a move", "Go through this list twice."),
            *("strong-pasword", "strong-password, look-at-devices", "", "security/", "y"),
        ],
        {"specs/checklists/before-a-move.yml", "content/security.md"},
    ),
    "position": (
        ["behind the moon", "", "tv-menu/help/sing-out", "tv-menu/help/sign-out", "y"],
        {"specs/positions.yml", "specs/families/tv-menu.yml"},
    ),
    "phrase": (
        [
            *("It is {drak}.", "A menu runs down the left side of the screen."),
            *("left-menu", "y"),
        ],
        {"specs/phrases.yml", "specs/families/tv-menu.yml"},
    ),
    "pack": (
        [
            *("Far away", "These pages are for {servise}.", "These pages are for {service}."),
            *("", "", "", "", "?", "kinds", "tvv", "tv, phone", "", "y"),
        ],
        {"specs/packs.yml"},
    ),
    "kind": (
        ["Watches", "tuch", "touch", "?wrist", "wach", "watch", "Watch", "watch", "y"],
        {"specs/kinds.yml"},
    ),
    "everyday": (
        ["", "TV", "tv", "tele, tele", "tele, telly", "y"],
        {"specs/everyday.yml"},
    ),
}


@pytest.mark.parametrize("kind", INTERVIEWS)
def test_somebody_is_asked(new: New, project: Path, kind: str) -> None:
    typed, expected = INTERVIEWS[kind]
    before = contents(project)
    result = new(kind.split()[0], typed=typed)
    assert result.exit_code == 0, result.output
    assert changed_since(before, project) == expected
    assert "The check finds no problems." in result.stdout
    assert "What to do next:" in result.stdout
    assert well(project)


def test_questions_come_from_the_models(new: New, project: Path) -> None:
    said = new("device", typed=["?"]).stderr
    assert "The device's name, as people know it: Apple TV." in said
    said = new("device", typed=["Moon", "?", "tv", "", "", "?gear"]).stderr
    assert "console  Game consoles" in said
    assert "tv-gear  TV app with a gear" in said
    assert "tv-menu  " not in said.partition("?gear")[2]


def test_wrong_answers_are_told_at_once(new: New, project: Path) -> None:
    said = new("device", typed=INTERVIEWS["device"][0]).stderr
    assert "The page of `glow-tv` has the same title. Make the names differ." in said
    assert "there is no" not in said.partition("kind")[0]
    assert "Did you mean `tv`?" in said
    assert "`Glow TV` is the name of the device `glow-tv`." in said
    assert "By what one tells menu-2 from the others" in said
    said = new("source", typed=INTERVIEWS["source"][0]).stderr
    assert "beginning with https://" in said
    assert "`glow-tv` has several places" in said
    folder = project / "specs/devices/tv"
    (folder / "zeta.yml").write_text((folder / "glow-tv.yml").read_text().replace("Glow", "Zeta"))
    said = new("device", typed=["y", "Zeta TV"]).stderr
    assert "The page of the new one has the same title. Make the names differ. (specs/" in said


def test_what_was_given_is_not_asked_for(new: New, project: Path) -> None:
    result = new("problem", "--set", "title=It is dark", "--set", "kinds=tv", typed=[""])
    assert "The symptom" not in result.stderr
    assert "What the reader sees." in result.stderr


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("typed", [[], ["Moon TV"], INTERVIEWS["device"][0][:-1]])
def test_who_stops_leaves_nothing_behind(new: New, typed: list[str]) -> None:
    result = new("device", typed=typed)
    assert result.exit_code == 1
    assert "Nothing was written." in result.stderr


def test_who_says_no_keeps_the_answers(new: New, project: Path) -> None:
    before = contents(project)
    result = new("device", typed=[*INTERVIEWS["device"][0][:-1], "n"])
    assert (result.exit_code, changed_since(before, project)) == (1, set())
    call = result.stderr.strip().splitlines()[-1].strip()
    assert call.startswith("signout new device --set 'name=Moon TV' --set kind=tv ")


# --- without --------------------------------------------------------------------------------------


def test_a_device_in_one_line(new: New, project: Path) -> None:
    before = contents(project)
    result = new("device", "--set", "name=Moon TV", "--from", "glow-tv", "--set", "also=moon")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert changed_since(before, project) == {"specs/devices/tv/moon-tv.yml"}
    text = (project / "specs/devices/tv/moon-tv.yml").read_text("utf-8")
    assert result.stdout.startswith("specs/devices/tv/moon-tv.yml (new)\n")
    assert all(f"  {line}\n" in result.stdout for line in text.splitlines())
    for command in ("signout explain moon-tv", "signout serve", "signout checked moon-tv/menu/"):
        assert command in result.stdout
    assert "signout new source --for moon-tv/menu" in result.stdout
    assert well(project)


@pytest.mark.usefixtures("untouched")
def test_a_dry_run_only_shows(new: New) -> None:
    result = new("device", "--set", "name=Moon TV", "--from", "glow-tv", "--dry-run")
    assert result.exit_code == 0
    assert "  name: Moon TV\n" in result.stdout
    assert result.stdout.endswith("No problems. Nothing was written (--dry-run).\n")


@pytest.mark.usefixtures("untouched")
def test_without_a_terminal_all_that_is_missing_is_told(new: New) -> None:
    result = new("problem", "--set", "title=It is dark")
    assert result.exit_code == 2
    assert result.stdout == ""
    for name in ("symptom", "solutions.1.title", "solutions.1.text", "solutions.1.doubt", "worked"):
        assert f"{name}=…" in result.stderr
    assert "title=…\n" not in result.stderr.replace("solutions.1.title", "")


@pytest.mark.usefixtures("untouched")
def test_all_wrong_answers_are_told_at_once(new: New) -> None:
    result = new(
        *("device", "--set", "nmae=x", "--set", "kind=tvv", "--from", "glow", "--id", "../../x"),
    )
    assert result.exit_code == 2
    for said in ("no field `nmae`", "Did you mean `tv`?", "no device `glow`", "`../../x` has"):
        assert said in result.stderr


@pytest.mark.usefixtures("untouched")
def test_what_would_be_a_problem_is_not_written(new: New) -> None:
    long = " ".join(["word"] * 30) + "."
    result = new(
        *("device", "--from", "glow-tv", "--set", "name=Moon TV", "--set", f"notes.1.text={long}"),
    )
    assert result.exit_code == 1
    assert re.search(
        r"specs/devices/tv/moon-tv.yml:\d+:\d+: A sentence has 30 words", result.stdout
    )
    assert "^^^" in result.stdout
    assert "Nothing was written, because the check would find this." in result.stderr
    assert "--fix" not in result.stdout  # which finds no file to mend


def test_problems_there_were_before_are_not_its_own(new: New, project: Path) -> None:
    box = project / "specs/devices/console/play-box.yml"
    box.write_text(box.read_text().replace("tv-menu", "tv-meun"))
    before = contents(project)
    result = new("device", "--set", "name=Moon TV", "--from", "glow-tv")
    assert result.exit_code == 1
    assert "these problems were there before. Mend them first." in result.stderr
    asked = new("device", typed=["n"])
    assert asked.exit_code == 1
    assert "There is no family `tv-meun`." in asked.stdout
    assert "What is new can only be written if no problem is left then." in asked.stderr
    assert changed_since(before, project) == set()


def test_a_missing_family_can_still_be_made(new: New, project: Path) -> None:
    """Whoever named it in a device first is not stuck."""
    box = project / "specs/devices/console/play-box.yml"
    box.write_text(box.read_text().replace("tv-menu", "tv-star"))
    words = ["--from", "tv-menu", "--id", "tv-star", "--for", "play-box/menu"]
    words += ["--set", "name=TV app with a star", "--set", "tell=A star stands at the top of it."]
    words += ["--set", "screens.menu.controls.get-help.select=settings"]
    words += ["--set", "screens.menu.controls.get-help.opens=help"]
    result = new("family", *words)
    assert result.exit_code == 0, result.output
    assert well(project)


def test_a_changed_word_asks_for_new_checks(
    new: New, project: Path, check_folder: CheckFolder
) -> None:
    family = project / "specs/families/tv-menu.yml"
    kb = resolve(check_folder(project / "specs"))
    fingerprint = kb.devices["play-box"].interfaces[0].walkthrough.main.fingerprint
    check = f"    checked: {{date: 2026-11-22, by: us, covers: {fingerprint}}}\n"
    text = family.read_text("utf-8")
    family.write_text(
        text.replace("    title: Use the menu\n", f"    title: Use the menu\n{check}")
    )
    result = new("label", "--set", "text.en=Log Out", "--for", "tv-menu/help/sign-out")
    assert result.exit_code == 0, result.output
    assert "signout checked tv-menu/menu --source" in result.stdout


def written_meanwhile(monkeypatch: pytest.MonkeyPatch, file: Path, text: str) -> None:
    """Somebody writes a file between the check and the writing."""
    module = sys.modules["generator.commands.new"]
    create = module.create

    def late(*arguments: object) -> None:
        file.write_text(text)
        create(*arguments)

    monkeypatch.setattr(module, "create", late)


def test_files_of_others_are_not_overwritten(
    new: New, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project / "specs/devices/tv/moon-tv.yml"
    written_meanwhile(monkeypatch, path, "name: Mine\n")
    before = contents(project)
    result = new("device", "--set", "name=Moon TV", "--from", "glow-stick")
    assert result.exit_code == 1
    assert "is there already, so nothing was written" in result.stderr
    assert changed_since(before, project) == {"specs/devices/tv/moon-tv.yml"}
    assert path.read_text() == "name: Mine\n"


def test_nothing_is_half_written(new: New, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two files cannot be written: the first is as it was."""
    replace = os.replace

    def failing(now: str, was: str, **folders: int) -> None:
        if was == "glow-tv.yml":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(now, was, **folders)

    monkeypatch.setattr(os, "replace", failing)
    before = contents(project)
    result = new("source", *PAGE, "--for", "glow-tv/menu")
    assert result.exit_code == 1
    assert "glow-tv.yml cannot be written: no space left on device" in result.stderr
    assert changed_since(before, project) == set()


@pytest.mark.parametrize("kind", SCAFFOLDS)
def test_help_lists_the_fields(new: New, kind: str) -> None:
    said = new(kind, "--help").stdout
    assert "Fields, for --set:" in said
    assert "* is needed." in said
    assert f"signout new {kind} " in said


def test_a_shipped_project_gets_a_device(tmp_path: Path) -> None:
    """On the specs that are shipped: in one line, and asked for."""
    shutil.copytree(ROOT / "device_specs", tmp_path / "device_specs")
    before = contents(tmp_path)
    words = ["new", "device", "--specs", str(tmp_path / "device_specs")]
    words += ["--content", str(ROOT / "content"), "--config", str(ROOT / "mkdocs.yml")]
    given = CliRunner().invoke(main, [*words, "--set", "name=Roku Pocket", "--from", "roku"])
    assert (given.exit_code, given.stderr) == (0, "")
    typed = ["Moon Phone", "phone", "", "", "netflix-mobile", "umc-gtv", "", "", "y"]
    asked = CliRunner().invoke(main, [*words, "--ask"], input="\n".join(typed))
    assert asked.exit_code == 0, asked.output
    new = {name for name in changed_since(before, tmp_path) if "/.schema/" not in name}
    assert new == {
        "device_specs/devices/streaming-player/roku-pocket.yml",
        "device_specs/devices/phone/moon-phone.yml",
    }


# --- in a real terminal ---------------------------------------------------------------------------


def test_in_a_terminal(project: Path) -> None:
    """The questions come without being asked for, and Ctrl C leaves nothing behind."""
    before = contents(project)
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover
        os.environ |= {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
        os.execv(
            sys.executable,
            [sys.executable, "-m", "generator.commands", "new", "device", "--specs", "specs"],
        )
    said = b""

    def until(words: bytes, press: bytes = b"") -> None:
        """Waits for `words`; presses a key, again after a while, as people do without an answer."""
        nonlocal said
        said = b""
        os.write(terminal, press)
        for _ in range(60):
            if words in said:
                break
            if select.select([terminal], [], [], 2)[0]:
                said += os.read(terminal, 4096)
            else:
                os.write(terminal, press)
        assert words in said

    try:
        until(b"name\x1b[0m:")
        os.write(terminal, b"Moon TV\n")
        until(b"kind\x1b[0m:")
        until(b"Nothing was written.", press=b"\x03")
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
        child = 0
    finally:
        os.close(terminal)
        if child:
            os.kill(child, signal.SIGKILL)
    assert b"Traceback" not in said
    assert changed_since(before, project) == set()
