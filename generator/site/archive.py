"""The site as one file to take along: unzipped, its pages open from a disk, without any host.

What differs there: no host finds the index page of a folder; browsers load no modules from files,
and refuse hashes on what they load from there; and a file has no origin that `'self'` could mean.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from pathlib import Path

# What only a host has a use for. Links to it lead to the site on the web.
_LEFT_OUT = (
    *("_headers", ".htaccess", ".nginx.conf"),
    *("404.html", "site.webmanifest", "robots.txt", "sitemap.xml", "sw.js"),
    *("llms.txt", "llms-full.txt", "api", "feeds", "downloads", "pagefind"),
    "assets/pictures",
)
_LEFT_OUT_ANYWHERE = (r"sitemap-\d+\.xml", r'(?:[^":?#]*/)?index\.md')
_IS_LEFT_OUT = rf"(?:{'|'.join([*map(re.escape, _LEFT_OUT), *_LEFT_OUT_ANYWHERE])})(?![^/?#\"])"

_LINK = r"<(?:a|area|form)\b[^>]*?\s(?:href|action)="
_TO_FOLDER = re.compile(rf'({_LINK}"(?:[^":?#]*/)?\.\.?)(?=["?#])')
_TO_INDEX = re.compile(rf'({_LINK}"[^":?#]*/)(?=["?#])')
_LOADING = re.compile(r"<(?:link|script)\b[^>]*>")
_FOR_HOSTS = re.compile(r'\s(?:(?:data-[a-z-]+-)?integrity="[^"]*"|data-worker\b)')
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)')
# What these rules are about is left out, so that nothing of it need be allowed.
_DROPPED = frozenset({"connect-src", "manifest-src", "worker-src"})
# Not 'self': a file has no origin, so browsers differ in what they take for its own.
_FILE = "file:"

_LEVEL = 4  # two thirds of the time of zlib's usual 6, for a file 4 % larger

_READ_ME = "Open the file index.html in a web browser. No network is needed.\n"


def write_archive(site: Path, to: Path, edition: datetime.date, site_url: str) -> None:
    """Writes the site in the folder `site` as a zip file to `to`.

    All files in it bear the date of the `edition`, so that the same site gives the same bytes.
    `site_url` is the site's public address; empty if there is none.
    """
    stamp = (edition.year, edition.month, edition.day, 0, 0, 0)
    to.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for path, data in _files(site, site_url):
            entry = zipfile.ZipInfo(f"{to.stem}/{path}", stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made: the permissions are Unix's
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)


def _files(site: Path, site_url: str) -> Iterator[tuple[str, bytes]]:
    """The files of the archive, by their paths in its folder."""
    newer = f"\nThe newest version: {site_url}\n" if site_url else ""
    yield "read-me.txt", f"{_READ_ME}{newer}".encode()
    left_out = re.compile(_IS_LEFT_OUT)
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if left_out.match(path) or not file.is_file():
            continue
        data = file.read_bytes()
        if file.suffix == ".html":
            data = for_files(data.decode(), path.count("/"), site_url).encode()
        yield path, data


def for_files(html: str, depth: int, site_url: str) -> str:
    """A page, `depth` folders below the site's root, as it works when opened from a file."""
    # Without an address on the web, a link to what is not here leads nowhere.
    there = rf'\1 href="{escape(site_url)}\2"' if site_url else r"\1"
    html = _to_left_out(depth).sub(there, html)
    html = _TO_INDEX.sub(r"\1index.html", _TO_FOLDER.sub(r"\1/", html))
    html = _LOADING.sub(lambda tag: _loading(tag[0]), html)
    return _POLICY.sub(lambda meta: meta[1] + _policy(meta[2]), html, count=1)


@lru_cache
def _to_left_out(depth: int) -> re.Pattern[str]:
    root = re.escape("../" * depth) or r"(?:\./)?"
    return re.compile(rf'(<(?:a|area)\b[^>]*?)\shref="{root}({_IS_LEFT_OUT}[^"]*)"')


@lru_cache  # pages have the same
def _loading(tag: str) -> str:
    """The tag of a script or a link to what a page loads, as it works from a file."""
    if 'rel="manifest"' in tag or 'rel="alternate"' in tag:  # what is left out
        return ""
    return _FOR_HOSTS.sub("", tag).replace(' type="module"', " defer")


@lru_cache
def _policy(escaped: str) -> str:
    """The policy of a page (escaped, as it stands there) for the page opened from a file."""
    directives = [directive.split(" ") for directive in unescape(escaped).split("; ")]
    kept = [
        " ".join(_FILE if source == "'self'" else source for source in directive)
        for directive in directives
        if directive[0] not in _DROPPED
    ]
    return escape("; ".join(kept).replace(" 'wasm-unsafe-eval'", ""))
