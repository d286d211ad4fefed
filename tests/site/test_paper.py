"""Links of a page's text say on paper where they lead."""

from __future__ import annotations

import pytest

from generator.site import paper
from generator.site.paper import with_addresses

SITE = "https://help.example/tv/"


def addressed(link: str, site_url: str = SITE) -> str:
    html = f"<nav>{link}</nav><article>{link}</article>"
    nav, article = f"<nav>{link}</nav><article>", "</article>"
    printed = with_addresses(html, "devices/roku/", site_url)
    assert printed.startswith(nav), "links beside the text are not printed"
    return printed.removeprefix(nav).removesuffix(article)


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("../../security/", "help.example/tv/security/"),
        ("../ps5/#menus", "help.example/tv/devices/ps5/#menus"),
        ("../../troubleshooting/?a=b&amp;c=d", "help.example/tv/troubleshooting/?a=b&amp;c=d"),
        ("./", "help.example/tv/devices/roku/"),
    ],
)
def test_a_link_to_another_page_has_its_address(href: str, address: str) -> None:
    link = f'<a class="x" href="{href}">Text</a>'
    assert addressed(link) == f'<a data-address="{address}" class="x" href="{href}">Text</a>'


@pytest.mark.parametrize(
    "href", ["#steps", "https://x.example/", "mailto:a@x.example", "../../sources/#one"]
)
def test_other_links_stay_as_they_are(href: str) -> None:
    link = f'<a href="{href}">Text</a>'
    assert addressed(link) == link


def test_without_an_address_of_the_site_it_begins_at_its_root() -> None:
    link = '<a href="../../security/">Text</a>'
    assert 'data-address="/security/"' in addressed(link, "")


def test_a_part_of_a_text_gets_what_the_whole_gets() -> None:
    link = '<a href="../ps5/">Text</a>'
    assert paper.addressed(link, "devices/any/", SITE) == addressed(link)


def test_a_page_without_a_text_stays_as_it_is() -> None:
    html = '<a href="../x/">Text</a>'
    assert with_addresses(html, "", SITE) == html
