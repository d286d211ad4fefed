"""Public corpora: each case of the YAML test suite ends in the value that the suite says, or in a
problem; each naughty string is text, or a problem that names what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from generator.read.document import parse
from generator.read.scalar import Unquoted
from tests.conftest import Lumen
from tests.fuzz.corpora import Case, naughty_strings, yaml_cases
from tests.fuzz.places import assert_well_placed


def agrees(ours: Any, theirs: Any) -> bool:
    """Whether a value is the one that the suite gives as JSON. What readers of YAML take for
    different things must be taken for what the suite says, or be left open, as text to be quoted.
    """
    if isinstance(ours, dict):
        same_names = isinstance(theirs, dict) and ours.keys() == theirs.keys()
        return same_names and all(agrees(ours[name], theirs[name]) for name in ours)
    if isinstance(ours, list):
        same_length = isinstance(theirs, list) and len(ours) == len(theirs)
        return same_length and all(map(agrees, ours, theirs))
    if isinstance(ours, Unquoted):
        if theirs is None or ours.taken_for == "nothing":
            return theirs is None and ours.taken_for == "nothing"
        if isinstance(theirs, bool):
            return ours.taken_for == "true or false"
        if isinstance(theirs, int | float):
            return ours.taken_for == "a number"
        return bool(ours.text == theirs)
    return type(ours) is type(theirs) and bool(ours == theirs)


def below_a_name(text: str) -> str | None:
    """The text as the value of a name, so that lists and single values count too; None if it cannot
    stand there."""
    if re.search(r"^(?:---|\.\.\.|%)", text, re.MULTILINE) or not text.strip():
        return None
    rows = text.splitlines(keepends=True)
    return "k:\n" + "".join(f" {row}" if row.strip("\n") else row for row in rows)


def test_the_suite_is_whole() -> None:
    cases = yaml_cases()
    assert len(cases) == 402
    assert sum(case.invalid for case in cases) > 90
    assert sum(case.json is not None for case in cases) > 250


@pytest.mark.parametrize("wrapped", [False, True], ids=["alone", "below-a-name"])
def test_each_case_is_the_value_of_the_suite_or_a_problem(wrapped: bool) -> None:
    read = 0
    for case in yaml_cases():
        text = below_a_name(case.text) if wrapped else case.text
        if text is None:
            continue
        data = text.encode()
        document, problems = parse("f.yml", data)
        assert_well_placed(problems, {"f.yml": data})
        if problems:
            continue
        read += 1
        assert document is not None
        assert not case.invalid, f"{case.id} is no YAML, but is read: {text!r}"
        value = document.value["k"] if wrapped else document.value
        assert agrees(value, expected(case)), f"{case.id}: {value!r}"
    assert read > 60


def expected(case: Case) -> Any:
    values = case.values
    if not values and set(case.tree.split()) <= {"+STR", "-STR"}:
        return None  # nothing but remarks
    assert len(values) == 1, f"{case.id} has several documents, but is read"
    return values[0]


def test_the_comparison_sees_differences() -> None:
    assert not agrees({"a": 1}, {"a": True})
    assert not agrees({"a": "1"}, {"a": 1})
    assert not agrees({"a": "b"}, {"a": "b", "c": "d"})
    assert not agrees([Unquoted("no", "true or false")], ["yes"])
    assert not agrees(Unquoted("", "nothing"), "")
    assert agrees(Unquoted("2026-11-22", "a date"), "2026-11-22")


def as_yaml(text: str) -> list[str]:
    """The text in each of the quotes that YAML has."""
    data = {"text": text}
    return [
        json.dumps(data),
        json.dumps(data, ensure_ascii=False),
        yaml.safe_dump(data, default_style="'", allow_unicode=True, width=10**6),
    ]


def test_each_naughty_string_is_literal_or_a_problem() -> None:
    literal = 0
    for text in naughty_strings():
        for written in as_yaml(text):
            data = written.encode()
            document, problems = parse("f.yml", data)
            assert_well_placed(problems, {"f.yml": data})
            assert document is None or problems or document.value == {"text": text}
            assert document is not None or problems
            literal += not problems
    assert literal > 3 * 450


def test_each_naughty_string_without_quotes_is_what_yaml_says_or_a_problem() -> None:
    for text in naughty_strings():
        data = f"text: {text}\n".encode()
        document, problems = parse("f.yml", data)
        assert_well_placed(problems, {"f.yml": data})
        if problems:
            continue
        assert document is not None
        value = document.value["text"]
        said = yaml.load(data.decode(), yaml.CBaseLoader)["text"]
        written = value.text if isinstance(value, Unquoted) else value
        assert (str(written).lower() if written in (True, False) else str(written)) == said


def test_each_naughty_string_in_a_spec_is_kept_or_a_problem(
    lumen: Lumen, base_files: Mapping[str, bytes]
) -> None:
    """As the text of a topic, the words of a label, and a device's name, all checked."""
    for start in range(0, len(naughty_strings()), 25):
        some = naughty_strings()[start : start + 25]
        facts = "".join(f"  - {{text: {json.dumps(text)}, doubt: It may be.}}\n" for text in some)
        labels = "".join(
            f"naughty-{number}: {{text: {{en: {json.dumps(text)}}}}}\n"
            for number, text in enumerate(some)
        )
        devices = {
            f"devices/tv/naughty-{number}.yml": f"name: {json.dumps(text)}\n"
            "no_sign_out: {because: It has none.}\n"
            for number, text in enumerate(some)
        }
        changes = {
            "topics/naughty.yml": f"title: N\nfacts:\n{facts}",
            "labels.yml": base_files["labels.yml"].decode() + labels,
            **devices,
        }
        checked = lumen(changes)
        files = {**base_files, **{name: text.encode() for name, text in changes.items()}}
        data = {f"specs/{name}": text for name, text in files.items()}
        assert_well_placed(checked.problems, data)
        wrong = {problem.place.file for problem in checked.problems}
        for number, text in enumerate(some):
            file = f"specs/devices/tv/naughty-{number}.yml"
            if file not in wrong:
                assert checked.specs.devices[f"naughty-{number}"].spec.name == text
        if (topic := checked.specs.topics.get("naughty")) is not None:
            assert [fact.text for fact in topic.spec.facts] == list(some)
