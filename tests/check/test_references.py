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
        ("devices/tv/glow-tv.yml", "devices/tv/_glow-tv.yml"),
        ("devices/tv/glow-tv.yml", "devices/tv/glow-tv.yml.bak"),
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


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def told(checked: Checked) -> list[tuple[str, str]]:
    return [(p.place.file.removeprefix("specs/"), p.code) for p in checked.problems]


TROUBLE = "problems/menu-does-not-open.yml"


def test_of_a_misplaced_file_only_its_own_name_is_not_missed(
    spec_folder: Path, check_folder: CheckFolder
) -> None:
    (spec_folder / "devices/tv/glow-tv.yml").rename(spec_folder / "devices/tv/Glow_TV.yml")
    spoil(spec_folder, TROUBLE, "[glow-tv]", "[glow-tv, glow-tub]")
    assert told(check_folder(spec_folder)) == [
        ("devices/tv/Glow_TV.yml", "bad-name"),
        (TROUBLE, "unknown-device"),
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("name: Lumen", "nam: Lumen"), ("{en: English", "{EN: English")]
)
def test_what_is_wrong_in_the_service_hides_no_wrong_name_elsewhere(
    spec_folder: Path, check_folder: CheckFolder, old: str, new: str
) -> None:
    """On its first line as on its second: a file of one entry is not a folder of devices."""
    (spec_folder / "service.yml").write_text(
        "name: Lumen\nlanguages: {en: English}\nedition: 2026-11-22\n", "utf-8"
    )
    spoil(spec_folder, "service.yml", old, new)
    spoil(spec_folder, TROUBLE, "[glow-tv]", "[glow-tub]")
    first, *others = told(check_folder(spec_folder))
    assert first == (TROUBLE, "unknown-device")
    assert {file for file, _ in others} == {"service.yml"}


def test_a_wrong_name_on_the_first_line_of_a_shared_file_hides_no_other(
    spec_folder: Path, check_folder: CheckFolder
) -> None:
    """Nor that another file is misspelt, whose names nobody misses then."""
    spoil(spec_folder, "keys.yml", "up:", "Up:")
    spoil(spec_folder, "families/tv-menu.yml", "or: [left]", "or: [window]")
    (spec_folder / "sources.yml").rename(spec_folder / "source.yml")
    assert told(check_folder(spec_folder)) == [
        ("families/tv-menu.yml", "unknown-name"),
        ("keys.yml", "bad-name"),
        ("source.yml", "stray-file"),
    ]


def test_a_file_that_cannot_be_read_does_not_hide_where_another_belongs(
    spec_folder: Path, check_folder: CheckFolder
) -> None:
    (spec_folder / "concepts.yml").write_text("signing-out: [\n", "utf-8")
    (spec_folder / "devices/tv/glow-tv.yml").rename(spec_folder / "devices/tv/Glow_TV.yml")
    assert told(check_folder(spec_folder)) == [
        ("concepts.yml", "yaml-syntax"),
        ("devices/tv/Glow_TV.yml", "bad-name"),
    ]


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
