"""What `signout diff` says of a history that cannot be read, in whole or in part."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.read.limits import MAX_BYTES
from tests.commands.test_diff import Signout, commit, edit, git, history, project, signout

__all__ = ["history", "project", "signout"]


def test_what_does_not_belong_among_specs_is_told(project: Path, signout: Signout) -> None:
    """With where it stood then; the specs of today are read as ever."""
    specs = project / "device_specs"
    (specs / "notes.txt").write_text("Ask Ada.\n")
    (specs / "devices/tv/Moon TV.yml").write_text("name: Moon TV\n")
    (specs / "devices/tv/sun-tv.yml").write_text(f"# {'x' * MAX_BYTES}\n")
    commit(project, "Too much")
    git(project, "rm", "-q", "device_specs/notes.txt", "device_specs/devices/tv/Moon TV.yml")
    git(project, "rm", "-q", "device_specs/devices/tv/sun-tv.yml")
    done = signout("HEAD")
    assert done.exit_code == 1
    for said in (
        "HEAD:device_specs/notes.txt:1:1: Only spec files, ending in `.yml`, are expected here.",
        "HEAD:device_specs/devices/tv/Moon TV.yml:1:1: The name `Moon TV` has",
        f"HEAD:device_specs/devices/tv/sun-tv.yml:1:1: The file has more than {MAX_BYTES} bytes.",
    ):
        assert said in done.output


def test_what_is_passed_over_today_was_passed_over_then(project: Path, signout: Signout) -> None:
    (project / "device_specs/README.md").write_text("How we write these.\n")
    (project / "device_specs/.schema").mkdir()
    (project / "device_specs/.schema/device.json").write_text("{}\n")
    commit(project, "Beside the specs")
    edit(project, "device_specs/labels.yml", "en: Leave", "en: Go")
    done = signout("HEAD")
    assert done.exit_code == 0, done.output
    assert "the word “Leave” is now called “Go”" in done.stdout


def test_a_revision_from_before_there_were_specs(project: Path, signout: Signout) -> None:
    git(project, "checkout", "-q", "--orphan", "before")
    git(project, "rm", "-r", "-q", "--cached", "device_specs")
    git(project, "commit", "-q", "--allow-empty", "-m", "Nothing yet")
    done = signout("before")
    assert done.exit_code == 2
    assert "There is no folder `device_specs` at `before`." in done.stderr
    assert "The specs may be younger than that." in done.stderr


def test_a_copy_whose_files_were_not_all_fetched(project: Path, signout: Signout) -> None:
    """Such as a clone that fetches contents when they are needed: nothing is fetched here."""
    git(project, "config", "uploadpack.allowFilter", "true")
    git(project, "clone", "-q", "--filter=blob:none", project.as_uri(), "../partial")
    os.chdir(project.parent / "partial")
    done = signout("HEAD~1")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "git has not all files of this revision" in done.stderr
    help_of_it = done.stderr.strip().rpartition("Fetch them: git ")[2]
    git(Path.cwd(), *help_of_it.split())
    assert "“Get Help” is now called “Help me”" in signout("HEAD~1").stdout


@pytest.mark.parametrize("left", [None, -8])
def test_a_copy_that_lost_a_file(project: Path, signout: Signout, left: int | None) -> None:
    """Whole or in part: it is not told as if it were not there, or as something else."""
    blob = git(project, "rev-parse", "HEAD~1:device_specs/labels.yml").strip()
    kept = project / ".git/objects" / blob[:2] / blob[2:]
    data = kept.read_bytes()
    kept.unlink()
    if left is not None:
        kept.write_bytes(data[:left])
    done = signout("HEAD~1")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "git has not all files of this revision" in done.stderr


def test_specs_outside_of_the_files_that_git_keeps(
    project: Path, tmp_path: Path, signout: Signout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody told git, by its own settings, to keep another folder."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("GIT_DIR", str(project / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "elsewhere"))
    done = signout("HEAD")
    assert done.exit_code == 2
    assert "`device_specs` is not in this repository." in done.stderr


def test_where_git_keeps_its_own_files(project: Path, signout: Signout) -> None:
    (project / "device_specs").rename(project / ".git/device_specs")
    os.chdir(project / ".git")
    done = signout("HEAD")
    assert done.exit_code == 1
    assert "git cannot read the history: this operation must be run in a work tree" in done.stderr


def test_a_machine_without_git(
    project: Path, tmp_path: Path, signout: Signout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = signout("HEAD")
    assert done.exit_code == 1
    assert "There is no git on this machine. Compare two folders instead" in done.stderr
    assert signout("device_specs", "device_specs").exit_code == 0
