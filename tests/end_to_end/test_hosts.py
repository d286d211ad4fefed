"""What readers' browsers are sent: by nginx and Apache, set up as docs/hosting.md says, and by
hosts that read `_headers`. All three must say the same, to the rules of Mozilla's Observatory."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.watching import until, watch
from tests.end_to_end import observatory, servers
from tests.end_to_end.observatory import DATA, Seen, results, score
from tests.end_to_end.servers import NAME, Server
from tests.site_fixtures import ROOT, run, served
from tests.static_host import sent

SERVERS: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "nginx": servers.nginx,
    "apache": servers.apache,
}
FRESH = "public, max-age=0, must-revalidate"
FOREVER = "public, max-age=31536000, immutable"
STRICT = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".sqlite": "application/vnd.sqlite3",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}
NOT_SERVED = ("_headers", ".htaccess", ".nginx.conf")
OPEN = ("api/", "feeds/")


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, site: Path) -> Iterator[Server]:
    with SERVERS[request.param](site) as running:
        yield running


def published(site: Path) -> list[str]:
    files = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    return sorted(set(files) - set(NOT_SERVED))


def address_of(name: str) -> str:
    return "/" + re.sub(r"(^|/)index\.html$", r"\1", name)


def is_open(name: str) -> bool:
    return name.startswith((*OPEN, "llms")) or name.endswith(".md")


def test_every_file_is_sent_whole_with_all_that_belongs_to_it(server: Server, site: Path) -> None:
    said = (site / "_headers").read_text("utf-8")
    names = published(site)
    assert len(names) > 500
    for name in names:
        answer = server.get(address_of(name))
        got = answer.headers
        assert (answer.status, answer.body) == (200, (site / name).read_bytes()), name
        assert {key: got.get(key) for key in STRICT} == STRICT, name
        assert "camera=()" in got["permissions-policy"]
        assert "frame-ancestors 'none'" in got["content-security-policy"]
        assert "unsafe-inline" not in got["content-security-policy"]
        assert got["cache-control"] == keeping(name), name
        assert got.get("access-control-allow-origin") == ("*" if is_open(name) else None), name
        assert ("x-robots-tag" in got) == (name.endswith(".md") or name.startswith("llms")), name
        assert got.get("content-type", "application/octet-stream") == kind_of(name), name
        assert "content-encoding" not in got, f"nobody asked for {name} packed"
        # Whoever reads `_headers` sends the same.
        elsewhere = {key.lower(): value for key, value in sent(said, address_of(name)).items()}
        assert elsewhere.items() <= got.items(), name


def keeping(name: str) -> str:
    if name == "sw.js":
        return "no-cache"
    hashed = re.match(r"assets/.*\.[0-9a-f]{8}\.|pagefind/(filter|fragment|index)/", name)
    return FOREVER if hashed else FRESH


def kind_of(name: str) -> str:
    if name.startswith("api/v1/schemas/"):
        return "application/schema+json"
    if name.endswith("csv-metadata.json"):
        return "application/csvm+json"
    return TYPES.get(Path(name).suffix, "application/octet-stream")


@pytest.mark.parametrize(
    "address",
    [
        *("/no/such/page/", "/nothing.js", "/assets/old.01234567.js", "/api/v1/devices/none.json"),
        *("/feeds/none.atom", "/_headers", "/.nginx.conf", "/.git/config", "/sub/.env"),
        *("/words/index.html/more", "/pagefind/fragment/en_0000000.pf_fragment"),
    ],
)
def test_what_is_not_there_is_said_with_our_page(server: Server, site: Path, address: str) -> None:
    answer = server.get(address)
    assert (answer.status, answer.body) == (404, (site / "404.html").read_bytes())
    assert {key: answer.headers.get(key) for key in STRICT} == STRICT
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    # However it is called: it may be there tomorrow.
    assert answer.headers["cache-control"] == FRESH
    # A script of another site learns that there are no such data, not merely nothing.
    opened = "*" if address.startswith(("/api/", "/feeds/")) else None
    assert answer.headers.get("access-control-allow-origin") == opened


@pytest.mark.parametrize("address", ["/.htaccess", "/api/", "/assets/images/", "/.ht"])
def test_what_no_reader_shall_see_is_not_shown(server: Server, address: str) -> None:
    answer = server.get(address)
    assert answer.status in (403, 404)
    assert {key: answer.headers.get(key) for key in STRICT} == STRICT
    assert b"RedirectMatch" not in answer.body
    assert b"Index of" not in answer.body


def test_a_certificate_can_be_asked_for(server: Server, site: Path) -> None:
    """The folder by which authorities look whether a host is who it says it is."""
    place = server.certificate.parent / "site" / ".well-known" / "acme-challenge"
    place.mkdir(parents=True)
    (place / "token").write_text("proof", "utf-8")
    assert server.get("/.well-known/acme-challenge/token").body == b"proof"


def test_an_address_without_its_slash_leads_to_the_page(server: Server) -> None:
    answer = server.get("/devices/roku")
    assert answer.status == 301
    assert answer.headers["location"] in ("/devices/roku/", f"https://{NAME}/devices/roku/")
    assert {key: answer.headers.get(key) for key in STRICT} == STRICT


def test_http_leads_to_https_with_the_whole_address(server: Server) -> None:
    answer = server.get_by_http("/devices/roku/?from=tv")
    assert answer.status == 301
    assert answer.headers["location"] == f"https://{NAME}/devices/roku/?from=tv"


def test_commands_of_the_document_are_such() -> None:
    document = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    commands = re.findall(r"^```sh\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    assert len(commands) == 2
    for one in commands:
        assert run("sh", "-n", "-c", one).stderr == ""


PACKED = ("index.html", "sw.js", "api/v1/all.json", "feeds/changes.atom", "devices/roku/index.md")


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("packed", ["", "gzip"], ids=["plain", "gzip"])
def test_what_has_not_changed_is_not_sent_again(server: Server, name: str, packed: str) -> None:
    first = server.get(address_of(name), Accept_Encoding=packed)
    again = server.get(
        address_of(name), Accept_Encoding=packed, If_None_Match=first.headers["etag"]
    )
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert again.headers["cache-control"] == keeping(name)
    other = server.get(address_of(name), Accept_Encoding=packed, If_None_Match='"another"')
    assert other.status == 200


@pytest.mark.parametrize("name", PACKED)
def test_text_travels_packed(server: Server, site: Path, name: str) -> None:
    answer = server.get(address_of(name), Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert gzip.decompress(answer.body) == (site / name).read_bytes()


def test_pages_arrive_in_one_go(server: Server, site: Path) -> None:
    """14 KB are what a server may send before it hears from the reader."""
    sizes = {
        name: len(server.get(address_of(name), Accept_Encoding="gzip").body)
        for name in published(site)
        if name.endswith("/index.html")
    }
    assert [name for name, size in sizes.items() if size > 14 * 1024] == []


def test_what_is_packed_stays_as_it_is(server: Server, site: Path) -> None:
    for name in ("api/v1/all.json.gz", "downloads/site.zip", "pagefind/wasm.en.pagefind"):
        answer = server.get(f"/{name}", Accept_Encoding="gzip")
        assert "content-encoding" not in answer.headers
        assert answer.body == (site / name).read_bytes()


def test_a_part_of_the_database_can_be_read_from_another_site(server: Server, site: Path) -> None:
    answer = server.get(
        "/api/v1/signout.sqlite", Origin="https://other.example", Range="bytes=16-31"
    )
    whole = (site / "api/v1/signout.sqlite").read_bytes()
    assert (answer.status, answer.body) == (206, whole[16:32])
    assert answer.headers["content-range"] == f"bytes 16-31/{len(whole)}"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Range" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers


def test_nothing_can_be_sent_to_the_site(server: Server) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert server.get("/index.html", method).status in (403, 405), method


# --- the Observatory ---

PAGES = ("index.html", "devices/roku/index.html", "data/index.html", "which-way/index.html")


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["says"].replace(" ", "-"))
def test_our_observatory_finds_what_mozillas_found(case: Mapping[str, Any]) -> None:
    good = DATA["good"]
    headers = {
        name.lower(): value
        for name, value in ({**good["headers"], **case.get("headers", {})}).items()
        if name not in case.get("without", [])
    }
    first = {name.lower(): value for name, value in case.get("asked_first", {}).items()}
    seen = Seen(headers, case.get("page", good["page"]), first, case.get("route", good["route"]))
    found = results(seen)
    assert found == {**DATA["cases"][0]["results"], **case["results"]}
    assert score(found) == case["score"]


@pytest.mark.parametrize("name", PAGES)
def test_the_observatory_gives_at_least_130_points(server: Server, name: str) -> None:
    address = address_of(name)
    answer = server.get(address)
    led = server.get_by_http(address)
    first = server.get(
        address,
        "OPTIONS",
        Origin="https://other.example",
        Access_Control_Request_Method="GET",
    )
    route = [f"http://{NAME}{address}", led.headers["location"]]
    found = results(Seen(answer.headers, answer.body.decode(), first.headers, route))
    assert [test for test, result in found.items() if observatory.POINTS[result] < 0] == []
    assert found["content-security-policy"] == "csp-implemented-with-no-unsafe-default-src-none"
    assert found["subresource-integrity"] == "sri-implemented-and-all-scripts-loaded-securely"
    assert score(found) >= 140
    # As it was before it looked at who opens and embeds what.
    newer = ("cross-origin-opener-policy", "cross-origin-embedder-policy")
    assert score({test: result for test, result in found.items() if test not in newer}) >= 130


# --- a real browser ---

REFUSED = """globalThis.refused = []
addEventListener("securitypolicyviolation", event =>
    refused.push(`${event.violatedDirective}: ${event.blockedURI}`))"""
KEPT = """async () => {
    const kept = await Promise.all((await caches.keys()).map(async name =>
        (await (await caches.open(name)).keys()).length))
    return kept.reduce((sum, one) => sum + one, 0)
}"""


@pytest.fixture(scope="module")
def at_nginx(site: Path) -> Iterator[Server]:
    with servers.nginx(site) as running:
        yield running


@pytest.fixture
def root(at_nginx: Server) -> str:
    return f"http://127.0.0.1:{at_nginx.plain}"


def test_pages_work_in_a_browser_and_nothing_is_refused(root: str, browser: Browser) -> None:
    """With all that pages do: finder, search, and the worker that keeps them."""
    context = browser.new_context(service_workers="allow")
    context.add_init_script(REFUSED)
    seen = watch(context.new_page())
    page = seen.page
    for path in ("/", "/devices/roku/", "/which-way/", "/data/", "/troubleshooting/", "/about/"):
        page.goto(root + path)
        expect(page.locator("html.js")).to_have_count(1)
        assert page.evaluate("refused") == [], path
    page.locator(".so-search-button").click()
    page.keyboard.type("kick someone off")
    expect(page.get_by_role("dialog", name="Search").locator("li a")).not_to_have_count(0)
    assert any("/pagefind/" in url for url in seen.requests)
    until(lambda: page.evaluate(KEPT), lambda kept: kept > 200)
    assert page.evaluate("refused") == []
    assert seen.errors == []
    assert {url for url in seen.requests if not url.startswith((f"{root}/", "data:"))} == set()
    context.close()


def test_the_policy_sent_along_does_what_that_of_the_page_does(root: str, browser: Browser) -> None:
    """Pages without a policy of their own work under it, and what is put into them does not run."""
    context = browser.new_context()
    context.add_init_script(REFUSED)
    page = context.new_page()

    def without_its_own(route: Route) -> None:
        answer = route.fetch()
        html = re.sub(r"<meta http-equiv=[^>]*>", "", answer.text())
        html = html.replace("</body>", "<script>globalThis.ran = true</script></body>")
        route.fulfill(response=answer, body=html.replace("<h1", "<h1 onclick='ran = true'"))

    page.route("**/words/", without_its_own)
    page.goto(f"{root}/words/")
    expect(page.locator("html.js")).to_have_count(1)
    page.locator("h1").click()
    assert page.evaluate("globalThis.ran ?? false") is False
    assert sorted(set(page.evaluate("refused"))) == [
        "script-src-attr: inline",
        "script-src-elem: inline",
    ]
    context.close()


def test_another_site_gets_data_and_nothing_else(
    root: str, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(
        f'<title>Another site</title><iframe src="{root}/words/"></iframe>'
        f'<img src="{root}/assets/images/favicon.svg">',
        "utf-8",
    )
    page = browser.new_page()
    with served(tmp_path) as other:
        page.goto(other)
        read = "url => fetch(url).then(answer => `${answer.status}`, error => error.message)"
        for path, gets in (
            ("/api/v1/index.json", "200"),
            ("/api/v1/devices/none.json", "404"),
            ("/feeds/changes.atom", "200"),
            ("/devices/roku/index.md", "200"),
            ("/llms.txt", "200"),
            ("/words/", "Failed to fetch"),
            ("/sitemap.xml", "Failed to fetch"),
            ("/downloads/handbook.pdf", "Failed to fetch"),
            ("/no/such/page/", "Failed to fetch"),
        ):
            assert page.evaluate(read, root + path) == gets, path
        assert page.evaluate("document.images[0].naturalWidth") == 0
        assert "words" not in page.frames[1].url
    page.close()
