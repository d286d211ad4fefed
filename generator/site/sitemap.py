"""The list of all addresses, for search engines (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from xml.sax.saxutils import escape


def sitemap(site_url: str, paths: Iterable[str]) -> str:
    """The sitemap of the pages at `paths` below `site_url`, in the order of addresses."""
    urls = "".join(f"<url><loc>{escape(site_url + quote(p))}</loc></url>\n" for p in sorted(paths))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )
