"""Changes as Markdown show what specs say as it is typed, whatever it looks like."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.changes.compare import Change, Subject
from generator.changes.in_words import NOTHING, escaped, in_markdown, in_text
from generator.changes.sentences import Quote
from generator.knowledge.text import beginning

HOSTILE = [
    "<script>alert(1)</script>",
    "[go](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "**bold** _and_ ~~gone~~",
    "`code` ``two``",
    "a | b",
    "@everyone see #1 and GH-2",
    "https://evil.example www.evil.example",
    ":tada: <!-- gone --> &amp;",
    "$x^2$ \\(x\\) \\",
    "0123456789abcdef0123456789abcdef01234567",
]
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def change(name: str, new: str) -> Change:
    """A change of a device of this name, whose word is `new` now."""
    return Change(
        what="changed",
        about="device",
        subjects=(Subject("x", name, "devices/x/"),),
        part="word",
        says=("The word on step 1 is now ", Quote(new), ", was ", Quote("Old"), "."),
        old="Old",
        new=new,
        within="",
        devices=("x",),
        problems=(),
        kinds=("tv",),
        device_names=(name,),
    )


def shown(markdown: str) -> str:
    """What one reads of Markdown."""
    return html.unescape(re.sub(r"<[^>]*>", "", MARKDOWN.render(markdown))).strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_literal(text: str) -> None:
    lines = in_markdown([change(text, text)], 5)
    assert shown(lines[-1]) == f"{beginning(text)}: the word on step 1 is now “{text}”, was “Old”."
    rendered = MARKDOWN.render("\n".join(lines))
    assert set(re.findall(r"<(\w+)", rendered)) <= {"h3", "ul", "li", "strong", "code"}
    assert in_text([change(text, text)], 5)[-1] == (
        f"  {beginning(text)}: the word on step 1 is now “{text}”, was “Old”."
    )


TYPED = st.characters(exclude_categories=["C", "Z"]) | st.sampled_from("*_`[]<>&\\@# ")


@given(st.text(TYPED, min_size=1, max_size=30).filter(lambda text: text == text.strip()))
def test_any_text_is_literal(text: str) -> None:
    assert shown(f"“{escaped(text)}”") == f"“{text}”"


@pytest.mark.parametrize("text", ["@you", "#12", "see https://x.example", ":tada:", "deadbeef1"])
def test_nothing_is_mentioned_or_linked(text: str) -> None:
    """Hosts look for mentions and numbers of issues in whatever is no code."""
    assert re.fullmatch(r"(`+) ?.* ?\1", escaped(text))


def test_a_full_stop_is_not_doubled() -> None:
    [*_, line] = in_text([change("X", "Press it.")], 5)
    assert line.endswith("is now “Press it.”, was “Old”.")


@pytest.mark.parametrize(
    ("names", "begins"),
    [
        (["A"], "A: the"),
        (["A", "B"], "A and B: the"),
        (["A", "B", "C"], "A, B and C: the"),
        (["A", "B", "C", "D"], "On 4 devices (A, B, C, …): the"),
        (["A", "B", "C", "D", "E"], "On all 5 devices: the"),
    ],
)
def test_how_devices_are_named(names: list[str], begins: str) -> None:
    one = change("A", "New")
    subjects = tuple(Subject(name, name, None) for name in names)
    [*_, line] = in_text([replace(one, subjects=subjects)], 5)
    assert line.strip().startswith(begins)


@pytest.mark.parametrize(
    ("names", "problems", "begins"),
    [
        (["A"], [], "On A: the word"),
        (["A", "B", "C"], ["p"], "On A, B and C and in 1 problem: the word"),
        (["A", "B", "C", "D"], [], "On 4 devices (A, B, C, …): the word"),
        (["A", "B", "C", "D", "E"], ["p", "q"], "On all 5 devices and in 2 problems: the word"),
        ([], ["p"], "In 1 problem: the word"),
        ([], [], "The word"),
    ],
)
def test_where_a_word_stands_that_has_a_new_name(
    names: list[str], problems: list[str], begins: str
) -> None:
    one = replace(
        change("Aid", "Help"),
        about="word",
        part="renamed",
        says=("The word ", Quote("Aid"), " is now called ", Quote("Help"), "."),
        devices=tuple(names),
        device_names=tuple(names),
        problems=tuple(problems),
    )
    assert in_text([one], 5)[-1] == f"  {begins} “Aid” is now called “Help”."


def test_of_many_words_that_changed_alike_a_few_are_named() -> None:
    words = tuple(Subject(name, name, None) for name in "ABCDEFG")
    one = replace(change("A", "New"), about="concept", subjects=words, devices=())
    assert in_text([one], 5)[-1].strip().startswith("“A”, “B”, “C” and 4 more: the word")
    few = replace(one, subjects=words[:6])
    assert in_text([few], 5)[-1].strip().startswith("“A”, “B”, “C”, “D”, “E” and “F”: the word")


def test_that_nothing_changed_is_said_in_text_and_in_markdown() -> None:
    assert in_text([], 5) == in_markdown([], 5) == [NOTHING]


def test_a_line_begins_with_a_capital() -> None:
    for told in (in_text, in_markdown):
        assert "Your account page" in told([change("your account page", "New")], 5)[-1]
        assert "iPhone" in told([change("iPhone", "New")], 5)[-1]
