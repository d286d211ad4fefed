"""Where an entry stands in the nodes of a YAML file, by its path or by its place."""

from __future__ import annotations

import yaml

from generator.read.document import Path

# What holds an entry, and the number of the entry in it.
Spot = tuple[yaml.CollectionNode, int]


def spots(root: yaml.Node, path: Path) -> list[Spot]:
    """The entries on the way from `root` to the one at `path`. Raises KeyError."""
    found: list[Spot] = []
    node = root
    for part in path:
        numbers: list[int] = []
        if isinstance(node, yaml.MappingNode):
            numbers = [n for n, (key, _) in enumerate(node.value) if key.value == part]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            numbers = [part] if 0 <= part < len(node.value) else []
        if not numbers or not isinstance(node, yaml.CollectionNode):
            raise KeyError(path)
        found.append((node, numbers[0]))
        node = value_of(found[-1])
    return found


def spots_at(root: yaml.Node, line: int, column: int, *, value: bool = False) -> list[Spot]:
    """The same for the entry that begins at a place (from 1): with its name, or as an item of a
    list, or else (with `value`, first) with its value. Raises KeyError."""
    begun: list[list[Spot]] = []
    todo: list[tuple[yaml.Node, list[Spot]]] = [(root, [])]
    while todo:
        node, above = todo.pop()
        if not isinstance(node, yaml.CollectionNode):
            continue
        for number in range(len(node.value)):
            way: list[Spot] = [*above, (node, number)]
            todo.append((value_of(way[-1]), way))
            if any(begins(one, line, column) for one in (key_of(way[-1]), value_of(way[-1]))):
                begun.append(way)
    if not begun:
        raise KeyError((line, column))

    def fits(way: list[Spot]) -> tuple[bool, int]:
        return begins(key_of(way[-1]), line, column) is not value, len(way)

    return max(begun, key=fits)


def key_of(spot: Spot) -> yaml.Node | None:
    """The name of an entry; None for an item of a list."""
    entry = spot[0].value[spot[1]]
    return entry[0] if isinstance(entry, tuple) else None


def value_of(spot: Spot) -> yaml.Node:
    """The value of an entry, or the item of a list."""
    entry = spot[0].value[spot[1]]
    node: yaml.Node = entry[1] if isinstance(entry, tuple) else entry
    return node


def begins(node: yaml.Node | None, line: int, column: int) -> bool:
    """Whether a node begins at a place (from 1)."""
    if node is None:
        return False
    mark = node.start_mark
    return bool(mark.line == line - 1 and mark.column == column - 1)
