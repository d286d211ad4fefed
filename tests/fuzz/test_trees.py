"""Whole collections of specs, spoilt at random: the check ends with values or with problems, and
its fast path, by which builds and `check` go, says the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from generator.check.proof import Checked, check
from generator.commands import main
from generator.knowledge.resolve import resolve
from generator.knowledge.shares import Shares
from generator.model.specs import load
from generator.read.problem import Problem
from generator.read.source import with_rows
from generator.read.tree import SpecFile, spec_files
from tests.fuzz.mutations import Tree, spoilt
from tests.fuzz.places import assert_well_placed

RANDOM = st.randoms(use_true_random=False)


def written(tree: Tree, root: Path) -> list[SpecFile | Problem]:
    """The tree as files, read back as the program reads them."""
    for name, data in tree.items():
        file = root / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError:
            continue  # the name of a folder, or one that no disk takes
    return [*spec_files(root, "specs")]


def judged(tree: Tree) -> Checked:
    """Checks the tree in both ways, and holds what is said against what must hold."""
    with TemporaryDirectory() as folder:
        found = written(tree, Path(folder))
    checked = check(*load(found, "specs"))
    files = [file for file in found if isinstance(file, SpecFile)]
    data = {file.file: file.data for file in files}
    assert_well_placed(with_rows(checked.problems, data), data)
    # What a share is, the fast path is asked of: all files are sound ones, well named.
    if len(files) == len(found):
        known = Shares().load(files, "specs", 1)
        assert (known is not None) == (not checked.problems), checked.problems
    if not checked.problems:
        resolve(checked)  # nothing after the check may fail
    return checked


@pytest.fixture(scope="session")
def base(base_files: Mapping[str, bytes]) -> Tree:
    return dict(base_files)


@given(random=RANDOM)
@settings(max_examples=70)
def test_a_spoilt_tree_is_sound_or_has_problems(base: Tree, random: Random) -> None:
    judged(spoilt(random, base))


@given(random=RANDOM)
@settings(max_examples=40)
def test_a_tree_with_one_slip_is_sound_or_has_problems(base: Tree, random: Random) -> None:
    """Most that is sound and not what it was is among these."""
    judged(spoilt(random, base, most=1))


@pytest.mark.parametrize("number", range(4))
def test_check_ends_with_0_or_1_and_says_so(
    base: Tree, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(number)
    (tmp_path / "content").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Lumen\n")
    monkeypatch.chdir(tmp_path)
    written(spoilt(random, base), tmp_path / "device_specs")
    for options in (["--format", random.choice(["text", "json", "github"])], ["--fix"]):
        result = CliRunner().invoke(main, ["check", *options])
        assert result.exit_code == 1, result.output  # there is no page of prose
        assert isinstance(result.exception, SystemExit)


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_many_spoilt_trees(base: Tree, part: int) -> None:
    @seed(part)
    @settings(derandomize=False, max_examples=1500)
    @given(random=RANDOM, most=st.sampled_from([1, 1, 2, 6]))
    def hold(random: Random, most: int) -> None:
        judged(spoilt(random, base, most))

    hold()


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_many_trees_spoilt_without_hypothesis(base: Tree, part: int) -> None:
    """Its choices are small ones first; these are from the whole range at once."""
    for number in range(part * 3000, (part + 1) * 3000):
        random = Random(number)
        tree = spoilt(random, base, random.choice((1, 1, 2, 6)))
        try:
            judged(tree)
        except BaseException:
            print(f"Random({number})")
            raise
