"""What differs between two sites, and which time stamps stay."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.differences import Differences, settle
from generator.publish.staging import staged
from tests.site_fixtures import run, tree

SECOND = 1_000_000_000  # nanoseconds
LONG_AGO = 1_500_000_000 * SECOND + 123_456_789


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def age(folder: Path, modified: int = LONG_AGO) -> Path:
    """Gives all that is in a folder, and itself, one time stamp."""
    for path in (folder, *folder.rglob("*")):
        os.utime(path, ns=(modified, modified), follow_symlinks=False)
    return folder


def stamps(folder: Path) -> dict[str, int]:
    """When each file below `folder` was changed, in nanoseconds."""
    return {name: (folder / name).lstat().st_mtime_ns for name in tree(folder)}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return age(write(tmp_path / "old", {"a.html": b"one", "deep/b.html": b"two", "c.js": b"three"}))


@pytest.fixture
def new(tmp_path: Path, old: Path) -> Path:
    """The same, made again."""
    return write(tmp_path / "new", tree(old))


# --- for any two sites ------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "d/a", "d/b", "d/e/a", "f"])
BYTES = st.sampled_from([b"", b"x", b"y", b"xx", b"xy"])
# Seconds around now, and some in a far future: the clock was wrong, or is.
TIMES = st.integers(0, 4_000_000_000 * SECOND)


@settings(max_examples=80)
@given(
    st.dictionaries(NAMES, st.tuples(BYTES, TIMES)), st.dictionaries(NAMES, BYTES), st.booleans()
)
def test_any_site_after_any_other(
    before: Mapping[str, tuple[bytes, int]], now: Mapping[str, bytes], hashed: bool
) -> None:
    """The folder holds the new site, what is as it was keeps its time stamp, and all is told."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "site"
        write(out, {"sitemap.xml": b"", **{name: data for name, (data, _) in before.items()}})
        for name, (_, modified) in before.items():
            os.utime(out / name, ns=(modified, modified))
        was, when = tree(out), stamps(out)
        told: list[Differences] = []
        with staged(out, told.append, hashed=hashed) as fresh:
            write(fresh, {"sitemap.xml": b"", **now})
            made = stamps(fresh)
        assert tree(out) == {"sitemap.xml": b"", **now}
        [found] = told
        parts = (found.added, found.changed, found.removed, found.unchanged)
        assert sorted(path for part in parts for path in part) == sorted({*was, *tree(out)})
        assert set(found.added) == set(tree(out)) - set(was)
        assert set(found.removed) == set(was) - set(tree(out))
        assert set(found.unchanged) == {
            name for name, data in tree(out).items() if was.get(name) == data
        }
        after = stamps(out)
        assert {name: after[name] for name in found.unchanged} == {
            name: when[name] for name in found.unchanged
        }
        assert {name: after[name] for name in found.added} == {
            name: made[name] for name in found.added
        }
        for name in found.changed:
            # Later by whole seconds, in which most programs count.
            assert after[name] // SECOND > when[name] // SECOND
        assert found.sizes == {name: len(data) for name, data in tree(out).items()}
        assert found.hashes == (
            {name: hashlib.sha256(data).hexdigest() for name, data in tree(out).items()}
            if hashed
            else {}
        )


def test_a_file_where_a_folder_was_and_the_other_way_round(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"x": b"1", "y/in/it": b"2", "y/too": b"3"})
    new = write(tmp_path / "new", {"x/in/it": b"1", "y": b"2"})
    found = settle(new, old)
    assert found.added == ("x/in/it", "y")
    assert found.removed == ("x", "y/in/it", "y/too")
    assert (found.changed, found.unchanged) == ((), ())


# --- what counts as the same ------------------------------------------------------------------


def test_bytes_count_and_not_times(old: Path, new: Path) -> None:
    """Somebody wrote into the published folder, as many bytes, and set the time back."""
    (old / "a.html").write_bytes(b"ONE")
    age(old)
    found = settle(new, old)
    assert found.changed == ("a.html",)
    assert stamps(new)["a.html"] > LONG_AGO
    assert stamps(new)["c.js"] == LONG_AGO


@pytest.mark.parametrize("hashed", [False, True])
def test_large_files_are_compared_to_their_last_byte(tmp_path: Path, hashed: bool) -> None:
    data = bytes(range(256)) * 4096 * 2 + b"end"  # two pieces and a little
    names = ("same", "first", "last", "longer")
    old = age(write(tmp_path / "old", dict.fromkeys(names, data)))
    new = write(
        tmp_path / "new",
        {"same": data, "first": b"!" + data[1:], "last": data[:-1] + b"!", "longer": data + b"!"},
    )
    found = settle(new, old, hashed=hashed)
    assert found.unchanged == ("same",)
    assert found.changed == ("first", "last", "longer")
    if hashed:
        sums = {name: hashlib.sha256(made).hexdigest() for name, made in tree(new).items()}
        assert found.hashes == sums


def test_modes_are_those_of_new_files(old: Path, new: Path) -> None:
    """A file that somebody locked stays comparable, and is published like all others."""
    (old / "a.html").chmod(0o400)
    mode = (new / "a.html").stat().st_mode
    assert settle(new, old).changed == ()
    assert (new / "a.html").stat().st_mode == mode
    assert (new / "a.html").stat().st_nlink == 1


def test_the_old_site_is_only_read(old: Path, new: Path) -> None:
    (new / "a.html").write_bytes(b"ONE")
    everything = {path: path.lstat() for path in (old, *old.rglob("*"))}
    settle(new, old)
    for path, was in everything.items():
        now = path.lstat()
        assert (now.st_mtime_ns, now.st_ctime_ns) == (was.st_mtime_ns, was.st_ctime_ns)


@pytest.mark.parametrize("hashed", [False, True])
def test_a_file_that_was_taken_over_is_as_it_was(old: Path, new: Path, hashed: bool) -> None:
    """Two names of one file: nothing is compared, and nothing is set that both would have."""
    (new / "a.html").unlink()
    (new / "a.html").hardlink_to(old / "a.html")
    was = (old / "a.html").stat()
    found = settle(new, old, hashed=hashed)
    assert found.unchanged == ("a.html", "c.js", "deep/b.html")
    assert (old / "a.html").stat().st_ctime_ns == was.st_ctime_ns
    if hashed:
        assert found.hashes["a.html"] == hashlib.sha256(b"one").hexdigest()


# --- what is no plain file --------------------------------------------------------------------


def test_links_and_pipes_in_the_old_site_are_not_followed(old: Path, new: Path) -> None:
    elsewhere = age(write(old.parent / "elsewhere", {"a.html": b"one", "b.html": b"two"}))
    shutil.rmtree(old / "deep")
    (old / "deep").symlink_to(elsewhere)
    (old / "a.html").unlink()
    (old / "a.html").symlink_to(elsewhere / "a.html")
    (old / "c.js").unlink()
    os.mkfifo(old / "c.js")  # to read it would never end
    (old / "loop").symlink_to(old / "loop")
    found = settle(new, old)
    assert found.added == ("deep/b.html",)
    assert found.changed == ("a.html", "c.js")
    assert found.removed == ("deep", "loop")
    assert stamps(elsewhere) == {"a.html": LONG_AGO, "b.html": LONG_AGO}


def test_links_in_the_new_site_are_not_followed(old: Path, new: Path) -> None:
    """They are what was published: a link, be it one to nowhere."""
    elsewhere = age(write(old.parent / "elsewhere", {"b.html": b"two"}))
    (new / "folder").symlink_to(elsewhere)
    (new / "nowhere").symlink_to("gone")
    found = settle(new, old)
    assert found.added == ("folder", "nowhere")
    assert found.sizes["nowhere"] == len("gone")
    assert stamps(elsewhere) == {"b.html": LONG_AGO}


def test_a_pipe_is_not_the_same_as_an_empty_file(old: Path, new: Path) -> None:
    (new / "c.js").write_bytes(b"")
    (old / "c.js").unlink()
    os.mkfifo(old / "c.js")
    assert settle(new, old).changed == ("c.js",)


def test_a_changed_file_is_as_little_newer_as_will_do(old: Path, new: Path) -> None:
    """The clock may be behind the time stamps of the site before."""
    (new / "a.html").write_bytes(b"ONE")
    for ahead in (0, 1, SECOND - 1):
        age(old, 3_000_000_000 * SECOND + ahead)
        settle(new, old)
        assert stamps(new)["a.html"] == 3_000_000_001 * SECOND
    for enough in (3_000_000_001 * SECOND, 3_000_000_002 * SECOND):
        age(new, enough)
        settle(new, old)
        assert stamps(new)["a.html"] == enough


def going(monkeypatch: pytest.MonkeyPatch, folder: Path, goes: Path) -> None:
    """Lets somebody remove something of the old site while this folder of the new one is read, of
    which the twin was read before."""
    scan = os.scandir

    def scandir(path: str) -> object:
        if path == str(folder):
            shutil.rmtree(goes) if goes.is_dir() else goes.unlink()
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_what_goes_from_the_old_site_meanwhile_has_changed(
    old: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going(monkeypatch, new, old / "a.html")
    assert settle(new, old).changed == ("a.html",)


def test_a_folder_that_goes_from_the_old_site_meanwhile(
    old: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for site in (old, new):
        (site / "empty").mkdir()
    going(monkeypatch, new / "empty", old / "empty")
    assert settle(new, old).changed == ()


@pytest.mark.parametrize("call", ["open", "read"])
def test_a_file_of_the_old_site_that_cannot_be_read_has_changed(
    old: Path, new: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """It is somebody else's, or its disk is broken."""
    broken = (old / "a.html").stat()
    opened, read = os.open, os.read

    def refused(path: str, flags: int) -> int:
        if call == "open" and path == str(old / "a.html"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, flags)

    def unread(descriptor: int, most: int) -> bytes:
        if call == "read" and os.path.samestat(os.fstat(descriptor), broken):
            raise OSError(5, "Input/output error")
        return read(descriptor, most)

    monkeypatch.setattr(os, "open", refused)
    monkeypatch.setattr(os, "read", unread)
    found = settle(new, old, hashed=True)
    monkeypatch.undo()
    assert found.changed == ("a.html",)
    assert found.hashes["a.html"] == hashlib.sha256(b"one").hexdigest()


# Python tells of each file that is opened: https://docs.python.org/3/library/audit_events.html
LOCKED = """
import sys
from pathlib import Path
from generator.publish.differences import settle

def hook(event, arguments):
    if (event, arguments[0]) in (("open", "old/a.html"), ("os.scandir", "old/deep")):
        raise PermissionError(13, "Permission denied", arguments[0])

sys.addaudithook(hook)
print(settle(Path("new"), Path("old"), hashed=True))
"""


def test_what_cannot_be_read_in_the_old_site_counts_as_changed(old: Path, new: Path) -> None:
    expected = settle(new, None, hashed=True)
    done = run(sys.executable, "-c", LOCKED, cwd=old.parent, PYTHONPATH=":".join(sys.path))
    assert done.returncode == 0, done.stderr
    found = Differences(
        added=("deep/b.html",),
        changed=("a.html",),
        removed=(),
        unchanged=("c.js",),
        sizes={"a.html": 3, "c.js": 5, "deep/b.html": 3},
        hashes=expected.hashes,
    )
    assert done.stdout == f"{found}\n"


# --- folders ----------------------------------------------------------------------------------


def test_a_folder_keeps_its_time_stamp_if_nothing_right_in_it_changed(old: Path, new: Path) -> None:
    settle(new, old)
    assert {path.stat().st_mtime_ns for path in (new, new / "deep")} == {LONG_AGO}


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"deep/b.html": b"TWO"}, {"."}),
        ({"a.html": b"ONE"}, {"deep"}),
        ({"deep/more.html": b""}, {"."}),
        ({"more.html": b""}, {"deep"}),
        ({"new/more.html": b""}, {"deep"}),
    ],
)
def test_other_folders_get_new_ones(
    old: Path, new: Path, change: Mapping[str, bytes], kept: set[str]
) -> None:
    write(new, change)
    settle(new, old)
    found = {name for name in (".", "deep") if (new / name).stat().st_mtime_ns == LONG_AGO}
    assert found == kept


def test_a_folder_from_which_a_file_went_gets_a_new_one(old: Path, new: Path) -> None:
    (new / "deep" / "b.html").unlink()
    settle(new, old)
    assert (new / "deep").stat().st_mtime_ns > LONG_AGO
    assert new.stat().st_mtime_ns == LONG_AGO


# --- sums -------------------------------------------------------------------------------------


def test_sizes_are_of_the_new_site(old: Path, new: Path) -> None:
    write(new, {"a.html": b"longer", "more.html": b"more"})
    found = settle(new, old)
    assert found.size == len("longer" + "two" + "three" + "more")
    assert found.to_copy == len("longer" + "more")


def test_without_a_site_before_everything_is_new(new: Path) -> None:
    found = settle(new, None)
    assert found.added == ("a.html", "c.js", "deep/b.html")
    assert found.to_copy == found.size == 11
    assert (found.changed, found.removed, found.unchanged) == ((), (), ())


@pytest.mark.parametrize("error", [PermissionError(1, "Operation not permitted"), OverflowError()])
def test_where_time_stamps_cannot_be_set_the_rest_is_right(
    old: Path, new: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error

    (new / "a.html").write_bytes(b"ONE")
    monkeypatch.setattr(os, "utime", refused)
    found = settle(new, old)
    assert (found.changed, found.unchanged) == (("a.html",), ("c.js", "deep/b.html"))
