"""What the parser of YAML sees, event by event, built into plain values; strictly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from generator.read.characters import unwanted, without_unwanted
from generator.read.limits import MAX_DEPTH, MAX_VALUES
from generator.read.problem import Fix, Place, Problem, shown
from generator.read.scalar import Scalar, plain, quoted, written
from generator.read.strict import Strict
from generator.read.syntax import rows_of

Value = Scalar | list["Value"] | dict[str, "Value"]

# Where each value stands: a number for a scalar, or a number with the marks of the children.
# A number is line * 65536 + column, both from 0, which holds any file of at most 64 KB.
Marks = int | tuple[int, list["Marks"]] | tuple[int, dict[str, tuple[int, "Marks"]]]

# What word processors make of straight quotes; for YAML they are letters like any other.
CURLY = ("“", "”", "„", "‟")
_QUOTES = ('"', "'")
_YAML_TAG = "tag:yaml.org,2002:"


def placed(file: str, mark: int, end: int) -> Place:
    """The place of a mark. The parser puts what is missing at the end on a line after the last."""
    mark = min(mark, end)
    return Place(file, (mark >> 16) + 1, (mark & 0xFFFF) + 1)


class Unreadable(Exception):
    """Nothing can be made of the file; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class Reader:
    """Builds values straight from the events of the parser, which never recurses by itself:
    composing a tree first dies of deep nesting, and takes twice the time."""

    def __init__(self, file: str, text: str, may_tag: Callable[[str], bool]) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._may_tag = may_tag
        self._values = 0
        rows = rows_of(text)
        self.end = len(rows) - 1 << 16 | len(rows[-1])
        self._strict = Strict(file, rows, self.problems)
        self._next = CParser(text).get_event

    def read(self) -> tuple[dict[str, Value], Marks]:
        """The mapping that the text holds, and where each value stands in it."""
        next_event = self._next
        next_event()  # the stream starts
        event: Any = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            raise self._empty()
        if event.version is not None or event.tags:
            self._report(
                event,
                "directive",
                "The file begins with a line for YAML readers, `%…`; none is allowed.",
                "Remove it.",
            )
        event = next_event()
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and not event.value:
            raise self._empty()
        if not isinstance(event, yaml.MappingStartEvent):
            found = "a list" if isinstance(event, yaml.SequenceStartEvent) else "a single value"
            self._stop(
                event,
                "not-a-mapping",
                f"The file holds {found}; expected names with values.",
                "Begin with a line such as `name: …`.",
            )
        value, marks = self._mapping(event, 1, -1)
        next_event()  # the document ends
        event = next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self._stop(
                event,
                "several-documents",
                "The file holds a second document.",
                "Remove the line `---`, or make it a file of its own.",
            )
        return value, marks

    def _mapping(
        self, start: Any, depth: int, indent: int
    ) -> tuple[dict[str, Value], tuple[int, dict[str, tuple[int, Marks]]]]:
        """`indent` is the column in which the group or list begins that this is in."""
        self._enter(start, depth)
        flow = start.flow_style
        inside = indent if flow else start.start_mark.column
        value: dict[str, Value] = {}
        marks: dict[str, tuple[int, Marks]] = {}
        while True:
            event = self._next()
            if event.__class__ is yaml.MappingEndEvent:
                if flow:
                    self._strict.flow(start.start_mark, event.end_mark, indent)
                return value, (_mark(start), marks)
            key = self._key(event, inside, flow)
            item, item_marks = self._value(self._next(), depth, inside, flow)
            if key in value:
                first = marks[key][0]
                # `==` ends at the first difference, but takes 1 and true for the same.
                same = item == value[key] and repr(item) == repr(value[key])
                self._report(
                    event,
                    "key-twice",
                    f"`{shown(key)}` is written twice; first on line {(first >> 16) + 1}.",
                    "Keep one of them.",
                    Fix("remove") if same else None,
                )
                continue
            value[key] = item
            marks[key] = (_mark(event), item_marks)

    def _sequence(
        self, start: Any, depth: int, indent: int
    ) -> tuple[list[Value], tuple[int, list[Marks]]]:
        """`indent` as for a group."""
        self._enter(start, depth)
        flow = start.flow_style
        inside = indent if flow else start.start_mark.column
        items: list[Value] = []
        marks: list[Marks] = []
        while True:
            event = self._next()
            if event.__class__ is yaml.SequenceEndEvent:
                if flow:
                    self._strict.flow(start.start_mark, event.end_mark, indent)
                return items, (_mark(start), marks)
            item, item_marks = self._value(event, depth, inside, flow)
            items.append(item)
            marks.append(item_marks)

    def _key(self, event: Any, indent: int, flow: bool) -> str:
        if event.__class__ is not yaml.ScalarEvent:
            self._stop(
                event,
                "key-not-text",
                "A key is a list or a mapping, or an alias; expected text.",
                "Write a plain name before the colon.",
            )
        if event.anchor is not None or event.tag is not None:
            self._guard(event)
        if event.style:
            self._strict.quoted(event, indent)
        elif flow:
            self._strict.in_flow(event)
        if event.style == '"':
            return self._escaped(event)
        if event.implicit[0]:
            key = plain(event.value)
            if not event.value:
                hint = "Write one before the colon."
                self._report(event, "key-not-text", "A name is missing before the colon.", hint)
            elif not isinstance(key, str):
                text, taken_for = written(key)
                message = f"The key `{shown(text)}` is taken for {taken_for}."
                self._report(
                    event, "quote-key", message, f'Quote it: "{shown(text)}".', Fix("quote")
                )
        return str(event.value)

    def _value(self, event: Any, depth: int, indent: int, flow: bool) -> tuple[Value, Marks]:
        kind = event.__class__
        self._values += 1
        if self._values > MAX_VALUES:
            self._stop(
                event,
                "too-many-values",
                f"The file has more than {MAX_VALUES:,} values.",
                "Split it, or remove what does not belong into a spec.",
            )
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self._guard(event)
            value = event.value
            if event.implicit[0]:
                value = plain(value)
                if event.value.startswith(CURLY) and event.value.endswith(CURLY):
                    self._curly(event)
            style = event.style
            if style == '"':
                value = self._escaped(event)
            if style in _QUOTES:
                self._strict.quoted(event, indent)
            elif style:
                self._strict.block(event)
            elif flow:
                self._strict.in_flow(event)
            return value, _mark(event)
        if kind is yaml.MappingStartEvent:
            return self._mapping(event, depth + 1, indent)
        if kind is yaml.SequenceStartEvent:
            return self._sequence(event, depth + 1, indent)
        self._stop(
            event,
            "alias",
            f"`*{shown(event.anchor)}` is an alias; aliases are not allowed.",
            "Write the value out; quote it if the star belongs to it.",
        )

    def _escaped(self, event: Any) -> str:
        """In double quotes, an unwanted character can be written as a code: "\\u202E". Whatever
        else is wrong with the value, no message about it may hold that character."""
        text = str(event.value)
        if said := unwanted(text):
            self._report(event, *said)
            return without_unwanted(text)
        return text

    def _curly(self, event: Any) -> None:
        """Whoever means quotes of print puts straight ones around them."""
        self._report(
            event,
            "curly-quotes",
            "The curly quotes around this are part of the text; only straight ones are not.",
            f"Quote it: {quoted(event.value[1:-1])}.",
        )

    def _enter(self, start: Any, depth: int) -> None:
        """A group or a list may not have too many levels around it."""
        if depth > MAX_DEPTH:
            self._stop(
                start,
                "too-deep",
                f"Values are nested more than {MAX_DEPTH} levels deep.",
                "A spec needs no more than ten.",
            )
        self._guard(start)

    def _guard(self, event: Any) -> None:
        """No value may have an anchor or a tag."""
        if event.anchor is not None:
            self._report(
                event,
                "anchor",
                f"`&{shown(event.anchor)}` is an anchor; anchors are not allowed.",
                "Remove it; quote the value if it belongs to it.",
            )
        if event.tag is not None and not self._may_tag(event.tag):
            self._report(
                event,
                "tag",
                f"`{shown(event.tag.replace(_YAML_TAG, '!!'))}` is a tag; tags are not allowed.",
                "Remove it; quote the value if it belongs to it.",
            )

    def _report(
        self, event: Any, code: str, message: str, hint: str, fix: Fix | None = None
    ) -> None:
        place = placed(self.file, _mark(event), self.end)
        self.problems.append(Problem(place, code, message, hint, fix))

    def _empty(self) -> Unreadable:
        hint = "Write its fields into it, or remove it."
        return Unreadable(Problem(Place(self.file), "empty-file", "The file is empty.", hint))

    def _stop(self, event: Any, code: str, message: str, hint: str) -> NoReturn:
        self._report(event, code, message, hint)
        raise Unreadable(self.problems.pop())


def _mark(event: Any) -> int:
    mark = event.start_mark
    return int(mark.line << 16 | mark.column)
