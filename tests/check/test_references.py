"""Files that could not be read, or stand in the wrong place, are not missed by others."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check.proof import Checked

CheckFolder = Callable[[Path], Checked]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("devices/tv/glow-tv.yml", "devices/tv/Glow_TV.yml"),
        ("devices/tv/glow-tv.yml", "devices/tv/glow-tv.yaml"),
        ("devices/tv/glow-tv.yml", "devices/glow-tv.yml"),
        ("devices/tv", "devices/TV sets"),
        ("families", "families.old"),
        ("families/tv-menu.yml", "families/TV-menu.yml"),
        ("labels.yml", "Labels.yml"),
        ("labels.yml", "labels.yaml"),
        ("sources.yml", "source.yml"),
        ("checklists/security.yml", "security.yml"),
        ("families/tv-menu.yml", "tv-menu.yml"),
    ],
)
def test_a_misplaced_file_is_the_only_problem(
    spec_folder: Path, check_folder: CheckFolder, old: str, new: str
) -> None:
    (spec_folder / old).rename(spec_folder / new)
    (problem,) = check_folder(spec_folder).problems
    assert problem.place.file == f"specs/{new}"


def test_a_link_is_the_only_problem(
    spec_folder: Path, check_folder: CheckFolder, tmp_path: Path
) -> None:
    (spec_folder / "families/tv-menu.yml").rename(tmp_path / "tv-menu.yml")
    (spec_folder / "families/tv-menu.yml").symlink_to(tmp_path / "tv-menu.yml")
    (problem,) = check_folder(spec_folder).problems
    assert problem.code == "symbolic-link"


def test_problems_come_in_the_order_of_places(spec_folder: Path, check_folder: CheckFolder) -> None:
    for file in spec_folder.rglob("*.yml"):
        file.write_bytes(file.read_bytes().replace(b"[", b"[nothing-such, ", 1))
    problems = check_folder(spec_folder).problems
    assert len({problem.place.file for problem in problems}) > 5
    assert [p.place for p in problems] == sorted(problem.place for problem in problems)
    assert len(set(problems)) == len(problems)
