"""A line of text with what is marked in it, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from generator.site.markdown_text import (
    code_span,
    destination,
    escaped,
    line_escaped,
    marks_emphasis,
)
from generator.site.markdown_tree import Node

__all__ = ["MARKED", "Linked", "text_line"]

Linked = Callable[[str], str]
"""From an address as the page has it to the one that the Markdown shall have."""

_EMPHASIS = {"b": "**", "strong": "**", "em": "*", "i": "*"}
_CODE = frozenset({"kbd", "code", "samp"})
_PLAIN = frozenset(
    [
        "abbr",
        "cite",
        "del",
        "dfn",
        "ins",
        "label",
        "mark",
        "progress",
        "q",
        "s",
        "small",
        "span",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
# A tag beside a name: what it says is no part of the name.
_TAG_CLASS = "so-tag"
MARKED = frozenset(_EMPHASIS.keys() | _CODE | _PLAIN | {"a", "br", "img"})
"""The elements that stand inside lines."""

_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")  # HTML's, which does not count non-breaking ones
_BREAK = "  \n"


class _Kind(Enum):
    TEXT = auto()
    CODE = auto()
    OPEN = auto()  # of emphasis: the asterisks
    CLOSE = auto()
    LINK = auto()
    LINKED = auto()  # the end of a link: its address
    IMAGE = auto()
    BREAK = auto()


# What pieces begin and end with that are no text.
_FIRST = {_Kind.CODE: "`", _Kind.LINK: "[", _Kind.LINKED: "]"}
_LAST = {_Kind.CODE: "`", _Kind.LINK: "[", _Kind.LINKED: ")"}


@dataclass(slots=True)
class _Piece:
    kind: _Kind
    text: str = ""
    pair: _Piece | None = None  # of an opening one: what closes it
    dropped: bool = False


def text_line(
    inside: Iterable[str | Node], linked: Linked, *, plain: bool = False, one_line: bool = False
) -> str:
    """What is inside an element as Markdown, in a line, or in lines with hard breaks.

    If `plain`, without emphasis, because it is emphasised as a whole. If `one_line`, with spaces
    for breaks, and fit for a heading or the cell of a table.
    """
    line = _Line(linked, plain=plain, one_line=one_line)
    line.add(inside)
    return line.text()


class _Line:
    """Collects pieces, white space collapsed and outside of all that is marked."""

    def __init__(self, linked: Linked, *, plain: bool, one_line: bool) -> None:
        self._linked = linked
        self._plain, self._one_line = plain, one_line
        self._pieces: list[_Piece] = []
        self._held: list[_Piece] = []  # opened, with nothing inside yet
        self._gap = ""  # white space before whatever comes next

    def add(self, inside: Iterable[str | Node]) -> None:
        """Adds text and elements."""
        for one in inside:
            if isinstance(one, str):
                self._add_text(one)
                continue
            name, on_new_line = one.element.name, one.element.on_new_line
            if on_new_line:
                self._gap = " " if self._one_line else _BREAK
            if name in _EMPHASIS and not self._plain:
                self._add_emphasis(one, _EMPHASIS[name])
            elif name in _CODE:
                self._add_code(one)
            elif name == "a" and "href" in one.element.attributes:
                self._add_link(one, one.element.attributes["href"])
            elif name == "img":
                self._add_image(one)
            elif _TAG_CLASS in one.element.attributes.get("class", "").split() and not self._plain:
                self._add_emphasis(one, "*")
            elif name in MARKED:
                self.add(one.inside)
            else:  # a block in a line: a line of its own, as far as there are any
                self._gap = self._gap or " "
                self.add(one.inside)
                self._gap = self._gap or " "
            if on_new_line:
                self._gap = " " if self._one_line else _BREAK

    def text(self) -> str:
        """The Markdown of all that was added."""
        pieces = self._pieces
        for place, piece in enumerate(pieces):
            if piece.kind is _Kind.OPEN and piece.pair is not None:
                end = next(i for i in range(place, len(pieces)) if pieces[i] is piece.pair)
                before = _last(pieces[place - 1]) if place else ""
                after = _first(pieces[end + 1]) if end + 1 < len(pieces) else ""
                first, last = _first(pieces[place + 1]), _last(pieces[end - 1])
                if not (marks_emphasis(before, first) and marks_emphasis(after, last)):
                    piece.dropped = piece.pair.dropped = True
        return self._written([piece for piece in pieces if not piece.dropped])

    def _add_text(self, text: str) -> None:
        self._add_words(_collapsed(text), _Kind.TEXT)

    def _add_words(self, words: str, kind: _Kind) -> None:
        if words.startswith(" "):
            self._gap = self._gap or " "
        if said := words.strip(" "):
            self._put(_Piece(kind, said))
            if words.endswith(" "):
                self._gap = " "

    def _add_emphasis(self, node: Node, mark: str) -> None:
        opened, closed = _Piece(_Kind.OPEN, mark), _Piece(_Kind.CLOSE, mark)
        opened.pair = closed
        self._plain = True  # emphasis in emphasis says nothing more
        self._between(opened, closed, node)
        self._plain = False

    def _add_link(self, node: Node, address: str) -> None:
        closed = _Piece(_Kind.LINKED, destination(self._linked(address)))
        self._between(_Piece(_Kind.LINK), closed, node)

    def _between(self, opened: _Piece, closed: _Piece, node: Node) -> None:
        self._held.append(opened)
        self.add(node.inside)
        if self._held and self._held[-1] is opened:
            self._held.pop()  # nothing was inside
        else:
            self._pieces.append(closed)

    def _add_code(self, node: Node) -> None:
        text = _collapsed(_all_text(node))
        # Backslashes escape nothing in code, but pipes have to be escaped in tables.
        beside = self._pieces and self._pieces[-1].kind is _Kind.CODE and not self._gap
        if beside or (self._one_line and ("|" in text or "\\" in text)):
            self._add_text(text)
        else:
            self._add_words(text, _Kind.CODE)

    def _add_image(self, node: Node) -> None:
        says = _collapsed(node.element.attributes.get("alt", "")).strip(" ")
        if says:
            address = destination(self._linked(node.element.attributes.get("src", "")))
            self._put(_Piece(_Kind.IMAGE, f"![{escaped(says)}]({address})"))

    def _put(self, piece: _Piece) -> None:
        """Adds something one reads, after the gap and what was opened before it."""
        if self._gap and self._pieces:
            kind = _Kind.BREAK if self._gap == _BREAK else _Kind.TEXT
            self._pieces.append(_Piece(kind, self._gap))
        self._gap = ""
        self._pieces += self._held
        self._held.clear()
        self._pieces.append(piece)

    def _written(self, pieces: list[_Piece]) -> str:
        parts: list[str] = []
        text = ""
        for piece in [*pieces, _Piece(_Kind.BREAK)]:
            if piece.kind is _Kind.TEXT:
                text += piece.text
                continue
            if text:
                safe = escaped(text)
                if piece.kind is _Kind.LINK and safe.endswith("!"):
                    safe = f"{safe[:-1]}\\!"  # else the link would be a picture
                begins = not parts or parts[-1] == _BREAK
                parts.append(line_escaped(safe) if begins and not self._one_line else safe)
                text = ""
            if piece.kind is _Kind.CODE:
                parts.append(code_span(piece.text))
            elif piece.kind is _Kind.LINK:
                parts.append("[")
            elif piece.kind is _Kind.LINKED:
                parts.append(f"]({piece.text})")
            else:
                parts.append(piece.text)
        return "".join(parts)


def _first(piece: _Piece) -> str:
    """The character that a piece begins with."""
    return _FIRST.get(piece.kind) or piece.text[:1]


def _last(piece: _Piece) -> str:
    """The character that a piece ends with."""
    return _LAST.get(piece.kind) or piece.text[-1:]


def _collapsed(text: str) -> str:
    return _SPACE.sub(" ", text)


def _all_text(node: Node) -> str:
    return "".join(one if isinstance(one, str) else _all_text(one) for one in node.inside)
