"""The knowledge base of sound specs, loaded in shares: on all processors, and only what changed.

What the files of a share come to is kept by the hashes of these and of all files that are no
devices: whatever changes, it is loaded anew. What devices have in common is loaded every time.
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
from generator.read.kept import Kept, key_of, program
from generator.read.tree import SpecFile, digests_of

# So few that one edit costs little, so many that what they share is seldom written.
DEVICES_IN_A_SHARE = 128

Files = Sequence[SpecFile]


def load_shares(
    files: Files, shown_as: str, read: Read, kept: Kept, jobs: int | None = None
) -> KnowledgeBase | None:
    """The knowledge base of these files, whose folder problems call `shown_as`; None if anything is
    wrong with them, which is told by whoever checks them as a whole.

    At most `jobs` processes take part, or as many as there are processors.
    """
    others = [file for file in files if file.parts[0] != "devices"]
    devices = {file.id: file for file in files if file.parts[0] == "devices"}
    if len(others) + len(devices) < len(files):
        return None  # two of one name
    common = _common(others, devices, shown_as, read)
    if common is None:
        return None
    common.specs.digests = digests_of(files)
    facts: list[Facts] = []
    known: list[Device] = []
    resolver = Resolver(common.specs, common.families)
    for share in _loaded(common, resolver, _dealt(devices.values()), shown_as, read, kept, jobs):
        if share is None:
            return None
        told, resolved = unpacked(share, resolver.walkthroughs)
        facts += told
        known += resolved
    return resolver.whole(known) if sound_together(common, facts) else None


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


def _loaded(
    common: Common,
    resolver: Resolver,
    shares: Iterable[Files],
    shown_as: str,
    read: Read,
    kept: Kept,
    jobs: int | None,
) -> Iterator[bytes | None]:
    """Each share `packed`, or None if anything is wrong in it, in no fixed order."""
    digests = common.specs.digests
    # Devices know their places in files, and so what the folder is called.
    others = (path for path in digests if not path.startswith("devices/"))
    all_others = key_of("share", program(), shown_as, *_with_digests(others, digests))
    new: list[tuple[str, Files]] = []
    for files in shares:
        key = key_of(all_others, *_with_digests((file.path for file in files), digests))
        found = kept.get(key)
        if found is None:
            new.append((key, files))
        else:
            yield found

    def load_share(share: tuple[str, Files]) -> bytes | None:
        key, files = share
        specs = Specs()
        wrong = any(load_file(specs, file, read) for file in files)
        facts = None if wrong else sound_alone(common, specs.devices)
        if facts is None:
            return None
        devices = [resolver.device(entry) for entry in specs.devices.values()]
        data = packed(facts, devices, resolver.walkthroughs)
        kept.put(key, data)
        return data

    workers = workers_for(sum(len(files) for _, files in new), jobs)
    for _, data in results(load_share, new, workers):
        yield data


def _with_digests(paths: Iterable[str], digests: Mapping[str, str]) -> Iterator[str]:
    for path in paths:
        yield from (path, digests[path])
