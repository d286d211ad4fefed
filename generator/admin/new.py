"""Something new: what is asked for it, and the text it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.admin.answers import Question, answer, questions
from generator.admin.change import CannotChange, add_field
from generator.admin.shape import Choice, Line, Member, shape_of
from generator.check.proof import Checked
from generator.edit.blocks import block
from generator.edit.naming import file_of, interface_name
from generator.model.schema import modeline
from generator.model.specs import FOLDERS, SHARED
from generator.read.tree import bad_name

_ID = Question(
    "id",
    "Short name for addresses",
    "In lower-case letters, digits and hyphens, as in samsung-tv. It is hard to change later.",
    Line(),
    "id",
    True,
)
_FAMILY = Question(
    "family",
    "Interface",
    "Which known interface it shows. If none fits, leave this empty and say on the next page why.",
    Line(("families",)),
    "family",
    False,
)


@dataclass(frozen=True, slots=True)
class Begun:
    """The file of something new, its entry if the file holds many, and the file's text with it."""

    file: str
    entry: str
    text: str


def asked_for(collection: str, checked: Checked) -> list[Question]:
    """What is asked before there is a text."""
    shape = shape_of({**FOLDERS, **SHARED}[collection])
    first, *rest = questions(Member("", shape, "", True))
    if collection == "devices":
        kinds = Choice(tuple(checked.specs.kinds))
        kind = Question("kind", "Kind", "The heading it stands under.", kinds, "kind", True)
        return [first, _ID, kind, _FAMILY]
    return (
        [first, _ID, *rest] if not first.name.endswith(".key") else [first, rest[0], _ID, *rest[1:]]
    )


def begun(
    collection: str, answers: Mapping[str, str], checked: Checked, texts: Mapping[str, str]
) -> Begun:
    """The text that something new begins with; `texts` has the files there are. Raises
    CannotChange."""
    name, folder = answers.get("id", "").strip(), ""
    if bad := bad_name(name):
        raise CannotChange(f"{bad[0]} {bad[1]}" if name else "The short name is needed.")
    if name in getattr(checked.specs, collection):
        raise CannotChange(f"There is a `{name}` already. Take another name.")
    value = answer(shape_of({**FOLDERS, **SHARED}[collection]), answers)
    assert isinstance(value, dict)
    if collection == "devices":
        folder = answers.get("kind", "")
        if folder not in checked.specs.kinds:
            raise CannotChange("Say of which kind it is.")
        if family := answers.get("family", "").strip():
            value["interfaces"] = {interface_name(checked.specs, family, {}): {"family": family}}
    file = file_of(collection, name, folder)
    if collection in FOLDERS:
        return Begun(file, "", f"{modeline(file.split('/'))}\n{block(value)}")
    there = texts.get(file, "")
    if not there.strip():
        return Begun(file, name, f"{modeline((file,))}\n{block({name: value})}")
    return Begun(file, name, add_field(there, (name,), value))
