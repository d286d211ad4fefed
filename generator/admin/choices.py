"""The names one can choose from in a form, by the list each field takes them from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.admin.shape import Choice, Line, Many, Shape
from generator.check.proof import Checked
from generator.model.names import names_in
from generator.read.document import Document

# Names that no collection holds: those of the same file, by the field that takes them.
_LOCAL = {
    "opens": "screens",
    "start": "screens",
    "steps": "controls",
    "drop": "controls",
    "official": "languages",
    "language": "languages",
    "text.key": "languages",
}

Names = Mapping[str, str]  # a name, and what it means in words


def list_of(member: str, shape: Shape | None) -> str:
    """The list that the input of a field (`member`) takes names from, "" if there is none."""
    if isinstance(shape, Many):
        shape = shape.item
    if isinstance(shape, Choice):
        return ""
    if isinstance(shape, Line) and shape.collections:
        return "-".join(shape.collections)
    return _LOCAL.get(member, "")


def choices_of(list_name: str, checked: Checked, document: Document | None) -> Names:
    """The names of a list, in order."""
    if list_name in ("screens", "controls"):
        return dict(_of_file(list_name, checked, document))
    return names_in(checked.specs, list_name.split("-")) or {}


def _of_file(
    list_name: str, checked: Checked, document: Document | None
) -> Iterator[tuple[str, str]]:
    """The screens of a family's file, or its controls; inherited ones too."""
    if document is None:
        return
    family = next(
        (f for f in checked.families.values() if f.entry.document.file == document.file), None
    )
    if family is None:
        return
    for name, screen in family.screens.items():
        if list_name == "screens":
            yield name, ""
        else:
            for control in screen.controls:
                yield f"{name}.{control}", ""
