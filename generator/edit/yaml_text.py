"""Values as YAML on one line, which the strict reader reads back as they were."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator.read.characters import unwanted
from generator.read.document import CURLY
from generator.read.scalar import Unquoted, plain

# What no unquoted text begins with. A hyphen, a question mark or a colon may stand there if no
# space follows, but people take such a line for a list.
_MARKS = frozenset("-?:,[]{}#&*!|>'\"%@`=")
# What ends an unquoted text anywhere, and what ends it or may be taken for brackets inside of some.
_ENDS = re.compile(r": |:$| #|[\n\r\t]")
_ENDS_IN_BRACKETS = re.compile(r"[,\[\]{}]|:(?=[\"'])")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def scalar(text: str) -> str:
    """`text` as it can stand on a line of its own, after `name: ` or `- `: quoted only if need be.

    Raises ValueError if it has a character that no spec may have.
    """
    return text if _may_be_plain(text) else _quoted(text)


def flow(value: Any) -> str:
    """`value` as it can stand anywhere on a line, also inside of brackets.

    It is a text, a whole number, true or false, a date, or a list or mapping of such values.
    Raises ValueError for a text with a character that no spec may have, and TypeError for what no
    spec can hold.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case datetime.date():
            return value.isoformat()
        case Unquoted():
            return value.text
        case str():
            inside = _ENDS_IN_BRACKETS.search(value)
            return _quoted(value) if inside else scalar(value)
        case Mapping():
            return f"{{{', '.join(f'{flow(name)}: {flow(of)}' for name, of in value.items())}}}"
        case Sequence():
            return f"[{', '.join(map(flow, value))}]"
    raise TypeError(f"{type(value).__name__} cannot stand in a spec")


def _may_be_plain(text: str) -> bool:
    return (
        plain(text) == text  # no YAML reader takes it for a number, a date, or true or false
        and text == text.strip()
        and text[0] not in _MARKS
        and _ENDS.search(text) is None
        and not (text.startswith(CURLY) and text.endswith(CURLY))
        and unwanted(text) is None
    )


def _quoted(text: str) -> str:
    if unwanted(text) is not None:
        raise ValueError("a character that does not show")
    if ('"' in text or "\\" in text) and not re.search(r"[\n\r\t]", text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'
