"""What somebody wants to be new, as far as it is known: answers so far, what is still missing."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.check.proof import Checked
from generator.edit.copying import copied_from
from generator.edit.filling import KIND, allow, fill, forms, stand_in
from generator.edit.form import Form, Names, Refused
from generator.edit.mend import Change
from generator.edit.naming import article, called_field, new_id
from generator.edit.phrases import is_named
from generator.edit.placing import look_up, needs_place, placed, said
from generator.edit.scaffold import Draft, New, changed, tried
from generator.edit.use_sites import USED, UseSite, use_sites
from generator.model.names import ONE
from generator.model.specs import SHARED, Read, Specs
from generator.read.document import Path, parse
from generator.read.problem import Problem, shown
from generator.read.tree import SpecFile, bad_name

# The name a thing has while nobody knows its own.
NAMELESS = "the-new-one"
# What makes a family another one than the one it extends.
_DIFFER = ("start", "screens", "routes", "drop", "no_fallback", "impostors")
# Of a list that somebody types on one line.
MOST_ITEMS = 40


@dataclass(slots=True)
class Folder:
    """The folder of specs as it is: what was found in it, what was read from that, and what is
    wrong already. With it the `pages` of prose and the names of `icons`, for what needs them."""

    shown_as: str
    found: Sequence[SpecFile | Problem] = field(repr=False)
    specs: Specs = field(repr=False)
    problems: Sequence[Problem] = ()
    read: Read = parse
    pages: Sequence[SpecFile] = field(default=(), repr=False)
    icons: Sequence[str] = field(default=(), repr=False)

    @property
    def files(self) -> dict[str, bytes]:
        """The bytes of each file, by its path below the folder."""
        return {name: file.data for name, file in self._known().items()}

    def parted(self, files: Mapping[str, bytes]) -> tuple[list[SpecFile], list[Change]]:
        """Of `files`, by their paths below the folder: the new ones, and what changes."""
        known = self._known()
        new = [
            SpecFile(f"{self.shown_as}/{name}", tuple(name.split("/")), data)
            for name, data in files.items()
            if name not in known
        ]
        return new, [
            Change(known[name], replace(known[name], data=data))
            for name, data in files.items()
            if name in known
        ]

    def _known(self) -> dict[str, SpecFile]:
        return {"/".join(f.parts): f for f in self.found if isinstance(f, SpecFile)}


@dataclass(slots=True)
class Plan:
    """A new thing of `collection`: its fields (`filled`), where it is used (`at`), and what else
    is new with it (`others`, by collection and name)."""

    folder: Folder
    collection: str
    id: str = ""
    at: list[str] = field(default_factory=list)
    instead: bool = False
    filled: dict[str, Any] = field(default_factory=dict)
    others: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(init=False)

    def __post_init__(self) -> None:
        self.forms = forms(self.folder.specs, self.folder.icons)

    @property
    def form(self) -> Form:
        """The form of the new thing."""
        return self.forms[self.collection]

    @property
    def what(self) -> str:
        """What one calls such a thing."""
        return ONE[self.collection][0]

    @property
    def has_own_name(self) -> bool:
        """Whether its short name says something that none of its fields does."""
        return called_field(self.collection).partition(".")[0] not in self.form.fields

    def start_from(self, name: str) -> None:
        """Takes over what the thing called `name` has in common with the new one. Raises
        Refused."""
        self.filled = copied_from(self.folder.specs, self.collection, name) | self.filled

    def expect(self, assignment: str) -> None:
        """Makes something else that `assignment` is about, if it is, a name one can use. Raises
        Refused."""
        path = assignment.partition("=")[0].strip()
        if "/" in path.partition(".")[0]:
            self.other(*path.partition(".")[0].split("/", 1))

    def other(self, collection: str, name: str) -> dict[str, Any]:
        """The fields of something else that is new. Raises Refused."""
        if collection not in SHARED:
            known = ", ".join(SHARED)
            raise Refused(f"`{shown(collection)}/…` is none of {known}.")
        if (collection, name) not in self.others:
            if bad := bad_name(name):
                raise Refused(" ".join(bad))
            if name in getattr(self.folder.specs, collection):
                raise Refused(f"There is {article(ONE[collection][0])} `{name}` already.")
            self.others[collection, name] = {}
            allow(self.forms, collection, name, "new")
        return self.others[collection, name]

    def set(self, assignment: str) -> None:
        """Fills in what `assignment` says: `also=Roku stick`, `labels/log-out.text.en=Log out`.
        Raises Refused."""
        path, sign, text = assignment.partition("=")
        path = path.strip()
        if not sign:
            raise Refused(f"--set {shown(assignment)}: write it as NAME=VALUE.")
        thing, slash, inside = path.partition("/")
        if slash and "." not in thing:
            name, _, path = inside.partition(".")
            filled = self.other(thing, name)
            fill(self.forms[thing], filled, path, text)
        else:
            fill(self.form, self.filled, path, text)

    def missing(self) -> Iterator[tuple[str, str]]:
        """What is still needed, as one would write it, and what it is."""
        for one in self.form.missing(self.form.arranged(self.filled)):
            yield f"--set {' or '.join(f'{name}=…' for name in one.names)}", one.says
        for (collection, name), filled in self.others.items():
            form = self.forms[collection]
            for one in form.missing(form.arranged(filled)):
                yield f"--set {collection}/{name}.{one.names[0]}=…", one.says
        base = self.filled.get("extends") if self.collection == "families" else None
        if base and not any(self.form.arranged(self.filled).get(name) for name in _DIFFER):
            yield (
                "--set screens.SCREEN.controls.CONTROL.select=… or drop=…",
                f"What differs from {base}, or there is no need for another family.",
            )
        if self.has_own_name and not self.id:
            yield "--id …", self.form.says
        if not self.at and self.needs_use:
            yield "--for …", self.use_says

    @property
    def needs_use(self) -> bool:
        """Whether something must use such a thing that does not yet."""
        try:
            name = new_id(self.folder.specs, self.collection, self.filled, self.id)
        except Refused:
            name = ""
        return needs_place(self.collection, name, self.folder.pages)

    @property
    def use_says(self) -> str:
        """Where such a thing is used, in words."""
        return USED[self.collection]

    def look_up(self, place: str) -> None:
        """Looks for the place that somebody means who says --for. Raises Refused if there is
        none."""
        look_up(self.folder.specs, self.folder.pages, self.collection, place)

    def use_sites(self) -> list[UseSite]:
        """The places that may use such a thing."""
        return use_sites(self.folder.specs, self.collection)

    def draft(self) -> Draft:
        """What is to be written. Raises Refused."""
        fields = self.form.arranged(self.filled)
        name = new_id(self.folder.specs, self.collection, fields, self.id)
        draft = self._draft(name, fields)
        folder = self.folder
        if self.collection == "phrases" and not (draft.said or is_named(folder.files, name)):
            raise Refused(
                f"No text says this yet, or names it {{{name}}}. Write either where it belongs, "
                "then run this again: a phrase is what several texts say."
            )
        return placed(draft, folder.specs, folder.pages, self.at, instead=self.instead)

    def _draft(self, name: str, fields: dict[str, Any]) -> Draft:
        others = tuple(
            New(collection, other, self.forms[collection].arranged(filled))
            for (collection, other), filled in self.others.items()
        )
        kind = fields.pop(KIND, "")
        draft = Draft((*others, New(self.collection, name, fields, kind)))
        return said(draft, self.folder.specs)

    def checked(self, draft: Draft) -> tuple[dict[str, bytes], Checked]:
        """The files that change for `draft`, and the check of all specs with them. Raises
        Refused."""
        files = changed(draft, self.folder.specs, self.folder.files)
        return files, tried(self.folder.found, files, self.folder.shown_as, self.folder.read)

    def answer(self, at: Names, value: Any) -> list[Problem]:
        """Fills in `value` at `at`, unless there is something wrong with it, which is returned."""
        inside = self.filled
        for part in at[:-1]:
            inside = inside.setdefault(part, {})
        inside[at[-1]] = value
        if problems := self.problems_at(at):
            del inside[at[-1]]
        return problems

    def problems_at(self, at: Names, *, key: bool = False) -> list[Problem]:
        """What is wrong with the answer at `at`, or with its name, whatever is still missing."""
        fields = self.form.arranged(stand_in(self.form, self.form.arranged(self.filled)))
        try:
            draft = self._draft(self.id or NAMELESS, fields)
            files, checked = self.checked(draft)
        except Refused:
            return []  # said when all is known
        new = draft.main
        path = ((new.id,) if new.collection in SHARED else ()) + _path(at)
        document, _ = parse(f"{self.folder.shown_as}/{new.file}", files[new.file])
        if document is None:
            return []
        places = [document.place(path, key=key)]
        places += [document.place((*path, number)) for number in range(MOST_ITEMS) if not key]
        known = {problem.known_by for problem in self.folder.problems}

        def is_about_it(problem: Problem) -> bool:
            if problem.place.file == document.file:
                return problem.place in places
            # An answer may be what is wrong with another file: a name that it has already.
            return problem.known_by not in known

        return [problem for problem in checked.problems if is_about_it(problem)]

    def command(self) -> str:
        """The call of the program that stands for all answers."""
        words = ["signout", "new", self.what.split()[0]]
        words += [word for name in self.at for word in ("--for", name)]
        words += ["--instead"] if self.instead else []
        words += ["--id", self.id] if self.id else []
        for (collection, name), filled in self.others.items():
            words += _settings(filled, f"{collection}/{name}.")
        return shlex.join([*words, *_settings(self.form.arranged(self.filled), "")])


def _settings(filled: Any, at: str) -> Iterator[str]:
    """`filled` as options, each with the path of a value."""
    path = at.removesuffix(".")
    if isinstance(filled, Mapping):
        for name, value in filled.items():
            yield from _settings(value, f"{at}{name}.")
    elif isinstance(filled, list):
        for number, value in enumerate(filled, 1):
            if isinstance(value, Mapping):
                yield from _settings(value, f"{at}{number}.")
            else:
                yield from ("--set", f"{path}={value}")
    else:
        said = {True: "yes", False: "no"}.get(filled, filled) if filled in (True, False) else filled
        yield from ("--set", f"{path}={said}")


def _path(at: Names) -> Path:
    return tuple(int(part) - 1 if part.isdigit() else part for part in at)
