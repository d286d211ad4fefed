"""Routes proven by hand and by chance: what the check lets pass, a reader can walk."""

import random
from collections.abc import Callable, Mapping

import pytest

from generator.check.proof import Checked
from generator.knowledge.resolve import resolve
from generator.read.limits import MAX_STEPS

Lumen = Callable[..., Checked]
MENU = "families/tv-menu.yml"
GEAR = "families/tv-gear.yml"
PHONE = "families/phone-app.yml"


def codes(checked: Checked) -> list[str]:
    return [problem.code for problem in checked.problems]


def test_every_route_of_the_base_leads_from_the_start_to_the_goal(lumen: Lumen) -> None:
    for family in lumen().families.values():
        for route in family.routes.values():
            assert family.start is not None
            at = family.start.value
            for step in route.value.steps:
                control = family.control(step)
                assert control is not None
                assert step.startswith(f"{at}.")
                at = control.value.opens
            assert family.screens[at].goal


@pytest.mark.parametrize("missing", range(4))
def test_no_step_can_be_left_out(lumen: Lumen, missing: int) -> None:
    steps = ["home.open-menu", "menu.get-help", "help.sign-out", "confirm.accept"]
    left = [step for number, step in enumerate(steps) if number != missing]
    checked = lumen({MENU: (", ".join(steps), ", ".join(left))})
    assert codes(checked) == ["route-ends-early" if missing == 3 else "route-breaks"]
    assert f"`{steps[missing]}`" in checked.problems[0].hint


def test_steps_in_another_order_are_refused(lumen: Lumen) -> None:
    steps = ["home.open-menu", "menu.get-help", "help.sign-out", "confirm.accept"]
    shuffle = random.Random(1).shuffle
    for _ in range(10):
        other = list(steps)
        shuffle(other)
        if other != steps:
            checked = lumen({MENU: (", ".join(steps), ", ".join(other))})
            assert codes(checked) == ["route-breaks"]


def test_a_fault_of_a_family_is_reported_once_however_many_devices_show_it(lumen: Lumen) -> None:
    more = {
        f"devices/tv/set-{n}.yml": f"name: Set {n}\ninterfaces: {{menu: {{family: tv-menu}}}}\n"
        for n in range(20)
    }
    assert codes(lumen(more)) == []
    checked = lumen({**more, MENU: ("code-page.sign-out, confirm.accept", "code-page.sign-out")})
    assert [str(problem.place) for problem in checked.problems] == [f"specs/{MENU}:42:28"]


def test_a_change_that_breaks_an_inherited_route_is_the_fault_of_who_changed(lumen: Lumen) -> None:
    checked = lumen(
        {"families/tv-gear.yml": ("drop: [menu.get", "drop: [confirm.accept, menu.get")}
    )
    assert {problem.place.file for problem in checked.problems} == {"specs/families/tv-gear.yml"}


STEPS = "home.open-menu, menu.get-help, help.sign-out, confirm.accept"
ANOTHER_ROUTE = """\
routes:
  gear-code:
    role: fallback
    title: Press the key code
    steps: [home.key-code, code-page.sign-out, confirm.accept]
    sources: [howto-hub]
"""
GEAR_HAS_SCREENS = """\
screens:
  menu:
    looks_like: A list with a gear at its end.
    controls:
      settings: {select: settings, where: at-bottom, opens: help}
"""
GEAR_HAS_ROUTES = """\
routes:
  menu:
    role: main
    title: Use the gear
    steps: [home.open-menu, menu.settings, help.sign-out, confirm.accept]
    sources: [howto-hub]
"""
PLUS = """\
name: Phone app with more
extends: phone-app
tell: A plus stands at the top.
screens:
  home:
    controls:
      direct: {select: sign-out, opens: signed-out}
routes:
  again:
    role: fallback
    title: Use the plus
    steps: [home.direct]
    sources: [lumen-help]
"""
NAME_BELOW = [
    ("name: TV app with a gear\n", ""),
    ("tell: A gear", "name: TV app with a gear\ntell: A gear"),
]
UNUSED = "labels.yml:9:1: Nothing uses the label `settings`. Use it, or remove it. [unused-label]"
SAME = (
    "The route `{}` has the same steps. Remove one of the two, or correct its steps. [same-steps]"
)
ENDS_EARLY = (
    "The route `{}` ends on `confirm`, which is not a goal: the device is not signed out there. "
    "Put `confirm.accept` after it, which opens the goal `signed-out`. [route-ends-early]"
)
NO_GOAL = (
    "No screen of the family `{}` is a goal. Add `goal: true` to the screen on which the device is "
    "signed out. [no-goal]"
)
CODE = "steps: [home.key-code, code-page.sign-out, confirm.accept]"
Changes = dict[str, str | tuple[str, str] | list[tuple[str, str]]]
# What an editor did, and all that is said about it, with what a program may put instead.
SLIPS: dict[str, tuple[Changes, list[str]]] = {
    "the main route that is inherited is made a fallback": (
        {GEAR: [("role: main", "role: fallback")]},
        [
            f"{GEAR}:12:5: The family `tv-gear` has no main route. Write `role: main`. "
            "[no-main-route]"
        ],
    ),
    "and there is another route": (
        {
            GEAR: [("role: main", "role: fallback"), ("routes:\n", ANOTHER_ROUTE)],
        },
        [
            f"{GEAR}:14:12: The route `key-code` has the same steps. Remove one of the two, or "
            "correct its steps. [same-steps]",
            f"{GEAR}:17:5: The family `tv-gear` has no main route. Write `role: main`. "
            "[no-main-route]",
        ],
    ),
    "steps changed places": (
        {MENU: (STEPS, "home.open-menu, help.sign-out, menu.get-help, confirm.accept")},
        [
            f"{MENU}:36:29: Step 2 needs the screen `help`, but step 1 leaves the reader on "
            "`menu`. Move `menu.get-help` before it. [route-breaks]"
        ],
    ),
    "no single step leads on": (
        {MENU: (STEPS, "home.open-menu, confirm.accept")},
        [
            f"{MENU}:36:29: Step 2 needs the screen `confirm`, but step 1 leaves the reader on "
            "`menu`. From there: `menu.get-help` opens `help`, `menu.leave` opens `home`. "
            "[route-breaks]"
        ],
    ),
    "a control opens another screen than it should": (
        {GEAR: ("opens: help}", "opens: confirm}")},
        [
            f"{GEAR}:9:61: `menu.settings` opens `confirm`, but the route goes on from `help`, to "
            "which nothing leads. Did you mean `help`? [route-breaks]"
        ],
    ),
    "the goal is two steps off": (
        {MENU: (STEPS, "home.open-menu, menu.get-help")},
        [
            f"{MENU}:36:29: The route `menu` ends on `help`, which is not a goal: the device is "
            "not signed out there. From there: `help.sign-out` opens `confirm`. "
            "[route-ends-early]"
        ],
    ),
    "the family it extends is misspelt": (
        {GEAR: ("extends: tv-menu", "extends: tv-main"), MENU: (STEPS, STEPS[:-16])},
        [
            f"{GEAR}:2:10: There is no family `tv-main`. Did you mean `tv-menu`? If it is new, add "
            "it in families/tv-main.yml. [unknown-family]",
            f"{MENU}:36:44: {ENDS_EARLY.format('menu')}",
        ],
    ),
    "an inherited route breaks, and one that is not": (
        {
            GEAR: [
                ("routes:\n", ANOTHER_ROUTE),
                ("home.key-code, code-page.sign-out", "home.open-menu, menu.settings"),
            ],
            MENU: (CODE, CODE.replace(", confirm.accept", "")),
        },
        [
            f"{GEAR}:14:44: Step 3 needs the screen `confirm`, but step 2 leaves the reader on "
            "`help`. Put `help.sign-out` before it. [route-breaks]",
            f"{MENU}:42:28: {ENDS_EARLY.format('key-code')}",
        ],
    ),
    "all inherited routes are dropped": (
        {
            GEAR: [
                ("drop: [menu.get-help]", "drop: [menu, key-code]"),
                *NAME_BELOW,
                (GEAR_HAS_SCREENS, ""),
                (GEAR_HAS_ROUTES, ""),
            ]
        },
        [
            f"{GEAR}:2:1: The family `tv-gear` has no fallback route. Add a route with `role: "
            "fallback`, or say in `no_fallback:` why there is none. [no-fallback]",
            f"{GEAR}:2:1: The family `tv-gear` has no main route. Give one route `role: main`. "
            "[no-main-route]",
            UNUSED,
        ],
    ),
    "a fallback after all in a family that extends one without": (
        {
            "families/phone-plus.yml": PLUS,
            "devices/phone/plus.yml": "name: Plus\ninterfaces:\n  app: {family: phone-plus}\n",
        },
        [
            "families/phone-plus.yml:8:1: `no_fallback` says there is none, but the family "
            "`phone-plus` has one. Remove `no_fallback`, or the fallback route. "
            "[fallback-after-all]"
        ],
    ),
    "routes end on several screens, none of which is a goal": (
        {
            MENU: [
                ("    goal: true\n", ""),
                (STEPS, STEPS.replace("confirm.accept", "confirm.refuse")),
                (
                    "      accept: {",
                    "      refuse: {select: leave, opens: refused}\n      accept: {",
                ),
                ("  signed-out:\n", "  refused:\n    looks_like: Rows again.\n  signed-out:\n"),
            ]
        },
        [f"{MENU}:4:1: {NO_GOAL.format('tv-menu')}"],
    ),
    "the inherited goal is dropped": (
        {
            GEAR: [
                ("drop: [menu.get-help]", "drop: [signed-out, confirm.accept]"),
                *NAME_BELOW,
                (GEAR_HAS_SCREENS, ""),
                (GEAR_HAS_ROUTES, ""),
            ]
        },
        [
            *(
                f"{GEAR}:1:10: The inherited route `{name}` breaks: The screen `confirm` has no "
                "control `accept`. [unknown-control]"
                for name in ("key-code", "menu")
            ),
            f"{GEAR}:2:1: {NO_GOAL.format('tv-gear')}",
            UNUSED,
        ],
    ),
    "the inherited goal is dropped, and there are other screens": (
        {GEAR: [("drop: [menu.get-help]", "drop: [menu.get-help, signed-out, confirm.accept]")]},
        [
            f"{GEAR}:2:10: The inherited route `key-code` breaks: The screen `confirm` has no "
            "control `accept`. [unknown-control]",
            f"{GEAR}:5:1: {NO_GOAL.format('tv-gear')}",
            f"{GEAR}:14:59: The screen `confirm` has no control `accept`. [unknown-control]",
        ],
    ),
    "a route has the steps of an inherited one": (
        {GEAR: (GEAR_HAS_ROUTES.split("\n")[4].strip(), CODE)},
        [f"{GEAR}:14:12: {SAME.format('key-code')}"],
    ),
    "two inherited routes have the same steps": (
        {
            MENU: (
                "impostors:\n",
                f"  again:\n    role: fallback\n    title: Once more\n    {CODE}\n"
                "    sources: [gazette]\nimpostors:\n",
            )
        },
        [f"{MENU}:48:12: {SAME.format('key-code')}"],
    ),
    "a misspelt step after no start": (
        {PHONE: [("start: home\n", ""), ("[home.me, ", "[home.mee, ")]},
        [
            f"{PHONE}:1:1: The family `phone-app` has no start screen. Add `start: home` below it. "
            "[no-start]",
            f"{PHONE}:19:13: The screen `home` has no control `mee`. Did you mean `me`? "
            "[unknown-control] put home.me",
        ],
    ),
    "a misspelt screen of a step": (
        {MENU: ("menu.get-help, help.sign-out", "menu.get-help, helpp.sign-out")},
        [
            f"{MENU}:36:44: The family has no screen `helpp`. Did you mean `help`? "
            "[unknown-screen] put help.sign-out"
        ],
    ),
    "a screen and a control that are none, and look like none": (
        {
            MENU: ("menu.get-help, help.sign-out", "menu.get-help, xyz.sign-out"),
            PHONE: ("me.sign-out", "me.xyz"),
        },
        [
            f"{PHONE}:20:22: The screen `me` has no control `xyz`. There is only `sign-out`. "
            "[unknown-control]",
            f"{MENU}:36:44: The family has no screen `xyz`. There are `code-page`, `confirm`, "
            "`help`, `home`, `menu`, `signed-out`. [unknown-screen]",
        ],
    ),
    "a control leads back, where it should lead on": (
        {MENU: ("where: at-bottom, opens: help}", "where: at-bottom, opens: home}")},
        [
            f"{MENU}:14:61: `menu.get-help` opens `home`, but the route goes on from `help`, to "
            "which nothing leads. Did you mean `help`? [route-breaks]"
        ],
    ),
    "the last step leads back": (
        {MENU: (STEPS, "home.open-menu, menu.leave")},
        [
            f"{MENU}:36:29: Step 2 leads back to `home`, where the reader has been. Leave out "
            "`home.open-menu`, `menu.leave`. [route-loops]"
        ],
    ),
    "a circle on the way": (
        {
            MENU: [
                (
                    "  help:\n    looks_like: A page with {sign-out} on it.\n    controls:\n",
                    "  help:\n    looks_like: A page with {sign-out} on it.\n    controls:\n"
                    "      back: {select: leave, opens: menu}\n",
                ),
                (
                    "menu.get-help, help.sign-out",
                    "menu.get-help, help.back, menu.get-help, help.sign-out",
                ),
            ]
        },
        [
            f"{MENU}:37:44: Step 3 leads back to `menu`, where the reader has been. Leave out "
            "`menu.get-help`, `help.back`. [route-loops]"
        ],
    ),
    "the start in the middle, to which nothing leads": (
        {PHONE: ("[home.me, ", "[home.me, home.me, ")},
        [
            f"{PHONE}:20:22: Step 2 needs the screen `home`, but step 1 leaves the reader on `me`. "
            "From there: `me.sign-out` opens `signed-out`. [route-breaks]"
        ],
    ),
    "an inherited control opens another screen than it should": (
        {MENU: ("or: [left], opens: menu}", "or: [left], opens: code-page}")},
        [
            f"{GEAR}:6:3: Nothing leads to the screen `menu`. Let a control open it, or remove it. "
            "[unused-screen]",
            f"{GEAR}:14:29: Step 2 needs the screen `menu`, but step 1 leaves the reader on "
            "`code-page`. From there: `code-page.sign-out` opens `confirm`. [route-breaks]",
            f"{MENU}:9:53: `home.open-menu` opens `code-page`, but the route goes on from `menu`, "
            "to which nothing leads. Did you mean `menu`? [route-breaks]",
            f"{MENU}:11:3: Nothing leads to the screen `menu`. Let a control open it, or remove "
            "it. [unused-screen]",
        ],
    ),
    "a screen without controls": (
        {
            PHONE: [
                ("  signed-out:\n", "  more:\n    looks_like: Another page.\n  signed-out:\n"),
                ("      sign-out:", "      more: {select: leave, opens: more}\n      sign-out:"),
                ("me.sign-out]", "me.more]"),
            ]
        },
        [
            f"{PHONE}:23:22: The route `me` ends on `more`, which is not a goal: the device is "
            "not signed out there. The screen `more` has no controls; give it one. "
            "[route-ends-early]"
        ],
    ),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_what_is_said_of_a_route(lumen: Lumen, slip: tuple[Changes, list[str]]) -> None:
    changes, problems = slip
    found = [
        f"{problem}{'' if problem.fix is None else f' {problem.fix.do} {problem.fix.value}'}"
        for problem in lumen(changes).problems
    ]
    assert [one.removeprefix("specs/") for one in found] == problems


@pytest.mark.parametrize("steps", [MAX_STEPS, MAX_STEPS + 1])
def test_a_route_has_at_most_so_many_steps(lumen: Lumen, steps: int) -> None:
    on_the_way = "".join(
        f"  page-{n}:\n    looks_like: Page {n}.\n    controls:\n"
        f"      next: {{select: leave, opens: page-{n + 1}}}\n"
        for n in range(steps - 2)
    ).replace(f"page-{steps - 2}", "me")
    way = ", ".join(["home.me", *(f"page-{n}.next" for n in range(steps - 2)), "me.sign-out"])
    phone = [
        ("opens: me}", "opens: page-0}"),
        ("  me:\n    looks", f"{on_the_way}  me:\n    looks"),
    ]
    checked = lumen({PHONE: [*phone, ("home.me, me.sign-out", way)]})
    assert codes(checked) == ["too-many-steps"] * (steps > MAX_STEPS)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_editors_do_to_lines(
    lumen: Lumen, base_files: Mapping[str, bytes], seed: int
) -> None:
    """Lines left out, doubled, swapped or moved into another file: the check never fails, and
    whatever it lets pass can be resolved."""
    dice = random.Random(seed)
    names = sorted(base_files)
    for _ in range(25):
        changes: dict[str, str] = {}
        for name in dice.sample(names, dice.choice([1, 1, 2])):
            lines = base_files[name].decode().splitlines(keepends=True)
            at = dice.randrange(len(lines))
            other = dice.choice(base_files[dice.choice(names)].decode().splitlines(keepends=True))
            match dice.randrange(5):
                case 0:
                    del lines[at]
                case 1:
                    lines.insert(at, lines[at])
                case 2:
                    lines[at], lines[at - 1] = lines[at - 1], lines[at]
                case 3:
                    lines.insert(at, other)
                case 4:
                    words = lines[at].split(" ")
                    del words[dice.randrange(len(words))]
                    lines[at] = " ".join(words)
            changes[name] = "".join(lines)
        checked = lumen(changes)
        for problem in checked.problems:
            assert str(problem).isprintable()
        if not checked.problems:
            resolve(checked)


@pytest.mark.parametrize("place", ["families", "devices", "shared"])
def test_no_broken_file_is_blamed_on_others(
    lumen: Lumen, base_files: Mapping[str, bytes], place: str
) -> None:
    """Each file of the base in turn cannot be read: that is the only problem there is."""
    for name in base_files:
        here = name.split("/")[0] if "/" in name else "shared"
        if here == place or (place == "devices" and here in ("problems", "checklists", "topics")):
            checked = lumen({name: "a: [\n"})
            assert [problem.place.file for problem in checked.problems] == [f"specs/{name}"]
