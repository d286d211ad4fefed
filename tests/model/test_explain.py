"""What a file may say, and how an editor learns what is wrong with it."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.model.device import Device
from generator.model.explain import explain
from generator.model.family import Family
from generator.model.guidance import Trouble
from generator.model.specs import FOLDERS, SHARED
from generator.model.text import Spec
from generator.model.vocabulary import Label, Service, Source
from generator.read.document import parse
from generator.read.problem import Problem

NAME = "Use lower-case letters, digits and single hyphens, at most 60 characters."
LANGUAGE = "Write a language code such as en, es-419 or pt-BR."
ONE = "Write one value on this line."
MODELS = [*FOLDERS.values(), *SHARED.values(), Service]


def problems(model: type[Spec], text: str) -> list[Problem]:
    document, found = parse("f.yml", text.encode())
    assert document is not None
    assert found == []
    return explain(model, document, ())[1]


def said(model: type[Spec], text: str) -> list[str]:
    return [f"{p.message} {p.hint}".strip() for p in problems(model, text)]


def test_a_good_spec_is_typed() -> None:
    document, _ = parse("f.yml", b"name: A\nalso: [B]\nkeys: {back: Menu}\n")
    assert document is not None
    device, found = explain(Device, document, ())
    assert found == []
    assert device is not None
    assert (device.name, device.also, device.keys) == ("A", ("B",), {"back": "Menu"})


def test_every_field_that_is_missing_is_named() -> None:
    assert [message.split(".")[0] for message in said(Source, "language: fr\n")] == [
        "`url` is missing",
        "`title` is missing",
        "`publisher` is missing",
        "`tier` is missing",
    ]


def test_a_misspelt_field_is_not_missing_as_well() -> None:
    assert said(Label, "txt: {en: A}\n") == ["`txt` is not known here. Did you mean `text`?"]


def test_a_comma_that_ends_a_text_too_soon() -> None:
    text = "{title: A, symptom: No menu, no sound, worked: D, solutions: [{title: B, text: C}]}"
    assert said(Trouble, text) == [
        "`no sound` is not known here. If it belongs to the text before it, quote the whole text."
    ]


def test_fields_of_a_part_named_like_a_field() -> None:
    """A screen may be called `controls`, and a route `title`: both are names of fields too."""
    text = (
        "name: A\nscreens:\n  controls: {look_like: B}\n"
        "routes:\n  title: {role: mian, title: B, steps: [a.b], sources: [c]}\n"
    )
    assert said(Family, text) == [
        "`look_like` is not known here. Did you mean `looks_like`?",
        "`role` is `mian`, which is not one of the choices. Did you mean `main`?",
    ]


@pytest.mark.parametrize(
    ("model", "text", "message"),
    [
        (Device, "name: no", '`no` is taken for true or false; expected text. Quote it: "no".'),
        (Device, "name: 1.10", '`1.10` is taken for a number; expected text. Quote it: "1.10".'),
        (
            Device,
            "name: true",
            '`true` is taken for true or false; expected text. Quote it: "true".',
        ),
        (Device, "name: null", '`null` is taken for nothing. Quote it if it is text: "null".'),
        (
            Label,
            "text: {en: No}",
            '`No` is taken for true or false; expected text. Quote it: "No".',
        ),
        (
            Label,
            "text: {en: [On]}",
            '`On` is taken for true or false; expected text. Quote it: "On".',
        ),
        (Device, "name:", "`name` is empty. Write a value."),
        (Device, "name: ' '", "`name` is empty. Write a value."),
        (Device, "name: a\ninput:", "`input` is empty. Write a value, or remove the line."),
        (Device, "name: [a]", "`name` is a list; expected text. " + ONE),
        (Device, "name: {a: b}", "`name` is a group of names; expected text. " + ONE),
        (Device, "name: a\nalso: b", "`also` is `b`; expected a list. Put it in brackets: [ … ]."),
        (
            Device,
            "name: a\nalso: [b, 2]",
            '`2` is taken for a number; expected text. Quote it: "2".',
        ),
        (Device, "name: a\nalso: [[b]]", "Entry 1 of `also` is a list; expected text. " + ONE),
        (
            Device,
            "name: a\nkeys: [b]",
            "`keys` is a list; expected names with values. Indent its fields below it.",
        ),
        (
            Device,
            "name: a\nkeys: {Back: b}",
            "`Back` is not a name that can be used here. Write `back`.",
        ),
        (
            Device,
            f"name: {'a' * 121}",
            "`name` is too long; at most 120 characters are allowed. Shorten it.",
        ),
        (
            Device,
            'name: "a\\nb"',
            "`name` has a line break, a tab, or space at an end. "
            "Write it on one line, without space around it.",
        ),
        (Device, '"na\\nme": a\nname: b', "`na\\u000ame` is not known here. Did you mean `name`?"),
        (Device, '"[key]": a\nname: b', "`[key]` is not known here. Did you mean `keys`?"),
        (
            Device,
            'name: a\nkeys: {"[key]": b}',
            "`[key]` is not a name that can be used here. " + NAME,
        ),
        (Label, "text: {English: a}", "`English` is not a name that can be used here. " + LANGUAGE),
        (
            Label,
            "text: {en: a}\nicon: yes",
            "`icon` is `yes`; expected true or false. Write `true`.",
        ),
        (
            Label,
            "text: {en: a}\nofficial: [en, fr_CA]",
            "Entry 2 of `official` is `fr_CA`, which has not the right form. Write `fr-CA`.",
        ),
        (
            Label,
            "text: {en: a}\nsources: ['https://a.example/b']",
            "Entry 1 of `sources` is `https://a.example/b`, which has not the right form. A page "
            "is cited by its name in sources.yml; add it there if it has none yet.",
        ),
        (
            Trouble,
            "{title: a, symptom: b, worked: c, solutions: []}",
            "`solutions` is empty. Write at least one entry.",
        ),
    ],
)
def test_messages(model: type[Spec], text: str, message: str) -> None:
    assert said(model, text) == [message]


@pytest.mark.parametrize(
    "url",
    [
        *("http://a.example/", "javascript:alert(1)", "data:text/html,x", "//a.example"),
        *(
            "https://",
            "https://a",
            "https://a.example/ b",
            "HTTPS://a.example",
            "https://a@b.example",
        ),
        *("a.example", "https://a.example\\@b.example", "https://é.example", "https://a.example/é"),
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    text = f"{{url: {json.dumps(url)}, title: a, publisher: b, tier: blog}}"
    assert [problem.code for problem in problems(Source, text)] == ["not-https"]


@pytest.mark.parametrize("date", ["2026-02-30", "22.11.2026", "2026", "yesterday", "12:30", "yes"])
def test_dates_that_are_refused(date: str) -> None:
    retired = f"name: a\nretired: {{since: {date}, says: b, sources: [c]}}"
    assert [problem.code for problem in problems(Device, retired)] == ["not-a-date"]


JUNK = st.recursive(
    st.sampled_from(["a", "no", "1.10", "12", "true", "~", '""', "'a b'", '"a\\nb"', "2026-11-22"]),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from(["a", "'A b'", "name", "text", "steps", "en", "path", "'[key]'", "at"]),
            inner,
            max_size=2,
        ).map(lambda items: f"{{{', '.join(f'{key}: {value}' for key, value in items.items())}}}")
    ),
    max_leaves=5,
)


@given(st.sampled_from(MODELS), st.data())
def test_whatever_stands_in_a_field(model: type[Spec], data: Any) -> None:
    names = [field.alias or name for name, field in model.model_fields.items()]
    fields = data.draw(st.dictionaries(st.sampled_from(names), JUNK, max_size=4))
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    document, _ = parse("f.yml", text.encode())
    if document is None:
        return
    spec, found = explain(model, document, ())
    assert (spec is None) == bool(found)
    for problem in found:
        assert str(problem).isprintable()
        assert problem.message[-1] == "."
        assert "something else" not in problem.message, problem
        assert problem.place.line <= len(fields) + 1


@given(st.text(max_size=6))
@example("[key]")
def test_whatever_a_field_is_called(name: str) -> None:
    document, _ = parse("f.yml", json.dumps({name: "x", "name": "y"}, ensure_ascii=True).encode())
    if document is not None:
        explain(Device, document, ())
