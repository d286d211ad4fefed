"""Where anything is refused, the site is as it was, to the byte; and what is sound can be built."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from generator.commands import main
from tests.fuzz.mutations import Tree, spoilt
from tests.site_fixtures import copy_second_service, tree

OPTIONS = ("build", "--out", "out", "--pages-only", "--jobs", "1")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project of another service, with its site in `out`."""
    folder = copy_second_service(tmp_path_factory.mktemp("refused") / "project")
    here = Path.cwd()
    os.chdir(folder)
    done = CliRunner().invoke(main, OPTIONS)
    os.chdir(here)
    assert done.exit_code == 0, done.output
    return folder


def specs_in(folder: Path) -> Tree:
    root = folder / "device_specs"
    return {
        file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(root.rglob("*.yml"))
    }


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder / "device_specs")
    for name, data in files.items():
        file = folder / "device_specs" / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError:
            continue


def build_spoilt(built: Path, number: int) -> bool:
    """Builds with specs spoilt in this way; whether they were sound after all."""
    sound, before = specs_in(built), tree(built / "out")
    try:
        write(built, spoilt(Random(number), sound, most=1))
        done = CliRunner().invoke(main, OPTIONS)
    finally:
        write(built, sound)
    assert done.exception is None or isinstance(done.exception, SystemExit), number
    assert done.exit_code in (0, 1), done.output
    if done.exit_code == 1:
        assert tree(built / "out") == before, number
        assert "device_specs" in done.output
    return done.exit_code == 0


@pytest.mark.parametrize("number", range(3))
def test_what_is_refused_leaves_the_site_as_it_was(
    built: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.chdir(built)
    build_spoilt(built, number)


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_what_is_sound_can_be_built(
    built: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.chdir(built)
    sound = sum(build_spoilt(built, number) for number in range(100 * part, 100 * part + 60))
    assert sound > 0
