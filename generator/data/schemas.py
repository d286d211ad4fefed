"""The JSON Schema of each document, for whoever reads the data in another language.

https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from generator.data.api import schema_path
from generator.data.documents import DOCUMENTS
from generator.data.writing import in_bytes
from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MAY_GROW = (
    "Later versions may add fields, and words to a list of choices: pass over what you do not know."
)


class _InOrder(GenerateJsonSchema):
    """With fields in the order in which documents have them."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        return value


@cache
def _written(name: str) -> Schema:
    schema = DOCUMENTS[name].model_json_schema(
        by_alias=True, mode="serialization", schema_generator=_InOrder
    )
    _tidy(schema)
    schema["description"] = f"{schema['description']} {_MAY_GROW}"
    return schema


def schema_of(name: str, site_url: str = "") -> Schema:
    """The schema of the documents of this name; everything that it refers to is in it.

    `site_url` is the address of the site, with a slash at its end, or empty if it has none.
    """
    schema = deepcopy(_written(name))
    address = f"{site_url}{schema_path(name)}" if site_url else f"{name}.json"
    definitions = schema.pop("$defs", {})
    return {
        "$schema": _DIALECT,
        "$id": address,
        "$comment": f"{LICENCE_NAME}: {LICENCE_URL}",
        **schema,
        "$defs": definitions,
    }


def schemas(site_url: str = "") -> dict[str, bytes]:
    """The schema of each kind of document, by its path below the site."""
    return {schema_path(name): in_bytes(schema_of(name, site_url)) for name in DOCUMENTS}


def _tidy(node: Any) -> None:
    """Gives each field a title, and makes descriptions read as text, in place."""
    if isinstance(node, list):
        for one in node:
            _tidy(one)
    elif isinstance(node, dict):
        if isinstance(node.get("description"), str):
            node["description"] = " ".join(node["description"].split())
        for name, field in node.get("properties", {}).items():
            field.setdefault("title", name.replace("_", " ").title())
        for one in node.values():
            _tidy(one)
