"""Small drawings of screens: where the menu sits, or the icon that opens it.

A drawing says nothing that the text beside it does not say, so screen readers pass it over. It
has no colours of its own: its classes get them from the style sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from generator.knowledge.route import Screen, Walkthrough
from generator.model.family import Sketch
from generator.model.vocabulary import Input

# A box by its left, top, right and bottom, in per cent of what the screen shows.
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Icon:
    """A picture of the same size on every screen: its path from its top left, its width and
    height, and where it sits, in per cent of the room to the left and above."""

    path: str
    size: tuple[float, float]
    at: tuple[int, int]
    lines: bool = False


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Boxes from the back to the front: what is just there, an open dialog, what counts, and
    marks on it. An icon counts, too. `tells` if it shows how one interface differs from others."""

    rest: tuple[Box, ...] = ()
    panel: tuple[Box, ...] = ()
    active: tuple[Box, ...] = ()
    icon: _Icon | None = None
    marks: tuple[Box, ...] = ()
    tells: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """A device around the screen: the size of the drawing, the outline, and the place inside as
    left, top, width and height."""

    name: str
    width: int
    height: int
    outline: str
    inside: tuple[float, float, float, float]


_TV = _Frame("tv", 64, 40, "M1.5 1.5h61v31h-61zM32 32.5v6M22 38.5h20", (5, 5, 54, 24))
_WINDOW = _Frame(
    "window", 64, 40, "M1.5 1.5h61v37h-61zM1.5 8.5h61M5 5h1M9 5h1M13 5h1", (5, 12, 54, 23)
)
_PHONE = _Frame("phone", 24, 40, "M1.5 1.5h21v37h-21zM10 35.5h4", (4.5, 5, 15, 27))
_FRAMES: dict[Input, _Frame] = {
    "remote": _TV,
    "gamepad": _TV,
    "pointer": _WINDOW,
    "touch": _PHONE,
}

_SOMETHING: tuple[Box, ...] = ((0, 26, 100, 50), (0, 60, 100, 84))
_ROWS: tuple[Box, ...] = tuple(
    (left, top, left + 28, top + 36) for top in (8, 56) for left in (0, 36, 72)
)
_QUESTION = _Drawing(
    rest=_ROWS,
    panel=((14, 8, 86, 92),),
    active=((32, 62, 68, 80),),
    marks=((26, 24, 74, 30), (26, 40, 74, 46)),
)
_SQUARE = "h5v5h-5z"
_DOT = "h2v2h-2z"
_LINE = "h8v1.4h-8z"
# A ring with eight teeth.
_RING, _TEETH = "m3 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0", "m4-7v3m0 8v3m-7-7h3m8 0h3"
_GEAR = f"{_RING}{_TEETH}m-12-5l2 2m6 6l2 2m0-10l-2 2m-6 6l-2 2"
_DRAWINGS: dict[Sketch, _Drawing] = {
    "rows": _Drawing(rest=_ROWS),
    "list": _Drawing(
        rest=tuple((0, top, 12, top + 14) for top in (4, 30, 56, 82)),
        active=tuple((20, top, 100, top + 14) for top in (4, 30, 56, 82)),
    ),
    "page": _Drawing(rest=((10, 6, 90, 14), (10, 26, 90, 34)), active=((28, 56, 72, 82),)),
    "sign-in": _Drawing(
        rest=((20, 2, 80, 22), (20, 34, 80, 54)),
        active=((20, 70, 80, 94),),
    ),
    "menu": _Drawing(
        rest=_SOMETHING,
        active=((22, 4, 78, 96),),
        marks=tuple((32, top, 68, top + 8) for top in (20, 46, 72)),
        tells=True,
    ),
    "menu-left": _Drawing(
        rest=tuple((left, top, left + 27, top + 36) for top in (8, 56) for left in (42, 73)),
        active=((-6, -12, 34, 112),),
        marks=tuple((2, top, 26, top + 8) for top in (6, 32, 58, 84)),
        tells=True,
    ),
    "menu-top": _Drawing(
        rest=tuple((left, top, left + 28, top + 26) for top in (36, 72) for left in (0, 36, 72)),
        active=((-6, -12, 106, 22),),
        marks=tuple((left, 2, left + 18, 10) for left in (2, 29, 56, 82)),
        tells=True,
    ),
    "gear": _Drawing(icon=_Icon(_GEAR, (14, 14), (50, 50), lines=True), tells=True),
    "icon-top": _Drawing(rest=_SOMETHING, icon=_Icon(_SQUARE, (5, 5), (50, 0)), tells=True),
    "icon-top-right": _Drawing(rest=_SOMETHING, icon=_Icon(_SQUARE, (5, 5), (100, 0)), tells=True),
    "dots-top-right": _Drawing(
        rest=_SOMETHING,
        icon=_Icon(f"{_DOT}m3 0{_DOT}m3 0{_DOT}", (8, 2), (100, 4)),
        tells=True,
    ),
    "tab-bottom-right": _Drawing(
        rest=((0, 0, 100, 22), (0, 32, 100, 54)),
        active=((54, 78, 104, 104),),
        marks=((64, 88, 94, 94),),
        tells=True,
    ),
    "lines-bottom-right": _Drawing(
        rest=((0, 0, 100, 22), (0, 32, 100, 54)),
        icon=_Icon(f"{_LINE}m0 2.6{_LINE}m0 2.6{_LINE}", (8, 6.6), (100, 100)),
        tells=True,
    ),
}


def screen_sketch(screen: Screen, input: Input) -> Markup:
    """The drawing of a screen of a device that is worked by `input`; empty if nobody said what
    the screen looks like. A dialog is a question over another screen."""
    if screen.sketch is not None:
        return _svg(screen.sketch, _FRAMES[input])
    return _svg(None, _FRAMES[input]) if screen.dialog else Markup()


def telling_screen(walkthrough: Walkthrough) -> Screen | None:
    """The screen by which one tells an interface from others: the first on the main route that
    shows a menu, an icon or a tab, if it is known that one does."""
    main = walkthrough.main
    return next((one for one in (main.start, *main.sees) if _tells(one)), None)


def _tells(screen: Screen) -> bool:
    return screen.sketch is not None and _DRAWINGS[screen.sketch].tells


def interface_sketch(walkthrough: Walkthrough, input: Input) -> Markup:
    """The drawing of the screen by which one tells an interface from others; empty if there is
    none."""
    screen = telling_screen(walkthrough)
    return Markup() if screen is None else screen_sketch(screen, input)


@cache
def _svg(sketch: Sketch | None, frame: _Frame) -> Markup:
    drawing = _QUESTION if sketch is None else _DRAWINGS[sketch]
    paths = {"frame": frame.outline}
    for layer in ("rest", "panel", "active", "marks"):
        paths[layer] = "".join(_box(box, frame) for box in getattr(drawing, layer))
    if drawing.icon is not None:
        layer = "lines" if drawing.icon.lines else "active"
        paths[layer] = paths.get(layer, "") + _placed(drawing.icon, frame)
    drawn = Markup("").join(
        Markup('<path class="so-sketch-{}" d="{}"/>').format(layer, path)
        for layer, path in paths.items()
        if path
    )
    return Markup(
        '<svg class="so-sketch so-sketch-{}" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
        'aria-hidden="true">{}</svg>'
    ).format(frame.name, drawn, w=frame.width, h=frame.height)


def _box(box: Box, frame: _Frame) -> str:
    left, top, width, height = frame.inside
    x, right = (left + width * side / 100 for side in (box[0], box[2]))
    y, bottom = (top + height * side / 100 for side in (box[1], box[3]))
    wide, high = round(right - x, 1), round(bottom - y, 1)
    return f"M{round(x, 1):g} {round(y, 1):g}h{wide:g}v{high:g}h{-wide:g}z"


def _placed(icon: _Icon, frame: _Frame) -> str:
    left, top, width, height = frame.inside
    x = left + (width - icon.size[0]) * icon.at[0] / 100
    y = top + (height - icon.size[1]) * icon.at[1] / 100
    return f"M{round(x, 1):g} {round(y, 1):g}{icon.path}"
