"""HTML of our own pages as Markdown: what the templates and the site engine make, no more.

A converter of its own, because none that we tried (in November 2026: markdownify 1.2,
html-to-markdown 3.21, html2text 2025.4) leaves hostile text as it is in every place, and the
fastest took five times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.site.markdown_inline import MARKED, Linked, text_line
from generator.site.markdown_tree import Element, Node, parse

__all__ = ["KNOWN", "Linked", "OwnAddress", "to_markdown"]

_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_CONTAINERS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "details",
        "div",
        "dl",
        "figcaption",
        "figure",
        "footer",
        "header",
        "li",
        "main",
        "section",
        "summary",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)
_BLOCKS = _CONTAINERS | _HEADINGS.keys()
_BLOCKS |= {"p", "ul", "ol", "dt", "dd", "table", "caption", "blockquote", "pre", "hr"}
KNOWN = _BLOCKS | MARKED
"""The elements that become Markdown; of any other, only what is inside does."""

_STRONG = Element("b", {}, is_void=False, is_left_out=False, on_new_line=False)
_CLOSING = re.compile(r"#+$")
# Lists side by side would be read as one, were they marked alike.
_MARKS = {"ul": ("-", "*"), "ol": (".", ")")}


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of Markdown, and the element they are of."""

    of: str
    lines: str
    mark: str = ""  # of a list


class OwnAddress(Exception):
    """An address that leads elsewhere on each page."""


def to_markdown(html: str, linked: Linked, shared: Linked) -> str:
    """A piece of valid HTML as Markdown, ending without a line break; `linked` turns the addresses
    of links into those the Markdown shall have.

    `shared` does the same for what several pages have in common, and raises OwnAddress where that
    cannot be. It is hashable: what was made with an equal one is not made again.
    """
    return _joined(_Converter(linked, shared).blocks(parse(html)))


class _Converter:
    def __init__(self, linked: Linked, shared: Linked) -> None:
        self._linked = linked
        self._shared = shared

    def blocks(self, inside: Iterable[str | Node]) -> list[_Block]:
        """The blocks that elements and text make; text beside blocks is a paragraph."""
        made: list[_Block] = []
        run: list[str | Node] = []

        def end() -> None:
            if run:
                self._put(made, "p", self._line(run))
                run.clear()

        for one in inside:
            if isinstance(one, str):
                if run or one.strip(" \t\n\r\f"):  # most of what stands between blocks is space
                    run.append(one)
            elif one.element.name not in _BLOCKS:
                run.append(one)
            else:
                end()
                kept = _kept(one.html, self._shared) if one.html else None
                made += kept if kept and not _are_side_by_side(made, kept) else self.of(one, made)
        end()
        return made

    def of(self, node: Node, before: Sequence[_Block] = ()) -> list[_Block]:
        """The blocks of an element that stands after the blocks `before`."""
        name = node.element.name
        made: list[_Block] = []
        if name == "p":
            self._put(made, "p", self._line(node.inside))
        elif name in _HEADINGS:
            text = _CLOSING.sub(r"\\\g<0>", self._cell(node.inside, plain=True))
            self._put(made, name, f"{_HEADINGS[name]} {text}" if text else "")
        elif name in _MARKS:
            items = [self.blocks(one.inside) for one in _nodes(node)]
            made += self._list(name, items, before, node.element.attributes.get("start", ""))
        elif name == "dl":
            made += self._list("ul", list(self._defined(node)), before)
        elif name == "summary" and not _has_block(node):
            self._put(made, "p", self._line([Node(_STRONG, node.inside)]))
        elif name == "table":
            made += self._table(node)
        elif name == "blockquote":
            lines = _joined(self.blocks(node.inside)).split("\n")
            self._put(made, name, "\n".join(f"> {line}".rstrip(" ") for line in lines))
        elif name == "pre":
            self._put(made, name, _fenced(_raw(node)))
        elif name == "hr":
            made.append(_Block(name, "---"))
        else:
            made += self.blocks(node.inside)
        return made

    def _list(
        self, name: str, items: list[list[_Block]], before: Sequence[_Block], start: str = ""
    ) -> Iterator[_Block]:
        first, other = _MARKS[name]
        mark = other if before and before[-1].mark == first else first
        shown = [item for item in items if item]
        number = int(start) if start.isdecimal() else 1
        gap = "\n" if all(map(_is_tight, shown)) else "\n\n"
        lines = [
            _item(f"{place}{mark} " if name == "ol" else f"{mark} ", item, gap)
            for place, item in enumerate(shown, number)
        ]
        if lines:
            yield _Block(name, gap.join(lines), mark)

    def _defined(self, node: Node) -> Iterator[list[_Block]]:
        """The items of a list of definitions: each a term, and below it what is said of it."""
        item: list[_Block] = []
        said: list[list[_Block]] = []
        for one in _nodes(node):
            if one.element.name == "dd":
                said.append(self.blocks(one.inside))
                continue
            if said:
                yield [*item, *self._list("ul", said, [])]
                item, said = [], []
            self._put(item, "p", self._line([Node(_STRONG, one.inside)]))
        yield [*item, *self._list("ul", said, [])]

    def _table(self, table: Node) -> Iterator[_Block]:
        cells = [list(_nodes(row)) for row in _all(table, "tr")]
        texts = [[self._cell(cell.inside) for cell in row] for row in cells]
        wide = max(map(len, texts), default=0)
        if not wide:
            return
        head = 1 if all(cell.element.name == "th" for cell in cells[0]) else 0
        filled = [[*row, *[""] * (wide - len(row))] for row in texts]
        header = filled[0] if head else [""] * wide
        for caption in _all(table, "caption"):
            yield _Block("p", self._line(caption.inside))
        lines = (f"| {' | '.join(row)} |" for row in (header, ["---"] * wide, *filled[head:]))
        yield _Block("table", "\n".join(lines))

    def _line(self, inside: Iterable[str | Node], *, plain: bool = False) -> str:
        return text_line(inside, self._linked, plain=plain)

    def _cell(self, inside: Iterable[str | Node], *, plain: bool = False) -> str:
        return text_line(inside, self._linked, plain=plain, one_line=True)

    @staticmethod
    def _put(made: list[_Block], of: str, lines: str, mark: str = "") -> None:
        if lines:
            made.append(_Block(of, lines, mark))


def _joined(blocks: list[_Block], gap: str = "\n\n") -> str:
    return gap.join(block.lines for block in blocks)


def _is_tight(blocks: list[_Block]) -> bool:
    """Whether blocks of an item need no empty lines between them: one, or a line and a list."""
    return len(blocks) == 1 or [block.of for block in blocks] == ["p", "ul"]


def _item(mark: str, blocks: list[_Block], gap: str) -> str:
    indent = " " * len(mark)
    lines = _joined(blocks, gap).split("\n")
    return "\n".join([mark + lines[0], *(indent + line if line else "" for line in lines[1:])])


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    code = text.strip("\n")
    return f"{fence}\n{code}\n{fence}" if code else ""


def _raw(node: Node) -> str:
    return "".join(one if isinstance(one, str) else _raw(one) for one in node.inside)


@lru_cache(maxsize=4096)
def _kept(html: str, shared: Linked) -> tuple[_Block, ...] | None:
    """The blocks of an element, which many pages share; None if links make it each page's own."""
    [node] = (one for one in parse(html) if isinstance(one, Node))
    try:
        return tuple(_Converter(shared, shared).of(node))
    except OwnAddress:
        return None


def _are_side_by_side(made: list[_Block], more: Sequence[_Block]) -> bool:
    return bool(made and made[-1].mark and made[-1].mark == more[0].mark)


def _nodes(node: Node) -> Iterator[Node]:
    return (one for one in node.inside if isinstance(one, Node))


def _all(node: Node, name: str) -> Iterator[Node]:
    """The elements of a name inside an element, but for those inside one another."""
    for one in _nodes(node):
        if one.element.name == name:
            yield one
        else:
            yield from _all(one, name)


def _has_block(node: Node) -> bool:
    return any(one.element.name in _BLOCKS or _has_block(one) for one in _nodes(node))
