"""Screens and controls: what is said of each slip, where, and how a program may mend it.

The trees of tests/bad show one of each kind; here is how they meet, and whom they are blamed on.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.check.proof import Checked
from generator.read.problem import Fix, Problem

Lumen = Callable[..., Checked]
Changes = dict[str, str | list[tuple[str, str]]]
MENU, GEAR = "families/tv-menu.yml", "families/tv-gear.yml"
PHONE, PAGE = "families/phone-app.yml", "families/devices-page.yml"

LOST = "  lost:\n    looks_like: A page nobody sees.\n"
# A family that begins on another screen than the one it extends.
STARTS_ON_THE_MENU: list[tuple[str, str]] = [
    ("drop: [menu.get-help]", "start: menu\ndrop: [menu.get-help, key-code]"),
    ("steps: [home.open-menu, ", "steps: ["),
    (
        "routes:\n",
        "no_fallback:\n  because: There is one way.\n  sources: [howto-hub]\nroutes:\n",
    ),
]
HOME_AGAIN = """\
screens:
  home:
    looks_like: Rows.
    controls:
      open-menu: {press: [back], opens: menu}
      key-code: {press: [up, up, down], opens: code-page}
"""
NO_REACH = "Nothing says how to get to the start screen `{}`. Add `reach:` to the screen, such as: "
NO_REACH += "Open {{service}} and choose any profile. [no-reach]"
SIGNED_OUT = "Routes start on `home`, where the device is signed out already. Let them start on "
SIGNED_OUT += "the screen the reader sees first when signed in. [start-is-goal]"
REACH = "    reach: Open {service} and choose any profile.\n"
SEEN_AT_HOME = "    looks_like: Rows of titles, no open menu.\n"
UNREAD = "name: &\n"
UNREAD_SAYS = 'An unquoted value cannot begin with `*` or `&`. Quote it: "&". [yaml-syntax] quote'
LABELS = "There are `deactivate`, `devices`, `get-help`, `leave`, `profile-icon`, `remove`, "
LABELS += "`remove-all`, `settings`, `sign-out`, `yes-button`."

# What an editor did, and all that is said about it, with what a program may do.
SLIPS: dict[str, tuple[Changes, list[str]]] = {
    "an action has none or several things": (
        {
            MENU: [
                (
                    "get-help: {select: get-help,",
                    "get-help: {select: get-help, press: [up], enter: x,",
                ),
                ("press: [back]", "press: []"),
                ("move: [down]", "move: []"),
            ]
        },
        [
            f"{MENU}:9:26: `press` names no key. Name the keys in order, such as [up, up]. [empty]",
            f"{MENU}:14:7: The control `get-help` has `press` and `select` and `enter`; a control "
            "has exactly one action. Keep one of them. [one-action]",
            f"{MENU}:23:24: `move` names no key. Name the keys in order, such as [up, up]. [empty]",
        ],
    ),
    "a highlight moves nowhere": (
        {MENU: [("move: [down], to: sign-out", "move: [down]")]},
        [
            f"{MENU}:23:7: The control `sign-out` has `move` without `to`. Say both: with which "
            "keys the highlight moves, and to what. [move-to]"
        ],
    ),
    "a highlight is somewhere without a move": (
        {MENU: [("move: [down], to: sign-out", "press: [down], to: sign-out")]},
        [
            f"{MENU}:23:7: The control `sign-out` has `to` without `move`. Say both: with which "
            "keys the highlight moves, and to what. [move-to]"
        ],
    ),
    "what is typed has no alternative": (
        {PAGE: [("enter: your password,", "enter: your password, or: [up],")]},
        [
            f"{PAGE}:12:40: The control `password` has `enter`, to which there is no `or`. Remove "
            "`or`, or say it in `note`. [wrong-alternative]"
        ],
    ),
    "labels stand beside keys, and keys beside labels": (
        {
            MENU: [
                ("or: [left]", "or: [left, leave]"),
                ("or: [deactivate]", "or: [deactivate, left, sign-out, up]"),
            ]
        },
        [
            f"{MENU}:9:45: `leave` is not one of the keys, as the action of this control needs. "
            "There are `back`, `down`, `home`, `left`, `up`. [wrong-alternative]",
            f"{MENU}:19:53: `left` is not one of the labels, as the action of this control needs. "
            f"{LABELS} [wrong-alternative]",
            f"{MENU}:19:59: `sign-out` is what the control `sign-out` has anyway. Remove it from "
            "`or`. [said-twice] remove",
            f"{MENU}:19:69: `up` is not one of the labels, as the action of this control needs. "
            f"{LABELS} [wrong-alternative]",
        ],
    ),
    "a label that looks like a key": (
        {
            "labels.yml": [("leave: {text", "lefts: {text")],
            MENU: [
                ("or: [left]", "or: [left, lefts]"),
                ("select: leave", "select: lefts"),
                ("label: leave", "label: lefts"),
            ],
        },
        [
            f"{MENU}:9:45: `lefts` is not one of the keys, as the action of this control needs. "
            "Did you mean `left`? [wrong-alternative] put left"
        ],
    ),
    "the same key again": (
        {
            MENU: [
                ("or: [left]", "or: [left, back]"),
                ("move: [down],", "move: [down], or: [down],"),
            ]
        },
        [
            f"{MENU}:9:45: `back` is what the control `open-menu` has anyway. Remove it from `or`. "
            "[said-twice] remove",
            f"{MENU}:23:37: `down` is what the control `sign-out` has anyway. Remove it from `or`. "
            "[said-twice] remove",
        ],
    ),
    "no start, and two screens that may be it": (
        {
            PHONE: [
                ("start: home\n", ""),
                (
                    "    looks_like: A page with",
                    "    reach: Go there.\n    looks_like: A page with",
                ),
            ]
        },
        [
            f"{PHONE}:1:1: The family `phone-app` has no start screen. Say `start:` and the name "
            "of the screen every route begins at. [no-start]"
        ],
    ),
    "no start in a family that is extended": (
        {MENU: [("start: home\n", "")]},
        [
            f"{MENU}:1:1: The family `tv-menu` has no start screen. Add `start: home` below it. "
            "[no-start]"
        ],
    ),
    "no start, and the name stands far below": (
        {
            PHONE: [
                ("name: Phone app\nstart: home\n", ""),
                ("no_fallback:", "name: Phone app\nno_fallback:"),
            ]
        },
        [
            f"{PHONE}:20:1: The family `phone-app` has no start screen. Add `start: home` below "
            "it. [no-start]"
        ],
    ),
    "a label that cannot be read has the name of a key": (
        {
            "labels.yml": [("leave:", "left: {txt: {en: Left}}\nleave:")],
            MENU: [("or: [deactivate]", "or: [deactivate, left]")],
        },
        [
            "labels.yml:12:8: `txt` is not known here. Did you mean `text`? [unknown-field] rename "
            "text"
        ],
    ),
    "a start that is none": (
        {GEAR: [("extends: tv-menu\n", "extends: tv-menu\nstart: hoem\n")]},
        [
            f"{GEAR}:3:8: The family has no screen `hoem`. Did you mean `home`? [unknown-screen] "
            "put home"
        ],
    ),
    "another start, with nothing on how to get there": (
        {GEAR: STARTS_ON_THE_MENU},
        [f"{GEAR}:7:3: {NO_REACH.format('menu')}"],
    ),
    "another start, of which all is inherited but how to get there": (
        {GEAR: [*STARTS_ON_THE_MENU, ("start: menu", "start: help"), ("menu.settings, ", "")]},
        [f"{GEAR}:4:8: {NO_REACH.format('help')}"],
    ),
    "another start, and how to get there": (
        {
            GEAR: [
                *STARTS_ON_THE_MENU,
                ("  menu:\n    looks", "  menu:\n    reach: Press Menu.\n    looks"),
            ]
        },
        [],
    ),
    "nothing on how to get to the start of a family that is extended": (
        {MENU: [(REACH, "")], GEAR: [("screens:\n", "screens:\n  home:\n    looks_like: Rows.\n")]},
        [f"{MENU}:5:3: {NO_REACH.format('home')}"],
    ),
    "the start is dropped and written anew, without how to get there": (
        {
            GEAR: [
                ("drop: [menu.get-help]", "drop: [menu.get-help, home]"),
                ("screens:\n", HOME_AGAIN),
            ],
        },
        [f"{GEAR}:6:3: {NO_REACH.format('home')}"],
    ),
    "an inherited start is made a goal": (
        {GEAR: [("screens:\n", "screens:\n  home:\n    goal: true\n")]},
        [f"{GEAR}:7:11: {SIGNED_OUT}"],
    ),
    "the start of a family that is extended is a goal": (
        {
            MENU: [(SEEN_AT_HOME, f"{SEEN_AT_HOME}    goal: true\n")],
            GEAR: [("screens:\n", "screens:\n  home:\n    looks_like: Rows.\n")],
        },
        [f"{MENU}:3:8: {SIGNED_OUT}"],
    ),
    "two screens that look like nothing": (
        {
            MENU: [("    looks_like: A question about signing out.\n", "")],
            PHONE: [("    looks_like: Rows of titles.\n", "")],
        },
        [
            f"{file}: Nothing says what the screen `{name}` looks like. Add `looks_like:`, so that "
            "readers can tell whether they got there. [no-looks]"
            for file, name in ((f"{PHONE}:4:3", "home"), (f"{MENU}:24:3", "confirm"))
        ],
    ),
    "the start is dropped, and what others open too": (
        {GEAR: [("drop: [menu.get-help]", "drop: [code-page, home, menu.get-help, confirm]")]},
        [
            f"{GEAR}:4:19: `home` is the start screen; it is dropped, and there is no other. Keep "
            "it, or name another screen in `start:`. [dropped-but-needed]",
            f"{GEAR}:4:40: The screen `confirm` is dropped, but the inherited control "
            "`help.sign-out` opens it. Drop `help.sign-out` as well. [dropped-but-needed]",
        ],
    ),
    "two screens are dropped that are opened": (
        {GEAR: [("drop: [menu.get-help]", "drop: [code-page, menu.get-help, confirm]")]},
        [
            f"{GEAR}:4:8: The screen `code-page` is dropped, but the inherited control "
            "`home.key-code` opens it. Drop `home.key-code` as well. [dropped-but-needed]",
            f"{GEAR}:4:34: The screen `confirm` is dropped, but the inherited control "
            "`help.sign-out` opens it. Drop `help.sign-out` as well. [dropped-but-needed]",
        ],
    ),
    "a control of nearly the same name is dropped": (
        {GEAR: [("drop: [menu.get-help]", "drop: [confirm, code-page.sign-out]")]},
        [
            f"{GEAR}:2:10: The inherited route `key-code` breaks: The screen `code-page` has no "
            "control `sign-out`. [unknown-control]",
            f"{GEAR}:4:8: The screen `confirm` is dropped, but the inherited control "
            "`help.sign-out` opens it. Drop `help.sign-out` as well. [dropped-but-needed]",
        ],
    ),
    "what opens it is dropped too, but misspelt": (
        {GEAR: [("drop: [menu.get-help]", "drop: [menu.get-help, code-page, home.key-cod]")]},
        [
            f"{GEAR}:4:34: `home.key-cod` is not inherited, so it cannot be dropped. Did you mean "
            "`home.key-code`? [unknown-drop] put home.key-code",
        ],
    ),
    "screens that nothing opens, but themselves": (
        {
            MENU: [
                (
                    "  signed-out:\n",
                    f"{LOST}    controls:\n      stay: {{select: leave, opens: lost}}\n"
                    "  lost-too:\n    looks_like: Another one.\n  signed-out:\n",
                )
            ]
        },
        [
            f"{place}: Nothing leads to the screen `{name}`. Let a control open it, or remove it. "
            "[unused-screen]"
            for place, name in ((f"{MENU}:29:3", "lost"), (f"{MENU}:33:3", "lost-too"))
        ],
    ),
    "a screen that nothing opens in a family that extends another": (
        {GEAR: [("  menu:\n    looks", f"{LOST}  menu:\n    looks")]},
        [
            f"{GEAR}:6:3: Nothing leads to the screen `lost`. Let a control open it, or remove it. "
            "[unused-screen]"
        ],
    ),
    "a screen that only a family opens that extends this": (
        {
            MENU: [("  signed-out:\n", f"{LOST}  signed-out:\n")],
            GEAR: [("opens: help}", "opens: help}\n      lose: {select: leave, opens: lost}")],
        },
        [],
    ),
    "a screen that a misspelt name may mean": (
        {
            MENU: [
                ("  signed-out:\n", f"{LOST}  signed-out:\n"),
                ("leave, opens: home", "leave, opens: lots"),
            ],
        },
        [
            f"{MENU}:15:37: The family has no screen `lots`. Did you mean `lost`? "
            "[unknown-screen] put lost"
        ],
    ),
    "a screen that a family may open that cannot be read": (
        {MENU: [("  signed-out:\n", f"{LOST}  signed-out:\n")], PHONE: UNREAD},
        [
            f'{PHONE}:1:7: An unquoted value cannot begin with `*` or `&`. Quote it: "&". '
            "[yaml-syntax] quote"
        ],
    ),
    "what can be said of a family without the one it extends": (
        {
            MENU: UNREAD,
            GEAR: [("      settings:", "      more: {opens: helpp}\n      settings:")],
        },
        [
            f"{GEAR}:9:7: The control `more` has no action; a control has exactly one action. Give "
            "it one of `press`, `select`, `move`, `enter`. [one-action]",
            f"{MENU}:1:7: {UNREAD_SAYS}",
        ],
    ),
    "of an alternative nothing is said if the labels cannot be read": (
        {"labels.yml": UNREAD, MENU: [("or: [deactivate]", "or: [left]")]},
        [f"labels.yml:1:7: {UNREAD_SAYS}".replace('it: "&"', 'the value: "…"')],
    ),
}


def said(problem: Problem) -> str:
    """The problem, and what a program may do."""
    fix: Fix | None = problem.fix
    done = "" if fix is None else f" {fix.do} {fix.value}".rstrip()
    return f"{problem}{done}".removeprefix("specs/")


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_what_is_said_of_a_screen(lumen: Lumen, slip: tuple[Changes, list[str]]) -> None:
    changes, problems = slip
    assert [said(problem) for problem in lumen(changes).problems] == problems
