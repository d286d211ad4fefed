"""The list of all addresses, for search engines (https://www.sitemaps.org/protocol.html).

`lastmod` says when what a page says last changed, which is known of devices and problems by the
changelog and the checks. Of prose it is not: a build sees its text, not since when it is so, and
what is put into it comes from all the specs. Search engines that once found a day wrong believe
none, so prose has none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from urllib.parse import quote
from xml.sax.saxutils import escape

NAME = "sitemap.xml"
MOST_ADDRESSES, MOST_BYTES = 50_000, 50 * 1024 * 1024  # of one file, by the protocol

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ROOM = 512  # bytes, for what is around the entries


def sitemaps(
    site_url: str,
    pages: Mapping[str, datetime.date | None],
    *,
    most_addresses: int = MOST_ADDRESSES,
    most_bytes: int = MOST_BYTES,
) -> dict[str, str]:
    """The files of the sitemap by their names: one, or an index and as many as it takes.

    `pages` has the paths of the pages below `site_url`, and when each last changed. What has no
    address cannot be listed, so without a `site_url` the list is empty.
    """
    listed = [_entry(site_url + quote(path), pages[path]) for path in sorted(pages) if site_url]
    shares = list(_shares(listed, most_addresses, most_bytes - _ROOM))
    if len(shares) <= 1:
        return {NAME: _document("urlset", listed)}
    files = {f"sitemap-{n}.xml": _document("urlset", share) for n, share in enumerate(shares, 1)}
    index = [f"<sitemap><loc>{escape(site_url + name)}</loc></sitemap>\n" for name in files]
    return {NAME: _document("sitemapindex", index), **files}


def robots(site_url: str) -> dict[str, str]:
    """The file that tells robots where the sitemap is, by its name; none without an address.

    Only that of a host's root counts (https://www.rfc-editor.org/rfc/rfc9309#section-2.3).
    """
    if not site_url:
        return {}
    return {"robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {site_url}{NAME}\n"}


def _entry(address: str, changed: datetime.date | None) -> str:
    day = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{day}</url>\n"


def _shares(entries: list[str], most: int, most_bytes: int) -> Iterator[list[str]]:
    """The entries in their order, in files of at most so many and so many bytes."""
    share: list[str] = []
    room = most_bytes
    for entry in entries:
        size = len(entry.encode())
        if share and (len(share) == most or size > room):
            yield share
            share, room = [], most_bytes
        share.append(entry)
        room -= size
    if share:
        yield share


def _document(root: str, entries: list[str]) -> str:
    return f'{_XML}<{root} xmlns="{_SCHEMA}">\n{"".join(entries)}</{root}>\n'
