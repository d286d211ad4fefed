"""Devices as entities, and the sign-out from afar."""

from __future__ import annotations

from collections.abc import Iterator

from generator.data import entities
from generator.data.mapping.routes import Routes, maybe, noted, reason
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.changed import LastChanged
from generator.knowledge.device import Action, Device, Interface, PathEntry
from generator.knowledge.route import Route, Walkthrough, labels_met
from generator.knowledge.second_ways import notes_on
from generator.knowledge.text import plain
from generator.knowledge.wording import DOES, effect


class Devices:
    """The devices of a knowledge base."""

    def __init__(self, kb: KnowledgeBase, routes: Routes) -> None:
        self._kb = kb
        self._routes = routes
        self._changed = LastChanged(kb)
        self._cited: dict[int, tuple[str, ...]] = {}
        self._met: dict[tuple[int, ...], tuple[str, ...]] = {}

    def device(self, device: Device) -> entities.Device:
        """A device with all its interfaces and routes."""
        retired, sure = device.retired, device.confidence
        return entities.Device(
            id=device.id,
            name=device.name,
            kind=device.kind,
            input=device.input,
            also=device.also,
            models=device.models,
            keys={key: word.text for key, word in device.keys.items()},
            confidence=sure.word if sure is not None else None,
            interfaces=tuple(self._interface(device, one) for one in device.interfaces),
            no_sign_out=reason(device.no_sign_out),
            retired=entities.Retirement(
                since=retired.since, says=plain(retired.says), sources=retired.sources
            )
            if retired is not None
            else None,
            notes=noted(note for note in device.notes if note.interface is None),
            actions=tuple(_action(action) for action in device.actions),
            problems=device.problems,
            labels=self._labels(device),
            cites=tuple(dict.fromkeys(self._cites(device))),
            changed=self._changed.device(device.id),
            page=f"devices/{device.id}/",
        )

    def _interface(self, device: Device, interface: Interface) -> entities.Interface:
        walkthrough = interface.walkthrough
        return entities.Interface(
            id=interface.id,
            family=walkthrough.family,
            name=walkthrough.name,
            tell=maybe(interface.tell),
            routes=tuple(self._route(device, interface, route) for route in walkthrough.routes),
            no_fallback=reason(walkthrough.no_fallback),
            impostors=self._routes.impostors(walkthrough),
            notes=noted(
                note
                for note in device.notes
                if note.interface == interface.id and note.route is None
            ),
            sources=interface.sources,
        )

    def _route(self, device: Device, interface: Interface, route: Route) -> entities.Route:
        return self._routes.route(
            route,
            interface.confidence[route.id],
            interface.checks.get(route.id),
            notes_on(device, interface, route),
        )

    def _labels(self, device: Device) -> tuple[str, ...]:
        walkthroughs = tuple(interface.walkthrough for interface in device.interfaces)
        key = tuple(map(id, walkthroughs))
        if (known := self._met.get(key)) is None:
            known = self._met[key] = labels_met(walkthroughs)
        return known

    def _cites(self, device: Device) -> Iterator[str]:
        for interface in device.interfaces:
            yield from interface.sources
            yield from self._cited_in(interface.walkthrough)
            for check in interface.checks.values():
                yield from check.sources
        for backed in (device.no_sign_out, device.retired, *device.notes):
            yield from backed.sources if backed is not None else ()
        for action in device.actions:
            yield from (*action.sources, *action.in_part)

    def _cited_in(self, walkthrough: Walkthrough) -> tuple[str, ...]:
        if (known := self._cited.get(id(walkthrough))) is None:
            named = [*walkthrough.no_fallback.sources] if walkthrough.no_fallback else []
            for route in walkthrough.routes:
                named += [*route.sources, *route.in_part]
            for impostor in walkthrough.impostors:
                named += impostor.sources
            known = self._cited[id(walkthrough)] = tuple(dict.fromkeys(named))
        return known

    def remote(self) -> entities.Remote:
        """The sign-out from afar, as the device that stands for the account page has it."""
        remote = self._kb.remote
        return entities.Remote(
            device=remote.device,
            one_device=self._remote_route(remote.one_device),
            all_devices=self._remote_route(remote.all_devices),
            delay=plain(remote.delay),
            delay_sources=remote.delay_sources,
        )

    def _remote_route(self, route: Route) -> entities.Route:
        device = self._kb.devices[self._kb.remote.device]
        shown_by = next(
            interface
            for interface in device.interfaces
            if any(one is route for one in interface.walkthrough.routes)
        )
        return self._route(device, shown_by, route)


def _action(action: Action) -> entities.Action:
    return entities.Action(
        id=action.id,
        does=action.does,
        title=DOES[action.does],
        when=action.when,
        path=tuple(_path_entry(entry) for entry in action.path),
        signs_out=action.signs_out,
        effect=effect(action),
        note=maybe(action.note),
        confidence=action.confidence.word,
        sources=action.sources,
        in_part=action.in_part,
    )


def _path_entry(entry: PathEntry) -> entities.PathEntry:
    if entry.choose is not None:
        return entities.PathEntry(kind="choose", text=entry.choose)
    if entry.press is not None:
        return entities.PathEntry(kind="press", text=entry.press.text)
    return entities.PathEntry(kind="do", text=plain(entry.do or ()))
