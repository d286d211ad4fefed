"""What the page of open data tells: what there is, examples that run, and who may use it.

The contract's models take a while to be made, which `signout check` should not pay: hence the
imports inside functions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL, attribution
from generator.site.downloads import size
from generator.site.structured_data import Dataset

# Stands in the examples of a site that has no address yet.
_SOME_SITE = "https://signout.example/"


@dataclass(frozen=True, slots=True)
class DataFiles:
    """What the page tells of the files of open data that are there."""

    sizes: Mapping[str, str] = field(default_factory=dict)
    """How large they are, by their paths, if they hold everything."""
    printed: str = ""
    """What the example of the reading library prints."""


def data_files(kb: KnowledgeBase, site: Path) -> DataFiles:
    """The files in the folder `site`."""
    from generator.data.offers import EVERYTHING

    files = {offer.path: site / offer.path for offer in EVERYTHING}
    sizes = {path: size(file.stat().st_size) for path, file in files.items() if file.is_file()}
    device = site / "api" / "v1" / "devices" / f"{some_of_each(kb).get('devices')}.json"
    interfaces = []
    if device.is_file():
        interfaces = json.loads(device.read_text("utf-8"))["device"]["interfaces"]
    return DataFiles(sizes, interfaces[0]["routes"][0]["text"] if interfaces else "")


def data_values(kb: KnowledgeBase, address: str, data: DataFiles) -> dict[str, Any]:
    """What the templates of the page see; `address` is that of the site, if it has one."""
    from generator.data.offers import groups_offered
    from generator.data.questions import QUESTIONS

    (steps,) = (question for question in QUESTIONS if question.name == "how-to")
    return {
        "steps": steps,
        "questions": [question for question in QUESTIONS if question is not steps],
        "offers": groups_offered(feeds=bool(address and kb.changelog)),
        "sizes": data.sizes,
        "printed": data.printed,
        "some": some_of_each(kb),
        "address": address or _SOME_SITE,
        "licence": LICENCE_NAME,
        "licence_url": LICENCE_URL,
        "attribution": attribution(kb.service),
    }


def dataset(kb: KnowledgeBase) -> Dataset:
    """What search engines for data are told: the files that hold everything at once."""
    from generator.data.offers import EVERYTHING

    credit = attribution(kb.service)
    return Dataset(
        credit.partition(",")[0],
        credit,
        kb.edition,
        tuple((offer.title, offer.path, offer.type) for offer in EVERYTHING),
    )


def some_of_each(kb: KnowledgeBase) -> Mapping[str, str]:
    """The id of one of each collection that has a file for each of its things, as an example."""
    from generator.data.offers import example_of

    device = example_of(kb.devices.values())
    first = {
        "schemas": ["devices"],
        "devices": [device.id] if device is not None else [],
        "families": list(kb.families),
        "problems": list(kb.problems),
        "kinds": [kind.id for kind in kb.kinds if kind.devices],
    }
    return {name: ids[0] for name, ids in first.items() if ids}
