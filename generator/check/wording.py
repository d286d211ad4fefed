"""What is said: labels in known languages, sources or a doubt, short sentences, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.check.fields import Field, fields_of
from generator.check.letters import unprinted
from generator.model.changelog import Edition
from generator.model.guidance import Fact, Item, Solution
from generator.model.specs import FOLDERS, SHARED, Entry, Specs
from generator.model.text import WORDS
from generator.read.limits import MAX_SENTENCE, MAX_TITLE
from generator.read.problem import Fix, Place, Problem, did_you_mean, shown

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
# Keys pressed one after the other, and steps, may well come twice.
_MAY_REPEAT = ("press", "move", "steps")


def check_wording(specs: Specs) -> Iterator[Problem]:
    """The problems of what is said, in every spec."""
    words = words_in(specs)
    for entry in _entries(specs):
        yield from wording_of(entry, fields_of(entry.spec), words)
    yield from _labels(specs)
    yield from _titles(specs)
    yield from _aliases(specs)
    yield from _everyday(specs)


def words_in(specs: Specs) -> set[str]:
    """What may stand in braces in a text."""
    return {"service"}.union(*(getattr(specs, collection) for collection in WORDS))


def wording_of(entry: Entry[Any], fields: Iterable[Field], words: set[str]) -> Iterator[Problem]:
    """The problems of what one spec says, whose `fields` these are."""
    for field in fields:
        yield from _unbacked(entry, field)
        yield from _twice(entry, field)
        in_sentences = field.holds_words
        for path, text in field.strings():
            if "{" in text and not isinstance(entry.spec, Edition):  # told once, and literal
                for braces in _braces(text, in_sentences, words):
                    yield Problem(entry.place(*path), *braces)
            if in_sentences and text.count(" ") >= MAX_SENTENCE:
                for problem in _long_sentences(text):
                    yield Problem(entry.place(*path), *problem)
            if not text.isascii():
                yield from unprinted(text, entry.place(*path))


def _entries(specs: Specs) -> Iterator[Entry[Any]]:
    if specs.service is not None:
        yield specs.service
    for collection in (*SHARED, *FOLDERS):
        yield from getattr(specs, collection).values()


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
                    did_you_mean(language, languages, most=20),
                )
        for number, language in enumerate(label.official):
            if language not in label.text:
                yield Problem(
                    entry.place("official", number),
                    "unknown-language",
                    f"The label `{entry.id}` has no words in `{language}`.",
                    did_you_mean(language, label.text),
                )
        shown_now = {word.casefold() for words in label.text.values() for word in words}
        for number, word in enumerate(label.formerly):
            if word.casefold() in shown_now:
                yield Problem(
                    entry.place("formerly", number),
                    "said-twice",
                    f"`{shown(word)}` is what the label `{entry.id}` says now.",
                    "Remove it from `formerly`.",
                    Fix("remove"),
                )


def _unbacked(entry: Entry[Any], field: Field) -> Iterator[Problem]:
    """Rule 7: what needs sources has one; facts and advice may say what is not certain instead."""
    if field.path[-1] == "sources" and field.info.is_required() and not field.value:
        owner = field.path[-2] if len(field.path) > 1 else entry.id
        who = f"This entry of `{field.path[-3]}`" if isinstance(owner, int) else f"`{owner}`"
        yield Problem(
            entry.place(*field.path),
            "no-source",
            f"{who} cites no source.",
            "Name the pages that back it, as in sources.yml.",
        )
    if field.path[-1] in ("facts", "solutions"):
        for number, said in enumerate(field.value):
            yield from _unbacked_said(said, entry.place(*field.path, number))
    if field.path == ("sources",) and isinstance(entry.spec, Item):
        yield from _unbacked_said(entry.spec, entry.place(key=True))


def _unbacked_said(said: Fact | Item | Solution, place: Place) -> Iterator[Problem]:
    if not said.sources and said.doubt is None:
        yield Problem(
            place,
            "no-source",
            "Nothing backs this: it has neither a source nor a doubt.",
            "Name pages in `sources:`, or say in `doubt:` what is not certain.",
        )


def _twice(entry: Entry[Any], field: Field) -> Iterator[Problem]:
    """A list names each thing once."""
    if field.value.__class__ is str or field.path[-1] in _MAY_REPEAT:
        return
    seen: set[tuple[Any, ...]] = set()
    for path, text in field.strings():
        if isinstance(path[-1], int):
            known = (*path[:-1], text.casefold())
            if known in seen:
                message = f"`{shown(text)}` stands in this list already."
                yield Problem(
                    entry.place(*path), "said-twice", message, "Remove it.", Fix("remove")
                )
            seen.add(known)


def _braces(
    text: str, in_sentences: bool, words: set[str]
) -> Iterator[tuple[str, str, str, Fix | None]]:
    """Braces that look like a word but are not read as one. Any other braces are literal."""
    for inside in _IN_BRACES.findall(text):
        name = re.sub(r"[\s_-]+", "-", inside.strip().casefold())
        if name not in words:
            continue
        if not in_sentences:
            yield (
                "braces-in-name",
                f"`{{{shown(inside)}}}` would stand here as it is; names and titles hold no words "
                "in braces.",
                "Write the word itself.",
                None,
            )
        elif inside != name:
            yield (
                "unknown-word",
                f"`{{{shown(inside)}}}` would stand here as it is.",
                f"Write `{{{name}}}`, in small letters and without spaces.",
                Fix("put", f"{{{name}}}", f"{{{inside}}}"),
            )


def _long_sentences(text: str) -> Iterator[tuple[str, str, str]]:
    """Every sentence of more words than one can read at a glance."""
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        if len(words) > MAX_SENTENCE:
            yield (
                "long-sentence",
                f"A sentence has {len(words)} words; at most {MAX_SENTENCE} are allowed: "
                f"“{shown(' '.join(words[:6]))} …”",
                "Make two of it.",
            )


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
            f"The page's title “{shown(title, 300)}” has {len(title)} characters; at most "
            f"{MAX_TITLE} are shown by search engines.",
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


def _aliases(specs: Specs) -> Iterator[Problem]:
    """Another name for a device or a problem is not the name of one."""
    for collection, field, what in (
        ("devices", "name", "device"),
        ("problems", "title", "problem"),
    ):
        entries = getattr(specs, collection)
        names = {getattr(e.spec, field).casefold(): name for name, e in entries.items()}
        for name, entry in entries.items():
            for number, alias in enumerate(entry.spec.also):
                other = names.get(alias.casefold())
                if other is None:
                    continue
                own = other == name
                yield Problem(
                    entry.place("also", number),
                    "said-twice" if own else "alias-is-a-name",
                    f"`{shown(alias)}` is the {field} of "
                    + ("this one anyway." if own else f"the {what} `{other}`."),
                    "Remove it from `also`.",
                    Fix("remove") if own else None,
                )


def _everyday(specs: Specs) -> Iterator[Problem]:
    """What people say stands for one word of ours, and is none of ours."""
    ours = {name.replace("-", " ") for name in specs.everyday}
    meant: dict[str, str] = {}
    for name, entry in specs.everyday.items():
        for number, words in enumerate(entry.spec.people_say):
            said, place = words.casefold(), entry.place("people_say", number)
            if said in ours:
                message = f"`{shown(words)}` is one of our own words."
                yield Problem(place, "said-twice", message, "Remove it here, or there.")
            elif meant.setdefault(said, name) != name:
                message = f"`{shown(words)}` stands already under `{meant[said]}`."
                hint = "Keep it where people mean it most."
                yield Problem(place, "said-twice", message, hint)
