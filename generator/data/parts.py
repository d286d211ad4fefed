"""The files of the open data, in parts that are made or taken over as a whole, and what each is
made of."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from generator.data.api import path_of, schema_path
from generator.data.csv_columns import CSV_NAME, CSVW_NAME
from generator.data.database import DATABASE_NAME
from generator.data.datasette import DATASETTE_NAME
from generator.data.documents import DOCUMENTS
from generator.data.envelope import ROOT
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device_hashes import DeviceHashes
from generator.read.kept import key_of, program

OPENAPI_NAME = "openapi.json"
WHOLE_NAME, PACKED_NAME = "all.json", "all.json.gz"
# What there is one document of for each thing, or what is no list; all others are lists.
_NO_LISTS = {"device", "family", "problem", "all"}

What = Literal["everything", "devices", "families", "problems", "schemas"]


@dataclass(frozen=True, slots=True)
class Part:
    """Files of the open data, by their paths below the site; as long as the hash `made_of` stays,
    so do they.

    A part is the document of the thing that is called `id`; or all schemas; or all the rest, which
    is made of everything.
    """

    what: What
    id: str
    files: tuple[str, ...]
    made_of: str


def parts_of(kb: KnowledgeBase, site_url: str, version: str | None) -> Iterator[Part]:
    """All parts. `site_url` is the address of the site, with a slash at its end, or empty if it has
    none; `version` that of the program, if it is known."""
    around = key_of("data", program(), site_url)
    rest = tuple(f"{ROOT}{name}" for name in _made_of_everything())
    # What packs and what indexes, other versions of which may come to other bytes.
    libraries = (zlib.ZLIB_RUNTIME_VERSION, sqlite3.sqlite_version)
    yield Part("everything", "", rest, key_of(around, version or "", *libraries, kb.digest))
    yield Part("schemas", "", tuple(map(schema_path, DOCUMENTS)), around)
    of_one: dict[What, _Things] = {
        "devices": _devices(kb),
        "families": _families(kb),
        "problems": _problems(kb),
    }
    for what, things in of_one.items():
        for name, made_of in things:
            yield Part(what, name, (path_of(what, name),), key_of(around, *made_of))


def _made_of_everything() -> Iterator[str]:
    yield from (f"{name}.json" for name in DOCUMENTS if name not in _NO_LISTS)
    yield from (OPENAPI_NAME, WHOLE_NAME, PACKED_NAME)
    yield from (CSV_NAME, CSVW_NAME, DATABASE_NAME, DATASETTE_NAME)


# Each thing, and what its document is made of.
_Things = Iterator[tuple[str, Iterable[str]]]


def _devices(kb: KnowledgeBase) -> _Things:
    hashes = DeviceHashes(kb)
    for name in kb.devices:
        yield name, (hashes.of(name),)


def _families(kb: KnowledgeBase) -> _Things:
    of = kb.made_of
    shown_by: dict[str, list[str]] = {name: [] for name in kb.families}
    for name in kb.devices:
        for family in of.devices[name].families:
            shown_by[family].append(name)
    for name, devices in shown_by.items():
        yield name, (of.common, of.families[name], *devices)


def _problems(kb: KnowledgeBase) -> _Things:
    for name, problem in kb.problems.items():
        named = (
            f"{see}={kb.devices[see].name}"
            for said in problem.said
            for see in said.see
            if see in kb.devices
        )
        # Its kinds are also those of devices on which it happens.
        yield name, (kb.made_of.common, "kinds", *problem.kinds, "see", *named)
