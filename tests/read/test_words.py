"""What is said of files that cannot be read, to the letter: where, what, and how to mend it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from generator.read import tree
from generator.read.problem import Problem
from generator.read.source import with_rows
from generator.read.tree import (
    SpecFile,
    digest_of,
    digests_of,
    read_spec,
    spec_files,
    unknown_place,
)

LINK = "This is a symbolic link; only regular files are read."
NO_RIGHT = "Give yourself the right to read it, or remove it."


def said(root: Path) -> list[str]:
    found = [one for one in spec_files(root, "specs") if isinstance(one, Problem)]
    return [str(problem) for problem in found]


def test_of_what_is_no_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.yml").symlink_to("b.yml")
    os.mkfifo(tmp_path / "c.yml")
    assert said(tmp_path) == [
        f"specs/a.yml:1:1: {LINK} Put the file itself here. [symbolic-link]",
        "specs/c.yml:1:1: This is not a regular file (a pipe, a socket or a device). "
        "Put a regular file here. [not-a-file]",
    ]


def test_of_the_folder_itself(tmp_path: Path) -> None:
    assert said(tmp_path / "none") == [
        "specs:1:1: There is no folder `specs`. "
        "Run this in the project's folder, or name the folder with --specs. [no-specs]"
    ]
    (tmp_path / "link").symlink_to(tmp_path)
    assert said(tmp_path / "link") == [
        f"specs:1:1: {LINK} "
        "Name the folder it leads to with --specs, or put that folder here. [symbolic-link]"
    ]


def test_of_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_FILES", 1)
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("", "utf-8")
    assert said(tmp_path) == [
        "specs:1:1: There are more than 1 files in this folder. "
        "Move those out that are no specs. [too-many-files]"
    ]


def test_of_what_stands_in_the_wrong_place(tmp_path: Path) -> None:
    (tmp_path / "devices" / "tv" / "more").mkdir(parents=True)
    (tmp_path / "devices" / "TV").mkdir()
    (tmp_path / "devices" / "tv" / "a.txt").write_text("", "utf-8")
    (tmp_path / "devices" / "tv" / "README.md").write_text("", "utf-8")
    (tmp_path / ".hidden").write_text("", "utf-8")
    assert said(tmp_path) == [
        "specs/devices/TV:1:1: The name `TV` has something else than lower-case letters a to z, "
        "digits, and single hyphens between them. Call it `tv`. [bad-name]",
        "specs/devices/tv/a.txt:1:1: Only spec files, ending in `.yml`, are expected here. "
        "Move it out of the folder of specs. [stray-file]",
        "specs/devices/tv/more:1:1: No folder is expected here. Move its files up. [stray-file]",
    ]
    known = ["labels.yml", "keys.yml"]
    assert str(unknown_place("specs/label.yml", "label.yml", known)) == (
        "specs/label.yml:1:1: No `label.yml` is expected here. "
        "Did you mean `labels.yml`? [stray-file]"
    )


def test_of_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yml").write_text("", "utf-8")
    (tmp_path / "topics").mkdir()
    real_scandir = os.scandir

    def no_open(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    def no_scandir(path: Path) -> object:
        return no_open() if path.name == "topics" else real_scandir(path)

    # The tests may run as a user whom no permission stops.
    monkeypatch.setattr(tree.os, "open", no_open)
    monkeypatch.setattr(tree.os, "scandir", no_scandir)
    assert said(tmp_path) == [
        f"specs/a.yml:1:1: The file cannot be read: permission denied. {NO_RIGHT} [unreadable]",
        f"specs/topics:1:1: The folder cannot be read: permission denied. {NO_RIGHT} [unreadable]",
    ]


def test_one_file_is_read_as_all_are(tmp_path: Path) -> None:
    (tmp_path / "devices" / "tv").mkdir(parents=True)
    (tmp_path / "devices" / "tv" / "a.yml").write_text("name: x\n", "utf-8")
    [listed] = spec_files(tmp_path, "specs")
    assert read_spec(tmp_path, "specs", "specs/devices/tv/a.yml") == listed
    assert isinstance(listed, SpecFile)
    assert (listed.id, listed.path) == ("a", "devices/tv/a.yml")


def test_the_hash_of_files_is_what_common_tools_say() -> None:
    files = [SpecFile(f"specs/{name}", (name,), data) for name, data in (("b", b"2"), ("a", b"1"))]
    digests = digests_of(files)
    one, two = (hashlib.sha256(data).hexdigest() for data in (b"1", b"2"))
    assert list(digests.items()) == [("a", one), ("b", two)]
    assert digest_of(digests) == hashlib.sha256(f"{one}  a\n{two}  b\n".encode()).hexdigest()
    assert digest_of({"\udcff": one}) == hashlib.sha256(f"{one}  ".encode() + b"\xff\n").hexdigest()


def test_a_character_that_does_not_print_is_one_column_wide() -> None:
    data = "name: a\u200bb\n".encode()
    problem = Problem(tree.Place("f.yml", 1, 8), "unwanted-character", "…")
    [marked] = with_rows([problem], {"f.yml": data})
    assert (marked.row, marked.end) == ("name: a\u200bb", 9)
    [other] = with_rows([Problem(tree.Place("f.yml", 1, 8), "other", "…")], {"f.yml": data})
    assert other.end is None
    [last] = with_rows([Problem(tree.Place("f.yml", 2, 1), "other", "…")], {"f.yml": data})
    assert last.row == ""
    [beyond] = with_rows([Problem(tree.Place("f.yml", 3, 1), "other", "…")], {"f.yml": data})
    assert beyond.row is None
