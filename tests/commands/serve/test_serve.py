"""`signout serve` as one uses it: a real program, a real Chromium, real saves."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.watching import until
from tests.site_fixtures import PATIENCE, SIGNOUT, copy_project, run

ROKU = "device_specs/devices/streaming-player/roku.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def spoil(project: Path, name: str, old: str, new: str) -> int:
    """Puts `new` in the place of `old`, and says on which line."""
    text = (project / name).read_text("utf-8")
    before, found, after = text.partition(old)
    assert found
    (project / name).write_text(before + new + after, "utf-8")
    return before.count("\n") + 1


class Served:
    """A running `signout serve`, its address, and all it has said so far."""

    def __init__(self, project: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [*SIGNOUT, "serve", "--port", "0", *options],
            cwd=project,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = self.says(r"Open (http://\S+?)/ ")[1]

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.said += line

    def says(self, pattern: str) -> re.Match[str]:
        """Waits until it has said what the pattern means, or has ended."""

        def look() -> tuple[re.Match[str] | None, bool]:
            is_over = not self._reader.is_alive()
            return re.search(pattern, self.said, re.MULTILINE), is_over

        found, _ = until(look, any)
        assert found, self.said
        return found

    @classmethod
    @contextmanager
    def running(cls, project: Path) -> Iterator[Served]:
        """One that is gone afterwards, whatever happens."""
        served = cls(project)
        try:
            yield served
        finally:
            if served.process.poll() is None:
                served.process.kill()
                served.process.wait()

    def end(self, by: signal.Signals = signal.SIGINT) -> str:
        self.process.send_signal(by)
        assert self.process.wait(timeout=PATIENCE) == 0
        self._reader.join()
        assert "Traceback" not in self.said
        return self.said


@pytest.fixture
def server(project: Path) -> Iterator[Served]:
    with Served.running(project) as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 900, "height": 500})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_editors_of_yaml_are_offered_what_is_new(project: Path) -> None:
    """If they are offered anything: somebody has asked for schemas."""
    folder = project / "device_specs" / ".schema"
    shutil.rmtree(folder, ignore_errors=True)
    with Served.running(project) as server:
        spoil(project, ROKU, "name: Roku", "name: Rocku")
        server.says(r"^Rocku: saved")
        run(*SIGNOUT, "schema", cwd=project)
        assert "Rokuku" not in (folder / "problem.json").read_text("utf-8")
        spoil(project, ROKU, "name: Rocku", "name: Rokuku")
        until(lambda: (folder / "problem.json").read_text("utf-8"), lambda text: "Rokuku" in text)


def test_serve_shows_edits_and_problems_as_they_are_saved(
    project: Path, server: Served, context: BrowserContext, page: Page
) -> None:
    page.goto(f"{server.address}/devices/roku/")
    heading, alert = page.locator("h1"), page.locator("[role=alert]")
    expect(heading).to_have_text("Sign out of Netflix on Roku")
    expect(alert).to_have_count(0)
    other = context.new_page()
    other.goto(f"{server.address}/words/")
    page.bring_to_front()

    # The page is left as somebody reads it.
    page.locator(".so-chooser [data-interface] a").first.click()
    expect(page).to_have_url(re.compile("#.+$"))
    chosen = page.locator(".so-chooser [aria-current=true]").inner_text()
    page.locator("article details:not([open]) > summary").first.click()
    page.locator(".so-tick:visible").first.click()
    expect(page.locator(".so-tick[aria-pressed=true]")).to_have_count(1)
    # The browser may still be on its way to the place that the address names.
    until(lambda: page.evaluate(SCROLLED), lambda scroll: scroll == 700)
    was = page.evaluate(AS_IT_IS)
    assert was["scroll"] == 700
    assert was["ticked"] == 1
    assert was["open"]
    page.evaluate("globalThis.before = true")

    spoil(project, ROKU, "name: Roku", "name: Rocku")  # a good edit shows by itself
    expect(heading).to_have_text("Sign out of Netflix on Rocku")
    assert page.evaluate("globalThis.before") is None, "scripts and styles are loaded anew too"
    page.wait_for_load_state()
    until(lambda: page.evaluate(AS_IT_IS), lambda now: now == was)
    assert page.locator(".so-chooser [aria-current=true]").inner_text() == chosen
    server.says(r"^Rocku: saved, shown after \d+\.\d\d s$")
    # This page of words has not changed: it was left alone.
    other.evaluate("globalThis.before = true")

    # A bad one shows over the last good page.
    place = f"{ROKU}:{spoil(project, ROKU, 'name: Rocku', 'nmae: Rocku')}:1"
    expect(alert).to_contain_text(f"{place}: ")
    expect(heading).to_have_text("Sign out of Netflix on Rocku")
    expect(page.locator(".so-steps li").first).to_be_visible()
    link = alert.get_by_role("link", name=place)
    expect(link).to_have_attribute("href", f"vscode://file{project / place}")
    expect(alert.locator("code").first).to_have_text(re.compile(r"^nmae: Rocku\n\^\^\^\^"))
    expect(other.locator("[role=alert]")).to_contain_text(place)  # and over any other
    assert other.evaluate("globalThis.before") is True

    spoil(project, ROKU, "nmae: Rocku", "name: Roku")  # mended, it is gone
    expect(alert).to_have_count(0)
    expect(other.locator("[role=alert]")).to_have_count(0)
    expect(heading).to_have_text("Sign out of Netflix on Roku")
    server.says(r"^Roku: saved, all problems are gone, shown after \d+\.\d\d s$")

    other.bring_to_front()
    spoil(project, "content/words.md", "{#page}", "of all {#page}")  # prose is watched too
    expect(other.locator("h1")).to_contain_text(" of all")
    server.says(r"^content/words\.md: saved, shown after ")
    spoil(project, "content/words.md", "slot: words", "slot: wrods")
    expect(other.locator("[role=alert]")).to_contain_text("content/words.md:")

    lost = context.new_page()
    response = lost.goto(f"{server.address}/devices/rokku/")
    assert response is not None
    assert response.status == 404
    expect(lost.locator("h1")).to_have_text("This page is not here")

    said = server.end()
    assert f"{place}: " in said
    assert re.search(r"^Rocku: saved, with problems\. ", said, re.M)
    expect(lost.get_by_role("status")).to_contain_text("The preview has ended.")


SCROLLED = """() => {
    scrollTo(0, 700)
    const frame = next => requestAnimationFrame(next)
    return new Promise(told => frame(() => frame(() => told(scrollY))))
}"""
AS_IT_IS = """() => ({
    scroll: scrollY,
    hash: location.hash,
    open: [...document.querySelectorAll("article details")].filter(one => one.open).length,
    ticked: document.querySelectorAll("[aria-pressed=true]").length,
    hidden: [...document.querySelectorAll(".so-interface, .so-fallback")].map(one => one.hidden),
})"""


def test_serve_starts_on_a_bad_project_and_mends_itself(project: Path, page: Page) -> None:
    line = spoil(project, ROKU, "name:", "nmae:")
    server = Served(project, "--editor", "idea")
    try:
        page.goto(f"{server.address}/")
        alert = page.locator("[role=alert]")
        expect(alert).to_contain_text(f"{ROKU}:{line}:1: ")
        expect(alert.get_by_role("link").first).to_have_attribute(
            "href", f"idea://open?file={project / ROKU}&line={line}&column=1"
        )
        spoil(project, ROKU, "nmae:", "name:")
        expect(page.locator("h1")).to_have_text("Where are you signed in?")
    finally:
        said = server.end(signal.SIGTERM)
    assert "Waiting for the first version without problems." in said


def test_serve_at_an_address_of_another_machine_says_so(project: Path) -> None:
    done = run(*SIGNOUT, "serve", "--port", "0", "--host", "192.0.2.1", cwd=project)
    assert done.returncode == 1
    assert "`192.0.2.1` is no address of this machine. Leave --host away" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_at_a_taken_port_says_so(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(*SIGNOUT, "serve", "--port", str(port), cwd=project)
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert "Open http" not in done.stdout
    assert "Traceback" not in done.stderr
