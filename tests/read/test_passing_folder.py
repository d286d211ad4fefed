"""Folders that are there only while something is made, and what stopped programs left of them."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from generator.read.passing import passing_folder


def test_it_is_empty_and_only_for_this_user_and_gone_afterwards(tmp_path: Path) -> None:
    with passing_folder(str(tmp_path)) as folder:
        assert folder.parent == tmp_path
        assert folder.name.startswith("signout-") and len(folder.name) == 24
        assert folder.stat().st_mode & 0o777 == 0o700
        assert list(folder.iterdir()) == []
        (folder / "below").mkdir()
        with passing_folder(str(tmp_path)) as other:
            assert other != folder
        assert folder.is_dir() and not other.exists(), "what is held stays"
    assert list(tmp_path.iterdir()) == []


def test_it_is_gone_after_a_failure_too(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"), passing_folder(str(tmp_path)):
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


def test_what_stopped_programs_left_goes_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, held, short = (tmp_path / f"signout-{name}" for name in ("a" * 16, "b" * 16, "c"))
    for folder in (left, held, short):
        (folder / "below").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("", "utf-8")
    link = tmp_path / f"signout-{'d' * 16}"
    link.symlink_to(elsewhere)
    descriptor = os.open(held, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with passing_folder(str(tmp_path)):
        assert not left.exists()
        assert held.is_dir() and short.is_dir() and link.is_symlink()
        assert (elsewhere / "kept").is_file()
    os.close(descriptor)
    # Those of others are theirs.
    monkeypatch.setattr("generator.read.passing.os.geteuid", lambda: os.getuid() + 1)
    with passing_folder(str(tmp_path)):
        assert held.is_dir()


def test_where_nothing_can_be_made_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError), passing_folder(str(tmp_path / "none")):
        pass
