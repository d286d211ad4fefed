"""Rules 1, 2 and 3 for families: every route leads, step by step, to a goal."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.extend import WholeFamily, Written
from generator.model.family import Route
from generator.read.limits import MAX_STEPS
from generator.read.problem import Fix, Place, Problem, did_you_mean, sure


def check_routes(families: dict[str, WholeFamily]) -> Iterator[Problem]:
    """The problems of every family's routes; what is inherited is reported where it is written."""
    broken_routes: set[tuple[str, str]] = set()
    # Families that are extended come first, so that their faults are known.
    for family in sorted(families.values(), key=lambda family: family.base is not None):
        if not family.complete:
            continue
        yield from _roles(family)
        yield from _same_steps(family)
        yield from _no_goal(family)
        for name, route in family.routes.items():
            problems = list(_route(family, name, route))
            if problems:
                broken_routes.add((family.id, name))
            inherited = route.entry is not family.entry
            if inherited and (route.entry.id, name) in broken_routes:
                continue
            yield from problems


def _roles(family: WholeFamily) -> Iterator[Problem]:
    """Rule 1: one main route, and a fallback or the reason why there is none."""
    mains = [name for name, route in family.routes.items() if route.value.role == "main"]
    fallbacks = len(family.routes) - len(mains)
    here = family.entry.place("routes" if family.entry.spec.routes else "name", key=True)
    if not mains:
        hint, place, ours = "Give one route `role: main`.", here, family.entry.spec.routes
        inherited = family.base.routes if family.base is not None else {}
        was_main = [n for n in ours if n in inherited and inherited[n].value.role == "main"]
        if was_main or len(ours) == 1:
            name = (*was_main, *ours)[0]
            place = family.entry.place("routes", name, "role", key=True)
            hint = "Write `role: main`."
        message = f"The family `{family.id}` has no main route."
        yield Problem(place, "no-main-route", message, hint)
    for name in mains[1:]:
        yield Problem(
            family.routes[name].place("role"),
            "two-main-routes",
            f"`{mains[0]}` is the main route already.",
            "Make this one a fallback, or a family of its own.",
        )
    if not fallbacks and len(mains) < 2 and family.no_fallback is None:
        yield Problem(
            here,
            "no-fallback",
            f"The family `{family.id}` has no fallback route.",
            "Add a route with `role: fallback`, or say in `no_fallback:` why there is none.",
        )
    if fallbacks and family.no_fallback is not None:
        own = family.entry.spec.no_fallback is not None
        yield Problem(
            family.entry.place("no_fallback", key=True) if own else here,
            "fallback-after-all",
            f"`no_fallback` says there is none, but the family `{family.id}` has one.",
            "Remove `no_fallback`, or the fallback route.",
        )


def has_goal(family: WholeFamily) -> bool:
    """Whether the device is signed out on any screen of the family."""
    return any(screen.goal for screen in family.screens.values())


def _no_goal(family: WholeFamily) -> Iterator[Problem]:
    """Rule 3: a family without any goal lacks it in one place, not at the end of each route."""
    inherited = family.base is not None and not has_goal(family.base)
    if has_goal(family) or inherited or not family.routes:
        return
    last = [family.control(route.value.steps[-1]) for route in family.routes.values()]
    ends = {control.value.opens for control in last if control is not None}
    end = ends.pop() if len(ends) == 1 else ""
    if end in family.entry.spec.screens:
        message = f"The routes end on `{end}`, but no screen of the family `{family.id}` is a goal."
        hint = f"Add `goal: true` to `{end}`."
        yield Problem(family.entry.place("screens", end, key=True), "no-goal", message, hint)
    else:
        message = f"No screen of the family `{family.id}` is a goal."
        hint = "Add `goal: true` to the screen on which the device is signed out."
        at = "screens" if family.entry.spec.screens else "name"
        yield Problem(family.entry.place(at, key=True), "no-goal", message, hint)


def _same_steps(family: WholeFamily) -> Iterator[Problem]:
    """Rule 1: a fallback is another way than the routes before it."""
    ways: dict[tuple[str, ...], str] = {}
    for name, route in family.routes.items():
        other = ways.setdefault(route.value.steps, name)
        if other != name:
            # If both are inherited, this is what is said of the other family too, and said once.
            here, twin = route, other
            if route.entry is not family.entry and family.routes[other].entry is family.entry:
                here, twin = family.routes[other], name
            yield Problem(
                here.place("steps"),
                "same-steps",
                f"The route `{twin}` has the same steps.",
                "Remove one of the two, or correct its steps.",
            )


def _route(family: WholeFamily, name: str, route: Written[Route]) -> Iterator[Problem]:
    steps = route.value.steps
    inherited = route.entry is not family.entry

    def problem(
        code: str, message: str, hint: str, *number: int, fix: Fix | None = None
    ) -> Problem:
        """A fault in an inherited route is the fault of the family that changed its screens."""
        if inherited:
            place: Place = family.entry.place("extends")
            return Problem(place, code, f"The inherited route `{name}` breaks: {message}", hint)
        return Problem(route.place("steps", *number), code, message, hint, fix)

    if len(steps) > MAX_STEPS:
        message = f"The route `{name}` has {len(steps)} steps; at most {MAX_STEPS} are allowed."
        yield problem("too-many-steps", message, "Find a shorter way, or join presses in one step.")
    at = family.start.value if family.start is not None else None
    if at not in family.screens:
        at = None  # reported at the start
    visited = [at]
    for number, step in enumerate(steps):
        screen = step.partition(".")[0]
        control = family.control(step)
        if control is None:
            if at is not None or family.start is None or screen != family.start.value:
                fix = _meant_step(family, step)
                yield problem(*_unknown_step(family, step), number, fix=fix)
            return  # an unknown start screen is reported at the start
        if at is not None and screen != at:
            astray = number and _leads_astray(family, steps[number - 1], screen)
            if astray:
                yield astray
                return
            before = (
                f"routes start on `{at}`"
                if number == 0
                else f"step {number} leaves the reader on `{at}`"
            )
            yield problem(
                "route-breaks",
                f"Step {number + 1} needs the screen `{screen}`, but {before}.",
                _way(family, at, screen, steps[number:]),
                number,
            )
            return
        at = control.value.opens
        if at not in family.screens:
            return  # reported at the control
        if at in visited:
            later = steps[number + 1 :]
            if later and (astray := _leads_astray(family, step, later[0].partition(".")[0])):
                yield astray
                return
            message = f"Step {number + 1} leads back to `{at}`, where the reader has been."
            back = visited.index(at)
            between = _listed(steps[back : number + 1])
            yield problem("route-loops", message, f"Leave out {between}.", number)
            return
        visited.append(at)
        if family.screens[at].goal and number < len(steps) - 1:
            message = f"Step {number + 1} reaches the goal `{at}`, but the route goes on."
            hint = f"Leave out {_listed(steps[number + 1 :])}."
            yield problem("route-goes-on", message, hint, number + 1)
            return
    if at is not None and not family.screens[at].goal and has_goal(family):
        yield problem(
            "route-ends-early",
            f"The route `{name}` ends on `{at}`, which is not a goal: the device is not signed "
            "out there.",
            _to_the_goal(family, at),
            len(steps) - 1,
        )


def _listed(steps: tuple[str, ...]) -> str:
    return ", ".join(f"`{step}`" for step in steps)


def _unknown_step(family: WholeFamily, step: str) -> tuple[str, str, str]:
    screen, _, name = step.partition(".")
    if screen not in family.screens:
        hint = did_you_mean(screen, family.screens)
        return "unknown-screen", f"The family has no screen `{screen}`.", hint
    controls = family.screens[screen].controls
    message = f"The screen `{screen}` has no control `{name}`."
    return "unknown-control", message, did_you_mean(name, controls)


def _meant_step(family: WholeFamily, step: str) -> Fix | None:
    screen, _, name = step.partition(".")
    if screen not in family.screens:
        meant = sure(screen, family.screens)
        return Fix("put", f"{meant}.{name}") if meant is not None else None
    meant = sure(name, family.screens[screen].controls)
    return Fix("put", f"{screen}.{meant}") if meant is not None else None


def _way(family: WholeFamily, at: str, wanted: str, later: tuple[str, ...]) -> str:
    """A hint: the control that leads from screen `at` to the one that is needed."""
    for name, control in family.screens[at].controls.items():
        if control.value.opens == wanted:
            verb = "Move" if f"{at}.{name}" in later else "Put"
            return f"{verb} `{at}.{name}` before it."
    return _next_controls(family, at)


def _to_the_goal(family: WholeFamily, at: str) -> str:
    """A hint: the control that leads from screen `at` to a goal, or else all there are."""
    for name, control in family.screens[at].controls.items():
        opens = control.value.opens
        if opens in family.screens and family.screens[opens].goal:
            return f"Put `{at}.{name}` after it, which opens the goal `{opens}`."
    return _next_controls(family, at)


def _leads_astray(family: WholeFamily, step: str, needed: str) -> Problem | None:
    """The problem of the control behind `step`, if nothing opens the screen that is needed next:
    then the control opens another than it should."""
    control = family.control(step)
    assert control is not None  # it has led somewhere
    opened = {c.value.opens for s in family.screens.values() for c in s.controls.values()}
    if control.entry is not family.entry or needed not in family.screens:
        return None
    if needed in opened or (family.start is not None and family.start.value == needed):
        return None
    message = (
        f"`{step}` opens `{control.value.opens}`, but the route goes on from `{needed}`, to which "
        "nothing leads."
    )
    return Problem(control.place("opens"), "route-breaks", message, f"Did you mean `{needed}`?")


def _next_controls(family: WholeFamily, at: str) -> str:
    controls = family.screens[at].controls
    if not controls:
        return f"The screen `{at}` has no controls; give it one."
    names = [f"`{at}.{name}` opens `{c.value.opens}`" for name, c in controls.items()]
    return "From there: " + ", ".join(names) + "."
