"""What pages load: styles and scripts under names that change with their content, each with the
hash that the browser checks, and the policy that lets nothing else run.

References: Subresource Integrity (W3C Recommendation, 2016), Content Security Policy Level 3.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath

_LOADED = re.compile(r'<(?:link|script)\b[^>]*?\b(?:href|src)="([^"]+\.(?:css|js))"[^>]*>')
_HASH = re.compile(r"\.[0-9a-f]{8}\.")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Data are no scripts, whatever they hold; HTML of our own has no other kind.
_POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "img-src": "'self' data:",
    "manifest-src": "'self'",
    "object-src": "'none'",
    # The search is WebAssembly.
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "worker-src": "'self'",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load: its path below the site's root, and its hash."""

    path: str
    integrity: str


def seal_assets(site: Path) -> dict[str, Asset]:
    """Gives each style and script of `site/assets` a name with its hash; by their old paths.

    A hash that a name holds already (the theme's: `main.57a0d79d.min.css`) is of the file as it
    was made, not of what is published, so it goes.
    """
    sealed = {}
    for file in sorted((site / "assets").rglob("*")):
        if file.suffix not in (".css", ".js") or not file.is_file():
            continue
        digest = hashlib.sha256(file.read_bytes()).digest()
        path = file.relative_to(site).as_posix()
        plain = PurePosixPath(_HASH.sub(".", file.name))
        named = file.rename(file.with_name(f"{plain.stem}.{digest.hex()[:8]}{plain.suffix}"))
        integrity = f"sha256-{b64encode(digest).decode()}"
        sealed[path] = Asset(named.relative_to(site).as_posix(), integrity)
    return sealed


def has_hashed_name(name: str) -> bool:
    """Whether the name of a file changes with what is in it."""
    return _HASH.search(name) is not None


def seal_page(html: str, page: str, sealed: dict[str, Asset], *, offline: bool = False) -> str:
    """The page at the path `page` (`devices/index.html`) with the assets it loads by their sealed
    paths and hashes, and with its policy.

    If `offline`, its script learns that the site has a service worker.
    """

    def asset(address: str) -> Asset | None:
        return sealed.get(_path(address, page))

    def loaded(tag: re.Match[str]) -> str:
        known = asset(tag[1])
        if known is None:
            return tag[0]
        address = _renamed(tag[1], known.path)
        opened = tag[0].removesuffix(">").replace(f'"{tag[1]}"', f'"{address}"', 1)
        return f'{opened} integrity="{known.integrity}">'

    html = _LOADED.sub(loaded, html)
    if offline:
        html = html.replace('<script id="signout"', '<script id="signout" data-worker', 1)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(html))}">'
    # After the character set, which has to be among the first bytes.
    return re.sub(r"<meta charset=[^>]*>", lambda charset: charset[0] + meta, html, count=1)


def policy(html: str) -> str:
    """The Content-Security-Policy of a page: what the site serves, and the page's own scripts."""
    hashes = {
        f" 'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in _INLINE.findall(html)
    }
    rules = _POLICY | {"script-src": _POLICY["script-src"] + "".join(sorted(hashes))}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _path(address: str, page: str) -> str:
    """The path below the site's root that a page's relative (or rooted) address means."""
    if address.startswith("/"):
        return address[1:]
    parts: list[str] = list(PurePosixPath(page).parent.parts)
    for part in address.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in (".", ""):
            parts.append(part)
    return "/".join(parts)


def _renamed(address: str, path: str) -> str:
    return address[: address.rfind("/") + 1] + path.rpartition("/")[2]
