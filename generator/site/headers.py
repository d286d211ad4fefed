"""The file `_headers`, by which static hosts learn what to send along with each file.

Netlify (https://docs.netlify.com/manage/routing/headers/) and Cloudflare Pages
(https://developers.cloudflare.com/pages/configuration/headers/) read it. Both join the values of a
header that two rules set for one address, so no two rules here do; that one of them can take a
header back (`! Name`) is of no use, as the other passes over such lines. At most 100 rules count,
of at most 2,000 characters a line.

What programs read may be fetched from pages of any other site. `Cross-Origin-Resource-Policy` is
the same for it as for pages: it concerns only what is asked for without CORS
(https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header), such as pictures and scripts,
so data stays closed to those and open to `fetch`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

from generator.site.assets import has_hashed_name

_YEAR = 365 * 24 * 60 * 60
# What hosts may not do, or do not need: our pages use none of it.
_DENIED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    # Which device one owns is nobody's business.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _DENIED),
    # Without includeSubDomains: other hosts of the publisher's domain are none of our business.
    "Strict-Transport-Security": f"max-age={2 * _YEAR}",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What changes but keeps its address is asked for each time; if it is unchanged, no body is sent.
_FRESH = "public, max-age=0, must-revalidate"
_FOREVER = f"public, max-age={_YEAR}, immutable"
# Folders of the search index, in which all names are made from what the files hold.
_HASHED = ("pagefind/filter", "pagefind/fragment", "pagefind/index")
_META = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
# Data for programs, and text for assistants, are for scripts of other sites too. Some of what they
# want to know of an answer must be named to be shown to them.
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Range, ETag",
}
_FOLDERS = {
    "api": _OPEN,
    "feeds": _OPEN | {"Content-Type": "application/atom+xml; charset=utf-8"},
}
# Where hosts would guess, or guess differently. The packed file must stay packed: as JSON with an
# encoding, browsers would unpack it, and whoever wants to unpack it would find nothing to.
_TYPES = {
    "api/v1/all.json.gz": "application/gzip",
    "api/v1/schemas/*": "application/schema+json",
    "api/v1/signout.csv": "text/csv; charset=utf-8; header=present",
    "api/v1/signout.csv-metadata.json": "application/csvm+json",
    "api/v1/signout.sqlite": "application/vnd.sqlite3",
}
# Search engines shall find the pages, not the same once more without their looks.
_PLAIN = _OPEN | {"X-Robots-Tag": "noindex"}
_MARKDOWN = _PLAIN | {"Content-Type": "text/markdown; charset=utf-8"}
_TEXT = _PLAIN | {"Content-Type": "text/plain; charset=utf-8"}
_HEAD = 8192  # bytes; a page's policy stands before all that it is for


def headers(site: Path) -> str:
    """The text of `_headers` for the finished site in the folder `site`."""
    lines = []
    for path, values in _rules(site):
        lines += [path, *(f"  {name}: {value}" for name, value in values.items())]
    return "\n".join([*lines, ""])


def _rules(site: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Patterns of addresses, with the headers of each."""
    # The pages' own policies let pass the scripts each has; those of all are known only here. That
    # no other site may frame a page cannot be said in a page.
    policy = _union(_policies(site))
    everywhere = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"} if policy else {}
    yield "/*", everywhere | _EVERYWHERE
    for file in sorted((site / "assets").rglob("*")):
        if has_hashed_name(file.name):
            yield f"/{file.relative_to(site).as_posix()}", {"Cache-Control": _FOREVER}
    for name in _HASHED:
        if (site / name).is_dir():
            yield f"/{name}/*", {"Cache-Control": _FOREVER}
    # Else browsers that keep an old one would keep the old site.
    yield "/sw.js", {"Cache-Control": "no-cache"}
    yield "/", {"Cache-Control": _FRESH}
    for folder in sorted(child.name for child in site.iterdir() if child.is_dir()):
        if folder not in ("assets", "pagefind"):
            yield f"/{folder}/*", {"Cache-Control": _FRESH} | _FOLDERS.get(folder, {})
    for name, kind in _TYPES.items():
        if (site / name.removesuffix("/*")).exists():
            yield f"/{name}", {"Content-Type": kind}
    yield from _plain_texts(site)


def _plain_texts(site: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The pages as Markdown, by how deep they lie: a `*` before `index.md` would match that of the
    home page with one host, and not with the other."""
    for depth in sorted({len(file.relative_to(site).parts) - 1 for file in site.rglob("index.md")}):
        folders = "".join(f":folder{number}/" for number in range(depth))
        yield f"/{folders}index.md", _MARKDOWN
    for name in ("llms.txt", "llms-full.txt"):
        if (site / name).is_file():
            yield f"/{name}", _TEXT


def _policies(site: Path) -> list[str]:
    """The different policies that pages have, in no order that depends on the file system."""
    found = set()
    for page in site.rglob("*.html"):
        with page.open("rb") as file:
            found.update(_META.findall(file.read(_HEAD)))
    return sorted(unescape(policy.decode()) for policy in found)


def _union(policies: Iterable[str]) -> str:
    """The policy that allows what any of `policies` allows."""
    allowed: dict[str, dict[str, None]] = {}
    for policy in policies:
        for directive in policy.split("; "):
            name, *sources = directive.split(" ")
            allowed.setdefault(name, {}).update(dict.fromkeys(sources))
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in allowed.items())
