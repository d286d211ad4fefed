"""What changed in what many pages share: words on screens, keys, our own words, sources."""

from __future__ import annotations

from collections.abc import Iterator

from generator.changes.pairs import called_alike
from generator.changes.sentences import Difference, listed, now_was, otherwise, renamed
from generator.changes.steps import of_sources, text_told
from generator.changes.tokens import Tokens, label_meaning
from generator.knowledge.base import Concept, KnowledgeBase, Label, Pack, Source
from generator.knowledge.wording import TIERS


def of_label(tokens: Tokens, old: Label, new: Label) -> Iterator[Difference]:
    """What changed in a label; `old` and `new` may have other ids."""
    languages = {code: name for side in tokens.sides for code, name in side.kb.languages.items()}
    for code in dict.fromkeys((*new.text, *old.text)):
        before, now = (" / ".join(one.text.get(code, ())) for one in (old, new))
        if before != now and code == "en":
            yield renamed(before, now, "word")
        elif before != now:
            yield now_was("language", f"word in {languages[code]}", before, now)
    if list(old.text) != list(new.text) and sorted(old.text) == sorted(new.text):
        yield otherwise("language", "Its languages come in another order.")
    if old.icon != new.icon:
        looks = "a picture" if new.icon else "words"
        yield Difference("icon", (f"Screens now show {looks} for it.",))
    yield from listed("formerly", "word", old.formerly, new.formerly, of=(" of older versions",))
    meanings = [
        label_meaning(side.kb, one) for side, one in zip(tokens.sides, (old, new), strict=True)
    ]
    # That a word has a new name is told of it alone.
    if old.means != new.means and meanings[0] != meanings[1]:
        yield now_was("means", "meaning", *meanings)
    yield from text_told(tokens, "does", "sentence on what it does", old.does, new.does)
    for code in sorted(old.official ^ new.official):
        seen = "was seen" if code in new.official else "no longer counts as seen"
        yield Difference(
            "official", (f"The word in {languages[code]} {seen} on an official page.",)
        )
    yield from of_sources(tokens, "source", old.sources, new.sources)


def of_concept(tokens: Tokens, old: Concept, new: Concept) -> Iterator[Difference]:
    """What changed in a word of ours."""
    if old.name != new.name:
        yield renamed(old.name, new.name)
    yield from text_told(tokens, "means", "meaning", old.means, new.means)
    yield from text_told(tokens, "is-not", "sentence on what it is not", old.is_not, new.is_not)
    yield from of_sources(tokens, "source", old.sources, new.sources)


def of_source(old: Source, new: Source) -> Iterator[Difference]:
    """What changed in a page that backs what we say."""
    for part, noun, before, now in (
        ("url", "address", old.url, new.url),
        ("title", "title", old.title, new.title),
        ("publisher", "publisher", old.publisher, new.publisher),
        ("origin", "page it copies", old.origin, new.origin),
        ("date", "date", old.date, new.date),
        ("language", "language", old.language, new.language),
        ("note", "note", old.note, new.note),
    ):
        if before != now:
            yield now_was(part, noun, before, now)
    if old.tier != new.tier:
        tiers = TIERS[old.tier], TIERS[new.tier]
        yield Difference("tier", (f"It now counts as {tiers[1]}, was {tiers[0]}.",), *tiers)


def of_key(old: tuple[str, str], new: tuple[str, str]) -> Iterator[Difference]:
    """What changed in the usual name of a key, and in the sign on it."""
    if old[0] != new[0]:
        yield renamed(old[0], new[0], "key")
    if old[1] != new[1]:
        yield now_was("symbol", "sign on it", old[1], new[1])


def of_pack(tokens: Tokens, old: Pack, new: Pack) -> Iterator[Difference]:
    """What changed in what is printed together."""
    if old.title != new.title:
        yield renamed(old.title, new.title)
    yield from text_told(tokens, "intro", "introduction", old.intro, new.intro)
    before, now = (side.kb for side in tokens.sides)
    titles = [{name: one.title for name, one in kb.checklists.items()} for kb in (before, now)]
    lists = called_alike(titles[0], titles[1], old.checklists, new.checklists)
    yield from listed("checklist", "checklist", *lists)
    names = [{name: one.name for name, one in kb.devices.items()} for kb in (before, now)]
    yield from listed(
        "device", "device", *called_alike(names[0], names[1], old.devices, new.devices)
    )
    if old.remote != new.remote:
        tells = "now tells" if new.remote else "no longer tells"
        yield Difference("remote", (f"It {tells} how to sign out from afar.",))


def of_service(tokens: Tokens, old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Difference]:
    """What changed for the whole site."""
    if old.service != new.service:
        yield renamed(old.service, new.service)
    known, remote = old.remote, new.remote
    routes = (
        ("one device", known.one_device, remote.one_device),
        ("all devices", known.all_devices, remote.all_devices),
    )
    for which, before, now in routes:
        # What changed on these ways is told of the device that stands for the account page.
        if (known.device, before.id) != (remote.device, now.id) and before.title != now.title:
            yield now_was("remote", f"way to sign out {which} from afar", before.title, now.title)
    if known.device != remote.device:
        names = old.devices[known.device].name, new.devices[remote.device].name
        if names[0] != names[1]:
            yield now_was("remote", "place to sign out from afar", *names)
    noun = "sentence on how long it takes from afar"
    yield from text_told(tokens, "remote", noun, known.delay, remote.delay)
    yield from of_sources(tokens, "source", known.delay_sources, remote.delay_sources)
    for part, noun, first, second in (
        ("reports", "form for reports", old.reports.form, new.reports.form),
        ("reports", "mailbox for reports", old.reports.mail, new.reports.mail),
    ):
        if first != second:
            yield now_was(part, noun, first, second)
    for code in dict.fromkeys((*new.languages, *old.languages)):
        if old.languages.get(code) != new.languages.get(code):
            names_of = old.languages.get(code), new.languages.get(code)
            yield now_was("language", "name of a language", *names_of)
    if old.languages == new.languages and list(old.languages) != list(new.languages):
        yield otherwise("language", "The languages come in another order.")
