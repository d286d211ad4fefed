"""Strange texts where editors see them: in the preview, over it, and in the forms of `/admin/`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from generator.knowledge.load import check_specs
from tests.commands.serve.test_serve import Served
from tests.end_to_end.test_hostile import Watched, leads_somewhere_harmless, watched
from tests.hostile import EDIT, SERVICE, STRANGE, write_project
from tests.site_fixtures import Once

__all__ = ["watched"]

# Files with what of them is edited, each with letters of the texts in it, and their number.
FORMS = (
    ("devices/phone/device-0.yml", "AMYOPQCDH", 0),
    ("families/family-1.yml", "FTLRNSEGWBI", 1),
    ("problems/problem-2.yml", "1234567890@", 2),
    ("labels.yml?entry=word-3", "VXUq", 3),
    ("sources.yml?entry=page-4", "abcdo", 4),
    ("concepts.yml?entry=concept-5", "KJZ", 5),
    ("items.yml?entry=item-6", ("i", "if", "ig", "ij"), 6),
    ("positions.yml?entry=place-7", ("at",), 7),
    ("everyday.yml?entry=everyday-8", "p", 8),
    ("topics/strange.yml", ("fa", "fb"), 9),
    ("changelog/2026-10-01.yml", "suz", 10),
    ("service.yml", (), 0),
    ("kinds.yml?entry=phone", (), 0),
    ("keys.yml?entry=menu", (), 0),
    ("packs.yml?entry=strange", (), 0),
    ("checklists/strange.yml", (), 0),
    ("phrases.yml?entry=phrase", (), 0),
)
VALUES = """() => [...document.querySelectorAll('input, textarea, option')].map(one => one.value)"""
LEADS = """() => [...document.querySelectorAll('[href], [src], [action]')].map(one =>
    one.href?.baseVal ?? one.href ?? one.src ?? one.action)"""
TYPED = "'><img src=x onerror=canary()> {{7*7}} & \"\\"


@pytest.fixture(scope="module")
def project(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project of strange texts, in which things are changed."""
    specs = once("strange-specs", lambda folder: write_project(folder, tame=False))
    return shutil.copytree(specs, tmp_path_factory.mktemp("edited") / "project")


@pytest.fixture(scope="module")
def server(project: Path) -> Iterator[Served]:
    with Served.running(project) as served:
        yield served


def opened(page: Page, address: str) -> None:
    page.goto(address)
    # Source addresses may be those of the code host.
    here = address.split("/")[2]
    leads = page.evaluate(LEADS)
    own = (EDIT, "vscode://file/", "data:,")  # the last is an icon that is none
    assert [
        at for at in leads if not at.startswith(own) and not leads_somewhere_harmless(at, here)
    ] == []


def test_forms_show_texts_as_they_are(server: Served, watched: Watched) -> None:
    page = watched.page
    opened(page, f"{server.address}/admin/")
    exact = page.locator("main").text_content() or ""
    assert [text for text in STRANGE if text not in exact] == []
    page.get_by_label("A name, or words on a screen").fill(STRANGE[1])
    expect(page.get_by_role("link", name=STRANGE[1], exact=True).first).to_be_visible()
    for form, letters, number in FORMS:
        opened(page, f"{server.address}/admin/edit/{form}")
        expect(page.locator("#says")).not_to_be_empty()
        values = page.evaluate(VALUES)
        lost = [letter for letter in letters if f"{letter} {STRANGE[number]}" not in values]
        assert lost == [], form
        if form == "service.yml":
            assert SERVICE in values
    assert watched.seen == []


def test_a_text_that_is_typed_is_saved_and_shown_as_it_is(
    project: Path, server: Served, watched: Watched
) -> None:
    page, name = watched.page, "devices/phone/device-11.yml"
    opened(page, f"{server.address}/admin/edit/{name}")
    page.get_by_role("textbox", name="Name", exact=True).fill(TYPED[:30])
    page.get_by_role("textbox", name="Also 1", exact=True).fill(TYPED)
    expect(page.get_by_role("textbox", name="The text of the file")).to_have_value(
        re.compile(r"7\*7")
    )
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#says")).to_have_text("Saved.")
    saved = yaml.safe_load((project / "device_specs" / name).read_text("utf-8"))
    assert (saved["name"], saved["also"]) == (TYPED[:30], [TYPED])
    assert check_specs(project / "device_specs").problems == []
    page.goto(f"{server.address}/devices/device-11/")
    expect(page.locator("h1")).to_have_text(f"Sign out of {SERVICE} on {TYPED[:30]}")
    assert watched.seen == []


def test_a_problem_is_told_over_the_page_as_it_is(
    project: Path, server: Served, watched: Watched
) -> None:
    page, file = watched.page, project / "device_specs/devices/phone/device-12.yml"
    before = file.read_text("utf-8")
    page.goto(f"{server.address}/devices/device-12/")
    long = f"{TYPED} {'x' * 40}"
    data = yaml.safe_load(before) | {"name": long}
    data["interfaces"]["app"]["family"] = f"{TYPED}"
    file.write_text(yaml.safe_dump(data), "utf-8")
    alert = page.locator("[role=alert]")
    expect(alert).to_contain_text("<img src=x onerror=canary()>")
    file.write_text(before, "utf-8")
    expect(alert).to_have_count(0)
    assert watched.seen == []
