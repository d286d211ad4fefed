"""The words that all else is said with, and the pages that back it."""

from __future__ import annotations

from typing import Literal

from generator.data.entities.record import Address, Record


class Kind(Record):
    """A kind of device."""

    id: str
    """Its id."""
    name: str
    """The kind in the plural, as a heading."""
    devices: tuple[str, ...]
    """Ids of its devices, in the order of their names."""


class Key(Record):
    """A button on a remote, gamepad or keyboard."""

    id: str
    """Its id."""
    name: str
    """What is usually printed on it. A device may call it otherwise: see its `keys`."""


class Label(Record):
    """Words or an icon on a screen that one can select."""

    id: str
    """Its id."""
    text: dict[str, tuple[str, ...]]
    """The words exactly as the screen shows them, by language code, the usual wording first. There
    is always `en`."""
    icon: bool
    """True if the screen shows a picture in place of words; `text` then describes the picture."""
    formerly: tuple[str, ...]
    """Words that older versions showed for the same."""
    means: str | None
    """The id of the concept, or of another label, that it means the same as."""
    does: str | None
    """What selecting it does, if no screen of a family says so."""
    official: tuple[str, ...]
    """The languages in which the words were seen on an official page."""
    sources: tuple[str, ...]
    """Ids of the sources that show it."""


class Concept(Record):
    """A word of ours that is explained."""

    id: str
    """Its id."""
    name: str
    """The word."""
    means: str
    """What it is."""
    is_not: str | None
    """What people take it for, but it is not."""
    sources: tuple[str, ...]
    """Ids of the sources that back it."""


class Source(Record):
    """A page that backs what is said."""

    id: str
    """Its id, by which others cite it."""
    url: Address
    """Its address."""
    title: str
    """Its title, as the page gives it."""
    publisher: str
    """Who publishes it."""
    tier: Literal["official", "official-mirror", "press", "howto", "repost", "blog"]
    """How good it is. official: the service or the device's maker; official-mirror: a copy of an
    official page; press: news or an established outlet; howto: a how-to site or a vendor's support;
    repost: a copy of another outlet's page; blog: weak."""
    origin: str | None
    """For a copy: whose page it copies."""
    date: str | None
    """The date on the page, as exact as it is known: 2024-03-18, March 2024, 2024."""
    language: str
    """The language of the page."""
    note: str | None
    """What one should know of the page."""
