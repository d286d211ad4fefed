"""`signout changelog` as editors use it, on real histories of git: with squashes, rebases and
records that were never committed as they were."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import main
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import load_specs
from tests.commands.test_diff import commit, edit, git
from tests.conftest import BASE
from tests.site_fixtures import SIGNOUT, run

LABELS = "device_specs/labels.yml"
PHONE = "device_specs/devices/phone/handy.yml"
FOLDER = Path("device_specs/changelog")
FIRST = "The first edition: 6 devices, 1 problem, 1 checklist."
HELP_ME = "On Glow Stick, Glow TV and Play Box: the word “Get Help” is now called “Help me”."
MOBILE = "“Handy phone” is now called “Handy mobile”."
NOTHING = "Nothing changed for readers that the changelog does not tell.\n"

Signout = Callable[..., Result]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose first edition was recorded and committed."""
    folder = tmp_path_factory.mktemp("first")
    shutil.copytree(BASE, folder / "device_specs")
    git(folder, "init", "-q", "-b", "main", ".")
    here = Path.cwd()
    os.chdir(folder)
    try:
        assert CliRunner().invoke(main, ["changelog", "--date", "2026-03-01"]).exit_code == 0
    finally:
        os.chdir(here)
    commit(folder, "The first edition")
    return folder


@pytest.fixture
def project(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it that a test may change."""
    monkeypatch.chdir(shutil.copytree(first, tmp_path / "project"))
    return tmp_path / "project"


@pytest.fixture
def signout() -> Signout:
    def called(*arguments: str) -> Result:
        done = CliRunner().invoke(main, ["changelog", *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return called


def record(signout: Signout, day: str, *more: str) -> str:
    done = signout("--date", f"2026-03-{day}", *more)
    assert done.exit_code == 0, done.output
    return done.stdout


def known() -> KnowledgeBase:
    return load_specs(Path("device_specs"))


def told() -> list[str]:
    """All sentences of the changelog, the newest day first."""
    return [entry.sentence for edition in known().changelog for entry in edition.entries]


def help_me(project: Path, was: str = "Get Help", now: str = "Help me") -> None:
    edit(project, LABELS, f"en: {was}", f"en: {now}")


def rename(project: Path) -> None:
    edit(project, PHONE, "name: Handy phone", "name: Handy mobile")


# --- the usual way ----------------------------------------------------------------------------


def test_the_first_edition_tells_how_much_there_is(project: Path) -> None:
    (edition,) = known().changelog
    assert (edition.date.isoformat(), [one.sentence for one in edition.entries]) == (
        "2026-03-01",
        [FIRST],
    )


def test_a_change_is_told_in_the_words_of_diff(project: Path, signout: Signout) -> None:
    help_me(project)
    said = record(signout, "02")
    assert "+    says: The word “Get Help” is now called “Help me”." in said
    assert "Recorded: 1 change.\nNext: read device_specs/changelog/2026-03-02.yml" in said
    assert told() == [HELP_ME, FIRST]
    assert HELP_ME in CliRunner().invoke(main, ["diff"]).stdout
    entry = known().changelog[0].entries[0]
    assert entry.devices == ("glow-stick", "glow-tv", "play-box")


def test_what_was_told_once_is_not_told_again(project: Path, signout: Signout) -> None:
    help_me(project)
    record(signout, "02")
    assert record(signout, "02") == NOTHING
    commit(project, "Help me")
    assert record(signout, "03") == NOTHING
    rename(project)
    record(signout, "03")
    assert told() == [MOBILE, HELP_ME, FIRST]


def test_what_readers_do_not_notice_is_not_told(project: Path, signout: Signout) -> None:
    edit(project, PHONE, "name: Handy phone\n", "name: Handy phone # as one calls it\n")
    assert record(signout, "02") == NOTHING
    assert git(project, "status", "--porcelain", "device_specs/changelog") == ""
    commit(project, "A remark")
    help_me(project)
    record(signout, "02")
    assert told() == [HELP_ME, FIRST]


def test_the_same_day_twice_goes_on_in_one_file(project: Path, signout: Signout) -> None:
    help_me(project)
    record(signout, "02")
    commit(project, "In the morning")
    rename(project)
    record(signout, "02")
    assert told() == [HELP_ME, MOBILE, FIRST]
    assert sorted(file.name for file in FOLDER.iterdir()) == ["2026-03-01.yml", "2026-03-02.yml"]


def test_until_it_is_committed_it_is_made_anew(project: Path, signout: Signout) -> None:
    """Nobody has read it yet, so that only what is so in the end is told."""
    help_me(project)
    rename(project)
    record(signout, "02")
    help_me(project, "Help me", "Helpdesk")
    assert "is now called “Helpdesk”" in record(signout, "02")
    assert told() == [
        MOBILE,
        HELP_ME.replace("Help me", "Helpdesk"),
        FIRST,
    ]
    help_me(project, "Helpdesk", "Get Help")
    record(signout, "02")
    assert told() == [MOBILE, FIRST]
    edit(project, PHONE, "name: Handy mobile", "name: Handy phone")
    done = signout("--date", "2026-03-02")
    assert done.exit_code == 1
    assert "Nothing in device_specs/changelog/2026-03-02.yml is so any more." in done.stderr
    (project / FOLDER / "2026-03-02.yml").unlink()
    assert record(signout, "02") == NOTHING


def test_better_words_and_remarks_stay(project: Path, signout: Signout) -> None:
    help_me(project)
    record(signout, "02")
    better = "The entry “Get Help” has become “Help me”."
    file = "device_specs/changelog/2026-03-02.yml"
    edit(project, file, "The word “Get Help” is now called “Help me”.", better)
    edit(project, file, "    what: changed", "    # Seen by Ada.\n    what: changed")
    commit(project, "Reviewed")
    rename(project)
    record(signout, "02")
    assert told()[:2] == [f"On Glow Stick, Glow TV and Play Box: t{better[1:]}", MOBILE]
    assert "# Seen by Ada." in (project / file).read_text("utf-8")


# --- whatever becomes of the commits ------------------------------------------------------------


def test_a_branch_that_is_squashed(project: Path, signout: Signout) -> None:
    git(project, "switch", "-q", "-c", "branch")
    help_me(project)
    commit(project, "One")
    rename(project)
    record(signout, "02")
    commit(project, "Two, and what changed")
    git(project, "switch", "-q", "main")
    git(project, "merge", "-q", "--squash", "branch")
    commit(project, "All in one")
    git(project, "branch", "-q", "-D", "branch")
    assert record(signout, "03") == NOTHING
    help_me(project, "Help me", "Helpdesk")
    record(signout, "03")
    assert "the word “Help me” is now called “Helpdesk”" in told()[0]
    assert len(told()) == 4


def test_two_branches_that_were_recorded_apart(project: Path, signout: Signout) -> None:
    """After the merge no commit has the specs as either record saw them, but for the branches."""
    git(project, "switch", "-q", "-c", "branch")
    help_me(project)
    record(signout, "02")
    commit(project, "Help me")
    git(project, "switch", "-q", "main")
    rename(project)
    record(signout, "03")
    commit(project, "Mobile")
    git(project, "merge", "-q", "--squash", "branch")
    commit(project, "Squashed")
    assert record(signout, "04") == NOTHING or told().count(HELP_ME) == 1
    assert sorted(told()) == sorted([MOBILE, HELP_ME, FIRST])


def test_commits_that_are_rebased(project: Path, signout: Signout) -> None:
    git(project, "switch", "-q", "-c", "branch")
    help_me(project)
    record(signout, "02")
    commit(project, "Help me")
    git(project, "switch", "-q", "main")
    (project / "README.md").write_text("Hello\n", "utf-8")
    commit(project, "Something else")
    git(project, "rebase", "-q", "main", "branch")
    assert record(signout, "03") == NOTHING


def test_specs_that_were_edited_after_they_were_recorded(project: Path, signout: Signout) -> None:
    """Their fingerprint is in no commit; then all since an older one is compared, and what is told
    already left out."""
    help_me(project)
    record(signout, "02")
    edit(project, "device_specs/devices/tv/glow-stick.yml", "name: Glow Stick", "name: A Stick")
    commit(project, "Recorded too early")
    record(signout, "03")
    assert told()[0] == "“Glow Stick” is now called “A Stick”."
    assert [one for one in told() if "Help me" in one] == [HELP_ME]
    commit(project, "Told")
    assert record(signout, "04") == NOTHING


def test_a_first_edition_that_was_edited_before_it_was_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signout: Signout
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "device_specs")
    record(signout, "01")  # without a repository
    help_me(tmp_path)
    git(tmp_path, "init", "-q", ".")
    commit(tmp_path, "All of it")
    record(signout, "02")
    assert told() == [FIRST], "all that was there at first is the first edition"
    rename(tmp_path)
    record(signout, "02")
    assert told() == [MOBILE, FIRST]


def test_a_first_edition_that_nobody_has_read_yet_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signout: Signout
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "device_specs")
    (tmp_path / "README.md").touch()
    git(tmp_path, "init", "-q", ".")
    git(tmp_path, "add", "README.md")
    git(tmp_path, "commit", "-q", "-m", "Begun")
    record(signout, "01")
    (tmp_path / "device_specs/devices/console/cube.yml").write_text(
        "name: Cube\ninterfaces: {menu: {family: tv-menu}}\n"
    )
    record(signout, "02")
    assert told() == [FIRST.replace("6", "7")]
    assert [file.name for file in FOLDER.iterdir()] == ["2026-03-01.yml"]


def test_specs_of_then_that_todays_rules_refuse(project: Path, signout: Signout) -> None:
    edit(project, LABELS, "text: {en: Leave}", "txt: {en: Leave}")
    git(project, "commit", "-q", "-a", "--amend", "-m", "Of another time")
    edit(project, LABELS, "txt: {en: Leave}", "text: {en: Leave}")
    edit(project, PHONE, "name: Handy phone", "name: Handy mobile")
    done = signout("--date", "2026-03-02")
    assert done.exit_code == 1
    assert "1 problem by the rules of today" in done.stderr
    assert "signout changelog --since REV" in done.stderr


def test_another_kind_of_line_breaks(project: Path, signout: Signout) -> None:
    for file in (project / "device_specs").rglob("*.yml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert record(signout, "02") == NOTHING
    commit(project, "From another machine")
    help_me(project)
    record(signout, "02")
    assert told() == [HELP_ME, FIRST]


def test_what_was_taken_back_is_told(project: Path, signout: Signout) -> None:
    help_me(project)
    record(signout, "02")
    commit(project, "Help me")
    help_me(project, "Help me", "Get Help")
    record(signout, "03")
    assert told()[0] == HELP_ME.replace("Get Help", "?").replace("Help me", "Get Help").replace(
        "?", "Help me"
    )


def test_a_copy_without_its_history(project: Path, signout: Signout) -> None:
    help_me(project)
    commit(project, "Help me")
    git(project, "clone", "-q", "--depth", "1", project.as_uri(), "../shallow")
    os.chdir(project.parent / "shallow")
    done = signout("--check", "--date", "2026-03-02")
    assert done.exit_code == 1
    assert "run `git fetch --unshallow`" in done.stderr


# --- options ------------------------------------------------------------------------------------


def test_check_writes_nothing(project: Path, signout: Signout) -> None:
    assert signout("--check").exit_code == 0
    help_me(project)
    done = signout("--check")
    assert done.exit_code == 1
    assert "The word “Get Help” is now called “Help me”." in done.stdout
    assert "Nothing was written (--check)." in done.stdout
    assert sorted(file.name for file in FOLDER.iterdir()) == ["2026-03-01.yml"]


def test_since_a_revision(project: Path, signout: Signout) -> None:
    help_me(project)
    commit(project, "Help me")
    rename(project)
    record(signout, "02", "--since", "HEAD")
    assert told() == [MOBILE, FIRST]
    done = signout("--since", "nowhere")
    assert done.exit_code == 2
    assert "There is no revision `nowhere` here." in done.stderr


def test_since_a_revision_in_place_of_a_first_edition(
    project: Path, signout: Signout, tmp_path: Path
) -> None:
    shutil.rmtree(project / FOLDER)
    commit(project, "No changelog")
    help_me(project)
    record(signout, "02", "--since", "HEAD")
    assert told() == [HELP_ME]


@pytest.mark.parametrize(
    ("date", "says"),
    [
        ("2999-01-01", "is still to come"),
        ("yesterday", "is no date"),
        ("2026-02-01", "The changelog goes up to 2026-03-01 already"),
    ],
)
def test_a_day_that_cannot_be(project: Path, signout: Signout, date: str, says: str) -> None:
    help_me(project)
    done = signout("--date", date)
    assert done.exit_code == 2
    assert says in done.output


def test_specs_with_problems_are_not_recorded(project: Path, signout: Signout) -> None:
    edit(project, LABELS, "en: Get Help", "eng: Get Help")
    done = signout()
    assert done.exit_code == 1
    assert "device_specs/labels.yml:" in done.output
    assert sorted(file.name for file in FOLDER.iterdir()) == ["2026-03-01.yml"]


def test_no_repository(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch, signout: Signout
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    shutil.rmtree(project / ".git")
    help_me(project)
    done = signout()
    assert done.exit_code == 2
    assert "This folder is no git repository" in done.stderr


def test_a_folder_that_is_not_there(project: Path, signout: Signout) -> None:
    done = signout("--specs", "nowhere")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "There is no folder `nowhere`." in done.stderr


def test_a_full_disk(project: Path, signout: Signout, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded stays as it was then; the next time tells all."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    help_me(project)
    record(signout, "02")
    rename(project)
    with monkeypatch.context() as disk:
        disk.setattr(os, "replace", full)
        done = signout("--date", "2026-03-02")
    assert done.exit_code == 1
    assert "device_specs/changelog/2026-03-02.yml cannot be written: no space" in done.stderr
    assert told() == [HELP_ME, FIRST]
    record(signout, "02")
    assert sorted(told()) == sorted([HELP_ME, MOBILE, FIRST])


def test_a_day_with_more_than_a_file_holds(
    project: Path, signout: Signout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes on in further files, which later changes of that day leave as they are. What is too
    large for any has one of its own."""
    monkeypatch.setattr(sys.modules["generator.commands.changelog"], "_ROOM", 1)
    help_me(project)
    help_me(project, "Leave", "Go")
    rename(project)
    record(signout, "02")
    files = {file.name: file.read_bytes() for file in FOLDER.iterdir()}
    assert sorted(files) == [
        *("2026-03-01.yml", "2026-03-02-2.yml", "2026-03-02-3.yml", "2026-03-02.yml"),
    ]
    assert len(told()) == 4
    assert record(signout, "02") == NOTHING
    commit(project, "Much for a day")
    help_me(project, "Settings", "Options")
    assert "Recorded: 1 change." in record(signout, "02")
    assert len(told()) == 5
    assert {name: (FOLDER / name).read_bytes() for name in files} == files


def test_as_a_program_of_its_own(project: Path) -> None:
    help_me(project)
    done = run(*SIGNOUT, "changelog", "--check", cwd=project)
    assert (done.returncode, done.stderr) == (1, "")
    assert "The word “Get Help” is now called “Help me”." in done.stdout
