"""`signout addresses`: the pages of others, for whoever looks whether they are still there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import main
from tests.commands.understanding import Call, call
from tests.site_fixtures import ROOT

__all__ = ["call"]
SECOND = ROOT / "tests" / "end_to_end" / "second-service"


def test_each_address_stands_on_a_line_once_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SECOND)
    done = CliRunner().invoke(main, ["addresses"])
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines == sorted(set(lines))
    sources = (SECOND / "device_specs/sources.yml").read_text("utf-8")
    assert sources.count("  url: ") >= len(lines) > 0
    assert all(f"  url: {line}\n" in sources for line in lines)


def test_problems_are_told_and_no_address_is_given(call: Call, spec_folder: Path) -> None:
    sources = spec_folder / "sources.yml"
    sources.write_text(sources.read_text("utf-8").replace("tier: press", "tier: pres"), "utf-8")
    done = call("addresses")
    assert done.exit_code == 1
    assert "specs/sources.yml:15:9" in done.output
    assert "Did you mean `press`?" in done.output
    assert "https://" not in done.stdout
