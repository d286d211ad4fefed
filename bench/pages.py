"""The generated pages of a folder of specs, for those who are to build the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.us import PROJECT
from generator.publish.publication import Project, load_project
from generator.site.device_page import DevicePages
from generator.site.frames import Page
from generator.site.problem_page import ProblemPages
from generator.site.prose import topic_addresses


def pages_of(specs: Path) -> Iterator[Page]:
    """Every device's page and every problem's."""
    content = PROJECT / "content"
    kb = load_project(Project(specs, content, PROJECT / "mkdocs.yml"))
    devices, problems = DevicePages(kb), ProblemPages(kb, topic_addresses(content))
    yield from map(devices.page, kb.devices.values())
    yield from map(problems.page, kb.problems.values())
