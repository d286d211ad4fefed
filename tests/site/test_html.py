"""What templates write: texts of editors stay texts, and marks are only ours."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from generator.knowledge.text import Text, Word, plain
from generator.site.html import icon_html, make_environment, text_html, uncapitalised

HOSTILE = "\"><script>alert('&amp;')</script>"
WORDS = [
    (Word("key", "up", "Up"), '<kbd data-key="up">Up</kbd>'),
    (
        Word("key", "up", "Up", symbol="↑"),
        '<kbd data-key="up" data-symbol="↑">Up</kbd>',
    ),
    (
        Word("label", "sign-out", "Sign Out"),
        '<b class="so-label" data-label="sign-out">Sign Out</b>',
    ),
    (Word("label", "gear", "the gear", icon=True), "the gear"),
    (Word("concept", "signing-out", "sign out"), "sign out"),
    (Word("service", "service", "Lumen"), "Lumen"),
]


@pytest.mark.parametrize(("word", "html"), WORDS)
def test_keys_are_key_caps_and_labels_are_bold(word: Word, html: str) -> None:
    """But not what the screen shows as a picture: there, nobody finds the word."""
    assert text_html(("Press ", word, ".")) == f"Press {html}."


@pytest.mark.parametrize("word", [word for word, _ in WORDS])
def test_hostile_words_and_what_stands_beside_them_stay_text(word: Word) -> None:
    hostile = Word(word.kind, HOSTILE, HOSTILE, word.icon, word.symbol and HOSTILE)
    html = text_html((HOSTILE, hostile))
    soup = BeautifulSoup(html, "html.parser")
    assert soup.get_text() == HOSTILE * 2
    for tag in soup.find_all(True):
        assert tag.name in ("kbd", "b")
        assert tag.attrs.keys() <= {"class", "data-key", "data-label", "data-symbol"}
        assert all(tag[name] == HOSTILE for name in tag.attrs if name != "class")


_TEXTS = st.text(max_size=8)
_WORDS = st.builds(
    Word,
    st.sampled_from(["key", "label", "concept", "service"]),
    _TEXTS,
    _TEXTS,
    st.booleans(),
    _TEXTS,
)


@given(st.lists(_TEXTS | _WORDS, max_size=5).map(tuple))
def test_every_text_reads_as_it_is_written(text: Text) -> None:
    said = plain(text)
    for character in "\r\x00":  # which no spec may hold, and HTML cannot
        said = said.replace(character, "")
    html = str(text_html(text)).replace("\r", "").replace("\x00", "")
    assert BeautifulSoup(html, "html.parser").get_text() == said


def test_only_what_the_program_marks_as_html_is_html() -> None:
    assert text_html((Markup("<i>x</i>"), "<i>x</i>")) == "<i>x</i>&lt;i&gt;x&lt;/i&gt;"
    template = make_environment().from_string("{{ said }}{{ said | text }}{{ ours }}")
    assert template.render(said=("<b>",), ours=Markup("<b>")) == (
        "(&#39;&lt;b&gt;&#39;,)&lt;b&gt;<b>"
    )


def test_what_a_template_misspells_stops_the_build() -> None:
    with pytest.raises(UndefinedError):
        make_environment().from_string("{{ misspelt }}").render()


def test_lines_of_a_template_that_only_control_leave_no_trace() -> None:
    source = "<ul>\n  {% for one in (1, 2) %}\n  <li>{{ one }}</li>\n  {% endfor %}\n</ul>"
    rendered = make_environment().from_string(source).render()
    assert rendered == "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>"


@pytest.mark.parametrize(
    ("sentence", "after_a_colon"), [("Open Lumen", "open Lumen"), ("É", "é"), ("", ""), ("A", "a")]
)
def test_after_a_colon_a_sentence_begins_small(sentence: str, after_a_colon: str) -> None:
    assert uncapitalised(sentence) == after_a_colon


def test_an_icon_is_hidden_from_who_hears_the_page_and_an_unknown_one_is_named() -> None:
    svg = BeautifulSoup(icon_html("television"), "html.parser").find_all("svg")
    assert [one["aria-hidden"] for one in svg] == ["true"]
    with pytest.raises(AssertionError, match="no-such-icon"):
        icon_html("no-such-icon")
