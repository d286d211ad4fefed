"""Every test that the threat model names exists, and every threat has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODEL = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[^`]+)`", MODEL)))


@pytest.mark.parametrize("name", NAMED)
def test_a_test_it_names_exists(name: str) -> None:
    path, _, test = name.partition("::")
    text = (ROOT / path).read_text("utf-8")
    assert re.search(rf"^def {test or 'test_'}", text, re.MULTILINE), name


def test_every_threat_has_a_test() -> None:
    rows = [row for row in MODEL.splitlines() if row.startswith("|")][2:]
    assert len(rows) > 15
    for row in rows:
        assert "`tests/" in row.split("|")[-2], row


def test_it_is_one_page() -> None:
    assert len(MODEL.split()) < 1200
