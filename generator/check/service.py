"""Rule 1 for those who are not near their device: the service's account page leads the way."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.devices import named_family
from generator.check.extend import WholeFamily
from generator.model.specs import Specs
from generator.read.problem import Problem, shown


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
        yield from named_family(device, families, [name, route], place)
