"""What is kept from one run to the next: found again whole, or not at all, and not for ever."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.read import kept
from generator.read.kept import FEWEST, SPARE, Kept, key_of, program
from generator.read.passing import passing_file, remove_left


def test_what_is_put_is_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "cache"
    Kept(folder).put("a", b"one")
    assert Kept(folder).get("a") == b"one"
    assert Kept(folder).get("b") is None
    assert folder.stat().st_mode & 0o777 == 0o700, "it is this user's own"
    assert [file.name for file in folder.iterdir()] == ["a"]
    assert (folder / "a").stat().st_mode & 0o777 == 0o600
    Kept(folder).put("a", b"two")
    assert Kept(folder).get("a") == b"two"


def test_without_a_folder_nothing_is_kept() -> None:
    kept = Kept()
    kept.put("a", b"one")
    assert kept.get("a") is None
    kept.tidy()


@pytest.mark.parametrize("spoil", [b"", b"x", b"short", b"\0" * 32, b"\0" * 40])
def test_what_is_damaged_is_as_good_as_not_there(tmp_path: Path, spoil: bytes) -> None:
    kept = Kept(tmp_path)
    (tmp_path / "a").write_bytes(spoil)
    assert kept.get("a") is None
    kept.put("b", b"one")
    whole = (tmp_path / "b").read_bytes()
    assert whole == hashlib.blake2b(b"one", digest_size=32).digest() + b"one"
    (tmp_path / "b").write_bytes(whole[:-1])
    assert kept.get("b") is None
    (tmp_path / "b").write_bytes(whole + b"!")
    assert kept.get("b") is None


def test_an_empty_thing_is_kept_too(tmp_path: Path) -> None:
    Kept(tmp_path).put("a", b"")
    assert Kept(tmp_path).get("a") == b""


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    kept = Kept(tmp_path / "file")
    kept.put("a", b"one")
    assert kept.get("a") is None
    kept.tidy()
    folder = tmp_path / "folder"
    (folder / "a").mkdir(parents=True)
    Kept(folder).put("a", b"one")
    assert [file.name for file in folder.iterdir()] == ["a"], "what was begun is gone"


def old(folder: Path, number: int) -> None:
    """So many files, of which each is older than the one before it."""
    folder.mkdir(exist_ok=True)
    for n in range(number):
        (folder / f"{n:03}").write_bytes(b"")
        os.utime(folder / f"{n:03}", (1000 - n, 1000 - n))


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_the_oldest_go_if_there_are_many(tmp_path: Path) -> None:
    old(tmp_path, FEWEST + 3)
    (tmp_path / "folder").mkdir()
    Kept(tmp_path).tidy()
    assert names(tmp_path) == [*(f"{n:03}" for n in range(FEWEST)), "folder"]


def test_of_what_was_used_three_times_as_much_is_kept(tmp_path: Path) -> None:
    used = FEWEST // SPARE + 2
    old(tmp_path, SPARE * used + 3)
    kept = Kept(tmp_path)
    for n in range(used - 2):
        kept.get(f"no {n}")
    kept.put("new", b"")
    kept.put("newer", b"")
    kept.tidy()
    assert len(names(tmp_path)) == SPARE * used
    assert {"new", "newer"} <= set(names(tmp_path))


def test_links_and_what_others_write_count_for_nothing(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "cache", tmp_path / "elsewhere"
    old(folder, FEWEST)
    elsewhere.write_bytes(b"")
    os.utime(elsewhere, (1, 1))
    (folder / "link").symlink_to(elsewhere)
    descriptor = os.open(folder, os.O_RDONLY)
    name, written = passing_file(descriptor)
    Kept(folder).tidy()
    assert names(folder) == sorted([*(f"{n:03}" for n in range(FEWEST)), "link", name])
    os.close(written)
    os.close(descriptor)


def test_what_another_program_removes_meanwhile_is_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old(tmp_path, FEWEST + 4)
    real_scandir, real_unlink = os.scandir, Path.unlink

    @contextmanager
    def scandir(folder: Path) -> Iterator[list[os.DirEntry[str]]]:
        with real_scandir(folder) as entries:
            listed = list(entries)
        if folder == tmp_path:
            (tmp_path / "005").unlink()  # before its age is asked for
        yield listed

    def unlink(path: Path) -> None:
        real_unlink(path)
        if path.name == f"{FEWEST + 1:03}":
            real_unlink(path)

    monkeypatch.setattr(kept.os, "scandir", scandir)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", unlink)
        Kept(tmp_path).tidy()
    assert names(tmp_path) == [f"{n:03}" for n in range(FEWEST + 1) if n != 5]


def test_where_no_folder_is_there_is_nothing_to_tidy(tmp_path: Path) -> None:
    Kept(tmp_path / "none").tidy()
    assert names(tmp_path) == []


def test_what_may_only_be_read_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that another machine fills."""
    Kept(tmp_path).put("a", b"one")

    def no_utime(path: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(kept.os, "utime", no_utime)
    assert Kept(tmp_path).get("a") == b"one"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    assert Kept(tmp_path).get("a") is None


def test_what_fails_while_it_is_written_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether another program removes what was begun, or this one."""
    for gone in (True, False):

        def replace(name: str, key: str, gone: bool = gone, **folders: int) -> None:
            if gone:
                os.unlink(name, dir_fd=folders["src_dir_fd"])
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(kept.os, "replace", replace)
        Kept(tmp_path).put("a", b"one")
        assert names(tmp_path) == []


def test_what_is_found_counts_as_new(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.put("a", b"one")
    os.utime(tmp_path / "a", (1, 1))
    kept.get("a")
    assert (tmp_path / "a").stat().st_mtime > 1


def test_what_stopped_programs_left_goes_and_what_others_write_stays(tmp_path: Path) -> None:
    left, held = (tmp_path / f".{digit * 16}.signout" for digit in "ab")
    for file in (left, held, tmp_path / ".a.signout", tmp_path / "a.signout"):
        file.write_bytes(b"")
    folder = os.open(tmp_path, os.O_RDONLY)
    with held.open("rb+") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        name, descriptor = passing_file(folder)
        Kept(tmp_path).tidy()
        assert names(tmp_path) == sorted([".a.signout", "a.signout", held.name, name])
    os.close(descriptor)
    remove_left(folder)
    os.close(folder)
    assert names(tmp_path) == [".a.signout", "a.signout"]


def test_a_key_hangs_on_each_part_and_where_it_ends() -> None:
    made_of: list[tuple[str | bytes, ...]] = [
        *((), ("",), ("a",), ("b",), ("ab",), ("a", "b"), ("b", "a"), ("a", "", "b"), ("1:a",)),
        *(("a", b"b"), (b"b", "a"), (b"ab", b""), (b"a", b"b"), ("a1:b",), ("a1;b",), (b"a1:b",)),
        *(("é",), ("e",), ("\udcff",), ("é\udcff",), ("é", "\udcff"), ("\udcff", b"a", "b")),
    ]
    keys = [key_of(*parts) for parts in made_of]
    assert len(set(keys)) == len(keys)
    assert keys == [key_of(*parts) for parts in made_of]
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys), "a safe name of a file"


def test_another_program_keeps_other_things() -> None:
    assert program() == program()
    assert len(program()) == 64
