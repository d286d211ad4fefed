"""Addresses for paper: each link of a page's text to another page of ours says where it leads.

The style prints it behind the link (`a[data-address]::after` in theme.css), because paper has no
links. It is the whole address without its scheme, as one types it. Style sheets alone could print
only what stands in `href`, and `../../security/` means nothing on paper. Citations get none: each
names its source, and the page of sources prints the address of every one.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

# The path of a relative address; one with a scheme or to a place on the same page is none, and
# citations are left out.
_LINK = re.compile(r'<a\b(?=[^>]*?\shref="(?![^"]*sources/#)([^":#][^":]*)")')


def with_addresses(html: str, path: str, site_url: str) -> str:
    """The page at `path` (`devices/roku/`) of the site at `site_url`, with the addresses of links.

    Without a `site_url` they begin at the site's root.
    """
    start, end = html.find("<article"), html.rfind("</article>")
    if start < 0 or end < 0:
        return html
    return html[:start] + addressed(html[start:end], path, site_url) + html[end:]


def addressed(html: str, path: str, site_url: str) -> str:
    """The same for HTML that is only the text of a page, or a part of it."""
    site = (site_url or "/").removeprefix("https://").removeprefix("http://")
    to_root = "../" * path.count("/")

    def with_address(link: re.Match[str]) -> str:
        if to_root and link[1].startswith(to_root):
            # Nearly all are such links, and joining takes far longer.
            address = site + link[1][len(to_root) :]
        else:
            whole = urljoin(urljoin(site_url or "/", path), link[1])
            address = whole.removeprefix("https://").removeprefix("http://")
        return f'{link[0]} data-address="{address}"'

    return _LINK.sub(with_address, html)
