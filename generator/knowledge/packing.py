"""Devices as bytes, without what they share: to hand them to another process, or to keep them.

What else is known can be handed on too, but is not kept.
"""

from __future__ import annotations

import copyreg
import datetime
import hashlib
import io
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import Any, ClassVar

from generator.check.shares import Facts
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.confidence import Confidence
from generator.knowledge.device import (
    Action,
    Device,
    Interface,
    Note,
    PathEntry,
    Retirement,
    Summary,
)
from generator.knowledge.families import Walkthroughs
from generator.knowledge.made_of import MadeOf
from generator.knowledge.route import Check, Reason, Walkthrough
from generator.knowledge.text import Word
from generator.read.problem import Place

_DIGEST = 32  # bytes


class PackedDevices:
    """Devices, with what is asked of all of them apart: so those that nobody asks for are never
    unpacked."""

    def __init__(self, data: bytes, walkthroughs: Walkthroughs) -> None:
        """What was `packed`, with interfaces that are among `walkthroughs`, which may be others."""
        self.data = data
        self._walkthroughs = walkthroughs
        file = io.BytesIO(data)
        file.seek(_DIGEST)
        self.facts: Facts
        self.summaries: list[Summary]
        self.facts, self.summaries = _Unpickler(file, walkthroughs).load()
        self._devices_at = file.tell()

    @property
    def outlines_digest(self) -> str:
        """A hash of the outlines of these devices, in hex."""
        return self.data[:_DIGEST].hex()

    @cached_property
    def devices(self) -> Mapping[str, Device]:
        """The devices, by their ids."""
        file = io.BytesIO(self.data)  # several threads may ask at once
        file.seek(self._devices_at)
        unpickler = _Unpickler(file, self._walkthroughs)
        outlines, own = unpickler.load(), unpickler.load()
        return {
            outline.id: replace(outline, notes=notes, actions=actions)
            if notes or actions
            else outline
            for outline, (notes, actions) in zip(outlines, own, strict=True)
        }


def packed(facts: Facts, devices: list[Device], walkthroughs: Walkthroughs) -> bytes:
    """Devices, whose interfaces are among `walkthroughs`, with their facts."""
    written, outlined = io.BytesIO(), io.BytesIO()
    summaries = [Summary.of(device) for device in devices]
    _Pickler(written, walkthroughs).dump((facts, summaries))
    pickler = _Pickler(outlined, walkthroughs)
    pickler.dump([device.outline for device in devices])
    digest = hashlib.blake2b(outlined.getbuffer(), digest_size=_DIGEST).digest()
    pickler.dump([(device.notes, device.actions) for device in devices])
    return digest + written.getvalue() + outlined.getvalue()


def packed_base(kb: KnowledgeBase, devices: Iterable[str], walkthroughs: Walkthroughs) -> bytes:
    """What is known, with only these `devices`, and without what it was made of."""
    some = MappingProxyType({name: kb.devices[name] for name in devices})
    written = io.BytesIO()
    base = replace(kb, devices=some, made_of=MadeOf("", "", {}, {}))
    _Pickler(written, walkthroughs).dump(base)
    return written.getvalue()


def unpacked_base(data: bytes, walkthroughs: Walkthroughs) -> KnowledgeBase:
    """What was packed as such, by whom one trusts: reading it may run anything."""
    base: KnowledgeBase = _TrustingUnpickler(io.BytesIO(data), walkthroughs).load()
    return base


def _mapping(entries: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(entries)


def _by_fields(model: type[Any]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    """How a dataclass is written: as what makes it. Its own way takes several times as long."""
    values = attrgetter(*(field.name for field in fields(model)))
    return lambda one: (model, values(one))


_MODELS = (
    Facts,
    Summary,
    Device,
    Interface,
    Note,
    Action,
    PathEntry,
    Retirement,
    Reason,
    Check,
    Word,
    Place,
)


class _Pickler(pickle.Pickler):
    """Writes what devices share by its name."""

    dispatch_table = copyreg.dispatch_table | {model: _by_fields(model) for model in _MODELS}
    dispatch_table[MappingProxyType] = lambda mapping: (_mapping, (dict(mapping),))
    dispatch_table[Confidence] = lambda one: (Confidence, (one.value,))

    def __init__(self, file: io.BytesIO, walkthroughs: Walkthroughs) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._walkthroughs = walkthroughs
        # A check of a family is that of all its devices, and not only one like it.
        self._checks: dict[int, tuple[Walkthrough, str]] = {}
        self._names: dict[tuple[int, str], str] = {}

    def persistent_id(self, one: Any) -> Any:
        if one.__class__ is Walkthrough:
            for route_id, check in one.checks.items():
                self._checks.setdefault(id(check), (one, route_id))
            return self._name(one)
        if one.__class__ is Check and (known := self._checks.get(id(one))) is not None:
            return self._name(*known)
        return None

    def _name(self, walkthrough: Walkthrough, route_id: str = "") -> str:
        """A text of our own: parts that somebody else holds too would be written in another way, by
        who was there first, and the same devices would have another hash."""
        key = id(walkthrough), route_id
        if (name := self._names.get(key)) is None:
            family, names = self._walkthroughs.names(walkthrough)
            parts = (part for item in names.items() for part in item)
            name = self._names[key] = "\0".join((route_id, family, *parts))
        return name


class _Unpickler(pickle.Unpickler):
    """Reads that, and nothing else: what a file says cannot make it run anything."""

    _KNOWN: ClassVar = {
        (one.__module__, one.__qualname__): one
        for one in (*_MODELS, Confidence, datetime.date, _mapping)
    }

    def __init__(self, file: io.BytesIO, walkthroughs: Walkthroughs) -> None:
        super().__init__(file)
        self._walkthroughs = walkthroughs
        self._met: dict[Any, Any] = {}

    def persistent_load(self, pid: str) -> Any:
        if (met := self._met.get(pid)) is None:
            route_id, family, *names = pid.split("\0")
            walkthrough = self._walkthroughs.get(
                family, dict(zip(names[::2], names[1::2], strict=True))
            )
            met = self._met[pid] = walkthrough.checks[route_id] if route_id else walkthrough
        return met

    def find_class(self, module: str, name: str) -> Any:
        return self._KNOWN[module, name]


class _TrustingUnpickler(_Unpickler):
    """Reads whatever was written."""

    def find_class(self, module: str, name: str) -> Any:
        return pickle.Unpickler.find_class(self, module, name)
