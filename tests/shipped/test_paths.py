"""Every shipped device has a complete way out, and its page is short enough to follow.

One case a device and interface, so that a failure names it. `walker.py` does the walking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.text import plain
from generator.model.specs import load
from generator.publish.publication import Project, load_project
from generator.read.tree import spec_files
from tests.shipped.walker import walk_interface, walk_remote
from tests.site_fixtures import ROOT, visible

SPECS, _ = load(spec_files(ROOT / "device_specs", "device_specs"), "device_specs")
DEVICES = {name: entry.spec for name, entry in sorted(SPECS.devices.items())}
INTERFACES = [f"{name}/{one}" for name, device in DEVICES.items() for one in device.interfaces]
WITHOUT = [name for name, device in DEVICES.items() if not device.interfaces]
OF_ONE = [name for name, device in DEVICES.items() if len(device.interfaces) == 1]

MAX_WORDS_A_STEP = 20
MAX_WORDS_A_PAGE = 350
# The section the promise names, and those that follow it where a page has none.
BEYOND = {"words", "outside", "menus", "sources"}


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    return load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))


def test_something_is_shipped() -> None:
    """The cases below are made from the specs: they must not become none unnoticed."""
    files = {file.stem for file in Path(ROOT / "device_specs" / "devices").rglob("*.yml")}
    assert set(DEVICES) == files
    assert {name.partition("/")[0] for name in INTERFACES} | set(WITHOUT) == files


@pytest.mark.parametrize("name", INTERFACES)
def test_the_interface_has_a_complete_way_out(kb: KnowledgeBase, name: str) -> None:
    device, _, wanted = name.partition("/")
    interface = next(one for one in kb.devices[device].interfaces if one.id == wanted)
    assert list(walk_interface(interface.walkthrough)) == []


@pytest.mark.parametrize("name", WITHOUT)
def test_the_device_without_sign_out_is_signed_out_from_afar(kb: KnowledgeBase, name: str) -> None:
    assert list(walk_remote(kb, kb.devices[name])) == []


@pytest.mark.parametrize("name", INTERFACES)
def test_steps_are_short(kb: KnowledgeBase, name: str) -> None:
    device, _, wanted = name.partition("/")
    interface = next(one for one in kb.devices[device].interfaces if one.id == wanted)
    said = [plain(step.says) for route in interface.walkthrough.routes for step in route.steps]
    assert [step for step in said if len(step.split()) > MAX_WORDS_A_STEP] == []


@pytest.mark.parametrize("name", OF_ONE)
def test_the_page_of_one_interface_is_short(pages: Mapping[str, BeautifulSoup], name: str) -> None:
    words = words_before(pages[f"devices/{name}/"], BEYOND)
    assert words <= MAX_WORDS_A_PAGE


def words_before(page: BeautifulSoup, sections: set[str]) -> int:
    """How many words a reader meets from the first heading to the first of the `sections`."""
    heading = page.select_one("article h1")
    assert heading is not None
    words = len(visible(heading).split())
    for element in heading.find_next_siblings():
        assert isinstance(element, Tag)
        if element.get("id") in sections:
            return words
        # A list of languages to choose from is nothing one reads through.
        choices = sum(len(visible(one).split()) for one in element.find_all("select"))
        words += len(visible(element).split()) - choices
    raise AssertionError(f"none of {sections} is a section of the page")


def test_titles_and_descriptions_are_short_and_unlike_any_other(
    pages: Mapping[str, BeautifulSoup],
) -> None:
    for what, longest, found in (
        ("title", 60, {path: page.select("head > title") for path, page in pages.items()}),
        (
            "description",
            155,
            {path: page.select("meta[name=description]") for path, page in pages.items()},
        ),
    ):
        seen: dict[str, str] = {}
        for path, elements in found.items():
            assert len(elements) == 1, f"{path} has {len(elements)} {what}s"
            text = str(elements[0].get("content") or elements[0].get_text())
            assert re.search(r"\w", text), f"the {what} of {path} is empty"
            assert len(text) <= longest, f"the {what} of {path} has {len(text)} characters: {text}"
            assert text not in seen, f"{path} and {seen[text]} have the same {what}: {text}"
            seen[text] = path
