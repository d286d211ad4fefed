"""What changed in what has no page of its own: words, keys, sources, kinds, packs, the service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.changes.pairs import matched
from generator.changes.sentences import Difference, listed, otherwise, quotes, renamed
from generator.changes.tokens import Side, Tokens, concept_look, label_look, source_look
from generator.changes.words import (
    of_concept,
    of_key,
    of_label,
    of_pack,
    of_service,
    of_source,
)
from generator.knowledge.base import Kind, KnowledgeBase
from generator.knowledge.wording import day

About = Literal["word", "key", "concept", "source", "kind", "pack", "everyday", "service"]


@dataclass(frozen=True, slots=True)
class Shared:
    """A change of something (`id`, `name`, the address of the page that lists it), and the devices
    and problems on whose pages it stands."""

    about: About
    id: str
    name: str
    page: str | None
    told: Difference
    devices: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Collection:
    """How the entries of one collection are compared."""

    about: About
    noun: str
    page: str | None
    entries: Callable[[Side], Mapping[str, Any]]
    looks: Callable[[KnowledgeBase, Any], Any]
    called: Callable[[str, Any], str]
    differences: Callable[[Tokens, Any, Any], Iterable[Difference]]
    kind: str = ""  # of the words in texts


def _keys(side: Side) -> Mapping[str, tuple[str, str]]:
    return {
        name: (key, side.occurrences.symbols.get(name, "")) for name, key in side.kb.keys.items()
    }


_COLLECTIONS = (
    _Collection(
        *("word", "the words on screens", "words/"),
        entries=lambda side: side.kb.labels,
        looks=label_look,
        called=lambda _, label: label.text["en"][0],
        differences=of_label,
        kind="label",
    ),
    _Collection(
        *("key", "the keys", None),
        entries=_keys,
        looks=lambda _, key: key,
        called=lambda _, key: key[0],
        differences=lambda _, old, new: of_key(old, new),
        kind="key",
    ),
    _Collection(
        *("concept", "our own words", "words/"),
        entries=lambda side: side.kb.concepts,
        looks=concept_look,
        called=lambda _, concept: concept.name,
        differences=of_concept,
        kind="concept",
    ),
    _Collection(
        *("source", "the sources", "sources/"),
        entries=lambda side: side.kb.sources,
        looks=lambda _, source: source_look(source),
        called=lambda _, source: f"{source.shown_as}: {source.title}",
        differences=lambda _, old, new: of_source(old, new),
        kind="source",
    ),
    _Collection(
        *("pack", "the packs to print", None),
        entries=lambda side: side.kb.packs,
        looks=lambda _, pack: pack.title,
        called=lambda _, pack: pack.title,
        differences=of_pack,
    ),
    _Collection(
        *("everyday", "the words that the finder knows", None),
        entries=lambda side: side.kb.everyday,
        looks=lambda _, words: words,
        called=lambda name, _: name.replace("-", " "),
        differences=lambda _, old, new: listed(
            "everyday", "word", old, new, of=(" that people say for it",)
        ),
    ),
)


def other_changes(tokens: Tokens) -> Iterator[Shared]:
    """All of them, in the order in which they are told."""
    for collection in _COLLECTIONS:
        yield from _of_collection(tokens, collection)
    yield from _of_kinds(*(side.kb for side in tokens.sides))
    yield from _of_the_site(tokens)


def _of_collection(tokens: Tokens, collection: _Collection) -> Iterator[Shared]:
    before, now = (collection.entries(side) for side in tokens.sides)
    first, second = (
        {name: collection.looks(side.kb, entry) for name, entry in entries.items()}
        for side, entries in zip(tokens.sides, (before, now), strict=True)
    )
    for one, other in matched(first, second, lambda look: look):
        name = other if other is not None else one or ""
        entry = now[other] if other is not None else before[name]
        told = [_came_or_went(collection, one is None)]
        if one is not None and other is not None:
            told = list(collection.differences(tokens, before[one], now[other]))
        devices: dict[str, None] = {}
        problems: dict[str, None] = {}
        for side, id_ in zip(tokens.sides, (one, other), strict=True):
            places = side.occurrences.places(collection.kind, id_ or "")
            devices |= dict.fromkeys(places.devices)
            problems |= dict.fromkeys(places.problems)
        called = collection.called(name, entry)
        for each in told:
            page = collection.page
            if page is not None:
                page += _ANCHORS[collection.about].format(name)
            yield Shared(
                collection.about, name, called, page, each, tuple(devices), tuple(problems)
            )


_ANCHORS = {"word": "#label-{}", "concept": "#{}", "source": "#{}"}


def _came_or_went(collection: _Collection, is_new: bool) -> Difference:
    if is_new:
        return Difference(collection.about, (f"New among {collection.noun}.",), what="new")
    return Difference(collection.about, (f"No longer among {collection.noun}.",), what="removed")


def _of_kinds(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Shared]:
    before = {kind.id: kind for kind in old.kinds}
    now = {kind.id: kind for kind in new.kinds}
    pairs = matched(before, now, lambda kind: kind.name)
    for one, other in pairs:
        kind = now[other] if other is not None else before[one or ""]
        told: list[Difference] = []
        if one is None:
            told.append(Difference("kind", ("New among the kinds of device.",), what="new"))
        elif other is None:
            told.append(
                Difference("kind", ("No longer among the kinds of device.",), what="removed")
            )
        else:
            told += _of_kind(before[one], now[other])
        page = f"devices/#{kind.id}" if other is not None else None
        for each in told:
            yield Shared("kind", kind.id, kind.name, page, each, kind.devices)
    stayed = [one for one, other in pairs if one is not None and other is not None]
    if stayed != [name for name in before if name in stayed]:
        names = quotes([now[other].name for one, other in pairs if one and other])
        says = Difference("order", ("The kinds of device now come in this order: ", *names, "."))
        yield Shared("service", "service", new.service, "", says)


def _of_kind(old: Kind, new: Kind) -> Iterator[Difference]:
    if old.name != new.name:
        yield renamed(old.name, new.name)
    if old.icon != new.icon:
        yield otherwise("icon", "Another icon.")


def _of_the_site(tokens: Tokens) -> Iterator[Shared]:
    old, new = (side.kb for side in tokens.sides)
    for told in (*of_service(tokens, old, new), *_of_afterwards(old, new), *_of_orders(tokens)):
        places = [side.occurrences.places("service", "service") for side in tokens.sides]
        named = told.part == "renamed"
        devices = (name for place in places for name in place.devices if named)
        problems = (name for place in places for name in place.problems if named)
        yield Shared(
            *("service", "service", new.service, "", told),
            devices=tuple(dict.fromkeys(devices)),
            problems=tuple(dict.fromkeys(problems)),
        )
    if old.edition != new.edition:
        days = day(old.edition), day(new.edition)
        says = f"Compared with its sources on {days[1]}, before on {days[0]}."
        newer = new.edition > old.edition
        told = Difference("edition", (says,), *days, what="checked" if newer else "changed")
        yield Shared("service", "service", new.service, "", told)


def _of_afterwards(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Difference]:
    before, now = ({item.id or "": item.title or "" for item in kb.afterwards} for kb in (old, new))
    # An item that is called otherwise now is told of the item.
    titles = [now.get(name, title) for name, title in before.items()]
    return listed("afterwards", "thing", titles, now.values(), of=(" to check once signed out",))


def _of_orders(tokens: Tokens) -> Iterator[Difference]:
    old, new = (side.kb for side in tokens.sides)
    for noun, before, now in (
        ("words on screens", list(old.labels), list(new.labels)),
        ("words of ours", list(old.concepts), list(new.concepts)),
        ("packs to print", list(old.packs), list(new.packs)),
    ):
        if [name for name in now if name in before] != [name for name in before if name in now]:
            yield otherwise("order", f"The {noun} come in another order.")
