"""Strange but legal text is just text: it is shown as typed, and nothing of it runs.

The second service's specs are rewritten so that every text of theirs is a strange one: one
device, one label and one problem for each. The whole site is built, and every page with such text
is opened in a real Chromium. The same site with tame words in all these places has the same
elements with the same attributes: no strange text made one of its own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.browser.watching import until
from tests.site_fixtures import ROOT, SIGNOUT, Once, run, served

SECOND = Path(__file__).parent / "second-service"
EDIT = "https://git.example/us/edit/main/content/"

# Each tries to run `canary()`, to load something, to break out of where it stands, to be taken
# for markup of one of the languages on its way (YAML, Jinja, Markdown, HTML, JSON, a frame's
# tokens, a shell), or just to be lost or changed.
STRANGE = [
    # HTML, in text and in attributes
    "<script>canary()</script>",
    '"><img src=x onerror=canary()>',
    "'><svg onload=canary()>",
    "</script><script>canary()",
    "</title><script>canary()</script>",
    "--><script>canary()</script><!--",
    "<!-- slot: finder -->",
    '<a href="javascript:canary()">a</a>',
    "javascript:canary()",
    "<base href=//other.example/>",
    "<link rel=stylesheet href=//o.ex>",
    "<iframe src=//o.example></iframe>",
    "<img src=//other.example/x.png>",
    "<style>*{display:none}</style>",
    "<p hidden>",
    "</li></ol></main></body></html>",
    "<![CDATA[ x ]]>",
    "<?xml version='1.0'?>",
    "&lt;b&gt; &amp;amp; &#x3c; &quot;",
    "&nbsp;&shy;&notit;",
    '" onclick=canary() x="',
    "` onmouseover=canary()",
    "<plaintext>",
    "<textarea>",
    "<math><mi//xlink:href=data:x,1>",
    "a < b > c & d",
    # Markdown, its extensions, and what is written in front of it
    "[go](javascript:canary())",
    "![x](//other.example/x.png)",
    '--8<-- "/etc/passwd"',
    "**bold** _em_ `code` ~~gone~~",
    "# Heading",
    "- item",
    "1. item",
    "> quote",
    "| a | b |",
    "[^1]: note",
    "{: .class onclick=canary() }",
    "++ctrl+c++ ==mark== :smile:",
    "https://other.example/?a=1&b=2#c",
    # Templates and tokens of frames
    "{{ ''.__class__ }}",
    "{{ 7*7 }} {% raw %} {# x #}",
    "${7*7} #{7*7} %(x)s %s %n {0.x}",
    "slot-title slot-content",
    "slot-description slot-contents",
    "frames/device/ frames/problem/",
    "content/frames/device.md",
    # YAML, JSON, the shell, numbers
    "key: value # no remark",
    "&anchor *alias !!tag | > ? @ `",
    "null",
    "~",
    "no",
    "1e5",
    "0x1F",
    "12:30:45",
    '{"a": [1, 2]}',
    "\\u003cscript\\u003e \\n \\",
    "'; DROP TABLE devices; --",
    "$(canary) `canary` ; canary | canary",
    "../../../etc/passwd",
    "--help",
    "NaN undefined true",
    # Writing
    "İstanbul ıI ß ﬁ ǅ",
    "e\u0301 \u00e9 A\u030a \u212b",
    "田中さんにあげて下さい",
    "مرحبا بالعالم",
    "שלום עולם",
    "नमस्ते दुनिया",
    "👩\u200d👩\u200d👧 🏳️\u200d🌈 🇪🇺 1️⃣",
    "𝒯𝑜𝓃𝑒 𐌰𐌱 🀄",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033da\u034a\u0363l\u0368g\u0362o",
    "˙ɐnbᴉlɐ ɐuƃɐɯ",
    "a\u00a0b\u2009c\u3000d",
    "“quotes” ‘more’ «these» „those“",
    "… – — − ‐ · • ×",
    "¡¿ÀÖ§¶©®™€£¥",
]
LONGEST = 60 - len("Sign out of Tonewerk on ")  # a title has at most 60 characters


@dataclass(frozen=True)
class Built:
    """A site, and the strange texts that each of its pages must show."""

    site: Path
    expected: dict[str, list[str]]


@dataclass
class Writer:
    """Makes the specs. `words(text)` is what is written in a strange text's place."""

    folder: Path
    tame: bool
    labels: dict[str, Any] = field(default_factory=dict)

    def words(self, number: int, what: str) -> str:
        """Each place has a text of its own, so that none can be shown for another."""
        return f"{what} {number} tame" if self.tame else f"{what} {STRANGE[number]}"

    def write(self, name: str, data: Any) -> None:
        file = self.folder / "device_specs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(data, Dumper=_Quoting, allow_unicode=True, width=10**6, sort_keys=False)
        file.write_text(text, "utf-8")


class _Quoting(yaml.SafeDumper):
    """Quotes every text, since an unquoted `no` or `1e5` is rightly refused."""


_Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def family(writer: Writer, number: int) -> dict[str, Any]:
    """A family with a strange text wherever a family can have one."""
    words = writer.words
    return {
        "name": words(number, "F"),
        "tell": words(number, "T"),
        "start": "first",
        "screens": {
            "first": {
                "looks_like": words(number, "L"),
                "reach": words(number, "R"),
                "controls": {
                    "go": {
                        "select": f"word-{number}",
                        "where": f"place-{number}",
                        "note": words(number, "N"),
                        "opens": "second",
                    },
                },
            },
            "second": {
                "looks_like": words(number, "S"),
                "controls": {"type": {"enter": words(number, "E"), "opens": "out"}},
            },
            "out": {"looks_like": words(number, "G"), "goal": True},
        },
        "routes": {
            "way": {
                "role": "main",
                "title": words(number, "W"),
                "steps": ["first.go", "second.type"],
                "sources": [f"page-{number}"],
            },
        },
        "no_fallback": {"because": words(number, "B")},
        "impostors": [{"label": f"word-{number}", "does": words(number, "I")}],
    }


def device(writer: Writer, number: int) -> dict[str, Any]:
    words = writer.words
    return {
        "name": f"{number} tame" if writer.tame else STRANGE[number],
        "also": [words(number, "A")],
        "models": [words(number, "M")],
        "interfaces": {"app": {"family": f"family-{number}", "sources": [f"page-{number}"]}},
        "retired": {
            "since": "2026-01-01",
            "says": words(number, "Y"),
            "sources": [f"page-{number}"],
        },
        "notes": [{"text": words(number, "O")}, {"at": "app/way/1", "text": words(number, "P")}],
        "actions": {
            "reset": {
                "does": "reset-device",
                "signs_out": False,
                "when": words(number, "Q"),
                "path": [words(number, "C"), {"do": words(number, "D")}],
                "note": words(number, "H"),
                "sources": [f"page-{number}"],
            }
        },
    }


# The letters of `words` by the page that must show them.
ON_DEVICE = "FLRNSEGWBIAMYOPQCDHVUX"
ON_PROBLEM = "1234567890@"


def problem(writer: Writer, number: int) -> dict[str, Any]:
    words = writer.words
    return {
        "title": words(number, "1"),
        "also": [words(number, "2")],
        "symptom": words(number, "3"),
        "devices": [f"device-{number}"],
        "solutions": [
            {
                "title": words(number, "4"),
                "text": words(number, "5"),
                "steps": [words(number, "6")],
                "doubt": words(number, "7"),
            }
        ],
        "messages": [words(number, "0")],
        "worked": words(number, "@"),
        "claims": [
            {
                "you_may_read": words(number, "8"),
                "in_fact": words(number, "9"),
                "sources": [f"page-{number}"],
            }
        ],
    }


def write_project(folder: Path, *, tame: bool) -> None:
    """The second service, with a device, a family, a problem … for each strange text."""
    shutil.copytree(SECOND, folder)
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace("../../../overrides", str(ROOT / "overrides"))
    config.write_text(
        text.replace("docs_dir", f"edit_uri: {EDIT}\nrepo_url: null\ndocs_dir"), "utf-8"
    )
    writer = Writer(folder, tame)
    shared: dict[str, dict[str, Any]] = {}
    for name in ("labels", "positions", "concepts", "sources"):
        file = folder / "device_specs" / f"{name}.yml"
        shared[name] = yaml.safe_load(file.read_text("utf-8"))
    for number in range(len(STRANGE)):
        words = writer.words
        shared["labels"][f"word-{number}"] = {
            "text": {"en": words(number, "V"), "de": words(number, "X")},
            "formerly": [words(number, "U")],
            "means": "leaving",
        }
        shared["positions"][f"place-{number}"] = {"text": words(number, "at")}
        shared["concepts"][f"concept-{number}"] = {
            "name": words(number, "K"),
            "means": words(number, "J"),
            "is_not": words(number, "Z"),
        }
        shared["sources"][f"page-{number}"] = {
            "url": f"https://source.example/{number}",
            "title": words(number, "a"),
            "publisher": words(number, "b"),
            "tier": "press",
            "note": words(number, "c"),
            "date": words(number, "d"),
        }
        writer.write(f"families/family-{number}.yml", family(writer, number))
        writer.write(f"devices/phone/device-{number}.yml", device(writer, number))
        writer.write(f"problems/problem-{number}.yml", problem(writer, number))
    for name, data in shared.items():
        writer.write(f"{name}.yml", data)
    front = {
        "title": "tame" if tame else '"><script>canary()</script>',
        "description": "tame" if tame else "'\"><img src=x onerror=canary()> & \\",
        "whole_title": True,
    }
    page = folder / "content" / "contribute.md"
    page.write_text(f"---\n{json.dumps(front)}\n---\n\n# Tell us {{#page}}\n", "utf-8")


def build(once: Once, name: str, *, tame: bool) -> Path:
    def make(folder: Path) -> None:
        write_project(folder, tame=tame)
        built = run(*SIGNOUT, "build", cwd=folder)
        assert built.returncode == 0, (built.stdout + built.stderr)[:4000]

    return once(name, make) / "site"


@pytest.fixture(scope="module")
def strange(once: Once) -> Path:
    return build(once, "strange", tame=False)


@pytest.fixture(scope="module")
def tame(once: Once) -> Path:
    return build(once, "tame", tame=True)


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page of the browser, and all it does that no page of ours should do."""
    context = browser.new_context()
    seen: list[str] = []
    context.expose_function("canary", lambda: seen.append("a strange text has run"))
    page = context.new_page()
    page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on(
        "console",
        lambda said: seen.append(f"console: {said.text}") if said.type == "error" else None,
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://127.0.0.1", "data:"))
            else seen.append(f"request: {request.url}")
        ),
    )
    yield page, seen
    context.close()


def shown(page: Page) -> tuple[str, str]:
    """What the opened page says: what is seen once all is unfolded, and its text as it is."""
    said = page.evaluate(
        """() => {
            document.querySelectorAll('details').forEach(one => one.open = true)
            const main = document.querySelector('main')
            return [main.innerText, main.textContent]
        }"""
    )
    return " ".join(said[0].split()), said[1]


def skeleton(page: Page, file: Path) -> list[str]:
    """The elements a browser makes of a file, in order, each with the names of its attributes.

    Without the lines that texts in maps are broken into: there are more of longer texts.
    """
    found: list[str] = page.evaluate(
        """html => [
            ...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('*:not(tspan)')
        ].map(one => one.tagName + ' ' + [...one.attributes].map(a => a.name).sort().join(' '))""",
        file.read_text("utf-8"),
    )
    return found


PARTS = [range(start, len(STRANGE), 8) for start in range(8)]


def test_the_texts_are_many_and_differ() -> None:
    assert len(set(STRANGE)) == len(STRANGE) >= 60
    assert [text for text in STRANGE if len(text) > LONGEST] == []


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"from-{part.start}")
def test_a_device_and_a_problem_named_strangely(
    strange: Path, tame: Path, watched: tuple[Page, list[str]], part: range
) -> None:
    page, seen = watched
    with served(strange) as at:
        for number in part:
            text = STRANGE[number]
            for path, letters, title, spec in (
                (
                    f"devices/device-{number}/",
                    ON_DEVICE,
                    f"Sign out of Tonewerk on {text}",
                    f"devices/phone/device-{number}.yml",
                ),
                (
                    f"troubleshooting/problem-{number}/",
                    ON_PROBLEM,
                    f"1 {text}",
                    f"problems/problem-{number}.yml",
                ),
            ):
                page.goto(f"{at}/{path}")
                elements = skeleton(page, strange / path / "index.html")
                expected = skeleton(page, tame / path / "index.html")
                assert elements == expected, f"{text!r} made elements on {path}"
                seen_text, exact = shown(page)
                for letter in letters:
                    wanted = f"{letter} {text}"
                    assert wanted in exact, f"{wanted!r} is not on {path}"
                    assert " ".join(wanted.split()) in seen_text, f"{wanted!r} is hidden on {path}"
                assert page.locator("h1").text_content() == title
                assert page.evaluate("document.querySelector('title').textContent") == title
                described = page.locator("meta[name=description]").get_attribute("content")
                assert described is not None
                assert text in described
                edit = page.locator('a[href*="/edit/main/"]').first.get_attribute("href")
                assert edit == f"https://git.example/us/edit/main/device_specs/{spec}"
    assert seen == []


@pytest.mark.parametrize(
    ("path", "letters"),
    [
        ("devices/", ["", "A "]),
        ("troubleshooting/", ["1 ", "3 "]),
        ("words/", ["K ", "J ", "Z ", "V ", "X ", "U "]),
        ("sources/", ["a ", "b ", "c ", "d "]),
    ],
)
def test_a_list_of_strange_names(
    strange: Path, tame: Path, watched: tuple[Page, list[str]], path: str, letters: list[str]
) -> None:
    page, seen = watched
    with served(strange) as at:
        page.goto(f"{at}/{path}")
        elements = skeleton(page, strange / path / "index.html")
        expected = skeleton(page, tame / path / "index.html")
        assert sorted(elements) == sorted(expected)  # the strange are in another order
        seen_text, exact = shown(page)
        for text in STRANGE:
            for letter in letters:
                assert f"{letter}{text}" in exact, f"{text!r} is not on {path}"
                assert " ".join(f"{letter}{text}".split()) in seen_text
    assert seen == []


def test_front_matter_is_text_too(strange: Path, watched: tuple[Page, list[str]]) -> None:
    page, seen = watched
    with served(strange) as at:
        page.goto(f"{at}/contribute/")
        assert page.title() == '"><script>canary()</script>'
        described = page.locator("meta[name=description]").get_attribute("content")
        assert described == "'\"><img src=x onerror=canary()> & \\"
    assert seen == []


def test_the_watch_sees_what_would_go_wrong(watched: tuple[Page, list[str]]) -> None:
    """The canary sings, dialogs, errors and requests are noted: so `seen == []` means something."""
    page, seen = watched
    page.set_content(
        "<main><script>canary(); alert('hello'); setTimeout(() => { throw Error('oh') })</script>"
        "<img src='https://other.example/x.png'></main>"
    )
    words = ("has run", "dialog: hello", "error: oh", "request: https://other.example")
    until(
        lambda: "\n".join(seen),
        lambda said: all(word in said for word in words),
        lambda: page.wait_for_timeout(20),
    )


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from strings_in(inside)


def test_the_data_hold_every_text_as_it_was_typed(strange: Path) -> None:
    said = set(strings_in(json.loads((strange / "api/v1/all.json").read_text("utf-8"))))
    for letter in (*ON_DEVICE, *ON_PROBLEM, *"TKJZabcd", "at"):
        lost = [text for text in STRANGE if f"{letter} {text}" not in said]
        assert lost == [], letter
    assert set(STRANGE) <= said
