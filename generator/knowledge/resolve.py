"""Checked specs to the knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from generator.check.extend import WholeFamily
from generator.check.proof import Checked
from generator.knowledge.base import (
    Concept,
    Kind,
    KnowledgeBase,
    Label,
    Pack,
    Remote,
    Reports,
    Source,
)
from generator.knowledge.changelog import changelog
from generator.knowledge.device import Device, Summary
from generator.knowledge.devices import Devices
from generator.knowledge.families import Walkthroughs, Words
from generator.knowledge.guidance import guidance, item_said
from generator.knowledge.made_of import MadeOf, made_of
from generator.knowledge.resolve_device import resolve_device
from generator.knowledge.route import Route, Walkthrough
from generator.knowledge.text import sorted_as
from generator.knowledge.trouble import Trouble
from generator.model.device import Device as DeviceSpec
from generator.model.guidance import Pack as PackSpec
from generator.model.specs import Entry, Specs
from generator.read.tree import digest_of

V = TypeVar("V")


def resolve(checked: Checked) -> KnowledgeBase:
    """The knowledge base of specs that have no problems."""
    assert not checked.problems, "only specs without problems can be resolved"
    resolver = Resolver(checked.specs, checked.families)
    devices = {name: resolver.device(entry) for name, entry in checked.specs.devices.items()}
    summaries = map(Summary.of, devices.values())
    return resolver.whole(summaries, devices.__getitem__, checked.specs.digests)


class Resolver:
    """Makes what is known of specs without problems: each device by itself, then the whole."""

    def __init__(self, specs: Specs, families: Mapping[str, WholeFamily]) -> None:
        """`specs` need hold no devices."""
        self._specs, self._families = specs, families
        self._words = Words(specs)
        self.walkthroughs = Walkthroughs(self._words, families)
        self._trouble = Trouble(specs, families)

    def device(self, entry: Entry[DeviceSpec]) -> Device:
        """A device in its own words."""
        return resolve_device(self._words, self.walkthroughs, self._trouble, entry)

    def whole(
        self,
        summaries: Iterable[Summary],
        device: Callable[[str], Device],
        digests: Mapping[str, str],
        outlines: str = "",
    ) -> KnowledgeBase:
        """All that is known, with the devices of these `summaries`, each of which `device` gives
        for its id, when it is asked for; `digests` are those of all files by their paths, in the
        order of paths, and `outlines` a hash of the outlines of all devices, if known."""
        by_name = sorted(summaries, key=lambda one: (sorted_as(one.name), one.id))
        listed = {one.id: one for one in by_name}
        return _whole(
            self._specs,
            self._words,
            listed,
            Devices(tuple(listed), device),
            self._trouble.kinds(by_name),
            {name: self.walkthroughs.get(name, {}) for name in self._families},
            digest_of(digests),
            made_of(digests, self._families, listed, outlines),
        )


def _whole(
    specs: Specs,
    words: Words,
    summaries: Mapping[str, Summary],
    devices: Devices,
    kinds_of_problems: Mapping[str, tuple[str, ...]],
    families: Mapping[str, Walkthrough],
    digest: str,
    of: MadeOf,
) -> KnowledgeBase:
    assert specs.service is not None
    service = specs.service.spec
    remote_device = devices[service.remote.device]
    return KnowledgeBase(
        service=service.name,
        edition=service.edition,
        languages=_frozen(service.languages),
        remote=Remote(
            device=remote_device.id,
            one_device=_named_route(remote_device, service.remote.one_device),
            all_devices=_named_route(remote_device, service.remote.all_devices),
            delay=words.text(service.remote.delay, {}),
            delay_sources=service.remote.delay_sources,
        ),
        reports=Reports(service.reports.form, service.reports.mail),
        afterwards=tuple(item_said(words, name) for name in service.afterwards),
        kinds=tuple(_kinds(specs, summaries)),
        devices=devices,
        problems=_frozen(
            {
                name: replace(guidance(words, specs.problems[name]), kinds=kinds)
                for name, kinds in kinds_of_problems.items()
            }
        ),
        checklists=_frozen({n: guidance(words, e) for n, e in specs.checklists.items()}),
        topics=_frozen({n: guidance(words, e) for n, e in specs.topics.items()}),
        packs=_frozen(
            {name: _pack(words, entry, summaries) for name, entry in specs.packs.items()}
        ),
        everyday=_frozen({name: entry.spec.people_say for name, entry in specs.everyday.items()}),
        keys=_frozen({name: entry.spec.name for name, entry in specs.keys.items()}),
        labels=_frozen(_labels(specs, words)),
        concepts=_frozen(
            {
                name: Concept(
                    name,
                    entry.spec.name,
                    words.text(entry.spec.means, {}),
                    words.maybe(entry.spec.is_not, {}),
                    entry.spec.sources,
                )
                for name, entry in specs.concepts.items()
            }
        ),
        sources=_frozen(
            {
                name: Source(id=name, **entry.spec.model_dump())
                for name, entry in specs.sources.items()
            }
        ),
        changelog=changelog(specs.changelog),
        families=_frozen(families),
        digest=digest,
        made_of=of,
    )


def _frozen(mapping: Mapping[str, V]) -> Mapping[str, V]:
    return MappingProxyType(dict(mapping))


def _named_route(device: Device, name: str) -> Route:
    route = device.route(name)
    assert route is not None, f"the check lets no unknown route `{name}` pass"
    return route


def _kinds(specs: Specs, devices: Mapping[str, Summary]) -> Iterable[Kind]:
    by_kind: dict[str, list[str]] = {name: [] for name in specs.kinds}
    for device in devices.values():
        by_kind[device.kind].append(device.id)
    for name, entry in specs.kinds.items():
        kind = entry.spec
        yield Kind(name, kind.name, kind.icon, tuple(by_kind[name]), entry.place("icon"))


def _pack(words: Words, entry: Entry[PackSpec], devices: Mapping[str, Summary]) -> Pack:
    spec = entry.spec
    of_kinds = (
        device.id for kind in spec.kinds for device in devices.values() if device.kind == kind
    )
    return Pack(
        id=entry.id,
        title=spec.title,
        intro=words.text(spec.intro, {}),
        checklists=spec.checklists,
        devices=(*of_kinds, *spec.devices),
        remote=spec.remote,
    )


def _labels(specs: Specs, words: Words) -> dict[str, Label]:
    labels = {}
    for name, entry in specs.labels.items():
        label = entry.spec
        labels[name] = Label(
            name,
            _frozen(label.text),
            label.icon,
            label.formerly,
            label.means,
            words.maybe(label.does, {}),
            frozenset(label.official),
            label.sources,
        )
    return labels
