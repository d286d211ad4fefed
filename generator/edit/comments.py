"""What a person wrote for other persons: the comments of a YAML file."""

from __future__ import annotations

import re

import yaml

_COMMENT = re.compile("#[^\r\n]*")


def comments_in(text: str) -> list[tuple[int, int]]:
    """From where to where each comment of `text` stands: all that is `#` to the end of a line,
    between the parts of the data. Raises yaml.YAMLError."""
    found, at = [], 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        gap = text[at : token.start_mark.index]
        found += [(at + one.start(), at + one.end()) for one in _COMMENT.finditer(gap)]
        at = max(at, token.end_mark.index)
    return found


def comments_of(text: str) -> list[str] | None:
    """The comments of `text`, in order of their words; None if it cannot be read."""
    try:
        return sorted(text[start:end].rstrip() for start, end in comments_in(text))
    except yaml.YAMLError:
        return None
