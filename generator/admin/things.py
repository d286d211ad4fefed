"""What there is to edit: every spec with its names, and which file and model it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.admin.shape import Record, shape_of
from generator.edit.naming import file_of
from generator.knowledge.wording import counted
from generator.model.changelog import FOLDER, Edition
from generator.model.specs import FOLDERS, SHARED, Entry, Specs
from generator.model.text import Spec
from generator.model.vocabulary import Label, Service
from generator.read.document import Path

# Those that are edited most stand first.
_FIRST = ("devices", "labels", "families", "problems", "sources")
COLLECTIONS = (*_FIRST, *(name for name in (*FOLDERS, *SHARED) if name not in _FIRST))
SERVICE = "service"
# There is one service, and `signout changelog` writes what changed.
NOT_ADDED = (SERVICE, FOLDER)


@dataclass(frozen=True, slots=True)
class Thing:
    """One spec: the file it stands in (below the folder of specs), its name in that file if it is
    one of many, and how people call it."""

    collection: str
    id: str
    file: str
    entry: str
    title: str
    also: str = ""


def title_of(spec: Spec) -> str:
    """How people call what a spec describes."""
    if isinstance(spec, Label):
        return ", ".join(spec.text.get("en", ()))
    if isinstance(spec, Edition):
        return counted(len(spec.changes), "change")
    for key in ("name", "title", "text", "people_say"):
        said = getattr(spec, key, None)
        if said:
            return said if isinstance(said, str) else ", ".join(said)
    return ""


def things(specs: Specs) -> Iterator[Thing]:
    """All that could be read, collection by collection, in the order of the files."""
    if specs.service is not None:
        yield Thing(SERVICE, SERVICE, "service.yml", "", specs.service.spec.name)
    for collection in COLLECTIONS:
        entries: dict[str, Entry[Spec]] = getattr(specs, collection)
        for name, entry in entries.items():
            yield Thing(
                collection,
                name,
                file_of(collection, name, entry.folder),
                name if collection in SHARED else "",
                title_of(entry.spec),
                " ".join(_other_words(entry.spec)),
            )


def _other_words(spec: Spec) -> Iterator[str]:
    for words in (getattr(spec, "also", ()), getattr(spec, "models", ())):
        yield from words
    if isinstance(spec, Label):
        for wordings in spec.text.values():
            yield from wordings


def collection_of(file: str) -> str | None:
    """What a file holds by its name and place, or None if it would stand in the wrong place."""
    first, *rest = file.removesuffix(".yml").split("/")
    depth = {"devices": 2}.get(first, 1 if first in FOLDERS else 0)
    known = first in COLLECTIONS or first == SERVICE
    return first if known and len(rest) == depth and file.endswith(".yml") else None


def shape_in(file: str, path: Path) -> tuple[Record, Path] | None:
    """The shape of the spec that `path` of a file leads into, and the path to that spec."""
    collection = collection_of(file)
    if collection is None:
        return None
    if collection == SERVICE:
        return shape_of(Service), ()
    if collection in FOLDERS:
        return shape_of(FOLDERS[collection]), ()
    return (shape_of(SHARED[collection]), path[:1]) if path else None
