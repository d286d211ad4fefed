"""Everything that is offered for programs: the one list from which the index of the API, its
OpenAPI description, the page that tells of it all and its structured data are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from generator.data.envelope import ROOT

JSON, GZIP, CSV = "application/json", "application/gzip", "text/csv"
SQLITE, ATOM, MARKDOWN = "application/vnd.sqlite3", "application/atom+xml", "text/markdown"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file, or a file for each thing of a kind."""

    name: str
    """A short name, which stays the same."""
    path: str
    """Where it is, below the site; with `{id}` in it, there is one for each of `of`."""
    title: str
    """What it holds, for people."""
    type: str = JSON
    """Its media type."""
    schema: str | None = None
    """The name of its schema among those of all documents, if it has one."""
    of: str | None = None
    """What `{id}` stands for: the ids of `devices`, `families`, `problems`, `kinds`, `schemas`."""


@dataclass(frozen=True, slots=True)
class Group:
    """Offers that serve the same."""

    id: str
    title: str
    """The group as a heading."""
    offers: tuple[Offer, ...]


def _document(name: str, title: str) -> Offer:
    return Offer(name, f"{ROOT}{name}.json", title, schema=name)


def _each(name: str, of: str, title: str) -> Offer:
    return Offer(name, f"{ROOT}{of}/{{id}}.json", title, schema=name, of=of)


OFFERS: tuple[Group, ...] = (
    Group(
        "whole",
        "Everything at once",
        (
            _document("all", "All that we know, in one file"),
            Offer("all-packed", f"{ROOT}all.json.gz", "All that we know, packed with gzip", GZIP),
            Offer("csv", f"{ROOT}signout.csv", "A table with a row for each step", CSV),
            Offer(
                "csv-metadata",
                f"{ROOT}signout.csv-metadata.json",
                "What the columns of the table mean",
            ),
            Offer("sqlite", f"{ROOT}signout.sqlite", "A database with a text search", SQLITE),
            Offer(
                "sqlite-metadata", f"{ROOT}metadata.json", "What the tables of the database mean"
            ),
        ),
    ),
    Group(
        "devices-data",
        "Devices and routes",
        (
            _document("devices", "All devices in short, with the names that people search for"),
            _each("device", "devices", "One device in full: its routes, steps, words and sources"),
            _document("families", "The apps that devices share, in short"),
            _each("family", "families", "One app in full: its screens, and where each entry leads"),
            _document("remote", "How to sign out from afar"),
            _document("kinds", "The kinds of device"),
        ),
    ),
    Group(
        "help-data",
        "Help",
        (
            _document("problems", "All problems in short"),
            _each("problem", "problems", "One problem in full: what one sees, and what to try"),
            _document("checklists", "The lists of things to do"),
            _document("topics", "Facts, by topic"),
        ),
    ),
    Group(
        "words-data",
        "Words and sources",
        (
            _document("labels", "The words on screens, in all languages"),
            _document("concepts", "Our own words, with what they mean"),
            _document("keys", "The keys on remotes"),
            _document("everyday", "What people say for our words"),
            _document("sources", "The pages that back what we say"),
        ),
    ),
    Group(
        "changes-data",
        "Changes",
        (
            _document("meta", "What this edition is, and how much there is"),
            _document("changes", "What changed, day by day"),
            Offer("feed", "feeds/changes.atom", "What changed, as a feed", ATOM),
            Offer(
                "feed-of-kind",
                "feeds/{id}.atom",
                "What changed for a kind of device, as a feed",
                ATOM,
                of="kinds",
            ),
        ),
    ),
    Group(
        "text",
        "Pages as plain text",
        (
            Offer(
                "markdown",
                "index.md",
                "The home page as Markdown; each page has its own beside it",
                MARKDOWN,
            ),
            Offer("llms", "llms.txt", "The list of all pages, for chat assistants", "text/plain"),
            Offer("llms-full", "llms-full.txt", "The text of all pages in one file", "text/plain"),
        ),
    ),
    Group(
        "about-data",
        "About the data",
        (
            _document("index", "The list of all that there is, for programs"),
            Offer("openapi", f"{ROOT}openapi.json", "All of the JSON API, as OpenAPI 3.1"),
            Offer(
                "schemas",
                f"{ROOT}schemas/{{id}}.json",
                "The JSON Schema of each document",
                "application/schema+json",
                of="schemas",
            ),
        ),
    ),
)

# The files of which each holds all that is known, one way or another.
EVERYTHING = tuple(
    offer for offer in OFFERS[0].offers if offer.name in ("all", "all-packed", "csv", "sqlite")
)


def groups_offered(*, feeds: bool = True) -> tuple[Group, ...]:
    """All groups; without `feeds`, which a site has only if it has an address and something to
    tell, the others."""
    return tuple(
        replace(group, offers=tuple(one for one in group.offers if feeds or one.type != ATOM))
        for group in OFFERS
    )


def every_offer(*, feeds: bool = True) -> tuple[Offer, ...]:
    """All offers, or those that are no feeds, in the order of the groups."""
    return tuple(offer for group in groups_offered(feeds=feeds) for offer in group.offers)


class _Device(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def input(self) -> str: ...
    @property
    def interfaces(self) -> object: ...
    @property
    def retired(self) -> object: ...


D = TypeVar("D", bound=_Device)


def example_of(devices: Iterable[D]) -> D | None:
    """A device to show as an example: with steps of its own, worked with a remote, and with a short
    name, as far as there is such. None if there are no devices."""
    return min(
        devices,
        key=lambda device: (
            not device.interfaces or device.retired is not None,
            device.input != "remote",
            len(device.id),
            device.id,
        ),
        default=None,
    )
