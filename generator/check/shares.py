"""The same check in shares: what devices have in common once, each device by itself, and what they
tell of themselves together.

So devices can be checked on several processors, and those that did not change need not be checked
again. It only says whether specs are sound: what is wrong with others, and where, `proof` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from generator.check.devices import check_devices
from generator.check.extend import WholeFamily
from generator.check.fields import Field, fields_of
from generator.check.proof import check
from generator.check.references import references_in, unused
from generator.check.repeats import sentences_in
from generator.check.wording import device_title, wording_of, words_in
from generator.model.device import Device
from generator.model.references import references_of
from generator.model.specs import FOLDERS, SHARED, Entry, Specs
from generator.read.limits import MAX_TITLE

Name = tuple[str, str]  # a collection, and the name of one of its specs


@dataclass(frozen=True, slots=True)
class Facts:
    """What a device tells of itself, for the rules between specs: the names it has (without regard
    to capitals), what it refers to, and its sentences, each by a number."""

    id: str
    name: str
    also: tuple[str, ...]
    uses: frozenset[Name]
    says: frozenset[int]


@dataclass(frozen=True, slots=True)
class Common:
    """What all devices have in common, and is sound: all specs but devices, which are only those
    that other specs name. `uses` and `says` are those of all these but the devices."""

    specs: Specs
    families: dict[str, WholeFamily]
    words: set[str]
    uses: frozenset[Name]
    says: frozenset[int]


def devices_named(specs: Specs) -> set[str]:
    """The names that other specs take for those of devices; some may be of something else."""
    return {
        reference.name
        for entry in _common(specs)
        for reference in references_of(entry.spec)
        if "devices" in reference.collections
    }


def sound_common(specs: Specs) -> Common | None:
    """What devices have in common, with the devices it names; None if anything is wrong in it."""
    uses: set[Name] = set()
    says: set[int] = set()
    for entry in _common(specs):
        if any(True for _ in references_in(specs, entry, uses, Counter())):
            return None
        says |= _says(fields_of(entry.spec))
    checked = check(specs, [])
    # What nothing here uses may be used by a device.
    if not set(unused(specs, uses)).issuperset(checked.problems):
        return None
    words = words_in(specs)
    return Common(specs, checked.families, words, frozenset(uses), frozenset(says))


def sound_alone(common: Common, devices: dict[str, Entry[Device]]) -> list[Facts] | None:
    """What each of these devices tells of itself; None if anything is wrong in one."""
    specs = replace(common.specs, devices=devices)
    if any(True for _ in check_devices(specs, common.families)):
        return None
    facts = [_facts(common, specs, entry) for entry in devices.values()]
    sound = [one for one in facts if one is not None]
    return sound if len(sound) == len(facts) else None


def sound_together(common: Common, facts: Iterable[Facts]) -> bool:
    """Whether nothing is wrong between devices that are sound, each by itself. What they have in
    common must be sound too."""
    uses, says = set(common.uses), set(common.says)
    titles = {entry.spec.title.casefold() for entry in common.specs.problems.values()}
    names: set[str] = set()
    aliases: set[str] = set()
    for one in facts:
        if one.name in names or _title(common, one.name).casefold() in titles:
            return False
        if not says.isdisjoint(one.says):
            return False
        names.add(one.name)
        aliases.update(one.also)
        uses |= one.uses
        says |= one.says
    return names.isdisjoint(aliases) and not any(True for _ in unused(common.specs, uses))


def _common(specs: Specs) -> Iterator[Entry[Any]]:
    """All specs but devices."""
    if specs.service is not None:
        yield specs.service
    for collection in (*SHARED, *FOLDERS):
        if collection != "devices":
            yield from getattr(specs, collection).values()


def _facts(common: Common, specs: Specs, entry: Entry[Device]) -> Facts | None:
    spec = entry.spec
    uses: set[Name] = set()
    missing: Counter[str] = Counter()
    fields = list(fields_of(spec))
    wrong = (
        *references_in(specs, entry, uses, missing),
        *wording_of(entry, fields, common.words),
    )
    if wrong or missing or len(_title(common, spec.name)) > MAX_TITLE:
        return None
    return Facts(
        id=entry.id,
        name=spec.name.casefold(),
        also=tuple(alias.casefold() for alias in spec.also),
        uses=frozenset(uses),
        says=frozenset(_says(fields)),
    )


def _title(common: Common, name: str) -> str:
    assert common.specs.service is not None
    return device_title(common.specs.service.spec.name, name)


def _says(fields: Iterable[Field]) -> set[int]:
    """The sentences of a spec, each by a number that is all but sure to be its own."""
    return {
        int.from_bytes(blake2b(sentence.casefold().encode(), digest_size=8).digest())
        for _, sentence in sentences_in(fields)
    }
