"""Where elements begin and end: of pages written at random, with all that HTML allows to leave out,
each element is where it was written."""

from __future__ import annotations

import html as html_of
import random
from dataclasses import dataclass, field

import pytest

from generator.site.markup import Element, elements

# What ends a paragraph, and what does not; what has no end tag.
BLOCKS = ["div", "h2", "p", "section", "table", "ul", "nav"]
INLINE = ["a", "b", "span", "kbd", "svg"]
VOID = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"]
VOID += ["track", "wbr"]


@dataclass(frozen=True)
class Node:
    """An element to write; `closed` says how it ends: by its tag, by none, or in the start tag."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    inside: tuple[Node | str, ...] = ()
    closed: str = "tag"


def put(node: Node, before: str, found: list[Element]) -> str:
    """The page so far with the node behind it; where it stands goes to `found`."""
    written = "".join(
        f" {name}" if value is None else f' {name}="{html_of.escape(value)}"'
        for name, value in node.attributes.items()
    )
    start = len(before)
    page = f"{before}<{node.tag}{written}{'/' * (node.closed == 'start')}>"
    values = {name: value or "" for name, value in node.attributes.items()}
    element = Element(node.tag.lower(), start, len(page), -1, -1, values)
    found.append(element)
    for one in node.inside:
        page = page + html_of.escape(one) if isinstance(one, str) else put(one, page, found)
    element.close = len(page)
    if node.closed == "tag":
        page += f"</{node.tag}>"
    element.end = len(page)
    return page


# Line breaks of every kind, as the parser counts lines by one of them alone; and what looks like
# markup, or like a character that is written out.
PIECES = ["a", "b ", "\n", "\r", "\x0b", "\u2028", "\x85", "é", "<", ">", "&", "&lt;", '"']
# What would end an element before its end tag, if it stood right inside.
ENDS = {"p": {"p", "hr", "ul", "ol", "div", "h2", "section", "table", "nav"}, "li": {"li"}}


class Writer:
    """Writes pages by chance."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def text(self) -> str:
        return "".join(self.dice.choices(PIECES, k=self.dice.randrange(4)))

    def attributes(self) -> dict[str, str | None]:
        names = self.dice.sample(["href", "id", "data-x"], self.dice.randrange(3))
        return {name: self.dice.choice([None, self.text()]) for name in names}

    def inside(self, tag: str, depth: int) -> tuple[Node | str, ...]:
        some = [self.one(depth - 1) for _ in range(self.dice.randrange(4))]
        ends = ENDS.get(tag, set())
        return tuple(one for one in some if isinstance(one, str) or one.tag.lower() not in ends)

    def one(self, depth: int) -> Node | str:
        match self.dice.randrange(6 if depth else 3):
            case 0:
                return self.text()
            case 1:
                return Node(self.dice.choice(VOID), self.attributes(), (), "none")
            case 2:
                tag = self.dice.choice(["path", "p", "LI", "br"])
                return Node(tag, self.attributes(), (), "start")
            case 3:  # as minifiers write lists and paragraphs: each ends where the next one begins
                around, tag = self.dice.choice([("ol", "li"), ("div", "p")])
                return Node(around, {}, tuple(self.left_open(tag, depth) for _ in range(3)))
            case 4:  # the last ends with what is around it, whatever it is
                tag = self.dice.choice(INLINE)
                return Node("section", {}, (self.text(), self.left_open(tag, depth)))
            case _:
                tag = self.dice.choice([*BLOCKS, *INLINE, "UL", "li", "Li"])
                return Node(tag, self.attributes(), self.inside(tag.lower(), depth))

    def left_open(self, tag: str, depth: int) -> Node:
        return Node(tag, self.attributes(), self.inside(tag, depth), "none")


@pytest.mark.parametrize("seed", range(40))
def test_each_element_is_where_it_was_written(seed: int) -> None:
    writer = Writer(seed)
    for _ in range(10):
        page = Node("body", {}, (*writer.inside("body", 3), writer.left_open("li", 2)), "none")
        expected: list[Element] = []
        html = put(page, "", expected)
        assert elements(html) == expected


def cut(html: str) -> list[tuple[str, str]]:
    """Each element of a page, and what is inside."""
    return [(html[e.start : e.end], html[e.inner : e.close]) for e in elements(html)]


@pytest.mark.parametrize("tag", ["p", "li"])
def test_what_is_closed_by_nobody_ends_with_the_page(tag: str) -> None:
    html = f"<{tag}>a<b>c"
    assert cut(html) == [(html, "a<b>c"), ("<b>c", "c")]


@pytest.mark.parametrize(
    ("first", "second", "ends"),
    [
        ("p", "table", True),
        ("p", "b", False),
        ("p", "h7", False),
        ("li", "li", True),
        ("li", "p", False),
        ("dd", "dd", False),
    ],
)
def test_only_some_elements_end_where_others_begin(first: str, second: str, ends: bool) -> None:
    html = f"<{first}>a<{second}>b</{second}>"
    assert cut(html)[0] == ((f"<{first}>a", "a") if ends else (html, html[len(first) + 2 :]))


@pytest.mark.parametrize(
    "html",
    [
        "<!doctype html><!-- <b>x</b> --><i>y</i>",
        "</b><i>y</i></b></i>",
        "<i>y</i\n >",
        "a < b <i>y</i> < c",
    ],
)
def test_what_is_no_element_is_passed_over(html: str) -> None:
    start, end = html.index("<i>"), html.find(">", html.index("</i")) + 1
    assert cut(html) == [(html[start:end], "y")]


def test_an_end_tag_ends_what_is_open_inside() -> None:
    html = "<div><b><i>x</div>y</b>"
    assert cut(html) == [("<div><b><i>x</div>", "<b><i>x"), ("<b><i>x", "<i>x"), ("<i>x", "x")]


def test_scripts_hold_no_elements() -> None:
    html = "<script>'<b>x</b>'</script><b>y</b>"
    assert cut(html) == [("<script>'<b>x</b>'</script>", "'<b>x</b>'"), ("<b>y</b>", "y")]


def test_a_reader_sees_the_text_and_no_markup() -> None:
    html = "<p>Tom &amp; <b>Jer</b>ry\n\t&lt;3&nbsp;</p><p>no more"
    assert elements(html)[0].text(html) == "Tom & Jerry <3"


def test_an_attribute_is_what_was_meant_and_empty_if_there_is_none() -> None:
    [link] = elements('<a href="?a=1&amp;b=&amp;lt;" hidden>')
    assert link.attribute("href") == "?a=1&b=&lt;"
    assert link.attribute("hidden") == link.attribute("title") == ""
