"""What changed on a device, but for names of words, which are told once for all devices."""

from __future__ import annotations

from collections.abc import Iterator

from generator.changes.actions import of_actions
from generator.changes.pairs import aligned, matched
from generator.changes.routes import of_walkthrough, reason, route_pairs, way
from generator.changes.sentences import (
    Difference,
    Quote,
    Sentence,
    came,
    inside,
    listed,
    now_was,
    otherwise,
    quotes,
    renamed,
    sureness,
    went,
)
from generator.changes.steps import of_sources, text_told
from generator.changes.tokens import Tokens
from generator.knowledge.device import Device, Interface, Note
from generator.knowledge.route import Check, Route, Walkthrough
from generator.knowledge.text import Text, plain
from generator.knowledge.wording import day

_INPUTS = {
    "remote": "a remote",
    "gamepad": "a gamepad",
    "touch": "a touch screen",
    "pointer": "a pointer",
}


class DeviceChanges:
    """Tells what changed on devices; interfaces that devices share are compared once."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._shared: dict[object, list[Difference]] = {}
        self._on: dict[object, Tokens] = {}

    def of(self, old: Device, new: Device) -> Iterator[Difference]:
        """What changed from `old` to `new`."""
        names = tuple(tuple((key, word.text) for key, word in d.keys.items()) for d in (old, new))
        tokens = self._on.setdefault(names, self._tokens.on(old.keys, new.keys))
        yield from self._of_itself(old, new)
        yield from _of_retirement(tokens, old, new)
        for one, other in _interface_pairs(old, new):
            if one is None and other is not None:
                name = other.walkthrough.name
                yield came(
                    "interface", ("It may now look like this, too: ", Quote(name), "."), name
                )
            elif other is None and one is not None:
                name = one.walkthrough.name
                says: Sentence = ("No longer told for the look ", Quote(name), ".")
                yield went("interface", says, name)
            elif one is not None and other is not None:
                told = [
                    *self._shared_told(tokens, names, one.walkthrough, other.walkthrough),
                    *_of_interface(tokens, one, other),
                ]
                yield from inside(told, other.walkthrough.name)
        yield from _of_order(old, new)
        why = "reason why it has no sign-out"
        yield from reason("no-sign-out", why, tokens, old.no_sign_out, new.no_sign_out)
        yield from _of_notes(tokens, old, new)
        yield from of_actions(tokens, old.actions, new.actions)

    def _shared_told(
        self, tokens: Tokens, names: object, old: Walkthrough, new: Walkthrough
    ) -> list[Difference]:
        key = (old, new, names)
        if key not in self._shared:
            self._shared[key] = of_walkthrough(tokens, old, new)
        return self._shared[key]

    def _of_itself(self, old: Device, new: Device) -> Iterator[Difference]:
        if old.id != new.id:
            address: Sentence = ("Its page has moved to ", Quote(f"devices/{new.id}/"), ".")
            yield Difference("address", address, old.id, new.id)
        if old.name != new.name:
            yield renamed(old.name, new.name)
        before, now = self._tokens.sides
        kinds = [
            next(kind.name for kind in side.kb.kinds if kind.id == device.kind)
            for side, device in ((before, old), (now, new))
        ]
        if kinds[0] != kinds[1]:  # a kind may have another id and be called the same
            says: Sentence = (
                "It now stands among ",
                Quote(kinds[1]),
                ", was among ",
                Quote(kinds[0]),
                ".",
            )
            yield Difference("kind", says, kinds[0], kinds[1])
        if old.input != new.input:
            inputs = _INPUTS[old.input], _INPUTS[new.input]
            says = (f"It is now worked with {inputs[1]}, was with {inputs[0]}.",)
            yield Difference("input", says, *inputs)
        yield from listed("names", "name", old.also, new.also, of=(" it goes by",))
        yield from listed("names", "model", old.models, new.models)
        yield from self._of_keys(old, new)

    def _of_keys(self, old: Device, new: Device) -> Iterator[Difference]:
        keys = [side.kb.keys for side in self._tokens.sides]
        # By what a key is usually called now: that this changed is told of the key.
        before = {keys[1].get(key, keys[0][key]): word.text for key, word in old.keys.items()}
        now = {keys[1][key]: word.text for key, word in new.keys.items()}
        for usual, own in now.items():
            if usual not in before:
                yield came("key", ("Its key ", Quote(usual), " is called ", Quote(own), "."), own)
            elif before[usual] != own:
                yield now_was("key", "key ", before[usual], own, of=(Quote(usual),))
        for usual, own in before.items():
            if usual not in now:
                says: Sentence = ("Its key ", Quote(usual), " is no longer called ", Quote(own))
                yield went("key", (*says, "."), own)
        if before == now and list(before) != list(now):
            yield otherwise("key", "Its words for keys come in another order.")


def _interface_pairs(old: Device, new: Device) -> list[tuple[Interface | None, Interface | None]]:
    """By family, then by name: what the device's file calls an interface is not shown."""
    before, now = _by_family(old), _by_family(new)
    pairs = matched(before, now, lambda one: one.walkthrough.name)
    return [(before.get(one or ""), now.get(other or "")) for one, other in pairs]


def _by_family(device: Device) -> dict[str, Interface]:
    found: dict[str, Interface] = {}
    for one in device.interfaces:
        same = sum(other.walkthrough.family == one.walkthrough.family for other in found.values())
        found[f"{one.walkthrough.family} {same}"] = one
    return found


def _of_order(old: Device, new: Device) -> Iterator[Difference]:
    pairs = [(one.id, other) for one, other in _interface_pairs(old, new) if one and other]
    before = [one.id for one in old.interfaces if one.id in {name for name, _ in pairs}]
    if before != [name for name, _ in pairs]:
        names = tuple(other.walkthrough.name for _, other in pairs)
        yield Difference("interface", ("Its looks now come in this order: ", *quotes(names), "."))


def _of_interface(tokens: Tokens, old: Interface, new: Interface) -> Iterator[Difference]:
    yield from text_told(tokens, "tell", "sign to tell it by", old.tell, new.tell)
    yield from of_sources(tokens, "source", old.sources, new.sources, (" that shows it",))
    for before, now in route_pairs(old.walkthrough, new.walkthrough):
        if before is not None and now is not None:
            levels = old.confidence[before.id], new.confidence[now.id]
            yield from sureness(*levels, way(now))
            yield from _of_check(now, old.checks.get(before.id), new.checks.get(now.id))


def _of_check(route: Route, old: Check | None, new: Check | None) -> Iterator[Difference]:
    which: Sentence = ("The steps", *way(route))
    before, now = (_checked(one) if one else None for one in (old, new))
    # Who checked is not shown.
    if before == now and (old and old.covers) == (new and new.covers):
        return
    if new is None:
        yield went("check", (*which, f" no longer say that they were {before}."), before or "")
    elif not new.covers:
        yield Difference("lapse", (*which, f" changed since they were last {now}."), before, now)
    elif old is None or old.date <= new.date:
        yield Difference("check", (*which, f" were {now}."), before, now, what="checked")
    else:
        yield Difference("check", (*which, f" were last {now}, not {before}."), before, now)


def _checked(check: Check) -> str:
    how = "tried on a device" if check.on_device else "compared with their sources"
    return f"{how} on {day(check.date)}"


def _of_retirement(tokens: Tokens, old: Device, new: Device) -> Iterator[Difference]:
    if new.retired is not None and old.retired is None:
        since = day(new.retired.since)
        what = plain(new.retired.says)
        says: Sentence = (f"No longer supported since {since}: ", Quote(what), ".")
        yield Difference("retired", says, None, what, what="retired")
    elif old.retired is not None and new.retired is None:
        yield went("retired", ("It is supported again.",), plain(old.retired.says))
    elif old.retired is not None and new.retired is not None:
        since = day(new.retired.since)
        if old.retired.since != new.retired.since:
            days = day(old.retired.since), since
            yield now_was("retired", "day of its retirement", *days)
        says_now = old.retired.says, new.retired.says
        yield from text_told(tokens, "retired", "sentence on its retirement", *says_now)
        sources = old.retired.sources, new.retired.sources
        yield from of_sources(tokens, "source", *sources, (" of its retirement",))


def _of_notes(tokens: Tokens, old: Device, new: Device) -> Iterator[Difference]:
    spots = {id(note): _spot(device, note) for device in (old, new) for note in device.notes}
    like = tuple([tokens.text(s, n.text) for n in d.notes] for s, d in enumerate((old, new)))
    same = tuple(
        [(text, spots[id(note)][0]) for text, note in zip(texts, device.notes, strict=True)]
        for texts, device in zip(like, (old, new), strict=True)
    )
    for one, other in aligned(old.notes, new.notes, (same[0], same[1]), (like[0], like[1])):
        before = old.notes[one] if one is not None else None
        now = new.notes[other] if other is not None else None
        spot = spots[id(now or before)][1]
        texts: list[Text] = [note.text if note else () for note in (before, now)]
        yield from text_told(tokens, "note", "note", texts[0], texts[1], spot)
        if before is not None and now is not None:
            if spots[id(before)][0] != spots[id(now)][0]:
                says: Sentence = ("The note ", Quote(plain(now.text)), " now stands elsewhere")
                yield Difference("note", (*says, *spot, "."))
            yield from of_sources(
                tokens, "source", before.sources, now.sources, (" of the note", *spot)
            )


def _spot(device: Device, note: Note) -> tuple[object, Sentence]:
    """Where a note stands: to compare, and in words."""
    interface = next((one for one in device.interfaces if one.id == note.interface), None)
    if interface is None:
        return (), ()
    family = interface.walkthrough
    route = next((one for one in family.routes if one.id == note.route), None)
    title = route.title if route else family.name
    if note.step:
        return (family.name, title, note.step), (f" on step {note.step} of ", Quote(title))
    return (family.name, title, 0), (" on ", Quote(title))
