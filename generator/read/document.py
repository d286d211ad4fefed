"""One YAML file, read strictly: plain values, and the place of every one of them.

Only the part of YAML that every reader understands alike is allowed: mappings, lists and
scalars. Anchors, aliases, tags, several documents, a key written twice, control and
bidirectional characters, great depth and great size are problems.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from generator.read.characters import text_of, unwanted
from generator.read.problem import Fix, Place, Problem, shown
from generator.read.scalar import Scalar, plain, quoted, written
from generator.read.syntax import rows_of, syntax_problem

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20

Value = Scalar | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]

# Where each value stands: a number for a scalar, or a number with the marks of the children.
# A number is line * 65536 + column, both from 0, which holds any file of at most 64 KB.
Marks = int | tuple[int, list["Marks"]] | tuple[int, dict[str, tuple[int, "Marks"]]]

# What word processors make of straight quotes; for YAML they are letters like any other.
CURLY = ("“", "”", "„", "‟")
_YAML_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Document:
    """The mapping a file holds, and where each value stands in it; `end` marks the file's end."""

    file: str
    value: dict[str, Value]
    marks: Marks
    end: int

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands, or its key; the nearest parent if it is missing."""
        marks, at = self.marks, _own(self.marks)
        for part in path:
            children = marks[1] if isinstance(marks, tuple) else None
            if isinstance(children, dict) and part in children:
                key_at, marks = children[str(part)]
                at = key_at if key else _own(marks)
            elif isinstance(children, list) and isinstance(part, int) and part < len(children):
                marks = children[part]
                at = _own(marks)
            else:
                break
        return _placed(self.file, at, self.end)


def _placed(file: str, mark: int, end: int) -> Place:
    """The place of a mark. The parser puts what is missing at the end on a line after the last."""
    mark = min(mark, end)
    return Place(file, (mark >> 16) + 1, (mark & 0xFFFF) + 1)


def _own(marks: Marks) -> int:
    return marks if isinstance(marks, int) else marks[0]


def parse(file: str, data: bytes) -> tuple[Document | None, list[Problem]]:
    """Reads `data`, the bytes of `file`.

    Returns the document, or None where nothing can be made of the file, and all problems found.
    """
    if len(data) > MAX_BYTES:
        return None, [
            Problem(
                Place(file),
                "file-too-large",
                f"The file has {len(data):,} bytes; at most {MAX_BYTES:,} are allowed.",
                "Split it, or move long prose into content/.",
            )
        ]
    text, problems = text_of(file, data)
    if problems:
        return None, problems
    reader = _Reader(file)
    try:
        document = reader.read(text)
    except _Unreadable as error:
        return None, [*reader.problems, error.problem]
    except yaml.YAMLError as error:
        return None, [*reader.problems, syntax_problem(file, text, error)]
    return document, reader.problems


class _Unreadable(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Reader:
    """Builds values straight from the events of the parser, which never recurses by itself:
    composing a tree first dies of deep nesting, and takes twice the time."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, text: str) -> Document:
        rows = rows_of(text)
        self.end = len(rows) - 1 << 16 | len(rows[-1])
        self.next = next_event = CParser(text).get_event
        next_event()  # the stream starts
        event: Any = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            raise self.empty()
        if event.version is not None or event.tags:
            self.report(
                event,
                "directive",
                "The file begins with a line for YAML readers, `%…`; none is allowed.",
                "Remove it.",
            )
        event = next_event()
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and not event.value:
            raise self.empty()
        if not isinstance(event, yaml.MappingStartEvent):
            found = "a list" if isinstance(event, yaml.SequenceStartEvent) else "a single value"
            self.stop(
                event,
                "not-a-mapping",
                f"The file holds {found}; expected names with values.",
                "Begin with a line such as `name: …`.",
            )
        value, marks = self.mapping(event, 1)
        next_event()  # the document ends
        event = next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self.stop(
                event,
                "several-documents",
                "The file holds a second document.",
                "Remove the line `---`, or make it a file of its own.",
            )
        return Document(self.file, value, marks, self.end)

    def mapping(
        self, start: Any, depth: int
    ) -> tuple[dict[str, Value], tuple[int, dict[str, tuple[int, Marks]]]]:
        self.guard(start, depth)
        value: dict[str, Value] = {}
        marks: dict[str, tuple[int, Marks]] = {}
        while True:
            event = self.next()
            if event.__class__ is yaml.MappingEndEvent:
                return value, (_mark(start), marks)
            key = self.key(event)
            item, item_marks = self.value(self.next(), depth)
            if key in value:
                first = marks[key][0]
                self.report(
                    event,
                    "key-twice",
                    f"`{shown(key)}` is written twice; first on line {(first >> 16) + 1}.",
                    "Keep one of them.",
                    Fix("remove") if repr(item) == repr(value[key]) else None,
                )
                continue
            value[key] = item
            marks[key] = (_mark(event), item_marks)

    def key(self, event: Any) -> str:
        if event.__class__ is not yaml.ScalarEvent:
            self.stop(
                event,
                "key-not-text",
                "A key is a list or a mapping, or an alias; expected text.",
                "Write a plain name before the colon.",
            )
        if event.anchor is not None or event.tag is not None:
            self.guard(event, 0)
        if event.style == '"':
            self.escaped(event)
        if event.implicit[0]:
            key = plain(event.value)
            if not event.value:
                hint = "Write one before the colon."
                self.report(event, "key-not-text", "A name is missing before the colon.", hint)
            elif not isinstance(key, str):
                text, taken_for = written(key)
                message = f"The key `{shown(text)}` is taken for {taken_for}."
                self.report(
                    event, "quote-key", message, f'Quote it: "{shown(text)}".', Fix("quote")
                )
        return str(event.value)

    def value(self, event: Any, depth: int) -> tuple[Value, Marks]:
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self.guard(event, depth)
            value = event.value
            if event.implicit[0]:
                value = plain(value)
                if event.value.startswith(CURLY) and event.value.endswith(CURLY):
                    self.curly(event)
            if event.style == '"':
                self.escaped(event)
            return value, _mark(event)
        if kind is yaml.MappingStartEvent:
            return self.mapping(event, depth + 1)
        if kind is yaml.SequenceStartEvent:
            self.guard(event, depth + 1)
            items: list[Value] = []
            marks: list[Marks] = []
            while True:
                item = self.next()
                if item.__class__ is yaml.SequenceEndEvent:
                    return items, (_mark(event), marks)
                value, item_marks = self.value(item, depth + 1)
                items.append(value)
                marks.append(item_marks)
        self.stop(
            event,
            "alias",
            f"`*{shown(event.anchor)}` is an alias; aliases are not allowed.",
            "Write the value out; quote it if the star belongs to it.",
        )

    def escaped(self, event: Any) -> None:
        """In double quotes, an unwanted character can be written as a code: "\\u202E"."""
        if said := unwanted(event.value):
            self.report(event, *said)

    def curly(self, event: Any) -> None:
        """Whoever means quotes of print puts straight ones around them."""
        self.report(
            event,
            "curly-quotes",
            "The curly quotes around this are part of the text; only straight ones are not.",
            f"Quote it: {quoted(event.value[1:-1])}.",
        )

    def guard(self, event: Any, depth: int) -> None:
        """What no value may have: an anchor, a tag, or too many levels around it."""
        if depth > MAX_DEPTH:
            self.stop(
                event,
                "too-deep",
                f"Values are nested more than {MAX_DEPTH} levels deep.",
                "A spec needs no more than ten.",
            )
        if event.anchor is not None:
            self.report(
                event,
                "anchor",
                f"`&{shown(event.anchor)}` is an anchor; anchors are not allowed.",
                "Remove it; quote the value if it belongs to it.",
            )
        if event.tag is not None:
            self.report(
                event,
                "tag",
                f"`{shown(event.tag.replace(_YAML_TAG, '!!'))}` is a tag; tags are not allowed.",
                "Remove it; quote the value if it belongs to it.",
            )

    def report(
        self, event: Any, code: str, message: str, hint: str, fix: Fix | None = None
    ) -> None:
        place = _placed(self.file, _mark(event), self.end)
        self.problems.append(Problem(place, code, message, hint, fix))

    def empty(self) -> _Unreadable:
        hint = "Write its fields into it, or remove it."
        return _Unreadable(Problem(Place(self.file), "empty-file", "The file is empty.", hint))

    def stop(self, event: Any, code: str, message: str, hint: str) -> NoReturn:
        self.report(event, code, message, hint)
        raise _Unreadable(self.problems.pop())


def _mark(event: Any) -> int:
    mark = event.start_mark
    return int(mark.line << 16 | mark.column)
