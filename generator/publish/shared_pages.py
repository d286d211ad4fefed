"""Pages of devices, made in shares on any machine, and put where the site comes together.

A share of pages goes into a folder of its own, with a name that nobody else has, and only what a
worker says it has finished is taken from there: what a lost worker left, or one that goes on though
it was given up, is never part of a site.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device
from generator.knowledge.packing import PackedDevices, unpacked_base
from generator.knowledge.shares import InCommon
from generator.publish.file_systems import Place
from generator.site.device_files import Around, DeviceFiles


@dataclass(frozen=True, slots=True)
class Ordered:
    """Pages to make: of the devices of these names, which are among those packed. Files that would
    have these hashes (SHA-256 in hex, by path) are in place."""

    names: tuple[str, ...]
    packed: bytes
    there: Mapping[str, str]


class Made(NamedTuple):
    """A file that was made: its path in the site, its size in bytes, its SHA-256 in hex (empty if
    nobody asked for it), and where it is, below the root of the landing; None if it is in place."""

    path: str
    size: int
    digest: str
    at: str | None


class Landing(Protocol):
    """Where workers put files, and from where these come into the site."""

    root: str
    """An address that fsspec knows, for workers."""
    hashed: bool
    """Whether hashes are asked for."""

    def there(self, path: str) -> str:
        """The hash of a file of the site that is in place; empty if that is not known."""

    def take(self, made: Sequence[Made]) -> None:
        """Sees to it that these are in the new site. Raises PublishError."""


class PagesInCommon:
    """What all shares of pages have in common. Where it arrives, the rest is made of it, once."""

    def __init__(
        self, common: InCommon, base: bytes, around: Around, root: str, hashed: bool
    ) -> None:
        """`base` is what is known, but for most devices, packed."""
        self._handed = common, base, around, root, hashed

    def __reduce__(self) -> tuple[Any, ...]:
        return PagesInCommon, self._handed

    @cached_property
    def _site(self) -> tuple[KnowledgeBase, dict[str, Device], DeviceFiles]:
        """What is known, the devices that are at hand, and what makes their pages."""
        common, packed, around, *_ = self._handed
        base = unpacked_base(packed, common.resolver.walkthroughs)
        at_hand = dict(base.devices)
        kb = replace(base, devices=MappingProxyType(at_hand))
        return base, at_hand, DeviceFiles(kb, around)

    def write(self, ordered: Ordered) -> list[Made]:
        """Makes pages, and puts their files where they are to land. Raises PublishError."""
        common, _, _, root, hashed = self._handed
        base, at_hand, pages = self._site
        at_hand |= PackedDevices(ordered.packed, common.resolver.walkthroughs).devices
        files = {
            path: text.encode() for name in ordered.names for path, text in pages.made(name).items()
        }
        at_hand.clear()
        at_hand |= base.devices
        digests = {
            path: hashlib.sha256(data).hexdigest() if hashed else "" for path, data in files.items()
        }
        new = [path for path in files if not hashed or digests[path] != ordered.there.get(path, "")]
        folder = secrets.token_hex(8)
        at = {path: f"{folder}/{number}" for number, path in enumerate(new)}
        if new:
            place = Place(root)
            place.new_folder(folder)
            place.write_new({at[path]: (path, files[path]) for path in new})
        return [Made(path, len(data), digests[path], at.get(path)) for path, data in files.items()]
