"""Names for new things, made of what people call them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from generator.edit.form import Refused
from generator.model.names import ONE
from generator.model.specs import SHARED, Entry, Specs
from generator.model.text import WORDS
from generator.read.problem import shown
from generator.read.tree import as_id, bad_name

# The field that says how people call a thing, by collection, as a path.
_CALLED = {
    "problems": ("title",),
    "items": ("title",),
    "checklists": ("title",),
    "topics": ("title",),
    "packs": ("title",),
    "positions": ("text",),
    "phrases": ("text",),
    "labels": ("text", "en"),
    "sources": ("publisher",),
}
# Names that a text or a list gives without saying of what, so that no two may be alike.
_TOGETHER = (WORDS, ("devices", "problems", "topics"))


def called_field(collection: str) -> str:
    """The field that says how people call a thing of `collection`: `text.en`."""
    return ".".join(_CALLED.get(collection, ("name",)))


def new_id(specs: Specs, collection: str, fields: Mapping[str, Any], given: str = "") -> str:
    """The name of a new thing: `given`, or made of its `fields`. Raises Refused."""
    there: Mapping[str, Entry[Any]] = getattr(specs, collection)
    what = ONE[collection][0]
    if given:
        if bad := bad_name(given):
            raise Refused(f"--id: {' '.join(bad)}")
        if given in there or specs.is_broken(collection, given):
            where = _where(there, given)
            raise Refused(f"--id: there is {article(what)} `{given}` already{where}.")
        return given
    value: Any = fields
    for name in called_field(collection).split("."):
        value = value.get(name, "") if isinstance(value, Mapping) else ""
    called = value[0] if isinstance(value, list) and value else value
    made = as_id(str(called))
    if made is None:
        raise Refused(
            f"No short name can be made of `{shown(str(called))}`. Give one (--id), in lower-case "
            "letters a to z, digits and single hyphens."
        )
    taken = {"service"} if collection in WORDS else set()
    for group in _TOGETHER:
        if collection in group:
            taken.update(*(getattr(specs, other) for other in group if other != collection))
    if made in taken:
        made = f"{made}-{what.split()[0]}"
    if made not in there:
        return made
    if collection == "sources":  # a publisher has many pages
        return next(name for n in range(2, 1000) if (name := f"{made}-{n}") not in there)
    raise Refused(
        f"There is {article(what)} `{made}` already{_where(there, made)}. If yours is another one, "
        "give it a short name of its own (--id)."
    )


def article(what: str) -> str:
    """`what` with a or an before it."""
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def file_of(collection: str, name: str, kind: str = "") -> str:
    """The file a thing stands in, below the folder of specs; `kind` is that of a device."""
    if collection in SHARED:
        return f"{collection}.yml"
    return "/".join(part for part in (collection, kind, f"{name}.yml") if part)


def interface_name(specs: Specs, family: str, taken: Mapping[str, Any]) -> str:
    """What a device may call its interface of `family`: as most devices do, else by what tells the
    family's name from those of the others; not one that is `taken` in this device."""
    used = Counter(
        name
        for entry in specs.devices.values()
        for name, interface in entry.spec.interfaces.items()
        if interface.family == family
    )
    name = used.most_common(1)[0][0] if used else _own_part(family, list(specs.families))
    if name not in taken:
        return name
    return next(other for n in range(2, 100) if (other := f"{name}-{n}") not in taken)


def _own_part(family: str, families: list[str]) -> str:
    parts = family.split("-")
    shared = 0
    for other in families:
        if other != family:
            same = 0
            for mine, its in zip(parts[:-1], other.split("-"), strict=False):
                if mine != its:
                    break
                same += 1
            shared = max(shared, same)
    return "-".join(parts[shared:])


def _where(there: Mapping[str, Entry[Any]], name: str) -> str:
    if name not in there:
        return ""
    place = there[name].place(key=True)
    return f" ({place.file}:{place.line})"
