"""The check: all rules over all specs, all problems in one run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.check.changelog import check_changelog
from generator.check.devices import check_devices
from generator.check.extend import WholeFamily, whole_families
from generator.check.packs import check_packs
from generator.check.references import check_references
from generator.check.renamed import with_names_meant
from generator.check.repeats import check_repeats
from generator.check.routes import check_routes
from generator.check.screens import check_screens
from generator.check.service import check_service
from generator.check.wording import check_wording
from generator.model.specs import FOLDERS, SHARED, Specs
from generator.read.problem import Problem, few_comparisons, nearest
from generator.read.tree import as_id

_ABOUT_FILES = ("stray-file", "bad-name", "name-twice")


@dataclass(frozen=True, slots=True)
class Checked:
    """Specs with their families whole, and every problem found, in the order of places.

    Nothing may be made from specs that have problems.
    """

    specs: Specs
    families: dict[str, WholeFamily]
    problems: list[Problem]


@few_comparisons()
def check(specs: Specs, problems: list[Problem]) -> Checked:
    """Applies every rule to `specs`; `problems` are those met while they were read."""
    specs = replace(specs, broken=specs.broken.union(_misplaced(problems)))
    checked = _check(specs, problems)
    if any(problem.code.startswith("unknown-") for problem in checked.problems):
        meant, renamed = with_names_meant(specs)
        if renamed:
            return _check(meant, [*problems, *renamed])
    return checked


def _check(specs: Specs, problems: list[Problem]) -> Checked:
    families, found = whole_families(specs)
    found += problems
    found += check_references(specs)
    found += check_screens(specs, families)
    found += check_routes(families)
    found += check_devices(specs, families)
    found += check_service(specs, families)
    found += check_packs(specs)
    found += check_changelog(specs)
    found += check_wording(specs)
    # What equals the inherited is one fault, not two.
    same = {p.place.file_line for p in found if p.code == "same-as-inherited"}
    found += (p for p in check_repeats(specs) if p.place.file_line not in same)
    return Checked(specs, families, sorted(set(found)))


def _misplaced(problems: Iterable[Problem]) -> Iterator[tuple[str, str]]:
    """What files were meant to hold that have a wrong name or stand in a wrong place: whatever
    refers to it is not at fault."""
    for problem in problems:
        if problem.code not in _ABOUT_FILES or problem.place.line > 1:
            continue
        *folders, name = problem.place.file.split("/")
        if name.removesuffix(".yml") in SHARED:
            continue  # a name inside the file
        stem, dot, _ = name.partition(".")
        stem = as_id(stem) or stem
        inside = [folder for folder in folders if folder in FOLDERS]
        meant = nearest(stem, [*SHARED, *FOLDERS])
        if inside:
            yield inside[-1], stem if dot else "*"
        elif meant is not None:
            yield meant, "*"
        else:
            yield from ((folder, stem) for folder in FOLDERS)
