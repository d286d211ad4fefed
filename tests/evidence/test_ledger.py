"""Everything the research found is answered for by a spec, or left out with a reason.

The ledger is evidence/netflix-facts.yml; which spec answers for which item is in
evidence/answers.yml. evidence/README.md explains both.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from generator.model.references import references_of
from generator.model.specs import FOLDERS, SHARED, Entry, Specs, load
from generator.model.text import Spec, split
from generator.read.tree import spec_files

ROOT = Path(__file__).resolve().parents[2]
KINDS = (
    "devices",
    "paths",
    "family_facts",
    "details",
    "notes",
    "actions",
    "facts",
    "claims",
    "contradictions",
    "labels",
)
# Said as it is; every other verdict may only be met as "you may read …, in fact …".
TRUE = "supported"


class Item(NamedTuple):
    """One thing in the ledger, and the sources that back it."""

    sources: frozenset[str]
    said: Any


class Evidence(NamedTuple):
    """The research, what answers for it, and the specs."""

    ledger: dict[str, Any]
    answers: dict[str, Any]
    specs: Specs


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """The evidence and the specs as they are shipped."""
    ledger = yaml.safe_load((ROOT / "evidence" / "netflix-facts.yml").read_text("utf-8"))
    answers = yaml.safe_load((ROOT / "evidence" / "answers.yml").read_text("utf-8"))
    specs, problems = load(spec_files(ROOT / "device_specs", "device_specs"), "device_specs")
    assert problems == []
    return Evidence(ledger, answers, specs)


# The walk through the ledger ----------------------------------------------------------------------


def _item(said: Any) -> Item:
    parts = said if isinstance(said, list) else [said]
    named = ("sources", "status_sources", "listed_in")
    return Item(frozenset(s for part in parts for name in named for s in part.get(name, ())), said)


def _walk(ledger: dict[str, Any], kind: str) -> Iterator[tuple[str, Item]]:
    if kind == "devices":
        for device in ledger["devices"]:
            yield device["id"], _item(device)
    elif kind == "paths":
        for owner in ledger["families"] + ledger["devices"]:
            for path in owner.get("variants", []) + owner.get("paths", []):
                yield f"{owner['id']}/{path['id']}", _item(path)
    elif kind == "family_facts":
        for family in ledger["families"]:
            for name, value in family.items():
                if isinstance(value, dict) or (isinstance(value, list) and name != "variants"):
                    yield f"{family['id']}/{name}", _item(value)
    elif kind == "details":
        for device in ledger["devices"]:
            for name, value in device.items():
                if isinstance(value, dict):
                    yield f"{device['id']}/{name}", _item(value)
    elif kind in ("notes", "actions"):
        for device in ledger["devices"]:
            name = {"notes": "notes", "actions": "device_actions"}[kind]
            for number, value in enumerate(device.get(name, []), 1):
                yield f"{device['id']}/{number}", _item(value)
    elif kind == "facts":
        for topic in ledger["topics"]:
            for number, fact in enumerate(topic["facts"], 1):
                yield f"{topic['id']}/{number}", _item(fact)
    elif kind in ("claims", "contradictions"):
        name = {"claims": "seed_claims", "contradictions": "contradictions"}[kind]
        for number, value in enumerate(ledger[name], 1):
            yield str(number), _item(value)
    elif kind == "labels":
        for locale in ledger["locales"]:
            for name, words in locale["labels"].items():
                said = words if isinstance(words, list) else [words]
                yield f"{locale['locale']}/{name}", Item(frozenset(locale["sources"]), said)


def items(evidence: Evidence, kind: str) -> dict[str, Item]:
    """Everything of one kind in the ledger, by the name that answers.yml uses."""
    found = list(_walk(evidence.ledger, kind))
    assert found, f"the ledger has no {kind}: the walk is wrong"
    assert len(found) == len(dict(found)), f"two {kind} share a name"
    return dict(found)


def answered(evidence: Evidence, kind: str) -> dict[str, Any]:
    """What answers.yml says of one kind, with names as text."""
    return {str(name): value for name, value in evidence.answers[kind].items()}


def left_out(evidence: Evidence, kind: str) -> dict[str, str]:
    """What answers.yml leaves out of one kind, with the reasons."""
    reasons = evidence.answers["left_out"].get(kind, {})
    return {str(name): reason for name, reason in reasons.items()}


def places(answer: Any) -> list[str]:
    """The specs that answer for an item."""
    if isinstance(answer, dict):
        answer = answer["in"]
    return answer if isinstance(answer, list) else [answer]


def spec_at(specs: Specs, place: str) -> Spec | None:
    """The spec that is written as `place`: devices/samsung-tv, labels/get-help, service."""
    if place == "service":
        return specs.service.spec if specs.service else None
    collection, _, name = place.partition("/")
    entries: dict[str, Entry[Spec]] = getattr(specs, collection, None) or {}
    return entries[name].spec if name in entries else None


def cited(spec: Spec) -> set[str]:
    """Every source that is named anywhere in `spec`."""
    return {ref.name for ref in references_of(spec) if ref.collections == ("sources",)}


def pairs(evidence: Evidence, kind: str) -> Iterator[tuple[str, Item, Any, list[Spec]]]:
    """Each answered item with its answer and the specs that give it."""
    known = items(evidence, kind)
    for name, answer in answered(evidence, kind).items():
        specs = [spec_at(evidence.specs, place) for place in places(answer)]
        if name in known:
            yield name, known[name], answer, [spec for spec in specs if spec is not None]


# What can be wrong --------------------------------------------------------------------------------


def unanswered(evidence: Evidence, kind: str) -> list[str]:
    """Items without an answer or a reason, with both, or not in the ledger at all."""
    there, yes, no = (f(evidence, kind) for f in (items, answered, left_out))
    faults = [f"{name}: no answer" for name in there if name not in yes and name not in no]
    faults += [f"{name}: answered and left out" for name in yes if name in no]
    faults += [f"{name}: not in the ledger" for name in (*yes, *no) if name not in there]
    return faults + [f"{name}: no reason" for name, why in no.items() if not _is_sentence(why)]


def _is_sentence(text: Any) -> bool:
    return isinstance(text, str) and len(text.split()) > 3 and text.endswith(".")


def nowhere(evidence: Evidence, kind: str) -> list[str]:
    """Answers that name no spec, or one that does not exist."""
    return [
        f"{name}: there is no {place}"
        for name, answer in answered(evidence, kind).items()
        for place in places(answer) or ["spec"]
        if spec_at(evidence.specs, place) is None
    ]


def uncited(evidence: Evidence, kind: str) -> list[str]:
    """Items of which an answering spec cites no source."""
    return [
        f"{name}: {answer} cites none of {', '.join(sorted(item.sources))}"
        for name, item, answer, specs in pairs(evidence, kind)
        for spec in specs
        if item.sources and not item.sources & cited(spec)
    ]


def unspoken(evidence: Evidence) -> list[str]:
    """Words on a screen that the label does not have in that language."""
    faults = []
    for name, item, answer, specs in pairs(evidence, "labels"):
        language = name.partition("/")[0]
        shown = [set(spec.text.get(language, ())) for spec in specs]  # type: ignore[attr-defined]
        missing = set(item.said).difference(*shown)
        idle = any(not words & set(item.said) for words in shown)
        if missing or idle:
            faults.append(f"{name}: {answer} does not say {sorted(missing or item.said)}")
    return faults


def unclaimed(evidence: Evidence) -> list[str]:
    """Claims that are not simply true, and whose answer is no "you may read …; in fact …"."""
    faults = []
    for name, item, answer, specs in pairs(evidence, "claims"):
        if item.said["verdict"] == TRUE:
            continue
        claims = [claim for spec in specs for claim in getattr(spec, "claims", ())]
        if not any(item.sources.intersection(c.sources) or not item.sources for c in claims):
            faults.append(f"{name}: no claim in {answer} cites {', '.join(sorted(item.sources))}")
    return faults


def silent(evidence: Evidence) -> list[str]:
    """Contradictions of which the answering spec keeps the other values to itself."""
    faults = []
    for name, _, answer, specs in pairs(evidence, "contradictions"):
        said = "\n".join(_disputed(evidence.specs, spec) for spec in specs).casefold()
        faults += [
            f"{name}: no claim or doubt of {answer['in']} says “{words}”"
            for words in answer["other"] or ["anything"]
            if words.casefold() not in said
        ]
    return faults


def _disputed(specs: Specs, spec: Spec) -> str:
    """What a reader is told of other views: the claims and doubts of `spec`, words filled in."""
    claims = getattr(spec, "claims", ())
    texts = [text for claim in claims for text in (claim.you_may_read, claim.in_fact)]
    for name in ("facts", "solutions"):
        texts += [doubt for part in getattr(spec, name, ()) if (doubt := part.doubt)]
    return "\n".join(_filled(specs, text) for text in texts)


def _filled(specs: Specs, text: str) -> str:
    parts = list(split(text))
    for number, name in enumerate(parts[1::2]):
        if name in specs.labels:
            parts[2 * number + 1] = specs.labels[name].spec.text["en"][0]
        elif name in specs.keys:
            parts[2 * number + 1] = specs.keys[name].spec.name
    return "".join(parts)


def strayed(evidence: Evidence) -> list[str]:
    """Sources that are missing, uncited, made up, or lead elsewhere than in the ledger."""
    there, no = evidence.ledger["sources"], left_out(evidence, "sources")
    ours = {name: entry.spec for name, entry in evidence.specs.sources.items()}
    used = set().union(*(cited(entry.spec) for entry in _all(evidence.specs)))
    faults = [f"{name}: no source of ours" for name in there if name not in {*ours, *no}]
    faults += [f"{name}: cited and left out" for name in ours if name in no]
    faults += [f"{name}: not in the ledger" for name in (*ours, *no) if name not in there]
    faults += [f"{name}: no reason" for name, why in no.items() if not _is_sentence(why)]
    faults += [f"{name}: no spec cites it" for name in ours if name not in used]
    for name in ours.keys() & there.keys():
        if ours[name].url not in _addresses(there[name]):
            faults.append(f"{name}: leads to {ours[name].url}, not {there[name]['url']}")
        if ours[name].tier != there[name]["tier"]:
            faults.append(f"{name}: tier {ours[name].tier}, in the ledger {there[name]['tier']}")
    return faults


def _all(specs: Specs) -> Iterator[Entry[Any]]:
    if specs.service is not None:
        yield specs.service
    for collection in (*SHARED, *FOLDERS):
        yield from getattr(specs, collection).values()


def _addresses(source: dict[str, Any]) -> set[str]:
    """The addresses that mean the same page: encrypted, or the page that a proxy copied."""
    url = source["url"]
    original = re.search(r"canonical page: (https://\S+)", source.get("note") or "")
    return {url, url.replace("http://", "https://", 1), *(original.groups() if original else ())}


# The tests ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_answered_or_left_out_with_a_reason(evidence: Evidence, kind: str) -> None:
    assert unanswered(evidence, kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_spec_that_answers_exists(evidence: Evidence, kind: str) -> None:
    assert nowhere(evidence, kind) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "labels"])
def test_whoever_answers_cites_a_source_of_the_item(evidence: Evidence, kind: str) -> None:
    assert uncited(evidence, kind) == []


def test_labels_say_what_the_screen_says(evidence: Evidence) -> None:
    assert unspoken(evidence) == []


def test_what_is_not_so_is_told_as_a_claim(evidence: Evidence) -> None:
    assert unclaimed(evidence) == []


def test_a_reader_of_either_value_learns_that_sources_differ(evidence: Evidence) -> None:
    assert silent(evidence) == []


def test_sources_are_those_of_the_ledger(evidence: Evidence) -> None:
    assert strayed(evidence) == []


def test_answers_have_no_other_kinds(evidence: Evidence) -> None:
    assert set(evidence.answers) == {*KINDS, "left_out"}
    assert set(evidence.answers["left_out"]) <= {*KINDS, "sources"}


# The tests can fail -------------------------------------------------------------------------------

Tamper = Callable[[dict[str, Any], dict[str, Any]], None]


def _more_facts(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    ledger["topics"][0]["facts"].append({"fact": "news", "sources": ["tomsguide"]})


def _more_devices(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    ledger["devices"].append({"id": "fridge"})


def _more_labels(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    ledger["locales"][0]["labels"]["news"] = "Leave"


def _other_words(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    ledger["locales"][0]["labels"]["sign_out"] = "Leave"


def _more_sources(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    ledger["sources"]["news"] = {"url": "https://example.org/", "tier": "press"}


def _other_address(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    ledger["sources"]["tomsguide"]["url"] += "s"


def _other_tier(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    ledger["sources"]["tomsguide"]["tier"] = "official"


def _other_place(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    answers["devices"]["lg-tv"] = "devices/lg-fridge"


def _no_place(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    answers["facts"]["phishing/1"] = []


def _place_that_does_not_cite(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    answers["facts"]["phishing/1"] = "topics/casting"


def _claim_told_as_a_fact(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    answers["claims"][5] = "problems/lost-or-stolen-device"


def _value_kept_silent(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    answers["contradictions"][1]["other"].append("up to 9 hours")


def _no_value(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    answers["contradictions"][1]["other"] = []


def _no_reason(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    answers["left_out"]["paths"]["ps3/ps3-gear"] = "old"


def _both(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    answers["paths"]["ps3/ps3-gear"] = "devices/ps3"


def _nothing_of_the_kind(ledger: dict[str, Any], answers: dict[str, Any]) -> None:
    answers["notes"]["lg-tv/9"] = "devices/lg-tv"


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (_more_facts, "sign-out-all-delay/4: no answer"),
        (_more_devices, "fridge: no answer"),
        (_more_labels, "en/news: no answer"),
        (_other_words, "en/sign_out: labels/sign-out does not say ['Leave']"),
        (_more_sources, "news: no source of ours"),
        (_other_address, "tomsguide: leads to "),
        (_other_tier, "tomsguide: tier press, in the ledger official"),
        (_other_place, "lg-tv: there is no devices/lg-fridge"),
        (_no_place, "phishing/1: there is no spec"),
        (_place_that_does_not_cite, "phishing/1: topics/casting cites none of nf-65674-en"),
        (_claim_told_as_a_fact, "5: no claim in problems/lost-or-stolen-device cites "),
        (_value_kept_silent, "1: no claim or doubt of topics/sign-out-everywhere says “up to 9"),
        (_no_value, "1: no claim or doubt of topics/sign-out-everywhere says “anything”"),
        (_no_reason, "ps3/ps3-gear: no reason"),
        (_both, "ps3/ps3-gear: answered and left out"),
        (_nothing_of_the_kind, "lg-tv/9: not in the ledger"),
    ],
)
def test_a_tampered_copy_is_found_out(evidence: Evidence, tamper: Tamper, fault: str) -> None:
    ledger, answers = copy.deepcopy((evidence.ledger, evidence.answers))
    tamper(ledger, answers)
    copied = Evidence(ledger, answers, evidence.specs)
    faults = [f for kind in KINDS for check in (unanswered, nowhere) for f in check(copied, kind)]
    faults += [f for kind in KINDS if kind != "labels" for f in uncited(copied, kind)]
    faults += [f for check in (unspoken, unclaimed, silent, strayed) for f in check(copied)]
    assert any(found.startswith(fault) for found in faults), faults
