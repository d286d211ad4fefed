"""One YAML file, read strictly: plain values, and the place of every one of them.

Only the part of YAML that every reader understands alike is allowed: mappings, lists and
scalars. Anchors, aliases, tags, several documents, a key written twice, control and
bidirectional characters, great depth and great size are problems.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import yaml

from generator.read.characters import text_of
from generator.read.limits import MAX_BYTES
from generator.read.problem import Place, Problem
from generator.read.reading import CURLY, Marks, Reader, Unreadable, Value, placed
from generator.read.syntax import syntax_problem

__all__ = ["CURLY", "Document", "Path", "Value", "parse"]

Path = tuple[str | int, ...]


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
        return placed(self.file, at, self.end)


def _own(marks: Marks) -> int:
    return marks if isinstance(marks, int) else marks[0]


def parse(
    file: str, data: bytes, may_tag: Callable[[str], bool] = lambda tag: False
) -> tuple[Document | None, list[Problem]]:
    """Reads `data`, the bytes of `file`. Specs have no tags; the settings of the site engine have
    those that `may_tag` allows.

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
    reader = Reader(file, text, may_tag)
    try:
        value, marks = reader.read()
    except Unreadable as error:
        return None, [*reader.problems, error.problem]
    except yaml.YAMLError as error:
        return None, [*reader.problems, syntax_problem(file, text, error)]
    return Document(file, value, marks, reader.end), reader.problems
