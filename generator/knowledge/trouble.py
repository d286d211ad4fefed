"""Which problems happen on which devices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.check.extend import WholeFamily
from generator.knowledge.base import Guidance, Kind
from generator.knowledge.device import Summary
from generator.model.device import Device as DeviceSpec
from generator.model.specs import Entry, Specs


def in_order(specs: Specs) -> list[str]:
    """The problems, common ones first."""
    return sorted(specs.problems, key=lambda name: (not specs.problems[name].spec.common, name))


def told_by_kind(problem: Guidance, kinds: Iterable[Kind]) -> list[Kind]:
    """The kinds to tell with the devices that the problem names, on which it happens: none of which
    these are all the devices, so that nothing is named twice."""
    return [
        kind
        for kind in kinds
        if kind.id in problem.kinds
        and not (kind.devices and set(problem.devices).issuperset(kind.devices))
    ]


class Trouble:
    """Which problems belong to which device, indexed once so that no device walks them all."""

    def __init__(self, specs: Specs, families: Mapping[str, WholeFamily]) -> None:
        self._order = {name: number for number, name in enumerate(in_order(specs))}
        self._problems = specs.problems
        self._kind_order = list(specs.kinds)
        self._any: set[str] = set()
        self._by: dict[tuple[str, str], set[str]] = {}
        for name, entry in specs.problems.items():
            spec = entry.spec
            targets = [
                *(("kind", kind) for kind in spec.kinds),
                *(("device", device) for device in spec.devices),
                *(("family", family) for family in spec.families),
                *(
                    ("family", family.id)
                    for family in families.values()
                    if family.base is not None and family.base.id in spec.families
                ),
            ]
            if not targets:
                self._any.add(name)
            for target in targets:
                self._by.setdefault(target, set()).add(name)

    def of(self, entry: Entry[DeviceSpec]) -> tuple[str, ...]:
        """The problems of a device: its own and its kind's first, then those of all devices."""
        own = self._by.get(("device", entry.id), set()) | self._by.get(
            ("kind", entry.folder), set()
        )
        for interface in entry.spec.interfaces.values():
            own |= self._by.get(("family", interface.family), set())
        ordered = sorted(own, key=self._order.__getitem__)
        return (*ordered, *sorted(self._any - own, key=self._order.__getitem__))

    def kinds(self, devices: Iterable[Summary]) -> dict[str, tuple[str, ...]]:
        """The kinds of these devices, or named in its spec, on which each problem happens, common
        problems first; none if it happens on all."""
        found = {name: {*entry.spec.kinds} for name, entry in self._problems.items()}
        # Most devices of a kind have the same.
        for kind, problems in {(device.kind, device.problems) for device in devices}:
            for name in problems:
                if name not in self._any:
                    found[name].add(kind)
        return {
            name: tuple(kind for kind in self._kind_order if kind in found[name])
            for name in self._order
        }
