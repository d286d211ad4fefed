"""The handbook: everything the knowledge base knows, as one book.

A route that several devices share is set once, in the chapter of apps. Their entries give it in
short, in their own key names, and refer to its page. Where a device is the only one with a route,
or has other names for its keys, the route stands in full with the device.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from generator.knowledge.base import Concept, KnowledgeBase, Label
from generator.knowledge.device import Device, Interface, Note
from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL
from generator.knowledge.route import Route, Walkthrough
from generator.knowledge.second_ways import SecondWay, notes_on, second_ways
from generator.knowledge.wording import SURE, day
from generator.pdf.book_index import index_of
from generator.pdf.data import Data, Facts
from generator.pdf.typeset import About, typeset

_PROBLEMS = 3  # with a device; the chapter of troubleshooting has all
_SHARED = 2  # devices that share a route, for it to stand in the chapter of apps


def handbook(kb: KnowledgeBase, site_url: str = "", *, paper: str = "a4") -> bytes:
    """The PDF of the handbook; `site_url` is the site's address with a slash at its end, if it has
    one. Raises TypesetError."""
    about = About(
        title=f"Sign out of {kb.service}: the handbook",
        description=f"How to sign out of {kb.service} on {len(kb.devices)} devices. "
        f"Edition of {day(kb.edition)}.",
        edition=kb.edition,
    )
    return typeset("handbook", handbook_data(kb, site_url), about, paper=paper)


def handbook_data(kb: KnowledgeBase, site_url: str = "") -> Data:
    """What the template sets."""
    return _Handbook(kb, site_url).data()


class _Handbook:
    def __init__(self, kb: KnowledgeBase, site_url: str) -> None:
        self.kb = kb
        self.facts = Facts(kb, site_url)
        self.apps = _shared_walkthroughs(kb)

    def data(self) -> Data:
        kb, facts = self.kb, self.facts
        return {
            "service": kb.service,
            "edition": day(kb.edition),
            "licence": {"name": LICENCE_NAME, "url": LICENCE_URL},
            "address": site_url_shown(facts.site_url),
            "site": facts.site_url,
            "sure": [SURE[level] for level in sorted(SURE, reverse=True)],
            "kinds": [
                {
                    "id": kind.id,
                    "name": kind.name,
                    "devices": [self.device(kb.devices[name]) for name in kind.devices],
                }
                for kind in kb.kinds
                if kind.devices
            ],
            "apps": [self.app(app) for app in self.apps.values()],
            "remote": facts.remote(),
            "afterwards": [facts.said(one) for one in kb.afterwards],
            "problems": [facts.guidance(one) for one in kb.problems.values()],
            "checklists": [facts.guidance(one) for one in kb.checklists.values()],
            "topics": [facts.guidance(one) for one in kb.topics.values()],
            "concepts": [self.concept(concept) for concept in kb.concepts.values()],
            "labels": [self.label(label) for label in kb.labels.values() if not label.icon],
            "sources": facts.sources(),
            "index": index_of(kb),
        }

    def concept(self, concept: Concept) -> Data:
        """A word of ours."""
        facts = self.facts
        return {
            "name": concept.name,
            "means": facts.text(concept.means),
            "is_not": facts.text(concept.is_not),
            "cites": facts.cites(concept.sources),
        }

    def label(self, label: Label) -> Data:
        """Words on screens, in all languages we know them in."""
        kb, facts = self.kb, self.facts
        means = label.means
        if means is not None:
            means = (
                kb.concepts[means].name if means in kb.concepts else kb.labels[means].text["en"][0]
            )
        return {
            "name": label.text["en"][0],
            "means": means,
            "does": facts.text(label.does),
            "formerly": list(label.formerly),
            "said": [
                {"code": code, "language": kb.languages[code], "words": list(words)}
                for code, words in label.text.items()
            ],
            "cites": facts.cites(label.sources),
        }

    def app(self, app: Walkthrough) -> Data:
        """A walkthrough for the chapter of apps."""
        facts = self.facts

        def route(route: Route) -> Data:
            return facts.route(route, check=app.checks.get(route.id)) | {
                "label": _label(app, route)
            }

        return {
            "id": app.family,
            "name": app.name,
            "tell": facts.text(app.tell),
            "routes": [route(one) for one in app.routes],
            "no_fallback": facts.reason(app.no_fallback),
            "impostors": facts.impostors(app.impostors),
        }

    def device(self, device: Device) -> Data:
        """A device: what the chapter of apps has is only referred to."""
        facts = self.facts
        data = facts.device(device)
        for interface, told in zip(device.interfaces, data["interfaces"], strict=True):
            main = interface.walkthrough.main
            told["main"] |= self._place((interface,), main, notes_on(device, interface, main))
            del told["fallbacks"]
        reasons = [told["no_fallback"] for told in data["interfaces"] if told["no_fallback"]]
        impostors = {
            one.label.id: one
            for interface in device.interfaces
            for one in interface.walkthrough.impostors
        }
        return data | {
            "problems": data["problems"][:_PROBLEMS],
            "more_problems": len(device.problems) > _PROBLEMS,
            "ways": [self._second_way(way) for way in second_ways(device)],
            "reasons": [one for at, one in enumerate(reasons) if one not in reasons[:at]],
            "impostors": facts.impostors(impostors.values()),
            "remote": device.id == self.kb.remote.device,
        }

    def _second_way(self, way: SecondWay) -> Data:
        told = self.facts.route(way.route, way.notes, way.confidence, way.check)
        return told | {"only": way.only} | self._place(way.interfaces, way.route, way.notes)

    def _place(
        self, interfaces: Iterable[Interface], route: Route, notes: Iterable[Note]
    ) -> dict[str, Any]:
        """`at`: the label of the route in the chapter of apps, if it stands there word for word;
        `step_notes`: then, the device's own notes on its steps."""
        for interface in interfaces:
            if (app := self.apps.get(interface.walkthrough.family)) is None:
                continue
            for same in app.routes:
                if same.id == route.id and same.fingerprint == route.fingerprint:
                    own = [{"step": n.step, **self.facts.note(n)} for n in notes if n.step]
                    return {"at": _label(app, same), "step_notes": own}
        return {"at": None}


def _shared_walkthroughs(kb: KnowledgeBase) -> dict[str, Walkthrough]:
    """By family, the walkthrough that most devices share, where at least some do."""
    used = Counter(
        interface.walkthrough for device in kb.devices.values() for interface in device.interfaces
    )
    shared: dict[str, Walkthrough] = {}
    # Those used equally often stay in the order of their devices.
    for walkthrough, times in used.most_common():
        if times >= _SHARED:
            shared.setdefault(walkthrough.family, walkthrough)
    return dict(sorted(shared.items(), key=lambda item: (item[1].name.casefold(), item[0])))


def _label(app: Walkthrough, route: Route) -> str:
    return f"app-{app.family}-{route.id}"


def site_url_shown(site_url: str) -> str:
    """The address as one types it."""
    return site_url.removeprefix("https://").removeprefix("http://").rstrip("/")
