"""JSON Schemas of all spec files: what an editor of YAML offers, explains and marks on the way.

The shape comes from the models, the choices from the specs as they are. JSON Schema can tell forms
and names; whether a route leads to the goal is for `signout check`.
https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from generator.model.choices import local_choices
from generator.model.names import ONE, names_in
from generator.model.specs import FOLDERS, SHARED, Specs
from generator.model.text import REFERS, WORDS, Spec
from generator.model.vocabulary import Service
from generator.read.limits import MAX_ID
from generator.read.tree import ID

# The folder of schemas inside that of specs, which passes over hidden folders.
FOLDER = ".schema"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A list names each thing once, but for these.
_MAY_REPEAT = ("press", "move", "steps", "path")
_SHARED = "Each entry of the file is one, by its name."
_MEANING = re.compile(r"((?:[a-z]+(?:-[a-z]+)*, )*[a-z]+(?:-[a-z]+)*): ([^.;]+)")

Node = dict[str, Any]


def schema_name(parts: Sequence[str]) -> str:
    """The name of the schema of a file, given its path inside the folder of specs as parts.

    >>> schema_name(("devices", "phone", "iphone.yml"))
    'device.json'
    """
    return f"{ONE[parts[0]][0] if parts[0] in FOLDERS else parts[0].removesuffix('.yml')}.json"


def modeline(parts: Sequence[str]) -> str:
    """The first line of a spec file, by which editors of YAML find its schema.

    >>> modeline(("devices", "phone", "iphone.yml"))
    '# yaml-language-server: $schema=../../.schema/device.json'
    """
    up = "../" * (len(parts) - 1)
    return f"# yaml-language-server: $schema={up}{FOLDER}/{schema_name(parts)}"


def schemas(specs: Specs) -> dict[str, Node]:
    """The schema of each kind of file by its name, such as `device.json`, for `specs` as they are.

    Where something could not be read, every name of the right form is allowed.
    """
    models: dict[str, tuple[type[Spec], bool]] = {"service": (Service, False)}
    models |= {name: (model, True) for name, model in SHARED.items()}
    models |= {ONE[name][0]: (model, False) for name, model in FOLDERS.items()}
    return {
        f"{name}.json": _Writer(specs).schema(name, model, shared=shared)
        for name, (model, shared) in models.items()
    }


class _Plain(GenerateJsonSchema):
    """Without titles made of the fields' names, which say nothing new, and in their order."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """As the models have it: what is inserted for an editor begins with what it does."""
        return value


@cache
def _shape(model: type[Spec]) -> Node:
    """The schema of `model` as pydantic writes it; whoever changes it makes a copy."""
    return model.model_json_schema(schema_generator=_Plain)


class _Writer:
    """Writes one schema: that of pydantic, in an editor's words and with the names there are."""

    def __init__(self, specs: Specs) -> None:
        self.specs = specs
        self.defs: dict[str, Node] = {}

    def schema(self, name: str, model: type[Spec], *, shared: bool) -> Node:
        """The schema of a file: one `model`, or if `shared` many, each by its name."""
        written = deepcopy(_shape(model))
        inner: dict[str, Node] = written.pop("$defs", {})
        for title, node in inner.items():
            self.defs[title] = self.model(title, node)
        root = self.model(model.__name__, written)
        if shared:
            self.defs[model.__name__] = root
            root = {
                "title": f"{name}.yml",
                **self.described({"description": f"{root['description']} {_SHARED}"}),
                "type": "object",
                "propertyNames": self.key(),
                "additionalProperties": {"$ref": f"#/$defs/{model.__name__}"},
            }
        root["minProperties"] = 1
        return {"$schema": _DIALECT, **root, "$defs": dict(sorted(self.defs.items()))}

    def model(self, title: str, node: Node) -> Node:
        """The schema of one model."""
        node["description"] = " ".join(node["description"].split())
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", node.get("title", title)).capitalize()
        written = {**self.node(node), "title": words}
        for name in node.get("required", ()):
            field = node["properties"][name]
            if tuple(field.get("items", {}).get(REFERS, ())) == ("sources",):
                written["properties"][name]["minItems"] = 1
        for local in local_choices(title, self.specs):
            written.setdefault("allOf", []).append(local)
        return written

    def node(self, node: Node, name: str = "") -> Node:
        """`node` of pydantic's schema, the value of the field `name`."""
        node = {key: value for key, value in node.items() if key not in ("default", "title")}
        if "anyOf" in node:
            node = self.either(node)
        if REFERS in node:
            collections = tuple(node.pop(REFERS))
            return {**self.described(node), **self.names(collections)}
        if node.get("type") == "object" and "properties" not in node:
            return self.mapping(node)
        if node.get("type") == "array":
            node["items"] = self.node(node["items"])
            if name not in _MAY_REPEAT:
                node["uniqueItems"] = True
        if "properties" in node:
            node["properties"] = {
                key: self.node(value, key) for key, value in node["properties"].items()
            }
        if "anyOf" in node:
            node["anyOf"] = [self.node(one) for one in node["anyOf"]]
        if node.get("type") == "string" and node.get("pattern") == rf"^{ID.pattern}$":
            node = {**self.described(node), **self.id()}
        return {**node, **self.described(node), **_meanings(node)}

    def either(self, node: Node) -> Node:
        """Without the nothing that a field left out stands for: it cannot be written."""
        kept = [one for one in node["anyOf"] if one != {"type": "null"}]
        if len(kept) > 1:
            return {**node, "anyOf": kept}
        return {**kept[0], **{key: value for key, value in node.items() if key != "anyOf"}}

    def described(self, node: Node) -> Node:
        """What `node` says to people."""
        said: Node = {key: node[key] for key in ("description", "examples") if key in node}
        if "`" in node.get("description", ""):
            said["markdownDescription"] = node["description"].replace("<", "&lt;")
        return said

    def mapping(self, node: Node) -> Node:
        """A mapping of names to values, all of one kind."""
        ((pattern, value),) = node["patternProperties"].items()
        value = self.node(value)
        collections = tuple(node.get("propertyNames", {}).get(REFERS, ()))
        written = {**self.described(node), "type": "object"}
        written |= {"minProperties": least} if (least := node.get("minProperties")) else {}
        known = names_in(self.specs, collections) if collections else None
        if known is not None:
            return written | {
                "properties": {key: {"description": says, **value} for key, says in known.items()},
                "additionalProperties": False,
                "errorMessage": _no_such(collections),
                **({"required": ["en"]} if collections == ("languages",) else {}),
            }
        keys = self.key() if pattern == rf"^{ID.pattern}$" else {"pattern": pattern}
        return written | {"propertyNames": keys, "additionalProperties": value}

    def key(self) -> Node:
        """A name before a colon. The language server can offer none, but would offer `property`."""
        self.id()
        self.defs["key of an entry"] = {**self.defs["name"], "doNotSuggest": True}
        return {"$ref": "#/$defs/key%20of%20an%20entry"}

    def id(self) -> Node:
        """A name that somebody gives to a thing."""
        self.defs["name"] = {
            "type": "string",
            "pattern": rf"^{ID.pattern}$",
            "maxLength": MAX_ID,
            "patternErrorMessage": "Use lower-case letters, digits and single hyphens.",
        }
        return {"$ref": "#/$defs/name"}

    def names(self, collections: tuple[str, ...]) -> Node:
        """A name that must exist in one of `collections`, or a text that may hold such names."""
        if collections == WORDS:
            return self.text()
        known = names_in(self.specs, collections)
        if known is None:
            return self.id() if collections != ("languages",) else {"type": "string"}
        title = " or ".join(ONE[one][0] for one in collections)
        # Older language servers refuse a choice of nothing.
        choices: Node = {"enum": list(known)} if known else {"maxLength": 0, "minLength": 1}
        self.defs[title] = {
            "title": title.capitalize(),
            "type": "string",
            **choices,
            "markdownEnumDescriptions": [_escaped(says) for says in known.values()],
            "errorMessage": _no_such(collections),
        }
        return {"$ref": f"#/$defs/{title}".replace(" ", "%20")}

    def text(self) -> Node:
        """A sentence or a few, on one line, with the names of words in braces."""
        known = names_in(self.specs, WORDS)
        names = ID.pattern if known is None else "|".join(("service", *known))
        # A brace is literal where no name stands in it.
        piece = rf"[^{{\n\t]|\{{(?:{names})\}}|\{{(?!{ID.pattern}\}})"
        self.defs["text"] = {
            "type": "string",
            "maxLength": 600,
            "pattern": rf"^(?!\s)(?:{piece})+(?<!\s)$",
            "patternErrorMessage": "Write it on one line, without space around it. A name in "
            "braces must be that of a key, label, concept or phrase, or {service}.",
        }
        return {"$ref": "#/$defs/text"}


_MARKS = r"([\\`*_{}\[\]<>#|])"


def _escaped(text: str) -> str:
    """`text` as Markdown that shows it as it is."""
    return re.sub(_MARKS, r"\\\1", text)


def unescaped(markdown: str) -> str:
    """The text that is shown, of what a schema says of a choice."""
    return re.sub(rf"\\{_MARKS}", r"\1", markdown)


def _no_such(collections: tuple[str, ...]) -> str:
    """What editors read at a name that does not exist."""
    what = " or ".join(ONE[one][0] for one in collections)
    where = " or ".join(ONE[one][1] for one in collections)
    return f"There is no such {what}. Choose one from the list, or add it to {where} first."


def _meanings(node: Node) -> Node:
    """What each of a few fixed choices means, from `choice: meaning;` in their description."""
    said = dict(_meant(node.get("description", "")))
    if "enum" not in node or not said.keys() & set(node["enum"]):
        return {}
    return {"markdownEnumDescriptions": [said.get(choice, "") for choice in node["enum"]]}


def _meant(description: str) -> Iterator[tuple[str, str]]:
    for choices, meaning in _MEANING.findall(description):
        for one in choices.split(", "):
            yield one, meaning
