"""The file `_headers`, by which static hosts learn what to send along with each file.

Netlify (https://docs.netlify.com/manage/routing/headers/) and Cloudflare Pages
(https://developers.cloudflare.com/pages/configuration/headers/) read it. Both join the values of a
header that two rules set for one address, so no two rules here do. At most 100 rules count, of at
most 2,000 characters a line.
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
            yield f"/{folder}/*", {"Cache-Control": _FRESH}


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
