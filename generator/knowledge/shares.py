"""The knowledge base of sound specs, loaded in shares: on all processors, and only what changed.

What the files of a share come to is kept by the hashes of these and of all files that are no
devices: whatever changes, it is loaded anew. What devices have in common is not kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.check.shares import (
    Common,
    Facts,
    devices_named,
    sound_alone,
    sound_common,
    sound_together,
)
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device
from generator.knowledge.packing import packed, unpacked
from generator.knowledge.resolve import Resolver
from generator.knowledge.workers import results, workers_for
from generator.model.specs import Read, Specs, load, load_file
from generator.read.document import parse
from generator.read.kept import Kept, key_of, program
from generator.read.tree import SpecFile, digests_of

# So few that one edit costs little, so many that what they share is seldom written.
DEVICES_IN_A_SHARE = 128

Files = Sequence[SpecFile]
Share = tuple[list[Facts], list[Device]]  # what the files of some devices come to


class Shares:
    """Loads specs, once or again and again: what did not change since the last time is not loaded
    again, nor what is `kept` of earlier times."""

    def __init__(self, read: Read = parse, kept: Kept | None = None) -> None:
        self.read = read
        self._kept = kept or Kept()
        self._of = ""  # what is common, and what the shares hang on beside their own files
        self._common: Common | None = None
        self._resolver: Resolver | None = None
        self._shares: dict[str, Share] = {}

    def load(self, files: Files, shown_as: str, jobs: int | None = None) -> KnowledgeBase | None:
        """The knowledge base of these files, whose folder problems call `shown_as`; None if
        anything is wrong with them, which is told by whoever checks them as a whole.

        At most `jobs` processes take part, or as many as there are processors.
        """
        others = [file for file in files if file.parts[0] != "devices"]
        devices = {file.id: file for file in files if file.parts[0] == "devices"}
        if len(others) + len(devices) < len(files):
            return None  # two of one name
        digests = digests_of(files)
        # Devices know their places in files, and so what the folder is called.
        of = key_of("share", program(), shown_as, *_with_digests(others, digests))
        if self._common is None or self._key(of, devices, digests) != self._of:
            self._shares, self._common = {}, _common(others, devices, shown_as, self.read)
            if self._common is None:
                return None
            self._resolver = Resolver(self._common.specs, self._common.families)
            self._of = self._key(of, devices, digests)
        assert self._resolver is not None, "it is made with what is common"
        shares = {
            key_of(of, *_with_digests(share, digests)): share for share in _dealt(devices.values())
        }
        if not self._load(shares, self._common, self._resolver, jobs):
            return None
        facts = (one for told, _ in self._shares.values() for one in told)
        if not sound_together(self._common, facts):
            return None
        known = (one for _, resolved in self._shares.values() for one in resolved)
        return self._resolver.whole(known, digests)

    def _key(self, of: str, devices: Mapping[str, SpecFile], digests: Mapping[str, str]) -> str:
        """Of what is common: all other files, and the devices that are named in them."""
        assert self._common is not None
        named = [devices[name] for name in self._common.specs.devices if name in devices]
        return key_of(of, *_with_digests(named, digests))

    def _load(
        self, shares: Mapping[str, Files], common: Common, resolver: Resolver, jobs: int | None
    ) -> bool:
        """Loads what is not there yet; false if anything is wrong in it."""
        there = {key: share for key, share in self._shares.items() if key in shares}
        for key in shares.keys() - there.keys():
            if (data := self._kept.get(key)) is not None:
                there[key] = unpacked(data, resolver.walkthroughs)
        new = [(key, files) for key, files in shares.items() if key not in there]

        def load_share(share: tuple[str, Files]) -> bytes | None:
            key, files = share
            specs = Specs()
            wrong = any(load_file(specs, file, self.read) for file in files)
            facts = None if wrong else sound_alone(common, specs.devices)
            if facts is None:
                return None
            devices = [resolver.device(entry) for entry in specs.devices.values()]
            data = packed(facts, devices, resolver.walkthroughs)
            self._kept.put(key, data)
            return data

        workers = workers_for(sum(len(files) for _, files in new), jobs)
        for (key, _), data in results(load_share, new, workers):
            if data is None:
                return False
            there[key] = unpacked(data, resolver.walkthroughs)
        self._shares = there
        return True


def _common(
    files: Files, devices: Mapping[str, SpecFile], shown_as: str, read: Read
) -> Common | None:
    """What all devices have in common, and those that are named in it."""
    specs, problems = load(files, shown_as, read)
    if problems:
        return None
    for name in sorted(devices_named(specs) & devices.keys()):
        if load_file(specs, devices[name], read):
            return None
    return sound_common(specs)


def _dealt(files: Iterable[SpecFile]) -> list[Files]:
    """The files in shares. A new file changes one share: all others stay as they were."""
    there = sorted(files, key=lambda file: file.parts)
    count = 1 << (len(there) // DEVICES_IN_A_SHARE).bit_length()
    shares: list[list[SpecFile]] = [[] for _ in range(count)]
    for file in there:
        shares[zlib.crc32(file.id.encode()) % count].append(file)
    return [share for share in shares if share]


def _with_digests(files: Files, digests: Mapping[str, str]) -> Iterator[str]:
    for file in files:
        yield from (file.path, digests[file.path])
