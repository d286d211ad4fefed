"""Rule 1 for those who are not near their device: the service's account page leads the way."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.extend import WholeFamily
from generator.model.specs import Specs
from generator.read.problem import Problem, did_you_mean, shown


def check_service(specs: Specs, families: dict[str, WholeFamily]) -> Iterator[Problem]:
    """The remote routes stand in a device of their own, the account page."""
    if specs.service is None:
        return
    remote = specs.service.spec.remote
    device = specs.devices.get(remote.device)
    if device is None:
        return  # reported as a reference
    for field in ("one_device", "all_devices"):
        written = getattr(remote, field)
        name, slash, route = written.partition("/")
        place = specs.service.place("remote", field)
        if not (name and slash and route) or "/" in route:
            yield Problem(
                place,
                "not-a-route",
                f"`{field}` is `{shown(written)}`; expected an interface and a route of the device "
                f"`{device.id}`.",
                "Write it as `interface/route`.",
            )
            continue
        interface = device.spec.interfaces.get(name)
        if interface is None:
            yield Problem(
                place,
                "unknown-interface",
                f"The device `{device.id}` has no interface `{shown(name)}`.",
                did_you_mean(name, device.spec.interfaces),
            )
            continue
        family = families.get(interface.family)
        if family is not None and family.complete and route not in family.routes:
            yield Problem(
                place,
                "unknown-route",
                f"The family `{family.id}` has no route `{shown(route)}`.",
                did_you_mean(route, family.routes),
            )
