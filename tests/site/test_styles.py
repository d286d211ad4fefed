"""Stylesheets lose what can match nothing, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from generator.site.styles import cut_styles, names_in, references, used_styles

NAMES = {"p", "svg", "used", "main", "href", "dir", "so-*"}


def kept(css: str, names: set[str] = NAMES) -> str:
    return used_styles(css, names)


@pytest.mark.parametrize(
    "css",
    [
        "p{a:b}",
        ".used>p~svg+#main [href]{a:b}",
        ".USED,P{a:b}",  # more than HTML would match
        ":root{a:b}*{a:b}::selection{a:b}:not(.gone){a:b}",
        "html,body,tbody,[open]{a:b}",
        ".so-anything{a:b}",
        "p:is(.gone,.used){a:b}",
        '[href="gone"]{a:b}',
        '@charset "UTF-8";@import url(x.css);@font-face{font-family:gone}@page :first{margin:0}',
        "@layer gone{.gone{a:b}}@container (width>1px){.gone{a:b}}@unheard of{.gone{a:b}}",
        "@media print{p{a:b}}@supports (a:b){@media print{p{a:b}}}",
        "@media print;",
        "p{.gone{a:b}a:b}",
    ],
)
def test_what_may_match_stays(css: str) -> None:
    assert kept(css) == css


@pytest.mark.parametrize(
    "css",
    [
        ".gone{a:b}",
        "#gone,gone,[gone]{a:b}",
        "p .gone>svg{a:b}",
        ".used.gone:hover::before{a:b}",
        "p:not(.used) .gone{a:b}",
        ".gone::-webkit-scrollbar{a:b}",
        ".gone{.used &{a:b}}",
        "@media print{.gone{a:b}}",
        "@supports (a:b){@media print{.gone{a:b}.gone-too{a:b}}}",
        "/* p{a:b} */",
        "p{}@media print{}",
        ".gone:is(.used){a:b}",
    ],
)
def test_what_matches_nothing_goes(css: str) -> None:
    assert kept(css) == ""


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("p,.gone{a:b}", "p{a:b}"),
        (".gone,p,.gone:hover{a:b}", "p{a:b}"),
        ("p,.gone,svg{a:b}", "p,svg{a:b}"),
        ("p,.gone li:nth-child(2n+1):not([href])::after{a:b}", "p{a:b}"),
        ("@media print{.gone{a:b}p{c:d}}", "@media print{p{c:d}}"),
        ("p{a:b}/* why */.gone{a:b}/*# sourceMappingURL=x.map */", "p{a:b}"),
        ("p{a:b}\n\n  svg  {\n    a: b;\n  }\n", "p{a:b}svg  {\na: b;\n}"),
    ],
)
def test_the_rest_of_a_list_or_block_stays(css: str, left: str) -> None:
    assert kept(css) == left


@pytest.mark.parametrize(
    "selector",
    [
        ".gone::-moz-focus-inner",
        ".gone:unheard",
        ".gone:has(p)",
        ".gone:not(p p)",
        ".gone::before.used",
        ".gone:nth-child(first)",
        ".gone:hover(p)",
        ".gone..used",
        ".gone>>p",
        "gone|p",
        ".gone[=x]",
        "",
    ],
)
def test_a_selector_that_browsers_may_not_know_is_not_taken_from_its_list(selector: str) -> None:
    """They drop the whole list for it; without it, they would not."""
    assert kept(f"p,{selector}{{a:b}}") == f"p,{selector}{{a:b}}"


def test_a_list_that_nested_rules_take_their_weight_from_stays_whole() -> None:
    assert kept("p,#gone{a:b;&:hover{a:b}}") == "p,#gone{a:b;&:hover{a:b}}"


@pytest.mark.parametrize(
    "css",
    [
        r".md\:gone,.\31 gone{a:b}",
        ".-gone,.é,.--{a:b}",
        "& p,a|b{a:b}",
        "}p{a:b}",
        "p{a:b}svg",
        "@media print{p}",
        "[gone i]{a:b}",
        '[href="]{}"]{a:"};"}',
        'p{--x:{a:b};a:url("data:,}")}',
        'p{a:"b',
        "p{a:url(b",
        '@import "p',
        "(" * 5000,
        "@media print{" * 5000,
    ],
)
def test_what_is_odd_or_wrong_stays(css: str) -> None:
    assert kept(css) == css


def test_custom_properties_that_nothing_mentions_go() -> None:
    css = (
        ":root{--a:1;--b:var(--a);--c:var(--b);--used:2;--asked: ;--d:3}"
        "@media print{:root{--a:2}}p{a:var(--d);b:c}.gone{a:var(--c)}"
    )
    assert kept(css, NAMES | {"asked"}) == (":root{--used:2;--asked: ;--d:3}p{a:var(--d);b:c}")


def test_animations_that_nothing_mentions_go() -> None:
    css = "@keyframes one{to{a:var(--x)}}@keyframes two{to{a:b}}:root{--x:1}p{animation:1s two}"
    assert kept(css) == "@keyframes two{to{a:b}}p{animation:1s two}"
    assert "one" in kept(css, NAMES | {"one"})


def test_what_is_defined_twice_stays_twice() -> None:
    css = ":root{--x:1}p{--x:2;a:var(--x)}"
    assert kept(css) == css


def test_names_are_read_from_any_text() -> None:
    assert names_in('<p class="md-A b_c" id=x7 data-y>') == {
        *("p", "class", "md-a", "b_c", "id", "x7", "data-y")
    }


@pytest.mark.parametrize("text", ["so-{{ kind }}", "`so-${kind}`", '"so-" + kind', "'so-%s'"])
def test_the_beginning_of_a_name_stands_for_all_that_begin_so(text: str) -> None:
    names = names_in(text)
    assert "so-*" in names
    assert kept(".so-tv{a:b}.other{a:b}", names) == ".so-tv{a:b}"


def test_stylesheets_refer_to_each_other() -> None:
    css = ":root{--own:1;\n--more:var(--x)}/**/p{a:b;animation:spin 1s;c:fn(var(--y),--z)}"
    assert {"x", "y", "z", "spin"} <= references(css)
    assert not {"own", "more", "p"} & references(css)


def test_a_site_is_cut_to_its_pages_and_scripts(tmp_path: Path) -> None:
    for name, text in {
        "index.html": '<p class="on-page">',
        "frames/device/index.html": '<p class="on-frame">',
        "assets/own.js": 'add("on-script")',
        "assets/a.css": ".on-page,.on-frame,.on-script{a:b}.xyx{a:b}:root{--xyz:1;--xyy:1}",
        "assets/theme/b.css": ".on-page{a:var(--xyz)}.so-steps{a:b}",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    cut_styles(tmp_path)
    a, b = (tmp_path / "assets" / name for name in ("a.css", "theme/b.css"))
    assert a.read_text() == ".on-page,.on-frame,.on-script{a:b}:root{--xyz:1;}"
    assert b.read_text() == ".on-page{a:var(--xyz)}.so-steps{a:b}"


_SELECTORS = st.text(alphabet="pg.#:>, *[]()=\"'\\-_a1{}@/|&~+\n", max_size=40)
_CONTENTS = st.sampled_from(["a:b", "--x:1", "a:var(--x)", "p{a:b}"])


@given(st.lists(st.tuples(_SELECTORS, _CONTENTS)))
def test_no_text_is_too_odd(parts: list[tuple[str, str]]) -> None:
    css = "".join(f"{selector}{{{content}}}" for selector, content in parts)
    once = kept(css, {"p"})
    assert kept(once, {"p"}) == once
    # Whoever knows all names loses nothing but comments, and rules that say nothing.
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    rules = [rule for rule in rules if rule.type != "qualified-rule" or rule.content]
    if all(rule.type != "error" for rule in rules):
        whole = re.sub(r"\n\s+", "\n", tinycss2.serialize(rules))
        assert kept(css, names_in(css)) in (css, whole)
