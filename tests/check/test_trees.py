"""Every tree of specs in tests/good has no problems; those in tests/bad have exactly the problems
that stand in their problems.txt. tests/README.md says how to add one.

REWRITE=1 pytest tests/check/test_trees.py writes every problems.txt anew.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.check import check as check_command
from generator.knowledge.load import check_specs
from generator.knowledge.resolve import resolve

TESTS = Path(__file__).parents[1]
GOOD, BAD = TESTS / "good", TESTS / "bad"
REWRITE = "REWRITE" in os.environ

PutTogether = Callable[[Path, Path], None]


def trees(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir())


def named(path: Path) -> str:
    return path.name


@pytest.fixture
def problems_of(
    put_together: PutTogether, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], str]:
    def problems(tree: Path) -> str:
        put_together(tree, tmp_path / "device_specs")
        monkeypatch.chdir(tmp_path)
        checked = check_specs(Path("device_specs"))
        if not checked.problems:
            resolve(checked)  # nothing after the check may fail
        return "".join(f"{problem}\n" for problem in checked.problems)

    return problems


@pytest.mark.parametrize("tree", trees(GOOD), ids=named)
def test_good(tree: Path, problems_of: Callable[[Path], str]) -> None:
    assert problems_of(tree) == ""


@pytest.mark.parametrize("tree", trees(BAD), ids=named)
def test_bad(tree: Path, problems_of: Callable[[Path], str]) -> None:
    found, file = problems_of(tree), tree / "problems.txt"
    if REWRITE:
        file.write_bytes(found.encode())
    expected = file.read_text("utf-8") if file.exists() else ""
    assert found, f"{tree.name} has no problems; move it to tests/good, or spoil it"
    assert found == expected, (
        "These are not the problems of problems.txt. If they are right, write them there with "
        "REWRITE=1 pytest tests/check/test_trees.py, and read what has changed."
    )


@pytest.mark.parametrize(
    "tree",
    [tree for tree in trees(GOOD) + trees(BAD) if tree.name != "base"],
    ids=lambda tree: f"{tree.parent.name}/{tree.name}",
)
def test_overlay_holds_only_what_differs(tree: Path) -> None:
    base = GOOD / "base"
    for file in (file for file in tree.rglob("*") if file.is_file()):
        twin = base / file.relative_to(tree)
        same = twin.is_file() and twin.read_bytes() == file.read_bytes()
        assert not same, f"{file} is the same as in the base; remove it"
    deleted = tree / "deleted.txt"
    for name in deleted.read_text("utf-8").split() if deleted.exists() else ():
        assert (base / name).is_file(), f"{deleted}: the base has no file {name}"


def test_every_rule_has_a_bad_tree_and_a_good_one_beside_it() -> None:
    rows = re.findall(r"^\| (\d) \|.*\| (.+) \|$", (TESTS / "README.md").read_text("utf-8"), re.M)
    assert [int(number) for number, _ in rows] == list(range(1, 10))
    for _, cell in rows:
        names = re.findall("`([^`]+)`", cell)
        assert names
        for name in names:
            assert (BAD / name).is_dir(), f"tests/bad/{name} is missing"
            assert (GOOD / name).is_dir(), f"tests/good/{name} is missing"


def told(output: str) -> str:
    """What the command prints, without the lines of the files and with each hint behind what is
    wrong, as in problems.txt."""
    without_rows = re.sub(r"^ *\d* \|.*\n", "", output, flags=re.M)
    return "".join(
        f"{says} {hint} {code}\n" if hint else f"{says} {code}\n"
        for says, code, hint in re.findall(
            r"^(\S+:\d+:\d+: .+) (\[[a-z-]+\])\n(?: {8}(.+)\n)?", without_rows, re.M
        )
    )


def test_command_prints_what_problems_txt_says(
    put_together: PutTogether, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = BAD / "several-files-at-once"
    put_together(tree, tmp_path / "device_specs")
    monkeypatch.chdir(tmp_path)
    Path("content").mkdir()
    Path("mkdocs.yml").touch()
    result = CliRunner().invoke(check_command, [])
    expected = (tree / "problems.txt").read_text("utf-8")
    assert result.exit_code == 1
    assert told(result.output) == expected
    files = {line.split(":")[0] for line in expected.splitlines()}
    assert len(files) > 2
