"""Frames: pages the site engine builds once, and into which generated pages are stamped.

Building a page through the engine costs tens of milliseconds, stamping one costs microseconds. A
frame is an ordinary page of `content/frames/` whose text is *tokens*; the engine lays it out like
any other page, and here it is cut at the tokens:

| token | where | becomes |
| --- | --- | --- |
| `slot-title` | anywhere in text or attributes | the page's title |
| `slot-description` | likewise | its description |
| `slot-section` | likewise, if the frame wants it | the name of the part of the site it is in |
| `slot-picture` | likewise | the name of the picture that stands for it |
| `slot-list` | likewise | the address of the list of what is in that part |
| `slot-contents` | the table of contents' entry for a heading | one entry per heading |
| `slot-content` | a paragraph, right below that heading | the content; the heading goes with it |
| `frames/device/` | the frame's own address, if the site has one | the page's address |
| `content/frames/device.md` | the link to edit it, if there is one | the file to edit instead |

Nothing here knows the engine or its theme: only the tokens and the HTML elements around them count.
Prose pages hold slots too, as comments (`<!-- slot: finder -->`): see `fill_slots`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from html import escape
from urllib.parse import quote

from generator.site.markup import Element, elements

__all__ = ["Frame", "FrameError", "Page", "fill_slots", "slots_in"]

_TOKEN = re.compile(r"slot-(?:title|description|section|picture|list|contents|content)(?![\w-])")
_SLOT = re.compile(r"<!--\s*slot:(.*?)-->", re.DOTALL)
_SLOT_BLOCK = re.compile(rf"<p>\s*{_SLOT.pattern}\s*</p>|{_SLOT.pattern}", re.DOTALL)
_BARE = re.compile(r"""(\s[^\s"'>/=]+)=([^\s"'=<>`]+)(?=[\s>])""")
_RAW = frozenset({"script", "style"})


class FrameError(Exception):
    """A frame or a slot that cannot be used; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A generated page, ready to be stamped into a frame."""

    path: str
    """Address below the site's root, such as `devices/roku/`; as deep as its frame's."""
    title: str
    """Text of `<title>` and of the page's first heading."""
    description: str
    """Text for search engines' results."""
    headings: tuple[tuple[str, str], ...]
    """The table of contents: (id, text) of each heading of the content."""
    content: str
    """HTML that follows the first heading; its links are relative to `path`."""
    source: str
    """The file an editor changes to change this page, relative to the project."""
    section: str = ""
    """Text: the name of the part of the site the page belongs to, such as `Smart TVs`."""
    picture: str = ""
    """The name of the section's picture, which is the section's anchor too: `smart-tv`."""
    list_path: str = ""
    """Address of the list of what is in the section: `devices/#smart-tv`."""
    changed: datetime.date | None = None
    """When what the page says last changed or was checked, if that is known."""


@dataclass(frozen=True, slots=True)
class _Hole:
    """A place in the frame for a value, named by its slot."""

    slot: str


_Piece = str | _Hole


class Frame:
    """A built page, cut into literal pieces and holes. Make one with `Frame.cut`."""

    def __init__(self, pieces: list[_Piece], entries: list[list[_Piece]]) -> None:
        self._literals = [piece if isinstance(piece, str) else "" for piece in pieces]
        self._holes = [(i, p.slot) for i, p in enumerate(pieces) if isinstance(p, _Hole)]
        # Each as a format, which is filled in once for each heading.
        self._entries = [
            "".join(p.replace("%", "%%") if isinstance(p, str) else f"%({p.slot})s" for p in entry)
            for entry in entries
        ]

    @property
    def holes(self) -> tuple[str, ...]:
        """The slot of each hole in the order of the page; tables of contents are `contents/N`."""
        return tuple(slot for _, slot in self._holes)

    @classmethod
    def cut(cls, html: str, path: str, source: str) -> Frame:
        """Cut a built frame.

        `html` is what the engine made of `source` (`content/frames/device.md`) and placed at `path`
        (`frames/device/`). Raises FrameError when a slot is missing, or a token stands where no
        value can go."""
        return cls(*_Cutter(html, path, source).cut())

    def stamp(self, page: Page, head: str = "", below: str = "") -> str:
        """The whole HTML of `page`. Text is escaped, `page.content` is taken as it is, and so are
        `head`, which ends the page's head, and `below`, which follows the content."""
        values = {
            "title": escape(page.title),
            "description": escape(page.description),
            "section": escape(page.section),
            "picture": escape(quote(page.picture)),
            "list": escape(quote(page.list_path, safe="/#")),
            "content": page.content,
            "head": head,
            "below": below,
            "path": escape(quote(page.path)),
            "source": escape(quote(page.source)),
        }
        headings = [_escaped(*heading) for heading in page.headings]
        for number, entry in enumerate(self._entries):
            values[f"contents/{number}"] = "".join([entry % heading for heading in headings])
        parts = self._literals.copy()
        for index, slot in self._holes:
            parts[index] = values[slot]
        return "".join(parts)


@lru_cache(maxsize=4096)  # most pages have the same
def _escaped(ident: str, text: str) -> Mapping[str, str]:
    return {"id": escape(quote(ident)), "text": escape(text)}


class _Cutter:
    """One cut: finds the tokens of a frame and what belongs to each."""

    def __init__(self, html: str, path: str, source: str) -> None:
        self.path, self.source = path, source
        self.own = re.compile(f"{re.escape(path)}|{re.escape(source)}|{_TOKEN.pattern}")
        self.html = self._quoted(html)
        self.elements = elements(self.html)

    def cut(self) -> tuple[list[_Piece], list[list[_Piece]]]:
        """The pieces of the page, and those of an entry of each of its tables of contents."""
        body = self._body()
        items = list(dict.fromkeys(self._entry_spans()))
        if not items:
            raise self._error(
                "has no table of contents that lists slot-contents",
                'keep its heading "## slot-contents", and do not hide the table of contents',
            )
        lists = [(*span, f"contents/{number}") for number, span in enumerate(items)]
        head = self.html.find("</head>")
        ends = [(head, head, "head")] if head >= 0 else []
        regions = sorted([*ends, (*body, "content"), (body[1], body[1], "below"), *lists])
        pieces: list[_Piece] = []
        at = 0
        for start, end, slot in regions:
            pieces += [*self._pieces(at, start), _Hole(slot)]
            at = end
        pieces += self._pieces(at, len(self.html))
        self._refuse_incomplete(pieces)
        return pieces, [self._entry(*span) for span in items]

    def _quoted(self, html: str) -> str:
        """The page with quotes around each attribute that holds a token.

        Minifiers leave quotes out; the value would then end at the first space stamped in.
        """
        parts, at = [], 0
        for element in elements(html):
            tag = html[element.start : element.inner]
            if self.own.search(tag):
                parts += [html[at : element.start], _BARE.sub(r'\1="\2"', tag)]
                at = element.inner
        return "".join([*parts, html[at:]])

    def _body(self) -> tuple[int, int]:
        """From the heading that stands for the headings to the paragraph of the content."""
        heading = self._holding("slot-contents", "h2", "h3")
        paragraph = self._holding("slot-content", "p")
        if heading is None or paragraph is None:
            raise self._error(
                f"has lost {'slot-contents' if heading is None else 'slot-content'} from its body",
                'end it with the heading "## slot-contents" and the paragraph "slot-content"',
            )
        # Whatever else stood in their place would silently be missing from every page.
        between = self.html[heading.end : paragraph.start].strip()
        alone = paragraph.text(self.html) == "slot-content"
        if heading.end > paragraph.start or between or not alone:
            raise self._error(
                "has text in the place of the content",
                'keep the paragraph "slot-content", alone, right below "## slot-contents"',
            )
        return heading.start, paragraph.end

    def _holding(self, token: str, *tags: str) -> Element | None:
        """The first element with one of `tags` whose text holds the token."""
        for element in self.elements:
            if element.tag in tags and token in _TOKEN.findall(element.text(self.html)):
                return element
        return None

    def _entry_spans(self) -> Iterator[tuple[int, int]]:
        """Where the list items are that link to the heading `slot-contents`."""
        items = [e for e in self.elements if e.tag == "li"]
        for link in self.elements:
            if link.tag == "a" and link.attribute("href").endswith("#slot-contents"):
                around = [i for i in items if i.start < link.start and link.end <= i.end]
                if around:
                    yield around[-1].start, around[-1].end

    def _entry(self, start: int, end: int) -> list[_Piece]:
        """The pieces of one entry of a table of contents, with holes for `id` and `text`."""
        pieces: list[_Piece] = []
        at = start
        for hit in re.finditer(r"(#?)slot-contents(?![\w-])", self.html[start:end]):
            token = start + hit.start() + len(hit[1])
            pieces += [*self._pieces(at, token), _Hole("id" if hit[1] else "text")]
            at = start + hit.end()
        return pieces + list(self._pieces(at, end))

    def _pieces(self, start: int, end: int) -> Iterator[_Piece]:
        """The literal text between two places, with a hole for each token, address and source."""
        at = start
        for hit in self.own.finditer(self.html, start, end):
            slot = {self.path: "path", self.source: "source"}.get(hit[0])
            slot = slot or hit[0].removeprefix("slot-")
            if slot in ("content", "contents") or self._unescapable(hit.start()):
                raise self._misplaced(hit[0], hit.start())
            yield self.html[at : hit.start()]
            yield _Hole(slot)
            at = hit.end()
        yield self.html[at:end]

    def _unescapable(self, at: int) -> bool:
        """Whether a place is in a comment, a script or a style, where escaped text is not text."""
        comment = self.html.rfind("<!--", 0, at)
        if comment >= 0 and self.html.find("-->", comment) > at:
            return True
        return any(e.tag in _RAW and e.start <= at < e.end for e in self.elements)

    def _refuse_incomplete(self, pieces: list[_Piece]) -> None:
        """Every frame needs a title and a description; not every site has addresses."""
        found = {piece.slot for piece in pieces if isinstance(piece, _Hole)}
        for slot in ("title", "description"):
            if slot not in found:
                line = f'"{slot}: slot-{slot}"'
                raise self._error(f"has lost slot-{slot}", f"write {line} at its top")

    def _misplaced(self, token: str, at: int) -> FrameError:
        where = self.html[max(0, at - 40) : at + len(token) + 20]
        return self._error(
            f"holds {token} where no value can be put, near {' '.join(where.split())!r}",
            'use each token once in the page\'s text; begin the page with "# slot-title {#page}"',
        )

    def _error(self, what: str, mend: str) -> FrameError:
        return FrameError(f"{self.source}: the frame {what}; {mend}")


def fill_slots(html: str, blocks: Mapping[str, str]) -> str:
    """Put each block where a prose page has its slot `<!-- slot: name -->`.

    A paragraph around the comment, as engines may add, goes too. Raises FrameError for a slot that
    has no block.
    """

    def block(found: re.Match[str]) -> str:
        name = (found[1] if found[1] is not None else found[2]).strip()
        if name not in blocks:
            raise FrameError(_unknown_slot(name, blocks))
        return blocks[name]

    return _SLOT_BLOCK.sub(block, html)


def slots_in(markdown: str) -> list[tuple[int, str]]:
    """The slots of a Markdown page as (line, name), lines counted from 1; code blocks hold none."""
    # Blank out fenced code, keeping its line breaks so that the lines after it count right.
    plain = re.sub(
        r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[^\n]*$",
        lambda fence: "\n" * fence[0].count("\n"),
        markdown,
        flags=re.DOTALL | re.MULTILINE,
    )
    return [(plain.count("\n", 0, s.start()) + 1, s[1].strip()) for s in _SLOT.finditer(plain)]


def _unknown_slot(name: str, blocks: Mapping[str, str]) -> str:
    near = get_close_matches(name, blocks, n=1)
    known = ", ".join(sorted(blocks)) or "none on this page"
    hint = f"did you mean {near[0]!r}?" if near else f"the slots are: {known}"
    return f"there is nothing to put into the slot {name!r}; {hint}"
