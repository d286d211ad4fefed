"""The folder of specs: nothing in it can block the reader, or lead it outside."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.read import tree
from generator.read.document import MAX_BYTES
from generator.read.problem import Problem
from generator.read.tree import MAX_ID, RESERVED, SpecFile, bad_name, spec_files


def found(root: Path) -> dict[str, str | bytes]:
    """The name of each file with its content, or the code of its problem."""
    return {
        item.place.file if isinstance(item, Problem) else item.file: (
            item.code if isinstance(item, Problem) else item.data
        )
        for item in spec_files(root, "specs")
    }


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"name: x\n")


def test_files_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, "labels.yml", "devices/tv/b.yml", "devices/tv/a.yml", "devices/phone/c.yml")
    files = list(spec_files(tmp_path, "specs"))
    assert [file.file for file in files if isinstance(file, SpecFile)] == [
        "specs/devices/phone/c.yml",
        "specs/devices/tv/a.yml",
        "specs/devices/tv/b.yml",
        "specs/labels.yml",
    ]
    last = files[1]
    assert isinstance(last, SpecFile)
    assert (last.id, last.parts, last.data) == ("a", ("devices", "tv", "a.yml"), b"name: x\n")


def test_links_pipes_and_sockets_are_refused(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "specs"
    write(outside, "secret.yml", "folder/secret.yml")
    write(root, "labels.yml")
    (root / "keys.yml").symlink_to(outside / "secret.yml")
    (root / "devices").symlink_to(outside / "folder", target_is_directory=True)
    (root / "gone.yml").symlink_to(outside / "nothing")
    (root / "loop").symlink_to(root, target_is_directory=True)
    os.mkfifo(root / "kinds.yml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(root / "sources.yml"))
        problems = found(root)
    assert problems == {
        "specs/devices": "symbolic-link",
        "specs/gone.yml": "symbolic-link",
        "specs/keys.yml": "symbolic-link",
        "specs/kinds.yml": "not-a-file",
        "specs/labels.yml": b"name: x\n",
        "specs/loop": "symbolic-link",
        "specs/sources.yml": "unreadable",  # a socket cannot even be opened
    }


def test_file_that_becomes_a_link_after_it_was_listed(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", "b.yml")
    files = spec_files(tmp_path, "specs")
    assert isinstance(next(files), SpecFile)
    (tmp_path / "b.yml").unlink()
    (tmp_path / "b.yml").symlink_to(tmp_path / "a.yml")
    (problem,) = files
    assert isinstance(problem, Problem)
    assert problem.code == "unreadable"


def test_what_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "keys.yml", "labels.yml", "topics/a.yml", "zebra.yml")

    def no_open(path: Path, flags: int) -> int:
        if path.name == "labels.yml":
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags)

    def no_scandir(path: Path) -> object:
        if path.name == "topics":
            raise PermissionError(13, "Permission denied")
        return real_scandir(path)

    # The tests may run as a user whom no permission stops.
    real_open, real_scandir = os.open, os.scandir
    monkeypatch.setattr(tree.os, "open", no_open)
    monkeypatch.setattr(tree.os, "scandir", no_scandir)
    assert found(tmp_path) == {
        "specs/keys.yml": b"name: x\n",
        "specs/labels.yml": "unreadable",
        "specs/topics": "unreadable",
        "specs/zebra.yml": b"name: x\n",
    }


def test_no_more_is_read_of_a_file_than_shows_that_it_is_too_large(tmp_path: Path) -> None:
    with (tmp_path / "labels.yml").open("wb") as file:
        file.truncate(10**9)
    (item,) = spec_files(tmp_path, "specs")
    assert isinstance(item, SpecFile)
    assert len(item.data) == MAX_BYTES + 1


def test_no_folder_of_specs(tmp_path: Path) -> None:
    (problem,) = spec_files(tmp_path / "nothing", "specs")
    assert isinstance(problem, Problem)
    assert (problem.place.file, problem.code) == ("specs", "no-specs")


def test_names_that_differ_only_in_case_or_unicode_form(tmp_path: Path) -> None:
    write(tmp_path, "topics/tv.yml", "topics/TV.yml", "topics/é.yml", "topics/e\u0301.yml")
    codes = found(tmp_path)
    assert codes.pop("specs/topics/tv.yml") == b"name: x\n"
    assert set(codes.values()) == {"bad-name"}
    assert len(codes) == 3


def test_file_names_are_printed_safely(tmp_path: Path) -> None:
    strange = ["a\nb.yml", "\u202etxt.yml", os.fsdecode(b"\xff.yml"), "a\x1b[31m/b.yml", "'`.txt"]
    write(tmp_path, *strange)
    problems = list(spec_files(tmp_path, "specs"))
    assert len(problems) == len(strange)
    for problem in problems:
        assert isinstance(problem, Problem)
        assert str(problem).isprintable()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Roku", "Call it `roku`."),
        ("apple_tv 4K", "Call it `apple-tv-4k`."),
        ("télé", "Call it `tele`."),
        ("電視", "Take another name."),
        ("CON", "Take another name."),
        ("../../index", "Take another name."),
        ("-a--b-", "Call it `a-b`."),
        ("con", "Take another, such as `con-tv`."),
        ("lpt1", "Take another, such as `lpt1-tv`."),
        ("assets", "Take another, such as `assets-tv`."),
        ("a" * (MAX_ID + 1), "Shorten it."),
    ],
)
def test_bad_names(name: str, hint: str) -> None:
    bad = bad_name(name)
    assert bad is not None
    assert bad[1] == hint


@given(st.text(max_size=70))
@example("index")
@example("a\n")
@example("")
def test_a_good_name_is_safe_in_paths_and_addresses(name: str) -> None:
    if bad_name(name) is None:
        assert name.isascii()
        assert name == name.lower()
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert name not in RESERVED
        assert 0 < len(name) <= MAX_ID
