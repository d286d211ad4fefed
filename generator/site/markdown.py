"""A page as Markdown, for assistants: what its HTML says, but for navigation, controls, drawings.

It is made from the finished page, so it can say nothing else than the page does. Links lead to the
pages for people, by their whole addresses: whatever an assistant passes on should open anywhere,
and each page names its Markdown in its head. A site without an address keeps relative links.
"""

from __future__ import annotations

import datetime
from urllib.parse import quote, urljoin

from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL
from generator.knowledge.wording import day
from generator.site.markdown_blocks import Linked, to_markdown

__all__ = ["LINK", "NAME", "end_of", "page_markdown"]

NAME = "index.md"
"""What the file beside a page is called."""

LINK = f'<link rel="alternate" type="text/markdown" href="{NAME}">'
"""What a page says of it in its head."""


def page_markdown(html: str, path: str, edition: datetime.date, site_url: str) -> str:
    """The Markdown of the page at `path` (`devices/roku/`) whose whole HTML is `html`."""
    start, end = html.find("<article"), html.rfind("</article>")
    article = html[html.index(">", start) + 1 : end] if 0 <= start < end else ""
    said = to_markdown(article, _absolute(path, site_url) if site_url else _relative)
    return f"{said}\n\n---\n\n{end_of(path, edition, site_url)}"


def end_of(path: str, edition: datetime.date, site_url: str) -> str:
    """What stands at the end of a page: where it is, of which day, and how it may be used."""
    lines = [f"- Address: <{site_url}{quote(path)}>"] if site_url else []
    lines.append(f"- Last compared with its sources: {day(edition)}")
    lines.append(f"- Licence: [{LICENCE_NAME}]({LICENCE_URL})")
    return "\n".join([*lines, ""])


def _absolute(path: str, site_url: str) -> Linked:
    """Turns the addresses on the page at `path` into whole ones."""
    here, to_root = site_url + quote(path), "../" * path.count("/")

    def linked(address: str) -> str:
        if to_root and address.startswith(to_root) and not address.startswith("../", len(to_root)):
            return site_url + address[len(to_root) :]  # nearly all are such, and joining is slow
        return urljoin(here, address)

    return linked


def _relative(address: str) -> str:
    # To a place on the page: the page is beside the file.
    return f"./{address}" if address.startswith("#") else address
