"""Folders in which pages are met in order: never in another, and nothing of them is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site import page_folders
from generator.site.page_folders import PageFolders
from tests.site_fixtures import ROOT

PLACES = [place for place in ("/dev/shm", tempfile.gettempdir()) if os.access(place, os.W_OK)]
_NAMES = st.text("abc-.é", min_size=1, max_size=4).map(lambda name: f"x{name}")
_PATHS = st.lists(_NAMES, max_size=3).map(lambda names: "/".join([*names, "index.html"]))


def met(folder: str | Path, below: str = "") -> Iterator[str]:
    """What is in a folder, as the system lists it."""
    for name in os.listdir(folder):
        file = Path(folder) / name
        if file.is_dir():
            yield from met(file, f"{below}{name}/")
        else:
            yield below + name


@pytest.mark.parametrize("newest_first", [False, True])
@given(paths=st.sets(_PATHS, max_size=12))
def test_pages_are_met_in_order_or_there_is_no_folder(newest_first: bool, paths: set[str]) -> None:
    """In every place, also where it lists the other way round than was thought."""
    pages = {path: f"This is {path}" for path in sorted(paths)}
    for where in PLACES:
        with tempfile.TemporaryDirectory(dir=where) as place:
            folder = PageFolders(Path(place), newest_first=newest_first).filled(pages)
            if folder is not None:
                assert list(met(folder)) == list(pages)
                assert {path: (folder / path).read_text("utf-8") for path in pages} == pages
            else:
                assert os.listdir(place) == []


@given(paths=st.sets(_PATHS, min_size=1, max_size=12))
def test_where_age_gives_the_order_there_is_a_folder(paths: set[str]) -> None:
    """A place that was tried out and taken, on this machine, has one for all pages."""
    pages = dict.fromkeys(sorted(paths), "")
    with page_folders.page_folders() as folders:
        if folders is not None:
            assert folders.filled(pages) is not None


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_folders, "_places", lambda: iter([str(tmp_path), "/nowhere"]))
    with page_folders.page_folders() as folders:
        if folders is not None:
            folders.filled({"a/index.html": "a"})
    assert os.listdir(tmp_path) == []


_STOPPED = """
import sys, time
from generator.site import page_folders
page_folders._places = lambda: iter([sys.argv[1]])
with page_folders.page_folders():
    print("there", flush=True)
    time.sleep(60)
"""


def test_what_a_stopped_program_left_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is not given back by itself."""
    command = [sys.executable, "-c", _STOPPED, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        there = program.stdout.readline() == "there\n"
        program.kill()
    assert there
    monkeypatch.setattr(page_folders, "_places", lambda: iter([str(tmp_path)]))
    with page_folders.page_folders():
        pass
    assert os.listdir(tmp_path) == []


def test_pages_for_which_there_is_no_room_have_no_folder(tmp_path: Path) -> None:
    """As when a page has the name of a folder: what was begun is removed."""
    for newest_first in (False, True):
        folders = PageFolders(tmp_path, newest_first=newest_first)
        assert folders.filled({"a": "a file", "a/b": "below it"}) is None
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["folder \udcff", "fol\nder"], ids=["no text", "line break"])
def test_a_place_that_cannot_be_told_is_not_used(tmp_path: Path, name: str) -> None:
    """What is asked of Pagefind is text."""
    (tmp_path / name).mkdir()
    with ExitStack() as places:
        assert page_folders._tried(str(tmp_path / name), places) is None
