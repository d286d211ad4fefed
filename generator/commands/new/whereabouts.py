"""The questions about a new thing as a whole: what it is called, and where it is used."""

from __future__ import annotations

from generator.commands.new.questions import (
    NEEDED,
    Questions,
    agreed,
    ask,
    list_choices,
    refuse,
    say,
)
from generator.edit.form import Refused
from generator.edit.naming import new_id
from generator.edit.slots import is_told, page_name
from generator.read.tree import bad_name

# Whose short names are best chosen by hand.
_CHOSEN = ("sources", "positions", "phrases", "kinds")


class Whereabouts(Questions):
    """Asks for short names, and for the places that use what is new."""

    def name(self) -> None:
        """The short name, if it cannot be made of the others or is best chosen."""
        plan, made = self.plan, ""
        says = "The short name by which other files call it."
        while True:
            if plan.id or not plan.has_own_name:
                try:
                    made = new_id(plan.folder.specs, plan.collection, plan.filled, plan.id)
                    if plan.collection not in _CHOSEN or plan.id:
                        return
                except Refused as why:
                    refuse(str(why))
                    made = ""
            say()
            say(f"  {plan.form.says if plan.has_own_name else says}", dim=True)
            plan.id = ask(f"id (Enter: {made})" if made else "id") or made

    def uses(self) -> None:
        """Where it is used, if something must use it."""
        plan = self.plan
        while plan.needs_use and not plan.at:
            say()
            say(f"  {plan.use_says}", dim=True)
            typed = ask("for (? lists them)")
            try:
                if typed == "?":
                    self.list_places()
                elif typed:
                    plan.look_up(typed)
                    plan.at.append(typed)
                    if plan.collection == "labels":
                        say("  Did the words change on all devices that show this?", dim=True)
                        plan.instead = agreed("Instead of what is there now?", default=False)
                else:
                    refuse(NEEDED)
            except Refused as why:
                refuse(str(why))

    def list_places(self) -> None:
        """The specs that may use the new thing."""
        plan = self.plan
        if plan.collection == "families":
            devices = plan.folder.specs.devices
            list_choices({name: entry.spec.name for name, entry in devices.items()})
            return
        if is_told(plan.collection):
            list_choices({page_name(page): page.file for page in plan.folder.pages})
            return
        counts: dict[str, list[str]] = {}
        for one in plan.use_sites():
            counts.setdefault(one.id, []).append(one.name.removeprefix(one.id).strip("/"))
        list_choices({name: ", ".join(filter(None, inside)) for name, inside in counts.items()})

    def own_name(self, label: str) -> str:
        """A short name somebody gives; empty for none."""
        while True:
            typed = ask(label)
            bad = bad_name(typed) if typed else None
            if bad is None:
                return typed
            refuse(" ".join(bad))
