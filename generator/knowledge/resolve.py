"""Checked specs to the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

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
from generator.knowledge.confidence import of_sources, on_device
from generator.knowledge.device import (
    Action,
    Device,
    Interface,
    Note,
    PathEntry,
    Retirement,
)
from generator.knowledge.families import Names, Walkthroughs, Words, make_check
from generator.knowledge.guidance import guidance, item_said
from generator.knowledge.route import Route
from generator.knowledge.trouble import Trouble, in_order
from generator.model.device import Device as DeviceSpec
from generator.model.device import Interface as InterfaceSpec
from generator.model.device import Note as NoteSpec
from generator.model.guidance import Pack as PackSpec
from generator.model.specs import Entry, Specs

V = TypeVar("V")


def resolve(checked: Checked) -> KnowledgeBase:
    """The knowledge base of specs that have no problems."""
    assert not checked.problems, "only specs without problems can be resolved"
    specs, words = checked.specs, Words(checked.specs)
    assert specs.service is not None
    walkthroughs = Walkthroughs(words, checked.families)
    trouble = Trouble(specs, checked.families)
    devices = {
        entry.id: _device(words, walkthroughs, trouble, entry)
        for entry in sorted(specs.devices.values(), key=lambda e: (e.spec.name.casefold(), e.id))
    }
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
        kinds=tuple(_kinds(specs, devices)),
        devices=_frozen(devices),
        problems=_frozen(
            {
                name: replace(guidance(words, specs.problems[name]), kinds=trouble.kinds(name))
                for name in in_order(specs)
            }
        ),
        checklists=_frozen({n: guidance(words, e) for n, e in specs.checklists.items()}),
        topics=_frozen({n: guidance(words, e) for n, e in specs.topics.items()}),
        packs=_frozen({name: _pack(words, entry, devices) for name, entry in specs.packs.items()}),
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
        families=_frozen({name: walkthroughs.get(name, {}) for name in checked.families}),
        digest=specs.digest,
    )


def _frozen(mapping: Mapping[str, V]) -> Mapping[str, V]:
    return MappingProxyType(dict(mapping))


def _named_route(device: Device, name: str) -> Route:
    route = device.route(name)
    assert route is not None, f"the check lets no unknown route `{name}` pass"
    return route


def _kinds(specs: Specs, devices: Mapping[str, Device]) -> Iterable[Kind]:
    by_kind: dict[str, list[str]] = {name: [] for name in specs.kinds}
    for device in devices.values():
        by_kind[device.kind].append(device.id)
    for name, entry in specs.kinds.items():
        kind = entry.spec
        yield Kind(name, kind.name, kind.icon, tuple(by_kind[name]), entry.place("icon"))


def _pack(words: Words, entry: Entry[PackSpec], devices: Mapping[str, Device]) -> Pack:
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


def _device(
    words: Words, walkthroughs: Walkthroughs, trouble: Trouble, entry: Entry[DeviceSpec]
) -> Device:
    spec, names = entry.spec, entry.spec.keys
    return Device(
        id=entry.id,
        name=spec.name,
        kind=entry.folder,
        input=spec.input or words.specs.kinds[entry.folder].spec.input,
        also=spec.also,
        models=spec.models,
        keys=_frozen({key: words.key(key, names) for key in names}),
        interfaces=tuple(
            replace(
                _interface(words, walkthroughs, name, interface, names),
                place=entry.place("interfaces", name, key=True),
            )
            for name, interface in spec.interfaces.items()
        ),
        no_sign_out=words.reason(spec.no_sign_out, names),
        retired=(
            Retirement(
                spec.retired.since,
                words.text(spec.retired.says, names),
                spec.retired.sources,
            )
            if spec.retired is not None
            else None
        ),
        notes=tuple(_note(words, note, names) for note in spec.notes),
        actions=tuple(
            Action(
                id=name,
                does=action.does,
                signs_out=action.signs_out,
                when=action.when,
                path=tuple(
                    PathEntry(
                        choose=step.choose,
                        press=words.key(step.press, names) if step.press is not None else None,
                        do=words.maybe(step.do, names),
                    )
                    for step in action.path
                ),
                note=words.maybe(action.note, names),
                sources=action.sources,
                in_part=action.in_part,
                confidence=of_sources(words.sources(action.sources), words.sources(action.in_part)),
            )
            for name, action in spec.actions.items()
        ),
        problems=trouble.of(entry),
        place=entry.place(),
    )


def _interface(
    words: Words,
    walkthroughs: Walkthroughs,
    name: str,
    spec: InterfaceSpec,
    names: Names,
) -> Interface:
    walkthrough = walkthroughs.get(spec.family, names)
    naming = words.sources(spec.sources)
    own = {
        route.id: make_check(spec.checked[route.id], route)
        for route in walkthrough.routes
        if route.id in spec.checked
    }
    return Interface(
        id=name,
        walkthrough=walkthrough,
        tell=words.text(spec.tell, names) if spec.tell is not None else walkthrough.tell,
        confidence=_frozen(
            {route.id: on_device(route.confidence, naming) for route in walkthrough.routes}
        ),
        checks=_frozen({**walkthrough.checks, **own}),
        sources=spec.sources,
    )


def _note(words: Words, note: NoteSpec, names: Names) -> Note:
    interface, _, rest = (note.at or "").partition("/")
    route, _, step = rest.partition("/")
    return Note(
        text=words.text(note.text, names),
        sources=note.sources,
        interface=interface or None,
        route=route or None,
        step=int(step) if step else None,
    )
