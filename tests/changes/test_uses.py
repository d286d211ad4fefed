"""Where specs use an entry: what `signout impact` lists as places, in words."""

from __future__ import annotations

from generator.changes.uses import uses_of
from tests.conftest import Lumen


def used(lumen: Lumen, collection: str, name: str, screen: str = "") -> list[str]:
    """Each use as one reads it: file, where in it, and through what."""
    return [
        f"{one.place.file.removeprefix('specs/')}: {one.path}"
        + (f", through {one.through}" if one.through else "")
        for one in uses_of(lumen().specs, collection, name, screen)
    ]


def test_a_family_is_used_by_devices_problems_and_the_families_that_extend_it(
    lumen: Lumen,
) -> None:
    assert used(lumen, "families", "tv-menu") == [
        "devices/console/play-box.yml: interfaces › menu › family",
        "devices/tv/glow-stick.yml: interfaces › menu › family",
        "devices/tv/glow-tv.yml: interfaces › menu › family",
        "families/tv-gear.yml: extends",
        "problems/menu-does-not-open.yml: families › 1",
    ]


def test_a_screen_is_used_by_the_controls_that_open_it_and_the_ways_that_pass_it(
    lumen: Lumen,
) -> None:
    """Those of the families that extend it, too."""
    assert used(lumen, "families", "tv-menu", "help") == [
        "families/tv-gear.yml: screens › menu › controls › settings › opens",
        "families/tv-gear.yml: routes › menu › steps › 3",
        "families/tv-menu.yml: screens › menu › controls › get-help › opens",
        "families/tv-menu.yml: routes › menu › steps › 3",
    ]
    assert used(lumen, "families", "phone-app", "home") == [
        "families/phone-app.yml: start",
        "families/phone-app.yml: routes › me › steps › 1",
    ]


def test_what_a_phrase_says_is_used_wherever_the_phrase_stands(lumen: Lumen) -> None:
    phrased = {"phrases.yml": ("The page where one signs in.", '"The page of a {profile}."')}
    specs = lumen(phrased).specs
    through = [one for one in uses_of(specs, "concepts", "profile") if one.through]
    assert [(one.place.file, one.through) for one in through] == [
        ("specs/families/phone-app.yml", "phrase sign-in-page"),
        ("specs/families/tv-menu.yml", "phrase sign-in-page"),
    ]


def test_items_show_their_sources_wherever_they_stand(lumen: Lumen) -> None:
    """A family does not: that a device uses it says nothing of its sources."""
    assert "checklists/security.yml: items › 1, through item strong-password" in used(
        lumen, "sources", "lumen-help"
    )
    assert not [use for use in used(lumen, "sources", "gazette") if "family" in use]
