"""Choices that hold inside one file only: the screens and controls of a family, its routes.

One schema serves all families. It knows each by its name, or by the family it extends, and then
offers the names of that one. These are offers, never limits: a screen just written is as good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.family import Control, Family
from generator.model.specs import Specs
from generator.read.problem import shown

Node = dict[str, Any]


def local_choices(model: str, specs: Specs) -> Iterator[Node]:
    """What the schema of the model of this name offers for some values of its fields."""
    if model == "Family":
        new = {"name": {"not": {"enum": [entry.spec.name for entry in specs.families.values()]}}}
        nothing = Family(name="new")
        for entry in specs.families.values():
            family = entry.spec
            base = _base(specs, family)
            yield _if({"name": {"const": family.name}}, _family(base, family))
            if family.extends is None:
                yield _if({"extends": {"const": entry.id}, **new}, _family(family, nothing))
    elif model == "Interface":
        for entry in specs.families.values():
            base = _base(specs, entry.spec)
            routes = {**(base.routes if base else {}), **entry.spec.routes}
            offered = {
                name: {"description": f"{route.title} ({route.role})"}
                for name, route in routes.items()
            }
            yield _if({"family": {"const": entry.id}}, {"checked": {"properties": offered}})


def _base(specs: Specs, family: Family) -> Family | None:
    found = specs.families.get(family.extends or "")
    return found.spec if found else None


def _if(fields: Node, then: Node) -> Node:
    """`then` holds for some properties if the `fields` are there and as they say."""
    return {
        "if": {"properties": fields, "required": list(fields)},
        "then": {"properties": then},
    }


def _family(base: Family | None, own: Family) -> Node:
    """The fields of a family that name its screens, controls and routes: its own and its base's."""
    screens, steps = _screens(own), steps_in(own)
    inherited: dict[str, str] = {}
    if base is not None:
        inherited = {
            **steps_in(base),
            **{name: f"the route: {route.title}" for name, route in base.routes.items()},
            **{name: f"the screen: {looks}" for name, looks in _screens(base).items()},
        }
        screens, steps = {**_screens(base), **screens}, {**steps_in(base), **steps}
    one_screen = _offer(screens)
    of_control = {"properties": {"opens": one_screen}}
    of_screen = {"properties": {"controls": {"additionalProperties": of_control}}}
    of_route = {"properties": {"steps": {"items": _offer(steps)}}}
    return {
        "start": one_screen,
        "screens": {"additionalProperties": of_screen},
        "routes": {"additionalProperties": of_route},
        "drop": {"items": _offer(inherited)},
    }


def _screens(family: Family) -> dict[str, str]:
    return {name: screen.looks_like or "" for name, screen in family.screens.items()}


def steps_in(family: Family) -> dict[str, str]:
    """The steps one can take in a family, each with what one does and what that opens."""
    return {
        f"{name}.{control}": f"{_does(does)}, opens {does.opens}"
        for name, screen in family.screens.items()
        for control, does in screen.controls.items()
    }


def _does(control: Control) -> str:
    """What one does to a control, in the words of its file."""
    if control.press is not None:
        return f"press {', '.join(control.press)}"
    if control.move is not None:
        return f"move to {control.to}"
    return f"select {control.select}" if control.select else f"enter {shown(control.enter or '')}"


def _offer(known: Mapping[str, str]) -> Node:
    """Offers the names in `known`, tells of each what it stands for, and allows all others."""
    names = list(known)
    if not names:
        return {}
    return {
        "if": {"enum": names},
        "then": {"enum": names, "enumDescriptions": list(known.values())},
        "defaultSnippets": [
            {"label": name, "description": says, "body": name} for name, says in known.items()
        ],
    }
