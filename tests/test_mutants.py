"""What `make mutants` is set up with is there, and what it says is what mutmut found."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from tests.mutants import LEAST, Mistake, explained, report, results

ROOT = Path(__file__).parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
PLANTED = """
def x__half__mutmut_orig(n):
    if n > 1:
        return n // 2
def x__half__mutmut_1(n):
    if n >= 1:
        return n // 2
def x__half__mutmut_2(n):
    if n > 1:
        return n / 2
"""


def test_what_is_changed_asked_and_copied_is_there() -> None:
    for pattern in SETTINGS["only_mutate"]:
        assert list(ROOT.glob(pattern)), pattern
    for name in (*SETTINGS["pytest_add_cli_args_test_selection"], *SETTINGS["also_copy"]):
        assert (ROOT / name).exists(), name


def test_what_is_explained_is_still_there() -> None:
    for module, _, was, _ in explained():
        text = (ROOT / "generator" / f"{module}.py").read_text("utf-8")
        assert was in " ".join(text.split()), f"{module}: {was}"


def test_what_no_test_notices_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "mutants" / "generator" / "read"
    folder.mkdir(parents=True)
    (folder / "half.py").write_text(PLANTED, "utf-8")
    name = "generator.read.half.x__half__mutmut_"
    ends = {f"{name}1": 0, f"{name}2": 1, f"{name}3": None}
    (folder / "half.py.meta").write_text(json.dumps({"exit_code_by_key": ends}), "utf-8")
    found = results(tmp_path)
    assert found == {
        "read/half": [
            Mistake("half", "if n > 1:", "if n >= 1:", noticed=False),
            Mistake("half", "return n // 2", "return n / 2", noticed=True),
        ]
    }
    assert report(found) == (
        "read/half: 50.0 % of 2 noticed\n  half: if n > 1:  ->  if n >= 1:",
        False,
    )
    few = {"read/half": [Mistake("half", "a", "b", noticed=True)] * LEAST}
    assert report(few) == (f"read/half: 100.0 % of {LEAST} noticed", True)
