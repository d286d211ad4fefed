"""What a reader reads of a page, as a tree: its HTML without what only a browser has a use for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from generator.site.markup import ENDED_BY, VOID

__all__ = ["LEFT_OUT", "NEW_LINE", "Element", "Node", "parse"]

# CSS selectors of one part each: an element, a class, or an attribute.
LEFT_OUT = (
    # what is for programs
    *("script", "style", "template", "[hidden]"),
    # what is for the eye or for the hand only: pictures whose meaning stands beside them as text
    # (the map of the menus too), and all that one operates
    *("svg", '[aria-hidden="true"]', "form", "button", "input", "progress", ".so-scripted"),
    # the legend of the map
    ".so-map-legend",
    # ways about the site: breadcrumbs, what to answer after a try, how to report
    *("nav", ".so-answers", ".so-mismatch"),
    # what is for paper only
    ".so-qr",
)
"""What no Markdown says, though the page's HTML does."""

# Elements inside a line that the style sheet puts on a line of their own.
NEW_LINE = (".so-also", ".so-when", ".so-in")

_TAG = re.compile(
    r"""(<!--.*?-->|<!\w[^>]*>|</?[a-zA-Z][^\s/>]*(?:[^>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL
)
# Steps, menus and tables of words are the same on the pages of all devices that have the same app.
_REPEATED = re.compile(r"""<(details|ol|ul|table)\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
# Their text is no HTML, or is long: they go before anything is looked at.
_DROPPED = re.compile(r"<(script|style|svg)\b.*?</\1\s*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Element:
    """What a start tag says."""

    name: str
    attributes: dict[str, str]
    is_void: bool
    is_left_out: bool
    on_new_line: bool


class Node:
    """An element with what is inside: text as one reads it, and elements."""

    __slots__ = ("_inside", "element", "html")

    def __init__(self, element: Element, inside: list[str | Node] | None, html: str = "") -> None:
        """`html` is the whole of an element of which many pages have the same; what is inside of
        it is read only when somebody looks."""
        self.element = element
        self.html = html
        self._inside = inside

    @property
    def inside(self) -> list[str | Node]:
        """Its text and elements, without those that are left out."""
        if self._inside is None:
            opened = _TAG.match(self.html)
            start = opened.end() if opened else 0
            self._inside = _read(self.html[start : self.html.rindex("<")], self.element)
        return self._inside


def parse(html: str) -> list[str | Node]:
    """The text and the elements of a piece of valid HTML, without what is `LEFT_OUT`."""
    return _read(_DROPPED.sub("", html), _element("<body>"))


def _read(html: str, around: Element) -> list[str | Node]:
    inside: list[str | Node] = []  # of the innermost element
    names, insides = [around.name], [inside]  # of all that are around, the innermost last
    hidden = 0  # how many of the innermost elements are left out
    for parts, whole in _parts(html):
        is_tag = True
        for part in parts:
            is_tag = not is_tag
            if not is_tag:
                if part and not hidden:
                    inside.append(unescape(part) if "&" in part else part)
            elif part[1] == "!":
                pass  # a comment
            elif part[1] == "/":
                name = _name(part)
                if name not in names[1:]:
                    continue
                while names.pop() != name:
                    insides.pop()
                    hidden = max(0, hidden - 1)
                insides.pop()
                hidden = max(0, hidden - 1)
                inside = insides[-1]
            else:
                element = _element(part)
                ended_by = ENDED_BY.get(names[-1])
                if ended_by and ended_by.fullmatch(element.name):
                    names.pop()
                    insides.pop()
                    hidden = max(0, hidden - 1)
                within: list[str | Node] = []
                if not hidden and not element.is_left_out:
                    insides[-1].append(Node(element, None if whole else within, whole))
                if not whole and not element.is_void:
                    names.append(element.name)
                    insides.append(within)
                    hidden += bool(hidden or element.is_left_out)
                inside = insides[-1]
    return insides[0]


def _parts(html: str) -> Iterator[tuple[list[str], str]]:
    """Text and tags in turn, text first; or the tag of an element that is `_REPEATED`, and the
    whole of that."""
    at = 0
    for found in _REPEATED.finditer(html):
        start, name = found.start(), found[1]
        if start < at:
            continue
        close = html.find(f"</{name}>", start)
        if close < 0 or html.find(f"<{name}", start + 1, close) >= 0:
            continue  # one within another, or without an end
        yield _TAG.split(html[at:start]), ""
        at = close + len(name) + 3
        yield ["", found[0]], html[start:at]
    yield _TAG.split(html[at:]), ""


@lru_cache(maxsize=512)
def _name(tag: str) -> str:
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


@lru_cache(maxsize=8192)  # of many pages, most tags are the same
def _element(tag: str) -> Element:
    name = _name(tag)
    attributes = {
        found[1].lower(): unescape(next(filter(None, found.groups()[1:]), ""))
        for found in _ATTRIBUTE.finditer(tag, len(name) + 1)
    }
    return Element(
        name,
        attributes,
        VOID.fullmatch(name) is not None,
        any(_is(name, attributes, selector) for selector in LEFT_OUT),
        any(_is(name, attributes, selector) for selector in NEW_LINE) or name == "br",
    )


def _is(name: str, attributes: dict[str, str], selector: str) -> bool:
    """Whether an element is one of those that a selector means."""
    if selector.startswith("."):
        return selector[1:] in attributes.get("class", "").split()
    if selector.startswith("["):
        attribute, _, value = selector[1:-1].partition("=")
        return attribute in attributes and (not value or attributes[attribute] == value.strip('"'))
    return name == selector
