"""Generated blocks for prose pages: what stands where a page says `<!-- slot: name -->`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment

from generator.knowledge.base import Guidance, KnowledgeBase
from generator.knowledge.changed import recent
from generator.knowledge.freshness import doubts, due, untried
from generator.model.guidance import SLOTS
from generator.site.changes_page import changes_values
from generator.site.data_page import DataFiles, data_values
from generator.site.device_lists import MOST_LISTED, MOST_NAMED, DeviceLists
from generator.site.device_words import devices_by_key_name, explanations, interfaces_by_label

CHANGES = "changes"
DATA = "data"  # the slot of all that is offered for programs
# Name of a block, its template; each sees the knowledge base as `kb`.
_BLOCKS = {
    "finder": "finder.html",
    "kinds": "kinds.html",
    "catalogue": "catalogue.html",
    "problems": "problems.html",
    "problems-by-kind": "problems_by_kind.html",
    "messages": "messages.html",
    "remote": "everywhere.html",
    "words": "words.html",
    "sources": "sources.html",
    "downloads": "downloads.html",
    "handbook": "handbook.html",
    "due": "due.html",
    CHANGES: "changes.html",
    DATA: "data.html",
    "data-examples": "data_examples.html",
    "data-licence": "data_licence.html",
}


# What may stand on several pages, though once on each; all else has one place.
ON_MANY_PAGES = ("finder",)
# With the name of one after it: the slot of a topic's facts, of a checklist's items.
TOPIC, CHECKLIST = SLOTS["topics"], SLOTS["checklists"]


def slot_names(kb: KnowledgeBase) -> tuple[str, ...]:
    """Every slot a prose page may have."""
    return (*_BLOCKS, *told_slots(kb))


def told_slots(kb: KnowledgeBase) -> dict[str, Guidance]:
    """The slots that belong to a spec each, of which every one must stand on some page."""
    topics = {TOPIC + name: topic for name, topic in kb.topics.items()}
    return topics | {CHECKLIST + name: one for name, one in kb.checklists.items()}


class Blocks(Mapping[str, str]):
    """The blocks for a page from which `root` (`../`) leads to the site's root. Each is rendered
    when it is looked up."""

    def __init__(
        self,
        kb: KnowledgeBase,
        environment: Environment,
        root: str,
        told: Mapping[str, str],
        handbook: str = "",
        address: str = "",
        data: DataFiles | None = None,
    ) -> None:
        """`told` has the address of the prose page that tells each topic; `handbook` says how large
        the handbook is, if there is one; `address` is that of the site, if it has one; `data`
        is what the files of open data tell, if there are some."""
        self._kb = kb
        self._lists = DeviceLists(kb)
        self._told = told
        self._environment = environment
        self._root = root
        self._handbook = handbook
        self._address, self._data = address, data or DataFiles()

    def __getitem__(self, name: str) -> str:
        values: dict[str, Any] = {
            "kb": self._kb,
            "root": self._root,
            "told": self._told,
            "handbook": self._handbook,
            "lists": self._lists,
            "most_listed": MOST_LISTED,
            "most_named": MOST_NAMED,
        }
        template = _BLOCKS.get(name)
        if name.startswith(TOPIC):
            values["topic"] = self._kb.topics[name.removeprefix(TOPIC)]
            template = "topic.html"
        elif name.startswith(CHECKLIST):
            values["checklist"] = self._kb.checklists[name.removeprefix(CHECKLIST)]
            template = "checklist.html"
        elif name == "words":
            values["shown_by"] = interfaces_by_label(self._kb)
            values["explanations"] = explanations(self._kb)
            values["key_names"] = devices_by_key_name(self._kb)
        elif name == "sources":
            values["sources"] = sorted(
                self._kb.sources.values(), key=lambda s: (s.publisher.casefold(), s.id)
            )
        elif name == "due":
            # The edition's day, so that the same specs give the same page on every day.
            found = due(self._kb, self._kb.edition)
            values["changed"] = [one for one in found if one.reason in ("changed", "never", "old")]
            values["untried"] = devices = untried(self._kb)
            many = sum(map(len, devices.values())) > MOST_LISTED
            values["most_untried"] = MOST_NAMED if many else MOST_LISTED
            values["doubts"] = doubts(self._kb)
        elif name == "catalogue":
            values["marks"] = recent(self._kb)
        elif name == CHANGES:
            values |= changes_values(self._kb, self._address)
        elif name.partition("-")[0] == DATA:
            values |= data_values(self._kb, self._address, self._data)
        if template is None:
            raise KeyError(name)
        return self._environment.get_template(template).render(values)

    def __contains__(self, name: object) -> bool:
        return name in slot_names(self._kb)  # else it would be rendered, only to see whether it is

    def __iter__(self) -> Iterator[str]:
        return iter(slot_names(self._kb))

    def __len__(self) -> int:
        return len(slot_names(self._kb))
