"""The questions for a new family: somebody walks through its screens and says what they see."""

from __future__ import annotations

from typing import Any

from generator.commands.new.interview import Interview
from generator.commands.new.questions import agreed, ask, list_choices, say
from generator.edit.form import Form
from generator.model.choices import steps_in
from generator.model.family import ACTIONS
from generator.read.tree import as_id, bad_name

_DO = {
    "press": "keys on the remote, one after the other",
    "select": "words or an icon on the screen",
    "move": "keys, until the highlight is on a label",
    "enter": "type something",
}
_NEW = "new-control"


class Walk(Interview):
    """Asks for a family: what differs from another, or the way from the first screen to the end."""

    def all_fields(self) -> None:
        """Name, how one tells it, and then its screens."""
        fields, filled = self.plan.form.fields, self.plan.filled
        if "name" not in filled:
            self.value(fields["name"], ("name",), needed=True)
        if "tell" not in filled:
            self.value(fields["tell"], ("tell",), needed=False)
        if not any(name in filled for name in ("extends", "start", "screens", "routes")):
            says = "A family it is like, but for something that differs on the way? Then only that "
            says += "is asked for."
            self.value(fields["extends"], ("extends",), needed=False, says=says)
        if "extends" in filled:
            self.differences(filled["extends"])
        elif not any(name in filled for name in ("screens", "routes")):
            self.whole()
        else:
            self.record(self.plan.form, ())
        self.more(self.plan.form)

    def differences(self, base: str) -> None:
        """What the family does otherwise than the one it extends."""
        family = self.plan.folder.specs.families[base].spec
        if self.plan.filled.get("screens") or self.plan.filled.get("drop"):
            return
        says = steps_in(family)
        say()
        say("  What does one do otherwise than there? Name it as screen.control.", dim=True)
        list_choices(says)
        while step := self.choose("which (Enter: nothing else)", says, needed=False):
            screen, _, name = step.partition(".")
            self.control(screen, name)
            opens = family.screens[screen].controls[name].opens
            self.controls(screen)[name]["opens"] = opens
            say(f"  It opens {opens}, as before.", dim=True)

    def whole(self) -> None:
        """All screens of a way, and those of a second one."""
        screen = self.screen_form()
        say()
        say("  Walk through it: first the screen on which one begins, signed in.", dim=True)
        start = self.short_name("start: its short name", "home")
        self.plan.filled["start"] = start
        self.value(screen.fields["looks_like"], ("screens", start, "looks_like"), needed=True)
        self.value(screen.fields["reach"], ("screens", start, "reach"), needed=True)
        self.way(start, "main")
        say()
        if agreed("Is there a second way, for when this one fails?", default=False):
            self.way(start, "fallback")
        else:
            self.field(self.plan.form.fields["no_fallback"], ("no_fallback",), needed=True)

    def way(self, start: str, role: str) -> None:
        """The steps from the start to a screen where one is signed out."""
        at = start
        steps: list[str] = []
        while not self.screens()[at].get("goal"):
            say()
            say(f"  Step {len(steps) + 1}, on the screen {at}.", bold=True)
            name = self.step(at)
            steps.append(f"{at}.{name}")
            at = self.controls(at)[name]["opens"]
        form = self.plan.form.fields["routes"].item
        route = "menu" if role == "main" else "second"
        self.filled(("routes", route)).update(role=role)
        if role == "fallback":
            self.value(form.fields["when"], ("routes", route, "when"), needed=True)
        self.value(form.fields["title"], ("routes", route, "title"), needed=True)
        self.filled(("routes", route)).update(steps=steps)
        self.value(form.fields["sources"], ("routes", route, "sources"), needed=True)

    def step(self, at: str) -> str:
        """What one does on the screen `at`, and the screen that shows then."""
        there = self.controls(at)
        if there:
            known = {name: f"opens {one['opens']}" for name, one in there.items()}
            list_choices(known)
            if name := self.choose("one of these (Enter: something else)", known, needed=False):
                return name
        self.control(at, _NEW)
        made = there.pop(_NEW)
        said = made.get("select") or made.get("to") or "-".join(made.get("press", ["enter"]))
        name = said if said not in there else f"{said}-2"
        there[name] = made
        self.opened(at, name, said)
        return name

    def control(self, screen: str, name: str) -> None:
        """What one does with a control, and where it stands."""
        form = self.screen_form().fields["controls"].item
        at = ("screens", screen, "controls", name)
        say()
        say("  What does one do?", dim=True)
        list_choices({action: _DO[action] for action in ACTIONS})
        action = self.choose("do", {action: _DO[action] for action in ACTIONS})
        self.value(form.fields[action], (*at, action), needed=True)
        if action == "move":
            self.value(form.fields["to"], (*at, "to"), needed=True)
        if action in ("select", "move"):
            self.value(form.fields["where"], (*at, "where"), needed=False)

    def opened(self, at: str, name: str, said: str) -> None:
        """The screen that a control opens, described if it is new."""
        screens = self.screens()
        say()
        say("  The screen that shows then: a short name for it, or that of one above.", dim=True)
        made = as_id(said) or "next"
        opens = self.short_name("screen", made if made not in screens else f"{made}-2")
        self.controls(at)[name]["opens"] = opens
        if opens in screens:
            return
        form = self.screen_form()
        self.value(form.fields["looks_like"], ("screens", opens, "looks_like"), needed=True)
        if agreed("Is one signed out there?", default=False):
            screens[opens]["goal"] = True
        elif agreed("Is it a question over the screen before?", default=False):
            screens[opens]["dialog"] = True

    def short_name(self, label: str, default: str) -> str:
        """A name for a screen; `default` if somebody gives none."""
        while True:
            name = ask(f"{label} (Enter: {default})") or default
            bad = bad_name(name)
            if bad is None:
                return name
            say(f"  {' '.join(bad)}", fg="red")

    def screens(self) -> dict[str, Any]:
        """The screens so far."""
        return self.filled(("screens",))

    def controls(self, screen: str) -> dict[str, Any]:
        """The controls of a screen so far."""
        return self.filled(("screens", screen, "controls"))

    def screen_form(self) -> Form:
        """What a screen may hold."""
        return self.plan.form.fields["screens"].item
