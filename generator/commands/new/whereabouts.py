"""The questions about a new thing as a whole: what it is called, and where it is used."""

from __future__ import annotations

from generator.commands.new.questions import Questions, agreed, ask, list_choices, refuse, say
from generator.edit.form import Refused
from generator.edit.naming import new_id
from generator.edit.scaffold import shown_on
from generator.edit.use_sites import use_site
from generator.read.tree import bad_name


class Whereabouts(Questions):
    """Asks for short names, and for the places that use what is new."""

    def name(self) -> None:
        """The short name, if it cannot be made of the others or is best chosen."""
        while True:
            try:
                made = new_id(
                    self.plan.folder.specs, self.plan.collection, self.plan.filled, self.plan.id
                )
                if self.plan.collection != "sources" or self.plan.id:
                    return
            except Refused as why:
                refuse(str(why))
                made = ""
            say()
            say("  The short name by which other files call it.", dim=True)
            self.plan.id = ask(f"id (Enter: {made})" if made else "id") or made

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
                    if plan.collection == "families":
                        shown_on(plan.folder.specs, plan.id or "x", typed)
                    else:
                        use_site(plan.use_sites(), typed)
                    plan.at.append(typed)
                    if plan.collection == "labels":
                        say("  Did the words change on all devices that show this?", dim=True)
                        plan.instead = agreed("Instead of what is there now?", default=False)
            except Refused as why:
                refuse(str(why))

    def list_places(self) -> None:
        """The specs that may use the new thing."""
        plan = self.plan
        if plan.collection == "families":
            devices = plan.folder.specs.devices
            list_choices({name: entry.spec.name for name, entry in devices.items()})
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
