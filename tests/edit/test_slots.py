"""The page of prose that tells something new: which one is meant, and what is put there."""

from __future__ import annotations

import pytest

from generator.edit.form import Refused
from generator.edit.slots import has_slot, page_named, slot_of, with_slot
from generator.read.tree import SpecFile
from generator.site.frames import slots_in


def page(path: str, text: str = "# A\n") -> SpecFile:
    return SpecFile(f"content/{path}", tuple(path.split("/")), text.encode())


PAGES = [page("index.md"), page("security.md"), page("troubleshooting/index.md")]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("security", "security.md"),
        ("security/", "security.md"),
        (" /security/ ", "security.md"),
        ("content/security.md", "security.md"),
        ("troubleshooting", "troubleshooting/index.md"),
        ("troubleshooting/index.md", "troubleshooting/index.md"),
        ("index", "index.md"),
    ],
)
def test_a_page_is_named_by_its_file_or_its_address(given: str, path: str) -> None:
    assert page_named(PAGES, given).path == path


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("securty", "There is no page `securty`. Did you mean `security`?"),
        ("", "There is no page ``."),
        ("../../etc/passwd", "There is no page `../../etc/passwd`."),
        ("\x1b[31m", "There is no page `\\u001b[31m`."),
    ],
)
def test_a_page_that_is_none_is_refused(given: str, says: str) -> None:
    with pytest.raises(Refused) as why:
        page_named(PAGES, given)
    assert str(why.value).startswith(says)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("# A\n", "# A\n\n## The moon\n\n<!-- slot: topic-moon -->\n"),
        ("# A\n\n", "# A\n\n## The moon\n\n<!-- slot: topic-moon -->\n"),
        ("# A", "# A\n\n## The moon\n\n<!-- slot: topic-moon -->\n"),
        ("", "## The moon\n\n<!-- slot: topic-moon -->\n"),
        ("\ufeff# A\r\n", "\ufeff# A\r\n\r\n## The moon\r\n\r\n<!-- slot: topic-moon -->\r\n"),
    ],
    ids=["a-line", "a-blank-line", "no-line-end", "nothing", "of-another-machine"],
)
def test_a_slot_comes_last_under_its_heading(text: str, result: str) -> None:
    one = page("more.md", text)
    change = with_slot(one, slot_of("topics", "moon"), "The moon")
    assert (change.was, change.now.path) == (one, "more.md")
    assert change.now.data.decode() == result
    assert [slot for _, slot in slots_in(result)] == ["topic-moon"]
    assert has_slot([change.now], "topic-moon")
    assert not has_slot([change.now, *PAGES], "topic-moo")


def test_a_heading_is_plain_text() -> None:
    change = with_slot(page("a.md"), "checklist-a", "A *b* {#c} <script> & [d](e) `f`")
    assert (
        "## A \\*b\\* \\{\\#c\\} &lt;script&gt; &amp; \\[d\\](e) \\`f\\`\n"
        in change.now.data.decode()
    )


def test_a_page_that_is_no_text_is_refused() -> None:
    strange = SpecFile("content/a.md", ("a.md",), b"\xff")
    with pytest.raises(Refused, match=r"content/a\.md has to be changed, but is not text in UTF-8"):
        with_slot(strange, "topic-a", "A")
