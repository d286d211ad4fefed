"""Where a new thing can be used: each place in the specs that may name it, by a short name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.edit.form import Refused
from generator.edit.naming import file_of
from generator.knowledge.wording import few
from generator.model.family import Control
from generator.model.guidance import Checklist
from generator.model.specs import FOLDERS, SHARED, Entry, Specs
from generator.model.text import Spec
from generator.read.document import Path
from generator.read.problem import did_you_mean, shown

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class UseSite:
    """A part of a spec: `path` inside its file, and how people name it. `order` has the fields of
    the part in the order of its model."""

    collection: str
    id: str
    file: str
    path: Path
    name: str
    part: Spec

    @property
    def whole_name(self) -> str:
        """The name with the collection, if another has the same short one."""
        return f"{self.collection}/{self.name}"

    @property
    def order(self) -> list[str]:
        """The fields of the part, in the order of its model."""
        return type(self.part).fields_in_files()


def _cites(part: Spec) -> bool:
    return "sources" in type(part).model_fields


def _selects(part: Spec) -> bool:
    return isinstance(part, Control) and part.select is not None


def _presses(part: Spec) -> bool:
    return isinstance(part, Control) and (part.press is not None or part.move is not None)


def _stands(part: Spec) -> bool:
    return isinstance(part, Control) and (part.select is not None or part.to is not None)


def _lists(part: Spec) -> bool:
    return isinstance(part, Checklist)


# By collection of the new thing: which parts may name it, the field that does so with others, and
# the field of the one it may take the place of.
_MAY_NAME: Mapping[str, tuple[Callable[[Spec], bool], str, str]] = {
    "sources": (_cites, "sources", ""),
    "labels": (_selects, "or", "select"),
    "keys": (_presses, "or", ""),
    "positions": (_stands, "", "where"),
    "items": (_lists, "items", ""),
}
USED: Mapping[str, str] = {
    "families": "The device that shows it: DEVICE, or DEVICE/INTERFACE.",
    "sources": "What the page backs: DEVICE/INTERFACE, FAMILY/ROUTE, or anything else that cites "
    "sources.",
    "labels": "The control that shows these words on some devices: FAMILY/SCREEN/CONTROL.",
    "keys": "The control that some devices have this key for: FAMILY/SCREEN/CONTROL.",
    "positions": "The control that stands there: FAMILY/SCREEN/CONTROL.",
    "items": "The checklist it stands in.",
    "checklists": "The page that shows it, at its end under a heading: security.",
    "topics": "The page that tells it, at its end under a heading: security.",
}


def field_of(collection: str, *, instead: bool = False) -> str:
    """The field that names the new thing; with `instead`, the one whose value it replaces."""
    _, one_of_several, the_one = _MAY_NAME[collection]
    return the_one if instead else one_of_several


def may_replace(collection: str) -> bool:
    """Whether a new thing of `collection` may take the place of the one that is named now."""
    return collection in _MAY_NAME and bool(_MAY_NAME[collection][2])


def must_replace(collection: str) -> bool:
    """Whether it does in any case, because a part names only one."""
    return may_replace(collection) and not _MAY_NAME[collection][1]


def is_used(collection: str) -> bool:
    """Whether something must name a thing of `collection`, in one of these places."""
    return collection in _MAY_NAME


def use_sites(specs: Specs, collection: str) -> list[UseSite]:
    """Every place that may name a new thing of `collection`, in the order of the files."""
    may_name = _MAY_NAME[collection][0]
    found = []
    for other in (*FOLDERS, *SHARED):
        entries: Mapping[str, Entry[Any]] = getattr(specs, other)
        for entry in entries.values():
            file = file_of(other, entry.id, entry.folder)
            for path, name, part in _parts(entry.spec, entry.at, (entry.id,)):
                if may_name(part):
                    found.append(UseSite(other, entry.id, file, path, "/".join(name), part))
    return found


def use_site(known: list[UseSite], given: str) -> UseSite:
    """The one of the `known` places somebody means by `given`: its name, the name with its
    collection, or that of a spec with one place only. Raises Refused."""
    given = given.strip().strip("/")
    fits = [one for one in known if given in (one.name, one.whole_name)]
    if not fits:
        # A thing may be named with all fields on the way: roku/interfaces/left-menu.
        fits = [one for one in known if given in (_long_name(one), f"{one.collection}/{one.id}")]
    inside = [one for one in known if one.name.startswith(f"{given}/")]
    if not fits and len(inside) == 1:
        fits = inside
    if len(fits) == 1:
        return fits[0]
    if fits:
        names = ", ".join(f"`{one.whole_name}`" for one in fits)
        raise Refused(f"`{shown(given)}` can be {names}. Say which.")
    if inside:
        names = few([f"`{one.name}`" for one in inside], MOST_SHOWN)
        raise Refused(f"`{shown(given)}` has several places: {names}. Name one.")
    near = [one.name for one in known if one.id == given.partition("/")[0]]
    near = near or [one.name for one in known]
    hint = did_you_mean(given, near)
    if near and not hint:
        hint = f"Name a place such as `{near[0]}`."
    raise Refused(f"There is no `{shown(given)}` to use it at. {hint}".rstrip())


def _long_name(one: UseSite) -> str:
    inside = one.path[1:] if one.collection in SHARED else one.path
    numbers = (str(part + 1) if isinstance(part, int) else part for part in inside)
    return "/".join((one.id, *numbers))


def _parts(spec: Spec, path: Path, name: tuple[str, ...]) -> Iterator[tuple[Path, Any, Spec]]:
    """`spec` and the specs in it; a name leaves out the fields whose entries have names."""
    yield path, name, spec
    for attribute, info in type(spec).model_fields.items():
        key, value = info.alias or attribute, getattr(spec, attribute)
        if isinstance(value, Spec) and attribute in spec.model_fields_set:
            yield from _parts(value, (*path, key), (*name, key))
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, Spec):
                    inner = (*name, key, str(number + 1))
                    yield from _parts(item, (*path, key, number), inner)
        elif isinstance(value, dict):
            for entry_name, item in value.items():
                if isinstance(item, Spec):
                    yield from _parts(item, (*path, key, entry_name), (*name, entry_name))
