"""The JSON API as an OpenAPI description (https://spec.openapis.org/oas/v3.1.1.html), from which
programs make clients and pages of documentation.

The schemas of all documents are part of it, each entity said once. To refer to the schemas that
are published would be shorter, but many tools load nothing beside the description.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.data.api import Api
from generator.data.bundle import Bundle
from generator.data.documents import DOCUMENTS, AllDocument
from generator.data.entities import Record
from generator.data.envelope import API, ROOT, Document
from generator.data.offers import CSV, OFFERS, Group, Offer, example_of
from generator.data.schemas import schema_of

Node = dict[str, Any]

_VERSION = "3.1.1"
# The promise, as the page of open data makes it.
_PROMISE = """\
All that is known of how to sign out of {service} on every device, as static files. No key is \
needed, and any page may fetch them.

Within version 1, no address and no field is removed, and none gets another type or meaning. A \
field with nothing to say is null or empty, never left out. Fields, documents and words of \
enumerations may be added at any time: pass over what you do not know.

Answers change only with a new edition: `meta.json` has a hash of all they are made from. To get a \
file only if it is new, send its `ETag` back as `If-None-Match`.
"""
_UNCHANGED = {"description": "It is the same as the one whose tag was sent in `If-None-Match`."}
_MISSING = {"description": "There is nothing of that id."}
_COMPONENTS = "#/components/schemas/"
_WHAT_ID = {
    "devices": "The id of a device, as in `devices.json`.",
    "families": "The id of a family, as in `families.json`.",
    "problems": "The id of a problem, as in `problems.json`.",
    "schemas": "The name of a schema, as at the end of the `$schema` of a document.",
}


def openapi(bundle: Bundle, api: Api, site_url: str) -> Node:
    """The description, as JSON has it, of the API that publishes `bundle`.

    `site_url` is the site's address, ending in a slash, or empty if it has none.
    """
    groups = [(group, [offer for offer in group.offers if _in_api(offer)]) for group in OFFERS]
    examples = dict(_examples(bundle, api))
    return {
        "openapi": _VERSION,
        "info": {
            "title": f"How to sign out of {bundle.service}",
            "version": API,
            "description": _PROMISE.format(service=bundle.service),
            "license": {"name": bundle.licence.name, "url": bundle.licence.url},
        },
        # Without an address, it is beside this description.
        "servers": [{"url": f"{site_url}{ROOT}".removesuffix("/") if site_url else "."}],
        "tags": [{"name": group.id, "description": group.title} for group, has in groups if has],
        "paths": {
            f"/{offer.path.removeprefix(ROOT)}": {"get": _operation(offer, group, examples)}
            for group, offers in groups
            for offer in offers
        },
        "components": {
            "schemas": dict(sorted(_schemas())),
            "responses": {"unchanged": _UNCHANGED, "missing": _MISSING},
        },
    }


def _in_api(offer: Offer) -> bool:
    return offer.path.startswith(ROOT)


def _operation(offer: Offer, group: Group, examples: Mapping[str, Node]) -> Node:
    operation: Node = {
        "operationId": offer.name,
        "summary": offer.title,
        "tags": [group.id],
    }
    if offer.of:
        operation["parameters"] = [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "description": _WHAT_ID[offer.of],
                "schema": {"type": "string"},
            }
        ]
    answer = {"description": offer.title, "content": {offer.type: _content(offer, examples)}}
    operation["responses"] = {"200": answer, "304": {"$ref": "#/components/responses/unchanged"}}
    if offer.of:
        operation["responses"]["404"] = {"$ref": "#/components/responses/missing"}
    return operation


def _content(offer: Offer, examples: Mapping[str, Node]) -> Node:
    """The schema of what is answered, with an example if there is one."""
    if offer.schema is None:
        kind = {"application/json": "object", "application/schema+json": "object", CSV: "string"}
        return {"schema": {"type": kind[offer.type]}} if offer.type in kind else {}
    content: Node = {"schema": {"$ref": f"{_COMPONENTS}{DOCUMENTS[offer.schema].__name__}"}}
    if offer.schema in examples:
        content["example"] = examples[offer.schema]
    return content


# --- examples ---


def _examples(bundle: Bundle, api: Api) -> Iterator[tuple[str, Node]]:
    """A document of each schema as JSON, with the first of every list."""
    models = {model: name for name, model in DOCUMENTS.items()}
    found: set[str] = set()
    for _, document in api.documents():
        name = models[type(document)]
        if name not in found:
            found.add(name)
            yield name, _as_example(document)
        if name == "index":
            yield "all", _as_example(_everything(bundle, document))
        if DOCUMENTS.keys() - found == {"all", "device"}:
            break
    device = example_of(bundle.devices.values())
    if device is not None:
        yield "device", _as_example(api.device(device.id))


def _everything(bundle: Bundle, other: Document) -> AllDocument:
    """The first of everything, in the envelope of another document."""
    short = _shortened(bundle)
    holds = {name: getattr(short, name) for name in Bundle.model_fields}
    schema = f"{other.schema_.rpartition('/')[0]}/all.json"
    return AllDocument(schema_=schema, site=other.site, **holds)


def _as_example(document: Document) -> Node:
    return _shortened(document).model_dump(mode="json", by_alias=True)


def _shortened(record: Record) -> Record:
    """The same with the first of every list, and of every object of many names."""
    return record.model_copy(
        update={name: _first(getattr(record, name)) for name in type(record).model_fields}
    )


def _first(value: Any) -> Any:
    if isinstance(value, Record):
        return _shortened(value)
    if isinstance(value, tuple):
        return tuple(map(_first, value[:1]))
    if isinstance(value, dict):
        return {name: _first(value[name]) for name in list(value)[:1]}
    return value


# --- schemas ---


def _schemas() -> Iterator[tuple[str, Node]]:
    """The schemas of all documents and of all that is in them, by name."""
    for name, model in DOCUMENTS.items():
        schema = _referring(schema_of(name))
        yield from schema.pop("$defs").items()
        # It is part of another document, in whose dialect it is.
        yield (
            model.__name__,
            {key: one for key, one in schema.items() if key not in ("$schema", "$id")},
        )


def _referring(node: Any) -> Any:
    """A schema that refers to what is among the components."""
    if isinstance(node, list):
        return [_referring(one) for one in node]
    if isinstance(node, dict):
        found = {name: _referring(one) for name, one in node.items()}
        if isinstance(reference := found.get("$ref"), str):
            found["$ref"] = reference.replace("#/$defs/", _COMPONENTS)
        return found
    return node
