"""The characters of a file: UTF-8, and none that does not show."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from generator.read.limits import MAX_CHARACTERS
from generator.read.problem import Fix, Place, Problem
from generator.read.syntax import rows_of

# Characters that do not show, or that reorder the text around them (Unicode TR 9, "Trojan
# Source"), have no business in a spec, nor have those that are none (HTML allows them nowhere);
# line feed, carriage return and tab are YAML's own.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)

# What most files are made of, and nothing else.
_USUAL = bytes([*b"\t\n\r", *range(0x20, 0x7F)])


def text_of(file: str, data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, and each character in it that is not allowed; of many, the first."""
    try:
        text = data.decode().removeprefix("\ufeff")  # some editors begin a file with this mark
    except UnicodeDecodeError as error:
        rows = rows_of(data[: error.start].decode().removeprefix("\ufeff"))
        place = Place(file, len(rows), len(rows[-1]) + 1)
        message = f"The byte 0x{data[error.start]:02X} is not UTF-8."
        return "", [Problem(place, "not-utf8", message, "Save the file as UTF-8 in your editor.")]
    strange = data.translate(None, _USUAL)
    problems = (
        Problem(
            Place(file, number + 1, match.start() + 1), *_says(match.group()), _fix(match.group())
        )
        for number, row in enumerate(rows_of(text) if strange and unwanted(text) else ())
        for match in _UNWANTED.finditer(row)
    )
    return text, list(islice(problems, MAX_CHARACTERS))


def unwanted(text: str) -> tuple[str, str, str] | None:
    """Code, message and hint of a problem if `text` has a character that is not allowed."""
    match = _UNWANTED.search(text)
    return _says(match.group()) if match else None


def without_unwanted(text: str) -> str:
    """`text` with a mark in the place of each character that is not allowed."""
    return _UNWANTED.sub("\N{REPLACEMENT CHARACTER}", text)


def _fix(character: str) -> Fix | None:
    """What only formats text can go; a line break or a tab of another kind stands for a space."""
    return Fix("delete") if unicodedata.category(character) == "Cf" else None


def _says(character: str) -> tuple[str, str, str]:
    none = unicodedata.category(character) == "Cn"
    name = unicodedata.name(character, "no character" if none else "a control character")
    message = f"U+{ord(character):04X} ({name}) does not show, and is not allowed."
    return "unwanted-character", message, "Delete it."
