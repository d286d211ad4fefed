"""Rules 1, 5 and 6 for devices: each has a way out, can perform it, and knows its interfaces."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.extend import WholeFamily
from generator.model.device import Device, Interface, PathEntry
from generator.model.specs import Entry, Specs
from generator.read.problem import Problem, did_you_mean

_INPUT_NAMES = {
    "remote": "a remote",
    "gamepad": "a gamepad",
    "touch": "a touch screen",
    "pointer": "a mouse or touchpad",
}


def check_devices(specs: Specs, families: dict[str, WholeFamily]) -> Iterator[Problem]:
    """The problems of every device that no other device shares."""
    for entry in specs.devices.values():
        device = entry.spec
        if entry.folder not in specs.kinds and not specs.is_broken("kinds", entry.folder):
            yield Problem(
                entry.place(key=True),
                "unknown-kind",
                f"The folder `{entry.folder}` is not the name of a kind.",
                did_you_mean(entry.folder, specs.kinds),
            )
        yield from _way_out(entry)
        for name, interface in device.interfaces.items():
            family = families.get(interface.family)
            if family is None:
                continue
            yield from _tell(entry, name, interface, family)
            yield from _input(specs, entry, name, family)
            for route in interface.checked:
                if route not in family.routes and family.complete:
                    yield Problem(
                        entry.place("interfaces", name, "checked", route, key=True),
                        "unknown-route",
                        f"The family `{family.id}` has no route `{route}`.",
                        did_you_mean(route, family.routes),
                    )
        for number in range(len(device.notes)):
            yield from _note(entry, number, families)
        for name, action in device.actions.items():
            for number, step in enumerate(action.path):
                yield from _path_entry(entry, ("actions", name, "path", number), step)


def _way_out(entry: Entry[Device]) -> Iterator[Problem]:
    device = entry.spec
    if not device.interfaces and device.no_sign_out is None and device.retired is None:
        yield Problem(
            entry.place("name", key=True),
            "no-way-out",
            f"`{entry.id}` has no interface, so there is no way to sign out on it.",
            "Add one under `interfaces:`, or say in `no_sign_out:` why it has none.",
        )
    if device.interfaces and device.no_sign_out is not None:
        yield Problem(
            entry.place("no_sign_out", key=True),
            "way-out-after-all",
            "`no_sign_out` says there is no way to sign out, but the device has interfaces.",
            "Remove `no_sign_out`, or the interfaces.",
        )


def _tell(
    entry: Entry[Device], name: str, interface: Interface, family: WholeFamily
) -> Iterator[Problem]:
    """Rule 6: the tells of two or more interfaces are the reader's question."""
    at = ("interfaces", name)
    if interface.tell is not None and interface.tell == family.tell:
        yield Problem(
            entry.place(*at, "tell", key=True),
            "same-as-inherited",
            f"`tell` says the same as the family `{family.id}`.",
            "Remove it; it is inherited.",
        )
    if len(entry.spec.interfaces) > 1 and interface.tell is None and family.tell is None:
        yield Problem(
            entry.place(*at, key=True),
            "no-tell",
            f"Nothing says how one tells the interface `{name}` from the others of this device.",
            "Add `tell:` here, or in its family.",
        )


def _input(specs: Specs, entry: Entry[Device], name: str, family: WholeFamily) -> Iterator[Problem]:
    """Rule 5: a device has the keys its routes need."""
    kind = specs.kinds.get(entry.folder)
    has = entry.spec.input or (kind.spec.input if kind is not None else None)
    if has is None:
        return
    for route_name, route in family.routes.items():
        for number, step in enumerate(route.value.steps):
            control = family.control(step)
            if control is None:
                continue
            for key in control.value.press or control.value.move or ():
                if key in specs.keys and has not in specs.keys[key].spec.inputs:
                    yield Problem(
                        entry.place("interfaces", name, "family"),
                        "cannot-press",
                        f"Step {number + 1} of the route `{route_name}` presses `{key}`, which "
                        f"{_INPUT_NAMES[has]} does not have.",
                        f"Take a family made for {_INPUT_NAMES[has]}, or correct `input`.",
                    )
                    return


def _note(entry: Entry[Device], number: int, families: dict[str, WholeFamily]) -> Iterator[Problem]:
    """A note stands at an interface, a route or a step that exists."""
    at = entry.spec.notes[number].at
    if at is None:
        return
    place = entry.place("notes", number, "at")
    name, *rest = at.split("/")
    interface = entry.spec.interfaces.get(name)
    if interface is None:
        yield Problem(
            place,
            "unknown-interface",
            f"The device has no interface `{name}`.",
            did_you_mean(name, entry.spec.interfaces),
        )
        return
    family = families.get(interface.family)
    if family is None or not family.complete or not rest:
        return
    route = family.routes.get(rest[0])
    if route is None:
        yield Problem(
            place,
            "unknown-route",
            f"The family `{family.id}` has no route `{rest[0]}`.",
            did_you_mean(rest[0], family.routes),
        )
    elif len(rest) > 1:
        steps = len(route.value.steps)
        if (
            len(rest) > 2
            or not rest[1].isascii()
            or not rest[1].isdigit()
            or (not 1 <= int(rest[1][:4]) <= steps)
        ):
            yield Problem(
                place,
                "unknown-step",
                f"The route `{rest[0]}` has no step `{'/'.join(rest[1:])}`.",
                f"Its steps are 1 to {steps}.",
            )


def _path_entry(
    entry: Entry[Device], at: tuple[str | int, ...], step: PathEntry
) -> Iterator[Problem]:
    if sum(x is not None for x in (step.choose, step.press, step.do)) != 1:
        yield Problem(
            entry.place(*at),
            "one-action",
            "This step says not exactly one thing.",
            "Give it one of `choose`, `press`, `do`.",
        )
