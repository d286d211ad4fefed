"""`signout new` for what stands in few files: topics, checklists, positions, phrases, packs, kinds
and everyday words; and what it says of things it does not make."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from generator.model.names import ONE
from tests.commands.test_new import (
    INTERVIEWS,
    New,
    changed_since,
    contents,
    new,
    project,
    untouched,
    well,
    written_meanwhile,
)

__all__ = ["new", "project", "untouched"]

TOPIC = [
    *("--set", "title=The moon", "--set", "facts.1.text=It is round."),
    *("--set", "facts.1.sources=gazette"),
]
SLOT = "<!-- slot: topic-the-moon -->"


def test_a_topic_comes_with_its_slot(new: New, project: Path) -> None:
    page = project / "content/sources.md"
    before = page.read_text("utf-8")
    result = new("topic", *TOPIC, "--for", "sources")
    assert (result.exit_code, result.stderr) == (0, "")
    assert page.read_text("utf-8") == f"{before}\n## The moon\n\n{SLOT}\n"
    for said in (
        "specs/topics/the-moon.yml (new)\n",
        "\ncontent/sources.md\n",
        f"  +{SLOT}\n",
        "Changed content/sources.md\n",
        "content/sources.md, in your browser",
    ):
        assert said in result.stdout
    assert well(project)


def test_a_topic_whose_slot_is_there_needs_no_page(new: New, project: Path) -> None:
    page = project / "content/sources.md"
    page.write_text(f"# Sources\n\n{SLOT}\n")
    before = contents(project)
    result = new("topic", *TOPIC)
    assert result.exit_code == 0, result.output
    assert changed_since(before, project) == {"specs/topics/the-moon.yml"}
    assert "the page that has its slot, in your browser" in result.stdout
    assert well(project)


@pytest.mark.usefixtures("untouched")
def test_two_pages_do_not_tell_the_same(new: New) -> None:
    result = new("topic", *TOPIC, "--for", "sources", "--for", "contribute")
    assert result.exit_code == 1
    assert "The slot `topic-the-moon` stands already at content/contribute.md" in result.stdout


@pytest.mark.usefixtures("untouched")
def test_a_dry_run_leaves_the_page(new: New) -> None:
    result = new("topic", *TOPIC, "--for", "sources", "--dry-run")
    assert result.exit_code == 0
    assert SLOT in result.stdout


@pytest.mark.usefixtures("untouched")
def test_neither_is_written_without_the_other(new: New, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def failing(now: str, was: str, **folders: int) -> None:
        if was == "sources.md":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(now, was, **folders)

    monkeypatch.setattr(os, "replace", failing)
    result = new("topic", *TOPIC, "--for", "sources")
    assert result.exit_code == 1
    assert "content/sources.md cannot be written: no space left on device" in result.stderr


def test_a_page_that_changes_meanwhile_is_not_overwritten(
    new: New, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = project / "content/sources.md"
    written_meanwhile(monkeypatch, page, "# Mine\n")
    before = contents(project)
    result = new("topic", *TOPIC, "--for", "sources")
    assert result.exit_code == 1
    assert "content/sources.md was changed by somebody else meanwhile" in result.stderr
    assert changed_since(before, project) == {"content/sources.md"}
    assert page.read_text() == "# Mine\n"


def test_pages_may_be_anywhere(new: New, project: Path, tmp_path: Path) -> None:
    """In a folder that is named another way than that of the specs."""
    away = tmp_path / "far" / "away"
    away.mkdir(parents=True)
    (project / "content").rename(away / "prose")
    result = new("topic", *TOPIC, "--for", "sources", "--content", str(away / "prose"))
    assert result.exit_code == 0, result.output
    assert SLOT in (away / "prose/sources.md").read_text("utf-8")


@pytest.mark.usefixtures("untouched")
def test_pages_that_are_no_plain_files_are_told_first(new: New, project: Path) -> None:
    os.mkfifo(project / "content/pipe.md")
    result = new("topic", *TOPIC, "--for", "sources")
    assert result.exit_code == 1
    assert "content/pipe.md" in result.stdout


def test_what_a_stopped_program_left_among_the_pages_goes(new: New, project: Path) -> None:
    left = project / "content" / f".{'0' * 16}.signout"
    left.touch()
    assert new("topic", *TOPIC, "--for", "sources").exit_code == 0
    assert not left.exists()


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["topic", *TOPIC, "--for", "sorces"], "no page `sorces`. Did you mean `sources`?"),
        (["topic", *TOPIC], "--for …\n      The page that tells it"),
        (["checklist", "--set", "items=strong-pasword"], "Did you mean `strong-password`?"),
        (["position", "--set", "text=behind it", "--for", "tv-meun/help/sign-out"], "Did you mean"),
        (["phrase", "--set", "text=It is dark."], "No text says this yet, or names it {it-is-dar"),
        (["pack", "--set", "kinds=tvv"], "there is no kind of device `tvv`. Did you mean `tv`?"),
        (["kind", "--set", "icon=televison"], "`televison` is not one of the choices. Did you mea"),
        (["everyday", "--set", "people_say=tele"], "--id …\n"),
        (["everyday", "--set", "people_say=tele", "--id", "T V"], "Call it `t-v`."),
        (["kind", "--set", "name=TVs", "--set", "input=remote", "--id", "tv"], "`tv` already (sp"),
    ],
)
def test_what_cannot_be_taken_is_told(new: New, words: list[str], says: str) -> None:
    result = new(*words)
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("service", "There is one service. Change it in service.yml."),
        ("language", "A language stands under `languages` in service.yml. Add it there."),
        ("edition", "`signout changelog` writes down what changed."),
        ("changelog", "`signout changelog` writes down what changed."),
        ("topics", "Did you mean 'topic'?"),
        ("everday", "Did you mean 'everyday'?"),
    ],
)
def test_what_is_not_made_in_this_way_says_how(new: New, what: str, says: str) -> None:
    result = new(what)
    assert result.exit_code == 2
    assert says in result.stderr


def test_everything_there_is_can_be_asked_for(new: New) -> None:
    """By the first word of what it is called; what it is not made for says where it is."""
    for called, _ in ONE.values():
        result = new(called.split()[0], "--help")
        assert result.exit_code == 0 or "No such command" not in result.stderr


# What is said while the answers of INTERVIEWS are typed, and of what to do next.
TOLD = {
    "topic": (
        "`{nihgt}`",
        "There is no page `sourcs`. Did you mean `sources`?",
        "troubleshooting/index  content/troubleshooting/index.md",
        "signout serve",
    ),
    "checklist": ("Did you mean `strong-password`?", "content/security.md, in your browser"),
    "position": (
        "id (Enter: behind-the-moon)",
        "Did you mean `tv-menu/help/sign-out`?",
        "signout impact position:behind-the-moon",
    ),
    "phrase": ("`{drak}`", "signout impact phrase:left-menu"),
    "pack": (
        "`{servise}`",
        "One of these is needed.",
        "there is no kind of device `tvv`. Did you mean `tv`?",
        "signout pdf --pack far-away",
    ),
    "kind": (
        "Did you mean `touch`?",
        "None has “wrist” in it.",
        "`wach` is not one of the choices. Did you mean `watch`?",
        "Call it `watch`.",
        "signout new device --set kind=watch",
    ),
    "everyday": (
        "The entry's name is our word, with hyphens for spaces.",
        "Call it `tv`.",
        "`tele` stands in this list already.",
        "signout serve",
    ),
}


@pytest.mark.parametrize("kind", TOLD)
def test_wrong_answers_are_told_at_once_and_then_what_to_do_next(new: New, kind: str) -> None:
    result = new(kind, typed=INTERVIEWS[kind][0])
    for said in TOLD[kind]:
        assert said in result.output


def test_who_says_no_keeps_the_answers(new: New, project: Path) -> None:
    """The call has the name of the kind of thing, in one word."""
    before = contents(project)
    result = new("kind", typed=[*INTERVIEWS["kind"][0][:-1], "n"])
    assert (result.exit_code, changed_since(before, project)) == (1, set())
    call = result.stderr.strip().splitlines()[-1].strip()
    assert call == (
        "signout new kind --id watch --set name=Watches --set input=touch --set icon=watch"
    )
