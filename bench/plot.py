"""A plot as SVG: lines over two axes of powers, each with its name at its end, readable in light
and dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

_WIDTH, _HEIGHT = 900, 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 620, 64, 426  # of the field of the plot
_NAMES_AT = 648  # where the names of lines begin
_ROW = 18  # between two names
_FEW = 6  # steps on an axis, which are all told
_STYLE = """\
svg { --ground: #fff; --ink: #222; --faint: #ddd; font: 13px system-ui, sans-serif }
.l0 { --c: #b00020 } .l1 { --c: #1f5fbf } .l2 { --c: #2e7d32 } .l3 { --c: #8a5a00 }
.l4 { --c: #6a3fb5 } .l5 { --c: #00757f } .l6 { --c: #ad1f74 } .l7 { --c: #56616b }
.l8 { --c: #222 }
@media (prefers-color-scheme: dark) {
svg { --ground: #15181c; --ink: #e6e6e6; --faint: #3a3f45 }
.l0 { --c: #ff8a80 } .l1 { --c: #82b1ff } .l2 { --c: #81c784 } .l3 { --c: #ffcc66 }
.l4 { --c: #c5a3ff } .l5 { --c: #66d9e0 } .l6 { --c: #ff8fcb } .l7 { --c: #b0bec5 }
.l8 { --c: #e6e6e6 }
}
.ground { fill: var(--ground) } text { fill: var(--ink) } .title { font-size: 17px }
.grid { stroke: var(--faint) } .name { fill: var(--c) }
.line { stroke: var(--c); stroke-width: 2; fill: none } .lead { stroke: var(--c); opacity: .4 }
.l8 .line { stroke-dasharray: 2 5 } .point { fill: var(--c) }
.ours .line { stroke-width: 3.5 } .ours .name { font-weight: 700 }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its name, its points (both numbers greater than zero), its colour (0 to 8, of which
    the last is dotted), and whether it is ours."""

    name: str
    points: tuple[tuple[float, float], ...]
    colour: int
    ours: bool = False


def plot(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """The plot of `lines`, with what is told `across` and `up`."""
    xs = sorted({x for line in lines for x, _ in line.points})
    ys = [y for line in lines for _, y in line.points]
    x_axis = _Axis(xs[0], xs[-1], _LEFT, _RIGHT)
    steps = _steps(ys)
    y_axis = _Axis(steps[0], steps[-1], _BOTTOM, _TOP)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{_STYLE}</style>",
            f'<rect class="ground" width="{_WIDTH}" height="{_HEIGHT}"/>',
            f'<text class="title" x="{_LEFT}" y="26">{escape(title)}</text>',
            f'<text x="{_LEFT}" y="{_TOP - 14}">{escape(up)}</text>',
            *_grid(x_axis, y_axis, xs, steps),
            f'<text x="{_RIGHT}" y="{_HEIGHT - 14}" text-anchor="end">{escape(across)}</text>',
            *_lines(x_axis, y_axis, lines),
            "</svg>\n",
        ]
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where the numbers from `least` to `most` stand, between `start` and `end`."""

    least: float
    most: float
    start: float
    end: float

    def at(self, number: float) -> float:
        share = 0.5
        if self.most > self.least:
            share = log10(number / self.least) / log10(self.most / self.least)
        return round(self.start + share * (self.end - self.start), 1)


def _steps(numbers: Sequence[float]) -> list[float]:
    """Round numbers from below the least to above the most, of which the axis tells the powers of
    ten, or all if they are few."""
    powers = range(floor(log10(min(numbers))), floor(log10(max(numbers))) + 2)
    steps = [step * 10.0**power for power in powers for step in (1, 2, 5)]
    first = max(at for at, step in enumerate(steps) if step <= min(numbers))
    last = min(at for at, step in enumerate(steps) if step >= max(numbers))
    return steps[first : max(last, first + 1) + 1]


def _grid(
    x_axis: _Axis, y_axis: _Axis, xs: Sequence[float], steps: Sequence[float]
) -> Iterator[str]:
    for x in xs:
        at = x_axis.at(x)
        yield f'<path class="grid" d="M{at} {_TOP}V{_BOTTOM}"/>'
        yield f'<text x="{at}" y="{_BOTTOM + 20}" text-anchor="middle">{x:,.0f}</text>'
    few = len(steps) <= _FEW
    for step in steps:
        if few or log10(step) == round(log10(step)):
            at = y_axis.at(step)
            yield f'<path class="grid" d="M{_LEFT} {at}H{_RIGHT}"/>'
            yield f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{step:,g}</text>'


def _lines(x_axis: _Axis, y_axis: _Axis, lines: Sequence[Line]) -> Iterator[str]:
    ends = [y_axis.at(line.points[-1][1]) for line in lines]
    for line, name_at in zip(lines, _spread(ends), strict=True):
        spots = [(x_axis.at(x), y_axis.at(y)) for x, y in line.points]
        course = "L".join(f"{x} {y}" for x, y in spots)
        yield f'<g class="l{line.colour}{" ours" if line.ours else ""}">'
        yield f'<path class="lead" d="M{spots[-1][0]} {spots[-1][1]}L{_NAMES_AT - 4} {name_at}"/>'
        yield f'<path class="line" d="M{course}"/>'
        for (x, y), (across, up) in zip(spots, line.points, strict=True):
            told = f"{line.name}, {across:,.0f}: {up:,.3g}"
            yield f'<circle class="point" cx="{x}" cy="{y}" r="4"><title>{escape(told)}</title>'
            yield "</circle>"
        yield f'<text class="name" x="{_NAMES_AT}" y="{name_at + 4}">{escape(line.name)}</text>'
        yield "</g>"


def _spread(ends: Sequence[float]) -> list[float]:
    """Places for the names of lines that end at `ends`: a row apart at least, and near them."""
    order = sorted(range(len(ends)), key=lambda number: ends[number])
    blocks: list[list[int]] = []
    for number in order:
        blocks.append([number])
        # Blocks that would overlap become one, around the middle of all their ends.
        while len(blocks) > 1 and _first(blocks[-2], ends) + _ROW * len(blocks[-2]) > _first(
            blocks[-1], ends
        ):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    return [
        round(place, 1)
        for _, place in sorted(
            (number, _first(block, ends) + _ROW * row)
            for block in blocks
            for row, number in enumerate(block)
        )
    ]


def _first(block: Sequence[int], ends: Sequence[float]) -> float:
    """Where the first name of a block stands."""
    return sum(ends[number] for number in block) / len(block) - _ROW * (len(block) - 1) / 2
