"""The knowledge base of sound specs, loaded in shares: on all processors, and only what changed.

What the files of a share come to is kept by the hashes of these and of all files that are no
devices: whatever changes, it is loaded anew. What devices have in common is not kept.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property, lru_cache
from typing import Any

from generator.check.shares import (
    Common,
    devices_named,
    sound_alone,
    sound_common,
    sound_together,
)
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.packing import PackedDevices, packed
from generator.knowledge.resolve import Resolver
from generator.knowledge.workers import Elsewhere, results, workers_for
from generator.model.specs import Read, Specs, load, load_file
from generator.read.document import parse
from generator.read.kept import Kept, key_of, program
from generator.read.tree import SpecFile, digests_of

# So few that one edit costs little, so many that what they share is seldom written.
DEVICES_IN_A_SHARE = 128

Files = Sequence[SpecFile]


class InCommon:
    """What all devices have in common, made of its files where it is first asked for: whoever it is
    handed to gets the files."""

    def __init__(
        self, files: Files, devices: Mapping[str, SpecFile], shown_as: str, read: Read
    ) -> None:
        """`devices` are the files of all of them, or of those that `files` name."""
        self._files, self._devices = files, devices
        self._shown_as, self._read = shown_as, read

    def __reduce__(self) -> tuple[Any, ...]:
        return _in_common, (self._handed,)

    @cached_property
    def _handed(self) -> bytes:
        """Of what it is made where it is handed to."""
        assert self.sound is not None, "only what is sound is handed on"
        devices = {name: self._devices[name] for name in self.sound.specs.devices}
        made_of = self._files, devices, self._shown_as, self._read
        return pickle.dumps(made_of, pickle.HIGHEST_PROTOCOL)

    @cached_property
    def sound(self) -> Common | None:
        """That; None if anything is wrong in it."""
        specs, problems = load(self._files, self._shown_as, self._read)
        if problems:
            return None
        for name in sorted(devices_named(specs) & self._devices.keys()):
            if load_file(specs, self._devices[name], self._read):
                return None
        return sound_common(specs)

    @cached_property
    def resolver(self) -> Resolver:
        """What makes what is known of devices, if what they have in common is sound."""
        assert self.sound is not None
        return Resolver(self.sound.specs, self.sound.families)

    def load(self, share: tuple[str, Files]) -> bytes | None:
        """What the files of some devices come to; None if anything is wrong in one. Theirs is the
        key that comes with them."""
        specs = Specs()
        wrong = any(load_file(specs, file, self._read) for file in share[1])
        facts = None if wrong or self.sound is None else sound_alone(self.sound, specs.devices)
        if facts is None:
            return None
        devices = [self.resolver.device(entry) for entry in specs.devices.values()]
        return packed(facts, devices, self.resolver.walkthroughs)


class Shares:
    """Loads specs, once or again and again: what did not change since the last time is not loaded
    again, nor what is `kept` of earlier times. With `elsewhere`, the rest is loaded there."""

    def __init__(
        self, read: Read = parse, kept: Kept | None = None, elsewhere: Elsewhere | None = None
    ) -> None:
        self.read = read
        self.common: InCommon | None = None
        """What devices have in common, once they are loaded; None if that could not be done in
        shares."""
        self._kept = kept or Kept()
        self._elsewhere = elsewhere
        self._of = ""  # what is common, and what the shares hang on beside their own files
        self._shares: dict[str, PackedDevices] = {}

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
        if self.common is None or self._key(self.common, of, devices, digests) != self._of:
            common = InCommon(others, devices, shown_as, self.read)
            self._shares, self.common = {}, None if common.sound is None else common
            if self.common is None:
                return None
            self._of = self._key(self.common, of, devices, digests)
        assert self.common.sound is not None
        shares = {
            key_of(of, *_with_digests(share, digests)): share for share in _dealt(devices.values())
        }
        if not self._load(shares, self.common, jobs):
            return None
        loaded = list(self._shares.values())
        if not sound_together(self.common.sound, (share.facts for share in loaded)):
            return None
        shares_of = {summary.id: share for share in loaded for summary in share.summaries}
        return self.common.resolver.whole(
            (summary for share in loaded for summary in share.summaries),
            lambda name: shares_of[name].devices[name],
            digests,
            key_of(*sorted(share.outlines_digest for share in loaded)),
        )

    def packed(self) -> Iterator[tuple[tuple[str, ...], bytes]]:
        """All devices in shares, as they are handed to others: the ids, and the devices packed."""
        for share in self._shares.values():
            yield tuple(summary.id for summary in share.summaries), share.data

    def _key(
        self,
        common: InCommon,
        of: str,
        devices: Mapping[str, SpecFile],
        digests: Mapping[str, str],
    ) -> str:
        """Of what is common: all other files, and the devices that are named in them."""
        assert common.sound is not None
        named = [devices[name] for name in common.sound.specs.devices if name in devices]
        return key_of(of, *_with_digests(named, digests))

    def _load(self, shares: Mapping[str, Files], common: InCommon, jobs: int | None) -> bool:
        """Loads what is not there yet; false if anything is wrong in it."""
        walkthroughs = common.resolver.walkthroughs
        there = {key: share for key, share in self._shares.items() if key in shares}
        for key in shares.keys() - there.keys():
            if (data := self._kept.get(key)) is not None:
                there[key] = PackedDevices(data, walkthroughs)
        new = [(key, files) for key, files in shares.items() if key not in there]

        def load_here(share: tuple[str, Files]) -> bytes | None:
            if (data := common.load(share)) is not None:
                self._kept.put(share[0], data)
            return data

        if self._elsewhere is None:
            workers = workers_for(sum(len(files) for _, files in new), jobs)
            loaded = results(load_here, new, workers)
        else:
            loaded = self._elsewhere.each(InCommon.load, common, new)
        with closing(loaded):
            for (key, _), data in loaded:
                if data is None:
                    return False
                there[key] = PackedDevices(data, walkthroughs)
                if self._elsewhere is not None:
                    self._kept.put(key, data)
        self._shares = there
        return True


@lru_cache(maxsize=1)
def _in_common(handed: bytes) -> InCommon:
    """The same where it was handed to before, with all that was made of it there."""
    return InCommon(*pickle.loads(handed))


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
