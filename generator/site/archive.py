"""The site as one file to take along: unzipped, its pages open from a disk, without any host.

What differs there: no host finds the index page of a folder; browsers load no modules from files,
and refuse hashes on what they load from there; and a file has no origin that `'self'` could mean.
"""

from __future__ import annotations

import datetime
import os
import re
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from html import escape, unescape
from pathlib import Path

from generator.read.kept import key_of, program
from generator.site.earlier_files import EarlierFiles
from generator.site.zipping import PackedBefore, Stamp, Zip

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
_TO_FOLDER = re.compile(rf'({_LINK}"(?:[^":?#]*/)?)(\.\.?)?(?=["?#])')
_LOADING = re.compile(r"<(?:link|script)\b[^>]*>")
_FOR_HOSTS = re.compile(r'\s(?:integrity="[^"]*"|data-worker\b)')
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)')
# What these rules are about is left out, so that nothing of it need be allowed.
_DROPPED = frozenset({"connect-src", "manifest-src", "worker-src"})
# Not 'self': a file has no origin, so browsers differ in what they take for its own.
_FILE = "file:"

_READ_ME = "Open the file index.html in a web browser. No network is needed.\n"


def write_archive(
    site: Path,
    to: Path,
    edition: datetime.date,
    site_url: str,
    earlier: EarlierFiles | None = None,
    jobs: int | None = None,
) -> None:
    """Writes the site in the folder `site` as a zip file to `to`, on at most `jobs` processors.

    All files in it bear the date of the `edition`, so that the same site gives the same bytes.
    `site_url` is the site's public address; empty if there is none. What did not change is taken
    from the archive of an `earlier` build, if that is given; `to` is in the site then.
    """
    paths = _paths(site)
    to.parent.mkdir(parents=True, exist_ok=True)
    threads = (jobs or os.cpu_count() or 1) - 1
    pack = partial(_pack, site, partial(Zip, to, _stamp(edition), threads), site_url)
    if earlier is None:
        pack(dict.fromkeys(paths, ""))
        return
    name = to.relative_to(site).as_posix()
    around = key_of(program(), zlib.ZLIB_RUNTIME_VERSION, site_url, edition.isoformat())
    # Half of a hash is enough to tell, and all of them are kept.
    digests = {path: key_of(path, (site / path).read_bytes())[:32] for path in paths}
    made_of = " ".join([around, *digests.values()])
    were, _ = earlier.was(name)
    if not were.startswith(around) or not earlier.take([name], were, site):
        pack(digests)
    elif were != made_of:
        with to.open("rb") as old:
            to.unlink()  # which is only a second name of the old one
            pack(digests, PackedBefore(old, were.split()[1:]))
    earlier.made([name], made_of)


def _stamp(day: datetime.date) -> Stamp:
    return (day.year, day.month, day.day, 0, 0, 0)


def _pack(
    site: Path,
    begin: Callable[[], Zip],
    site_url: str,
    digests: Mapping[str, str],
    before: PackedBefore | None = None,
) -> None:
    """Packs the files whose `digests` these are, by their paths, but for those that were packed
    `before`."""
    newer = f"\nThe newest version: {site_url}\n" if site_url else ""
    with begin() as archive:
        archive.add("read-me.txt", f"{_READ_ME}{newer}".encode())
        for path, digest in digests.items():
            if before is not None and (packed := before.get(digest)) is not None:
                archive.add_packed(path, packed)
                continue
            data = (site / path).read_bytes()
            if path.endswith(".html"):
                data = for_files(data.decode(), path.count("/"), site_url).encode()
            archive.add(path, data)


def _paths(site: Path) -> list[str]:
    """The files of the site that are in its archive, by their paths in it, in order."""
    left_out = re.compile(_IS_LEFT_OUT)
    found: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(site / folder) as entries:
            for entry in entries:
                path = f"{folder}{entry.name}"
                if left_out.match(path):
                    continue
                if entry.is_dir():
                    folders.append(f"{path}/")
                elif entry.is_file():
                    found.append(path)
    return sorted(found, key=lambda path: path.split("/"))


def for_files(html: str, depth: int, site_url: str) -> str:
    """A page, `depth` folders below the site's root, as it works when opened from a file."""
    # Without an address on the web, a link to what is not here leads nowhere.
    there = rf'\1 href="{escape(site_url)}\2"' if site_url else r"\1"
    html = _to_left_out(depth).sub(there, html)
    html = _TO_FOLDER.sub(_to_index, html)
    html = _LOADING.sub(lambda tag: _loading(tag[0]), html)
    return _POLICY.sub(lambda meta: meta[1] + _policy(meta[2]), html, count=1)


def _to_index(link: re.Match[str]) -> str:
    """A link that may lead to a folder, up to the end of the path: the page of that is named."""
    before, dots = link[1], link[2]
    if dots:  # the last folder of the path is `.` or `..`
        return f"{before}{dots}/index.html"
    return f"{before}index.html" if before.endswith("/") else before


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
