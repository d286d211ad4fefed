"""No escape sequence reaches a terminal, whatever files hold, are called, or somebody types.

A sequence could write a title, hide a line, or answer for who sits there. Colours are ours alone:
what begins one is counted, and taken away before the rest is looked at. What specs may say is
printed as it is, since the reader refuses characters that begin sequences.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import main
from tests.hostile import ON_DEVICE, STRANGE, write_project
from tests.site_fixtures import Once, copy_second_service

# A title of the window, a bell, blinking red, a sequence of the second kind, a step back, a file.
EVIL = "\x1b]0;pwned\x07\x1b[31;5mX\x9b1mY\b\x9d\u202e"
# What click writes for colours and weights.
OURS = re.compile(r"\x1b\[(?:0|1|2|22|3[1-6])m")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that a test may spoil, and in which it is."""
    folder = copy_second_service(tmp_path / "project")
    monkeypatch.chdir(folder)
    return folder


def called(*arguments: str, given: str = "") -> Result:
    """What a call prints on a terminal with colours; nothing of it may be a sequence but ours."""
    result = CliRunner().invoke(main, arguments, input=given, color=True)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    left = OURS.sub("", result.output)
    assert CONTROL.findall(left) == [], repr(left)
    return result


def quoted(text: str) -> str:
    """Text as YAML writes it with escapes."""
    return '"' + "".join(c if " " <= c < "\x7f" else f"\\u{ord(c):04x}" for c in text) + '"'


# --- files ----------------------------------------------------------------------------------------


def spec(name: str, text: str) -> Callable[[Path], None]:
    def spoil(project: Path) -> None:
        file = project / "device_specs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    return spoil


def page(name: str, text: str) -> Callable[[Path], None]:
    return lambda project: (project / "content" / name).write_text(text, "utf-8") and None


def settings(old: str, new: str) -> Callable[[Path], None]:
    def spoil(project: Path) -> None:
        file = project / "mkdocs.yml"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return spoil


TIN_CAN = "devices/speaker/tin-can.yml"
SPOILT: dict[str, Callable[[Path], None]] = {
    "a file called so": spec(f"devices/phone/{EVIL}.yml", "name: A"),
    "a file of another ending": spec(f"devices/phone/{EVIL}.txt", "name: A"),
    "a file at the root": spec(f"{EVIL}.yml", "name: A"),
    "a folder called so": spec(f"devices/{EVIL}/a.yml", "name: A"),
    "a character as it is": spec(TIN_CAN, f"name: {EVIL}"),
    "an escaped character": spec(TIN_CAN, f"name: {quoted(EVIL)}"),
    "a key": spec(TIN_CAN, f"name: A\n{quoted(EVIL)}: b"),
    "a key as it is": spec(TIN_CAN, f"name: A\n{EVIL}: b"),
    "a reference": spec(TIN_CAN, f"name: A\ninterfaces: {{a: {{family: {quoted(EVIL)}}}}}"),
    "a choice": spec(TIN_CAN, f"name: A\ninput: {quoted(EVIL)}"),
    "an address": spec("sources.yml", f"a: {{url: {quoted('https://' + EVIL)}}}"),
    "no YAML": spec(TIN_CAN, f"name: [{quoted(EVIL)}"),
    "an anchor": spec(TIN_CAN, "name: &\u00a0a b"),
    "a word in braces": spec(TIN_CAN, f"name: A\nnotes: [{{text: {quoted('{' + EVIL + '}')}}}]"),
    "a change": spec("changelog/2026-01-01.yml", f"covers: {quoted(EVIL)}\nchanges: {{}}"),
    "a page called so": page(f"{EVIL}.md", "# Page\n\n<!-- slot: nobody -->\n"),
    "a slot": page("more.md", "# Page\n\n<!-- slot: no\u00a0\u200d\u2003body -->\n"),
    "a page that holds it": page("more.md", f"# {EVIL}\n"),
    "front matter": page("more.md", f"---\ntitle: {quoted(EVIL)}: b\n---\n# Page\n"),
    "a theme": settings("name: material", f"name: {quoted(EVIL)}"),
    "an extension": settings("[attr_list", f"[{quoted(EVIL)}"),
    "a plugin": settings("plugins: []", f"plugins: [{quoted(EVIL)}]"),
    "a page of the navigation": settings("words.md", f"{quoted(EVIL + '.md')}"),
    "an unknown setting": settings("strict: true", f"{quoted(EVIL)}: 1"),
    "the folder of templates": settings("custom_dir: ", f"custom_dir: {quoted(EVIL)} #"),
    "the address of the site": settings("https://tonewerk.example/", quoted(EVIL)),
    "no settings": settings("strict: true", f"strict: [{quoted(EVIL)}"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_no_file_writes_to_the_terminal(project: Path, spoil: Callable[[Path], None]) -> None:
    spoil(project)
    check = called("check")
    assert called("check", "--format", "github").exit_code == check.exit_code
    assert called("check", "--format", "json").exit_code == check.exit_code
    if check.exit_code == 0:
        called("build", "--pages-only", "--no-cache")


# --- what is typed --------------------------------------------------------------------------------

TYPED = (
    (EVIL,),
    (f"--{EVIL}",),
    ("check", EVIL),
    ("check", f"--{EVIL}"),
    ("check", "--format", EVIL),
    ("check", "--explain", EVIL),
    ("check", "--specs", EVIL),
    ("build", "--config", EVIL),
    ("build", "--jobs", EVIL),
    ("build", "--out", f"{EVIL}/a\0b"[:-2] + "/mkdocs.yml/x"),
    ("build", "--manifest", f"site/{EVIL}"),
    ("explain", EVIL),
    ("explain", "tin-can", EVIL),
    ("explain", "tin-can", f"{EVIL}/{EVIL}"),
    ("impact", EVIL),
    ("impact", f"label:{EVIL}"),
    ("impact", "--since", EVIL),
    ("diff", EVIL),
    ("diff", "device_specs", EVIL),
    ("diff", "--specs", EVIL),
    ("changelog", "--since", EVIL),
    ("changelog", "--date", EVIL),
    ("graph", EVIL),
    ("graph", "tv-app", "--out", f"{EVIL}.gif"),
    ("graph", "tv-app", "--out", f"{EVIL}.svg"),
    ("graph", "tv-app", "--out", f"mkdocs.yml/{EVIL}.svg"),
    ("stale", "--older-than", EVIL),
    ("stale", "--visits", EVIL),
    ("stale", "--today", EVIL),
    ("checked", EVIL, "--on-device"),
    ("checked", "tin-can", "--source", EVIL),
    ("checked", "tin-can", "--on-device", "--by", EVIL),
    ("pdf", "--cards", EVIL),
    ("pdf", "--pack", EVIL),
    ("pdf", "--cards", "tin-can", "--labels", EVIL),
    ("pdf", "--cards", "tin-can", "--out", f"{EVIL}"),
    ("pdf", "--cards", "tin-can", "--out", f"mkdocs.yml/{EVIL}"),
    ("new", EVIL),
    ("new", "device", "--set", EVIL),
    ("new", "device", "--set", f"name={EVIL}"),
    ("new", "device", "--set", f"{EVIL}=a"),
    ("new", "device", "--from", EVIL),
    ("new", "label", "--set", f"text={EVIL}"),
    ("schema", "--out", f"mkdocs.yml/{EVIL}"),
    ("serve", "--host", EVIL),
    ("serve", "--port", EVIL),
    ("verify", EVIL),
)


@pytest.mark.parametrize("arguments", TYPED, ids=lambda one: " ".join(one).replace(EVIL, "EVIL"))
def test_nothing_that_is_typed_comes_back_as_it_is(
    project: Path, arguments: tuple[str, ...]
) -> None:
    called(*arguments)


def test_nothing_that_is_answered_comes_back_as_it_is(project: Path) -> None:
    called("new", "device", given=f"{EVIL}\n" * 6)


def test_a_list_of_visits_comes_back_without_it(project: Path) -> None:
    Path("visits.csv").write_text(f"{EVIL},3\ntin-can,{EVIL}\n", "utf-8")
    called("stale", "--visits", "visits.csv")


# --- what specs say -------------------------------------------------------------------------------


def test_what_specs_say_is_printed_as_it_is(
    once: Once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = once("strange-specs", lambda folder: write_project(folder, tame=False))
    monkeypatch.chdir(folder)
    assert "No problems" in called("check").output
    for number in range(0, len(STRANGE), 12):
        said = called("explain", f"device-{number}").output
        for letter in set(ON_DEVICE) & set("SGWPV"):
            assert f"{letter} {STRANGE[number]}" in said
    said = called("stale").output
    assert f"5 {STRANGE[0]}" in said or f"4 {STRANGE[0]}" in said
    called("impact", "label:word-0")
    called("graph", "family-1", "--format", "mermaid")
    called("diff", str(Path("device_specs")), str(Path("device_specs")))
    called("addresses")
