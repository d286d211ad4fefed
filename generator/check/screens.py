"""Rules 4 and 5 for families: every screen can be recognised, reached and operated."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.extend import WholeFamily
from generator.model.family import ACTIONS, Control
from generator.model.specs import Specs
from generator.read.problem import Fix, Problem, did_you_mean, fix_of, nearest

_NAMES = ", ".join(f"`{action}`" for action in ACTIONS)


def check_screens(specs: Specs, families: dict[str, WholeFamily]) -> Iterator[Problem]:
    """The problems of screens and controls, each where it is written."""
    for family in families.values():
        for screen_name, screen in family.entry.spec.screens.items():
            for name, control in screen.controls.items():
                yield from _control(family, control, ("screens", screen_name, "controls", name))
                yield from _alternatives(specs, family, control, screen_name, name)
        if family.complete:
            yield from _start(family)
            yield from _looks(family)
            yield from _cut_off(family)
            if not any(collection == "families" for collection, _ in specs.broken):
                yield from _unused(family, families)


def _control(family: WholeFamily, control: Control, at: tuple[str, ...]) -> Iterator[Problem]:
    """Rule 5: a control has exactly one action, and leads to a screen that exists."""
    name, place = at[-1], family.entry.place(*at, key=True)
    actions = [action for action in ACTIONS if getattr(control, action) is not None]
    if len(actions) != 1:
        found = " and ".join(f"`{action}`" for action in actions) or "no action"
        message = f"The control `{name}` has {found}; a control has exactly one action."
        hint = f"Give it one of {_NAMES}." if not actions else "Keep one of them."
        yield Problem(place, "one-action", message, hint)
    for action in actions:
        if getattr(control, action) == ():
            yield Problem(
                family.entry.place(*at, action),
                "empty",
                f"`{action}` names no key.",
                "Name the keys in order, such as [up, up].",
            )
    if (control.move is None) != (control.to is None):
        missing, has = ("to", "move") if control.to is None else ("move", "to")
        yield Problem(
            place,
            "move-to",
            f"The control `{name}` has `{has}` without `{missing}`.",
            "Say both: with which keys the highlight moves, and to what.",
        )
    if family.complete and control.opens not in family.screens:
        yield Problem(
            family.entry.place(*at, "opens"),
            "unknown-screen",
            f"The family has no screen `{control.opens}`.",
            did_you_mean(control.opens, family.screens),
            fix_of(control.opens, family.screens),
        )


def _alternatives(
    specs: Specs, family: WholeFamily, control: Control, screen: str, name: str
) -> Iterator[Problem]:
    """`or` holds other keys for a press or a move, and other labels for a select."""
    at = ("screens", screen, "controls", name, "or")
    if control.enter is not None and control.or_:
        yield Problem(
            family.entry.place(*at, key=True),
            "wrong-alternative",
            f"The control `{name}` has `enter`, to which there is no `or`.",
            "Remove `or`, or say it in `note`.",
        )
        return
    collection = "labels" if control.select is not None else "keys"
    known = getattr(specs, collection)
    for number, other in enumerate(control.or_):
        place = family.entry.place(*at, number)
        elsewhere = other in specs.keys or other in specs.labels
        if other not in known and elsewhere and not specs.is_broken(collection, other):
            yield Problem(
                place,
                "wrong-alternative",
                f"`{other}` is not one of the {collection}, as the action of this control needs.",
                did_you_mean(other, known),
                fix_of(other, known),
            )
        if other == control.select or (other,) in (control.press, control.move):
            message = f"`{other}` is what the control `{name}` has anyway."
            yield Problem(place, "said-twice", message, "Remove it from `or`.", Fix("remove"))


def _start(family: WholeFamily) -> Iterator[Problem]:
    """Routes need a screen to begin at, and readers need to know how to get there."""
    start, own, base = family.start, family.entry, family.base
    if start is None:
        if base is not None:
            return  # it has none either; reported there
        reached = [name for name, one in family.screens.items() if one.reach is not None]
        hint = "Say `start:` and the name of the screen every route begins at."
        if len(reached) == 1:
            hint = f"Add `start: {reached[0]}` below it."
        message = f"The family `{family.id}` has no start screen."
        yield Problem(own.place("name", key=True), "no-start", message, hint)
        return
    screen = family.screens.get(start.value)
    written_here = start.entry is own
    if screen is None:
        if written_here:
            message = f"The family has no screen `{start.value}`."
            hint = did_you_mean(start.value, family.screens)
            fix = fix_of(start.value, family.screens)
            yield Problem(start.place(), "unknown-screen", message, hint, fix)
        return  # a dropped start screen is reported at the drop
    # Faults of a screen that routes of the inherited family start on too are reported there.
    above = None
    if base is not None and base.start is not None and base.start.value == start.value:
        above = base.screens.get(start.value)
    if screen.reach is None and not (above is not None and above.reach is None):
        here = start.value in own.spec.screens
        yield Problem(
            own.place("screens", start.value, key=True) if here else start.place(),
            "no-reach",
            f"Nothing says how to get to the start screen `{start.value}`.",
            "Add `reach:` to the screen, such as: Open {service} and choose any profile.",
        )
    if screen.goal and not (above is not None and above.goal):
        yield Problem(
            start.place() if written_here else own.place("screens", start.value, "goal"),
            "start-is-goal",
            f"Routes start on `{start.value}`, where the device is signed out already.",
            "Let them start on the screen the reader sees first when signed in.",
        )


def _looks(family: WholeFamily) -> Iterator[Problem]:
    for name in family.entry.spec.screens:
        if family.screens[name].looks_like is None:
            yield Problem(
                family.screens[name].written.place(key=True),
                "no-looks",
                f"Nothing says what the screen `{name}` looks like.",
                "Add `looks_like:`, so that readers can tell whether they got there.",
            )


def _cut_off(family: WholeFamily) -> Iterator[Problem]:
    """What is inherited needs no screen that is dropped."""
    base, drop = family.base, list(family.entry.spec.drop)
    if base is None:
        return
    gone = base.screens.keys() - family.screens.keys()
    unknown = [name for name in drop if "." in name and base.control(name) is None]
    if family.start is not None and family.start.value in gone:
        yield Problem(
            family.entry.place("drop", drop.index(family.start.value)),
            "dropped-but-needed",
            f"`{family.start.value}` is the start screen; it is dropped, and there is no other.",
            "Keep it, or name another screen in `start:`.",
        )
        gone -= {family.start.value}
    for screen_name, screen in family.screens.items():
        for name, control in screen.controls.items():
            opens = control.value.opens
            misspelt = nearest(f"{screen_name}.{name}", unknown)
            if control.entry is not family.entry and opens in gone and not misspelt:
                yield Problem(
                    family.entry.place("drop", drop.index(opens)),
                    "dropped-but-needed",
                    f"The screen `{opens}` is dropped, but the inherited control "
                    f"`{screen_name}.{name}` opens it.",
                    f"Drop `{screen_name}.{name}` as well.",
                )


def _unused(family: WholeFamily, families: dict[str, WholeFamily]) -> Iterator[Problem]:
    """Rule 4: every screen is the start of its family, or something leads to it."""
    kin = [family, *(other for other in families.values() if other.base is family)]
    led_to = {one.start.value for one in kin if one.start is not None} | {
        control.value.opens
        for one in kin
        for name, screen in one.screens.items()
        for control in screen.controls.values()
        if control.value.opens != name
    }
    if family.start is None or not led_to <= {name for one in kin for name in one.screens}:
        return  # a misspelt name may well mean it
    for name in family.entry.spec.screens:
        if name not in led_to:
            yield Problem(
                family.entry.place("screens", name, key=True),
                "unused-screen",
                f"Nothing leads to the screen `{name}`.",
                "Let a control open it, or remove it.",
            )
