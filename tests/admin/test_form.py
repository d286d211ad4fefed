"""Whatever a form offers can be done, and does nothing else."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from generator.admin.form import Field, form_of
from generator.admin.form_changes import changed
from generator.admin.shape import Choice, Day, Flag, Shape
from generator.admin.things import shape_in, things
from generator.read.document import parse
from tests.conftest import Lumen

COMMENT = "# A word between the lines."


def all_fields(form: Field) -> Iterator[Field]:
    yield form
    for child in form.children:
        yield from all_fields(child)


def some(shape: Shape) -> str:
    match shape:
        case Choice():
            return shape.names[0]
        case Flag():
            return "true"
        case Day():
            return "2026-01-02"
    return "new-name"


def offers(form: Field) -> Iterator[dict[str, Any]]:
    """Every change that a form offers, with some answers."""
    for field in all_fields(form):
        path = list(field.path)
        if field.kind in ("line", "text"):
            yield {"do": "set", "path": path, "value": "no, [never]: #1"}
        if path and field.removable:
            yield {"do": "remove", "path": path}
        for by in field.moves:
            yield {"do": "move", "path": path, "by": by}
        for add in field.adds:
            answers = {question.name: some(question.shape) for question in add.questions}
            yield {"do": "add", "what": add.what, "path": list(add.path), "answers": answers}


def test_every_offer_of_every_form_changes_its_place_only(
    lumen: Lumen, base_files: Mapping[str, bytes]
) -> None:
    kinds, offered = set(), set()
    for thing in things(lumen().specs):
        if thing.collection in kinds:
            continue
        kinds.add(thing.collection)
        text = base_files[thing.file].decode()
        first, rest = text.split("\n", 1)
        text = f"{COMMENT}\n{first}\n{rest}{COMMENT}\n"
        document, _ = parse(thing.file, text.encode())
        at = (thing.entry,) if thing.entry else ()
        known = shape_in(thing.file, at)
        assert document is not None and known is not None
        form = form_of(document, known[0], at, [])
        assert form is not None
        for asked in offers(form):
            offered.add(asked["do"])
            new = changed(thing.file, text, asked)  # proves that it holds just what was asked
            assert new.count(COMMENT) == 2, asked
            lines = list(difflib.ndiff(text.splitlines(), new.splitlines()))
            if asked["do"] == "set":
                assert [line[0] for line in lines if line[0] in "+-"] == ["-", "+"], asked
    assert offered == {"set", "add", "remove", "move"}
    assert len(kinds) == 15
