"""Styles without the rules that no page can use.

The theme styles far more than our pages hold, and a browser shows nothing before it has read all of
it. A rule goes only if it surely matches nothing: a name that its selectors ask for stands nowhere
in what makes the pages. What is not understood stays.

References: CSS Syntax Level 3, Selectors Level 4.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import compress
from operator import not_
from pathlib import Path
from typing import Any

import tinycss2

Node = Any  # of tinycss2: a rule or a token

_NAME = r"[A-Za-z_][\w-]*"
_WORD = re.compile(_NAME)
# `so-{{ kind }}`, "so-" + kind: the rest of the name is known only later.
_BEGINNING = re.compile(rf"{_NAME}+(?<=[-_])(?=[{{$%\"'])")
# Elements and attributes that browsers add by themselves.
_BY_BROWSERS = {"body", "colgroup", "head", "html", "open", "tbody", "tr"}

_CONDITIONS = ("media", "supports")
_ANIMATIONS = ("keyframes", "-webkit-keyframes")
_CUSTOM = re.compile(r"--[\w-]+")
_MENTIONED = re.compile(r"[\w-]+")
# Custom properties where they are not defined, and whatever names an animation.
_REFERENCE = re.compile(r"(?:([{};]|\*/)\s*)?(?<![\w-])--([\w-]+)")
_ANIMATION = re.compile(r"animation(?:-name)?\s*:([^;}]*)")


def _selector(pseudo: str, end: str = "") -> re.Pattern[str]:
    """A selector made of names, attributes, combinators, and what `pseudo` matches."""
    value = rf'(?:{_NAME}|"[^"\\\n]*")'
    part = rf"(?:[.#]{_NAME}|\[{_NAME}(?:[~|^$*]?={value})?\]|{pseudo})"
    compound = rf"(?:(?:{_NAME}|\*){part}*|{part}+)"
    return re.compile(rf"{compound}(?:(?:\s*[>+~]\s*|\s+){compound})*{end}")


_UNDERSTOOD = _selector(rf"::?-?{_NAME}(?:\([^()]*\))?")
# One selector that a browser does not know makes it drop the whole list: the others of a list may
# be left alone only if the one taken out is known to all browsers.
_KNOWN = _selector(
    ":(?:active|checked|disabled|empty|enabled|first-child|first-of-type|focus|focus-within|hover"
    "|last-child|last-of-type|link|only-child|only-of-type|root|target|visited"
    rf"|nth-(?:last-)?(?:child|of-type)\((?:\d*n(?:(?:/\*\*/)?[+-]\d+)?|\d+|odd|even)\)"
    rf"|not\((?:[.:#]?{_NAME}|\[{_NAME}\])\))(?![\w(-])",
    end="(?:::?(?:before|after))?",
)
# What asks for no name, then the names asked for.
_ASKED = re.compile(rf'\([^()]*\)|::?-?{_NAME}|=(?:{_NAME}|"[^"]*")|({_NAME})')


def names_in(text: str) -> set[str]:
    """All words of a text that could be names of classes, ids, elements or attributes.

    They are in lower case. One that ends in `*` stands for all that begin with it.
    """
    text = text.lower()
    return set(_WORD.findall(text)).union(f"{start}*" for start in _BEGINNING.findall(text))


def references(css: str) -> set[str]:
    """The names of custom properties (without `--`) and animations that a stylesheet may use."""
    properties = {name for start, name in _REFERENCE.findall(css) if not start}
    return {word.lower() for word in properties} | names_in(" ".join(_ANIMATION.findall(css)))


def used_styles(css: str, names: Set[str]) -> str:
    """The stylesheet without comments, and without what can match nothing.

    `names` are all that stand in pages, as `names_in` gives them, and what other stylesheets use of
    this one, as `references` does. Selectors that ask for another name go, and rules of which no
    selector is left; custom properties and animations that neither `names` nor any rule left
    mentions; then whatever is empty. A stylesheet with errors stays as it is.
    """
    try:
        rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        if any(rule.type == "error" for rule in rules) or _ends_in_error(rules):
            return css
        known = _Names(names)
        rules = list(_matching(rules, known))
        gone = {id(node) for node in _unused(rules, known)}
        cut: str = tinycss2.serialize(list(_filled(rules, gone)))
    except RecursionError:  # blocks in blocks in blocks
        return css
    # New lines stand only between tokens: those in texts are written as escapes.
    return re.sub(r"\n\s+", "\n", cut)


def cut_styles(site: Path) -> None:
    """Cuts the stylesheets of what the engine built into the folder `site` to what its pages and
    frames can use, and what this package can make of them."""
    names: set[str] = set()
    package = Path(__file__).parent
    for file in (
        *site.rglob("*.html"),
        *site.rglob("*.js"),
        *package.glob("*.py"),
        *package.glob("scripts/*.js"),
        *package.glob("templates/*"),
    ):
        names |= names_in(file.read_text("utf-8"))
    sheets = {file: file.read_text("utf-8") for file in site.rglob("*.css")}
    used = {file: references(css) for file, css in sheets.items()}
    for file, css in sheets.items():
        others = (used[other] for other in sheets if other != file)
        file.write_bytes(used_styles(css, names.union(*others)).encode())


class _Names:
    """The names there are; a name that cannot be told apart from others counts as one of them."""

    def __init__(self, names: Set[str]) -> None:
        self._names = names | _BY_BROWSERS
        self._starts = tuple(name[:-1] for name in names if name.endswith("*"))

    def __contains__(self, name: object) -> bool:
        name = str(name).lower()
        return name in self._names or name.startswith(self._starts)


def _ends_in_error(nodes: list[Node] | None) -> bool:
    """Whether the stylesheet breaks off in a text or an address, which nothing can be put after."""
    while nodes:
        last = nodes[-1]
        if last.type == "error":
            return True
        parts = (getattr(last, name, None) for name in ("content", "arguments", "prelude"))
        nodes = next(filter(None, parts), None)
    return False


def _matching(rules: Iterable[Node], names: _Names) -> Iterator[Node]:
    """The rules that may match something, with only those selectors that may."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = list(_split(rule.prelude, ","))
            texts = [tinycss2.serialize(one).removesuffix(",").strip() for one in selectors]
            left = [_may_match(text, names) for text in texts]
            if not any(left):
                continue
            gone = compress(texts, map(not_, left))
            # What is nested in a rule takes its weight from all selectors of the rule.
            if not _has_blocks(rule) and all(_KNOWN.fullmatch(text) for text in gone):
                rule.prelude = [token for one in compress(selectors, left) for token in one]
                if not left[-1]:
                    rule.prelude.pop()  # the comma
        elif rule.type == "at-rule" and rule.lower_at_keyword in _CONDITIONS and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_whitespace=True)
            if all(one.type != "error" for one in inner):
                rule.content = list(_matching(inner, names))
        yield rule


def _may_match(selector: str, names: _Names) -> bool:
    if not _UNDERSTOOD.fullmatch(selector):
        return True
    return all(name in names for name in _ASKED.findall(selector) if name)


@dataclass(frozen=True, slots=True)
class _Definition:
    """A custom property or an animation: its nodes, and how often they mention which words."""

    name: str
    nodes: list[Node]
    mentioned: Counter[str]


def _unused(rules: list[Node], names: _Names) -> Iterator[Node]:
    """The nodes that define custom properties and animations which nothing mentions."""
    mentioned = Counter(_MENTIONED.findall(tinycss2.serialize(rules)))
    left = [one for one in _definitions(rules) if one.name.removeprefix("--") not in names]
    while True:
        defined = Counter(one.name for one in left)
        unused = {name for name in defined if mentioned[name] == defined[name]}
        if not unused:
            return
        for one in left:
            if one.name in unused:
                mentioned -= one.mentioned  # what only it mentions may be unused now
                yield from one.nodes
        left = [one for one in left if one.name not in unused]


def _definitions(rules: Iterable[Node]) -> Iterator[_Definition]:
    for rule in rules:
        found: list[tuple[str, list[Node]]] = []
        if rule.type == "qualified-rule" and not _has_blocks(rule):
            for declaration in _split(rule.content, ";"):
                match _significant(declaration):
                    case [name, colon, *_] if name.type == "ident" and colon == ":":
                        if _CUSTOM.fullmatch(name.value):
                            found.append((name.value, declaration))
        elif rule.type == "at-rule" and rule.lower_at_keyword in _CONDITIONS:
            yield from _definitions(rule.content or [])
        elif rule.type == "at-rule" and rule.lower_at_keyword in _ANIMATIONS:
            match _significant(rule.prelude):
                case [name] if name.type == "ident":
                    found.append((name.value, [rule]))
        for name, nodes in found:
            yield _Definition(name, nodes, Counter(_MENTIONED.findall(tinycss2.serialize(nodes))))


def _filled(rules: Iterable[Node], gone: Set[int]) -> Iterator[Node]:
    """The rules without the nodes that are gone (by identity), and without empty ones."""
    for rule in rules:
        if id(rule) in gone:
            continue
        if rule.type == "qualified-rule":
            rule.content = [token for token in rule.content if id(token) not in gone]
            if not _significant(rule.content):
                continue
        elif (
            rule.type == "at-rule"
            and rule.lower_at_keyword in _CONDITIONS
            and rule.content is not None
        ):
            rule.content = list(_filled(rule.content, gone))
            if not rule.content:
                continue
        yield rule


def _split(tokens: Iterable[Node], mark: str) -> Iterator[list[Node]]:
    """The tokens up to each mark and with it, at last those after the last mark."""
    group: list[Node] = []
    for token in tokens:
        group.append(token)
        if token == mark:
            yield group
            group = []
    yield group


def _significant(tokens: Iterable[Node]) -> list[Node]:
    return [token for token in tokens if token.type != "whitespace"]


def _has_blocks(rule: Node) -> bool:
    return any(token.type == "{} block" for token in rule.content)
