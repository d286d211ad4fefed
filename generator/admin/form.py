"""The form of a spec: its fields with their values, their help and their problems."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.admin.answers import Question, questions, words_of
from generator.admin.shape import Choice, Day, Entries, Flag, Line, Many, Member, Record, Shape
from generator.read.document import Document, Path, Value
from generator.read.problem import Problem
from generator.read.scalar import Unquoted


@dataclass(frozen=True, slots=True)
class Add:
    """Something that can be added at `path`: a field (`field`), an item of a list (`item`), or an
    entry with a name of its own (`entry`)."""

    what: str
    path: Path
    title: str
    help: str
    questions: tuple[Question, ...]

    @property
    def address(self) -> str:
        """The path, as a request names it."""
        return json.dumps(self.path)


@dataclass(slots=True)
class Field:
    """A value of the form. A group holds `children`; `text` is a single value as it is shown."""

    path: Path
    title: str
    shape: Shape | None
    member: str
    help: str = ""
    text: str = ""
    is_group: bool = False
    told: str = ""
    required: bool = False
    is_item: bool = False
    removable: bool = True
    moves: tuple[int, ...] = ()
    children: list[Field] = field(default_factory=list)
    adds: list[Add] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The path, as a request names it."""
        return json.dumps(self.path)

    @property
    def kind(self) -> str:
        """How it is shown: `group`, or what single values are called in templates."""
        return "group" if self.is_group else kind_of(self.shape)

    @property
    def has_problems(self) -> bool:
        """Whether something is wrong with it, or with what it holds."""
        return bool(self.problems) or any(child.has_problems for child in self.children)


def kind_of(shape: Shape | None) -> str:
    """What an input for a single value of `shape` is called in templates."""
    match shape:
        case Choice():
            return "choice"
        case Flag():
            return "flag"
        case Day():
            return "day"
        case Many():
            return "lines"
        case Line(most=most) if most > 120:
            return "text"
        case _:
            return "line"


def form_of(
    document: Document,
    shape: Record,
    at: Path,
    problems: Iterable[Problem],
    languages: Mapping[str, str] | None = None,
) -> Field | None:
    """The form of the spec at `at`, with its problems at their fields. None if there is no spec.

    `languages` has the names of languages by their codes.
    """
    value = _value(document, at)
    if value is None:
        return None
    name = str(at[-1]) if at else ""
    form = _field(at, Member(name, shape, shape.help, True), value)
    _name_languages(form, languages or {})
    _put_problems(document, form, problems)
    return form


def _value(document: Document, at: Path) -> Value | None:
    value: Value = document.value
    for part in at:
        if not isinstance(value, dict) or part not in value:
            return None
        value = value[str(part)]
    return value


def _field(path: Path, member: Member, value: Value) -> Field:
    said = re.sub("^true if", "Yes if", member.help)
    found = Field(path, words_of(member.key), member.shape, member.key, said)
    found.required, found.removable = member.required, not member.required
    found.is_group = isinstance(value, dict | list)
    match member.shape, value:
        case Record() as shape, dict():
            found.children = list(_members(path, shape, value))
            found.adds = list(_more(path, shape, value))
            found.told = _told(value)
        case Entries() as shape, dict():
            found.children = list(_entries(path, member, shape, value))
            new = Member(member.key, shape, "", True)
            found.adds = [_add("entry", path, new, "Add another")]
        case Many() as shape, list():
            found.children = list(_items(path, member, shape, value))
            found.adds = [_another(path, member, shape)]
        case Many() as shape, _ if not isinstance(value, dict):
            found.shape, found.text = shape.item, _text(value)
            found.adds = [_another(path, member, shape)]
        case _:
            found.text = _text(value)
    return found


def _members(path: Path, shape: Record, value: Mapping[str, Value]) -> Iterator[Field]:
    for key, part in value.items():
        member = shape.by_key.get(key)
        unknown = Member(key, Line(), "There is no field of this name.", False)
        yield _field((*path, key), member or unknown, part)


def _more(path: Path, shape: Record, value: Mapping[str, Value]) -> Iterator[Add]:
    for member in shape.members:
        if member.key not in value:
            yield _add("field", (*path, member.key), member, words_of(member.key))


def _another(path: Path, member: Member, shape: Many) -> Add:
    return _add("item", path, Member(member.key, shape.item, "", True), "Add another")


def _add(what: str, path: Path, member: Member, title: str) -> Add:
    return Add(what, path, title, member.help, tuple(questions(member)))


def _entries(
    path: Path, member: Member, shape: Entries, value: Mapping[str, Value]
) -> Iterator[Field]:
    for number, (key, part) in enumerate(value.items()):
        made = _field((*path, key), Member(key, shape.value, "", False), part)
        made.title, made.member = key, member.key
        if isinstance(shape.value, Record):
            made.moves = _moves(number, len(value))
            made.help = shape.value.help if number == 0 else ""
        yield made


def _items(path: Path, member: Member, shape: Many, value: list[Value]) -> Iterator[Field]:
    for number, part in enumerate(value):
        made = _field((*path, number), Member(member.key, shape.item, "", False), part)
        called = words_of(member.key) if path[-1] == member.key else path[-1]
        made.title = f"{called} {number + 1}"
        made.is_item = not made.is_group
        made.moves = _moves(number, len(value))
        yield made


def _name_languages(form: Field, languages: Mapping[str, str]) -> None:
    for child in form.children:
        if child.member == "text" and child.title in languages:
            child.title = f"{languages[child.title]} ({child.title})"
        _name_languages(child, languages)


def _moves(number: int, of: int) -> tuple[int, ...]:
    return tuple(by for by in (-1, 1) if 0 <= number + by < of)


def _text(value: Value) -> str:
    if isinstance(value, Unquoted):
        return value.text
    return str(value).lower() if isinstance(value, bool) else str(value)


def _told(value: Mapping[str, Value]) -> str:
    """By what one tells an entry from its neighbours: its first text."""
    return next((part for part in value.values() if isinstance(part, str)), "")


def _put_problems(document: Document, form: Field, problems: Iterable[Problem]) -> None:
    """Gives each problem to the innermost field that begins at its place, or else to the form."""
    by_place: dict[object, Field] = {}
    waiting = [form]
    while waiting:
        one = waiting.pop()
        by_place[document.place(one.path)] = one
        if one.path:
            by_place[document.place(one.path, key=True)] = one
        waiting += one.children
    span = _span(document, form.path)
    for problem in problems:
        if problem.place.file == document.file and problem.place.line in span:
            by_place.get(problem.place, form).problems.append(problem)


def _span(document: Document, at: Path) -> range:
    """The lines of the spec at `at`."""
    if not at:
        return range(1, (document.end >> 16) + 2)
    names = list(document.value)
    after = names.index(str(at[0])) + 1
    end = document.place((names[after],), key=True).line if after < len(names) else None
    return range(document.place(at, key=True).line, end or (document.end >> 16) + 2)
