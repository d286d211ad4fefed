"""Whatever is typed behind a command ends in an answer, in problems (1) or in a wrong call (2), in
words that a terminal can show; nothing is written but what was asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import main
from tests.conftest import BASE
from tests.fuzz.corpora import naughty_strings
from tests.site_fixtures import run

# What a shell can hand over that no list of texts holds: bytes that are no text, and paths.
ODD = [
    *(
        "",
        " ",
        ".",
        "..",
        "/",
        "//",
        "../..",
        "/dev/null/x",
        "~",
        "-",
        "--",
        "-x",
        "--x=",
        "a" * 5000,
    ),
    *("\x1b[31m", "\x07", "\n", "\r\n", "a\nb", "\u202e", "\ufeff", "\udcff", "a\udce9"),
    *(
        "label:",
        ":",
        "label:x:y",
        "device:../glow-tv",
        "screen:/",
        "screen:a/b/c",
        "DEVICE:glow-tv",
    ),
    *("HEAD", "HEAD~999999", "@{u}", "--exec=id", "-c", "glow-tv/", "/x", "$(id)", "`id`", "%s%n"),
]
WORDS = [*ODD, *naughty_strings()]
# Each takes one text, wherever a command takes one.
CALLS: dict[str, Callable[[str], list[str]]] = {
    "impact": lambda text: ["impact", text],
    "impact of a label": lambda text: ["impact", f"label:{text}"],
    "explain": lambda text: ["explain", text],
    "explain a part": lambda text: ["explain", "glow-tv", text],
    "graph": lambda text: ["graph", text],
    "diff": lambda text: ["diff", text],
    "diff of two": lambda text: ["diff", "HEAD", text],
    "new": lambda text: ["new", text],
    "new device": lambda text: [
        "new",
        "device",
        "--dry-run",
        "--set",
        f"name={text}",
        "--from",
        "tv",
    ],
    "new device of": lambda text: ["new", "device", "--dry-run", "--set", "name=x", "--from", text],
    "new field": lambda text: ["new", "label", "--dry-run", "--set", text],
    "check": lambda text: ["check", text],
    "check explain": lambda text: ["check", "--explain", text],
    "check specs": lambda text: ["check", "--specs", text],
    "checked": lambda text: ["checked", text, "--dry-run"],
    "checked by": lambda text: ["checked", "glow-tv/menu", "--by", text, "--dry-run"],
    "stale": lambda text: ["stale", "--today", text],
    "command": lambda text: [text],
    "build jobs": lambda text: ["build", "--jobs", text, "--specs", "nowhere"],
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The example specs in a repository of their own."""
    folder = tmp_path / "project"
    shutil.copytree(BASE, folder / "device_specs")
    (folder / "content").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: Lumen\n")
    monkeypatch.chdir(folder)
    for command in (
        ("init", "--quiet"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a"),
    ):
        assert run("git", *command, cwd=folder).returncode == 0
    before = tree(folder)
    yield folder
    assert tree(folder) == before


def tree(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and ".git" not in file.parts
    }


def answered(arguments: list[str]) -> None:
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), (
        arguments,
        done.exc_info,
    )
    assert done.exit_code in (0, 1, 2), arguments
    for line in done.output.split("\n"):
        # What does not show is written as a code; what people write with in any language shows.
        bad = [
            c for c in line if not c.isprintable() and not c.isspace() and c not in "\u200c\u200d"
        ]
        assert not bad, (arguments, line)
    assert "Traceback" not in done.output or "Traceback" in " ".join(arguments)


@pytest.mark.parametrize("name", CALLS)
def test_any_text_behind_a_command(project: Path, name: str) -> None:
    """A few for each command, and together all of them; a long test hands each to every command."""
    start = list(CALLS).index(name)
    for text in [*ODD[start % 5 :: 5], *WORDS[len(ODD) + start :: 5 * len(CALLS)]]:
        if "\0" not in text and text not in ("--help", "-h", "--version"):
            answered(CALLS[name](text))


@pytest.mark.long
@pytest.mark.parametrize("name", CALLS)
def test_every_text_behind_every_command(project: Path, name: str) -> None:
    for text in WORDS:
        if "\0" not in text:
            answered(CALLS[name](text))


def test_bytes_that_are_no_text_from_a_real_shell(project: Path) -> None:
    """As the system hands them over, and to a terminal that knows UTF-8 alone."""
    from tests.site_fixtures import SIGNOUT

    for text in (os.fsdecode(b"\xff\xfe"), os.fsdecode(b"caf\xe9")):
        done = run(*SIGNOUT, "impact", f"label:{text}", cwd=project)
        assert done.returncode == 2, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
