"""What is sent along with each file: one list of rules, from which the files for hosts are made.

`_headers` is for static hosts: Netlify (https://docs.netlify.com/manage/routing/headers/) and
Cloudflare Pages (https://developers.cloudflare.com/pages/configuration/headers/) read it. Both join
the values of a header that two rules set for one address, so no two patterns here do; that one of
them can take a header back (`! Name`) is of no use, as the other passes over such lines. At most
100 patterns count, of at most 2,000 characters a line. Whoever runs a server has the same in its
own words: `nginx.py`, `apache.py`.

What programs read may be fetched from pages of any other site. `Cross-Origin-Resource-Policy` is
the same for it as for pages: it concerns only what is asked for without CORS
(https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header), such as pictures and scripts,
so data stays closed to those and open to `fetch`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from generator.site.assets import has_hashed_name
from generator.site.finder import FINDER

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
FRESH = "public, max-age=0, must-revalidate"
_FOREVER = f"public, max-age={_YEAR}, immutable"
# Folders of the search index, in which all names are made from what the files hold.
_HASHED = ("filter", "fragment", "index")
_HASHED_NAMES = r"assets/(?:.*/)?[^/]*\.[0-9a-f]{8}\.[^/]*"
_META = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
# Pages made for the frames of other sites, if there are any.
_FOR_FRAMES = "embed"
# Data for programs, and text for assistants, are for scripts of other sites too. Some of what they
# want to know of an answer must be named to be shown to them.
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Range, ETag",
}
_OPEN_FOLDERS = ("api", "feeds")
# Where hosts would guess, or guess differently. The packed file must stay packed: as JSON with an
# encoding, browsers would unpack it, and whoever wants to unpack it would find nothing to.
_TYPES = {
    "feeds/*": "application/atom+xml; charset=utf-8",
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
ALL = ".*"  # the paths of rules for all files
_HEAD = 8192  # bytes; a page's policy stands before all that it is for


@dataclass(frozen=True, slots=True)
class Rule:
    """Headers, and where they are sent: `patterns` of addresses as `_headers` has them, and
    `paths`, a regular expression of whole paths below the site's root. Where the paths of two rules
    have the same header, the later one's value is sent.
    """

    patterns: tuple[str, ...]
    paths: str
    values: dict[str, str]


def headers(rules: Iterable[Rule]) -> str:
    """The text of `_headers`."""
    found: dict[str, dict[str, str]] = {}
    for rule in rules:
        for pattern in rule.patterns:
            found.setdefault(pattern, {}).update(rule.values)
    lines = []
    for pattern, values in found.items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in values.items())]
    return "\n".join([*lines, ""])


def rules_for(site: Path) -> tuple[Rule, ...]:
    """What is sent along with the files of the finished site in the folder `site`."""
    return tuple(_rules(site))


def _rules(site: Path) -> Iterator[Rule]:
    yield Rule(("/*",), ALL, _EVERYWHERE)
    yield from _policies(site)
    # Static hosts say so of the rest by themselves.
    folders = [name for name in _folders(site) if name not in ("assets", "pagefind")]
    yield Rule(("/", *(f"/{name}/*" for name in folders)), ALL, {"Cache-Control": FRESH})
    named = (file for file in sorted((site / "assets").rglob("*")) if has_hashed_name(file.name))
    found = tuple(f"/{file.relative_to(site).as_posix()}" for file in named)
    yield Rule(found, _HASHED_NAMES, {"Cache-Control": _FOREVER})
    for name in _HASHED:
        if (site / "pagefind" / name).is_dir():
            yield _below(f"pagefind/{name}", {"Cache-Control": _FOREVER})
    yield _file(FINDER, {"Cache-Control": FRESH})
    # Else browsers that keep an old one would keep the old site.
    yield _file("sw.js", {"Cache-Control": "no-cache"})
    for name in _OPEN_FOLDERS:
        if name in folders:
            yield _below(name, _OPEN)
    for name, kind in _TYPES.items():
        folder = name.removesuffix("/*")
        if (site / folder).exists():
            value = {"Content-Type": kind}
            yield _file(name, value) if folder == name else _below(folder, value)
    yield from _plain_texts(site)


def _file(name: str, values: dict[str, str]) -> Rule:
    return Rule((f"/{name}",), re.escape(name), values)


def _below(folder: str, values: dict[str, str]) -> Rule:
    return Rule((f"/{folder}/*",), f"{re.escape(folder)}/.*", values)


def _folders(site: Path) -> list[str]:
    return sorted(child.name for child in site.iterdir() if child.is_dir())


def _plain_texts(site: Path) -> Iterator[Rule]:
    """The pages as Markdown, by how deep they lie: a `*` before `index.md` would match that of the
    home page with one host, and not with the other."""
    depths = sorted({len(file.relative_to(site).parts) - 1 for file in site.rglob("index.md")})
    folders = ("".join(f":folder{number}/" for number in range(depth)) for depth in depths)
    yield Rule(tuple(f"/{folder}index.md" for folder in folders), r"(?:.*/)?index\.md", _MARKDOWN)
    for name in ("llms.txt", "llms-full.txt"):
        if (site / name).is_file():
            yield _file(name, _TEXT)


def _policies(site: Path) -> Iterator[Rule]:
    """The policy of all pages. Their own let pass the scripts each has; those of all are known only
    here. Who may frame a page cannot be said in a page: no other site, but for the pages made for
    that. Browsers obey every policy they are sent, so each address gets one."""
    policy = _union(_policies_of_pages(site))
    if not policy:
        return
    closed = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"}
    if not (site / _FOR_FRAMES).is_dir():
        yield Rule(("/*",), ALL, closed)
        return
    top = sorted(child.name for child in site.iterdir() if child.is_file())
    below = (f"/{name}/*" for name in _folders(site) if name != _FOR_FRAMES)
    yield Rule(("/", *(f"/{name}" for name in top), *below), ALL, closed)
    yield _below(_FOR_FRAMES, {"Content-Security-Policy": f"{policy}; frame-ancestors https:"})


def _policies_of_pages(site: Path) -> list[str]:
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
