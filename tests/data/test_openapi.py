"""The OpenAPI description: right by its own rules, true of the data, and true of the files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from generator.data.api import Api
from generator.data.documents import DOCUMENTS
from generator.data.mapping.whole import bundle
from generator.data.openapi import openapi
from generator.data.schemas import schema_of
from tests.conftest import LumenKnown

SITE = "https://lumen.example/"
MOST_BYTES = 8_000  # of an example: what one can look through
Node = dict[str, Any]


@pytest.fixture(scope="module")
def described(lumen_known: LumenKnown) -> Node:
    """The description of the base, as one reads it from its file."""
    return described_at(lumen_known, SITE)


def described_at(lumen_known: LumenKnown, address: str) -> Node:
    everything = bundle(lumen_known())
    node: Node = json.loads(json.dumps(openapi(everything, Api(everything, address, "1"), address)))
    return node


def answers(described: Node) -> dict[str, Node]:
    """What each path answers, by its media type."""
    return {
        path: item["get"]["responses"]["200"]["content"]
        for path, item in described["paths"].items()
    }


@pytest.mark.parametrize("address", [SITE, ""])
def test_it_is_right_by_the_rules_of_openapi(lumen_known: LumenKnown, address: str) -> None:
    assert list(OpenAPIV31SpecValidator(described_at(lumen_known, address)).iter_errors()) == []


def test_its_rules_are_looked_at(described: Node) -> None:
    spoiled = described | {"paths": described["paths"] | {"/x/{id}.json": {"get": {}}}}
    assert list(OpenAPIV31SpecValidator(spoiled).iter_errors())


def test_every_document_has_an_example_that_its_schema_allows(described: Node) -> None:
    shown = []
    for path, content in answers(described).items():
        for kind, answer in content.items():
            if "$ref" in answer.get("schema", {}):
                shown.append(answer["schema"]["$ref"].rpartition("/")[2])
                assert kind == "application/json"
                schema = answer["schema"] | {"components": described["components"]}
                Draft202012Validator.check_schema(schema)
                errors = Draft202012Validator(schema).iter_errors(answer["example"])
                assert [error.message for error in errors] == [], path
                assert len(json.dumps(answer["example"])) <= MOST_BYTES, path
    assert sorted(shown) == sorted(model.__name__ for model in DOCUMENTS.values())


def test_examples_are_real(described: Node, lumen_known: LumenKnown) -> None:
    kb = lumen_known()
    shown = answers(described)
    device = shown["/devices/{id}.json"]["application/json"]["example"]["device"]
    assert device["name"] == kb.devices[device["id"]].name
    assert len(device["interfaces"]) == len(device["interfaces"][0]["routes"]) == 1
    everything = shown["/all.json"]["application/json"]["example"]
    assert everything["$schema"] == f"{SITE}api/v1/schemas/all.json"
    assert list(everything["devices"]) == [next(iter(kb.devices))]


def test_schemas_are_those_that_are_published(described: Node) -> None:
    """Two entities of one name would be told apart here: the later one stands in the place of the
    other."""
    known = described["components"]["schemas"]

    def referring(schema: Node) -> Node:
        text = json.dumps(schema).replace("#/$defs/", "#/components/schemas/")
        node: Node = json.loads(text)
        return node

    seen = set()
    for name, model in DOCUMENTS.items():
        schema = referring(schema_of(name))
        for definition, node in schema.pop("$defs").items():
            assert known[definition] == node
            seen.add(definition)
        assert known[model.__name__] == {
            key: one for key, one in schema.items() if key not in ("$schema", "$id")
        }
        seen.add(model.__name__)
    assert seen == set(known)
    assert list(known) == sorted(known)


def test_it_says_where_it_is_who_may_use_it_and_what_it_promises(
    described: Node, lumen_known: LumenKnown
) -> None:
    assert described["servers"] == [{"url": f"{SITE}api/v1"}]
    assert described_at(lumen_known, "")["servers"] == [{"url": "."}], "beside the description"
    info = described["info"]
    assert info["license"]["name"] == "CC BY 4.0"
    assert "no field is removed" in info["description"]
    assert "Lumen" in info["title"]


def test_what_may_be_missing_says_so(described: Node) -> None:
    for path, item in described["paths"].items():
        assert ("404" in item["get"]["responses"]) == ("{id}" in path)
        assert ("parameters" in item["get"]) == ("{id}" in path)


def test_it_describes_every_published_file_once_and_no_other(site: Path) -> None:
    api = site / "api" / "v1"
    described = json.loads((api / "openapi.json").read_text("utf-8"))
    patterns = {
        path: re.compile("[^/]+".join(map(re.escape, path.split("{id}"))))
        for path in described["paths"]
    }
    used = set()
    for file in sorted(file for file in api.rglob("*") if file.is_file()):
        path = f"/{file.relative_to(api).as_posix()}"
        matching = [name for name, pattern in patterns.items() if pattern.fullmatch(path)]
        assert len(matching) == 1, path
        used |= {*matching}
    assert used == set(patterns)


def test_the_published_one_is_right_too(site: Path) -> None:
    text = (site / "api" / "v1" / "openapi.json").read_text("utf-8")
    described = json.loads(text)
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []
    for path, content in answers(described).items():
        for answer in content.values():
            if "example" in answer:
                schema = answer["schema"] | {"components": described["components"]}
                assert Draft202012Validator(schema).is_valid(answer["example"]), path
