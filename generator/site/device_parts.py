"""The parts of devices' pages that devices share: routes, menus, languages, lists of sources.

Each is rendered once and kept, so that a page costs little more than what only it says.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Interface, Note
from generator.knowledge.route import Impostor, Route, Walkthrough
from generator.model.vocabulary import Input
from generator.site.menu_map import menu_map
from generator.site.sketch import interface_sketch, screen_sketch


class DeviceParts:
    """Renders the parts; those asked for again are the same."""

    def __init__(self, kb: KnowledgeBase, environment: Environment) -> None:
        self.kb = kb
        self._environment = environment
        self._kept: dict[tuple[Any, ...], Markup] = {}

    def _keep(self, key: tuple[Any, ...], make: Callable[[], str]) -> Markup:
        """What `make` renders for `key`, rendered once."""
        known = self._kept.get(key)
        if known is None:
            known = self._kept[key] = Markup(make())
        return known

    def _template(self, name: str, **values: Any) -> str:
        return self._environment.get_template(name).render(kb=self.kb, **values)

    def route(
        self, interface: Interface, route: Route, notes: tuple[Note, ...], anchor: str
    ) -> Markup:
        """A route's steps, with the device's notes on them; `anchor` begins the steps' ids."""
        return self._keep(
            ("route", interface.walkthrough, route.id, notes, anchor),
            lambda: self._template("route.html", route=route, notes=notes, anchor=anchor),
        )

    @cached_property
    def remote(self) -> Markup:
        """The remote sign-out, in short."""
        return Markup(self._template("remote.html"))

    @cached_property
    def afterwards(self) -> Markup:
        """What to check once signed out."""
        return Markup(self._template("afterwards.html"))

    def found_as(self, kind: str) -> Markup:
        """What the search knows devices of a kind as."""
        return self._keep(
            ("found as", kind), lambda: self._template("device_found_as.html", kind=kind)
        )

    def sureness(self, confidence: Confidence, checked: str = "") -> Markup:
        """How sure we are of something, and when it was checked, in a sentence."""
        return self._keep(
            ("sureness", confidence, checked),
            lambda: self._template("sureness.html", confidence=confidence, checked=checked),
        )

    def drawing(self, walkthrough: Walkthrough, input: Input) -> Markup:
        """A small picture of what tells the interface apart, on a device worked by `input`; empty
        if no screen is known to."""
        return self._keep(
            ("drawing", walkthrough, input), lambda: interface_sketch(walkthrough, input)
        )

    def problems(self, problems: tuple[str, ...]) -> Markup:
        """Links to problems."""
        return self._keep(
            ("problems", problems),
            lambda: self._template("problem_links.html", problems=problems),
        )

    def impostors(self, impostors: tuple[Impostor, ...]) -> Markup:
        """What looks like a sign-out and is none."""
        return self._keep(
            ("impostors", impostors),
            lambda: self._template("impostors.html", impostors=impostors),
        )

    def menus(self, walkthrough: Walkthrough, input: Input) -> Markup:
        """All screens and controls of an interface: a map, and as text with small pictures of the
        screens of a device worked by `input`."""
        return self._keep(
            ("menus", walkthrough, input),
            lambda: self._template(
                "menus.html",
                walkthrough=walkthrough,
                map=self._keep(("map", walkthrough), lambda: menu_map(walkthrough)),
                sketches={
                    screen.id: screen_sketch(screen, input)
                    for screen in walkthrough.screens.values()
                },
            ),
        )

    def languages(self, labels: tuple[str, ...]) -> Markup:
        """The labels in all languages we know them in."""
        return self._in_languages("languages.html", labels)

    def language_choice(self, labels: tuple[str, ...]) -> Markup:
        """The choice among these languages."""
        return self._in_languages("language_choice.html", labels)

    def _in_languages(self, template: str, labels: tuple[str, ...]) -> Markup:
        def make() -> str:
            known = [self.kb.labels[name] for name in labels if len(self.kb.labels[name].text) > 1]
            codes = [c for c in self.kb.languages if any(c in label.text for label in known)]
            return self._template(template, labels=known, languages=codes) if known else ""

        return self._keep((template, labels), make)

    def sources(self, sources: tuple[str, ...], in_part: tuple[str, ...]) -> Markup:
        """The pages that back something, and those that back a part of it."""
        return self._keep(
            ("sources", sources, in_part),
            lambda: self._template("source_list.html", sources=sources, in_part=in_part),
        )
