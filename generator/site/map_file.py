"""The map of the menus of a family as a file of its own: SVG, PNG, or the text of a diagram."""

from __future__ import annotations

import re
from types import MappingProxyType

from generator.knowledge.route import Screen, Step, Walkthrough
from generator.knowledge.text import plain
from generator.pdf.fonts import fonts
from generator.site.menu_map import LETTERS, menu_map

_MARGIN = 16
_FONTS = "'Noto Sans', 'Segoe UI', Helvetica, Arial, sans-serif"
# By what the rules below call them: the custom property of the site's styles, light, dark.
COLOURS = MappingProxyType(
    {
        "ground": ("--md-default-bg-color", "#fff", "#12191c"),
        "ink": ("--md-default-fg-color", "#1b2428", "#e4eaec"),
        "line": ("--md-default-fg-color--light", "#4b585e", "#b4c0c5"),
        "main": ("--md-typeset-a-color", "#0b5c75", "#86cfe4"),
        "good": ("--so-good", "#1c7541", "#6fd39a"),
        "raised": ("--so-raised", "#f6f8f9", "#192226"),
    }
)
# As in content/assets/signout.css, with colours in the place of custom properties, which programs
# that draw do not know. A test holds both together.
RULES = """\
.so-map { fill: $ground; stroke: $line; stroke-linecap: round; stroke-linejoin: round; \
stroke-width: 1.2; }
.so-map text { fill: $ink; font-size: 14px; stroke: none; text-anchor: middle; }
.so-map-line { fill: none; }
.so-map-line.so-map-second { stroke-dasharray: 4 4; }
.so-map-tip { fill: $line; stroke: none; }
.so-map .so-map-main { stroke: $main; }
.so-map .so-map-line.so-map-main { stroke-width: 2.6; }
.so-map .so-map-tip.so-map-main { fill: $main; stroke: none; }
.so-map .so-map-goal { stroke: $good; stroke-width: 2.4; }
.so-map .so-map-key rect { fill: $raised; }
.so-map .so-map-key text, .so-map .so-map-label text { font-weight: 700; }
.so-map circle { fill: $main; stroke: none; }
.so-map .so-map-goal circle { fill: $good; }
.so-map .so-map-mark { fill: $ground; font-size: 12px; font-weight: 700; }
"""
_GROUND = ".so-map-ground { fill: $ground; stroke: none; }\n"
_PLAIN = re.compile(r"[^\w ,.:'()/?!]", re.ASCII)


def map_svg(walkthrough: Walkthrough) -> str:
    """The map as SVG that needs no style sheet, light or dark as its reader likes it."""
    return _svg(
        walkthrough, _styles(1) + f"@media (prefers-color-scheme: dark) {{\n{_styles(2)}}}\n"
    )


def map_png(walkthrough: Walkthrough) -> bytes:
    """The map as PNG, light, two dots for each unit of the SVG. Raises FontMissing."""
    import typst

    page = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg")\n'
    )
    drawn = typst.compile(
        page.encode(),
        format="png",
        ppi=192,  # of 96 units an inch
        font_paths=fonts(),
        sys_inputs={"svg": _svg(walkthrough, _styles(1))},
    )
    assert isinstance(drawn, bytes), "one page is one file"
    return drawn


def map_mermaid(walkthrough: Walkthrough) -> str:
    """The map as a diagram of Mermaid (https://mermaid.js.org/syntax/flowchart.html), which code
    hosts draw. Thick arrows are the main way, dotted ones are the second ways."""
    number = {step.control: n for n, step in enumerate(walkthrough.main.steps, 1)}
    second = {step.control for route in walkthrough.fallbacks for step in route.steps}
    at = {screen.id: f"s{n}" for n, screen in enumerate(walkthrough.screens_met)}
    lines = ["flowchart TD"]
    lines += [f"  {at[screen.id]}{_box(screen)}" for screen in walkthrough.screens_met]
    for screen in walkthrough.screens_met:
        for control in screen.controls:
            arrow = "-.->" if control.control in second else "-->"
            if control.control in number:
                arrow = "==>"
            says = _said(control, number.get(control.control))
            lines.append(f"  {at[screen.id]} {arrow}|{says}| {at[control.opens]}")
    return "\n".join(lines) + "\n"


def _svg(walkthrough: Walkthrough, styles: str) -> str:
    drawn = str(menu_map(walkthrough))
    size = re.search(r'width="([\d.]+)" height="([\d.]+)" viewBox="-2 -2 ', drawn)
    assert size is not None, "a map says how large it is"
    wide, high = (round(float(length) + 2 * _MARGIN, 1) for length in size.groups())
    at = -2 - _MARGIN
    head = (
        f'width="{wide:g}" height="{high:g}" viewBox="{at} {at} {wide:g} {high:g}" '
        f'font-family="{_FONTS}" font-size="{LETTERS}'
    )
    start, _, rest = drawn.partition(size.group())
    _, _, rest = rest.partition('"')  # the rest of its own box
    body, desc, rest = f'{start}{head}"{rest}'.partition("</desc>")
    ground = f'<rect class="so-map-ground" x="{at}" y="{at}" width="100%" height="100%"/>'
    svg = f"{body}{desc}<style>\n{styles}</style>{ground}{rest}\n"
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _styles(side: int) -> str:
    rules = RULES + _GROUND
    for name, colours in COLOURS.items():
        rules = rules.replace(f"${name};", f"{colours[side]};")
    return rules


def _box(screen: Screen) -> str:
    words = _escaped(plain(screen.looks_like) or screen.id)
    if screen.goal:
        return f'(["{words}"])'
    return f'{{{{"{words}"}}}}' if screen.dialog else f'["{words}"]'


def _said(control: Step, number: int | None) -> str:
    said = plain(control.says)
    return f'"{_escaped(said if number is None else f"{number}: {said}")}"'


def _escaped(text: str) -> str:
    """Text as a diagram shows it: what may mean something there stands as its number."""
    return _PLAIN.sub(lambda found: f"#{ord(found.group())};", text)
