"""What is said: labels in known languages, facts with a source or a doubt, short sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from generator.model.guidance import Fact, Item, Solution
from generator.model.specs import Entry, Specs
from generator.model.text import Spec
from generator.read.document import Path
from generator.read.problem import Problem, did_you_mean

# Readability: the Microsoft Writing Style Guide and ASD-STE100 both set 25 words for a sentence.
MAX_SENTENCE = 25
# Search engines cut titles at about 60 characters.
MAX_TITLE = 60
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def check_wording(specs: Specs) -> Iterator[Problem]:
    """The problems of what is said, in every spec."""
    yield from _service(specs)
    yield from _labels(specs)
    guidance: Iterable[Entry[Any]] = chain(
        specs.problems.values(), specs.checklists.values(), specs.topics.values()
    )
    for entry in guidance:
        for path, said in _backed(entry):
            if not said.sources and said.doubt is None:
                yield Problem(
                    entry.place(*path),
                    "no-source",
                    "Nothing backs this: it has neither a source nor a doubt.",
                    "Name pages in `sources:`, or say in `doubt:` what is not certain.",
                )
    for collection in ("concepts", "families", "devices", "problems", "checklists", "topics"):
        for any_entry in getattr(specs, collection).values():
            yield from _long_sentences(any_entry, any_entry.spec, ())
    yield from _titles(specs)


def _service(specs: Specs) -> Iterator[Problem]:
    """The remote routes stand in a device of their own, the account page."""
    if specs.service is None:
        return
    remote = specs.service.spec.remote
    device = specs.devices.get(remote.device)
    if device is None:
        return
    for name in ("one_device", "all_devices"):
        interface_name, _, route = getattr(remote, name).partition("/")
        interface = device.spec.interfaces.get(interface_name)
        place = specs.service.place("remote", name)
        if interface is None:
            yield Problem(
                place,
                "unknown-interface",
                f"The device `{device.id}` has no interface `{interface_name}`.",
                did_you_mean(interface_name, device.spec.interfaces),
            )
        elif (family := specs.families.get(interface.family)) is not None:
            base = specs.families.get(family.spec.extends or "")
            routes = {**family.spec.routes, **(base.spec.routes if base else {})}
            if route not in routes:
                yield Problem(
                    place,
                    "unknown-route",
                    f"The family `{family.id}` has no route `{route}`.",
                    did_you_mean(route, routes),
                )


def _labels(specs: Specs) -> Iterator[Problem]:
    languages = specs.service.spec.languages if specs.service is not None else None
    for entry in specs.labels.values():
        label = entry.spec
        if "en" not in label.text:
            yield Problem(
                entry.place("text", key=True),
                "no-english",
                f"The label `{entry.id}` has no English words.",
                "Add `en:` with the words as an English screen shows them.",
            )
        for language in label.text:
            if languages is not None and language not in languages:
                yield Problem(
                    entry.place("text", language, key=True),
                    "unknown-language",
                    f"The service has no language `{language}`.",
                    did_you_mean(language, languages),
                )
        for number, language in enumerate(label.official):
            if language not in label.text:
                yield Problem(
                    entry.place("official", number),
                    "unknown-language",
                    f"The label `{entry.id}` has no words in `{language}`.",
                    did_you_mean(language, label.text),
                )


def _backed(entry: Entry[Any]) -> Iterator[tuple[Path, Fact | Item | Solution]]:
    for name in ("facts", "items", "solutions"):
        for number, said in enumerate(getattr(entry.spec, name, ())):
            yield (name, number), said


def _long_sentences(entry: Entry[Any], spec: Spec, path: Path) -> Iterator[Problem]:
    """Every sentence of more words than one can read at a glance."""
    for name, field in type(spec).model_fields.items():
        yield from _long_in(entry, getattr(spec, name), (*path, field.alias or name))


def _long_in(entry: Entry[Any], value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, str):
        if value.count(" ") >= MAX_SENTENCE:
            for sentence in _SENTENCE_END.split(value):
                if (words := len(sentence.split())) > MAX_SENTENCE:
                    yield Problem(
                        entry.place(*path),
                        "long-sentence",
                        f"A sentence has {words} words; at most {MAX_SENTENCE} are allowed: "
                        f"“{' '.join(sentence.split()[:6])} …”",
                        "Make two of it.",
                    )
    elif isinstance(value, Spec):
        yield from _long_sentences(entry, value, path)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _long_in(entry, item, (*path, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _long_in(entry, item, (*path, key))


def _titles(specs: Specs) -> Iterator[Problem]:
    """Pages have titles of their own, short enough to be shown whole."""
    if specs.service is None:
        return
    seen: dict[str, str] = {}
    for entry in specs.devices.values():
        yield from _title(
            entry, "name", device_title(specs.service.spec.name, entry.spec.name), seen
        )
    for trouble in specs.problems.values():
        yield from _title(trouble, "title", trouble.spec.title, seen)


def device_title(service: str, device: str) -> str:
    """The title of a device's page."""
    return f"Sign out of {service} on {device}"


def _title(entry: Entry[Any], field: str, title: str, seen: dict[str, str]) -> Iterator[Problem]:
    if len(title) > MAX_TITLE:
        yield Problem(
            entry.place(field),
            "long-title",
            f"The page's title “{title}” has {len(title)} characters; at most {MAX_TITLE} are "
            "shown by search engines.",
            "Shorten the name; longer names can stand under `also:`.",
        )
    if title.casefold() in seen:
        yield Problem(
            entry.place(field),
            "title-twice",
            f"The page of `{seen[title.casefold()]}` has the same title.",
            "Make the names differ.",
        )
    seen[title.casefold()] = entry.id
