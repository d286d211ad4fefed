"""What all that is known was made of: hashes of the files of specs, by what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.check.extend import WholeFamily
from generator.knowledge.device import Summary
from generator.read.kept import key_of


class DeviceMadeOf(NamedTuple):
    """The file of a device as problems call it, its hash, and the families of its interfaces."""

    file: str
    hash: str
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeOf:
    """Hashes, in hex. As long as that of a device, those of its families and the common one stay,
    all that is known of the device stays.

    `common` is that of all files that are neither devices nor families. A family has that of its
    file and of the one it extends. `outlines` is that of what other pages than its own tell of each
    device; empty if that was not looked at.
    """

    common: str
    # Known only where devices are loaded in shares, which comes to the same.
    outlines: str = field(repr=False, compare=False)
    families: Mapping[str, str]
    devices: Mapping[str, DeviceMadeOf]


def made_of(
    digests: Mapping[str, str],
    families: Mapping[str, WholeFamily],
    summaries: Mapping[str, Summary],
    outlines: str,
) -> MadeOf:
    """`digests` has the hash of each file by its path, in the order of paths."""
    devices: dict[str, DeviceMadeOf] = {}
    common: list[str] = []
    for path, digest in digests.items():
        folder, _, name = path.partition("/")
        if folder == "devices":
            device = summaries[name.rpartition("/")[2].removesuffix(".yml")]
            devices[device.id] = DeviceMadeOf(device.file, digest, device.families)
        elif folder != "families":
            common += (path, digest)
    whole = {
        name: key_of(*(digests.get(f"families/{one}.yml", "") for one in _with_base(name, family)))
        for name, family in families.items()
    }
    return MadeOf(key_of(*common), outlines, whole, devices)


def _with_base(name: str, family: WholeFamily) -> tuple[str, ...]:
    return (name,) if family.base is None else (name, family.base.id)
