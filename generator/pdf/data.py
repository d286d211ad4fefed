"""The knowledge base as plain data for templates: dicts, lists, strings, numbers, None.

Texts and citations are as `texts` makes them.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.knowledge.base import Claim, Guidance, Said
from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Action, Device, Interface, Note
from generator.knowledge.route import Check, Impostor, Reason, Route, Step, either, spaced
from generator.knowledge.second_ways import notes_on
from generator.knowledge.text import Word, in_path
from generator.knowledge.trouble import told_by_kind
from generator.knowledge.wording import DOES, PRIORITIES, SURE, checked, day, effect
from generator.pdf.texts import Data, Pieces, Texts

__all__ = ["Data", "Facts", "Pieces"]


class Facts(Texts):
    """What a knowledge base says, as data: routes, devices, the remote sign-out, guidance."""

    # --- routes ---

    def route(
        self,
        route: Route,
        notes: Iterable[Note] = (),
        confidence: Confidence | None = None,
        check: Check | None = None,
    ) -> Data:
        """A route in full: where it starts, each step with what one then sees, when one is done.

        `notes` are a device's on this route, `confidence` how sure we are on that device. `short`
        has the words of the steps alone, each as the ways to do it.
        """
        notes = list(notes)
        steps = [
            {
                "do": self.text(step.says),
                "notes": [
                    *(
                        [{"text": self.text(step.note), "cites": self.cites(())}]
                        if step.note
                        else []
                    ),
                    *(self.note(note) for note in notes if note.step == number),
                ],
                "see": self.text(screen.looks_like),
            }
            for number, (step, screen) in enumerate(zip(route.steps, route.sees, strict=True), 1)
        ]
        return {
            "id": route.id,
            "title": route.title,
            "when": self.text(route.when),
            "reach": self.text(route.reach),
            "start": self.text(route.start.looks_like),
            "steps": steps,
            "short": [self.step_in_short(step) for step in route.steps],
            "notes": [self.note(note) for note in notes if not note.step],
            "sure": SURE[route.confidence if confidence is None else confidence],
            "checked": checked(check),
            "cites": self.cites(route.sources, route.in_part),
        }

    def step_in_short(self, step: Step) -> Pieces:
        """What is pressed, selected or entered, without the sentence around it: Back (or Left)."""
        if step.action == "enter":
            return self.text(step.enter)
        said: list[str | Word] = list(spaced(step.words))
        if step.to is not None:
            said += [" to the " if step.to.icon else " to ", step.to]
        if step.alternatives:
            said += [" (or ", *either(step.alternatives), ")"]
        return self.text(tuple(said))

    def note(self, note: Note) -> Data:
        """A note of a device."""
        return {"text": self.text(note.text), "cites": self.cites(note.sources)}

    def impostors(self, impostors: Iterable[Impostor]) -> list[Data]:
        """What looks like a sign-out and is none."""
        return [
            {
                "label": self.text((one.label,)),
                "does": self.text(one.does),
                "cites": self.cites(one.sources),
            }
            for one in impostors
        ]

    # --- devices ---

    def device(self, device: Device) -> Data:
        """A device with all its interfaces and routes in full, in its own words."""
        retired = device.retired
        return {
            "id": device.id,
            "name": device.title,
            "kind": device.kind,
            "names": list(dict.fromkeys((*device.also, *device.models))),
            "address": self.address(f"devices/{device.id}/"),
            "keys": [
                {"usual": {"key": self.kb.keys[key], "sign": ""}, "own": self.word(word)}
                for key, word in device.keys.items()
            ],
            "retired": None
            if retired is None
            else {
                "since": day(retired.since),
                "says": self.text(retired.says),
                "cites": self.cites(retired.sources),
            },
            "no_sign_out": self.reason(device.no_sign_out),
            "interfaces": [self.interface(device, one) for one in device.interfaces],
            "notes": [self.note(note) for note in device.notes if note.interface is None],
            "actions": [self.action(action) for action in device.actions],
            "problems": [
                {"id": name, "title": self.kb.problems[name].title} for name in device.problems
            ],
        }

    def interface(self, device: Device, interface: Interface) -> Data:
        """An interface of a device: how to tell it, the main route, the second ways."""
        walkthrough = interface.walkthrough

        def route(route: Route) -> Data:
            notes = notes_on(device, interface, route)
            check = interface.checks.get(route.id)
            return self.route(route, notes, interface.confidence[route.id], check)

        return {
            "id": interface.id,
            "family": walkthrough.family,
            "name": walkthrough.name,
            "tell": self.text(interface.tell),
            "main": route(walkthrough.main),
            "fallbacks": [route(one) for one in walkthrough.fallbacks],
            "no_fallback": self.reason(walkthrough.no_fallback),
            "impostors": self.impostors(walkthrough.impostors),
            "notes": [
                self.note(note)
                for note in device.notes
                if note.interface == interface.id and note.route is None
            ],
            "cites": self.cites(interface.sources),
        }

    def reason(self, reason: Reason | None) -> Data | None:
        """Why something is missing, if it is."""
        if reason is None:
            return None
        return {"because": self.text(reason.because), "cites": self.cites(reason.sources)}

    def action(self, action: Action) -> Data:
        """Something done on the device outside the app."""
        path: list[Pieces] = []
        for entry in action.path:
            if entry.choose is not None:
                path.append([{"label": entry.choose}])
            else:
                path.append(self.text((entry.press,) if entry.press else in_path(entry.do or ())))
        return {
            "title": DOES[action.does],
            "when": action.when,
            "path": path,
            "effect": effect(action),
            "note": self.text(action.note),
            "sure": SURE[action.confidence],
            "cites": self.cites(action.sources, action.in_part),
        }

    def remote(self) -> Data:
        """The sign-out from afar: of one device, of all, and how long it takes."""
        remote = self.kb.remote
        return {
            "device": remote.device,
            "name": self.kb.devices[remote.device].name,
            "address": self.address("sign-out-everywhere/"),
            "one_device": self.route(remote.one_device),
            "all_devices": self.route(remote.all_devices),
            "delay": self.text(remote.delay),
            "cites": self.cites(remote.delay_sources),
        }

    # --- guidance ---

    def guidance(self, guidance: Guidance) -> Data:
        """A problem with its solutions, a checklist with its items, a topic with its facts."""
        return {
            "id": guidance.id,
            "title": guidance.title,
            "also": list(guidance.also),
            "intro": self.text(guidance.intro),
            "said": [self.said(one) for one in guidance.said],
            "messages": list(guidance.messages),
            "worked": self.text(guidance.worked),
            "claims": [self._claim(claim) for claim in guidance.claims],
            "kinds": [kind.name for kind in told_by_kind(guidance, self.kb.kinds)],
            "devices": [
                {"id": name, "name": self.kb.devices[name].name} for name in guidance.devices
            ],
        }

    def said(self, said: Said) -> Data:
        """A solution, an item of a checklist, or a fact."""
        return {
            "title": said.title,
            "text": self.text(said.text),
            "steps": [self.text(step) for step in said.steps],
            "how": self.text(said.how),
            "priority": PRIORITIES[said.priority] if said.priority else None,
            "doubt": self.text(said.doubt),
            "see": [self._seen(name) for name in said.see],
            "cites": self.cites(said.sources),
        }

    def _seen(self, name: str) -> Data:
        kb = self.kb
        if name in kb.devices:
            return {"kind": "device", "id": name, "title": kb.devices[name].title}
        kind, where = ("problem", kb.problems) if name in kb.problems else ("topic", kb.topics)
        return {"kind": kind, "id": name, "title": where[name].title}

    def _claim(self, claim: Claim) -> Data:
        return {
            "read": self.text(claim.you_may_read),
            "fact": self.text(claim.in_fact),
            "cites": self.cites(claim.sources),
        }
