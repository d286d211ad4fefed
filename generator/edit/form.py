"""What a new spec may hold, as a form to fill in: fields, choices, and what each is for.

All of it is read from the JSON Schemas, which say what editors of YAML offer; so the questions of
`signout new` and the completion in an editor are the same.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from generator.model.schema import unescaped
from generator.read.characters import unwanted
from generator.read.problem import did_you_mean, shown

Sort = Literal["text", "sentence", "choice", "flag", "day", "wordings", "list", "entries", "record"]
_LISTED = 20  # choices that are told to whoever has to choose
_FLAGS = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}
Node = dict[str, Any]
Names = tuple[str, ...]


class Refused(Exception):
    """An answer that cannot be taken; the text says why, and what can."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a spec still needs: one of the fields at `names`, and what the first is for."""

    names: Names
    says: str

    def __str__(self) -> str:
        return " or ".join(self.names)


class Form:
    """One thing to fill in, of the schema `node`."""

    def __init__(self, node: Node, defs: Mapping[str, Node]) -> None:
        refers = node.get("$ref", "")
        self._name = refers.removeprefix("#/$defs/").replace("%20", " ")
        self._node: Node = {**defs.get(self._name, {}), **node}
        self._defs = defs

    @property
    def says(self) -> str:
        """What it is for."""
        return str(self._node.get("description", ""))

    @property
    def title(self) -> str:
        """What kind of thing it is: Interface."""
        return str(self._node.get("title", ""))

    @cached_property
    def sort(self) -> Sort:
        """How it is filled in. `wordings` are one text or several of the same; `entries` are values
        by names one chooses."""
        node = self._node
        if "enum" in node:
            return "choice"
        match node.get("type"):
            case "boolean":
                return "flag"
            case "array":
                return "list"
            case "object":
                # A record is a model, and has its name.
                return "record" if "title" in node else "entries"
        if "type" not in node and "anyOf" in node:
            several = [Form(one, self._defs) for one in node["anyOf"]]
            return "wordings" if any(one.sort == "list" for one in several) else "text"
        if node.get("format") == "date":
            return "day"
        return "sentence" if self._name == "text" else "text"

    @property
    def choices(self) -> dict[str, str]:
        """What can be chosen, each with what it stands for. Of entries: the names they may have;
        none if the names are free."""
        if "enum" in self._node:
            says = self._node.get("markdownEnumDescriptions", [""] * len(self._node["enum"]))
            plain = map(unescaped, says)
            return dict(zip(self._node["enum"], plain, strict=True))
        if self.sort == "entries" and "properties" in self._node:
            return {n: one.get("description", "") for n, one in self._node["properties"].items()}
        return {}

    @cached_property
    def fields(self) -> dict[str, Form]:
        """The fields of a record, in the order of the model."""
        return {n: Form(one, self._defs) for n, one in self._node.get("properties", {}).items()}

    @property
    def item(self) -> Form:
        """An item of a list, or the value of an entry."""
        if self.sort == "list":
            return Form(self._node["items"], self._defs)
        if self.sort == "entries" and "properties" in self._node:
            return next(iter(self.fields.values()))
        return Form(self._node["additionalProperties"], self._defs)

    def named(self, what: str) -> Iterator[Node]:
        """The schemas of its names of `what`, alone or among others."""
        for title, node in self._defs.items():
            if what in title.split(" or ") and "enum" in node:
                yield node

    def offering(self, field: str, names: Sequence[str]) -> Form:
        """The same record, with `names` as the choices of a field whose names stand elsewhere."""
        fields = self._node["properties"]
        one = {"description": fields[field]["description"], "enum": list(names)}
        return Form({**self._node, "properties": {**fields, field: one}}, self._defs)

    @property
    def refers_to(self) -> str:
        """What a choice is the name of, as `source` or `key or label`; empty if of nothing."""
        return self._name if self.sort == "choice" else ""

    @property
    def is_words(self) -> bool:
        """Whether it takes names or words, of which several stand on a line with commas between."""
        return self.sort == "list" and self.item.sort in ("text", "choice")

    @property
    def at_least(self) -> int:
        """How many items a list needs."""
        return int(self._node.get("minItems", 0))

    def required(self, filled: Mapping[str, Any]) -> Iterator[Names]:
        """The fields a record or the entries need; of several, one of them. It may depend on those
        that are `filled`."""
        yield from ((name,) for name in self._node.get("required", ()))
        if "anyOf" in self._node and self.sort == "record":
            yield tuple(name for one in self._node["anyOf"] for name in one["required"])
        unless = self._node.get("if", {}).get("not", {}).get("required", ())
        if unless and not any(name in filled for name in unless):
            yield from ((name,) for name in self._node["then"]["required"])

    def part(self, name: str, path: str) -> Form:
        """What stands under `name` in it, which is called `path`. Raises Refused."""
        if self.sort == "record":
            if name not in self.fields:
                hint = did_you_mean(name, self.fields)  # of the part, not of the whole path
                raise Refused(f"There is no field `{shown(path)}`. {hint}".rstrip())
            return self.fields[name]
        if self.sort == "entries":
            if self.choices and name not in self.choices:
                raise Refused(_no_choice(path, name, self.choices, ""))
            return self.item
        if self.sort == "list" and self.item.sort == "record":
            if not re.fullmatch(r"[1-9][0-9]?", name):
                raise Refused(f"`{shown(path)}`: a list has numbers, from 1.")
            return self.item
        raise Refused(f"`{shown(path)}` has no parts.")

    def read(self, text: str, path: str) -> Any:
        """The value somebody means who fills in `text`. Raises Refused."""
        text = text.strip()
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Refused(f"`{path}` is not written in UTF-8.")
        if unclear := unwanted(text):
            raise Refused(f"`{path}`: {unclear[1]}")
        if re.search(r"[\n\r\t]", text):
            raise Refused(f"`{path}` has a line break or a tab. Write it on one line.")
        match self.sort:
            case "choice":
                if text not in self.choices:
                    raise Refused(_no_choice(path, text, self.choices, self.refers_to))
            case "flag":
                if text.casefold() not in _FLAGS:
                    raise Refused(f"`{path}` is `{shown(text)}`. Say yes or no.")
                return _FLAGS[text.casefold()]
            case "day":
                return _day(text, path)
            case "list" if self.item.sort != "record":
                pieces = text.split(",") if self.is_words else [text]
                return [self.item.read(one, path) for one in pieces if one.strip()]
            case "list" | "entries" | "record":
                example = f"{path}.{self._example()}"
                raise Refused(f"`{path}` has parts. Give them one by one, as in `{example}=…`.")
        most = self._node.get("maxLength", 0)
        if most and len(text) > most:
            raise Refused(
                f"`{path}` has {len(text)} characters; at most {most} are allowed. Shorten it."
            )
        if not self.takes(text):
            hint = self._node.get("patternErrorMessage", "It has not the right form.")
            raise Refused(f"`{path}` is `{shown(text)}`. {hint}")
        return text

    def takes(self, text: str) -> bool:
        """Whether `text` has the form that is needed here. Names in sentences do not count."""
        pattern = self._node.get("pattern")
        return not pattern or self._name == "text" or re.search(pattern, text) is not None

    def _example(self) -> str:
        if self.sort == "entries":
            return next(iter(self.choices), "name")
        return "1" if self.sort == "list" else next(iter(self.fields))

    def missing(self, filled: Any, at: Names = ()) -> Iterator[Missing]:
        """What `filled` needs that is not there; `at` is the way to it."""
        if self.sort == "list" and self.item.sort == "record":
            for number, one in enumerate(filled, 1):
                yield from self.item.missing(one, (*at, str(number)))
        elif self.sort in ("record", "entries"):
            for names in self.required(filled):
                if not any(name in filled for name in names):
                    yield from self._needed(names, at)
            for name, value in filled.items():
                inside = self.item if self.sort == "entries" else self.fields.get(name)
                if inside is not None:
                    yield from inside.missing(value, (*at, name))

    def _needed(self, names: Names, at: Names) -> Iterator[Missing]:
        first = self.item if self.sort == "entries" else self.fields[names[0]]
        if len(names) == 1 and first.sort in ("list", "entries", "record"):
            number = ("1",) if first.sort == "list" and first.item.sort == "record" else ()
            inside = first.item if number else first
            if inside.sort == "record":
                yield from inside.missing({}, (*at, *names, *number))
                return
        ways = []
        for name in names:
            form = self.item if self.sort == "entries" else self.fields[name]
            ways.append(".".join((*at, name, *form.first())))
        yield Missing(tuple(ways), f"{first.says} {first.known()}".rstrip())

    def known(self) -> str:
        """The names one can choose from, in words, if they are few and it does not say them."""
        names = (self.item if self.is_words else self).choices
        if not 0 < len(names) <= _LISTED or all(name in self.says for name in names):
            return ""
        return f"There are {', '.join(f'`{name}`' for name in names)}."

    def first(self) -> Names:
        """The way to the first thing that is needed inside of it."""
        match self.sort:
            case "record":
                name = next((names[0] for names in self.required({})), next(iter(self.fields)))
                return (name, *self.fields[name].first())
            case "entries":
                return (next(iter(self.choices), "NAME"), *self.item.first())
            case "list" if self.item.sort == "record":
                return ("1", *self.item.first())
        return ()

    def arranged(self, filled: Any) -> Any:
        """What was filled in, with the fields in the order of the model; empty ones are left out.
        The items of a list may stand under their numbers."""
        match self.sort:
            case "record" | "entries":
                order = list(self.fields if self.sort == "record" else filled)
                parts = {
                    name: (self.item if self.sort == "entries" else self.fields[name]).arranged(
                        filled[name]
                    )
                    for name in order
                    if name in filled
                }
                return {name: value for name, value in parts.items() if value not in ({}, [], "")}
            case "list" if isinstance(filled, Mapping):
                filled = [filled[number] for number in sorted(filled, key=int)]
        if self.sort == "list":
            return [value for one in filled if (value := self.item.arranged(one)) not in ({}, "")]
        return filled


def _day(text: str, path: str) -> datetime.date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"`{path}` is `{shown(text)}`. Write the date as 2026-11-22.") from None


def _no_choice(path: str, text: str, choices: Mapping[str, str], what: str) -> str:
    hint = did_you_mean(text, choices, most=_LISTED)
    if what == "source" and text.startswith("https://"):
        hint = "A page that is new has a name: sources/NAME.url=…"
    if what:
        return f"`{path}`: there is no {what} `{shown(text)}`. {hint}".rstrip()
    return f"`{path}`: `{shown(text)}` is not one of the choices. {hint}".rstrip()
