"""What tests of the finished site share: the site, a server, a browser, and how to read a page.

A folder of tests loads it from its `conftest.py`:

    from tests import site_fixtures

    pytest_configure = site_fixtures.load
"""

from __future__ import annotations

import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
SIGNOUT = (sys.executable, "-m", "generator.commands")
# The shell without windows first: the same browser, but a page opens in a third of the time.
_WHOLE = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", *_WHOLE))), "chromium")
WHOLE_CHROMIUM = next(filter(None, map(shutil.which, _WHOLE)), "chromium")
# However slow the machine is: only what will never come is waited for so long, and then it is said
# before the whole test is given up after five minutes. Actions of a page wait for 30 s.
PATIENCE = 240  # seconds, for a program
expect.set_options(timeout=60_000)  # milliseconds, for a fact about a page
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def load(config: pytest.Config) -> None:
    """Makes the fixtures of this module known, once however many folders ask for it."""
    module = sys.modules[__name__]
    if not config.pluginmanager.is_registered(module):
        config.pluginmanager.register(module)
        if (factor := config.getoption("slow_browser")) > 1:
            _slow_down(factor)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What fails in a browser is tried once more: a page has the processors to share with whatever
    else runs, and a test that looked too early is worth mending, but says nothing of the site. The
    summary tells of each such test (`-ra`)."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))


# For tests that count, forbid or limit what a program asks of the system: where coverage.py watches
# all programs that tests start (`make coverage`), it asks for files and for time as well.
UNWATCHED = {"COVERAGE_PROCESS_CONFIG": ""}


def run(
    *command: str | Path, cwd: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end; `variables` are added to its environment."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def copy_project(folder: Path) -> Path:
    """A copy of the project in `folder` (new), with all that its site is made of."""
    for name in ("device_specs", "content", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "generator").mkdir()
    for name in ("mkdocs.yml", "generator/hook.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def copy_second_service(folder: Path) -> Path:
    """A copy in `folder` (new) of the small project of another service: its whole site, PDFs and
    search too, is built in two seconds."""
    shutil.copytree(ROOT / "tests" / "end_to_end" / "second-service", folder)
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace("../../../overrides", str(ROOT / "overrides"))
    config.write_text(text, "utf-8")
    return folder


def copy_tree_with(folder: Path, to: Path, changes: Mapping[str, tuple[str, str]]) -> None:
    """Copies a folder to `to` (new) with words of some files replaced by others."""
    shutil.copytree(folder, to)
    for name, (old, new) in changes.items():
        text = (to / name).read_text("utf-8")
        assert old in text, f"{name} has no {old!r}: the test has nothing to change"
        (to / name).write_text(text.replace(old, new), "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """All files below `folder` with their bytes."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(files)}


def read_page(file: Path) -> BeautifulSoup:
    """A built page as a tree of elements."""
    return BeautifulSoup(file.read_text("utf-8"), "html.parser")


def visible(element: Tag) -> str:
    """The text of an element as one reads it, white space collapsed."""
    return " ".join(element.get_text().split())


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves a folder on a free port of this machine, as a static host would; gives its address."""
    with answering(functools.partial(_Handler, directory=str(folder))) as address:
        yield address


@contextmanager
def answering(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Lets `handler` answer on a free port of this machine; gives the address, without a slash."""
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Server(http.server.ThreadingHTTPServer):
    """Says nothing of browsers that leave before a page is through."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Says nothing, and shows 404.html for what is not there."""

    def log_message(self, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("LinkChecker", "no need to be gentle")  # it waits between requests else
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a folder once for all workers of a run: once("site", build) calls build(folder)."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The shipped site, as `signout build` makes it; only to be read."""

    def build(folder: Path) -> None:
        built = run(*SIGNOUT, "build", "--out", folder)
        assert built.returncode == 0, built.stdout + built.stderr

    return once("shipped-site", build)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the shipped site is served: http://127.0.0.1:PORT, without a slash."""
    with served(site) as at:
        yield at


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        _leave_workers_out(chromium)
        yield chromium
        chromium.close()


def _leave_workers_out(browser: Browser) -> None:
    """Takes service workers from pages, unless a test asks for them: `service_workers="allow"`.

    Each new context is a first visit, at which the site's worker would fetch the whole site.
    """
    new_context = browser.new_context

    def without(**settings: Any) -> BrowserContext:
        context = new_context(**settings)
        if settings.get("service_workers") != "allow":
            context.add_init_script("delete Navigator.prototype.serviceWorker")
        return context

    browser.new_context = without  # type: ignore[method-assign]


def _slow_down(factor: float) -> None:
    """Slows the processor down for every page, however it is opened."""
    new_page, new_page_of_its_own = BrowserContext.new_page, Browser.new_page

    def slow(page: Page) -> Page:
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": factor})
        return page

    BrowserContext.new_page = lambda self: slow(new_page(self))  # type: ignore[method-assign]
    Browser.new_page = lambda self, **settings: slow(  # type: ignore[method-assign]
        new_page_of_its_own(self, **settings)
    )


@pytest.fixture(scope="session")
def pages(site: Path) -> Mapping[str, BeautifulSoup]:
    """Every page of the shipped site by its address (`devices/roku/`), and `404.html`."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        found[file.relative_to(site).as_posix().removesuffix("index.html")] = read_page(file)
    return found
