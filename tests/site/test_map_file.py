"""The map as a file: it looks as on the page, and stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from generator.knowledge.route import Screen, Walkthrough
from generator.site.map_file import COLOURS, RULES, map_mermaid, map_svg
from generator.site.menu_map import menu_map
from tests.conftest import LumenKnown
from tests.site.test_menu_map import HOSTILE, step, walkthrough

ASSETS = Path(__file__).parents[2] / "content" / "assets"


@pytest.fixture(scope="module")
def menu(lumen_known: LumenKnown) -> Walkthrough:
    return lumen_known().devices["play-box"].interfaces[0].walkthrough


def rules(css: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The rules of a style sheet outside of conditions: selectors, and values by property."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            selectors = " ".join(tinycss2.serialize(rule.prelude).split())
            declared = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            yield selectors, {d.lower_name: tinycss2.serialize(d.value).strip() for d in declared}


def test_it_is_drawn_as_on_the_page() -> None:
    """The same rules, but for what places it on the page; colours are those of the theme."""
    names = {f"var({name})": f"${short}" for short, (name, _, _) in COLOURS.items()}
    layout = {"display", "height", "margin", "max-width"}
    on_page = {
        selectors: {name: names.get(value, value) for name, value in values.items()}
        for selectors, values in rules((ASSETS / "signout.css").read_text("utf-8"))
        if ".so-map" in selectors and "legend" not in selectors
    }
    on_page[".so-map"] = {n: v for n, v in on_page[".so-map"].items() if n not in layout}
    assert dict(rules(RULES)) == on_page


def test_colours_are_those_of_the_theme() -> None:
    theme = (ASSETS / "theme.css").read_text("utf-8")
    for name, light, dark in COLOURS.values():
        assert f"{name}: var(--light, {light}) var(--dark, {dark});" in theme


def test_it_needs_nothing_else(menu: Walkthrough) -> None:
    drawn = map_svg(menu)
    assert "var(" not in drawn
    assert "url(" not in drawn
    assert "$" not in drawn
    assert set(re.findall(r'https?://[^"]+', drawn)) == {"http://www.w3.org/2000/svg"}
    assert "@media (prefers-color-scheme: dark)" in drawn
    page = str(menu_map(menu))
    assert drawn.count("<rect") == page.count("<rect") + 1
    assert re.findall("<text.*?</text>", drawn) == re.findall("<text.*?</text>", page)


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)


@given(WORDS | st.just(HOSTILE), WORDS | st.just(HOSTILE))
def test_any_words_are_only_words(name: str, words: str) -> None:
    goal = Screen("b", ("B",), None, False, True, ())
    first = Screen("a", (words,), None, True, False, (step("a.go", "b", words),))
    drawn = walkthrough([first, goal], [first.controls[0]], name)
    root = ElementTree.fromstring(map_svg(drawn))
    assert {element.tag.partition("}")[2] for element in root.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "g", "path", "text", "tspan", "circle")
    }
    diagram = map_mermaid(drawn)
    assert len(diagram.splitlines()) == 4
    # Between the quotes stands nothing that means something there.
    for inside in re.findall(r'"(.*?)"[\]})|]', diagram):
        assert re.fullmatch(r"(?:[\w ,.:'()/?!]|#\d+;)*", inside, re.ASCII)
