"""The converter: every text comes out as that text, and what is marked stays marked."""

from __future__ import annotations

import datetime
from html import escape
from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from generator.site.html import make_environment
from generator.site.markdown import page_markdown
from generator.site.markdown_blocks import to_markdown
from generator.site.markdown_tree import LEFT_OUT
from tests.markdown_reader import rendered, words

DAY = datetime.date(2026, 11, 22)
HOSTILE = [
    *("[go](javascript:x)", "![x](y)", "[a]: https://evil.example", "[^1]", "<script>x</script>"),
    *("<!-- x", "<https://evil.example>", "&lt;", "&amp;lt;", "&copy", "&copy;", "&#35; x", "AT&T"),
    *(
        "# x",
        "####### x",
        "x #",
        "x ##",
        "#",
        "1. x",
        "1) x",
        "12345678901. x",
        "- x",
        "+ x",
        "* x",
    ),
    *(
        "-",
        "---",
        "***",
        "___",
        "- - -",
        "===",
        ">",
        "> x",
        "~~~",
        "```",
        "    x",
        "\tx",
        ":-",
        "-:",
    ),
    *("*b*", "**b**", "_b_", "__b__", "a_b_c", "a*b*c", "~~s~~", "~s~", "`c`", "``", "`` ` ``"),
    *(
        "| a | b |",
        "a|b",
        "\\",
        "\\\\",
        "\\|",
        "\\*x\\*",
        "x\\",
        "!",
        "x!",
        "!!",
        "*",
        "**",
        "_",
        "_ _",
    ),
    *(
        "(x)",
        "x)",
        "[",
        "]",
        "](x)",
        "http://a.b/_c_*d*",
        "www.a.b",
        "a@b.example",
        "$x$",
        "{x}",
        "%",
    ),
    *("日本", "हिन्दी", "**日本**x", "a\u00a0", "\u00a0", "👍", "é", "İ", "ß"),
]
# Short texts of what is markup somewhere, and of what may stand beside it.
TEXT = st.text(
    st.sampled_from("*_`~[]()<>!#|\\&;:-+=.1ab \u00a0é日()\"'/"), min_size=1, max_size=12
)
ANY = st.one_of(
    TEXT,
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8),
)


def linked(address: str) -> str:
    return address


def said(html: str) -> list[str]:
    """The words of some HTML after the way through Markdown and back."""
    return words(rendered(to_markdown(html, linked, linked)))


def there(html: str) -> list[str]:
    return words(BeautifulSoup(html, "html.parser"))


# --- hostile text -----------------------------------------------------------------------------

# Every place where templates put a text of an editor, with another right beside it.
PLACES = [
    "<h1>{0}</h1><h2>{1}</h2>",
    "<p>{0}</p><p>{1}</p>",
    "<p>{0}<br>{1}</p>",
    "<p>a{0}<b>{1}</b>{0}b</p>",
    "<p><b>{0}</b>{1}<em>{0}</em></p>",
    "<p><b>{0}</b><b>{1}</b> <strong>{0} {1}</strong></p>",
    '<p>{0}<a href="../x/">{1}</a>{0}</p>',
    '<p><a href="x"><b>{0}</b>{1}</a></p>',
    "<p>{0}<kbd>{1}</kbd>{0}<kbd>{0}</kbd><kbd>{1}</kbd></p>",
    "<ul><li>{0}</li><li>{1} <span class='so-tag'>{0}</span> <span class='so-also'>{1}</span></ul>",
    "<ol class='so-steps'><li><p>{0}</p><p class='so-see'>{1}</p></li><li><p>{1}</p></li></ol>",
    "<ul><li><strong>{0}.</strong> {1}<ul><li>{0}</li></ul></li></ul><ul><li>{1}</li></ul>",
    "<dl><dt>{0}</dt><dd>{1}</dd><dd><b>{0}</b></dd><dt><span>{1}</span></dt><dd>x</dd></dl>",
    "<table><thead><tr><th>{0}</th><th>x</th></tr></thead><tbody><tr><th><kbd>{1}</kbd></th>"
    "<td>{0} / <b>{1}</b>*</td></tr></tbody></table>",
    "<details><summary>{0}</summary><p>{1}</p></details>",
    "<details><summary><h3>{0}</h3> <span class='so-when'>{1}</span></summary>x</details>",
    "<blockquote><p>{0}</p><p>{1}</p></blockquote><pre><code>{0}\n{1}</code></pre>",
]


@pytest.mark.parametrize("place", PLACES)
@given(one=ANY, other=ANY)
def test_any_text_reads_back_as_that_text(place: str, one: str, other: str) -> None:
    html = place.format(escape(one), escape(other))
    assert said(html) == there(html)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text: str) -> None:
    """Whatever stands there, the elements are those of the page."""
    html = "<h1>{0} x</h1><p>x {0} x</p><ul><li>{0} x</li></ul><p>x<br>{0} x</p>"
    shown = rendered(to_markdown(html.format(escape(text)), linked, linked))
    for link in shown.select('a[href^="mailto:"]'):  # made of the text itself by GitHub's renderer
        link.unwrap()
    assert [one.name for one in shown.find_all(True)] == ["h1", "p", "ul", "li", "p", "br"]


def test_plain_text_stays_plain() -> None:
    """What only looks like markup is not escaped: people and programs read the source."""
    text = 'It\'s 5.1 - not 1+1=2, at AT&T (x) a_b; 100% #1: "yes"! Home > TV › Sign out?'
    assert to_markdown(f"<p>{escape(text)}</p>", linked, linked) == text


# --- what is marked ---------------------------------------------------------------------------

SHAPES = [
    ("<p>Select <b>Sign Out</b>.</p>", "Select **Sign Out**."),
    ("<p>a<b> b </b>c</p>", "a **b** c"),
    ("<p>a<b>!</b>c <b></b></p>", "a!c"),  # CommonMark cannot mark this
    ("<p><kbd>Up</kbd> <kbd>`</kbd></p>", "`Up` `` ` ``"),
    ('<p>x!<a href="a(b) c">d</a><a href="e"></a></p>', r"x\![d](a\(b\)%20c)"),
    ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "1. a\n\n   b\n\n2. c"),
    ('<ol start="3"><li>a</li></ol>', "3. a"),
    ("<dl><dt>a <b>b</b></dt><dd>c</dd><dd>d</dd></dl>", "- **a b**\n  - c\n  - d"),
    ('<ul><li>a <i class="so-tag">b</i> <u class="so-in">c</u> d</ul>', "- a *b*  \n  c  \n  d"),
    ("<table><tr><td>a|b</td></tr></table>", "|  |\n| --- |\n| a\\|b |"),
    ("<table><tr><th>a</th></tr><tr><td><p>b<p>c</td></tr></table>", "| a |\n| --- |\n| b c |"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    ("<pre><code>a\n```\nb</code></pre>", "````\na\n```\nb\n````"),
    ('<p><img src="a.png" alt="A [b]"><img src="c.png" alt=""></p>', r"![A \[b\]](a.png)"),
    ("<hr><p>a", "---\n\na"),
    ("<ul><li>a<li>b</ul><p>c<p>d", "- a\n- b\n\nc\n\nd"),  # end tags that minifiers leave out
    ("<p>a <x-y>b</x-y> c</p>", "a b c"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "markdown"), SHAPES)
def test_what_is_marked_stays_marked(html: str, markdown: str) -> None:
    assert to_markdown(html, linked, linked) == markdown


@pytest.mark.parametrize("selector", LEFT_OUT)
def test_what_is_left_out_is_left_out_with_all_inside(selector: str) -> None:
    if selector.startswith("."):
        opened, name = f'<div class="x {selector[1:]}">', "div"
    elif selector.startswith("["):
        opened, name = f"<div {selector[1:-1]}>", "div"
    else:
        opened, name = f"<{selector}>", selector
    closed = "" if name == "input" else f"gone <b>too</b></{name}>"
    assert to_markdown(f"<p>a</p>{opened}{closed}<p>b</p>", linked, linked) == "a\n\nb"


@given(
    addresses=st.lists(st.text("ab()<>&;*_[]\\|`# %\"'/?=~é", min_size=1, max_size=9), max_size=3)
)
def test_links_keep_their_addresses(addresses: list[str]) -> None:
    html = "".join(
        f'<p><a href="https://a.example/{escape(one)}">x</a></p>'
        f'<table><tr><td><a href="https://a.example/{escape(one)}">x</a></td></tr></table>'
        for one in addresses
    )
    shown = rendered(to_markdown(html, linked, linked)).select("a")
    expected = [f"https://a.example/{one}" for one in addresses for _ in range(2)]
    assert [unquote(str(link["href"])) for link in shown] == [unquote(one) for one in expected]


# --- a page -----------------------------------------------------------------------------------

PAGE = (
    '<nav>x</nav><article class="a"><h1>T</h1><p><a href="../../words/#x">w</a>, '
    '<a href="#y">y</a>, <a href="../b/">b</a>, <a href="https://c.example/">c</a></p></article><p>x</p>'
)


def test_links_are_whole_addresses_of_pages_for_people() -> None:
    text = page_markdown(PAGE, "devices/a b/", DAY, "https://lumen.example/in/")
    assert text == (
        "# T\n\n"
        "[w](https://lumen.example/in/words/#x), [y](https://lumen.example/in/devices/a%20b/#y), "
        "[b](https://lumen.example/in/devices/b/), [c](https://c.example/)\n\n"
        "---\n\n"
        "- Address: <https://lumen.example/in/devices/a%20b/>\n"
        "- Last compared with its sources: 22 November 2026\n"
        "- Licence: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)\n"
    )


def test_without_an_address_links_stay_relative() -> None:
    text = page_markdown(PAGE, "devices/a/", DAY, "")
    assert "[w](../../words/#x), [y](./#y), [b](../b/), [c](https://c.example/)" in text
    assert "Address" not in text


def test_what_pages_share_is_the_same_on_each_but_for_its_links() -> None:
    """Parts that repeat are converted once, unless their links lead elsewhere on each page."""
    part = (
        '<ul><li>x <a href="#a">a</a> <a href="../b/">b</a></li><li><a href="../../c/">c</a></li>'
    )
    page = f"<article><h1>T</h1>{part}</article>"
    for site in ("https://l.example/", "https://m.example/in/"):
        for path in ("b/d/", "c/d/", "c/d/e/"):
            text, here = page_markdown(page, path, DAY, site), site + path
            assert f"- x [a]({here}#a) [b]({urljoin(here, '../b/')})" in text
            assert f"- [c]({urljoin(here, '../../c/')})" in text
    shared = '<ul><li><a href="../../c/">c</a> <a href="https://o.example/">o</a></li></ul>'
    page = f"<article><h1>T</h1>{shared}</article>"
    for site in ("https://l.example/", "https://m.example/in/"):
        for path in ("b/d/", "c/d/", "c/d/e/"):
            there = urljoin(site + path, "../../c/")
            expected = f"- [c]({there}) [o](https://o.example/)"
            assert expected in page_markdown(page, path, DAY, site)
    steps = "<ol><li>x</li></ol>"
    assert to_markdown(steps + steps, linked, linked) == "1. x\n\n1) x"


def test_the_line_on_what_changed_is_left_out_when_nothing_is_known() -> None:
    macro = make_environment().get_template("macros.html").module.last_changed  # type: ignore[attr-defined]
    assert "<time" not in macro(None)
    assert '<time datetime="2026-11-22">22 November 2026</time>' in macro(DAY)
