"""The check: all rules over all specs, all problems in one run."""

from __future__ import annotations

from dataclasses import dataclass

from generator.check.devices import check_devices
from generator.check.extend import WholeFamily, whole_families
from generator.check.references import check_references, check_screens_used
from generator.check.routes import check_families
from generator.check.wording import check_wording
from generator.model.specs import Specs
from generator.read.problem import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """Specs with their families whole, and every problem found, in the order of places.

    Nothing may be made from specs that have problems.
    """

    specs: Specs
    families: dict[str, WholeFamily]
    problems: list[Problem]


def check(specs: Specs, problems: list[Problem]) -> Checked:
    """Applies every rule to `specs`; `problems` are those met while they were read."""
    families, found = whole_families(specs)
    found += problems
    found += check_references(specs)
    found += check_screens_used(families)
    found += check_families(specs, families)
    found += check_devices(specs, families)
    found += check_wording(specs)
    return Checked(specs, families, sorted(set(found)))
