"""All specs of a folder: which file holds what, and the typed whole that the check works on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from generator.model.changelog import Edition
from generator.model.device import Device
from generator.model.explain import explain
from generator.model.family import Family
from generator.model.guidance import Checklist, Item, Pack, Topic, Trouble
from generator.model.slips import slip
from generator.model.text import Spec
from generator.model.vocabulary import (
    Concept,
    Everyday,
    Key,
    Kind,
    Label,
    Phrase,
    Position,
    Service,
    Source,
)
from generator.read.document import Document, Path, parse
from generator.read.limits import MAX_BROKEN
from generator.read.problem import Fix, Place, Problem, did_you_mean, few_comparisons
from generator.read.tree import SpecFile, as_id, bad_name, digests_of, unknown_place

S = TypeVar("S", bound=Spec)
# What `parse` does: the document in the bytes of a file, by its name, and its problems.
Read = Callable[[str, bytes], tuple[Document | None, list[Problem]]]

# One file for each of these, with many entries in it.
SHARED: Mapping[str, type[Spec]] = {
    "kinds": Kind,
    "everyday": Everyday,
    "keys": Key,
    "labels": Label,
    "positions": Position,
    "concepts": Concept,
    "phrases": Phrase,
    "items": Item,
    "packs": Pack,
    "sources": Source,
}
# One folder for each of these, with one file an entry.
FOLDERS: Mapping[str, type[Spec]] = {
    "families": Family,
    "devices": Device,
    "problems": Trouble,
    "checklists": Checklist,
    "topics": Topic,
    "changelog": Edition,
}


@dataclass(frozen=True, slots=True)
class Entry(Generic[S]):
    """One spec, with the document it stands in and where in it (`at`)."""

    id: str
    spec: S
    document: Document
    at: Path = ()
    folder: str = ""

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Where the value at `path` inside the spec stands, or its key."""
        return self.document.place(self.at + path, key=key)


@dataclass(slots=True)
class Specs:
    """Every spec by its name. `broken` has the names of those that could not be read: what refers
    to them is not at fault. A whole file of shared entries that could not be read is `*`."""

    service: Entry[Service] | None = None
    kinds: dict[str, Entry[Kind]] = field(default_factory=dict)
    everyday: dict[str, Entry[Everyday]] = field(default_factory=dict)
    keys: dict[str, Entry[Key]] = field(default_factory=dict)
    labels: dict[str, Entry[Label]] = field(default_factory=dict)
    positions: dict[str, Entry[Position]] = field(default_factory=dict)
    concepts: dict[str, Entry[Concept]] = field(default_factory=dict)
    phrases: dict[str, Entry[Phrase]] = field(default_factory=dict)
    items: dict[str, Entry[Item]] = field(default_factory=dict)
    packs: dict[str, Entry[Pack]] = field(default_factory=dict)
    sources: dict[str, Entry[Source]] = field(default_factory=dict)
    families: dict[str, Entry[Family]] = field(default_factory=dict)
    devices: dict[str, Entry[Device]] = field(default_factory=dict)
    problems: dict[str, Entry[Trouble]] = field(default_factory=dict)
    checklists: dict[str, Entry[Checklist]] = field(default_factory=dict)
    topics: dict[str, Entry[Topic]] = field(default_factory=dict)
    changelog: dict[str, Entry[Edition]] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)
    digests: Mapping[str, str] = field(default_factory=dict)  # of all files that were read

    def is_broken(self, collection: str, name: str) -> bool:
        """Whether `name` exists but could not be read, so that nothing can be said about it."""
        return (collection, name) in self.broken or (collection, "*") in self.broken


@few_comparisons()
def load(
    files: Iterable[SpecFile | Problem], shown_as: str, read: Read = parse
) -> tuple[Specs, list[Problem]]:
    """Reads and types all `files`; `shown_as` is how problems call their folder. Whoever loads the
    same files again and again may `read` only those that have changed.

    Returns what could be read, and the problems of what could not.
    """
    specs = Specs()
    problems: list[Problem] = []
    broken = 0
    there = list(files)
    specs.digests = digests_of(file for file in there if isinstance(file, SpecFile))
    for file in there:
        if isinstance(file, Problem):
            problems.append(file)
            _mark_broken(specs, file.place.file.removeprefix(f"{shown_as}/").split("/"))
        else:
            found = load_file(specs, file, read)
            broken += bool(found)
            problems += _one_slip(file, found) if found and broken <= MAX_BROKEN else found
    no_folder = any(problem.code == "no-specs" for problem in problems)
    if specs.service is None and not specs.is_broken("service", "*") and not no_folder:
        problems.append(
            Problem(
                Place(f"{shown_as}/service.yml"),
                "missing-file",
                "The file does not exist; it names the service.",
                "Create it with `name`, `edition`, `languages` and `remote`.",
            )
        )
    return specs, problems


def _one_slip(file: SpecFile, problems: list[Problem]) -> list[Problem]:
    """The one slip that explains all problems of a file, or else these problems."""

    def sound(data: bytes) -> bool:
        return not load_file(Specs(), SpecFile(file.file, file.parts, data))

    found = slip(file.data, problems, sound)
    return problems if found is None else [found]


def load_file(specs: Specs, file: SpecFile, read: Read = parse) -> list[Problem]:
    """Reads and types one file, and adds what it holds to `specs`; its problems."""
    collection = file.parts[0].removesuffix(".yml")
    depth = {"devices": 3}.get(collection, 2 if collection in FOLDERS else 1)
    known = [f"{name}.yml" for name in ("service", *SHARED)] + list(FOLDERS)
    if file.parts[0] not in known:
        shown = "/".join(file.file.split("/")[: len(file.file.split("/")) - len(file.parts) + 1])
        return [_in_its_place(file) or unknown_place(shown, file.parts[0], known)]
    if len(file.parts) != depth:
        message = "The file stands in the wrong folder."
        hint = f"Move it to `{_right_place(collection, file.id)}`."
        return [Problem(Place(file.file), "stray-file", message, hint)]
    document, problems = read(file.file, file.data)
    if document is None:
        _mark_broken(specs, file.parts)
    elif collection in FOLDERS:
        problems += _load_entry(specs, collection, file, document)
    elif collection in SHARED:
        problems += _load_shared(specs, collection, document)
    else:
        service, found = explain(Service, document, ())
        problems += found
        if service is None:
            specs.broken.add(("service", "*"))
        else:
            specs.service = Entry("service", service, document)
    return problems


def _right_place(collection: str, name: str) -> str:
    if collection in FOLDERS:
        return f"{collection}/{'<kind>/' * (collection == 'devices')}{name}.yml"
    return f"{collection}.yml"


def _in_its_place(file: SpecFile) -> Problem | None:
    """The problem of a file that stands beside the folders, if it is clear into which it belongs:
    it holds what only files in that one hold."""
    document, _ = parse(file.file, file.data)
    if len(file.parts) > 1 or document is None:
        return None
    fits = [folder for folder, model in FOLDERS.items() if not explain(model, document, ())[1]]
    if len(fits) != 1:
        return None
    hint = f"Move it to `{_right_place(fits[0], file.id)}`."
    return Problem(Place(file.file), "stray-file", f"No `{file.parts[0]}` is expected here.", hint)


def _load_entry(specs: Specs, collection: str, file: SpecFile, document: Document) -> list[Problem]:
    entries: dict[str, Entry[Spec]] = getattr(specs, collection)
    folder = file.parts[1] if collection == "devices" else ""
    spec, problems = explain(FOLDERS[collection], document, ())
    if file.id in entries:
        message = f"The name `{file.id}` is taken by {entries[file.id].document.file}."
        hint = "Give one of them another name, or remove it."
        problems.append(Problem(Place(file.file), "name-twice", message, hint))
    elif spec is None:
        specs.broken.add((collection, file.id))
    else:
        entries[file.id] = Entry(file.id, spec, document, (), folder)
    return problems


def _load_shared(specs: Specs, collection: str, document: Document) -> list[Problem]:
    entries: dict[str, Entry[Spec]] = getattr(specs, collection)
    problems: list[Problem] = []
    for name in document.value:
        if bad := bad_name(name):
            meant = as_id(name)
            fix = Fix("rename", meant) if meant and meant not in document.value else None
            problems.append(Problem(document.place((name,), key=True), "bad-name", *bad, fix))
            specs.broken.add((collection, as_id(name) or name))
            continue
        spec, found = explain(SHARED[collection], document, (name,))
        problems += found
        if spec is None:
            specs.broken.add((collection, name))
        else:
            entries[name] = Entry(name, spec, document, (name,))
    return problems


def _mark_broken(specs: Specs, parts: Iterable[str]) -> None:
    first, *rest = parts
    collection = first.removesuffix(".yml")
    if rest:
        specs.broken.add((collection, rest[-1].removesuffix(".yml")))
    else:
        specs.broken.add((collection, "*"))


def unknown(
    specs: Specs, collection: str, name: str, place: Place, *, what: str
) -> Iterable[Problem]:
    """The problem of a reference to `name`, unless it exists (or is there, but broken)."""
    entries = getattr(specs, collection)
    if name not in entries and not specs.is_broken(collection, name):
        yield Problem(
            place,
            f"unknown-{what}",
            f"There is no {what} `{name}`.",
            did_you_mean(name, entries),
        )
