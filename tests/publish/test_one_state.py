"""A publication of one state of the specs, or none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.knowledge.load import SpecProblems
from generator.publish.one_state import one_state
from generator.publish.staging import PublishError


def touched(file: Path) -> None:
    """The same bytes and the same time stamp: something was written all the same."""
    status = file.stat()
    file.write_bytes(file.read_bytes())
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a file changes": ("labels.yml", lambda file: file.write_text("other: {}")),
    "a file is put in the place of another": (
        "labels.yml",
        lambda file: (file.with_name("new").write_bytes(b""), file.with_name("new").replace(file)),
    ),
    "a file goes": ("labels.yml", Path.unlink),
    "a file comes": ("devices/tv/new-tv.yml", lambda file: file.write_text("name: New")),
    "a file is written with an old time stamp": ("labels.yml", touched),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_meanwhile_is_told(spec_folder: Path, change: str) -> None:
    name, do = CHANGES[change]
    with pytest.raises(SpecProblems) as found, one_state(spec_folder):
        do(spec_folder / name)
    [problem] = found.value.problems
    assert problem.place.file.endswith(f"/{name}")
    assert problem.message == "It was changed while the site was made."
    assert problem.hint.endswith("run this again.")


def test_what_stays_is_no_problem(spec_folder: Path) -> None:
    """Nor are files that nobody reads, such as those of an editor."""
    with one_state(spec_folder):
        (spec_folder / ".labels.yml.swp").write_text("typed, not saved")
        (spec_folder / ".schema").mkdir()


def test_what_comes_of_a_change_is_not_told_in_its_place(spec_folder: Path) -> None:
    with pytest.raises(SpecProblems, match="changed while"), one_state(spec_folder):
        (spec_folder / "labels.yml").unlink()
        raise KeyError("what comes of half of it")
    with pytest.raises(KeyError), one_state(spec_folder):
        raise KeyError("something else")
    with pytest.raises(PublishError, match="full"), one_state(spec_folder):
        (spec_folder / "sources.yml").unlink()
        raise PublishError("The disk is full.")
