"""The words of a device's page: what the device calls things, and what that means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device
from generator.knowledge.route import Walkthrough, labels_met
from generator.knowledge.text import Text


@dataclass(slots=True)
class Term:
    """One line of the table of words: our word, what the device says, what it means."""

    we: str
    says: list[str]
    means: Text


def words_of(kb: KnowledgeBase, device: Device, labels: tuple[str, ...]) -> list[Term]:
    """Keys with a name of their own, and labels that mean something we explain."""
    terms: dict[str, Term] = {}
    for key, word in device.keys.items():
        usual = kb.keys[key]
        means = (f"The button that other devices call {usual}.",)
        terms[f"key {key}"] = Term(usual, [word.text], means)
    for name in labels:
        label = kb.labels[name]
        we, meaning = _meaning(kb, name)
        says = [*label.text["en"], *label.formerly]
        if we in terms:
            terms[we].says += says
        elif meaning or label.formerly:
            terms[we] = Term(we, says, meaning)
    return list(terms.values())


def explanations(kb: KnowledgeBase) -> dict[str, list[Text]]:
    """What each label means or does: our own word for it, where its screens say it leads, or what
    it does instead of signing out."""
    found: dict[str, dict[Text, None]] = {name: {} for name in kb.labels}
    for name, label in kb.labels.items():
        if label.means is not None:
            found[name][(f"It means: {_meaning(kb, name)[0]}.",)] = None
        if label.does is not None:
            found[name][label.does] = None
    for walkthrough in _walkthroughs(kb):
        for screen in walkthrough.screens.values():
            for step in screen.controls:
                leads: Text = ("It leads to: ", *walkthrough.screens[step.opens].looks_like)
                for word in (*step.words, *step.alternatives, *((step.to,) if step.to else ())):
                    if word.kind == "label" and kb.labels[word.id].means is None:
                        found[word.id][leads] = None
        for impostor in walkthrough.impostors:
            found[impostor.label.id][impostor.does] = None
    return {name: list(texts) for name, texts in found.items()}


def _meaning(kb: KnowledgeBase, name: str) -> tuple[str, Text]:
    """Our own word for a label, and what it means; a label may mean the same as another."""
    seen = set()
    while (means := kb.labels[name].means) in kb.labels and name not in seen:
        seen.add(name)
        name = means or name
    if means in kb.concepts:
        concept = kb.concepts[means or ""]
        return concept.name, concept.means
    return kb.labels[name].text["en"][0], ()


def interfaces_by_label(kb: KnowledgeBase) -> dict[str, list[str]]:
    """The interfaces that show each label, by their names."""
    names: dict[str, dict[str, None]] = {}
    for walkthrough in _walkthroughs(kb):
        for label in labels_met([walkthrough]):
            names.setdefault(label, {})[walkthrough.name] = None
    return {label: sorted(found) for label, found in names.items()}


def devices_by_key_name(kb: KnowledgeBase) -> dict[str, dict[str, list[Device]]]:
    """Keys that some devices call by another name: the usual name, then each other one with the
    devices that use it."""
    names: dict[str, dict[str, list[Device]]] = {}
    for device in kb.devices.values():
        for key, word in device.keys.items():
            names.setdefault(kb.keys[key], {}).setdefault(word.text, []).append(device)
    return dict(sorted(names.items()))


def _walkthroughs(kb: KnowledgeBase) -> Iterable[Walkthrough]:
    """One of each family, whatever its devices call their keys."""
    return {
        interface.walkthrough.family: interface.walkthrough
        for device in kb.devices.values()
        for interface in device.interfaces
    }.values()
