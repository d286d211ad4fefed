"""A checked device to what is known of it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

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
from generator.knowledge.trouble import Trouble
from generator.model.device import Device as DeviceSpec
from generator.model.device import Interface as InterfaceSpec
from generator.model.device import Note as NoteSpec
from generator.model.specs import Entry


def resolve_device(
    words: Words, walkthroughs: Walkthroughs, trouble: Trouble, entry: Entry[DeviceSpec]
) -> Device:
    """A checked device in its own words; what it shares with others is that of `walkthroughs`."""
    spec, names = entry.spec, entry.spec.keys
    return Device(
        id=entry.id,
        name=spec.name,
        kind=entry.folder,
        input=spec.input or words.specs.kinds[entry.folder].spec.input,
        also=spec.also,
        models=spec.models,
        keys=MappingProxyType({key: words.key(key, names) for key in names}),
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
        confidence=MappingProxyType(
            {route.id: on_device(route.confidence, naming) for route in walkthrough.routes}
        ),
        checks=MappingProxyType({**walkthrough.checks, **own}),
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
