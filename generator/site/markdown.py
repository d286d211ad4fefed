"""A page as Markdown, for assistants: what its HTML says, but for navigation, controls, drawings.

It is made from the finished page, so it can say nothing else than the page does. Links lead to the
pages for people, by their whole addresses: whatever an assistant passes on should open anywhere,
and each page names its Markdown in its head. A site without an address keeps relative links.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL
from generator.knowledge.wording import day
from generator.site.markdown_blocks import OwnAddress, to_markdown

__all__ = ["LINK", "NAME", "end_of", "page_markdown"]

NAME = "index.md"
"""What the file beside a page is called."""

LINK = f'<link rel="alternate" type="text/markdown" href="{NAME}">'
"""What a page says of it in its head."""


def page_markdown(html: str, path: str, edition: datetime.date, site_url: str) -> str:
    """The Markdown of the page at `path` (`devices/roku/`) whose whole HTML is `html`."""
    start, end = html.find("<article"), html.rfind("</article>")
    article = html[html.index(">", start) + 1 : end] if 0 <= start < end else ""
    to_root = "../" * path.count("/")
    shared = _Addresses(site_url, to_root, None)
    own = _Addresses(site_url, to_root, site_url + quote(path))
    said = to_markdown(article, own, shared)
    return f"{said}\n\n---\n\n{end_of(path, edition, site_url)}"


def end_of(path: str, edition: datetime.date, site_url: str) -> str:
    """What stands at the end of a page: where it is, of which day, and how it may be used."""
    lines = [f"- Address: <{site_url}{quote(path)}>"] if site_url else []
    lines.append(f"- Last compared with its sources: {day(edition)}")
    lines.append(f"- Licence: [{LICENCE_NAME}]({LICENCE_URL})")
    return "\n".join([*lines, ""])


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Turns addresses on pages into whole ones, if the site has an address.

    `to_root` is how they lead to the site's root. `here` is the page's own address; None for what
    several pages have in common.
    """

    site_url: str
    to_root: str
    here: str | None

    def __call__(self, address: str) -> str:
        if not self.site_url:
            # To a place on the page: the page is beside the file.
            return f"./{address}" if address.startswith("#") else address
        below = address.removeprefix(self.to_root)
        if self.to_root and below != address and not below.startswith("../"):
            return self.site_url + below  # nearly all are such, and joining is slow
        if self.here is not None:
            return urljoin(self.here, address)
        if address.startswith("https://"):
            return urljoin(self.site_url, address)
        raise OwnAddress
