"""Text as Markdown that reads back as that text, whatever it holds.

Reference: GitHub Flavored Markdown (https://github.github.com/gfm/), of which CommonMark 0.31.2
(https://spec.commonmark.org/0.31.2/) is the larger part. Escaped is what one of them could take for
markup, and as little else as possible: people and programs read the source too. What cannot be
escaped are addresses of mail, which GitHub's renderer makes links whatever stands around them.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["code_span", "destination", "escaped", "line_escaped", "marks_emphasis"]

# What is markup anywhere: escapes, code, emphasis (but for `_` inside a word, which is none),
# links, tags, deleted text, cells of tables, whatever would be read as a character reference, and
# addresses, which would become links by themselves and take escapes behind them for theirs.
_MARKUP = re.compile(
    r"[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?[0-9A-Za-z]+;)|:(?=//)|(?<=www)\.",
    re.IGNORECASE,
)
# What is markup where a line begins: headings, quotations, lists, rules, underlines of headings,
# and the row of dashes that makes a table of the line above.
_AT_START = re.compile(r"#{1,6}(?![^\s])|>|[-+](?![^\s:-])|=|:-|(?P<number>\d{1,9})[.)](?![^\s])")
_TO_ESCAPE_IN_ADDRESS = re.compile(r"[\\()<>|&]")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f]")


@lru_cache(maxsize=8192)  # pages name the same sources, labels and screens
def escaped(text: str) -> str:
    """The text, white space collapsed, as it may stand inside a line."""
    return _MARKUP.sub(r"\\\g<0>", text)


def line_escaped(line: str) -> str:
    """Escaped text as it may stand at the beginning of a line."""
    found = _AT_START.match(line)
    if found is None:
        return line
    at = found.end("number") if found["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def code_span(text: str) -> str:
    """The text as code, between more backticks than any that it holds in a row."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    # A space at both sides is taken off again: by it, code may begin or end with a backtick.
    padding = " " if longest and "`" in (text[0], text[-1]) else ""
    return f"{fence}{padding}{text}{padding}{fence}"


@lru_cache(maxsize=8192)  # pages cite the same sources
def destination(address: str) -> str:
    """An address as it stands in a link, between parentheses."""
    encoded = _NOT_IN_ADDRESS.sub(lambda c: f"%{ord(c[0]):02X}", address)
    return _TO_ESCAPE_IN_ADDRESS.sub(r"\\\g<0>", encoded)


def marks_emphasis(outside: str, inside: str) -> bool:
    """Whether asterisks between two characters mark emphasis: of `outside`, which is empty at the
    end of a line, and `inside`, the first or last that is emphasised.

    The rules ask which characters are punctuation, on which the versions of CommonMark differ, so
    this keeps to what they agree on.
    """
    if inside.isspace() or outside == "*":
        return False
    ends = not outside or outside.isspace() or (outside.isascii() and not outside.isalnum())
    return ends or inside.isalnum()
