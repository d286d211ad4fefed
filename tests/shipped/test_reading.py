"""Every page is plain to read: Flesch-Kincaid grade, and the length of sentences.

The formula is that of Kincaid et al. (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59.
Syllables are counted with the hyphenation of LibreOffice's English dictionary, which finds at most
as many as one speaks; words of one letter group have at least one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyphen
import pytest
from bs4 import BeautifulSoup, Tag

from tests.site_fixtures import visible

MAX_GRADE = 8.0  # of any page of at least so many words
MAX_AVERAGE = 6.0
ENOUGH_WORDS = 100
MAX_WORDS_A_SENTENCE = 25
# Names of sources, other languages, and lists of names are no sentences of ours.
NOT_PROSE = (
    ".so-cited, .so-also, .so-sources, .so-source-list, .so-languages, .so-labels, .so-tag, "
    ".so-concerns"
)
# What changed is quoted as it was and as it is now, where it stands too.
QUOTED = re.compile("“[^”]*”")
_SYLLABLES = pyphen.Pyphen(lang="en_US")


def sentences(page: BeautifulSoup) -> Iterator[str]:
    """What the page says in its own words, sentence by sentence."""
    article = BeautifulSoup(str(page.select_one("article")), "html.parser")
    for element in article.select(NOT_PROSE):
        element.decompose()
    for block in article.find_all(["p", "li", "dd", "td"]):
        assert isinstance(block, Tag)
        if block.find(["p", "li", "dd"]) is None:
            text = visible(block)
            if block.find_parent(class_="so-changes"):
                text = QUOTED.sub("“”", text)
            yield from re.split(r"(?<=[.!?:…])\s+", text)


def words(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z'’]*|\d[\d.,]*", sentence)


def syllables(word: str) -> int:
    return len(_SYLLABLES.inserted(word.lower()).split("-"))


def grade(said: list[str]) -> float:
    counted = [words(sentence) for sentence in said]
    counted = [some for some in counted if some]
    number = sum(map(len, counted))
    spoken = sum(syllables(word) for some in counted for word in some)
    return 0.39 * number / len(counted) + 11.8 * spoken / number - 15.59


def test_the_formula_knows_easy_from_hard() -> None:
    assert grade(["The cat sat on the mat."]) < 1
    hard = "Notwithstanding organisational considerations, authentication necessitates cooperation."
    assert grade([hard]) > 15


def test_pages_are_plain(pages: Mapping[str, BeautifulSoup]) -> None:
    grades = {}
    for path, page in pages.items():
        said = list(sentences(page))
        if sum(len(words(sentence)) for sentence in said) >= ENOUGH_WORDS:
            grades[path] = grade(said)
    assert len(grades) > 80
    hard = {path: round(g, 1) for path, g in grades.items() if g > MAX_GRADE}
    assert not hard
    assert sum(grades.values()) / len(grades) <= MAX_AVERAGE


@pytest.mark.parametrize("longest", [MAX_WORDS_A_SENTENCE])
def test_sentences_are_short(pages: Mapping[str, BeautifulSoup], longest: int) -> None:
    long = {
        f"{path}: {sentence}"
        for path, page in pages.items()
        for sentence in sentences(page)
        if len(words(sentence)) > longest
    }
    assert not long, "\n".join(sorted(long))
