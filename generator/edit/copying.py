"""What a new thing has in common with the one it is like: names and choices, never sentences,
sources or checks, which are said of that one alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.edit.form import Refused
from generator.model.names import ONE
from generator.model.specs import Entry, Specs
from generator.read.problem import did_you_mean, shown

# The fields that still hold, by collection.
_SHARED: Mapping[str, tuple[str, ...]] = {
    "devices": ("input", "keys"),
    "problems": ("kinds", "families", "devices"),
    "labels": ("means", "icon"),
    "sources": ("publisher", "tier", "origin", "language"),
    "items": ("priority", "see"),
    "keys": ("inputs",),
    "kinds": ("input", "icon"),
    "checklists": ("items",),
    "packs": ("checklists", "kinds", "devices", "remote"),
}
# A text that is a phrase of phrases.yml may be said twice; it stands in one place all the same.
_PHRASE = re.compile(r"\{[a-z0-9-]+\}")


def copied_from(specs: Specs, collection: str, name: str) -> dict[str, Any]:
    """The fields that a new thing of `collection` takes over from the one called `name`. Raises
    Refused."""
    there: Mapping[str, Entry[Any]] = getattr(specs, collection)
    what = ONE[collection][0]
    if name not in there:
        hint = did_you_mean(name, there)
        raise Refused(f"--from: there is no {what} `{shown(name)}`. {hint}".rstrip())
    spec = there[name].spec
    if collection == "families":
        if spec.extends is not None:
            raise Refused(
                f"--from: `{name}` itself extends `{spec.extends}`, and only one level is allowed. "
                f"Say --from {spec.extends}."
            )
        return {"extends": name}
    copied: dict[str, Any] = {}
    for field in _SHARED.get(collection, ()):
        value = getattr(spec, field)
        if field in spec.model_fields_set:
            copied[field] = list(value) if isinstance(value, tuple) else value
    if collection == "devices":
        copied["kind"] = there[name].folder
        copied["interfaces"] = {
            inner: {"family": interface.family}
            | ({"tell": interface.tell} if _PHRASE.fullmatch(interface.tell or "") else {})
            for inner, interface in spec.interfaces.items()
        }
        if spec.no_sign_out is not None and _PHRASE.fullmatch(spec.no_sign_out.because):
            copied["no_sign_out"] = {"because": spec.no_sign_out.because}
    return {field: value for field, value in copied.items() if value not in ({}, [])}
