"""Rules 1, 5 and 6 for devices: each has a way out, can perform it, and knows its interfaces."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator

from generator.check.extend import WholeFamily
from generator.model.device import Device, Interface, PathEntry
from generator.model.specs import Entry, Specs
from generator.model.vocabulary import Input
from generator.read.problem import Fix, Place, Problem, did_you_mean, fix_of, shown, sure

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
                Place(entry.document.file),
                "unknown-kind",
                f"The folder `{entry.folder}` is not the name of a kind.",
                did_you_mean(entry.folder, specs.kinds),
            )
        yield from _way_out(entry)
        yield from _same_as_usual(specs, entry)
        yield from _same_tells(entry, families)
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
                        fix_of(route, family.routes, "rename"),
                    )
        for number in range(len(device.notes)):
            yield from _note(entry, number, families)
        for name, action in device.actions.items():
            for number, step in enumerate(action.path):
                yield from _path_entry(specs, entry, ("actions", name, "path", number), step)


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


def _same_as_usual(specs: Specs, entry: Entry[Device]) -> Iterator[Problem]:
    """Rule 8: what a device says differs from what its kind and the keys say."""
    kind = specs.kinds.get(entry.folder)
    if kind is not None and entry.spec.input == kind.spec.input:
        yield Problem(
            entry.place("input", key=True),
            "same-as-inherited",
            f"`input` says the same as the kind `{kind.id}`.",
            "Remove it.",
            Fix("remove"),
        )
    for key, name in entry.spec.keys.items():
        if key in specs.keys and specs.keys[key].spec.name == name:
            yield Problem(
                entry.place("keys", key, key=True),
                "same-as-inherited",
                f"The key `{key}` is called `{shown(name)}` anyway.",
                "Remove it.",
                Fix("remove"),
            )


def _tell(
    entry: Entry[Device], name: str, interface: Interface, family: WholeFamily
) -> Iterator[Problem]:
    """Rule 6: two or more interfaces each have a tell."""
    at = ("interfaces", name)
    if interface.tell is not None and interface.tell == family.tell:
        yield Problem(
            entry.place(*at, "tell", key=True),
            "same-as-inherited",
            f"`tell` says the same as the family `{family.id}`.",
            "Remove it; it is inherited.",
            Fix("remove"),
        )
    several = len(entry.spec.interfaces) > 1
    if several and interface.tell is None and family.tell is None and family.complete:
        yield Problem(
            entry.place(*at, key=True),
            "no-tell",
            f"Nothing says how one tells the interface `{name}` from the others of this device.",
            "Add `tell:` here, or in its family.",
        )


def _same_tells(entry: Entry[Device], families: dict[str, WholeFamily]) -> Iterator[Problem]:
    """Rule 6: the tells are the reader's question, so each is an answer of its own."""
    told: dict[str, str] = {}
    for name, interface in entry.spec.interfaces.items():
        family = families.get(interface.family)
        tell = interface.tell or (family.tell if family is not None else None)
        if tell is not None and told.setdefault(tell, name) != name:
            yield Problem(
                entry.place("interfaces", name, key=True),
                "same-tell",
                f"One tells the interface `{name}` by the same as `{told[tell]}`.",
                "Say in `tell:` what only this one shows.",
            )


def _input_of(specs: Specs, entry: Entry[Device]) -> Input | None:
    """What the device is worked with, if its kind could be read."""
    kind = specs.kinds.get(entry.folder)
    return entry.spec.input or (kind.spec.input if kind is not None else None)


def _input(specs: Specs, entry: Entry[Device], name: str, family: WholeFamily) -> Iterator[Problem]:
    """Rule 5: a device has the keys its routes need."""
    has = _input_of(specs, entry)
    if has is None:
        return
    for route_name, route in family.routes.items():
        for number, step in enumerate(route.value.steps):
            control = family.control(step)
            if control is None:
                continue
            pressed = control.value.press or control.value.move
            for key in (*pressed, *control.value.or_) if pressed else ():
                if key in specs.keys and has not in specs.keys[key].spec.inputs:
                    yield Problem(
                        entry.place("interfaces", name, "family"),
                        "cannot-press",
                        f"Step {number + 1} of the route `{route_name}` presses `{key}`, which "
                        f"{_INPUT_NAMES[has]} does not have.",
                        f"Take a family made for {_INPUT_NAMES[has]}, or correct `input`.",
                    )
                    return


def named_family(
    entry: Entry[Device], families: dict[str, WholeFamily], name: list[str], place: Place
) -> Generator[Problem, None, WholeFamily | None]:
    """The family behind `name`, an interface of the device or one with a route of it.

    None if there is no such thing, which is a problem, or if nothing can be said of the family.
    """
    interface = entry.spec.interfaces.get(name[0])
    if interface is None:
        yield Problem(
            place,
            "unknown-interface",
            f"The device `{entry.id}` has no interface `{shown(name[0])}`.",
            did_you_mean(name[0], entry.spec.interfaces),
            _segment(name[0], entry.spec.interfaces),
        )
        return None
    family = families.get(interface.family)
    if family is None or not family.complete:
        return None
    if name[1:] and name[1] not in family.routes:
        yield Problem(
            place,
            "unknown-route",
            f"The family `{family.id}` has no route `{shown(name[1])}`.",
            did_you_mean(name[1], family.routes),
            _segment(name[1], family.routes),
        )
        return None
    return family


def _segment(name: str, known: Collection[str]) -> Fix | None:
    """The fix of one of the names between the slashes of a place."""
    meant = sure(name, known)
    return Fix("put", meant, name) if meant is not None else None


def _note(entry: Entry[Device], number: int, families: dict[str, WholeFamily]) -> Iterator[Problem]:
    """A note stands at an interface, a route or a step that exists."""
    at = entry.spec.notes[number].at
    if at is None:
        return
    place = entry.place("notes", number, "at")
    name, *rest = at.split("/")
    if not all((name, *rest)) or len(rest) > 2:
        yield Problem(
            place,
            "not-a-place",
            f"`at` is `{shown(at)}`; expected where the note belongs.",
            "Write `interface`, `interface/route` or `interface/route/number of the step`.",
        )
        return
    family = yield from named_family(entry, families, [name, *rest[:1]], place)
    if family is None or not rest:
        return
    route = family.routes[rest[0]]
    steps = [str(step + 1) for step in range(len(route.value.steps))]
    if rest[1:] and rest[1] not in steps:
        yield Problem(
            place,
            "unknown-step",
            f"The route `{rest[0]}` has no step `{shown(rest[1])}`.",
            f"Its steps are 1 to {len(steps)}.",
        )


def _path_entry(
    specs: Specs, entry: Entry[Device], at: tuple[str | int, ...], step: PathEntry
) -> Iterator[Problem]:
    said = [f"`{name}`" for name in ("choose", "press", "do") if getattr(step, name) is not None]
    if len(said) != 1:
        yield Problem(
            entry.place(*at),
            "one-action",
            f"This step has {' and '.join(said) or 'nothing to do'}; a step says exactly one "
            "thing.",
            "Keep one of them." if said else "Give it one of `choose`, `press`, `do`.",
        )
    has, key = _input_of(specs, entry), specs.keys.get(step.press or "")
    if has is not None and key is not None and has not in key.spec.inputs:
        yield Problem(
            entry.place(*at, "press"),
            "cannot-press",
            f"This step presses `{step.press}`, which {_INPUT_NAMES[has]} does not have.",
            f"Take something {_INPUT_NAMES[has]} has, or correct `input`.",
        )
