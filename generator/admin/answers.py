"""What is asked for something new, and the value the answers make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.admin.change import CannotChange
from generator.admin.shape import Choice, Day, Entries, Flag, Line, Many, Member, Record, Shape
from generator.model.names import ONE
from generator.read.document import Value
from generator.read.scalar import Unquoted

KEY = "key"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to fill in. `name` says where in the new value the answer goes; `member` is the
    field it belongs to; `shape` is a single value, or a list of single values (one a line)."""

    name: str
    title: str
    help: str
    shape: Shape
    member: str
    required: bool


def words_of(key: str) -> str:
    """A field's name in the file as a title: looks_like becomes Looks like."""
    return key.replace("_", " ").capitalize()


def questions(member: Member, name: str = "") -> Iterator[Question]:
    """What must be asked to make a value of a field."""
    shape, title = member.shape, words_of(member.key)
    match shape:
        case Many(item=Record() | Many() | Entries()):
            item = Member(member.key, shape.item, member.help, member.required)
            yield from questions(item, f"{name}.0")
        case Entries():
            yield _key_question(member, shape, f"{name}.{KEY}")
            inside = "" if isinstance(shape.value, Record) else member.help
            yield from questions(Member(member.key, shape.value, inside, True), f"{name}.value")
        case Record():
            for part in asked_members(shape):
                of = f"{words_of(part.key)}, first: " if _is_list_of_records(part.shape) else ""
                for one in questions(part, f"{name}.{part.key}"):
                    yield replace(
                        one,
                        title=f"{of}{one.title[:1].lower()}{one.title[1:]}" if of else one.title,
                    )
        case _:
            yield Question(name, title, member.help, shape, member.key, member.required)


def _key_question(member: Member, shape: Entries, name: str) -> Question:
    title, said = "Short name", "Yours to choose, in lower-case letters, digits and hyphens."
    if shape.key.collections:
        title, said = f"Which {ONE[shape.key.collections[0]][0]}", ""
    elif member.key in ("text", "languages"):
        title, said = "Language", "Its code: en, pt-BR."
    return Question(name, title, said, shape.key, f"{member.key}.key", True)


def asked_members(shape: Record) -> list[Member]:
    """The fields that a new record needs; where it needs none, all its single values."""
    needed = [member for member in shape.members if member.required]
    return needed or [m for m in shape.members if isinstance(m.shape, Line | Choice | Flag | Day)]


def answer(shape: Shape, answers: Mapping[str, str], name: str = "") -> Value | None:
    """The value that `answers` make, None if they are empty. Raises CannotChange if a part that
    must be given is not."""
    match shape:
        case Many(item=Record() | Many() | Entries()):
            item = answer(shape.item, answers, f"{name}.0")
            return None if item is None else [item]
        case Many():
            said = answers.get(name, "")
            lines = (said.replace(",", "\n") if is_names(shape) else said).splitlines()
            found = [single(shape.item, line.strip()) for line in lines if line.strip()]
            return list(found) or None
        case Entries():
            key = answers.get(f"{name}.{KEY}", "").strip()
            if not key:
                raise CannotChange("Say the name of it first.")
            value = answer(shape.value, answers, f"{name}.value")
            if value is None:
                raise CannotChange(f"Say what `{key}` is to hold.")
            return {key: _lone(shape.value, value)}
        case Record():
            return _record(shape, answers, name)
        case _:
            said = answers.get(name, "").strip()
            return single(shape, said) if said else None


def _record(shape: Record, answers: Mapping[str, str], name: str) -> Value | None:
    made: dict[str, Value] = {}
    for member in asked_members(shape):
        value = answer(member.shape, answers, f"{name}.{member.key}")
        if value is not None:
            made[member.key] = value
        elif member.required:
            raise CannotChange(f"{words_of(member.key)} is needed.")
    return made or None


def single(shape: Shape, said: str) -> Value:
    """A single value as the file is to hold it."""
    if isinstance(shape, Flag):
        return said == "true"
    if isinstance(shape, Day):
        return Unquoted(said, "a date")
    return said


def _is_list_of_records(shape: Shape) -> bool:
    return isinstance(shape, Many) and isinstance(shape.item, Record)


def is_names(shape: Many) -> bool:
    """Whether a list holds names, of which each is one word."""
    item = shape.item
    return isinstance(item, Choice) or (isinstance(item, Line) and item.most < 100)


def _lone(shape: Shape, value: Value) -> Value:
    """The one wording of a label stands without brackets."""
    if isinstance(shape, Many) and isinstance(shape.item, Line) and not shape.item.collections:
        return value[0] if isinstance(value, list) and len(value) == 1 else value
    return value
