"""The text of a YAML file, changed in one place: comments, order and quotes elsewhere stay.

Libraries that read YAML and write it again (ruamel.yaml) fold long lines, indent lists their own
way and move comments. Here only the characters that must change do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from generator.edit.comments import comments_in
from generator.edit.nodes import Spot, begins, key_of, spots, spots_at, value_of
from generator.read.document import Path


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The characters from `start` up to `end` become `text`; both count from 0."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all `edits` made. Raises ValueError if two of them touch the same characters."""
    parts, at = [], 0
    for edit in sorted(set(edits)):
        if edit.start < at:
            raise ValueError("two edits of one place")
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*parts, text[at:]))


class Layout:
    """Where everything stands in `text`, which the strict reader must have accepted: this reads it
    without its guards. A path is that of `Document.place`."""

    def __init__(self, text: str) -> None:
        self.text = text
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        assert isinstance(root, yaml.MappingNode)
        self._root = root
        self.comments = comments_in(text)

    def key(self, path: Path) -> tuple[int, int]:
        """From where to where the key at the end of `path` stands. Raises KeyError."""
        key = key_of(spots(self._root, path)[-1])
        if key is None:
            raise KeyError(path)
        return key.start_mark.index, key.end_mark.index

    def value(self, path: Path) -> tuple[int, int]:
        """From where to where the value at `path` stands. Raises KeyError."""
        node = self._node(path)
        return node.start_mark.index, self._end(node)

    def has(self, path: Path) -> bool:
        """Whether there is a value at `path`."""
        try:
            self._node(path)
        except KeyError:
            return False
        return True

    def replace(self, path: Path, value: str) -> Edit:
        """Gives what stands at `path` another value, written as it is to stand there."""
        return Edit(*self.value(path), value)

    def put(self, path: Path, value: str) -> Edit:
        """Sets the field at `path`, which is replaced, or added at the end of what holds it.

        `value` is YAML on one line. Mappings of the path that are not there are made.
        """
        if self.has(path):
            return self.replace(path, value)
        *above, name = path
        if not self.has(tuple(above)):
            return self.put(tuple(above), f"{{{name}: {value}}}")
        parent = self._node(tuple(above))
        assert isinstance(parent, yaml.MappingNode)
        if parent.flow_style:
            at = self._end(parent.value[-1][1]) if parent.value else parent.start_mark.index + 1
            return Edit(at, at, f"{', ' if parent.value else ''}{name}: {value}")
        last_key, last = parent.value[-1]
        at = self._line_end(max(self._end(last), last_key.end_mark.index))
        return Edit(at, at, f"\n{' ' * last_key.start_mark.column}{name}: {value}")

    def remove(self, path: Path) -> list[Edit]:
        """Takes the entry at `path` out, and what holds it if that would be empty then.

        Comments in it stay, on lines of their own. Raises KeyError.
        """
        return self._remove(spots(self._root, path))

    def remove_at(self, line: int, column: int) -> list[Edit]:
        """`remove` for the entry whose name, or the item of a list that, begins there."""
        return self._remove(spots_at(self._root, line, column))

    def rename_at(self, line: int, column: int, name: str) -> list[Edit]:
        """Gives the name that begins there another form, written as it is to stand there."""
        key = self._key_at(line, column)
        return [Edit(key.start_mark.index, key.end_mark.index, name)]

    def replace_at(self, line: int, column: int, value: str) -> list[Edit]:
        """Gives the value that begins there another form, written as it is to stand there."""
        node = value_of(spots_at(self._root, line, column, value=True)[-1])
        return [Edit(node.start_mark.index, self._end(node), value)]

    def scalar_at(self, line: int, column: int) -> tuple[str, bool]:
        """The text that begins there, and whether it is a name before a colon. Raises KeyError if
        no text does."""
        spot = spots_at(self._root, line, column)[-1]
        key, value = key_of(spot), value_of(spot)
        is_key = key is not None and begins(key, line, column)
        node = key if is_key else value
        if not isinstance(node, yaml.ScalarNode):
            raise KeyError((line, column))
        return str(node.value), is_key

    def holder_at(self, line: int, column: int) -> tuple[int, int]:
        """Of the list or mapping with the entry that begins there: where it begins, and how many
        entries it has."""
        parent, _ = spots_at(self._root, line, column)[-1]
        return parent.start_mark.index, len(parent.value)

    def _remove(self, way: list[Spot]) -> list[Edit]:
        while len(way[-1][0].value) == 1 and len(way) > 1:
            way = way[:-1]
        parent, number = way[-1]
        extents = [self._extent((parent, other)) for other in range(len(parent.value))]
        start, end = extents[number]
        if not _is_flow(parent):
            later = [at for at, _ in extents[number + 1 :]]
            return [self._without_lines(start, end, later)]
        if number + 1 < len(extents):  # up to the next, or to a comment before it
            until = self._comments_between(end, extents[number + 1][0])
            if not until:
                return [Edit(start, extents[number + 1][0], "")]
            return [Edit(start, until[0][0], "" if self.text[start - 1].isspace() else " ")]
        if number and not self._comments_between(extents[number - 1][1], start):
            return [Edit(extents[number - 1][1], end, "")]
        # Before a comment, the comma that follows goes.
        comma = len(self.text[end:]) - len(self.text[end:].lstrip(" \t,"))
        return [Edit(start, end + comma, "")]

    def names(self, path: Path) -> list[str | int]:
        """The names in the mapping at `path`, or the numbers in the list, in order."""
        return list(self._names(self._node(path)))

    def chunk(self, path: Path) -> tuple[int, int]:
        """From where to where an entry of a block stands, in whole lines: with the comments right
        above it, and with its last line's end."""
        start, end = self._extent(spots(self._root, path)[-1])
        first = self._line_start(start)
        while first:
            above = self._line_start(first - 1)
            if not self.text[above : first - 1].lstrip().startswith("#"):
                break
            first = above
        return first, min(self._line_end(end) + 1, len(self.text))

    def is_block(self, path: Path) -> bool:
        """Whether what stands at `path` is written on lines of its own, without brackets."""
        return not _is_flow(self._node(path))

    def _without_lines(self, start: int, end: int, later: list[int]) -> Edit:
        """Takes the lines of an entry out; `later` is where the entries after it begin."""
        first = self._line_start(start)
        indent = " " * (start - first)
        after_dash = self.text[first:start].strip()
        if after_dash and later:  # the next entry moves up to the dash
            last = later[0]
        else:
            first = start if after_dash else first
            last = min(self._line_end(end) + 1, len(self.text))
        comments = [self.text[at:to] for at, to in self._comments_between(first, last)]
        if after_dash and later:
            return Edit(start, last, "".join(f"{comment}\n{indent}" for comment in comments))
        return Edit(first, last, "".join(f"{indent}{comment}\n" for comment in comments))

    def _comments_between(self, start: int, end: int) -> list[tuple[int, int]]:
        return [(at, to) for at, to in self.comments if start <= at < end]

    def _extent(self, spot: Spot) -> tuple[int, int]:
        """From the key of an entry to the end of its value; of an item of a list, from its dash."""
        key, node = key_of(spot), value_of(spot)
        end = self._end(node)
        if key is not None:
            return key.start_mark.index, max(end, key.end_mark.index)
        start = node.start_mark.index
        parent = spot[0]
        if not _is_flow(parent):
            column = parent.start_mark.column
            line = self._line_start(start)
            while self.text[line + column : line + column + 1] != "-" or any(
                line <= at <= line + column for at, _ in self.comments
            ):
                line = self._line_start(line - 1)
            start = line + column
        return start, end

    def _names(self, node: yaml.Node) -> Iterator[str | int]:
        for number, child in enumerate(node.value):
            yield child[0].value if isinstance(node, yaml.MappingNode) else number

    def _key_at(self, line: int, column: int) -> yaml.Node:
        key = key_of(spots_at(self._root, line, column)[-1])
        if key is None or not begins(key, line, column):
            raise KeyError((line, column))
        return key

    def _node(self, path: Path) -> yaml.Node:
        found = spots(self._root, path)
        return value_of(found[-1]) if found else self._root

    def _end(self, node: yaml.Node) -> int:
        """Where a value ends: blocks are said to end where the next thing begins."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            last = node.value[-1]
            key, value = last if isinstance(last, tuple) else (last, last)
            return max(key.end_mark.index if key is not value else 0, self._end(value))
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            end = node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip())
        return end

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return end if end >= 0 else len(self.text)


def _is_flow(node: yaml.Node) -> bool:
    return not isinstance(node, yaml.CollectionNode) or bool(node.flow_style)
