"""What tests of the site without a network share: a browser that keeps it, and hosts that lie."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page

from generator.site.headers import rules_for
from generator.site.service_worker import service_worker
from tests.browser.host import Handler, Host
from tests.browser.watching import until

ROKU, PS5, WORDS = "devices/roku/", "devices/ps5/", "words/"
# What the browser has of the site: the addresses in our cache, below the site's root.
STORED = """async () => {
    const stored = []
    for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) stored.push(url)
    }
    return stored.map(url => url.replace(location.origin + "/", ""))
}"""
WORKERS = """async () => (await navigator.serviceWorker.getRegistrations()).map(one => one.scope)"""
# The version that took over last.
IN_CHARGE = "async () => (await (await caches.match(location.origin + '/?last')).json()).version"
CONTROLLER = "navigator.serviceWorker.controller?.state"


INSTALLING = """async () => {
    const { installing, waiting } = await navigator.serviceWorker.getRegistration()
    return installing !== null || waiting !== null
}"""


def manifest(site: Path) -> dict[str, str]:
    """The hashes of the files that a publication's worker keeps."""
    listing = (site / "sw.js").read_text("utf-8").split("\n", 1)[0]
    told = json.loads(listing.removeprefix("const MANIFEST=").removesuffix(";"))
    files: dict[str, str] = told["files"]
    return files


def version(site: Path) -> str:
    found = re.search(r'"version":"(\w+)"', (site / "sw.js").read_text("utf-8"))
    assert found
    return found[1]


def expected(site: Path) -> set[str]:
    return {f"{path}?{mark}" for path, mark in manifest(site).items()}


def stored(page: Page) -> set[str]:
    """Path and hash of each file the browser keeps."""
    return {one for one in page.evaluate(STORED) if not one.startswith("?")}


def visit(page: Page, host: Host, path: str = "") -> None:
    page.goto(f"{host.address}/{path}")


def visit_until_kept(page: Page, host: Host, path: str = "") -> None:
    """A visit that lasts until all is kept."""
    visit(page, host, path)
    wanted = expected(host.folder)
    until(lambda: wanted - stored(page), lambda missing: not missing)
    # What is no longer needed goes after that.
    until(lambda: page.evaluate(CONTROLLER), lambda state: state == "activated")


def republish(site: Path, changes: dict[str, tuple[str, str]]) -> None:
    """A new publication: words of some files replaced, under the worker of the whole."""
    for name, (old, new) in changes.items():
        text = (site / name).read_text("utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new), "utf-8")
    (site / "sw.js").write_text(service_worker(site, rules_for(site)), "utf-8")


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def fails(handler: Handler) -> None:
    handler.body(500, b"<h1>Broken</h1>", "text/html")


def portal(handler: Handler) -> None:
    handler.body(200, b"<h1>Welcome to our hotel</h1>", "text/html")


def redirects(handler: Handler) -> None:
    handler.redirect("/words/")


def breaks_off(handler: Handler) -> None:
    data = (handler.host.folder / "devices/roku/index.html").read_bytes()
    handler.body(200, data[: len(data) // 2], "text/html", len(data))


def is_old(handler: Handler) -> None:
    data = (handler.host.folder / "devices/roku/index.html").read_bytes()
    handler.body(200, data.replace(b"</h1>", b" of yesterday</h1>"), "text/html")


def is_partial(handler: Handler) -> None:
    handler.body(206, (handler.host.folder / "devices/roku/index.html").read_bytes(), "text/html")
