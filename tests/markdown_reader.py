"""How tests read Markdown: by the reference renderer of GitHub Flavored Markdown, as the words that
a reader sees."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options

from generator.site.markdown_tree import LEFT_OUT, NEW_LINE

# Between these, words end.
_APART = frozenset(
    [
        *("address", "article", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt"),
        *("figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    ]
)


def rendered(markdown: str) -> BeautifulSoup:
    """Markdown as a browser would show it; HTML in it is HTML."""
    html = github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    return BeautifulSoup(html, "html.parser")


def words(element: Tag) -> list[str]:
    """The words a reader reads in an element, but for what no Markdown is meant to say."""
    unread = {id(one) for one in element.select(", ".join(LEFT_OUT))}
    apart = {id(one) for one in element.select(", ".join(NEW_LINE))}
    return "".join(_texts(element, unread, apart)).split()


def _texts(element: Tag, unread: set[int], apart: set[int]) -> Iterator[str]:
    for one in element.children:
        if isinstance(one, NavigableString):
            if not isinstance(one, PreformattedString):  # comments and the like
                yield str(one)
        elif isinstance(one, Tag) and id(one) not in unread:
            gap = " " if one.name in _APART or id(one) in apart else ""
            yield gap
            yield from _texts(one, unread, apart)
            yield gap
