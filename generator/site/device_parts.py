"""The parts of devices' pages that devices share: routes, menus, languages, lists of sources.

Each is rendered once and kept, so that a page costs little more than what only it says. Templates
get a mark in the place of a part, and `whole` puts the parts there: so what goes through the text
of a page, to render it or to find its links, does not go through the parts again.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Device, Interface, Note
from generator.knowledge.route import Impostor, Route, Walkthrough
from generator.knowledge.second_ways import SecondWay
from generator.knowledge.wording import checked
from generator.model.vocabulary import Input
from generator.site.device_words import words_of
from generator.site.menu_map import menu_map
from generator.site.paper import addressed
from generator.site.sketch import interface_sketch, screen_sketch

_MARK = "\0"  # around the number of a part; no text of specs can have it
_MOST_SOURCES = 16_384  # some 10 MB
_ANY = "devices/any/"  # the links of a part lead to the same pages from every device's page


class DeviceParts:
    """Renders the parts, each once, and gives marks that stand for them."""

    def __init__(self, kb: KnowledgeBase, environment: Environment, url: str | None) -> None:
        """With the `url` of the site, which may be empty, links have their addresses for paper."""
        self.kb = kb
        self._environment = environment
        self._url = url
        self._marks: dict[tuple[Any, ...], Markup] = {}
        self._made: list[str] = []
        # There may be nearly as many of these as there are devices, so not all of them are kept.
        self.cited = lru_cache(_MOST_SOURCES)(self._cited)
        self.sources = lru_cache(_MOST_SOURCES)(self._sources)

    def whole(self, html: str, path: str = _ANY) -> str:
        """What a template made for the page at `path`, with the parts in the place of their marks
        and with the addresses of its links."""
        if self._url is not None:
            html = addressed(html, path, self._url)
        pieces = html.split(_MARK)
        pieces[1::2] = [self._made[int(number)] for number in pieces[1::2]]
        return "".join(pieces)

    def _keep(self, key: tuple[Any, ...], make: Callable[[], str]) -> Markup:
        """The mark of what `make` renders for `key`, rendered once; empty if that is."""
        mark = self._marks.get(key)
        if mark is None:
            made = self.whole(make())
            mark = Markup(f"{_MARK}{len(self._made)}{_MARK}" if made else "")
            self._marks[key] = mark
            self._made.append(made)
        return mark

    def _template(self, name: str, **values: Any) -> str:
        return self._environment.get_template(name).render(kb=self.kb, **values)

    def _macro(self, name: str, *values: Any) -> str:
        made: str = getattr(self._environment.get_template("macros.html").module, name)(*values)
        return made

    def _cited(self, sources: tuple[str, ...], in_part: tuple[str, ...] = ()) -> Markup:
        """The sources of a sentence, behind it."""
        return Markup(self._macro("cited", self.kb, sources, in_part))

    def _sources(
        self, title: str, sources: tuple[str, ...], in_part: tuple[str, ...] = ()
    ) -> Markup:
        """A line with the pages that back what `title` names, and those that back a part of it."""
        return Markup(self._macro("source_line", self.kb, title, sources, in_part))

    def last_changed(self, changed: datetime.date | None) -> Markup:
        """When a page last changed, and how its text may be used."""
        return self._keep(("last changed", changed), lambda: self._macro("last_changed", changed))

    def main_way(
        self,
        interface: Interface,
        anchor: str,
        sure: Markup,
        on_route: tuple[Note, ...],
        notes: tuple[Note, ...],
    ) -> Markup:
        """The main route of an interface, with the device's notes on the route and on all of the
        interface; `anchor` begins the steps' ids, `sure` says how sure we are, if anything."""
        walkthrough = interface.walkthrough
        name = f"{interface.id}/{walkthrough.main.id}"

        def make() -> str:
            return self._template(
                "main_way.html",
                names=name,
                sure=sure,
                steps=self._route(walkthrough, walkthrough.main, on_route, anchor),
                notes=notes,
                cited=self.cited,
                mismatch=self._mismatch,
            )

        if on_route or notes:
            return Markup(make())  # as no other device has them
        return self._keep(("main", walkthrough, name, anchor, sure), make)

    def fallback(self, way: SecondWay, anchor: str) -> Markup:
        """A second way, folded up, with the device's notes on it; `anchor` is its id."""
        walkthrough, said = way.interfaces[0].walkthrough, checked(way.check)
        names = " ".join([f"{one.id}/{way.route.id}" for one in way.interfaces])

        def make() -> str:
            return self._template(
                "fallback.html",
                way=way,
                anchor=anchor,
                names=names,
                steps=self._route(walkthrough, way.route, way.notes, anchor),
                sure=self.sureness(way.confidence, said),
                mismatch=self._mismatch,
            )

        if way.notes:
            return Markup(make())
        key = ("fallback", walkthrough, anchor, names, way.only, way.confidence, said)
        return self._keep(key, make)

    def _route(
        self, walkthrough: Walkthrough, route: Route, notes: tuple[Note, ...], anchor: str
    ) -> Markup:
        """A route's steps, with the device's notes on them; `anchor` begins the steps' ids."""

        def make() -> str:
            return self._template("route.html", route=route, notes=notes, anchor=anchor)

        if notes:
            return Markup(make())
        return self._keep(("route", walkthrough, route.id, anchor), make)

    @property
    def _mismatch(self) -> Markup:
        return self._keep(("mismatch",), lambda: self._macro("mismatch"))

    @property
    def remote(self) -> Markup:
        """The remote sign-out, in short."""
        return self._keep(("remote",), lambda: self._template("remote.html"))

    @property
    def afterwards(self) -> Markup:
        """What to check once signed out."""
        return self._keep(("afterwards",), lambda: self._template("afterwards.html"))

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

    def words(self, device: Device, labels: tuple[str, ...]) -> Markup:
        """What the device calls its keys and `labels`, and what that means; empty if nothing of it
        needs to be told. Devices that call them alike share it."""

        def make() -> str:
            if not (words := words_of(self.kb, device, labels)):
                return ""
            languages = self._in_languages("languages.html", labels)
            return self._template("device_words.html", words=words, languages=languages)

        keys = tuple((key, word.text) for key, word in device.keys.items())
        return self._keep(("words", keys, labels), make)

    def language_choice(self, labels: tuple[str, ...]) -> Markup:
        """The choice among the languages we know these labels in."""
        return self._in_languages("language_choice.html", labels)

    def _in_languages(self, template: str, labels: tuple[str, ...]) -> Markup:
        def make() -> str:
            known = [self.kb.labels[name] for name in labels if len(self.kb.labels[name].text) > 1]
            codes = [c for c in self.kb.languages if any(c in label.text for label in known)]
            # A phone shows two columns at once: what we have a word of our own for comes first.
            known.sort(key=lambda label: label.means is None)
            return self._template(template, labels=known, languages=codes) if known else ""

        return self._keep((template, labels), make)
