"""The pictures that stand for the site elsewhere: one for each kind of device, shown with shared
links (https://ogp.me), and the icons of the installed site.

They are drawn at build time with Typst, by a font that comes as a package, so that they are the
same on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from generator.knowledge.base import Kind
from generator.site.engine import icon

__all__ = ["DEFAULT", "GROUND", "ICONS", "PICTURES", "SIDES", "SIZE", "draw_pictures"]

PICTURES = "assets/pictures"  # the folder in the site of those for links, each named by its kind
DEFAULT = f"{PICTURES}/site/default.png"  # the one for pages of no kind; no kind's name has a slash
ICONS = "assets/icons"  # the folder of the icons
SIZE = (1200, 630)  # of pictures for links, in pixels
GROUND = "#174a5a"  # the theme's primary colour
# The icons of the installed site: name, side in pixels, whether its corners are rounded, and how
# much of its width the mark takes. Systems cut "maskable" ones to shapes of their own, of which all
# hold the circle of 80 % (https://www.w3.org/TR/appmanifest/#icon-masks).
SIDES = (
    ("icon-192", 192, True, 0.64),
    ("icon-512", 512, True, 0.64),
    ("maskable-512", 512, False, 0.5),
)
_MARK = "logout-variant"  # as in the header
_TEMPLATE = Path(__file__).parent / "templates" / "picture.typ"


def draw_pictures(kinds: Iterable[Kind], site_name: str) -> dict[str, bytes]:
    """The PNGs by their paths in the site: a picture for each kind, the default one, the icons."""
    mark = _white(icon(_MARK))
    pictures = {
        f"{PICTURES}/{kind.id}.png": {"words": kind.name, "icon": _white(icon(kind.icon or _MARK))}
        for kind in kinds
    }
    pictures[DEFAULT] = {"words": site_name, "icon": mark}
    icons = {
        f"{ICONS}/{name}.png": {"side": side, "rounded": rounded, "share": share}
        for name, side, rounded, share in SIDES
    }
    data = {
        "site": site_name,
        "mark": mark,
        "ground": GROUND,
        "pictures": list(pictures.values()),
        "icons": list(icons.values()),
    }
    return dict(zip((*pictures, *icons), _drawn(json.dumps(data)), strict=True))


@lru_cache(maxsize=1)  # a preview draws them once, not for every edit
def _drawn(data: str) -> tuple[bytes, ...]:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(files("fontpkg_noto_sans") / "files")],
    )
    drawn = typst.compile(
        _TEMPLATE.read_bytes(), format="png", ppi=72, font_paths=fonts, sys_inputs={"data": data}
    )
    assert isinstance(drawn, list), "several pages are several files"
    return tuple(drawn)


def _white(svg: str | None) -> str:
    """An icon of the theme, which has no colour of its own, in white."""
    assert svg is not None, "the check lets no unknown icon pass"
    return svg.replace("<svg ", '<svg fill="#fff" ', 1)
