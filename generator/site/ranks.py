"""The rows of a layered drawing: each node stands below those that lead to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

IN_A_ROW = 3  # nodes; those that are one too many stand further down

Edge = tuple[int, int]


def ranks_of(nodes: int, edges: Sequence[Edge], straight: Sequence[bool]) -> list[int]:
    """The row of each of `nodes` nodes, from 0. Edges that are `straight` lead down, if they form
    one way from node 0; of the others only those lead up that close a circle. No row is empty."""
    onward: list[list[int]] = [[] for _ in range(nodes)]
    # The spine is followed first, so that none of it leads back.
    for _, (source, target) in sorted(
        zip(straight, edges, strict=True), key=lambda one: not one[0]
    ):
        onward[source].append(target)
    order: list[int] = []
    seen, back = set[int](), set[Edge]()
    for root in range(nodes):
        if root in seen:
            continue
        seen.add(root)
        path, ahead = [root], [iter(onward[root])]
        while path:
            following = next(ahead[-1], None)
            if following is None:
                order.append(path.pop())
                ahead.pop()
            elif following in path or following == 0:
                back.add((path[-1], following))
            elif following not in seen:
                seen.add(following)
                path.append(following)
                ahead.append(iter(onward[following]))
    # What node 0 does not lead to stands below it, too.
    ranks, filled = [0] + [1] * (nodes - 1), Counter[int]()
    for node in reversed(order):
        rank = ranks[node]
        while filled[rank] >= IN_A_ROW:
            rank += 2  # so that screens and controls keep to rows of their own
        filled[rank] += 1
        ranks[node] = rank
        for target in onward[node]:
            if (node, target) not in back:
                ranks[target] = max(ranks[target], rank + 1)
    row_of = {rank: row for row, rank in enumerate(sorted(set(ranks)))}
    return [row_of[rank] for rank in ranks]
