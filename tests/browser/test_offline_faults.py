"""What spoils what a reader keeps of the site, or makes it old, in a real browser: nothing that is
not ours is ever shown as ours, no page is broken, and no version stays for ever."""

from __future__ import annotations

import json
import re
import time
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.site.finder import FINDER
from tests.browser.host import Handler, Host
from tests.browser.keeping import (
    IN_CHARGE,
    INSTALLING,
    PS5,
    ROKU,
    STORED,
    WORDS,
    WORKERS,
    expected,
    fails,
    heading,
    manifest,
    portal,
    republish,
    stored,
    version,
    visit,
    visit_until_kept,
)
from tests.browser.watching import until

DAY = 24 * 60 * 60 * 1000  # milliseconds
NEW = {f"{ROKU}index.html": ("</h1>", " anew</h1>"), f"{WORDS}index.html": ("</h1>", " anew</h1>")}
WORKS = """() => [document.documentElement.className,
    document.styleSheets.length > 0
        && [...document.styleSheets].every(one => one.cssRules.length > 0)]"""
# Puts something else in the place of what is kept under an address.
SPOIL = """async ([path, text]) => {
    const cache = await caches.open((await caches.keys())[0])
    for (const key of await cache.keys()) {
        if (!key.url.startsWith(`${location.origin}/${path}?`)) continue
        if (text === null) await cache.delete(key)
        else {
            const { headers } = await cache.match(key)
            await cache.put(key, new Response(text, { headers }))
        }
    }
}"""
NOTE = """async ([name, value]) => {
    const cache = await caches.open((await caches.keys())[0])
    await cache.put(`${location.origin}/?${name}`, new Response(value))
}"""
NOTED = "async name => (await caches.match(`${location.origin}/?${name}`))?.text()"


def same_as_published(page: Page, host: Host, path: str) -> bool:
    answer = page.goto(f"{host.address}/{path}")
    assert answer is not None
    file = host.folder / path / "index.html"
    return (answer.status, answer.body()) == (200, file.read_bytes())


def restart_worker(context: BrowserContext, page: Page) -> None:
    """As browsers do with a worker that has had nothing to do for a while."""
    session = context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


def note(page: Page, name: str, value: object) -> None:
    page.evaluate(NOTE, [name, json.dumps(value)])


def days_ago(days: float) -> float:
    return round(time.time() * 1000 - days * DAY)


def spoilt(host: Host, page: Page) -> set[str]:
    """What is kept and does not have the bytes that were published."""
    hashes = page.evaluate(
        """async () => {
            const found = {}
            const cache = await caches.open((await caches.keys())[0])
            for (const key of await cache.keys()) {
                const bytes = await (await cache.match(key)).arrayBuffer()
                const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
                found[key.url.slice(location.origin.length + 1)] =
                    [...digest.slice(0, 8)].map(one => one.toString(16).padStart(2, "0")).join("")
            }
            return found
        }"""
    )
    return {one for one, mark in hashes.items() if one[0] != "?" and one.split("?")[1] != mark}


# --- staleness ---


def test_a_worker_that_may_be_kept_for_a_day_is_asked_for_at_each_visit(
    host: Host, page: Page
) -> None:
    """A host that lets everything be kept, the worker's script too."""
    rules = host.folder / "_headers"
    rules.write_text(re.sub("Cache-Control: .*", "Cache-Control: max-age=86400", rules.read_text()))
    assert host.headers_for("/sw.js")["Cache-Control"] == "max-age=86400"
    visit_until_kept(page, host, WORDS)
    republish(host.folder, NEW)
    visit(page, host, WORDS)
    until(lambda: expected(host.folder) - stored(page), lambda missing: not missing)
    visit(page, host, ROKU)
    assert heading(page).endswith("anew")


def test_where_a_cache_between_has_the_old_worker_no_page_is_broken(
    host: Host, context: BrowserContext, page: Page, browser: Browser
) -> None:
    """It sends the script of yesterday for a day, and all else as it is."""
    visit_until_kept(page, host, WORDS)
    old = (host.folder / "sw.js").read_bytes()
    reseal(host.folder, "assets/signout.*.css")
    reseal(host.folder, "assets/signout.*.js")
    republish(host.folder, NEW)
    host.answers["/sw.js"] = lambda handler: handler.body(200, old, "text/javascript")
    other = browser.new_context(service_workers="allow")
    for reader in (page, other.new_page()):
        for path in (WORDS, ROKU, "about/"):
            visit(reader, host, path)
            assert reader.evaluate(WORKS) == ["js", True], path
    # Who comes for the first time sees the new pages at once.
    visit(reader, host, ROKU)
    assert heading(reader).endswith("anew")
    assert spoilt(host, reader) == set()
    other.close()
    host.answers.clear()
    visit(page, host, WORDS)
    until(lambda: expected(host.folder) - stored(page), lambda missing: not missing)
    visit(page, host, ROKU)
    assert heading(page).endswith("anew")
    assert page.evaluate(WORKS) == ["js", True]


def test_a_host_that_changes_styles_by_itself_holds_no_version_back_for_ever(
    host: Host, page: Page
) -> None:
    """Such a version waits a day, in case it is only half uploaded."""
    visit_until_kept(page, host, WORDS)
    style = reseal(host.folder, "assets/signout.*.css")
    republish(host.folder, NEW)
    changed = (host.folder / style).read_bytes() + b"\n"
    host.answers[f"/{style}"] = lambda handler: handler.body(200, changed, "text/css")
    for days, shown in ((0.9, False), (1.1, True)):
        if days > 1:
            note(page, "waiting", days_ago(days))
        visit(page, host, WORDS)
        until(lambda: f"/{style}" in host.asked, bool)
        until(lambda: page.evaluate(INSTALLING), lambda installing: not installing)
        host.new_requests()
        visit(page, host, ROKU)
        assert heading(page).endswith("anew") == shown
    assert page.evaluate(NOTED, "waiting") is None
    # Nothing of it can be kept, so that no more is asked for than its styles and scripts.
    visit(page, host, "about/")
    page.wait_for_load_state("networkidle")
    assert f"/{PS5}" not in host.asked


# --- what is kept spoils ---

SPOILT = {"changed": "<h1>Changed</h1>", "emptied": "", "removed": None}


@pytest.mark.parametrize("text", SPOILT.values(), ids=SPOILT)
def test_what_spoils_on_the_device_is_fetched_again(
    host: Host, page: Page, text: str | None
) -> None:
    visit_until_kept(page, host, WORDS)
    names = [name for name in manifest(host.folder) if re.match(r"assets/.*\.(css|js)$", name)]
    assert len(names) >= 4
    names.append(f"{ROKU}index.html")
    for name in names:
        page.evaluate(SPOIL, [name, text])
    host.new_requests()
    assert same_as_published(page, host, ROKU)
    assert page.evaluate(WORKS) == ["js", True]
    assert f"/{ROKU}" in host.asked
    loaded = {f"{name}?{manifest(host.folder)[name]}" for name in names if "finder" not in name}
    until(lambda: loaded - stored(page) | spoilt(host, page) & loaded, lambda bad: not bad)
    host.down = True
    assert same_as_published(page, host, ROKU)
    assert page.evaluate(WORKS) == ["js", True]


def test_what_spoils_is_not_shown_without_a_network(host: Host, page: Page) -> None:
    visit_until_kept(page, host, WORDS)
    for name in (f"{ROKU}index.html", next(n for n in manifest(host.folder) if n[-4:] == ".css")):
        page.evaluate(SPOIL, [name, "<h1>Changed</h1>"])
    host.down = True
    answer = page.goto(f"{host.address}/{ROKU}")
    assert answer is not None
    assert (answer.status, heading(page)) == (404, "This page is not here")
    # Without one of its styles a page is plain, and whole.
    assert same_as_published(page, host, PS5)
    assert heading(page).startswith("Sign out")
    # What spoilt is gone, so that it will be fetched.
    assert spoilt(host, page) == set()
    page.evaluate(SPOIL, ["404.html", "<h1>Changed</h1>"])
    with pytest.raises(Exception, match="net::"):
        page.goto(f"{host.address}/{ROKU}")


UNREADABLE = [
    "{",
    '{"version": 1}',
    *(pytest.param(value, marks=pytest.mark.long) for value in ("", "null", "{}", '"x"')),
]


@pytest.mark.parametrize("value", UNREADABLE)
def test_notes_that_spoil_are_written_anew(host: Host, page: Page, value: str) -> None:
    visit_until_kept(page, host, WORDS)
    page.evaluate(NOTE, ["last", value])
    page.evaluate(NOTE, ["before", value])
    page.evaluate(NOTE, ["waiting", value])
    republish(host.folder, NEW)
    visit(page, host, WORDS)
    until(lambda: stored(page), lambda now: now == expected(host.folder))
    assert page.evaluate(IN_CHARGE) == version(host.folder)
    visit(page, host, ROKU)
    assert heading(page).endswith("anew")


def test_what_the_browser_clears_is_kept_again(
    host: Host, context: BrowserContext, page: Page
) -> None:
    visit_until_kept(page, host, WORDS)
    page.evaluate("async () => caches.delete((await caches.keys())[0])")
    assert same_as_published(page, host, ROKU)
    restart_worker(context, page)
    visit_until_kept(page, host, WORDS)
    host.down = True
    assert same_as_published(page, host, ROKU)


def test_what_an_earlier_worker_kept_with_other_headers_is_still_good(
    host: Host, page: Page
) -> None:
    visit_until_kept(page, host, WORDS)
    page.evaluate(
        """async () => {
            const cache = await caches.open((await caches.keys())[0])
            for (const key of await cache.keys()) {
                const bytes = await (await cache.match(key)).arrayBuffer()
                await cache.put(key, new Response(bytes, { headers: { Vary: "*/*" } }))
            }
        }"""
    )
    host.down = True
    assert same_as_published(page, host, ROKU)
    assert page.evaluate(WORKS) == ["js", True]


# --- the device is full ---


def test_a_full_device_gets_new_versions_and_keeps_them_once_there_is_room(
    host: Host, context: BrowserContext, page: Page
) -> None:
    visit_until_kept(page, host, WORDS)
    session = context.new_cdp_session(page)
    quota = "Storage.overrideQuotaForOrigin"
    session.send(quota, {"origin": host.address, "quotaSize": 1})
    reseal(host.folder, "assets/signout.*.css")
    republish(host.folder, NEW)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    visit(page, host, WORDS)
    read = "async url => (await fetch(url)).text()"
    until(lambda: page.evaluate(read, f"/{ROKU}"), lambda html: " anew</h1>" in html)
    for path in (WORDS, ROKU, PS5):
        assert same_as_published(page, host, path), path
        assert page.evaluate(WORKS) == ["js", True], path
    assert errors == []
    # What is there is whole, and what could not be stored is not there.
    assert spoilt(host, page) == set()
    assert expected(host.folder) - stored(page)
    session.send(quota, {"origin": host.address})
    restart_worker(context, page)
    visit_until_kept(page, host, WORDS)
    until(lambda: stored(page), lambda now: now == expected(host.folder))
    host.down = True
    assert same_as_published(page, host, ROKU)
    assert page.evaluate(WORKS) == ["js", True]


# --- a network that answers for everybody ---


def asks_for_a_login(handler: Handler) -> None:
    handler.body(511, b"<h1>Welcome to our hotel</h1>", "text/html")


def leads_elsewhere(handler: Handler) -> None:
    name, _, port = handler.headers["Host"].partition(":")
    if name == "localhost":
        portal(handler)
    else:
        handler.redirect(f"http://localhost:{port}/login")


def is_called_a_script(handler: Handler) -> None:
    handler.body(200, b"<h1>Welcome to our hotel</h1>", "text/javascript")


def is_nothing(handler: Handler) -> None:
    handler.body(200, b"", "text/html")


PORTALS = [portal, asks_for_a_login, leads_elsewhere, is_called_a_script, is_nothing]


@pytest.mark.parametrize("answer", PORTALS)
def test_a_captive_portal_gets_nothing_in(
    host: Host, page: Page, answer: Callable[[Handler], None]
) -> None:
    visit_until_kept(page, host, WORDS)
    page.evaluate(SPOIL, [f"{PS5}index.html", None])
    kept, before = stored(page), version(host.folder)
    republish(host.folder, NEW)
    host.everywhere = answer
    for path in (ROKU, WORDS, ""):
        visit(page, host, path)
        assert heading(page) != "Welcome to our hotel"
        assert page.evaluate(WORKS) == ["js", True], path
    # Where the reader has to log in, the portal's own page can be seen. It is not taken for ours.
    if answer is not leads_elsewhere:
        page.goto(f"{host.address}/{PS5}")
        visit(page, host, WORDS)
    until(lambda: page.evaluate(INSTALLING), lambda installing: not installing)
    assert page.evaluate(IN_CHARGE) == before
    assert stored(page) == kept
    assert spoilt(host, page) == set()
    host.everywhere = None
    visit(page, host, WORDS)
    until(lambda: expected(host.folder) - stored(page), lambda missing: not missing)
    visit(page, host, ROKU)
    assert heading(page).endswith("anew")
    assert spoilt(host, page) == set()


@pytest.mark.parametrize("answer", [portal, asks_for_a_login, is_called_a_script])
def test_a_first_visit_in_the_middle_of_a_login_leaves_nothing_behind(
    host: Host, page: Page, answer: Callable[[Handler], None]
) -> None:
    """The page comes through, and whatever the worker asks for does not."""
    host.answers["/sw.js"] = answer
    host.answers[f"/{ROKU}"] = answer
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    visit(page, host, WORDS)
    until(lambda: "/sw.js" in host.asked, bool)
    assert page.evaluate(WORKS) == ["js", True]
    assert errors == []
    host.answers.clear()
    visit_until_kept(page, host, WORDS)
    assert spoilt(host, page) == set()


def test_a_wrong_type_is_not_kept_with_what_came_under_it(host: Host, page: Page) -> None:
    """Our bytes, called something else or with a policy of somebody else: next time it is ours."""
    style = next((host.folder / "assets").glob("signout.*.css")).relative_to(host.folder)
    rules = host.folder / "_headers"
    rules.write_text(
        "/*\n  X-Content-Type-Options: nosniff\n  Content-Security-Policy: img-src a:\n"
    )
    types = {style.as_posix(): "text/plain", f"{WORDS}index.html": "image/png"}
    for name, kind in types.items():
        data = (host.folder / name).read_bytes()
        answer = partial(Handler.body, status=200, data=data, kind=kind)
        host.answers[f"/{name.removesuffix('index.html')}"] = answer
    visit(page, host, ROKU)
    with pytest.raises(Exception, match="cssRules"):
        page.evaluate(WORKS)
    until(lambda: expected(host.folder) - stored(page), lambda missing: not missing)
    host.down = True
    for path in (ROKU, WORDS):
        assert same_as_published(page, host, path)
        assert page.evaluate(WORKS) == ["js", True]


def test_kept_pages_come_with_the_strict_headers(host: Host, page: Page) -> None:
    visit_until_kept(page, host, WORDS)
    host.down = True
    answer = page.goto(f"{host.address}/{ROKU}")
    assert answer is not None
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


# --- two versions in two tabs ---


def reseal(folder: Path, pattern: str) -> str:
    """Changes a style or script a little, with all that names it, as the next version would; the
    old one is at the host no more. Returns its new path."""
    old = next(folder.glob(pattern))
    data = old.read_bytes()
    new = data + b"\n/**/"
    digest = sha256(new)
    name = re.sub(r"\.[0-9a-f]{8}\.", f".{digest.hexdigest()[:8]}.", old.name)
    hashes = [
        f"sha256-{b64encode(one).decode()}" for one in (sha256(data).digest(), digest.digest())
    ]
    old.unlink()
    old.with_name(name).write_bytes(new)
    for page in folder.rglob("*.html"):
        text = page.read_text("utf-8")
        page.write_text(text.replace(old.name, name).replace(*hashes), "utf-8")
    return old.with_name(name).relative_to(folder).as_posix()


def test_a_tab_with_the_old_version_works_on_beside_one_with_the_new(
    host: Host, context: BrowserContext, page: Page
) -> None:
    """It loads the index of names late, and that is the new one by then."""
    visit_until_kept(page, host, ROKU)
    for pattern in ("assets/signout.*.js", "assets/signout.*.css"):
        reseal(host.folder, pattern)
    renamed = {FINDER: ('"PlayStation 5"', '"PlayStation Five"')}
    republish(host.folder, {"index.html": ("</h1>", " anew</h1>"), **NEW, **renamed})
    beside = context.new_page()
    visit(beside, host, WORDS)
    until(lambda: expected(host.folder) - stored(beside), lambda missing: not missing)
    visit(beside, host)
    assert heading(beside).endswith("anew")
    assert beside.evaluate(WORKS) == ["js", True]
    host.new_requests()
    # The old tab, still open: what it has not loaded yet is there.
    assert not heading(page).endswith("anew")
    page.locator(".so-search-button").click()
    page.keyboard.type("ps5")
    found = page.get_by_role("dialog", name="Search").locator("li a").first
    expect(found).to_contain_text("PlayStation Five")
    assert f"/{FINDER}" not in host.asked
    # Where it goes next, it is new; and both are there without a network.
    host.down = True
    visit(page, host, ROKU)
    assert heading(page).endswith("anew")
    assert page.evaluate(WORKS) == ["js", True]


# --- the end ---


def is_gone(handler: Handler) -> None:
    handler.body(404, b"<h1>Nothing here</h1>", "text/html")


def has_gone_for_good(handler: Handler) -> None:
    handler.body(410, b"", "text/html")


ENDS = [is_gone, has_gone_for_good, leads_elsewhere, portal]


@pytest.mark.parametrize("end", ENDS)
def test_what_readers_keep_of_a_site_that_is_no_more_goes_after_a_week(
    host: Host, context: BrowserContext, page: Page, end: Callable[[Handler], None]
) -> None:
    """And not sooner: a captive portal looks the same for a while."""
    visit_until_kept(page, host, WORDS)
    host.everywhere = end
    restart_worker(context, page)
    visit(page, host, WORDS)
    until(lambda: page.evaluate(NOTED, "gone"), bool)
    for days, stays in ((6.9, True), (7.1, False)):
        note(page, "gone", days_ago(days))
        restart_worker(context, page)
        host.new_requests()
        visit(page, host, WORDS)
        assert heading(page).endswith("words mean") or page.evaluate(WORKS) == ["js", True]
        until(lambda: host.asked.count("/sw.js"), bool)
        if stays:
            assert page.evaluate(WORKERS)
    until(lambda: page.evaluate(WORKERS), lambda workers: workers == [])
    until(lambda: page.evaluate(STORED), lambda now: now == [])
    page.goto(f"{host.address}/{WORDS}", wait_until="commit")
    assert page.evaluate(WORKERS) == []


@pytest.mark.parametrize("trouble", [fails, "down", None])
def test_a_host_in_trouble_loses_no_reader(
    host: Host,
    context: BrowserContext,
    page: Page,
    trouble: Callable[[Handler], None] | str | None,
) -> None:
    visit_until_kept(page, host, WORDS)
    note(page, "gone", days_ago(30))
    host.down, host.everywhere = trouble == "down", fails if trouble is fails else None
    restart_worker(context, page)
    host.new_requests()
    visit(page, host, WORDS)
    until(lambda: host.asked.count("/sw.js"), lambda asked: asked >= 2)
    assert page.evaluate(WORKS) == ["js", True]
    if trouble is None:  # it was away, and is back
        until(lambda: page.evaluate(NOTED, "gone"), lambda noted: noted is None)
    assert page.evaluate(WORKERS)
    assert stored(page) == expected(host.folder)
