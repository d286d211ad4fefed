"""Filling in a form: each answer by its path, and the forms of all specs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from generator.edit.form import Form, Node
from generator.model.names import ONE
from generator.model.schema import schema_name, schemas
from generator.model.specs import FOLDERS, Specs

# A device stands in the folder of its kind, so that its file need not say it.
KIND = "kind"
_KIND_SAYS = "What kind of device it is: the folder in devices/ that it goes into."


def forms(specs: Specs, icons: Sequence[str] = ()) -> dict[str, Form]:
    """The form of each collection, with the names there are in `specs` as choices, and those of
    `icons` if they are known."""
    found = {}
    everything = schemas(specs)
    for file, schema in everything.items():
        defs = schema["$defs"]
        of_one = schema.get("additionalProperties") or schema
        found[file] = Form(of_one, defs)
    named = {name: found[schema_name((name, "x.yml"))] for name in FOLDERS}
    named |= {file.removesuffix(".json"): form for file, form in found.items()}
    named["devices"] = _with_kind(everything[schema_name(("devices", "x.yml"))], specs)
    if icons:
        named["kinds"] = named["kinds"].offering("icon", icons)
    return named


# Texts of all the forms there are.
_ANYTHING = (
    "x",
    "x.x",
    "x/x",
    "https://x.example",
    "aaaaaaaa",
    "https://x.example/{text}",
    "a@b.c",
)


def _with_kind(schema: Node, specs: Specs) -> Form:
    kinds = {name: entry.spec.name for name, entry in specs.kinds.items()}
    properties = dict(schema["properties"])
    kind = {
        "description": _KIND_SAYS,
        "enum": list(kinds),
        "markdownEnumDescriptions": list(kinds.values()),
    }
    node = {**schema, "required": [*schema["required"], KIND]}
    node["properties"] = {"name": properties.pop("name"), KIND: kind, **properties}
    return Form(node, schema["$defs"])


def allow(forms: Mapping[str, Form], collection: str, name: str, says: str) -> None:
    """Makes the name of something new a choice wherever a thing of `collection` can be chosen."""
    one = ONE[collection][0]
    for node in {id(node): node for form in forms.values() for node in form.named(one)}.values():
        if name not in node["enum"]:
            node["enum"].append(name)
            node["markdownEnumDescriptions"].append(says)


def fill(form: Form, filled: dict[str, Any], path: str, text: str) -> None:
    """Puts what `text` means into `filled`, a record or entries, at `path`: `text.en`, `also`,
    `solutions.1.title`. A list that is there already gets more items; an empty text takes out what
    is there. Raises Refused."""
    *above, last = path.split(".")
    at: dict[str, Any] = filled
    for number, name in enumerate(above):
        form = form.part(name, ".".join(above[: number + 1]))
        inside = at.setdefault(name, {})
        if not isinstance(inside, dict):
            inside = at[name] = {str(n): one for n, one in enumerate(inside, 1)}
        at = inside
    form = form.part(last, path)
    if not text.strip():
        at.pop(last, None)
        return
    value = form.read(text, path)
    if form.sort == "wordings" and last in at:
        value = [*([at[last]] if isinstance(at[last], str) else at[last]), value]
    elif form.sort == "list":
        value = [*at.get(last, []), *value]
    at[last] = value


def stand_in(form: Form, filled: Any) -> Any:
    """`filled` with something for each field that is missing, so that the rest can be checked."""
    if form.sort == "list" and isinstance(filled, list):
        return [stand_in(form.item, one) for one in filled]
    if form.sort not in ("record", "entries") or not isinstance(filled, Mapping):
        return filled
    whole = {
        name: stand_in(form.item if form.sort == "entries" else form.fields[name], value)
        for name, value in filled.items()
    }
    for names in form.required(filled):
        if not any(name in whole for name in names):
            inside = form.item if form.sort == "entries" else form.fields[names[0]]
            whole[names[0]] = _something(inside)
    return whole


def _something(form: Form) -> Any:
    match form.sort:
        case "choice":
            return next(iter(form.choices), "x")
        case "flag":
            return False
        case "day":
            return datetime.date(2000, 1, 1)
        case "list":
            return [_something(form.item)]
        case "entries":
            return {next(iter(form.choices), "x"): _something(form.item)}
        case "record":
            return stand_in(form, {})
    return next((text for text in _ANYTHING if form.takes(text)), _ANYTHING[0])
