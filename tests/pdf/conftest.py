"""What the tests of PDFs share: the knowledge that they are made from."""

from __future__ import annotations

import pytest

from generator.knowledge.base import KnowledgeBase
from generator.publish.publication import Project, load_project
from tests import site_fixtures
from tests.site_fixtures import ROOT

pytest_configure = site_fixtures.load


@pytest.fixture(scope="session")
def shipped() -> KnowledgeBase:
    """What the shipped specs say."""
    return load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))


@pytest.fixture(scope="session")
def second() -> KnowledgeBase:
    """What the specs of the second service say."""
    folder = ROOT / "tests" / "end_to_end" / "second-service"
    return load_project(Project(folder / "device_specs", folder / "content", folder / "mkdocs.yml"))
