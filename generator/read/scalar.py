"""What an unquoted YAML value is taken for, by one YAML reader or another.

YAML 1.1 and 1.2 disagree on values such as ``no``, ``010`` and ``12:30``. Text that one of them
takes for something else must be quoted, so that every reader of YAML sees the same data. The
forms are those of https://yaml.org/type/ (1.1) and of the core schema, section 10.3.2 of
https://yaml.org/spec/1.2.2/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unquoted:
    """An unquoted value that is not plainly text: what is written, and what it is taken for."""

    text: str
    taken_for: str


_FORMS = {
    "nothing": r"~|null|Null|NULL|",
    "true or false": r"y|Y|n|N|(?:y|Y)es|YES|(?:n|N)o|NO|(?:t|T)rue|TRUE|(?:f|F)alse|FALSE"
    r"|(?:o|O)n|ON|(?:o|O)ff|OFF",
    "a date": r"\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?[ \t]*(?:Z|[-+]\d\d?"
    r"(?::?\d\d)?)?)?",
    "a number in base 60": r"[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?",
    "a number": r"[-+]?(?:0b[01_]+|0x[\da-fA-F_]+|0o[0-7]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?"
    r"|\.[\d_]+(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)",
    "a merge or default mark": r"<<|=",
}
_MEANINGS = tuple(_FORMS)
_TAKEN_FOR = re.compile("|".join(f"({form})" for form in _FORMS.values()), re.ASCII)
# Nearly every value begins with none of these, and so needs no regular expression.
_MAY_START = frozenset("-+.0123456789~nNyYtTfFoO<=")
_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,15}")

Scalar = str | bool | int | Unquoted


def plain(text: str) -> Scalar:
    """The value of an unquoted scalar: text, ``true``, ``false``, a whole number, or Unquoted."""
    if text and text[0] not in _MAY_START:
        return text
    match = _TAKEN_FOR.fullmatch(text)
    if match is None:
        return text
    if text == "true":
        return True
    if text == "false":
        return False
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return Unquoted(text, _MEANINGS[(match.lastindex or 1) - 1])


def written(value: bool | int | Unquoted) -> tuple[str, str]:
    """What stands in the file for `value`, and what it is taken for."""
    if isinstance(value, Unquoted):
        return value.text, value.taken_for
    if isinstance(value, bool):
        return str(value).lower(), "true or false"
    return str(value), "a number"


def quoted(text: str) -> str:
    """`text` in the quotes that need the least change in it."""
    if '"' in text and "'" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
