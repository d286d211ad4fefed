"""The points that Mozilla's HTTP Observatory gives, by its rules as of August 2026.

`observatory.yml` holds its table of points and, for some answers of hosts, what its own program
made of them, by which this one is tried. Its program is not installed here: it brings a web server
and a database along, and fetches lists when it is set up. No list of hosts preloaded for HTTPS is
asked, so the five points for that are never given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup

DATA: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
POINTS: Mapping[str, int] = DATA["points"]
NEEDED_FOR_MORE = 90  # points before any are added for what is better than needed
SIX_MONTHS = 15_552_000  # seconds, as it counts them
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
Policy = dict[str, set[str]]


@dataclass(frozen=True)
class Seen:
    """What a host answers by HTTPS: headers by their names in small letters, and the page; the
    headers for a page of another site that asks first; and where one is led who begins with HTTP,
    that address included."""

    headers: Mapping[str, str]
    page: str
    asked_first: Mapping[str, str]
    route: Sequence[str]


def score(found: Mapping[str, str]) -> int:
    """The points for the results of all tests."""
    points = [POINTS[result] for result in found.values()]
    without_more = 100 + sum(one for one in points if one < 0)
    return max(0, 100 + sum(points) if without_more >= NEEDED_FOR_MORE else without_more)


def results(seen: Seen) -> dict[str, str]:
    """What each of its tests finds."""
    page = BeautifulSoup(seen.page, "html.parser")
    own = [
        str(meta["content"])
        for meta in page.find_all(
            "meta", {"http-equiv": re.compile("^content-security-policy$", re.I)}
        )
    ]
    said = seen.headers.get("content-security-policy")
    return {
        "content-security-policy": _csp([*([said] if said else []), *own], seen.headers),
        "cookies": "cookies-not-found" if "set-cookie" not in seen.headers else "not looked at",
        "cross-origin-embedder-policy": _one_of(
            seen.headers.get("cross-origin-embedder-policy"),
            ("coep", "coep-implemented-with-"),
            ("require-corp", "credentialless", "unsafe-none"),
        ),
        "cross-origin-opener-policy": _one_of(
            seen.headers.get("cross-origin-opener-policy"),
            ("coop", "coop-implemented-with-"),
            ("same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"),
        ),
        "cross-origin-resource-policy": _one_of(
            seen.headers.get("cross-origin-resource-policy"),
            ("corp", "corp-implemented-with-"),
            ("same-origin", "same-site", "cross-origin"),
        ),
        "cross-origin-resource-sharing": _cors(seen.asked_first),
        "redirection": _redirection(seen.route),
        "referrer-policy": _referrer(seen.headers.get("referrer-policy")),
        "strict-transport-security": _hsts(seen.headers.get("strict-transport-security")),
        "subresource-integrity": _integrity(page),
        "x-content-type-options": _one_of(
            seen.headers.get("x-content-type-options"),
            ("x-content-type-options", "x-content-type-options-"),
            ("nosniff",),
        ),
        "x-frame-options": _frames(seen.headers, said),
    }


def _one_of(value: str | None, names: tuple[str, str], allowed: Iterable[str]) -> str:
    if value is None:
        return f"{names[0]}-not-implemented"
    plain = value.strip().lower()
    return f"{names[1]}{plain}" if plain in allowed else f"{names[0]}-header-invalid"


def _csp(policies: list[str], headers: Mapping[str, str]) -> str:
    prefix = "csp-implemented-with-"
    if not policies:
        only_told = "content-security-policy-report-only" in headers
        return "csp-not-implemented" + ("-but-reporting-enabled" if only_told else "")
    merged: Policy = {}
    for policy in policies:
        read = _read(policy)
        if read is None:
            return "csp-header-invalid"
        for name, sources in read.items():
            merged[name] = merged[name] & sources or {"'none'"} if name in merged else sources
    default = merged.get("default-src", {"*"})
    script, style, objects, images, media = (
        set(merged.get(f"{name}-src", default))
        for name in ("script", "style", "object", "img", "media")
    )
    for sources in (script, style):
        if any(re.match("'(sha(256|384|512)|nonce)-", source) for source in sources):
            sources.discard("'unsafe-inline'")
    active = set().union(script, *(s for n, s in merged.items() if n not in PASSIVE))
    insecure = ("http:", "ftp:")
    if script & (BROAD | INLINE) or objects & BROAD:
        return f"{prefix}unsafe-inline"
    if any(source.startswith(insecure) for source in active):
        return f"{prefix}insecure-scheme"
    if "'unsafe-eval'" in script | style:
        return f"{prefix}unsafe-eval"
    if any(source.startswith(insecure) for source in images | media):
        return f"{prefix}insecure-scheme-in-passive-content-only"
    if style & (BROAD | INLINE):
        return f"{prefix}unsafe-inline-in-style-src-only"
    return f"{prefix}no-unsafe" + ("-default-src-none" if default == {"'none'"} else "")


PASSIVE = ("img-src", "media-src", "script-src")


def _read(policy: str) -> Policy | None:
    """The directives of a policy; None if one stands there twice."""
    found: Policy = {}
    for directive in filter(None, map(str.split, policy.lower().split(";"))):
        if directive[0] in found:
            return None
        found[directive[0]] = set(directive[1:]) or {"'none'"}
    return found or None


def _cors(headers: Mapping[str, str]) -> str:
    allowed = headers.get("access-control-allow-origin")
    prefix = "cross-origin-resource-sharing-"
    if allowed is None:
        return f"{prefix}not-implemented"
    if allowed == "*":
        return f"{prefix}implemented-with-public-access"
    trusting = headers.get("access-control-allow-credentials", "").lower() == "true"
    return f"{prefix}implemented-with-{'universal' if trusting else 'restricted'}-access"


def _redirection(route: Sequence[str]) -> str:
    ways = [urlsplit(address) for address in route]
    if not ways:
        return "redirection-not-needed-no-http"
    if len(ways) == 1:
        return "redirection-missing"
    if ways[-1].scheme != "https":
        return "redirection-not-to-https"
    if ways[1].scheme == "http":
        return "redirection-not-to-https-on-initial-redirection"
    if ways[0].hostname != ways[1].hostname:
        return "redirection-off-host-from-http"
    return "redirection-to-https"


def _referrer(value: str | None) -> str:
    if value is None:
        return "referrer-policy-not-implemented"
    known = [one for one in re.split(r"\s*,\s*", value.strip().lower()) if one in PRIVATE | UNSAFE]
    if not known:
        return "referrer-policy-header-invalid"
    return f"referrer-policy-{'private' if known[-1] in PRIVATE else 'unsafe'}"


def _hsts(value: str | None) -> str:
    if value is None:
        return "hsts-not-implemented"
    ages = re.findall(r"(?:^|;)\s*max-age=(\d+)", value.lower())
    if not ages or "," in value:
        return "hsts-header-invalid"
    least = int(ages[-1]) >= SIX_MONTHS
    return f"hsts-implemented-max-age-{'at-least' if least else 'less-than'}-six-months"


def _integrity(page: BeautifulSoup) -> str:
    """Of our own scripts; any from elsewhere counts as the worst there is."""
    scripts = page.find_all("script")
    loaded = [script for script in scripts if script.get("src")]
    if not scripts:
        return "sri-not-implemented-but-no-scripts-loaded"
    if any(re.match("https?:|//", str(script["src"])) for script in loaded):
        return "sri-not-implemented-and-external-scripts-not-loaded-securely"
    if any(script.get("integrity") for script in loaded):
        return "sri-implemented-and-all-scripts-loaded-securely"
    return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"


def _frames(headers: Mapping[str, str], policy: str | None) -> str:
    prefix = "x-frame-options-"
    if policy and "frame-ancestors" in (_read(policy) or {}):
        return f"{prefix}implemented-via-csp"
    value = headers.get("x-frame-options", "").strip().lower()
    if value in ("deny", "sameorigin"):
        return f"{prefix}sameorigin-or-deny"
    if value.startswith("allow-from"):
        return f"{prefix}allow-from-origin"
    return f"{prefix}{'header-invalid' if value else 'not-implemented'}"
