"""Changes as the changelog records them: in the words of today, and with what they are about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.changes.compare import Change, Subject
from generator.changes.in_words import rank, told
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.wording import counted
from generator.model.changelog import FIRST_EDITION, FOLDER, Entry
from generator.read.limits import MAX_ID
from generator.read.tree import ID, SpecFile

# Where all devices of some kinds are concerned, naming them says nothing more; a few may be named.
_FEW = 12
# A file of specs has at most 64 KB, so no entry may have more names than these. Of more devices,
# their kinds stand for them, though some devices of these kinds may not be concerned.
_MOST_NAMED = 1000
_MOST_SUBJECTS = 300
_MOST_LETTERS = 2000
_LETTERS = 40

Told = tuple[object, ...]


def fingerprint(files: Iterable[SpecFile]) -> str:
    """Forty letters that change when any spec file does, or its name; line breaks of either kind
    count alike, and the changelog itself does not count."""
    return fingerprint_of({file.parts: digest_of(file.data) for file in files})


def fingerprint_of(digests: Mapping[tuple[str, ...], bytes]) -> str:
    """The same, from the digest of each file by its path below the folder of specs."""
    whole = hashlib.sha256()
    for parts in sorted(digests):
        if parts[0] != FOLDER:
            whole.update("/".join(parts).encode() + b"\0" + digests[parts])
    # Letters only: digits in YAML would be a number unless quoted.
    return "".join(chr(ord("a") + int(digit, 16)) for digit in whole.hexdigest()[:_LETTERS])


def digest_of(data: bytes) -> bytes:
    """What stands for the content of a file, whatever line breaks its copy has."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).digest()


def entries(changes: Iterable[Change], kb: KnowledgeBase) -> list[Entry]:
    """`changes` as entries, the most telling first; `kb` is what they led to."""
    return [_entry(part, kb) for change in worth_telling(changes) for part in _parts(change)]


def worth_telling(changes: Iterable[Change]) -> list[Change]:
    """`changes` without those that follow from others, the most telling first: that steps are no
    longer as they were when they were checked needs no saying where it is said how they changed."""
    ranked = sorted(changes, key=rank)
    changed = {name for one in ranked if one.part != "lapse" for name in one.devices}
    return [one for one in ranked if one.part != "lapse" or not changed.issuperset(one.devices)]


def first_edition(kb: KnowledgeBase) -> Entry:
    """What is told when nothing was told before: how much there is, instead of all that is new."""
    counts = [
        counted(len(things), noun)
        for things, noun in (
            (kb.devices, "device"),
            (kb.problems, "problem"),
            (kb.checklists, "checklist"),
        )
        if things
    ]
    return Entry(
        what="new",
        about="service",
        part=FIRST_EDITION,
        subjects={"service": kb.service},
        says=f"The first edition: {', '.join(counts)}.",
    )


def said(entry: Entry) -> Told:
    """By what one knows that two entries tell the same, though a device may be called otherwise."""
    return (entry.what, entry.about, entry.part, tuple(entry.subjects), entry.says)


def named(new: Iterable[Entry], taken: Iterable[str]) -> Iterator[tuple[str, Entry]]:
    """Entries with names that none of those `taken` has, made of what they are about."""
    known = set(taken)
    for entry in new:
        about = next(iter(entry.subjects)) if len(entry.subjects) == 1 else f"{entry.about}s"
        is_whole = entry.part == entry.about or entry.what == "checked"
        what = entry.what if is_whole else entry.part
        wanted = entry.part if entry.part == FIRST_EDITION else f"{about}-{what}"
        name, number = _shortened(wanted, ""), 1
        while name in known:
            number += 1
            name = _shortened(wanted, f"-{number}")
        known.add(name)
        yield name, entry


def _shortened(name: str, ending: str) -> str:
    short = name[: MAX_ID - len(ending)].rstrip("-") + ending
    assert ID.fullmatch(short), short
    return short


def _parts(change: Change) -> Iterator[Change]:
    """A change as one entry each for so many subjects as a file has room for."""
    many = len(change.subjects)
    if many <= _MOST_SUBJECTS:
        yield change
        return
    for at in range(0, many, _MOST_SUBJECTS):
        yield _of_subjects(change, change.subjects[at : at + _MOST_SUBJECTS])


def _of_subjects(change: Change, subjects: tuple[Subject, ...]) -> Change:
    """The part of a change that is about these: of devices and problems, only their own pages."""
    ids = {one.id for one in subjects}
    part = replace(change, subjects=subjects)
    if change.about == "problem":
        return replace(part, problems=tuple(ids & set(change.problems)))
    if change.about != "device":
        return part
    names = zip(change.devices, change.device_names, strict=True)
    own = [(device, name) for device, name in names if device in ids]
    return replace(
        part,
        devices=tuple(device for device, _ in own),
        device_names=tuple(name for _, name in own),
    )


def _entry(change: Change, kb: KnowledgeBase) -> Entry:
    who, says = told(change, len(kb.devices))
    subjects = tuple(one.id for one in change.subjects)
    every = _is_every_device(change, kb)
    of_subjects = change.about == "device" and change.devices == subjects
    return Entry(
        what=change.what,
        about=change.about,
        part=change.part,
        subjects={one.id: _cut(one.name) for one in change.subjects},
        who=_cut(who) or None,
        says=_cut(says),
        devices=() if every or of_subjects else change.devices,
        problems=() if change.about == "problem" else change.problems,
        kinds=change.kinds,
        every_device=every,
    )


def _is_every_device(change: Change, kb: KnowledgeBase) -> bool:
    if len(change.devices) <= _FEW:
        return False
    of_kinds = {one for kind in kb.kinds if kind.id in change.kinds for one in kind.devices}
    return of_kinds == set(change.devices) or len(change.devices) > _MOST_NAMED


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1].rstrip()}…"
