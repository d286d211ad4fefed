"""Every name of another spec is found, wherever the models allow one."""

import pytest

from generator.model.device import Device, Note
from generator.model.explain import explain
from generator.model.family import Family
from generator.model.guidance import Solution
from generator.model.references import Reference, _fields, holds_words, references_of
from generator.model.text import WORDS, Spec
from generator.read.document import parse


def found(model: type[Spec], text: str) -> list[Reference]:
    document, problems = parse("f.yml", text.encode())
    assert document is not None
    assert problems == []
    spec, problems = explain(model, document, ())
    assert problems == []
    assert spec is not None
    return list(references_of(spec))


def test_references_of_a_device() -> None:
    text = """
name: "{not-a-word}"
keys: {back: "{literal}"}
interfaces:
  menu: {family: tv-menu, sources: [a]}
notes: [{text: "Press {back} in {service} on {profile}.", sources: [b]}]
actions:
  switch-off:
    does: restart
    signs_out: true
    path: [Menu, {press: home}, {do: "Hold {home}."}]
    sources: []
"""
    assert found(Device, text) == [
        Reference(("keys", "back"), ("keys",), "back", is_key=True),
        Reference(("interfaces", "menu", "family"), ("families",), "tv-menu"),
        Reference(("interfaces", "menu", "sources", 0), ("sources",), "a"),
        Reference(("notes", 0, "text"), WORDS, "back"),
        Reference(("notes", 0, "text"), WORDS, "profile"),
        Reference(("notes", 0, "sources", 0), ("sources",), "b"),
        Reference(("actions", "switch-off", "path", 1, "press"), ("keys",), "home"),
        Reference(("actions", "switch-off", "path", 2, "do"), WORDS, "home"),
    ]


def test_references_stand_where_the_file_has_them() -> None:
    """`or` is `or_` in Python, but not in the file."""
    text = "{name: A, screens: {a: {controls: {b: {press: [up], or: [left], opens: a}}}}}"
    controls = ("screens", "a", "controls", "b")
    assert found(Family, text) == [
        Reference((*controls, "press", 0), ("keys",), "up"),
        Reference((*controls, "or", 0), ("keys", "labels"), "left"),
    ]


@pytest.mark.parametrize("model", sorted(Spec.__subclasses__(), key=repr), ids=lambda m: m.__name__)
def test_every_mark_in_the_models_is_walked(model: type[Spec]) -> None:
    """A field that the walk passes over would let a misspelt name through to the pages."""
    walked = {attribute for attribute, _, _ in _fields(model)}
    for name, field in model.model_fields.items():
        if "Refers(" in repr((field.annotation, field.metadata)):
            assert name in walked, f"{model.__name__}.{name}"


def test_only_sentences_hold_words() -> None:
    assert {n for n, f in Device.model_fields.items() if holds_words(f)} == set()
    assert {n for n, f in Note.model_fields.items() if holds_words(f)} == {"text"}
    assert {n for n, f in Solution.model_fields.items() if holds_words(f)} == {
        *("text", "steps", "doubt")
    }
    assert {n for n, f in Family.model_fields.items() if holds_words(f)} == {"tell"}
