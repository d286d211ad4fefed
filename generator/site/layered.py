"""A graph drawn in rows, from the top to the bottom: Sugiyama's layered layout.

Once each node has its row, igraph orders the rows so that few lines cross. Then everything gets
its place: boxes of one row never overlap, and lines turn only in the gaps between rows, so that no
line runs through a box. Lengths are in units of the drawing.

Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for visual understanding of hierarchical system
structures, IEEE Transactions on Systems, Man and Cybernetics 11 (1981).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from generator.site.ranks import Edge, ranks_of

MAX_WIDTH = 320.0  # of a drawing, if its rows can be as narrow as that
MIN_BOX = 64.0
GAP = 14.0  # between two boxes of a row
LANE = 10.0  # what a line that passes by takes of a row
ROW_GAPS = (26.0, 18.0)  # above even and odd rows; the first row has none
_SWEEPS = 12

Size = tuple[float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes of the nodes, and for each edge the points it runs through, in pairs: from the first
    of a pair to the second straight down or up, from pair to pair in a curve."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[tuple[Point, ...], ...]


@dataclass(slots=True, eq=False)
class _Item:
    """What takes room in a row: a node, or a line that passes by."""

    node: int | None
    centre: float = 0.0
    size: Size = (LANE, 0.0)
    # Items of the rows next to it that it should stand above or below, each with how much.
    near: list[tuple[_Item, float]] = field(default_factory=list)
    spine: bool = False


def lay_out(
    sizes: Callable[[int, float], Size],
    nodes: int,
    edges: Sequence[Edge],
    straight: Sequence[bool],
) -> Layout:
    """Places nodes 0 to `nodes` - 1; `sizes(node, room)` says how large a node is that may be
    `room` wide. Edges that are `straight` form a spine. Node 0 stands on top."""
    if not nodes:
        return Layout(0, 0, (), ())
    ranks = ranks_of(nodes, edges, straight)
    rows, chains = _rows(ranks, edges, straight)
    for row in rows:
        _fit(row, sizes)
    width = max(MAX_WIDTH, *(_width(row) for row in rows))
    _slim(rows, width, sizes)
    spine = _spine(rows, width)
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            _straighten(row, spine, width)
    for chain in chains:
        _straighten_lane(chain, rows)
    return _placed(rows, chains, nodes)


@cache
def _igraph() -> Any:
    """The library, imported only when something is drawn: whatever checks specs need not wait."""
    # It would read a file of settings in the user's home, and fail if that is a bad one.
    home = os.environ.get("HOME")
    os.environ["HOME"] = os.devnull
    try:
        import igraph  # type: ignore[import-untyped]
    finally:
        if home is None:
            del os.environ["HOME"]
        else:
            os.environ["HOME"] = home
    return igraph


def _rows(
    ranks: list[int], edges: Sequence[Edge], straight: Sequence[bool]
) -> tuple[list[list[_Item]], list[list[tuple[int, _Item]]]]:
    """The rows in igraph's order, and for each edge its items with their rows."""
    igraph = _igraph()
    items = [_Item(node) for node in range(len(ranks))]
    row_of, number = list(ranks), {item: node for node, item in enumerate(items)}
    outs, ins = Counter(edge[0] for edge in edges), Counter(edge[1] for edge in edges)
    chains = []
    for (source, target), is_straight in zip(edges, straight, strict=True):
        # Bends are made here: igraph mixes them up if a graph is in several pieces.
        passed = range(ranks[source], ranks[target], 1 if ranks[source] < ranks[target] else -1)[1:]
        lanes = [_Item(None) for _ in passed]
        row_of += passed
        number |= {lane: place for place, lane in enumerate(lanes, len(number))}
        chain = [items[source], *lanes, items[target]]
        # What has no other way in or out stands in one line with what it is joined to.
        weight = 1.0 / (outs[source] * ins[target]) ** 6
        for one, other in pairwise(chain):
            one.near.append((other, weight))
            other.near.append((one, weight))
        for item in chain:
            item.spine |= is_straight
        chains.append([(row_of[number[item]], item) for item in chain])
    joined = [
        (number[one], number[other]) for chain in chains for (_, one), (_, other) in pairwise(chain)
    ]
    graph = igraph.Graph(n=len(number), edges=joined, directed=True)
    found = graph.layout_sugiyama(layers=row_of, maxiter=100)
    rows: list[list[_Item]] = [[] for _ in range(max(ranks) + 1)]
    # Its unit is one place in a row; what matters from here on is the order.
    unit = MAX_WIDTH / (max(x for x, _ in found.coords) or 1.0)
    for item, (x, _), row in zip(number, found.coords, row_of, strict=True):
        item.centre = x * unit
        rows[row].append(item)
    for in_row in rows:
        in_row.sort(key=lambda item: item.centre)
    return rows, chains


def _fit(row: list[_Item], sizes: Callable[[int, float], Size]) -> None:
    """Gives the boxes of a row their sizes: narrow ones what they want, others the same share."""
    boxes = [item for item in row if item.node is not None]
    room = MAX_WIDTH - GAP * (len(row) - 1) - LANE * (len(row) - len(boxes))

    def wanted(item: _Item) -> float:
        assert item.node is not None
        return sizes(item.node, MAX_WIDTH)[0]

    for done, item in enumerate(sorted(boxes, key=wanted)):
        assert item.node is not None
        item.size = sizes(item.node, max(MIN_BOX, room / (len(boxes) - done)))
        room -= item.size[0]


def _width(row: list[_Item]) -> float:
    return sum(item.size[0] for item in row) + GAP * (len(row) - 1)


def _slim(rows: list[list[_Item]], width: float, sizes: Callable[[int, float], Size]) -> None:
    """Makes boxes of the spine narrower that reach too far left for what stands right of it."""
    most = min((_beside_spine(row, width)[1] for row in rows), default=width)
    for row in rows:
        over, at = _beside_spine(row, width)[0] - most, _at_spine(row)
        if over > 0 and at is not None and (node := row[at].node) is not None:
            row[at].size = sizes(node, max(MIN_BOX, row[at].size[0] - 2 * over))


def _spine(rows: list[list[_Item]], width: float) -> float:
    """Where the spine stands: in the middle, or as near to it as every row has room for."""
    least = max(_beside_spine(row, width)[0] for row in rows)
    most = min(_beside_spine(row, width)[1] for row in rows)
    # If no place suits all rows, those that cannot have it are bent.
    return min(max(width / 2, least), most)


def _beside_spine(row: list[_Item], width: float) -> tuple[float, float]:
    """The least and the most for the spine that this row has room for."""
    at = _at_spine(row)
    if at is None:
        return 0, width
    half = row[at].size[0] / 2
    return _width(row[: at + 1]) - half, width - _width(row[at:]) + half


def _at_spine(row: list[_Item]) -> int | None:
    return next((number for number, item in enumerate(row) if item.spine), None)


def _straighten(row: list[_Item], spine: float, width: float) -> None:
    """Moves each item of a row towards those it should stand in line with, as far as there is
    room. The spine goes first, and others make way."""
    wanted = [
        sum(other.centre * weight for other, weight in item.near)
        / sum(weight for _, weight in item.near)
        if item.near
        else item.centre
        for item in row
    ]
    halves = [item.size[0] / 2 for item in row]
    at = _at_spine(row)
    if at is not None:
        wanted[at] = spine
        for number in range(at + 1, len(row)):
            apart = halves[number - 1] + GAP + halves[number]
            wanted[number] = max(wanted[number], wanted[number - 1] + apart)
        for number in reversed(range(at)):
            apart = halves[number + 1] + GAP + halves[number]
            wanted[number] = min(wanted[number], wanted[number + 1] - apart)
    to_right = _pushed(wanted, halves, width)
    mirrored = _pushed([width - x for x in reversed(wanted)], halves[::-1], width)
    # Both have room for everything, so the mean of both has, too.
    for item, right, left in zip(row, to_right, reversed(mirrored), strict=True):
        item.centre = (right + width - left) / 2


def _straighten_lane(chain: list[tuple[int, _Item]], rows: list[list[_Item]]) -> None:
    """Makes an edge pass all rows between its ends in one line, if there is room for that."""
    least, most = float("-inf"), float("inf")
    for number, item in chain[1:-1]:
        row = rows[number]
        at = row.index(item)
        if at > 0:
            least = max(least, row[at - 1].centre + (row[at - 1].size[0] + LANE) / 2 + GAP)
        if at < len(row) - 1:
            most = min(most, row[at + 1].centre - (row[at + 1].size[0] + LANE) / 2 - GAP)
    if least <= most:
        centre = min(max(chain[0][1].centre, least), most)
        for _, item in chain[1:-1]:
            item.centre = centre


def _pushed(wanted: list[float], halves: list[float], width: float) -> list[float]:
    """Centres at or right of those wanted, with gaps, then moved left where the row is too long."""
    centres: list[float] = []
    edge = -GAP
    for centre, half in zip(wanted, halves, strict=True):
        centres.append(max(centre, edge + GAP + half))
        edge = centres[-1] + half
    edge = width + GAP
    for number in reversed(range(len(centres))):
        centres[number] = min(centres[number], edge - GAP - halves[number])
        edge = centres[number] - halves[number]
    return centres


def _placed(rows: list[list[_Item]], chains: list[list[tuple[int, _Item]]], nodes: int) -> Layout:
    left = min(item.centre - item.size[0] / 2 for row in rows for item in row)
    right = max(item.centre + item.size[0] / 2 for row in rows for item in row)
    boxes: dict[int, Box] = {}
    bands: list[tuple[float, float]] = []
    top = 0.0
    for number, row in enumerate(rows):
        top += ROW_GAPS[number % 2] if number else 0
        height = max(item.size[1] for item in row)
        bands.append((top, top + height))
        for item in row:
            if item.node is not None:
                wide, high = item.size
                x, y = item.centre - left - wide / 2, top + (height - high) / 2
                boxes[item.node] = Box(x, y, wide, high)
        top += height
    lines = []
    for chain in chains:
        down = chain[0][0] < chain[-1][0]
        line: list[Point] = []
        for row_number, item in chain:
            band = bands[row_number]
            x = item.centre - left
            line += [(x, band[0]), (x, band[1])] if down else [(x, band[1]), (x, band[0])]
        start, end = (
            boxes[item.node] for _, item in (chain[0], chain[-1]) if item.node is not None
        )
        line[0] = (line[0][0], start.y + start.height if down else start.y)
        line[-1] = (line[-1][0], end.y if down else end.y + end.height)
        lines.append(tuple(line))
    return Layout(right - left, top, tuple(boxes[node] for node in range(nodes)), tuple(lines))
