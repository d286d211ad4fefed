"""Changes as the changelog records them: the sentences of `signout diff`, in files that pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.changes.compare import Change, Subject, changes
from generator.changes.in_words import in_text
from generator.changes.record import (
    entries,
    fingerprint,
    first_edition,
    named,
    said,
    worth_telling,
)
from generator.changes.sentences import Quote
from generator.edit.editions import further_edition, new_edition
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changelog import Edition
from generator.knowledge.resolve import resolve
from generator.model.changelog import Entry
from generator.read.limits import MAX_BYTES
from generator.read.tree import SpecFile
from tests.changes.spec_mutations import mutants, mutated
from tests.changes.test_compare import FILES
from tests.conftest import Lumen, LumenKnown

MUTANTS = mutants(FILES)
HOSTILE = ["#", ": ", "'", '"', "{back}", "- x", "no", "1.10", "\\u0041", "“", "&a *b", "<b>"]


def recorded(lumen: Lumen, files: Mapping[str, object], new: list[Entry]) -> Edition:
    """The edition that these entries make, as it is read back from a file that has no problems."""
    data = new_edition("a" * 40, dict(named(new, ())))
    checked = lumen({**files, "changelog/2026-11-22.yml": data})
    assert checked.problems == []
    return resolve(checked).changelog[0]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(MUTANTS), min_size=1, max_size=2, unique_by=lambda one: one[0]))
def test_it_records_the_sentences_of_diff(
    lumen: Lumen, lumen_known: LumenKnown, edits: list
) -> None:
    files = dict(mutated(FILES, edit) for edit in edits)
    checked = lumen(files)
    if checked.problems:
        return
    now = resolve(checked)
    found = changes(lumen_known(), now)
    told = worth_telling(found)
    # What is left out only follows from what is told, and no device goes untold.
    assert all(one.part == "lapse" for one in found if one not in told)
    assert {name for one in found for name in one.devices} == {
        name for one in told for name in one.devices
    }
    if not told:
        return
    edition = recorded(lumen, files, entries(told, now))
    assert [f"  {one.sentence}" for one in edition.entries] == [
        in_text([change], len(now.devices))[-1] for change in told
    ]
    for entry, change in zip(edition.entries, told, strict=True):
        assert (entry.what, entry.about, entry.part) == (change.what, change.about, change.part)
        assert [(one.id, one.name) for one in entry.subjects] == [
            (one.id, one.name) for one in change.subjects
        ]
        assert (entry.devices, entry.problems) == (change.devices, change.problems)
        assert entry.kinds == change.kinds


@settings(max_examples=25)
@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map(" ".join))
def test_any_words_can_be_recorded(lumen: Lumen, lumen_known: LumenKnown, words: str) -> None:
    words = words.strip()
    new = entries([change_of(["glow-tv"], words)], lumen_known())
    (entry,) = recorded(lumen, {}, new).entries
    assert entry.subjects[0].name == words
    assert entry.says == f"The word on step 1 is now “{words}”."


def change_of(ids: list[str], name: str = "Glow TV", devices: list[str] | None = None) -> Change:
    named_devices = tuple(ids if devices is None else devices)
    return Change(
        what="changed",
        about="device" if devices is None else "word",
        subjects=tuple(Subject(one, name) for one in ids),
        part="word",
        says=("The word on step 1 is now ", Quote(name), "."),
        old=None,
        new=name,
        within="",
        devices=named_devices,
        problems=(),
        kinds=("tv",),
        device_names=tuple(name for _ in named_devices),
    )


def test_a_word_on_thousands_of_devices_is_one_short_entry(lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    many = [f"device-{number}" for number in range(10_000)]
    (entry,) = entries([change_of(["get-help"], "Help", many)], kb)
    assert entry.every_device
    assert (entry.devices, entry.kinds) == ((), ("tv",))
    few = [f"device-{number}" for number in range(60)]
    (entry,) = entries([change_of(["get-help"], "Help", few)], kb)
    assert entry.devices == tuple(few)
    assert len(new_edition("a" * 40, {"x": entry}).splitlines()) < 24


def test_thousands_of_new_devices_are_told_in_entries_that_files_have_room_for(
    lumen_known: LumenKnown,
) -> None:
    ids = [f"device-{number}-with-a-name-that-is-as-long-as-any" for number in range(1000)]
    told = entries([change_of(ids)], lumen_known())
    assert [name for one in told for name in one.subjects] == ids
    assert all(len(new_edition("a" * 40, {"x": one})) < MAX_BYTES / 2 for one in told)
    assert told[0].of_devices == tuple(ids[: len(told[0].subjects)])
    assert (told[0].who or "").startswith("On 300 devices (Glow TV, ")


def test_thousands_of_problems_or_words_are_told_in_several_entries_too(
    lumen_known: LumenKnown,
) -> None:
    """All words stand on the same devices; a problem stands on its own page only."""
    ids = [f"thing-{number}" for number in range(700)]
    problems = replace(
        change_of(ids), about="problem", devices=(), device_names=(), problems=tuple(ids)
    )
    words = replace(change_of(ids, devices=["glow-tv"]), about="word")
    for change in (problems, words):
        told = entries([change], lumen_known())
        assert [name for one in told for name in one.subjects] == ids
        assert [len(one.subjects) for one in told] == [300, 300, 100]
        assert {one.devices for one in told} == {change.devices}


def test_that_a_word_stands_on_every_device_is_a_line_of_the_file(lumen_known: LumenKnown) -> None:
    many = change_of(["get-help"], "Help", [f"device-{number}" for number in range(10_000)])
    (entry,) = entries([many], lumen_known())
    assert "\n    every_device: true\n" in new_edition("a" * 40, {"x": entry}).decode()


def test_a_sentence_too_long_for_a_spec_is_cut(lumen: Lumen, lumen_known: LumenKnown) -> None:
    new = entries([change_of(["glow-tv"], "long " * 900)], lumen_known())
    (entry,) = recorded(lumen, {}, new).entries
    assert len(entry.says) <= 2000
    assert entry.says.endswith("…")


def test_names_are_made_of_what_it_is_about_and_are_all_different(lumen_known: LumenKnown) -> None:
    one, many = change_of(["glow-tv"]), change_of(["glow-tv", "play-box"])
    long = change_of(["a-device-with-a-name-that-takes-all-the-room-there-is-forx"])
    told = entries([one, one, many, long], lumen_known())
    assert [name for name, _ in named([first_edition(lumen_known()), *told], ["glow-tv-word"])] == [
        *("first-edition", "glow-tv-word-2", "glow-tv-word-3", "devices-word"),
        "a-device-with-a-name-that-takes-all-the-room-there-is-forx-w",
    ]


def test_the_first_edition_tells_how_much_there_is(lumen: Lumen, lumen_known: LumenKnown) -> None:
    (entry,) = recorded(lumen, {}, [first_edition(lumen_known())]).entries
    assert entry.sentence == "The first edition: 6 devices, 1 problem, 1 checklist."
    assert entry.is_first_edition
    assert entry.devices == entry.problems == ()


def test_a_file_that_goes_on_keeps_remarks_and_better_words(lumen_known: LumenKnown) -> None:
    first, second = entries([change_of(["glow-tv"]), change_of(["play-box"])], lumen_known())
    text = new_edition("a" * 40, {"one": first, "two": second}).decode()
    reviewed = text.replace("  two:", "  # As Ada saw it.\n  two:").replace("Glow TV:", "Glow:")
    dos = reviewed.replace("\n", "\r\n").encode()
    more = further_edition(dos, "b" * 40, ["two"], {"three": second}).decode()
    assert more.count("\r\n") == more.count("\n")
    assert "covers: " + "b" * 40 in more
    assert "# As Ada saw it." in more
    assert "one:" in more
    assert "two:" not in more
    assert more.index("one:") < more.index("three:")


# --- what stands for the specs as they were ---------------------------------------------------


def files_of(changed: Mapping[str, bytes]) -> list[SpecFile]:
    whole = {**FILES, **changed}
    return [SpecFile(f"specs/{name}", tuple(name.split("/")), whole[name]) for name in whole]


def test_a_fingerprint_changes_with_any_file_and_its_name() -> None:
    whole = fingerprint(files_of({}))
    assert len(whole) == 40
    assert set(whole) <= set("abcdefghijklmnop")
    found = {whole}
    for name, data in FILES.items():
        found.add(fingerprint(files_of({name: data + b"# \n"})))
        found.add(fingerprint([one for one in files_of({}) if one.file != f"specs/{name}"]))
    assert len(found) == 1 + 2 * len(FILES)


def test_a_fingerprint_is_the_same_in_every_copy() -> None:
    dos = {name: data.replace(b"\n", b"\r\n") for name, data in FILES.items()}
    told = {"changelog/2026-11-22.yml": b"covers: x"}
    assert (
        fingerprint(files_of({}))
        == fingerprint(files_of(dos))
        == fingerprint(files_of(told))
        == fingerprint(reversed(files_of({})))
    )


def test_two_entries_tell_the_same_only_in_the_same_words(lumen_known: LumenKnown) -> None:
    kb: KnowledgeBase = lumen_known()
    one, other = entries([change_of(["glow-tv"]), change_of(["glow-tv"], "Glow")], kb)
    assert said(one) != said(other)
    assert said(one) == said(one.model_copy(update={"devices": ("x",)}))
