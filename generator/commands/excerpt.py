"""A line of a file as a terminal can show it, with a place in it underlined."""

from __future__ import annotations

import unicodedata

TAB = 4
WIDTH = 88
_FAR = 8  # times the width: accents over letters take no room


def excerpt(row: str, column: int, end: int | None, width: int = WIDTH) -> tuple[str, str]:
    """`row` and the line to stand below it, which underlines the columns from `column` (from 1) up
    to `end`; one column without `end`. A row longer than `width` is cut around the place.

    Characters that do not show, or that turn the text around them, are written as codes.
    """
    # Of a row of many thousands of characters, no more is looked at than can be shown.
    start = min(column - 1, len(row))
    left_out, length = max(0, start - _FAR * width), len(row)
    cells = [_shown(character) for character in row[left_out : start + _FAR * width]]
    start, end = start - left_out, end and end - left_out
    stop = max(start + 1, min((end or 0) - 1, len(cells)))
    first, last = _window(cells, start, stop, width)
    text = "".join(shown for shown, _ in cells[first:last])
    before = sum(size for _, size in cells[first:start])
    marked = sum(size for _, size in cells[start : min(stop, last)])
    left = "…" if first or left_out else ""
    right = "…" if left_out + last < length else ""
    return left + text + right, " " * (len(left) + before) + "^" * max(marked, 1)


def _shown(character: str) -> tuple[str, int]:
    """What a terminal is to show for a character, and how many columns that takes."""
    if character == "\t":
        return " " * TAB, TAB
    if not character.isprintable():
        code = f"\\u{ord(character):04x}"
        return code, len(code)
    if unicodedata.category(character) in ("Mn", "Me"):  # drawn over the one before it
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(cells: list[tuple[str, int]], start: int, stop: int, width: int) -> tuple[int, int]:
    """From which to which character a row is shown: more of what follows the place than of what
    stands before it, and of the place itself at least the beginning."""
    sizes = [size for _, size in cells]
    if sum(sizes) <= width:
        return 0, len(cells)
    first, room = start, width // 3
    while first and room >= sizes[first - 1]:
        first -= 1
        room -= sizes[first]
    last, room = first, width
    while last < len(cells) and room >= sizes[last]:
        room -= sizes[last]
        last += 1
    if last == len(cells):  # there is room left for more before the place
        while first and room >= sizes[first - 1]:
            first -= 1
            room -= sizes[first]
    while first > 0 and sizes[first] == 0:
        first -= 1
    return first, last
