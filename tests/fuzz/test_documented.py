"""The limits and the promises about bad input are documented as they are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from generator.read import limits

TESTS = Path(__file__).parents[1]
ROWS = re.findall(
    r"^\| [^|]+ \| ([\d,]+) \| `(\w+)` \|$",
    (TESTS.parent / "docs/limits.md").read_text("utf-8"),
    re.MULTILINE,
)
_SECTION = re.search(
    r"^## Bad input.*?(?=^## )", (TESTS / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)
SHOWN_BY = [
    name
    for row in re.findall(r"^\| [^|]+ \| (`.+) \|$", _SECTION[0] if _SECTION else "", re.MULTILINE)
    for name in re.findall("`([^`]+)`", row)
]


def test_every_limit_is_documented_with_its_figure() -> None:
    named = {name: getattr(limits, name) for name in dir(limits) if name.isupper()}
    assert {name: int(figure.replace(",", "")) for figure, name in ROWS} == named
    assert len(ROWS) == len(named)


def test_limits_stand_in_one_place() -> None:
    """Nobody else in the reader, the models and the check gives a number a name of a limit."""
    elsewhere = [
        f"{file.name}:{node.lineno}"
        for stage in ("read", "model", "check")
        for file in (TESTS.parent / "generator" / stage).glob("*.py")
        if file.name != "limits.py"
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.Assign)
        if any(
            isinstance(one, ast.Name) and one.id.startswith(("MAX_", "MOST_"))
            for one in node.targets
        )
    ]
    assert elsewhere == []


def test_there_are_many_of_them() -> None:
    assert len(SHOWN_BY) > 50


@pytest.mark.parametrize("name", SHOWN_BY)
def test_what_is_said_to_show_it_is_there(name: str) -> None:
    file, _, test = name.partition("::")
    if test:
        tree = ast.parse((TESTS / file).read_text("utf-8"))
        found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert test in found, name
    else:
        assert (TESTS / "bad" / name).is_dir() or (TESTS / "good" / name).is_dir(), name
