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
    """What some devices tell of themselves, for the rules between specs: their names and other
    names (without regard to capitals), what they refer to, and their sentences, each by a
    number."""

    names: frozenset[str]
    also: frozenset[str]
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


def sound_alone(common: Common, devices: dict[str, Entry[Device]]) -> Facts | None:
    """What these devices tell of themselves; None if anything is wrong in one or between them."""
    specs = replace(common.specs, devices=devices)
    if any(True for _ in check_devices(specs, common.families)):
        return None
    problems = {entry.spec.title.casefold() for entry in common.specs.problems.values()}
    return _joined(_facts(common, specs, entry, problems) for entry in devices.values())


def sound_together(common: Common, facts: Iterable[Facts]) -> bool:
    """Whether nothing is wrong between devices that are sound, each by itself. What they have in
    common must be sound too."""
    whole = _joined(facts)
    if whole is None or not whole.names.isdisjoint(whole.also):
        return False
    if not whole.says.isdisjoint(common.says):
        return False
    return not any(True for _ in unused(common.specs, common.uses | whole.uses))


def _joined(facts: Iterable[Facts | None]) -> Facts | None:
    """All of them as one; None if there is none of one, or two have a name or a sentence in
    common."""
    names: set[str] = set()
    also: set[str] = set()
    uses: set[Name] = set()
    says: set[int] = set()
    for one in facts:
        if one is None or not (names.isdisjoint(one.names) and says.isdisjoint(one.says)):
            return None
        names |= one.names
        also |= one.also
        uses |= one.uses
        says |= one.says
    return Facts(frozenset(names), frozenset(also), frozenset(uses), frozenset(says))


def _common(specs: Specs) -> Iterator[Entry[Any]]:
    """All specs but devices."""
    if specs.service is not None:
        yield specs.service
    for collection in (*SHARED, *FOLDERS):
        if collection != "devices":
            yield from getattr(specs, collection).values()


def _facts(common: Common, specs: Specs, entry: Entry[Device], problems: set[str]) -> Facts | None:
    """`problems` are the titles of their pages, without regard to capitals."""
    spec = entry.spec
    assert common.specs.service is not None
    title = device_title(common.specs.service.spec.name, spec.name)
    uses: set[Name] = set()
    missing: Counter[str] = Counter()
    fields = list(fields_of(spec))
    wrong = (
        *references_in(specs, entry, uses, missing),
        *wording_of(entry, fields, common.words),
    )
    if wrong or missing or len(title) > MAX_TITLE or title.casefold() in problems:
        return None
    return Facts(
        names=frozenset((spec.name.casefold(),)),
        also=frozenset(alias.casefold() for alias in spec.also),
        uses=frozenset(uses),
        says=frozenset(_says(fields)),
    )


def _says(fields: Iterable[Field]) -> set[int]:
    """The sentences of a spec, each by a number that is all but sure to be its own."""
    return {
        int.from_bytes(blake2b(sentence.casefold().encode(), digest_size=8).digest())
        for _, sentence in sentences_in(fields)
    }
