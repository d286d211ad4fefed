"""The folder of specs: nothing in it can block the reader, or lead it outside."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.read import tree
from generator.read.limits import MAX_BYTES, MAX_ID
from generator.read.problem import Problem
from generator.read.tree import RESERVED, SpecFile, as_id, bad_name, printable, spec_files


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


def test_the_folder_itself_and_those_above_it_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "real/specs/labels.yml")
    (tmp_path / "specs").symlink_to("real/specs", target_is_directory=True)
    (tmp_path / "above").symlink_to("real", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    assert found(Path("real/specs")) == {"specs/labels.yml": b"name: x\n"}
    for root in ("specs", "above/specs"):
        assert found(Path(root)) == {"specs": "symbolic-link"}
    # Where the project itself is has nothing to do with what is in it.
    assert found(tmp_path / "above" / "specs") == {"specs/labels.yml": b"name: x\n"}


def test_a_hard_link_is_a_file_like_any_other(tmp_path: Path) -> None:
    write(tmp_path, "labels.yml")
    (tmp_path / "keys.yml").hardlink_to(tmp_path / "labels.yml")
    assert set(found(tmp_path).values()) == {b"name: x\n"}


@pytest.mark.parametrize("what", [b"# more\n", b""], ids=["grows", "is written anew"])
def test_a_file_that_something_writes_to_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: bytes
) -> None:
    write(tmp_path, "keys.yml", "labels.yml")
    for name in ("keys.yml", "labels.yml"):
        os.utime(tmp_path / name, (0, 0))
    real_read = os.read

    def read(descriptor: int, most: int) -> bytes:
        data = real_read(descriptor, most)
        if not data:  # all of it was read
            with (tmp_path / "labels.yml").open("ab") as file:
                file.write(what)
            os.utime(tmp_path / "labels.yml")
        return data

    assert found(tmp_path)["specs/labels.yml"] == b"name: x\n"
    monkeypatch.setattr(tree.os, "read", read)
    (keys, labels) = spec_files(tmp_path, "specs")
    assert isinstance(keys, SpecFile)
    assert str(labels) == (
        "specs/labels.yml:1:1: Something writes to the file while it is read. Wait until it has "
        "finished, and run this again. [unreadable]"
    )


def test_a_file_without_end_is_read_to_the_allowed_size(tmp_path: Path) -> None:
    """It grows whenever it is read, as a log does: it is too large, and that is all."""
    write(tmp_path, "labels.yml")
    with (tmp_path / "labels.yml").open("ab", buffering=0) as log:
        real_read = os.read

        def read(descriptor: int, most: int) -> bytes:
            log.write(b"# more\n" * 2000)
            return real_read(descriptor, most)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(tree.os, "read", read)
            (item,) = spec_files(tmp_path, "specs")
    assert isinstance(item, SpecFile)
    assert len(item.data) == MAX_BYTES + 1


def test_the_largest_file_that_changes_meanwhile_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "labels.yml").write_bytes(b"#" * MAX_BYTES)
    os.utime(tmp_path / "labels.yml", (0, 0))
    assert len(found(tmp_path)["specs/labels.yml"]) == MAX_BYTES
    real_read = os.read

    def read(descriptor: int, most: int) -> bytes:
        os.utime(tmp_path / "labels.yml")
        return real_read(descriptor, most)

    monkeypatch.setattr(tree.os, "read", read)
    assert found(tmp_path) == {"specs/labels.yml": "unreadable"}


def test_the_longest_name_is_good() -> None:
    assert bad_name("a" * MAX_ID) is None
    assert as_id("A" * MAX_ID) == "a" * MAX_ID
    assert as_id("A" * (MAX_ID + 1)) is None


def test_only_what_does_not_print_is_written_as_a_code() -> None:
    assert printable("one.yml") == "one.yml"
    assert printable("one\ntwo\u202e") == "one\\u000atwo\\u202e"


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

    def no_open(path: str | Path, flags: int) -> int:
        if Path(path).name == "labels.yml":
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags)

    def no_scandir(path: str | Path) -> object:
        if Path(path).name == "topics":
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


def test_no_more_files_are_looked_at_than_show_that_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_FILES", 3)
    write(tmp_path, "a.yml", "b.yml", "topics/c.yml", ".hidden.yml")
    assert len(found(tmp_path)) == 3
    write(tmp_path, "topics/d.yml")
    assert found(tmp_path)["specs"] == "too-many-files"
    assert len(found(tmp_path)) == 4


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
