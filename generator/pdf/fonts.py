"""The fonts of everything on paper: packages of Noto fonts, and a small font of signs of our own.

All are under the SIL Open Font License and free to embed. Systems' fonts are never used, so that
the same text has the same bytes everywhere, and what no font here can draw is known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

__all__ = ["FontMissing", "families", "font_folders", "fonts", "missing_glyphs"]

# Latin, Greek, Cyrillic and some twenty other scripts; Chinese, Japanese and Korean. All weights.
_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
_SIGNS = Path(__file__).parent / "signs"  # how it was made stands there
# Tried first: of the signs that several have, these are as wide as the letters around them.
_FIRST = ("Noto Sans", "Noto Signs")
# Tried last, since they are the largest. Chinese characters have five forms in as many countries;
# those of text that says no language are the Japanese ones.
_LAST = tuple(f"Noto Sans CJK {country}" for country in ("JP", "KR", "SC", "TC", "HK"))
# Characters that show nothing, and need no glyph: Default_Ignorable_Code_Point of Unicode 17
# (https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt).
_SHOW_NOTHING = (
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
_BREAKS = frozenset("\t\n\r\v\f\x85\u2028\u2029")
# Allowed in no tagged PDF, even where a font has them: a byte-order mark, which shows nothing, and
# private characters, which nobody can read aloud (ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.3).
_BYTE_ORDER_MARK = 0xFEFF
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))


class FontMissing(Exception):
    """A package of fonts is not installed; the message says which."""


@lru_cache(maxsize=1)
def font_folders() -> tuple[Path, ...]:
    """The folders of the fonts. Raises FontMissing if one is not there."""
    folders = []
    for package in _PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            name = package.replace("_", "-")
            raise FontMissing(f"The fonts of {name} are not installed; `make site` installs them.")
        folders.append(Path(spec.origin).parent)
    return (*folders, _SIGNS)


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts as Typst takes them, without those of the system and its own."""
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in font_folders()],
    )


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The names of all families, in the order in which a template has to try them: with all of
    them named, nothing depends on the order in which a folder lists its files."""
    return (*_FIRST, *sorted(set(fonts().families()).difference(_FIRST, _LAST)), *_LAST)


def missing_glyphs(text: str) -> set[str]:
    """The characters of `text` that no font can draw, or that no tagged PDF may hold."""
    codes = {ord(character) for character in set(text) - _BREAKS}
    codes = {code for code in codes if not _within(code, _SHOW_NOTHING)}
    refused = {code for code in codes if code == _BYTE_ORDER_MARK or _within(code, _PRIVATE)}
    codes -= refused
    for path, number in _faces():
        if not codes:
            break
        codes -= _drawn_by(path, number)
    return {chr(code) for code in codes | refused}


def _within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


@lru_cache(maxsize=1)
def _faces() -> tuple[tuple[str, int], ...]:
    """All fonts, as a file and the number within it, in the order in which they are tried."""
    order = {family: place for place, family in enumerate(families())}
    found = [(order[font.family], font.path, font.index) for font in fonts().fonts() if font.path]
    return tuple((path, number) for _, path, number in sorted(found))


@cache
def _drawn_by(path: str, number: int) -> frozenset[int]:
    # Only here, because whoever sets no PDF should not wait for it.
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=number, lazy=True) as font:
        # Any names will do; to find those of 65,000 glyphs would take longer than all else.
        font.setGlyphOrder([str(glyph) for glyph in range(font["maxp"].numGlyphs)])
        return frozenset(font.getBestCmap())
