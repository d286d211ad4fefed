"""A map of the menus of an interface: its screens, and the controls that lead from one to the next.

It is a picture of what stands beside it as text, so it says the short of it: what a screen looks
like, what to press or select, and the main way by numbers. Colours come from the style sheet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup, escape

from generator.knowledge.route import Screen, Step, Walkthrough
from generator.knowledge.text import Text, plain
from generator.site.layered import Box, Point, lay_out

LETTERS = 14  # the size of letters, as the style sheet has it
_LINE = 17
_MOST_LINES = 5
_MOST_KEYS = 3  # of a code; of longer ones the number is given
_WIDEST = 220  # box
_MARK = 20  # the place of a number, or of the mark of a goal

# How wide letters are, in parts of their size. No font is known here, so these are a little more
# than the widths in Arial, for its narrow, wide and other letters, and for capitals.
_NARROW, _WIDE = frozenset("ijltfI.,:;'|!()[] "), frozenset("mwMW@%—…&")
_BOLD = 1.08


@dataclass(frozen=True, slots=True)
class _Node:
    """A screen or a control, with the classes that say how it is drawn."""

    text: str
    classes: str
    padding: tuple[int, int]
    bold: bool
    mark: str = ""

    def lines(self, room: float) -> list[str]:
        """Its text in lines that fit into `room` with the padding."""
        inside = min(room, _WIDEST) - 2 * self.padding[0] - (_MARK if self.mark else 0)
        return _even(self.text, inside, self.bold)

    def size(self, room: float) -> tuple[float, float]:
        """How wide and high it is if it may be `room` wide."""
        lines = self.lines(room)
        wide = max(text_width(line, self.bold) for line in lines)
        wide += 2 * self.padding[0] + (_MARK if self.mark else 0)
        return wide, len(lines) * _LINE + 2 * self.padding[1]


def menu_map(walkthrough: Walkthrough) -> Markup:
    """The map as inline SVG; its ids begin with `map_`, as no id of a spec can."""
    screens = walkthrough.screens_met
    controls = [control for screen in screens for control in screen.controls]
    number = {step.control: str(n) for n, step in enumerate(walkthrough.main.steps, 1)}
    second = {step.control for route in walkthrough.fallbacks for step in route.steps}
    way = {c.control: _way(c.control in number, c.control in second) for c in controls}
    passed = {walkthrough.main.start.id, *(screen.id for screen in walkthrough.main.sees)}

    nodes = [_screen(screen, screen.id in passed) for screen in screens]
    nodes += [_control(c, way[c.control], number.get(c.control, "")) for c in controls]
    at = {screen.id: place for place, screen in enumerate(screens)}
    edges, ways = [], []
    for place, control in enumerate(controls, len(screens)):
        edges += [(at[control.control.partition(".")[0]], place), (place, at[control.opens])]
        ways += [way[control.control]] * 2
    layout = lay_out(
        lambda node, room: nodes[node].size(room),
        len(nodes),
        edges,
        [one == "so-map-main" for one in ways],
    )
    # What is drawn last lies on top: the main way.
    drawn = sorted(zip(ways, layout.lines, range(len(ways)), strict=True), key=_on_top)
    parts = [_line(line, way, tip=bool(edge % 2)) for way, line, edge in drawn]
    parts += [_node(node, box) for node, box in zip(nodes, layout.boxes, strict=True)]
    wide, high = _short(layout.width + 4), _short(layout.height + 4)
    family = escape(walkthrough.family)
    steps = escape(", then ".join(_does(step) for step in walkthrough.main.steps))
    return Markup(
        f'<svg class="so-map" role="img" aria-labelledby="map_{family} map_{family}_way" '
        f'width="{wide}" height="{high}" viewBox="-2 -2 {wide} {high}">'
        f'<title id="map_{family}">Map of the menus: {escape(walkthrough.name)}</title>'
        f'<desc id="map_{family}_way">The way to sign out: {steps}.</desc>{"".join(parts)}</svg>'
    )


@lru_cache(maxsize=8192)  # boxes are fitted to words again and again
def text_width(text: str, bold: bool = False) -> float:
    """How wide `text` is in letters of the map, rather too wide than too narrow."""
    wide = sum(map(_letter_width, text))
    return wide * LETTERS * (_BOLD if bold else 1)


@cache
def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.32
    if letter in _WIDE or unicodedata.east_asian_width(letter) in "WF":
        return 0.96
    return 0.74 if letter.isupper() else 0.58


def wrap(text: str, room: float, bold: bool = False) -> list[str]:
    """`text` in at most five lines that are no wider than `room`. Words that do not fit are
    broken; what is left out is shown by three dots."""
    lines, line = [], ""
    for word in text.split():
        if text_width(f"{line} {word}".strip(), bold) <= room:
            line = f"{line} {word}".strip()
            continue
        if line:
            lines.append(line)
        line = word
        while len(line) > 1 and text_width(line, bold) > room:
            fits = next(
                n
                for n in range(len(line) - 1, 0, -1)
                if n == 1 or text_width(line[:n], bold) <= room
            )
            lines.append(line[:fits])
            line = line[fits:]
    lines.append(line)
    if len(lines) > _MOST_LINES:
        last = lines[_MOST_LINES - 1]
        while len(last) > 1 and text_width(f"{last}…", bold) > room:
            last = last[:-1]
        lines[_MOST_LINES - 1 :] = [f"{last.rstrip()}…"]
    return lines


def _even(text: str, room: float, bold: bool) -> list[str]:
    """`text` in as few lines as fit, each about as long as the others."""
    lines = wrap(text, room, bold)
    narrower = room * 0.95
    while len(lines) > 1 and narrower > room / 2:
        closer = wrap(text, narrower, bold)
        if len(closer) > len(lines) or closer[-1].endswith("…") or not _whole(text, closer):
            break
        lines, narrower = closer, narrower * 0.95
    return lines


def _whole(text: str, lines: list[str]) -> bool:
    """Whether no word is broken."""
    return " ".join(lines).split() == text.split()


def _way(main: bool, second: bool) -> str:
    return "so-map-main" if main else "so-map-second" if second else "so-map-aside"


def _on_top(drawn: tuple[str, Sequence[Point], int]) -> tuple[bool, int]:
    return drawn[0] == "so-map-main", drawn[2]


def _screen(screen: Screen, passed: bool) -> _Node:
    classes = ["so-map-screen"]
    if passed:
        classes.append("so-map-main")
    if screen.goal:
        classes.append("so-map-goal")
    mark = "✓" if screen.goal else ""
    return _Node(_sentence(screen.looks_like), " ".join(classes), (9, 6), False, mark)


def _control(control: Step, way: str, number: str) -> _Node:
    kind = "so-map-key" if control.action in ("press", "move") else "so-map-label"
    return _Node(_does(control), f"{kind} {way}", (9, 4), True, number)


def _sentence(text: Text) -> str:
    """A text as words in a box: without the full stop of a single sentence."""
    said = plain(text)
    return said[:-1] if said.endswith(".") and ". " not in said else said


def _does(control: Step) -> str:
    """What to press or select, in a few words."""
    match control.action:
        case "enter":
            return f"Enter {plain(control.enter)}"
        case "select":
            return plain(control.words)
    keys = " ".join(key.text for key in control.words)
    if len(control.words) > _MOST_KEYS:
        keys = f"{len(control.words)} keys"
    return f"{keys} to {control.to.text}" if control.to is not None else keys


def _line(points: Sequence[Point], way: str, tip: bool) -> str:
    (x, y), *rest = points
    path = [f"M{_short(x)} {_short(y)}"]
    for number, (to_x, to_y) in enumerate(rest):
        if number % 2 and abs(to_x - x) >= 0.1:
            middle = _short((y + to_y) / 2)
            path.append(
                f"C{_short(x)} {middle} {_short(to_x)} {middle} {_short(to_x)} {_short(to_y)}"
            )
        elif _short(y) != _short(to_y):
            path.append(f"V{_short(to_y)}")
        x, y = to_x, to_y
    line = f'<path class="so-map-line {way}" d="{"".join(path)}"/>'
    if not tip:
        return line
    back = -7 if y > points[0][1] else 7
    return f'{line}<path class="so-map-tip {way}" d="M{_short(x)} {_short(y)}l-4.5 {back}h9z"/>'


def _node(node: _Node, box: Box) -> str:
    lines = node.lines(box.width + 0.01)
    mark = _MARK if node.mark else 0
    middle = box.x + mark + (box.width - mark) / 2
    top = box.y + (box.height - len(lines) * _LINE) / 2 + _LINE * 0.74
    text = _text(lines, middle, top)
    if node.mark:
        text = _circle(node, box) + text
    x, y, wide, high = map(_short, (box.x, box.y, box.width, box.height))
    round_by = 12 if "so-map-label" in node.classes else 5
    size = f'width="{wide}" height="{high}"'
    return f'<g class="{node.classes}"><rect x="{x}" y="{y}" {size} rx="{round_by}"/>{text}</g>'


def _circle(node: _Node, box: Box) -> str:
    x, y = box.x + node.padding[0] + 6, box.y + box.height / 2
    mark = _text([node.mark], x, y + 4, ' class="so-map-mark"')
    return f'<circle cx="{_short(x)}" cy="{_short(y)}" r="9"/>{mark}'


def _text(lines: Iterable[str], x: float, y: float, attributes: str = "") -> str:
    first, *others = map(escape, lines)
    more = [f'<tspan x="{_short(x)}" dy="{_LINE}">{line}</tspan>' for line in others]
    return f'<text{attributes} x="{_short(x)}" y="{_short(y)}">{first}{"".join(more)}</text>'


def _short(number: float) -> str:
    """A length with at most one place, as short as it can be."""
    return f"{round(number, 1) + 0:g}"
