"""Packs: each holds something, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.specs import Specs
from generator.read.problem import Problem


def check_packs(specs: Specs) -> Iterator[Problem]:
    """The problems of what is printed together."""
    for entry in specs.packs.values():
        pack = entry.spec
        if not (pack.checklists or pack.kinds or pack.devices or pack.remote):
            yield Problem(
                entry.place(key=True),
                "empty-pack",
                f"The pack `{entry.id}` holds nothing.",
                "Add `checklists:`, `kinds:`, `devices:` or `remote: true`.",
            )
        for number, name in enumerate(pack.devices):
            device = specs.devices.get(name)
            if device is not None and device.folder in pack.kinds:
                yield Problem(
                    entry.place("devices", number),
                    "said-twice",
                    f"`{name}` is in the pack already, with its kind `{device.folder}`.",
                    "Remove it, or name the kind's devices one by one.",
                )
