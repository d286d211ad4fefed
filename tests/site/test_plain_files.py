"""What the site engine reads is plain files that stay as they are; nothing else is even opened."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from generator.commands.serve.preview import Preview
from generator.knowledge.load import SpecProblems
from generator.publish.publication import Project, prose_problems, strange_in
from generator.read.kept import Kept
from generator.read.limits import MAX_ASSET_BYTES, MAX_PAGE_BYTES
from generator.read.problem import Problem
from generator.site import kept_engine, plain_files
from generator.site.engine import build_frames
from generator.site.kept_engine import engine_built
from generator.site.plain_files import as_they_are, refuse_strange, strange_files
from tests.conftest import LumenKnown
from tests.site_fixtures import copy_second_service, tree


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of plain files, and the folder above as the current one."""
    (tmp_path / "content" / "assets").mkdir(parents=True)
    (tmp_path / "content" / "index.md").write_text("# Home\n")
    (tmp_path / "content" / "assets" / "a.css").write_text("a {}\n")
    (tmp_path / "content" / ".hidden").write_text("x")
    monkeypatch.chdir(tmp_path)
    return Path("content")


def codes(problems: list[Problem]) -> dict[str, str]:
    return {problem.place.file: problem.code for problem in problems}


def test_plain_files_are_no_problem(place: Path) -> None:
    (place / "again.md").hardlink_to(place / "index.md")  # a second name, which is a file too
    assert strange_files(place) == []
    assert strange_files(place.absolute()) == []
    assert strange_files(place / "index.md") == []
    refuse_strange(place)


def test_all_that_is_strange_is_told_at_once(place: Path) -> None:
    """None of it is opened: a pipe would wait for ever, and a device never ends."""
    outside = place.absolute().parent / "secret.md"
    outside.write_text("secret")
    (place / "a-link.md").symlink_to(outside)
    (place / "b-link-to-nothing.css").symlink_to("nowhere")
    (place / "c-loop").symlink_to(".", target_is_directory=True)
    (place / "d-itself.md").symlink_to("d-itself.md")
    (place / "e-device.png").symlink_to("/dev/zero")
    (place / "f-process.md").symlink_to("/proc/self/environ")
    (place / "assets" / "g-folder").symlink_to("/etc", target_is_directory=True)
    (place / ".h-hidden").symlink_to(outside)
    os.mkfifo(place / "assets" / "i-pipe.css")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place / "j-socket"))
        (place / "k-large.md").touch()
        os.truncate(place / "k-large.md", MAX_PAGE_BYTES + 1)
        (place / "l-large.png").touch()
        os.truncate(place / "l-large.png", MAX_ASSET_BYTES + 1)
        found = strange_files(place)
    assert codes(found) == {
        "content/.h-hidden": "symbolic-link",
        "content/a-link.md": "symbolic-link",
        "content/assets/g-folder": "symbolic-link",
        "content/assets/i-pipe.css": "not-a-file",
        "content/b-link-to-nothing.css": "symbolic-link",
        "content/c-loop": "symbolic-link",
        "content/d-itself.md": "symbolic-link",
        "content/e-device.png": "symbolic-link",
        "content/f-process.md": "symbolic-link",
        "content/j-socket": "not-a-file",
        "content/k-large.md": "file-too-large",
        "content/l-large.png": "file-too-large",
    }
    with pytest.raises(SpecProblems) as refused:
        refuse_strange(place)
    assert refused.value.problems == found


def test_a_real_device(place: Path) -> None:
    try:
        os.mknod(place / "zero.png", 0o20666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only an administrator can make a device, and not on every machine")
    assert codes(strange_files(place)) == {"content/zero.png": "not-a-file"}


def test_what_may_not_be_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as a user whom no permission stops.
    monkeypatch.setattr(plain_files.os, "access", lambda path, mode: path.name != "a.css")
    [problem] = strange_files(place)
    assert str(problem) == (
        "content/assets/a.css:1:1: It cannot be read: permission denied. Give yourself the right "
        "to read it, or remove it. [unreadable]"
    )
    # What is missing is told by whoever needs it.
    assert strange_files(Path("nowhere")) == []


def test_a_link_on_the_way(place: Path) -> None:
    Path("docs").symlink_to(".", target_is_directory=True)
    Path("page.md").symlink_to("content/index.md")
    assert codes(strange_files(Path("docs"))) == {"docs": "symbolic-link"}
    assert codes(strange_files(Path("docs/content"))) == {"docs": "symbolic-link"}
    assert codes(strange_files(Path("page.md"))) == {"page.md": "symbolic-link"}
    # Where the project itself is has nothing to do with what is in it.
    assert strange_files(Path("docs/content").absolute()) == []


def test_a_mark_of_an_editor_is_passed_over(place: Path) -> None:
    (place / ".#index.md").symlink_to("somebody@machine.4711:1700000000")
    assert strange_files(place) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\x1b[31m.md", "content/a\\u001b[31m.md"),
        # It would be a line of its own in a file of headers for hosts.
        ("x\n  Set-Cookie: a=b.12345678.css", "content/x\\u000a  Set-Cookie: a=b.12345678.css"),
        ('a".css', 'content/a".css'),
        ("a\\b.css", "content/a\\b.css"),
        ("\u202eexe.png", "content/\\u202eexe.png"),
        (os.fsdecode(b"\xff.md"), "content/\\udcff.md"),
    ],
)
def test_names_that_are_not_for_everywhere(place: Path, name: str, shown: str) -> None:
    """They are told, and printed safely."""
    (place / name).touch()
    assert codes(strange_files(place)) == {shown: "bad-name"}
    (place / name).unlink()
    (place / name).mkdir()
    assert codes(strange_files(place)) == {shown: "bad-name"}


def test_names_in_any_script(place: Path) -> None:
    for name in ("ä.svg", "e\u0301.svg", "日本 (2).svg", "İ ı.svg", "a&b;c.svg", "C++ #1 100%.svg"):
        (place / name).touch()
    assert strange_files(place) == []


def test_a_machine_that_cannot_read_names(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with LC_ALL=de_DE.ISO-8859-1: addresses would be others than elsewhere."""
    (place / "Ã¤.svg").touch()
    monkeypatch.setattr(plain_files.os, "fsencode", lambda name: name.encode("latin-1"))
    [problem] = strange_files(place)
    assert problem.hint == "Start it with LC_ALL=C.UTF-8."


def test_what_changes_meanwhile_is_refused(place: Path) -> None:
    with as_they_are(place, place / "index.md"):
        pass
    with pytest.raises(SpecProblems) as refused, as_they_are(place):
        with (place / "index.md").open("a") as grows:
            grows.write("more\n")
        (place / "new.md").touch()
        (place / "assets" / "a.css").unlink()
    assert [problem.place.file for problem in refused.value.problems] == [
        "content/assets/a.css",
        "content/index.md",
        "content/new.md",
    ]
    assert "It was changed while the site was made. Wait until" in str(refused.value)


def test_whatever_else_fails_is_told_first(place: Path) -> None:
    with pytest.raises(ZeroDivisionError), as_they_are(place):
        (place / "new.md").touch()
        1 / 0  # noqa: B018


# --- where it is asked -------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The second service, with templates of its own."""
    folder = copy_second_service(tmp_path / "project")
    config = folder / "mkdocs.yml"
    [own] = [line for line in config.read_text("utf-8").splitlines() if "custom_dir" in line]
    templates = Path(own.split(": ")[1])
    for path, data in tree(templates).items():
        (folder / "overrides" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "overrides" / path).write_bytes(data)
    config.write_text(config.read_text("utf-8").replace(str(templates), "overrides"), "utf-8")
    monkeypatch.chdir(folder)
    return Project()


@pytest.mark.parametrize(
    "name", ["mkdocs.yml", "content/assets/x.css", "overrides/partials/x.html"]
)
def test_the_engine_is_given_no_pipe(project: Project, tmp_path: Path, name: str) -> None:
    kept, out = Kept(tmp_path / "kept"), tmp_path / "built"
    engine_built(project.config, project.content, out, kept)  # now it knows the folders
    Path(name).unlink(missing_ok=True)
    Path(name).parent.mkdir(exist_ok=True)
    os.mkfifo(name)
    for asked in (
        lambda: engine_built(project.config, project.content, tmp_path / "again", kept),
        lambda: engine_built(project.config, project.content, tmp_path / "fresh", Kept()),
        lambda: build_frames(project.config, tmp_path / "frames", project.content),
    ):
        with pytest.raises(SpecProblems) as refused:
            asked()
        assert codes(refused.value.problems) == {name: "not-a-file"}


def test_what_was_made_while_something_changed_is_not_kept(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the next build would take the old pages for those of the new text."""
    kept = Kept(tmp_path / "kept")
    page = project.content / "index.md"

    def build_and_edit(config: Path, out: Path, content: Path) -> None:
        build_frames(config, out, content)
        page.write_text(page.read_text("utf-8") + "\nA new sentence.\n", "utf-8")

    with monkeypatch.context() as patched:
        patched.setattr(kept_engine, "build_frames", build_and_edit)
        with pytest.raises(SpecProblems, match="changed while the site was made"):
            engine_built(project.config, project.content, tmp_path / "one", kept)
    engine_built(project.config, project.content, tmp_path / "two", kept)
    assert "A new sentence." in (tmp_path / "two" / "index.html").read_text("utf-8")


def test_checks_and_the_preview_tell_it_too(project: Project, lumen_known: LumenKnown) -> None:
    (project.content / "x.md").symlink_to("index.md")
    expected = {"content/x.md": "symbolic-link"}
    assert codes(strange_in(project)) == expected
    assert codes(prose_problems(lumen_known(), project)) == expected
    Path("overrides/x.html").symlink_to("main.html")
    with pytest.raises(SpecProblems) as refused:
        build_frames(project.config, Path("built"), project.content)
    assert codes(refused.value.problems) == {**expected, "overrides/x.html": "symbolic-link"}
    preview = Preview(project, Path("preview"))
    preview.build()
    assert codes(preview.problems) == expected
