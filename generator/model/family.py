"""An interface family: the screens, controls and routes that many devices share."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field

from generator.model.text import (
    Date,
    Editors,
    FamilyId,
    Id,
    Keys,
    LabelId,
    Listed,
    Plain,
    Plains,
    PositionId,
    Refers,
    Sources,
    Spec,
    Text,
)
from generator.read.limits import MAX_LISTED_STEPS

# What a screen looks like, as a small drawing shows it: what stands out, and where it sits.
Sketch = Literal[
    "rows",
    "list",
    "page",
    "sign-in",
    "menu",
    "menu-left",
    "menu-top",
    "gear",
    "icon-top",
    "icon-top-right",
    "dots-top-right",
    "tab-bottom-right",
    "lines-bottom-right",
]
StepName = Annotated[
    str,
    Field(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$"),
    Editors((("patternErrorMessage", "Write the screen and its control, as in screen.control."),)),
]


Action = Literal["press", "select", "move", "enter"]
ACTIONS: tuple[Action, ...] = get_args(Action)
_NAMES = ", ".join(ACTIONS)


class Control(Spec):
    """Something on a screen that one can operate. It has exactly one action."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": [action], "errorMessage": f"No action: give one of {_NAMES}."}
                for action in ACTIONS
            ],
            "dependentRequired": {"move": ["to"], "to": ["move"]},
            "dependentSchemas": {
                action: {
                    "properties": {other: False for other in ACTIONS if other != action},
                    "errorMessage": f"One action only: keep one of {_NAMES}.",
                }
                for action in ACTIONS
            },
            "defaultSnippets": [
                {
                    "label": "select a label",
                    "description": "Something on the screen that one selects.",
                    "body": {"select": "$1", "opens": "$2"},
                },
                {
                    "label": "press keys",
                    "description": "Keys that one presses, one after the other.",
                    "body": {"press": ["$1"], "opens": "$2"},
                },
                {
                    "label": "move to a label",
                    "description": "Keys that move the highlight until it is on a label.",
                    "body": {"move": ["$1"], "to": "$2", "opens": "$3"},
                },
                {
                    "label": "enter a text",
                    "description": "Something that one types.",
                    "body": {"enter": "$1", "opens": "$2"},
                },
            ],
        }
    )

    press: Keys | None = Field(
        None, description="The keys to press, one after the other, as names from keys.yml."
    )
    select: LabelId | None = Field(None, description="The label to select, a name from labels.yml.")
    move: Keys | None = Field(None, description="The keys that move the highlight; needs `to`.")
    to: LabelId | None = Field(None, description="The label the highlight moves to.")
    enter: Text | None = Field(None, description="What to type: your password.")
    or_: Annotated[tuple[Annotated[Id, Refers(("keys", "labels"))], ...], Listed] = Field(
        (),
        alias="or",
        description="Other keys or labels that some devices have in its place: for `press` and "
        "`move` keys, for `select` labels.",
    )
    where: PositionId | None = Field(
        None, description="Where it stands, a name from positions.yml."
    )
    note: Text | None = Field(None, description="A word on how to do it: press steadily.")
    opens: Id = Field(description="The screen it leads to.")


class Screen(Spec):
    """One state of the interface that a person can recognise."""

    looks_like: Text | None = Field(
        None, description="What one sees, in a few words: A list down the left side."
    )
    reach: Text | None = Field(
        None,
        description="For the start screen: how to get there.",
        examples=["Open {service} and choose any profile."],
    )
    sketch: Sketch | None = Field(
        None,
        description="What a small drawing of the screen shows. Say it only if `looks_like`, `tell` "
        "or `where` says so too; no drawing is better than a wrong one. rows: rows of titles. "
        "list: entries one below the other. page: some text and a button. sign-in: a page to sign "
        "in on. menu, menu-left, menu-top: an open menu, and at which side if one knows. gear: a "
        "gear icon, wherever it is. icon-top, icon-top-right, dots-top-right: an icon or three "
        "dots, and where. tab-bottom-right, lines-bottom-right: a tab with a name or with three "
        "lines. A dialog needs none: it is drawn as a question over another screen.",
    )
    dialog: bool = Field(False, description="true for a question over another screen.")
    goal: bool = Field(False, description="true if the device is signed out here.")
    controls: dict[Id, Control] = Field({}, description="What can be operated on this screen.")


class Check(Spec):
    """Somebody compared a route with the device or with its sources."""

    date: Date = Field(description="The day of the check: 2026-11-22.")
    by: Plain = Field(description="Who or what: a person, a team, a source.")
    on_device: bool = Field(False, description="true if the route was tried on a real device.")
    covers: Annotated[str, Field(pattern=r"^[a-p]{8}$")] = Field(
        description="The route's fingerprint at that time, written by `signout checked`."
    )
    sources: Sources = Field((), description="Pages it was compared with.")


class Route(Spec):
    """An ordered list of controls from the start screen to a goal screen."""

    role: Literal["main", "fallback"] = Field(
        description="Which way it is. main: the way shown first, one for each family; fallback: "
        "what to try when the main way does not work."
    )
    title: Plain = Field(description="The route as a heading: Use the menu.")
    when: Text | None = Field(
        None,
        description="For a fallback: when to take it.",
        examples=["The menu does not open."],
    )
    steps: Annotated[
        tuple[StepName, ...], Field(min_length=1, max_length=MAX_LISTED_STEPS), Listed
    ] = Field(description="The controls in order, each as `screen.control`.")
    sources: Sources = Field(description="Pages that describe the whole route.")
    in_part: Sources = Field((), description="Pages that describe only a part of it.")
    checked: Check | None = Field(
        None, description="When somebody last compared it with the device or with its sources."
    )


class Impostor(Spec):
    """A label that looks like a sign-out and is none."""

    label: LabelId = Field(description="The label people take for it, a name from labels.yml.")
    does: Text = Field(description="What it really does: It only closes the app.")
    sources: Sources = ()


class Reason(Spec):
    """Why something that every device should have is missing."""

    because: Text = Field(description="The reason, in a sentence readers understand.")
    sources: Sources = ()


class Family(Spec):
    """The screens, controls and routes of one interface."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"not": {"required": ["extends"]}},
            "then": {"required": ["start", "screens", "routes"]},
            "dependentRequired": {"drop": ["extends"]},
        }
    )

    name: Plain = Field(description="What editors and readers call it: TV app, menu on the left.")
    extends: FamilyId | None = Field(
        None, description="The family this one differs from; only what differs is written here."
    )
    tell: Text | None = Field(
        None, description="By what one tells this interface from others: A row of words runs …"
    )
    start: Id | None = Field(None, description="The screen every route begins at.")
    screens: dict[Id, Screen] = Field(
        {}, description="The screens of the interface, each under a name of yours."
    )
    routes: dict[Id, Route] = Field(
        {}, description="The ways from the start screen to a goal, the main one first."
    )
    drop: Plains = Field(
        (),
        description="With `extends`: what it lacks of the inherited, as `screen.control`, or the "
        "name of a route, or else of a screen.",
    )
    no_fallback: Reason | None = Field(
        None, description="Why there is no second way. The account page then stands in."
    )
    impostors: Annotated[tuple[Impostor, ...], Listed] = Field(
        (), description="Labels that look like a sign-out and are none."
    )
