"""The editor as one uses it: in Chromium, on a copy of the project, with real saves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.admin.app import Editor
from generator.knowledge.load import check_specs
from generator.publish.publication import Project
from tests.browser.watching import violations, watch
from tests.site_fixtures import copy_project


@dataclass
class Place:
    """Where the editor is, and the project it edits."""

    address: str
    project: Project

    def text(self, name: str) -> str:
        return (self.project.specs / name).read_text("utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    root = copy_project(tmp_path / "project")
    project = Project(root / "device_specs", root / "content", root / "mkdocs.yml")
    editor = Editor(project)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            editor.handle(self)

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Place(f"http://127.0.0.1:{server.server_port}/admin/", project)
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def opened(page: Page, address: str) -> None:
    """Waits until the page to which one went is there with its script."""
    expect(page).to_have_url(address)
    page.wait_for_load_state()


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#says")).to_have_text("Saved.")


def test_a_label_is_found_changed_by_keyboard_and_saved(page: Page, place: Place) -> None:
    seen = watch(page)
    before = place.text("labels.yml")
    page.goto(place.address)
    page.get_by_label("A name, or words on a screen").fill("obtener ayuda")
    page.get_by_role("link", name="Get Help", exact=True).click()
    opened(page, f"{place.address}edit/labels.yml?entry=get-help")
    page.get_by_role("textbox", name="Français (fr)").fill("Aide: ici")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#difference tr.new")).to_have_text('11+put in:    fr: "Aide: ici"')
    page.keyboard.press("Enter")
    expect(page.locator("#says")).to_have_text("Saved.")
    now = place.text("labels.yml")
    assert now == before.replace("fr: Obtenir de l'aide", 'fr: "Aide: ici"', 1) != before
    assert check_specs(place.project.specs).problems == []
    assert seen.errors == []


def test_a_misspelt_name_cannot_be_saved_by_accident(page: Page, place: Place) -> None:
    name = "devices/streaming-player/roku.yml"
    before = place.text(name)
    page.goto(f"{place.address}edit/{name}")
    text = page.get_by_role("textbox", name="The text of the file")
    text.fill(text.input_value().replace("family: netflix-tv-gear", "family: netflix-tv-gaer"))
    expect(page.locator("#problems")).to_contain_text("Did you mean netflix-tv-gear?")
    expect(page.locator("#form [aria-invalid]")).to_have_value("netflix-tv-gaer")
    expect(page.locator(".marks mark")).to_have_text("netflix-tv-gaer")
    page.get_by_role("button", name="Save …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Tick the box first")
    assert violations(page) == []
    assert place.text(name) == before
    # What is not saved is there again after the page was left, until it is thrown away.
    page.goto(place.address)
    page.get_by_role("link", name=name).click()
    opened(page, f"{place.address}edit/{name}")
    expect(text).to_have_value(before.replace("family: netflix-tv-gear", "family: netflix-tv-gaer"))
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#says")).to_have_text("No problems.")
    expect(text).to_have_value(before)


def test_a_device_of_a_known_family_is_added_on_a_phone(page: Page, place: Place) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{place.address}new/devices")
    page.get_by_label("Name", exact=True).fill("Acme TV 2000")
    page.get_by_label("Kind").select_option("smart-tv")
    page.get_by_label("Interface").fill("netflix-tv-top-menu")
    page.get_by_role("button", name="Go on").click()
    opened(page, f"{place.address}edit/devices/smart-tv/acme-tv-2000.yml")
    expect(page.get_by_role("button", name="Save …")).to_be_enabled()  # what is new is judged
    expect(page.locator("#says")).to_have_text("No problems.")
    page.get_by_text("Add a field").last.click()
    page.locator("summary", has_text="Models").click()
    page.get_by_role("textbox", name="Models").fill("A 2000\nA 2001")
    page.locator(".add[open]", has_text="Models").get_by_role("button", name="Add").last.click()
    expect(page.get_by_role("textbox", name="Models 2")).to_have_value("A 2001")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # where the bar covers nothing
    assert violations(page) == []
    save(page)
    assert place.text("devices/smart-tv/acme-tv-2000.yml") == (
        "# yaml-language-server: $schema=../../.schema/device.json\n"
        "name: Acme TV 2000\n"
        "models: [A 2000, A 2001]\n"
        "interfaces:\n"
        "  top-menu: {family: netflix-tv-top-menu}\n"
    )
    assert check_specs(place.project.specs).problems == []
