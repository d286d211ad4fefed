"""What version 1 of the data promises is kept: nothing is removed, nothing changes its type.

`contract/v1/` holds the schemas as they were recorded, and one device of the example. If something
was added on purpose, raise the second number of `API` in generator/data/envelope.py, and record it:

    REWRITE=1 .venv/bin/python -m pytest tests/data/test_contract.py

That never forgets anything: whatever breaks a promise is refused with REWRITE too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from generator.data.api import Api
from generator.data.bundle import Bundle
from generator.data.documents import DOCUMENTS
from generator.data.envelope import API
from generator.data.schemas import schema_of
from generator.data.writing import in_bytes
from tests.data.contract import added, broken, promises

RECORDED = Path(__file__).parent / "contract" / "v1"
EXAMPLE = "example-device.json"
REWRITE = bool(os.environ.get("REWRITE"))
HOW = "REWRITE=1 .venv/bin/python -m pytest tests/data/test_contract.py"
KEPT = (
    "Version 1 of the data promises these to its readers. Put them back; or, if it must be, "
    "publish a version 2 beside it, at api/v2/:"
)
NEW = (
    "These are new and not recorded yet. Raise the second number of API in "
    f"generator/data/envelope.py, and record them: {HOW}"
)


def recorded(name: str) -> Any:
    return json.loads((RECORDED / name).read_text("utf-8"))


def said(why: str, what: list[str]) -> str:
    return "\n- ".join([why, *what])


def record(name: str, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    (RECORDED / name).write_text(f"{text}\n", "utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_that_was_promised_is_gone(name: str) -> None:
    now, file = schema_of(name), f"{name}.json"
    if (RECORDED / file).exists():
        lost = broken(recorded(file), now)
        assert not lost, said(KEPT, [f"{file}: {one}" for one in lost])
        new = added(recorded(file), now)
    elif (RECORDED / "version.json").exists():
        new = [f"the document `{name}`"]
    else:
        new = []
    if REWRITE and (not new or recorded("version.json")["api"] != API):
        record(file, now)
    else:
        assert not new, said(NEW, [f"{file}: {one}" for one in new])


def test_every_document_that_was_promised_is_there() -> None:
    files = {file.stem for file in RECORDED.glob("*.json")} - {"version", Path(EXAMPLE).stem}
    assert not files - set(DOCUMENTS), said(KEPT, sorted(files - set(DOCUMENTS)))


def test_the_version_is_that_of_the_record() -> None:
    assert API.partition(".")[0] == "1"
    if REWRITE:  # runs after the schemas
        record("version.json", {"api": API})
    assert recorded("version.json") == {"api": API}, f"Record it: {HOW}"


def holds(now: Any, then: Any, path: str = "") -> list[str]:
    """Where a value is not as it was; fields that were added are fine."""
    if isinstance(now, dict) and isinstance(then, dict):
        return [found for key in then for found in holds(now.get(key), then[key], f"{path}.{key}")]
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        pairs = enumerate(zip(now, then, strict=True))
        return [found for i, (a, b) in pairs for found in holds(a, b, f"{path}[{i}]")]
    return [] if now == then else [f"{path}: was {then!r}, is {now!r}"]


def test_the_values_are_what_they_were(lumen_bundle: Bundle) -> None:
    now = json.loads(in_bytes(Api(lumen_bundle, "", None).device("glow-tv")))
    if REWRITE:
        record(EXAMPLE, now)
    changed = holds(now, recorded(EXAMPLE))
    assert not changed, said(f"If that is right, record it: {HOW}", changed)


# --- the test is tested ---


def changed(change: Callable[[Any], None]) -> list[str]:
    """What is said of the schema of a device after a change."""
    schema = deepcopy(schema_of("device"))
    change(schema["$defs"])
    return broken(schema_of("device"), schema)


def test_the_same_breaks_nothing() -> None:
    assert changed(lambda defs: None) == []
    assert added(schema_of("device"), schema_of("device")) == []


def test_a_field_that_is_removed_is_told() -> None:
    def remove(defs: Any) -> None:
        del defs["Step"]["properties"]["where"]

    assert changed(remove) == ["`device.interfaces[].routes[].steps[].where` is gone"]


def test_a_field_of_another_type_is_told() -> None:
    def retype(defs: Any) -> None:
        defs["Step"]["properties"]["number"]["type"] = "string"

    path = "device.interfaces[].routes[].steps[].number"
    assert changed(retype) == [f"`{path}` was integer, and is now string"]


def test_a_field_that_may_be_null_is_told() -> None:
    def may_be_null(defs: Any) -> None:
        properties = defs["Route"]["properties"]
        properties["done"] = {"anyOf": [properties["done"], {"type": "null"}]}

    path = "device.interfaces[].routes[].done"
    assert changed(may_be_null) == [f"`{path}` was string, and is now null or string"]


def test_a_field_that_may_be_left_out_is_told() -> None:
    def leave_out(defs: Any) -> None:
        defs["Label"]["required"].remove("icon")

    assert changed(leave_out) == ["`labels{}.icon` was always there, and may now be left out"]


def test_a_word_that_is_lost_is_told() -> None:
    def lose(defs: Any) -> None:
        defs["Source"]["properties"]["tier"]["enum"].remove("press")

    assert changed(lose) == ["`sources{}.tier` can no longer be press"]


def test_a_format_that_is_lost_is_told() -> None:
    def lose(defs: Any) -> None:
        del defs["Retirement"]["properties"]["since"]["format"]

    assert changed(lose) == ["`device.retired.since` had the format date, and now has None"]


def test_whatever_is_removed_is_told() -> None:
    """For every field there is, at every place."""
    schema = schema_of("device")
    for name, node in schema["$defs"].items():
        for field in node["properties"]:
            without = {**schema, "$defs": {**schema["$defs"], name: _without(node, field)}}
            told = broken(schema, without)
            assert told and all("is gone" in one for one in told), (name, field)


def _without(node: Any, field: str) -> Any:
    return {**node, "properties": {n: f for n, f in node["properties"].items() if n != field}}


def test_what_is_added_breaks_nothing() -> None:
    schema = deepcopy(schema_of("device"))
    schema["$defs"]["Word"]["properties"]["sound"] = {"type": "string"}
    schema["$defs"]["Word"]["properties"]["kind"]["enum"].append("gesture")
    assert broken(schema_of("device"), schema) == []
    new = added(schema_of("device"), schema)
    assert "device.interfaces[].impostors[].label.sound" in new
    assert "device.interfaces[].impostors[].label.kind" in new


def test_every_field_is_looked_at() -> None:
    found = promises(schema_of("all"))
    assert found["devices{}.interfaces[].routes[].steps[].to.kind"].types == {"string"}
    assert found["devices{}.interfaces[].routes[].checked"].types == {"object", "null"}
    assert found["labels{}.text{}[]"].always


def test_a_value_that_changes_is_told() -> None:
    then = {"a": [1, {"b": "x"}], "c": None}
    assert holds({**then, "new": 1}, then) == []
    assert holds({"a": [1, {"b": "y"}], "c": None}, then) == [".a[1].b: was 'x', is 'y'"]
    assert holds({"a": [1]}, then) == [".a: was [1, {'b': 'x'}], is [1]"]
