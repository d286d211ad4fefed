"""Strange but legal text is just text: it is shown as typed, and nothing of it runs.

Of the project in `tests/hostile.py` every text is a strange one. Its whole site is built and served
with the headers that it asks for, and every page is opened in a real Chromium. The same site with
tame words in all these places has the same elements with the same attributes: no strange text made
one of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from playwright.sync_api import Browser, Page
from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from generator.check.fields import fields_of
from generator.model import text as kinds_of_text
from generator.model.specs import FOLDERS, SHARED, Specs, load
from generator.model.text import Spec
from generator.read.tree import spec_files
from tests.browser.watching import until
from tests.hostile import (
    LONGEST,
    ON_ALL,
    ON_DEVICE,
    ON_LISTS,
    ON_PROBLEM,
    SERVICE,
    SITE_NAME,
    STRANGE,
    fits,
    name_of,
    write_project,
)
from tests.site_fixtures import SIGNOUT, Once, run
from tests.static_host import static_host

PARTS = [range(start, len(STRANGE), 8) for start in range(8)]
# What a browser makes of a page. Elements without the lines that texts in maps are broken into:
# there are more of longer texts.
SKELETON = """html => [
    ...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('*:not(tspan)')
].map(one => one.tagName + ' ' + [...one.attributes].map(a => a.name).sort().join(' '))"""
LOOK = """() => {
    document.querySelectorAll('details').forEach(one => one.open = true)
    const main = document.querySelector('main')
    const text = name => document.querySelector(name)?.textContent ?? ''
    return {
        seen: main.innerText, exact: main.textContent, title: text('title'), heading: text('h1'),
        description: document.querySelector('meta[name=description]').content,
        edit: document.querySelector('a[href*="/edit/main/"]')?.href,
        leads: [...document.querySelectorAll('[href], [src], [action], [formaction], object[data]')]
            .flatMap(one => ['href', 'src', 'action', 'formaction', 'data']
                .filter(name => one.hasAttribute(name))
                .map(name => new URL(one.getAttribute(name), document.baseURI).href)),
        handlers: [...document.querySelectorAll('*')].flatMap(one => [...one.attributes])
            .filter(one => /^on|^style$|^srcdoc$/.test(one.name)).map(one => one.name)
    }
}"""
TELL = """addEventListener('securitypolicyviolation', event =>
    refused(`${event.violatedDirective} refuses ${event.blockedURI} ${event.sample}`))"""


@dataclass(frozen=True)
class Look:
    """An opened page: what is seen once all is unfolded, white space collapsed; its text as it is;
    what its head says; where its links, pictures and scripts lead; the address to edit it."""

    seen: str
    exact: str
    title: str
    heading: str
    description: str
    edit: str | None
    leads: list[str] = field(repr=False)


@dataclass
class Watched:
    """A page of the browser, and all it does that no page of ours should do."""

    page: Page
    seen: list[str]

    def look(self, address: str) -> Look:
        self.page.goto(address)
        said = self.page.evaluate(LOOK)
        said["seen"] = " ".join(said["seen"].split())
        assert said.pop("handlers") == []
        look = Look(**said)
        here = address.split("/")[2]
        assert [to for to in look.leads if not leads_somewhere_harmless(to, here)] == []
        return look

    def skeleton(self, file: Path) -> list[str]:
        """The elements a browser makes of a file, in order, each with its attributes' names."""
        found: list[str] = self.page.evaluate(SKELETON, file.read_text("utf-8"))
        return found


def leads_somewhere_harmless(address: str, here: str) -> bool:
    """Whether it is on our host or on another's by https, or begins a mail."""
    return address.startswith((f"http://{here}/", "https://", "mailto:"))


def built_in(folder: Path, texts: Sequence[str], *options: str, tame: bool = False) -> Path:
    """The site of a project of these texts, written into `folder` (new)."""
    write_project(folder, tame=tame, texts=texts)
    done = run(*SIGNOUT, "build", *options, cwd=folder)
    assert done.returncode == 0, (done.stdout + done.stderr)[:4000]
    return folder / "site"


@pytest.fixture(scope="session")
def strange(once: Once) -> Path:
    """The whole publication."""

    def make(folder: Path) -> None:
        built_in(folder, STRANGE)

    return once("strange", make) / "site"


@pytest.fixture(scope="session")
def alike(once: Once) -> tuple[Path, Path]:
    """The pages alone, and the same pages with tame words."""

    def pages(name: str, *, tame: bool) -> Path:
        def make(folder: Path) -> None:
            built_in(folder, STRANGE, "--pages-only", tame=tame)

        return once(name, make) / "site"

    return pages("strange-pages", tame=False), pages("tame-pages", tame=True)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context()
    seen: list[str] = []
    context.expose_function("canary", lambda: seen.append("a strange text has run"))
    context.expose_function("refused", lambda what: seen.append(f"policy: {what}"))
    context.add_init_script(TELL)
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
            if request.url.startswith(("http://127.0.0.1", "data:", "file:"))
            else seen.append(f"request: {request.url}")
        ),
    )
    yield Watched(page, seen)
    context.close()


def pages_of(site: Path) -> list[str]:
    """The paths of all pages but those of one strange text each."""
    found = (file.relative_to(site).as_posix() for file in sorted(site.rglob("*.html")))
    return [path for path in found if not path.startswith(PAGES_OF_ONE)]


PAGES_OF_ONE = ("devices/device-", "troubleshooting/problem-")


def test_the_texts_are_many_and_differ() -> None:
    assert len(set(STRANGE)) == len(STRANGE) >= 60
    assert [text for text in STRANGE if len(text) > LONGEST] == []


# --- every field ----------------------------------------------------------------------------------


def test_every_field_that_takes_any_text_has_a_strange_one(once: Once) -> None:
    """A field that is new is asked for here."""
    folder = once("strange-specs", lambda folder: write_project(folder, tame=False))
    specs, problems = load(spec_files(folder / "device_specs", "specs"), "specs")
    assert problems == []
    strange = (*STRANGE, SERVICE, "svg/onload")
    held: set[int] = set()
    for entry in entries_of(specs):
        for one in fields_of(entry):
            texts = [text for _, text in one.strings()]
            if any(bad in text for text in texts for bad in strange):
                held.add(id(one.info))
    fields = dict(text_fields())
    assert len(fields) > 60
    assert [name for name, info in fields.items() if id(info) not in held] == []


def entries_of(specs: Specs) -> Iterator[Spec]:
    assert specs.service is not None
    yield specs.service.spec
    for collection in (*SHARED, *FOLDERS):
        yield from (entry.spec for entry in getattr(specs, collection).values())


# A mailbox has letters, digits and points alone, a sign is one character, and the last are names.
OTHERWISE = ("mail", "symbol", "drop")


def text_fields() -> Iterator[tuple[str, FieldInfo]]:
    """Every field of every model that takes any text on one line, and no name of ours."""
    for model in models(Spec):
        for name, info in model.model_fields.items():
            validators = [mark.func for mark in marks(info) if isinstance(mark, BeforeValidator)]
            if kinds_of_text._one_line in validators and name not in OTHERWISE:
                yield f"{model.__name__}.{name}", info


def models(model: type[Spec]) -> Iterator[type[Spec]]:
    for one in model.__subclasses__():
        if not one.__name__.startswith("_"):
            yield one
        yield from models(one)


def marks(info: FieldInfo) -> Iterator[Any]:
    """What is said of the values of a field, however deep in lists and choices."""
    yield from info.metadata
    annotations: list[Any] = [info.annotation]
    while annotations:
        annotation = annotations.pop()
        if get_origin(annotation) is Annotated:
            yield from get_args(annotation)[1:]
        if get_origin(annotation) is not None:
            annotations += get_args(annotation)


# --- every page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"from-{part.start}")
def test_a_device_and_a_problem_named_strangely(
    strange: Path, alike: tuple[Path, Path], watched: Watched, part: range
) -> None:
    look_at_each(strange, alike, watched, part, STRANGE)


def look_at_each(
    strange: Path, alike: tuple[Path, Path], watched: Watched, part: range, texts: Sequence[str]
) -> None:
    """Opens the pages of some texts; each must show its text in each place, and do nothing."""
    with static_host(strange) as host:
        for number in part:
            text, name = texts[number], name_of(number, texts)
            for path, letters, title, spec in (
                (
                    f"devices/device-{number}/",
                    ON_DEVICE,
                    f"Sign out of {SERVICE} on {name}",
                    f"devices/phone/device-{number}.yml",
                ),
                (
                    f"troubleshooting/problem-{number}/",
                    ON_PROBLEM,
                    f"1 {text if fits(text, '1') else f'{number} tame'}",
                    f"problems/problem-{number}.yml",
                ),
            ):
                look = watched.look(f"{host.address}{path}")
                elements, expected = (watched.skeleton(s / path / "index.html") for s in alike)
                assert elements == expected, f"{text!r} made elements on {path}"
                for letter in letters:
                    if fits(text, letter):
                        wanted = f"{letter} {text}"
                        assert wanted in look.exact, f"{wanted!r} is not on {path}"
                        hidden = f"{wanted!r} is hidden on {path}"
                        assert " ".join(wanted.split()) in look.seen, hidden
                assert look.heading == title
                assert look.title == title
                described = f"3 {text}" if path.startswith("t") else name
                assert " ".join(described[:100].split()) in " ".join(look.description.split())
                assert look.edit == f"https://git.example/us/edit/main/device_specs/{spec}"
    assert watched.seen == []


# What must stand on these pages, by the letters before the texts.
ON_PAGES: dict[str, Sequence[str]] = {
    "devices/index.html": ["A"],
    "troubleshooting/index.html": ["1", "3"],
    "words/index.html": ["K", "J", "Z", "V", "X", "U", "q"],
    "sources/index.html": ["a", "b", "c", "d"],
    "all/index.html": ON_ALL,
}


def test_all_other_pages(strange: Path, alike: tuple[Path, Path], watched: Watched) -> None:
    look_at_others(strange, alike, watched, STRANGE)


def look_at_others(
    strange: Path, alike: tuple[Path, Path], watched: Watched, texts: Sequence[str]
) -> None:
    paths = pages_of(strange)
    assert ON_PAGES.keys() < set(paths)
    with static_host(strange) as host:
        for path in paths:
            look = watched.look(f"{host.address}{path.removesuffix('index.html')}")
            # The strange are in another order.
            elements, expected = (Counter(watched.skeleton(site / path)) for site in alike)
            assert elements == expected, f"there are other elements on {path}"
            for letter in ON_PAGES.get(path, ()):
                for text in texts:
                    if fits(text, letter):
                        assert f"{letter} {text}" in look.exact, f"{text!r} is not on {path}"
                        assert " ".join(f"{letter} {text}".split()) in look.seen
    assert watched.seen == []


def test_front_matter_is_text_too(strange: Path, watched: Watched) -> None:
    with static_host(strange) as host:
        look = watched.look(f"{host.address}contribute/")
        assert look.title == '"><script>canary()</script>'
        assert look.description == "'\"><img src=x onerror=canary()> & \\"
        look = watched.look(f"{host.address}words/")
        assert look.title.endswith(f" - {SITE_NAME}")
    assert watched.seen == []


def test_the_watch_sees_what_would_go_wrong(strange: Path, watched: Watched) -> None:
    """The canary sings, dialogs, errors, requests and refusals are noted: so `seen == []` means
    something."""
    watched.page.set_content(
        "<main><script>canary(); alert('hello'); setTimeout(() => { throw Error('oh') })</script>"
        "<img src='https://other.example/x.png'></main>"
    )
    words = ["has run", "dialog: hello", "error: oh", "request: https://other.example"]
    with static_host(strange) as host:
        watched.page.goto(f"{host.address}words/")
        watched.page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img onerror=a src>')"
        )
        words.append("policy: script-src-attr refuses inline")
        until(
            lambda: "\n".join(watched.seen),
            lambda said: all(word in said for word in words),
            lambda: watched.page.wait_for_timeout(20),
        )


def test_a_page_that_leads_to_a_program_would_be_seen() -> None:
    for address in ("javascript:canary()", "data:text/html,x", "vbscript:x", "http://o.example/"):
        assert not leads_somewhere_harmless(address, "127.0.0.1:1")
    for address in ("https://o.example/", "mailto:a@b.example", "http://127.0.0.1:1/a"):
        assert leads_somewhere_harmless(address, "127.0.0.1:1")


# --- the data -------------------------------------------------------------------------------------


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from strings_in(inside)


def test_the_data_hold_every_text_as_it_was_typed(strange: Path) -> None:
    said = set(strings_in(json.loads((strange / "api/v1/all.json").read_text("utf-8"))))
    for letter in (*ON_DEVICE, *ON_PROBLEM, *ON_LISTS, *ON_ALL, "at"):
        lost = [text for text in STRANGE if f"{letter} {text}" not in said]
        assert lost == [], letter
    assert set(STRANGE) <= said
