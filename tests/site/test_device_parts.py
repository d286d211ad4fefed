"""Parts of devices' pages: made once for all devices, and the pages are as if made for each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markupsafe import Markup

from generator.knowledge.base import KnowledgeBase
from generator.site.device_page import DevicePages
from generator.site.device_parts import DeviceParts
from generator.site.html import make_environment
from generator.site.paper import addressed
from tests.conftest import LumenKnown

SITE = "https://help.example/tv/"


@pytest.fixture(scope="module")
def kb(lumen_known: LumenKnown) -> KnowledgeBase:
    """The base with one more device, which is like one that has notes on its ways."""
    twin = """name: Dim TV
interfaces:
  menu: {family: tv-menu, sources: [lumen-help]}
  gear: {family: tv-gear}
"""
    return lumen_known({"devices/tv/dim-tv.yml": twin})


def test_a_page_does_not_depend_on_those_made_before(kb: KnowledgeBase) -> None:
    together = DevicePages(kb, url=SITE)
    for device in [*kb.devices.values()] * 2:
        page = together.page(device)
        assert page == DevicePages(kb, url=SITE).page(device)
        assert "\0" not in page.content


def test_notes_of_one_device_are_not_on_the_page_of_another(kb: KnowledgeBase) -> None:
    pages = DevicePages(kb)
    noted, other = (pages.page(kb.devices[name]).content for name in ("glow-tv", "dim-tv"))
    for note in ("Sets from 2024", "It takes four steps", "The list may scroll"):
        assert note in noted
        assert note not in other


@pytest.mark.parametrize("url", [SITE, ""])
def test_links_in_parts_have_the_addresses_that_the_page_would_give_them(
    kb: KnowledgeBase, url: str
) -> None:
    for device in kb.devices.values():
        page, plain = DevicePages(kb, url=url).page(device), DevicePages(kb).page(device)
        assert page.content == addressed(plain.content, page.path, url) != plain.content


def test_what_is_kept_does_not_grow_with_the_devices(kb: KnowledgeBase) -> None:
    """Those that are alike have one part; what only one can have is put into its page at once."""
    parts = DeviceParts(kb, make_environment(), SITE)
    interface, note = kb.devices["glow-tv"].interfaces[0], kb.devices["glow-tv"].notes[0]
    marks = set()
    for number in range(3):
        alike = replace(interface, sources=(f"page-{number}",))
        marks.add(parts.main_way(alike, "steps", Markup(), (), ()))
        own = replace(note, text=(f"Note {number}.",))
        for notes in (((own,), ()), ((), (own,))):
            assert f"Note {number}." in parts.main_way(alike, "steps", Markup(), *notes)
    assert len(marks) == 1
