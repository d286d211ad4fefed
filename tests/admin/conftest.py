"""A small project that a test may spoil: the example specs, with pages that show all of them."""

import re
from pathlib import Path

import pytest

from generator.check.proof import check
from generator.knowledge.resolve import resolve
from generator.model.specs import load
from generator.publish.publication import Project
from generator.read.tree import spec_files
from generator.site.prose import check_prose


@pytest.fixture
def project(spec_folder: Path, tmp_path: Path) -> Project:
    """A project in which nothing is wrong."""
    content = tmp_path / "content"
    content.mkdir()
    kb = resolve(check(*load(spec_files(spec_folder, "specs"), "specs")))
    slots = []
    for problem in check_prose(kb, content, "content"):
        if problem.code == "missing-page":
            page = content.parent / problem.place.file
            page.parent.mkdir(exist_ok=True)
            page.touch()
        else:
            slots += re.findall("<!-- slot: .* -->", problem.hint)
    (content / "more.md").write_text("\n\n".join(slots), "utf-8")
    return Project(spec_folder, content)
