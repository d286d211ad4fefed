"""The site without a network, in a real browser: its host goes down, lies, and changes.

What spoils what is kept, and what goes on beside it, is in test_offline_faults.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.commands.serve.preview import Preview
from generator.publish.publication import Project
from generator.site import service_worker as worker_module
from generator.site.service_worker import removal
from tests.browser.host import Handler, Host
from tests.browser.keeping import (
    CONTROLLER,
    IN_CHARGE,
    INSTALLING,
    PS5,
    ROKU,
    STORED,
    WORDS,
    WORKERS,
    breaks_off,
    expected,
    fails,
    heading,
    is_old,
    is_partial,
    manifest,
    portal,
    redirects,
    republish,
    stored,
    version,
    visit,
    visit_until_kept,
)
from tests.browser.watching import until
from tests.site_fixtures import copy_project


def test_after_one_visit_every_page_opens_without_a_network(
    whole: Host, context: BrowserContext, page: Page
) -> None:
    host = whole
    visit_until_kept(page, host, ROKU)
    host.down = True
    context.set_offline(True)
    host.new_requests()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda said: errors.append(f"{page.url}: {said.text}") if said.type == "error" else None,
    )
    opened = 0
    for file in sorted(host.folder.rglob("index.html")):
        path = file.relative_to(host.folder).as_posix().removesuffix("index.html")
        answer = page.goto(f"{host.address}/{path}", wait_until="load")
        assert answer is not None
        assert (answer.status, answer.body()) == (200, file.read_bytes()), path
        works = page.evaluate(
            """() => [document.documentElement.className,
                [...document.styleSheets].every(one => one.cssRules.length > 0),
                getComputedStyle(document.querySelector(".md-header")).position]"""
        )
        assert works == ["js", True, "sticky"], path
        opened += 1
    assert opened > 100
    assert errors == []
    # Whether there is a new version is asked for in vain.
    assert set(host.new_requests()) <= {"/sw.js"}


def test_addresses_without_a_network(host: Host, page: Page) -> None:
    visit_until_kept(page, host)
    host.down = True
    for address, at, says in (
        ("devices/roku/?from=home#guide", "devices/roku/", "Roku"),
        ("devices/roku", "devices/roku/", "Roku"),
        ("devices/roku/index.html", "devices/roku/index.html", "Roku"),
        ("no/such/page/", "no/such/page/", "This page is not here"),
    ):
        answer = page.goto(f"{host.address}/{address}")
        assert answer is not None
        assert urlsplit(page.url).path == f"/{at}"
        assert says in heading(page)
        assert answer.status == (404 if "no/such" in address else 200)


def test_search_and_finder_have_their_files_without_a_network(whole: Host, page: Page) -> None:
    host = whole
    visit_until_kept(page, host)
    files = [name for name in manifest(host.folder) if re.match(r"pagefind/|assets/finder", name)]
    assert len(files) > 100
    host.down = True
    read = "async url => (await (await fetch(url)).arrayBuffer()).byteLength"
    for name in files:
        assert page.evaluate(read, f"/{name}?ts=1") == (host.folder / name).stat().st_size


def test_what_is_not_of_the_site_comes_from_the_network_and_is_not_kept(
    host: Host, page: Page
) -> None:
    visit_until_kept(page, host)
    before = stored(page)
    host.new_requests()
    status = "async url => (await fetch(url)).status"
    for name in ("downloads/site.zip", "sitemap.xml", "no-such-file.txt"):
        assert page.evaluate(status, f"/{name}") == (404 if name.endswith("txt") else 200)
    assert host.new_requests() == ["/downloads/site.zip", "/sitemap.xml", "/no-such-file.txt"]
    visit(page, host, "no/such/page/")
    # By the time that the worker has answered the next one, it has stored what it would store.
    assert page.evaluate(status, "/sitemap.xml") == 200
    assert stored(page) == before
    host.down = True
    with pytest.raises(Exception, match="Failed to fetch"):
        page.evaluate(status, "/downloads/site.zip")


def test_a_new_publication_is_shown_at_the_second_visit_and_only_what_changed_is_fetched(
    host: Host, page: Page
) -> None:
    visit_until_kept(page, host, WORDS)
    republish(host.folder, {"devices/roku/index.html": ("</h1>", " anew</h1>")})
    host.new_requests()
    visit(page, host, WORDS)
    until(lambda: expected(host.folder) - stored(page), lambda missing: not missing)
    assert set(host.new_requests()) == {"/sw.js", f"/{ROKU}"}
    visit(page, host, ROKU)
    assert heading(page).endswith("anew")
    # The old page is removed in the end.
    until(lambda: stored(page), lambda now: now == expected(host.folder))
    host.down = True
    visit(page, host, ROKU)
    assert heading(page).endswith("anew")


def test_a_new_publication_is_shown_before_all_of_it_is_kept(host: Host, page: Page) -> None:
    """All pages change, and most cannot be fetched: what can be is shown, the old is no answer."""
    visit_until_kept(page, host)
    pages = [f.relative_to(host.folder).as_posix() for f in host.folder.rglob("index.html")]
    republish(host.folder, dict.fromkeys(pages, ("</h1>", " anew</h1>")))
    is_new = (
        "path => fetch(path).then(answer => answer.text()).then(text => text.includes(' anew<'))"
    )
    host.answers = {f"/{name.removesuffix('index.html')}": fails for name in pages if name != WORDS}
    del host.answers[f"/{WORDS}"]
    visit(page, host)
    until(lambda: page.evaluate(IN_CHARGE), lambda at: at == version(host.folder))
    # It is in charge of pages that are open a moment after it says so.
    until(lambda: page.evaluate(is_new, f"/{WORDS}"), bool)
    host.answers = {}
    visit(page, host, ROKU)
    assert heading(page).endswith("anew")


def test_an_open_page_goes_on_when_a_new_version_takes_over(host: Host, page: Page) -> None:
    """What it loads late, the host has by another name by then."""
    visit_until_kept(page, host)
    old = next((host.folder / "assets").glob("signout.*.css"))
    style = old.read_bytes()
    new = old.with_name("signout.01234567.css")
    new.write_bytes(style + b"/**/")
    old.unlink()
    for file in host.folder.rglob("*.html"):
        file.write_text(file.read_text("utf-8").replace(old.name, new.name), "utf-8")
    republish(host.folder, {})
    visit(page, host)
    until(lambda: expected(host.folder) - stored(page), lambda missing: not missing)
    read = "async url => (await fetch(url)).text()"
    assert page.evaluate(read, f"/assets/{old.name}") == style.decode()
    # A version later nobody needs it any more.
    republish(host.folder, {"words/index.html": ("</h1>", " anew</h1>")})
    visit(page, host)
    until(lambda: stored(page), lambda now: now == expected(host.folder))


@pytest.mark.parametrize("lie", [portal, fails, redirects, breaks_off, is_old, is_partial])
def test_only_good_answers_are_kept(host: Host, page: Page, lie: Callable[[Handler], None]) -> None:
    wanted = expected(host.folder)
    roku = {one for one in wanted if one.startswith(ROKU)}
    host.answers[f"/{ROKU}"] = lie
    visit(page, host)
    until(lambda: stored(page), lambda now: now >= wanted - roku)
    until(lambda: f"/{ROKU}" in host.asked, bool)
    # Nor when somebody goes there.
    if lie not in (breaks_off,):
        visit(page, host, ROKU)
        visit(page, host)
    assert stored(page) == wanted - roku
    host.answers.clear()
    visit_until_kept(page, host)
    host.down = True
    visit(page, host, ROKU)
    assert heading(page) == "Sign out of Netflix on Roku"


@pytest.mark.parametrize("lie", [portal, fails, redirects])
def test_without_its_styles_and_scripts_no_version_takes_over(
    host: Host, page: Page, lie: Callable[[Handler], None]
) -> None:
    visit_until_kept(page, host)
    style = next((host.folder / "assets").glob("signout.*.css"))
    style.write_bytes(style.read_bytes() + b"/**/")
    republish(host.folder, {"index.html": ("</h1>", " anew</h1>")})
    host.answers[f"/assets/{style.name}"] = lie
    host.new_requests()
    visit(page, host, WORDS)
    until(lambda: f"/assets/{style.name}" in host.asked, bool)
    until(lambda: page.evaluate(INSTALLING), lambda installing: not installing)
    visit(page, host)
    assert not heading(page).endswith("anew")
    host.answers.clear()
    visit(page, host, WORDS)
    until(lambda: expected(host.folder) - stored(page), lambda missing: not missing)
    visit(page, host)
    assert heading(page).endswith("anew")


@pytest.mark.parametrize("after", [4, 8, 20])
def test_what_was_cut_off_goes_on_where_it_stopped(host: Host, page: Page, after: int) -> None:
    """At the first files, and later among the pages."""
    host.after = after
    visit(page, host)
    until(lambda: len(host.asked), lambda asked: asked > after)
    host.down = True

    def kept() -> set[str]:
        paths = {one.split("?")[0].removesuffix("index.html") for one in stored(page)}
        # Pages load these themselves.
        return {path for path in paths if path and not path.startswith("assets/")}

    there = until(kept, lambda there: there or after < 20)
    page.goto("about:blank")
    answered = set(host.new_requests()[:after])
    # The worker may go on by itself from now on: that counts too.
    host.after = 1_000_000
    host.down = False
    visit_until_kept(page, host)
    asked = set(host.new_requests())
    assert f"/{PS5}" in asked | answered
    assert not {path for path in there if f"/{path}" in asked}


def test_a_reader_can_remove_all_and_keep_it_again(host: Host, page: Page) -> None:
    visit_until_kept(page, host, "about/")
    place = page.locator(".so-offline")
    expect(place).to_contain_text("This site is kept on your device.")
    place.get_by_role("button", name="Remove it").click()
    expect(place).to_contain_text("This site is not kept on your device.")
    expect(page.get_by_role("status").filter(has_text="not kept")).to_have_count(1)
    assert page.evaluate(WORKERS) == []
    assert page.evaluate(STORED) == []
    for path in (WORDS, "about/"):
        visit(page, host, path)
        page.wait_for_load_state("networkidle")
    assert page.evaluate(WORKERS) == []
    assert page.evaluate(STORED) == []
    expect(place).to_contain_text("This site is not kept on your device.")
    place.get_by_role("button", name="Keep it").click()
    until(lambda: expected(host.folder) - stored(page), lambda missing: not missing)
    visit_until_kept(page, host, "about/")
    expect(place).to_contain_text("This site is kept on your device.")


def test_no_offline_removes_what_readers_have_and_nothing_else(
    host: Host, context: BrowserContext, page: Page
) -> None:
    visit_until_kept(page, host, WORDS)
    page.evaluate("caches.open('of another site')")
    open_page = context.new_page()
    visit(open_page, host, ROKU)
    (host.folder / "sw.js").write_text(removal(), "utf-8")
    for file in host.folder.rglob("*.html"):
        file.write_text(file.read_text("utf-8").replace(" data-worker", ""), "utf-8")
    visit(page, host, WORDS)
    until(lambda: page.evaluate(WORKERS), lambda workers: workers == [])
    until(lambda: page.evaluate("caches.keys()"), lambda names: names == ["of another site"])
    # The page that was open is still there, and what it asks for comes from the host.
    assert heading(open_page) == "Sign out of Netflix on Roku"
    asks = "async () => (await fetch('/words/')).status"
    host.new_requests()
    assert open_page.evaluate(asks) == 200
    assert host.new_requests() == ["/words/"]
    visit(page, host, WORDS)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(WORKERS) == []


def test_a_preview_is_not_disturbed_by_what_was_served_there_before(
    host: Host, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_until_kept(page, host, WORDS)
    monkeypatch.chdir(copy_project(tmp_path / "project"))
    text = Path("content/words.md").read_text("utf-8")
    title = re.findall(r"^# (.*) \{#page\}$", text, re.MULTILINE)[0]
    Path("content/words.md").write_text(text.replace(f"# {title}", "# Edited"), "utf-8")
    preview = Preview(Project(), tmp_path / "built")
    preview.build()
    assert preview.problems == []
    assert preview.shown is not None
    host.folder = tmp_path / "shown"
    for name in preview.shown.names():
        (host.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (host.folder / name).write_bytes(preview.shown.file(name) or b"")
    visit(page, host, WORDS)
    until(lambda: page.evaluate(WORKERS), lambda workers: workers == [])
    visit(page, host, WORDS)
    assert heading(page) == "Edited"
    page.wait_for_load_state("networkidle")
    assert page.evaluate(WORKERS) == []
    until(lambda: page.evaluate("caches.keys()"), lambda names: names == [])


@pytest.mark.parametrize("room", [1, 300_000])
def test_where_nothing_can_be_stored_pages_come_from_the_network(
    host: Host, context: BrowserContext, page: Page, room: int
) -> None:
    session = context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": host.address, "quotaSize": room})
    visit(page, host)
    until(lambda: page.evaluate(CONTROLLER), lambda state: state == "activated")
    page.wait_for_load_state("networkidle")
    assert stored(page) < expected(host.folder)
    for path in (ROKU, WORDS, "troubleshooting/", ""):
        answer = page.goto(f"{host.address}/{path}")
        assert answer is not None
        assert answer.status == 200
    republish(host.folder, {"words/index.html": ("</h1>", " anew</h1>")})
    visit(page, host)
    read = "async url => (await fetch(url)).text()"
    until(lambda: page.evaluate(read, f"/{WORDS}"), lambda html: " anew</h1>" in html)


def test_a_site_too_large_to_keep_keeps_the_pages_of_devices_that_were_visited(
    host: Host, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = f"{ROKU}index.html", f"{PS5}index.html"
    small = [p for p in manifest(host.folder) if p not in large and not p.startswith("pagefind/")]
    monkeypatch.setattr(worker_module, "MOST_FILES", len(small))
    republish(host.folder, {})
    monkeypatch.undo()
    assert f"{ROKU}index.html" not in manifest(host.folder)
    assert f"{WORDS}index.html" in manifest(host.folder)
    visit_until_kept(page, host)
    visit(page, host, ROKU)
    host.answers[f"/{PS5}"] = portal
    visit(page, host, PS5)
    until(
        lambda: {one.split("?")[0] for one in stored(page)}, lambda now: f"{ROKU}index.html" in now
    )
    host.down = True
    visit(page, host, ROKU)
    assert heading(page) == "Sign out of Netflix on Roku"
    visit(page, host, PS5)
    assert heading(page) == "This page is not here"
    # With the network the newest is shown at once.
    host.down = False
    host.answers.clear()
    edited = host.folder / ROKU / "index.html"
    edited.write_text(edited.read_text("utf-8").replace("</h1>", " anew</h1>"), "utf-8")
    visit(page, host, ROKU)
    assert heading(page).endswith("anew")


def test_whoever_saves_data_gets_no_worker(host: Host, browser: Browser) -> None:
    context = browser.new_context(service_workers="allow")
    context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page = context.new_page()
    visit(page, host)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(WORKERS) == []
    assert {"/sw.js", f"/{WORDS}"}.isdisjoint(host.asked)
    context.close()
