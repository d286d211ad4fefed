"""What changed for readers between two knowledge bases: the contract, and the whole of it.

Compared is what readers meet, not how it is written: moving a sentence into a phrase or renaming a
file of a family changes nothing. A word that many pages show is told once, with the devices and
problems on which it stands; what changed alike on several devices is one change. Prose
pages (`content/`) are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from generator.changes.devices import DeviceChanges
from generator.changes.guidance import items_of, of_guidance, of_said
from generator.changes.others import other_changes
from generator.changes.pairs import matched
from generator.changes.sentences import Difference, Quote, Sentence, otherwise, quotes, spoken
from generator.changes.tokens import Side, Tokens
from generator.knowledge.base import Guidance, KnowledgeBase
from generator.model.changelog import About, What

_FEW = 3  # names in a sentence, before it only counts


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about: its id in the specs (as of now, else as it was), what readers know it
    as, and the address of its page on the site, if it has one of its own."""

    id: str
    name: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change for readers. The contract for whoever shows changes; all of it is plain data.

    `what`: new, changed, checked (compared anew with its sources, or tried on a device), retired
    (the service no longer runs on it) or removed.
    `about`: of which kind `subjects` are. Several devices may share one change; all else has one
    subject.
    `part`: what of it changed, a short name that stays the same over versions: word, keys, step,
    screen, source, confidence, check, lapse (of a check), note …
    `says`: one sentence without its subject; `Quote` marks words that come from the specs and that
    must be escaped for wherever they are shown.
    `old`, `new`: these words before and after; None if there were or are none.
    `within`: the interface it is about, by its name, if one of the devices has several.
    `devices`, `problems`: ids of those whose pages say something else now. For a word or a source:
    all those on which it stands.
    `kinds`: the ids of the kinds of these devices; `device_names`: what the devices are called.
    """

    what: What
    about: About
    subjects: tuple[Subject, ...]
    part: str
    says: Sentence
    old: str | None
    new: str | None
    within: str
    devices: tuple[str, ...]
    problems: tuple[str, ...]
    kinds: tuple[str, ...]
    device_names: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """The change for JSON: the fields by their names. `says` is a list of texts and, for words
        of the specs, of `{"quote": text}`; `sentence` is the same as one text."""
        return {
            "what": self.what,
            "about": self.about,
            "subjects": [
                {"id": one.id, "name": one.name, "page": one.page} for one in self.subjects
            ],
            "part": self.part,
            "sentence": spoken(self.says),
            "says": [{"quote": one.text} if isinstance(one, Quote) else one for one in self.says],
            "old": self.old,
            "new": self.new,
            "within": self.within,
            "devices": list(self.devices),
            "problems": list(self.problems),
            "kinds": list(self.kinds),
            "device_names": list(self.device_names),
        }


def changes(old: KnowledgeBase, new: KnowledgeBase) -> tuple[Change, ...]:
    """All changes for readers from `old` to `new`: devices first, then problems and the rest, each
    in the order of the site. The same two give the same changes, whatever order files have."""
    tokens = Tokens(Side.of(old), Side.of(new))
    several: set[str] = set()
    single = [
        *_of_devices(tokens, several),
        *_of_each_guidance(tokens, "problem", old.problems, new.problems),
        *_of_each_guidance(tokens, "checklist", old.checklists, new.checklists),
        *_of_items(tokens),
        *_of_each_guidance(tokens, "topic", old.topics, new.topics),
    ]
    for one in other_changes(tokens):
        subject = Subject(one.id, one.name, one.page)
        single.append(_change(tokens, one.about, subject, one.told, one.devices, one.problems))
    return tuple(_together(single, several))


def _change(
    tokens: Tokens,
    about: About,
    subject: Subject,
    told: Difference,
    devices: Iterable[str] = (),
    problems: Iterable[str] = (),
) -> Change:
    devices = tuple(devices)
    old, new = (side.kb.devices for side in tokens.sides)
    known = [new[name] if name in new else old[name] for name in devices]
    return Change(
        what=told.what,
        about=about,
        subjects=(subject,),
        part=told.part,
        says=told.says,
        old=told.old,
        new=told.new,
        within=told.within,
        devices=devices,
        problems=tuple(problems),
        kinds=tuple(dict.fromkeys(device.kind for device in known)),
        device_names=tuple(device.name for device in known),
    )


def _of_devices(tokens: Tokens, several: set[str]) -> Iterator[Change]:
    """Changes of each device; adds to `several` those with several interfaces."""
    old, new = (side.kb.devices for side in tokens.sides)
    compared = DeviceChanges(tokens)
    for one, other in matched(old, new, lambda device: (device.name, device.kind)):
        device = new[other] if other is not None else old[one or ""]
        page = f"devices/{device.id}/" if other is not None else None
        subject = Subject(device.id, device.name, page)
        if one is not None and other is not None:
            told: Iterable[Difference] = compared.of(old[one], new[other])
            if max(len(old[one].interfaces), len(new[other].interfaces)) > 1:
                several.add(device.id)
        elif one is None:
            kind = next(kind.name for kind in tokens.sides[1].kb.kinds if kind.id == device.kind)
            told = [Difference("device", ("New among ", Quote(kind), "."), what="new")]
        else:
            gone = "This site no longer says how to sign out on it."
            told = [Difference("device", (gone,), what="removed")]
        for each in dict.fromkeys(told):
            yield _change(tokens, "device", subject, each, [device.id])


def _together(single: list[Change], several: set[str]) -> Iterator[Change]:
    """Changes that are alike on several devices (or of several words …), as one each, in the order
    of the first of them."""
    alike: dict[tuple[object, ...], list[Change]] = {}
    for one in single:
        key = (one.what, one.about, one.part, one.says, one.old, one.new, one.within)
        alike.setdefault(key, []).append(one)
    for changed in alike.values():
        subjects = {subject.id: subject for one in changed for subject in one.subjects}
        names = {
            id_: name
            for one in changed
            for id_, name in zip(one.devices, one.device_names, strict=True)
        }
        yield replace(
            changed[0],
            subjects=tuple(subjects.values()),
            within=changed[0].within if several & subjects.keys() else "",
            devices=tuple(names),
            problems=tuple(dict.fromkeys(name for one in changed for name in one.problems)),
            kinds=tuple(dict.fromkeys(kind for one in changed for kind in one.kinds)),
            device_names=tuple(names.values()),
        )


def _of_each_guidance(
    tokens: Tokens, about: Literal["problem", "checklist", "topic"], old: Any, new: Any
) -> Iterator[Change]:
    before: dict[str, Guidance] = dict(old)
    now: dict[str, Guidance] = dict(new)
    pairs = matched(before, now, lambda guidance: guidance.title)
    for one, other in pairs:
        guidance = now[other] if other is not None else before[one or ""]
        page = f"troubleshooting/{guidance.id}/" if about == "problem" and other else None
        subject = Subject(guidance.id, guidance.title, page)
        devices: tuple[str, ...] = ()
        told: list[Difference]
        if one is None:
            told = [Difference(about, (f"New among the {about}s.",), what="new")]
        elif other is None:
            told = [Difference(about, (f"No longer among the {about}s.",), what="removed")]
        else:
            told = list(of_guidance(tokens, about, before[one], now[other]))
        if about == "problem":
            told += _of_concerned(tokens, one, other)
            if one is None or other is None:
                side = tokens.sides[0 if other is None else 1]
                devices = tuple(_having(side.kb, guidance.id))
        problems = (guidance.id,) if about == "problem" else ()
        for each in told:
            yield _change(tokens, about, subject, each, each.devices or devices, problems)
    order = [one for one, other in pairs if one is not None and other is not None]
    if order != [name for name in before if name in order]:
        noun = {"problem": "problems", "checklist": "checklists", "topic": "topics"}[about]
        says = otherwise("order", f"The {noun} come in another order.")
        yield _change(tokens, "service", Subject("service", tokens.sides[1].kb.service), says)


def _of_concerned(tokens: Tokens, one: str | None, other: str | None) -> Iterator[Difference]:
    """Devices that exist on both sides and that have a problem now, or had it before."""
    if one is None or other is None:
        return
    kbs = [side.kb for side in tokens.sides]
    both = kbs[0].devices.keys() & kbs[1].devices.keys()
    before, now = (
        dict.fromkeys(name for name in _having(kb, problem) if name in both)
        for kb, problem in zip(kbs, (one, other), strict=True)
    )
    for part, these, those in (("now", now, before), ("no longer", before, now)):
        names = [name for name in these if name not in those]
        if names:
            kb = tokens.sides[1].kb
            few = [kb.devices[name].name for name in names[:_FEW]]
            rest = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
            last = ", " if rest else " and "
            says = (f"It is {part} told on ", *quotes(few, last=last), rest, ".")
            yield Difference("devices", says, devices=tuple(names))


def _having(kb: KnowledgeBase, problem: str) -> Iterable[str]:
    return (device.id for device in kb.devices.values() if problem in device.problems)


def _of_items(tokens: Tokens) -> Iterator[Change]:
    old, new = (items_of(side.kb) for side in tokens.sides)
    for one, other in matched(old, new, lambda item: item.title):
        if one is not None and other is not None:
            subject = Subject(other, new[other].title or "")
            for told in of_said(tokens, "item", old[one], new[other]):
                yield _change(tokens, "item", subject, told)
