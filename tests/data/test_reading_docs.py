"""docs/reading-api.md tells the truth: all that it shows runs, against the shipped specs."""

from __future__ import annotations

import re
import shutil
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from generator.knowledge.load import load_specs
from generator.publish.open_data import write_data
from tests.site_fixtures import ROOT

PAGE = (ROOT / "docs" / "reading-api.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_every_block_runs_after_those_before_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """From the folder of the project. In place of the web, the file is one just made."""
    shutil.copytree(ROOT / "device_specs", tmp_path / "device_specs")
    write_data(load_specs(ROOT / "device_specs"), tmp_path / "site", "https://signout.example/")

    def fetched(address: str, file: str) -> None:
        path = address.removeprefix("https://signout.example/")
        shutil.copy(tmp_path / "site" / path, file)

    monkeypatch.setattr(urllib.request, "urlretrieve", fetched)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    printed = []
    for block in BLOCKS:
        exec(compile(block, "docs/reading-api.md", "exec"), names)
        printed.append(capsys.readouterr().out)
    assert len(printed) == 8
    assert printed[0].count("\n") >= 3
    assert "1. " in printed[0]
    assert "You are done when you see: " in printed[0]
    assert all(printed[:1] + printed[2:]), "all but the fetching print something"
    assert "no-such-folder" in printed[-1]
    assert "None" not in printed[2], "each field is explained"


def test_what_it_names_is_there() -> None:
    from generator import load_knowledge_base

    kb = load_knowledge_base(ROOT / "tests" / "good" / "base")
    listed = PAGE.partition("in the order of the site: ")[2].partition(". What stands")[0]
    for name in re.findall(r"`(\w+)`", listed):
        assert hasattr(kb, name), name
    assert {"devices", "remote", "changes"} <= set(re.findall(r"`(\w+)`", listed))
