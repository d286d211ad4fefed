"""`signout diff` as one types it, on real histories of git: what it says, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import main
from tests.conftest import BASE
from tests.site_fixtures import SIGNOUT, run

Signout = Callable[..., Result]


def git(folder: Path, *arguments: str) -> str:
    """Runs git as nobody in particular, without the settings of this machine."""
    settings = ("-c", "user.name=An editor", "-c", "user.email=editor@example.org")
    done = subprocess.run(
        ("git", *settings, *arguments),
        cwd=folder,
        env=os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")


def commit(project: Path, message: str) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", message)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two commits: between them, a word got a new name."""
    folder = tmp_path_factory.mktemp("history")
    shutil.copytree(BASE, folder / "device_specs")
    git(folder, "init", "-q", ".")
    commit(folder, "The example")
    edit(folder, "device_specs/labels.yml", "en: Get Help", "en: Help me")
    commit(folder, "A new name")
    return folder


@pytest.fixture
def project(history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it that a test may change."""
    monkeypatch.chdir(shutil.copytree(history, tmp_path / "project"))
    return tmp_path / "project"


@pytest.fixture
def signout() -> Signout:
    def called(*arguments: str | Path) -> Result:
        done = CliRunner().invoke(main, ["diff", *map(str, arguments)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return called


RENAMED = "On Glow Stick, Glow TV and Play Box: the word “Get Help” is now called “Help me”."
BACK = "On Glow Stick, Glow TV and Play Box: the word “Help me” is now called “Get Help”."
NOTHING = "Nothing changes for readers.\n"


# --- what is compared -------------------------------------------------------------------------


def test_a_revision_with_another(project: Path, signout: Signout) -> None:
    done = signout("HEAD~1", "HEAD")
    assert (done.exit_code, done.stdout) == (0, f"Words on screens\n  {RENAMED}\n")
    assert BACK in signout("HEAD", "HEAD~1").stdout
    assert signout("HEAD", "HEAD").stdout == NOTHING


def test_a_revision_with_the_files_as_they_are(project: Path, signout: Signout) -> None:
    assert signout().stdout == NOTHING
    edit(project, "device_specs/devices/tv/glow-tv.yml", "name: Glow TV", "name: Gleam TV")
    assert "Devices\n  “Glow TV” is now called “Gleam TV”.\n" in signout().stdout
    assert "the word “Get Help” is now called “Help me”." in signout("HEAD~1").stdout
    git(project, "add", "-A")
    assert "Gleam TV" in signout("HEAD").stdout, "staged or not, the files count"


def test_a_folder_with_another(project: Path, signout: Signout) -> None:
    assert RENAMED in signout(BASE, "device_specs").stdout


def test_a_file_nobody_added_counts(project: Path, signout: Signout) -> None:
    new = project / "device_specs/devices/console/cube.yml"
    new.write_text("name: Cube\ninterfaces: {menu: {family: tv-menu}}\n")
    assert "Cube: new among “Game consoles”." in signout().stdout


def test_specs_that_stood_elsewhere(project: Path, signout: Signout) -> None:
    git(project, "mv", "device_specs", "specs")
    commit(project, "Moved")
    done = signout("HEAD~1", "--specs", "specs")
    assert done.exit_code == 2
    assert "There the specs stand in `device_specs`: say `--old-specs device_specs`." in done.stderr
    assert signout("HEAD~1", "--specs", "specs", "--old-specs", "device_specs").stdout == NOTHING


def test_a_project_inside_a_repository(project: Path, signout: Signout) -> None:
    (project / "help").mkdir()
    git(project, "mv", "device_specs", "help/device_specs")
    commit(project, "Moved")
    os.chdir(project / "help")
    assert signout("HEAD").stdout == NOTHING


# --- formats ----------------------------------------------------------------------------------


def test_markdown(project: Path, signout: Signout) -> None:
    assert signout("HEAD~1", "--format", "markdown").stdout == (
        "### Words on screens\n\n"
        "- **On Glow Stick, Glow TV and Play Box**: the word “Get Help” is now called “Help me”.\n"
    )


def test_json(project: Path, signout: Signout) -> None:
    data = json.loads(signout("HEAD~1", "--format", "json").stdout)
    assert (data["old"], data["new"]) == ("HEAD~1", "the working tree")
    assert data["changes"] == [
        {
            "what": "changed",
            "about": "word",
            "subjects": [{"id": "get-help", "name": "Help me", "page": "words/#label-get-help"}],
            "part": "renamed",
            "sentence": "The word “Get Help” is now called “Help me”.",
            "says": [
                *("The word ", {"quote": "Get Help"}, " is now called ", {"quote": "Help me"}, ".")
            ],
            "old": "Get Help",
            "new": "Help me",
            "within": "",
            "devices": ["glow-stick", "glow-tv", "play-box"],
            "problems": [],
            "kinds": ["tv", "console"],
            "device_names": ["Glow Stick", "Glow TV", "Play Box"],
        }
    ]


# --- what cannot be compared ------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["nothing-here", "--", "-x", "--exec=touch x", "HEAD~9", "a b", ""]
)
def test_a_revision_that_is_not_there(project: Path, signout: Signout, name: str) -> None:
    done = signout("--", name)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"There is no revision `{name}` here.")
    assert "git fetch" in done.stderr
    assert sorted(path.name for path in project.iterdir()) == [".git", "device_specs"]


def test_what_does_not_print_is_escaped(project: Path, signout: Signout) -> None:
    done = signout("\x1b[31mred")
    assert done.exit_code == 2
    assert "\x1b" not in done.stderr


def test_a_shallow_copy_says_how_to_get_more(project: Path, signout: Signout) -> None:
    git(project, "clone", "-q", "--depth", "1", project.as_uri(), "../shallow")
    os.chdir(project.parent / "shallow")
    assert signout("HEAD").stdout == NOTHING
    done = signout("HEAD~1")
    assert done.exit_code == 2
    assert "This copy has only a part of the history: run `git fetch --unshallow`." in done.stderr


def test_no_repository(signout: Signout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(BASE, tmp_path / "device_specs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    done = signout()
    assert done.exit_code == 2
    assert "no git repository" in done.stderr
    assert "signout diff OLD_FOLDER NEW_FOLDER" in done.stderr


def test_no_specs(project: Path, signout: Signout) -> None:
    done = signout("--specs", "nowhere")
    assert done.exit_code == 2
    assert "There is no folder `nowhere`." in done.stderr


def test_a_folder_that_holds_no_specs(project: Path, signout: Signout) -> None:
    done = signout("device_specs/devices", "device_specs")
    assert done.exit_code == 2
    assert "`device_specs/devices` is no revision, and no folder of specs: it has no" in done.stderr
    assert "Did you mean `device_specs`?" in signout(".", "device_specs").stderr


def test_specs_that_todays_models_refuse(project: Path, signout: Signout) -> None:
    edit(project, "device_specs/labels.yml", "text: {en: Leave}", "txt: {en: Leave}")
    commit(project, "Broken")
    edit(project, "device_specs/labels.yml", "txt: {en: Leave}", "text: {en: Leave}")
    done = signout("HEAD")
    assert done.exit_code == 1
    assert "HEAD:device_specs/labels.yml:" in done.output
    assert "`txt` is not known here." in done.output
    assert "txt: {en: Leave}" in done.output  # the line itself, as `check` shows it
    assert "^^^\n" in done.output
    assert "Did you mean `text`?" in done.output


def test_links_and_submodules_of_history_are_refused(project: Path, signout: Signout) -> None:
    folder = project / "device_specs/topics"
    (folder / "secret.yml").symlink_to("/etc/passwd")
    git(project, "add", "-A")
    tip = git(project, "rev-parse", "HEAD").strip()
    git(project, "update-index", "--add", "--cacheinfo", f"160000,{tip},device_specs/topics/sub")
    git(project, "commit", "-q", "-m", "Links")
    (folder / "secret.yml").unlink()
    done = signout("HEAD")
    assert done.exit_code == 1
    assert "topics/secret.yml:1:1: This was a symbolic link" in done.output
    assert "topics/sub:1:1: This was a submodule" in done.output


def test_the_files_and_the_index_stay_as_they_are(project: Path, signout: Signout) -> None:
    edit(project, "device_specs/labels.yml", "en: Leave", "en: Go")
    before = git(project, "status", "--porcelain=v2")
    stamp = (project / ".git/index").stat().st_mtime_ns
    assert signout("HEAD~1").exit_code == 0
    assert (project / ".git/index").stat().st_mtime_ns == stamp
    assert git(project, "status", "--porcelain=v2") == before


def test_as_a_program_of_its_own(project: Path) -> None:
    done = run(*SIGNOUT, "diff", "HEAD~1", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert RENAMED in done.stdout
