"""The live preview without its server: the same pages as the whole build, and no save harms it."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.commands.serve.preview import KeptFiles, Preview, Shown
from generator.commands.serve.watching import Watch, stamps_of
from generator.publish.publication import Project, load_project
from generator.read.problem import Problem
from generator.read.tree import SpecFile
from generator.site.engine import build_frames, site_settings
from generator.site.whole import complete_site
from tests.site_fixtures import ROOT, copy_second_service, tree

LABELS = "device_specs/labels.yml"
WORDS = "content/words.md"
CONFIG = "mkdocs.yml"
THEME = "theme/main.html"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small project, in which one stands."""
    folder = copy_second_service(tmp_path / "project")
    # With a theme of its own, so that it may be spoiled.
    shutil.copytree(ROOT / "overrides", folder / "theme")
    monkeypatch.chdir(folder)
    edit(CONFIG, str(ROOT / "overrides"), "theme")
    return folder


@pytest.fixture
def preview(project: Path, tmp_path: Path) -> Preview:
    preview = Preview(Project(), tmp_path / "built")
    preview.build()
    assert preview.problems == []
    return preview


def edit(name: str, old: str, new: str) -> None:
    text = Path(name).read_text("utf-8")
    assert old in text, f"{name} has no {old!r}"
    Path(name).write_text(text.replace(old, new, 1), "utf-8")


def shown_by(preview: Preview) -> Shown:
    assert preview.problems == []
    assert preview.shown is not None
    return preview.shown


def files_of(preview: Preview) -> dict[str, bytes]:
    shown = shown_by(preview)
    return {name: shown.file(name) or b"" for name in sorted(shown.names())}


def whole_site(folder: Path) -> dict[str, bytes]:
    """What the build makes, without what previews leave out."""
    project = Project()
    build_frames(project.config, folder, project.content)
    settings = replace(site_settings(project.config), url="")
    for _ in complete_site(load_project(project), project.content, folder, settings, sealed=False):
        pass
    return tree(folder)


# --- the same pages ---------------------------------------------------------------------------


def test_every_file_is_the_one_of_the_whole_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    preview = Preview(Project(), tmp_path / "built")
    preview.build()
    whole = whole_site(tmp_path / "whole")
    assert len(whole) > 100
    assert files_of(preview) == whole


def test_after_saves_too_although_much_is_kept(preview: Preview, tmp_path: Path) -> None:
    edit(LABELS, "Unlink", "Let go")
    preview.build()
    edit(WORDS, "# ", "# All ")
    preview.build()
    edit(THEME, "{% block htmltitle %}", "{% block htmltitle %}<!-- edited -->")
    edit("theme/404.html", "This page is not here", "Nothing is here")
    preview.build()
    # A file that takes the place of one of the theme's.
    partial = Path("theme/partials/footer.html")
    partial.parent.mkdir(exist_ok=True)
    partial.write_text("<footer>Another end</footer>")
    preview.build()
    files = files_of(preview)
    assert files == whole_site(tmp_path / "whole")
    assert b"<!-- edited -->" in files["words/index.html"]
    assert b"Another end" in files["words/index.html"]
    assert b"Nothing is here" in files["404.html"]


def test_files_that_are_as_they_were_are_not_read_again(tmp_path: Path) -> None:
    file, files = tmp_path / "tv.yml", KeptFiles()

    def read() -> SpecFile:
        files.stamps = stamps_of([file])
        found = files.read(str(file), "specs/tv.yml", ("tv.yml",))
        assert isinstance(found, SpecFile)
        return found

    file.write_text("a: 1\n")
    assert read() is not read(), "what was written just now may be written again"
    os.utime(file, (1, 1))
    assert read() is read()
    file.write_text("a: 2\n")
    assert read().data == b"a: 2\n"
    os.utime(file, (2, 2))
    assert read() is read()
    file.unlink()
    files.stamps = stamps_of([file])
    assert isinstance(files.read(str(file), "specs/tv.yml", ("tv.yml",)), Problem)


def test_what_was_seen_is_as_good_as_another_look(preview: Preview, tmp_path: Path) -> None:
    watch = Watch(preview.watched)
    for name, old, new in (
        (LABELS, "Unlink", "Let go"),
        (WORDS, "# ", "# All "),
        (LABELS, "Let go", "Get off"),
        (THEME, "{% block htmltitle %}", "{% block htmltitle %}<!-- edited -->"),
    ):
        edit(name, old, new)
        assert watch.look([name]) is not None
        preview.build(watch.looked)
    assert files_of(preview) == whole_site(tmp_path / "whole")


def test_what_is_not_of_the_site_is_not_there(preview: Preview) -> None:
    shown = shown_by(preview)
    for name in (
        "frames/device/index.html",
        "../device_specs/labels.yml",
        "devices/../index.html",
        "devices/no-such-device/index.html",
        "devices//index.html",
        "/etc/passwd",
        "assets",
        "assets/pictures/no-such.png",
        "",
    ):
        assert shown.file(name) is None, name


# --- bad saves --------------------------------------------------------------------------------


def write(name: str, data: bytes) -> Callable[[], object]:
    return lambda: Path(name).write_bytes(data)


def moved(name: str) -> Callable[[], object]:
    return lambda: Path(name).rename(f"{name}.elsewhere")


def in_its_place(name: str, made: Callable[[Path], object]) -> Callable[[], object]:
    def put() -> None:
        Path(name).unlink()
        made(Path(name))

    return put


def socket_at(path: Path) -> None:
    """What cannot be read by anybody, not even by root."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


GARBAGE = bytes(range(256)) * 20
# What is done, and where the first problem is said to be, as its begin.
BAD: dict[str, tuple[Callable[[], object], str]] = {
    "half a file": (lambda: os.truncate(LABELS, 150), f"{LABELS}:"),
    "an empty file": (write(LABELS, b""), f"{LABELS}:1:1"),
    "broken YAML": (write(LABELS, b"sign-out: [\n"), f"{LABELS}:"),
    "garbage": (write(LABELS, GARBAGE), f"{LABELS}:"),
    "10 MB": (write(LABELS, b"a: b\n" * 2_000_000), f"{LABELS}:1:1"),
    "a file gone": (moved(LABELS), f"{LABELS}.elsewhere"),
    "a folder where a file was": (in_its_place(LABELS, Path.mkdir), f"{LABELS}"),
    "a pipe where a file was": (in_its_place(LABELS, os.mkfifo), f"{LABELS}:1:1"),
    "a socket where a file was": (in_its_place(LABELS, socket_at), f"{LABELS}:1:1"),
    "all specs gone": (moved("device_specs"), "device_specs:"),
    "all prose gone": (moved("content"), "content/"),
    "the theme gone": (moved("theme"), f"{CONFIG}:"),
    "settings gone": (moved(CONFIG), f"{CONFIG}:"),
    "settings broken": (write(CONFIG, b"site_name: [\n"), f"{CONFIG}:2:1"),
    "settings garbage": (write(CONFIG, GARBAGE), f"{CONFIG}:"),
    "settings empty": (write(CONFIG, b""), f"{CONFIG}:"),
    "settings with a misspelt page": (
        lambda: edit(CONFIG, "security.md", "secruity.md"),
        f"{CONFIG}:",
    ),
    "settings that fail when they are read": (
        write(CONFIG, b"site_name: !!python/object/new:int [x]\n"),
        f"{CONFIG}:1:",
    ),
    "prose garbage": (write(WORDS, GARBAGE), f"{WORDS}:"),
    "prose of 10 MB": (write(WORDS, b"# a\n\n[b](c.md)\n" * 700_000), f"{WORDS}:1:1"),
    "a link to nowhere": (write(WORDS, b"# Words\n\n[a](nowhere.md)\n"), f"{WORDS}:3:5"),
    "front matter that is none": (write(WORDS, b"---\na: b: c\n---\n# W\n"), f"{WORDS}:2:5"),
    "an unknown slot": (write(WORDS, b"# Words\n\n<!-- slot: wrods -->\n"), f"{WORDS}:3:"),
    "a link into nothing": (in_its_place(WORDS, lambda at: at.symlink_to("none")), f"{WORDS}:1:1"),
    "a frame that is none": (write("content/frames/device.md", b"# Hello\n"), "content/frames/"),
    "a frame gone": (lambda: Path("content/frames/device.md").unlink(), "content/frames/device.md"),
    "a template broken": (write(THEME, b"\n{% block %}\n"), f"{THEME}:2:"),
    "a template that fails": (write(THEME, b"\n{{ config.theme.a.b.c }}\n"), f"{THEME}:2:"),
    "a template of Latin-1": (write(THEME, "{# é #}".encode("latin-1")), f"{THEME}:1:4"),
}


def test_no_bad_save_harms_it(preview: Preview, tmp_path: Path) -> None:
    good = files_of(preview)
    for what, (spoil, place) in BAD.items():
        before, version = preview.shown, preview.version
        kept = shutil.copytree(".", tmp_path / "kept")
        spoil()
        preview.build()
        assert preview.problems, what
        assert str(preview.problems[0].place).startswith(place), (what, preview.problems)
        assert preview.shown is before, what
        assert preview.version == version + 1
        for one in Path().iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        shutil.copytree(kept, ".", symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(kept)
        preview.build()
        assert preview.problems == [], what
    assert files_of(preview) == good


def test_what_it_shows_stays_on_disk_and_nothing_else(preview: Preview, tmp_path: Path) -> None:
    frame = Path("content/frames/device.md")
    text = frame.read_text("utf-8")
    for number in range(3):  # the engine builds it, but it is no frame
        frame.write_text(f"# No frame {number}\n", "utf-8")
        preview.build()
        assert preview.problems
        assert preview.shown is not None
        assert (preview.shown.built / "words" / "index.html").is_file()
    frame.write_text(text, "utf-8")
    for _ in range(3):
        edit(WORDS, "# ", "# x ")
        preview.build()
        assert preview.problems == []
        assert len(list((tmp_path / "built").iterdir())) <= 2
