"""The rows of signout.sqlite, table by table: a stream, so that any number of devices can come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.data.bundle import Bundle
from generator.data.entities import Device, Interface, Item, Note, Route, Step, Word

Row = tuple[str, tuple[Any, ...]]  # a table, and a value for each of its columns


def database_rows(bundle: Bundle, devices: Iterable[Device], site: str) -> Iterator[Row]:
    """All rows of all tables. What a row refers to comes before it.

    `bundle` has everything but the devices, which may come one by one; `site` is the address of
    the site's root, absolute or relative to the database, and ends in a slash.
    """
    yield from _about(bundle, site)
    yield from _words(bundle)
    yield from _shared(bundle)
    found = Found()
    yield from _problems(bundle, found, site)
    yield from _guidance(bundle)
    yield from _Devices(bundle, found, site).rows(devices)


def _about(bundle: Bundle, site: str) -> Iterator[Row]:
    yield "meta", ("service", bundle.service)
    yield "meta", ("edition", bundle.edition.isoformat())
    yield "meta", ("api_version", bundle.api)
    yield "meta", ("specs", bundle.specs)
    yield "meta", ("licence", bundle.licence.name)
    yield "meta", ("licence_url", bundle.licence.url)
    yield "meta", ("attribution", bundle.attribution)
    yield "meta", ("site", site)


def _words(bundle: Bundle) -> Iterator[Row]:
    """What all else is said with, and the pages that back it."""
    yield from (("languages", pair) for pair in bundle.languages.items())
    yield from (("kinds", (kind.id, kind.name)) for kind in bundle.kinds.values())
    yield from (("keys", (key.id, key.name)) for key in bundle.keys.values())
    for source in bundle.sources.values():
        of = (source.tier, source.origin, source.date, source.language, source.note)
        yield "sources", (source.id, source.url, source.title, source.publisher, *of)
    for label in bundle.labels.values():
        usual = label.text["en"][0]
        yield "labels", (label.id, usual, label.icon, label.means, label.does)
        number = 0
        for language, words in label.text.items():
            official = language in label.official
            for number, text in enumerate(words, 1):
                yield "label_words", (label.id, language, number, text, False, official)
        for number, text in enumerate(label.formerly, len(label.text["en"]) + 1):
            yield "label_words", (label.id, "en", number, text, True, False)
        yield from (("label_sources", (label.id, name)) for name in once(label.sources))
    for concept in bundle.concepts.values():
        yield "concepts", (concept.id, concept.name, concept.means, concept.is_not)
    for ours, said in bundle.everyday.items():
        yield from (("everyday", (ours, theirs)) for theirs in once(said))


def _shared(bundle: Bundle) -> Iterator[Row]:
    """What devices share."""
    for family in bundle.families.values():
        why = family.no_fallback.because if family.no_fallback else None
        yield "families", (family.id, family.name, family.tell, why)
        for impostor in family.impostors:
            yield "impostors", (family.id, impostor.label.id, impostor.does)
    for edition in bundle.changes:
        for entry in edition.entries:
            subjects = ", ".join(subject.id for subject in entry.subjects)
            of = (entry.id, entry.what, entry.about, subjects, entry.sentence)
            yield "changes", (edition.date.isoformat(), *of)


def _problems(bundle: Bundle, found: Found, site: str) -> Iterator[Row]:
    for problem in bundle.problems.values():
        page = f"{site}{problem.page}"
        also = lines((*problem.also, *problem.messages, problem.symptom))
        number, row = found.as_("problem", problem.id, problem.title, also, page)
        yield row
        changed = problem.changed.isoformat() if problem.changed else None
        of = (problem.title, problem.symptom, problem.worked, changed, page, number)
        yield "problems", (problem.id, *of)
        for what, said in (("also", problem.also), ("message", problem.messages)):
            yield from (("problem_names", (problem.id, what, text)) for text in once(said))
        for place, one in enumerate(problem.solutions, 1):
            told = (one.title, one.text, lines(one.steps), one.doubt, one.confidence)
            yield "solutions", (problem.id, place, *told)
            for source in once(one.sources):
                yield "solution_sources", (problem.id, place, source)


def _guidance(bundle: Bundle) -> Iterator[Row]:
    told: set[str] = set()
    for place, item in enumerate(bundle.afterwards, 1):
        yield from _item(item, told)
        yield "afterwards", (place, item.id)
    for checklist in bundle.checklists.values():
        yield "checklists", (checklist.id, checklist.title, checklist.intro)
        for place, item in enumerate(checklist.items, 1):
            yield from _item(item, told)
            yield "checklist_items", (checklist.id, place, item.id)
    for topic in bundle.topics.values():
        for place, fact in enumerate(topic.facts, 1):
            yield "facts", (topic.id, place, topic.title, fact.text, fact.doubt, fact.confidence)
            for source in once(fact.sources):
                yield "fact_sources", (topic.id, place, source)


def _item(item: Item, told: set[str]) -> Iterator[Row]:
    if item.id not in told:
        told.add(item.id)
        of = (item.how, item.priority, item.doubt, item.confidence)
        yield "items", (item.id, item.title, item.text, *of)
        yield from (("item_sources", (item.id, source)) for source in once(item.sources))


class Found:
    """Rows of the text index, numbered so that what they are about can name them."""

    def __init__(self) -> None:
        self._last = 0

    def as_(
        self, kind: str, id: str, title: str, text: str, page: str | None = None
    ) -> tuple[int, Row]:
        """The next row of the index, and its number."""
        self._last += 1
        return self._last, ("search", (self._last, kind, id, title, text, page))


class _Devices:
    """Rows of devices. A route that several devices word alike becomes one way."""

    def __init__(self, bundle: Bundle, found: Found, site: str) -> None:
        self._bundle = bundle
        self._found = found
        self._site = site
        self._notes = 0
        self._ways: dict[tuple[str, ...], int] = {}

    def rows(self, devices: Iterable[Device]) -> Iterator[Row]:
        """The rows of all devices."""
        for device in devices:
            yield from self._device(device)
            yield from self._names(device)
            yield from self._about(device)
            for place, interface in enumerate(device.interfaces, 1):
                yield from self._interface(device, place, interface)
            if device.id == self._bundle.remote.device:
                yield from self._remote(device)

    def _device(self, device: Device) -> Iterator[Row]:
        page = f"{self._site}{device.page}"
        also, models = ", ".join(device.also), ", ".join(device.models)
        kind = self._bundle.kinds[device.kind].name
        others = lines((*device.also, *device.models, kind))
        number, row = self._found.as_("device", device.id, device.name, others, page)
        yield row
        none, retired = device.no_sign_out, device.retired
        yield (
            "devices",
            (
                *(device.id, device.name, device.kind, device.input, also, models),
                device.confidence,
                none.because if none else None,
                retired.since.isoformat() if retired else None,
                retired.says if retired else None,
                device.changed.isoformat() if device.changed else None,
                page,
                number,
            ),
        )

    def _names(self, device: Device) -> Iterator[Row]:
        yield "device_names", (device.id, "name", device.name)
        for what, names in (("also", device.also), ("model", device.models)):
            yield from (("device_names", (device.id, what, name)) for name in once(names))
        yield from (("device_keys", (device.id, *pair)) for pair in device.keys.items())

    def _about(self, device: Device) -> Iterator[Row]:
        yield from (("device_labels", (device.id, label)) for label in device.labels)
        yield from (("device_sources", (device.id, source)) for source in device.cites)
        for place, problem in enumerate(device.problems, 1):
            yield "device_problems", (device.id, place, problem)
        for action in device.actions:
            path = lines(entry.text for entry in action.path)
            of = (action.when, path, action.signs_out, action.note, action.confidence)
            yield "actions", (device.id, action.id, action.does, action.title, *of)
        yield from self._noted(device.notes, device.id)

    def _noted(self, notes: Iterable[Note], device: str, *about: str) -> Iterator[Row]:
        interface, route = (*about, None, None)[:2]
        for note in notes:
            self._notes += 1
            yield "notes", (self._notes, device, interface, route, note.step, note.text)

    def _interface(self, device: Device, place: int, interface: Interface) -> Iterator[Row]:
        of = (place, interface.family, interface.tell)
        yield "interfaces", (device.id, interface.id, *of)
        for source in once(interface.sources):
            yield "interface_sources", (device.id, interface.id, source)
        yield from self._noted(interface.notes, device.id, interface.id)
        for number, route in enumerate(interface.routes, 1):
            yield from self._route((device.id, interface.id), number, interface, route)

    def _route(
        self, where: tuple[str, str], number: int, interface: Interface, route: Route
    ) -> Iterator[Row]:
        # The fingerprint covers what is said and seen, but not the words around the steps.
        way = self._ways.get(
            said := (
                *(interface.family, route.id, route.fingerprint),
                *(route.title, route.when or "", route.done),
            )
        )
        if way is None:
            way = self._ways[said] = len(self._ways) + 1
            yield from self._way(way, interface, route)
        check = route.checked
        of = (number, route.role, way, route.confidence)
        checked: tuple[Any, ...] = (None, None, None, None)
        if check:
            checked = (check.date.isoformat(), check.on_device, check.by, not check.covers)
        yield "routes", (*where, route.id, *of, *checked, route.fingerprint)
        yield from self._noted(route.notes, *where, route.id)

    def _way(self, way: int, interface: Interface, route: Route) -> Iterator[Row]:
        of = (route.when, route.reach, route.start.looks_like, route.done, len(route.steps))
        yield "ways", (way, interface.family, route.id, route.role, route.title, *of)
        for source in once((*route.sources, *route.in_part)):
            yield "way_sources", (way, source, source not in route.sources)
        for step in route.steps:
            yield from self._step(way, interface, route, step)

    def _step(self, way: int, interface: Interface, route: Route, step: Step) -> Iterator[Row]:
        about = lines((step.sees.looks_like, step.note, interface.name, route.title))
        id = f"{interface.family}/{route.id}/{step.number}"
        number, row = self._found.as_("step", id, step.says, about)
        yield row
        of = (step.control, step.action, step.says, step.where, step.enter, step.note)
        sees = (step.sees.id, step.sees.looks_like, step.sees.dialog, step.sees.goal)
        yield "steps", (way, step.number, *of, *sees, number)
        to = (step.to,) if step.to else ()
        for use, words in (("words", step.words), ("to", to), ("or", step.alternatives)):
            for place, word in enumerate(words, 1):
                yield "step_words", (way, step.number, use, place, *_word(word))

    def _remote(self, device: Device) -> Iterator[Row]:
        remote = self._bundle.remote
        for reaches, route in (
            ("one device", remote.one_device),
            ("all devices", remote.all_devices),
        ):
            interface = next(one.id for one in device.interfaces if route in one.routes)
            yield "remote", (reaches, device.id, interface, route.id, remote.delay)


def _word(word: Word) -> tuple[str | None, str | None, str]:
    key, label = (word.id if word.kind == kind else None for kind in ("key", "label"))
    return key, label, word.text


def lines(texts: Iterable[str | None]) -> str:
    """The texts, a line each."""
    return "\n".join(text for text in texts if text)


def once(names: Iterable[str]) -> Iterable[str]:
    """The names in order, each once."""
    return dict.fromkeys(names)
