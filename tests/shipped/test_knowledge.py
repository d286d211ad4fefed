"""What the shipped knowledge holds: enough of it, shared where it is the same, and found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup

from generator.knowledge.base import KnowledgeBase
from generator.publish.publication import Project, load_project
from tests.site_fixtures import ROOT, visible

LISTS = {
    "security",
    "leaving-a-hotel",
    "before-you-hand-it-over",
    "someone-in-your-account",
    "lost-or-stolen",
}


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    return load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))


def test_every_device_of_the_research_and_more(kb: KnowledgeBase) -> None:
    assert len(kb.devices) >= 67


def test_problems_are_many_and_complete(kb: KnowledgeBase) -> None:
    assert len(kb.problems) >= 24
    for problem in kb.problems.values():
        assert problem.also, f"{problem.id} has no other wording to be searched by"
        assert problem.worked
        assert all(solution.sources or solution.doubt for solution in problem.said)


def test_checklists(kb: KnowledgeBase) -> None:
    assert set(kb.checklists) == LISTS
    assert len(kb.checklists["security"].said) >= 15
    for checklist in kb.checklists.values():
        for item in checklist.said:
            assert item.title and item.text and item.how and item.priority and item.see
            assert item.sources or item.doubt
    lists_of = Counter(i.title for one in kb.checklists.values() for i in one.said)
    assert sum(count > 1 for count in lists_of.values()) >= 5, "items are shared, not copied"


def test_the_index_finds_problems_by_symptom_device_and_message(
    kb: KnowledgeBase, pages: Mapping[str, BeautifulSoup]
) -> None:
    index = pages["troubleshooting/"]
    by_symptom = {visible(link) for link in index.select(".so-problems a")}
    assert by_symptom == {problem.title for problem in kb.problems.values()}
    for problem in kb.problems.values():
        for kind in problem.kinds:
            heading = index.select_one(f"#on-{kind}")
            assert heading is not None
            listing = heading.find_next("ul")
            assert listing is not None
            assert problem.title in [visible(item) for item in listing.select("li")]
        for message in problem.messages:
            assert message in [visible(term) for term in index.select("dt")]


def test_every_label_and_concept_is_explained(
    kb: KnowledgeBase, pages: Mapping[str, BeautifulSoup]
) -> None:
    page = pages["words/"]
    for concept in kb.concepts:
        assert page.select_one(f"#{concept} + dd") is not None
    for label in kb.labels.values():
        if not label.icon:
            said = page.select_one(f"#label-{label.id} + dd")
            assert said is not None
            lines = [visible(line) for line in said.select(".so-in")]
            explained = [line for line in lines if line.endswith(".")]
            assert explained, f"{label.id} is not explained"


def test_a_page_that_rests_on_its_family_says_so(
    kb: KnowledgeBase, pages: Mapping[str, BeautifulSoup]
) -> None:
    for device in kb.devices.values():
        page = pages[f"devices/{device.id}/"]
        said = visible(page.select_one("article") or BeautifulSoup())
        inferred = [i for i in device.interfaces if not i.sources]
        assert ("Inferred:" in said) == bool(inferred), device.id
        if not device.interfaces:
            first = page.select(".so-route")[0]
            assert first["data-route"] == "remote", "the account page leads"
            assert ("has no sign-out screen" in said) or ("No longer supported" in said)
