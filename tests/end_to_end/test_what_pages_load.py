"""What stands between a reader and the first paint, and what a page lets run: counted, not timed.

A page is painted after two round trips, for itself and for its styles, since nothing else blocks
and no style asks for a further one. All that it loads is ours, is checked by a hash, and is allowed
by a policy that allows nothing inline.
"""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

KB = 1024
MOST_BLOCKING = 40 * KB
MOST_SCRIPT = 15 * KB
# Links that make a browser load something, and elements that do so by `src` or the like.
LOADING = {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"}
SOURCES = "[src], [srcset], [poster], object[data], use[href], image[href]"
DATA = {"application/ld+json", "application/json"}


def weight(text: bytes) -> int:
    """How many bytes a host sends that compresses as most do."""
    return len(gzip.compress(text, compresslevel=6, mtime=0))


def local(site: Path, path: str, href: str) -> Path:
    """The file that an address on the page at `path` means."""
    return site / urlsplit(urljoin(f"/{path}", href)).path.removeprefix("/")


def loads(page: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Each element that loads something by itself, with the address of that."""
    for link in page.select("link[href]"):
        if LOADING & set(link.get_attribute_list("rel")):
            yield link, str(link["href"])
    for element in page.select(SOURCES):
        for name in ("src", "poster", "data", "href"):
            if element.get(name):
                yield element, str(element[name])
        for candidate in str(element.get("srcset") or "").split(","):
            if candidate.strip():
                yield element, candidate.split()[0]


def styles(page: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in page.select("link[rel=stylesheet]")]


def faults_before_paint(site: Path, path: str, page: BeautifulSoup) -> Iterator[str]:
    """What blocks the first paint longer than the page and its styles, all asked for at once."""
    for script in page.select("script[src]"):
        if script.get("type") != "module" and not {"async", "defer"} & set(script.attrs):
            yield f"{script['src']} blocks"
    text = b""
    for href in styles(page):
        text += (style := local(site, path, href).read_bytes())
        if re.search(rb"@import\b", style):
            yield f"{href} imports another"
    if weight(text) > MOST_BLOCKING:
        yield f"{weight(text)} bytes of styles block"
    if page.select("body link[rel=stylesheet], body style"):
        yield "styles stand in the body"


def faults_of_strangers(site: Path, path: str, page: BeautifulSoup) -> Iterator[str]:
    """Addresses of other hosts that are loaded from, in the page and in its styles."""
    for element, href in loads(page):
        if urlsplit(href).netloc or urlsplit(href).scheme not in ("", "data"):
            yield f"<{element.name}> loads {href}"
    for href in styles(page):
        found = re.findall(
            rb"url\(\s*[\"']?(?!data:|#)([^\"')]+)", local(site, path, href).read_bytes()
        )
        yield from (f"{href} loads {url.decode()}" for url in found if b"//" in url)


def faults_inline(site: Path, path: str, page: BeautifulSoup) -> Iterator[str]:
    """Handlers, styles and scripts in the page itself, but for scripts that its policy names."""
    for element in page.select("*"):
        names = [n for n in element.attrs if n.startswith("on") or n == "style"]
        yield from (f"<{element.name} {name}=…>" for name in names)
        if re.match(r"\s*(java|vb)script:", str(element.get("href") or ""), re.IGNORECASE):
            yield f"<{element.name} href={element['href']}>"
    yield from ("<style>" for _ in page.select("style"))
    allowed = policy(page)
    for script in page.select("script:not([src])"):
        digest = b64encode(sha256(script.get_text().encode()).digest()).decode()
        if script.get("type") not in DATA and f"'sha256-{digest}'" not in allowed:
            yield f"the policy does not name the script {script.get_text()[:40]!r}"


def policy(page: BeautifulSoup) -> str:
    metas = page.select("head > meta[http-equiv=Content-Security-Policy]")
    return str(metas[0]["content"]) if len(metas) == 1 else ""


def faults_of_policy(site: Path, path: str, page: BeautifulSoup) -> Iterator[str]:
    """A policy that is missing, too late to hold for all that is loaded, or lets things run."""
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy(page).split(";"))
    if rules.get("default-src") != "'none'":
        yield f"nothing is forbidden unless named: {rules}"
    for name, values in rules.items():
        if loose := {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"} & set(
            values.split()
        ):
            yield f"{name} allows {loose}"
        if name in ("script-src", "style-src") and "data:" in values:
            yield f"{name} allows data:"
    elements = page.select("meta[http-equiv], link, script, style, img")
    if elements and elements[0].get("http-equiv") != "Content-Security-Policy":
        yield f"{elements[0].name} stands before the policy"


def faults_of_hashes(site: Path, path: str, page: BeautifulSoup) -> Iterator[str]:
    """Scripts and styles, those that scripts load later too, without the hash of their file."""
    named = [(str(e[name]), e.get("integrity")) for e, name in _hashed(page)]
    for element in page.select("*"):
        for name, value in element.attrs.items():
            if (
                name.startswith("data-")
                and name != "data-index"  # is fetched, as data, and keeps its name
                and re.search(r"\.(js|css)$", str(value))
            ):
                named.append((str(value), element.get(f"{name}-integrity")))
    for href, integrity in named:
        digest = b64encode(sha256(local(site, path, href).read_bytes()).digest()).decode()
        if integrity != f"sha256-{digest}":
            yield f"{href} has the hash {integrity}, and the file sha256-{digest}"


def _hashed(page: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    yield from ((script, "src") for script in page.select("script[src]"))
    yield from ((style, "href") for style in page.select("link[rel=stylesheet]"))


Faults = Callable[[Path, str, BeautifulSoup], Iterator[str]]
ALL: list[Faults] = [
    faults_before_paint,
    faults_of_strangers,
    faults_inline,
    faults_of_policy,
    faults_of_hashes,
]


@pytest.mark.parametrize("faults", ALL, ids=lambda faults: faults.__name__)
def test_no_page_has(site: Path, pages: Mapping[str, BeautifulSoup], faults: Faults) -> None:
    found = {path: list(faults(site, path, page)) for path, page in pages.items()}
    assert {path: one for path, one in found.items() if one} == {}


def test_all_of_our_script_is_small(site: Path) -> None:
    """What each page runs, and the service worker but for its list of files. The finder's index is
    data, and Pagefind is not ours."""
    ours = {file.name: file.read_bytes() for file in (site / "assets").glob("signout.*.js")}
    assert len(ours) == 1
    for file in site.glob("*.js"):
        ours[file.name] = re.sub(rb"\Aconst MANIFEST=.*\n", b"", file.read_bytes())
    others = {file.relative_to(site).parts[:2] for file in site.rglob("*.js")}
    named = {(file.name,) for file in site.glob("*.js")} | {("assets", name) for name in ours}
    left = {parts for parts in others - named if parts[0] != "pagefind"}
    assert [parts for parts in left if not parts[-1].startswith("finder.")] == [], "uncounted"
    weights = {name: weight(text) for name, text in ours.items()}
    assert sum(weights.values()) <= MOST_SCRIPT, weights


@pytest.mark.parametrize(
    ("faults", "html"),
    [
        (faults_before_paint, "<script src=assets/a.js></script>"),
        (faults_before_paint, "<link rel=stylesheet href=assets/import.css>"),
        (faults_before_paint, "<link rel=stylesheet href=assets/large.css>"),
        (faults_before_paint, "<body><link rel=stylesheet href=assets/a.css>"),
        (faults_of_strangers, "<img src=//x.example/a.png>"),
        (faults_of_strangers, "<img srcset='a.png 1x, https://x.example/a.png 2x'>"),
        (faults_of_strangers, "<link rel=preload href=https://x.example/a.woff2>"),
        (faults_of_strangers, "<link rel=stylesheet href=assets/stranger.css>"),
        (faults_inline, "<p onclick=x()>"),
        (faults_inline, "<p style=color:red>"),
        (faults_inline, "<style></style>"),
        (faults_inline, "<a href=' JavaScript:x()'>"),
        (faults_inline, "<script>x()</script>"),
        (faults_of_policy, "<p>none"),
        (faults_of_policy, "<meta http-equiv=Content-Security-Policy content='img-src *'>"),
        (faults_of_hashes, "<script src=assets/a.js></script>"),
        (faults_of_hashes, "<link rel=stylesheet href=assets/a.css integrity=sha256-AAAA>"),
        (faults_of_hashes, "<p data-later=assets/a.js data-later-integrity=sha256-AAAA>"),
    ],
)
def test_each_fault_is_found(tmp_path: Path, faults: Faults, html: str) -> None:
    (tmp_path / "assets").mkdir()
    incompressible = "".join(sha256(bytes(str(n), "ascii")).hexdigest() for n in range(1400))
    for name, text in {
        "a.js": "x()",
        "a.css": "a { color: red }",
        "import.css": "@import 'a.css';",
        "large.css": incompressible,
        "stranger.css": "a { background: url('https://x.example/a.png') }",
    }.items():
        (tmp_path / "assets" / name).write_text(text)
    assert list(faults(tmp_path, "", BeautifulSoup(html, "html.parser"))) != []
