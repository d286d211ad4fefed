"""A new phrase: it takes the place of its words wherever a text says them, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.edit.form import Refused
from generator.edit.scaffold import tried
from generator.knowledge.resolve import resolve
from generator.site.device_page import DevicePages
from tests.edit.test_scaffold import folder_of, planned

MENU = "families/tv-menu.yml"
TELL = "text=A menu runs down the left side of the screen."


def result(files: Mapping[str, bytes], *answers: str, **more: object) -> dict[str, str]:
    """The files that change. Nothing may be wrong then."""
    folder = folder_of(files)
    plan = planned(folder, "phrases", *answers, **more)
    changed, checked = plan.checked(plan.draft())
    assert checked.problems == []
    return {name: data.decode() for name, data in changed.items()}


def test_a_sentence_that_a_text_says_becomes_its_name(base_files: Mapping[str, bytes]) -> None:
    files = result(base_files, TELL, id="left-menu")
    assert files == {
        "phrases.yml": base_files["phrases.yml"].decode()
        + "left-menu: {text: A menu runs down the left side of the screen.}\n",
        MENU: base_files[MENU].decode().replace(TELL.partition("=")[2], '"{left-menu}"'),
    }


def test_no_page_reads_otherwise(base_files: Mapping[str, bytes]) -> None:
    plan = planned(folder_of(base_files), "phrases", TELL, id="left-menu")
    before, after = (
        DevicePages(kb).page(kb.devices["glow-tv"]).content
        for kb in (
            resolve(tried(plan.folder.found, {}, "specs")),
            resolve(plan.checked(plan.draft())[1]),
        )
    )
    assert before == after
    assert TELL.partition("=")[2] in after


def test_what_two_specs_say_is_said_once(base_files: Mapping[str, bytes]) -> None:
    """The check tells such a sentence; the new phrase is how to mend it."""
    sentence = b"A menu runs down the left side of the screen."
    gear = base_files["families/tv-gear.yml"] + b"tell: " + sentence + b" It has a gear.\n"
    lines = [one for one in gear.splitlines(keepends=True) if not one.startswith(b"tell:")]
    gear = b"".join((*lines, b"tell: " + sentence + b" It has a gear. # on top\n"))
    files = {**base_files, "families/tv-gear.yml": gear}
    assert "repeated-sentence" in [problem.code for problem in folder_of(files).problems]
    after = result(files, TELL, id="left-menu")
    assert 'tell: "{left-menu} It has a gear." # on top\n' in after["families/tv-gear.yml"]
    assert 'tell: "{left-menu}"\n' in after[MENU]


def test_in_brackets_it_is_quoted(base_files: Mapping[str, bytes]) -> None:
    files = result(base_files, "text=Keep a steady pace.", id="steady")
    assert 'note: "{steady}", opens: code-page}' in files[MENU]


@pytest.mark.parametrize(
    "words", ["A menu runs down the left side", "the screen.", "Rows of titles", "The menu"]
)
def test_a_part_of_a_sentence_is_left_alone(base_files: Mapping[str, bytes], words: str) -> None:
    with pytest.raises(Refused, match=r"No text says this yet, or names it \{part\}\."):
        planned(folder_of(base_files), "phrases", f"text={words}", id="part").draft()


def test_a_text_that_names_it_already_gets_its_words(base_files: Mapping[str, bytes]) -> None:
    """Whoever wrote the name first, in the middle of a sentence, is not stuck."""
    text = (
        base_files[MENU]
        .replace(b"Rows of titles, no", b'"{rows}, no')
        .replace(b"no open menu.", b'no open menu."')
    )
    files = {**base_files, MENU: text}
    assert [problem.code for problem in folder_of(files).problems] == ["unknown-word"]
    assert list(result(files, "text=Rows of titles", id="rows")) == ["phrases.yml"]


def test_what_was_told_of_a_change_stays_as_it_was_told(base_files: Mapping[str, bytes]) -> None:
    told = b"title: A menu\nchanges:\n  - says: A menu runs down the left side of the screen.\n"
    folder = folder_of({**base_files, "changelog/2026-11-22.yml": told})
    draft = planned(folder, "phrases", TELL, id="left-menu").draft()
    assert [one.file for one in draft.said] == [MENU]


def test_an_answer_is_judged_with_all_texts_that_say_it(base_files: Mapping[str, bytes]) -> None:
    plan = planned(folder_of(base_files), "phrases")
    assert plan.answer(("text",), TELL.partition("=")[2]) == []
    (problem,) = plan.answer(("text",), "{sign-in-page} It is dark.")
    assert problem.code == "phrase-in-phrase"
