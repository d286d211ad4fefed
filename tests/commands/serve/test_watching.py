"""Which saves are seen, however an editor saves."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.commands.serve import watching
from generator.commands.serve.preview import Preview
from generator.commands.serve.saves import Saves
from generator.commands.serve.watching import Change, Watch, stamps_of
from generator.publish.publication import Project
from tests.site_fixtures import copy_second_service


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    (folder / "devices").mkdir(parents=True)
    for name in ("labels.yml", "keys.yml", "devices/tv.yml"):
        (folder / name).write_text(f"{name}: 1\n")
    return folder


@pytest.fixture
def watch(folder: Path) -> Watch:
    return Watch(lambda: [folder])


def seen(watch: Watch, folder: Path) -> list[str]:
    """The files that a look finds changed; another finds none."""
    change = watch.look()
    assert watch.look() is None
    files = () if change is None else change.files
    return [file.relative_to(folder).as_posix() for file in files]


def test_nothing_changes_by_itself(watch: Watch) -> None:
    assert watch.look() is None


def test_written_added_and_removed(watch: Watch, folder: Path) -> None:
    (folder / "labels.yml").write_text("b: 22\n")
    assert seen(watch, folder) == ["labels.yml"]
    (folder / "devices" / "radio.yml").write_text("b: 2\n")
    assert seen(watch, folder) == ["devices/radio.yml"]
    (folder / "devices" / "radio.yml").unlink()
    assert seen(watch, folder) == ["devices/radio.yml"]


def test_another_file_put_in_its_place_with_the_same_size_and_time(
    watch: Watch, folder: Path
) -> None:
    old = (folder / "labels.yml").stat()
    new = folder.parent / "new.yml"
    new.write_text("labels.yml: 2\n")
    os.utime(new, ns=(old.st_atime_ns, old.st_mtime_ns))
    new.replace(folder / "labels.yml")
    assert seen(watch, folder) == ["labels.yml"]


def test_what_editors_keep_beside_is_no_save(watch: Watch, folder: Path) -> None:
    (folder / ".labels.yml.swp").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "index").write_text("x")
    assert watch.look() is None


def test_a_folder_that_goes_and_comes_back(watch: Watch, folder: Path) -> None:
    folder.rename(folder.parent / "away")
    assert seen(watch, folder) == ["devices/tv.yml", "keys.yml", "labels.yml"]
    (folder.parent / "away").rename(folder)
    assert seen(watch, folder) == ["devices/tv.yml", "keys.yml", "labels.yml"]


def test_a_folder_that_is_watched_from_now_on_has_not_changed(folder: Path) -> None:
    roots = [folder / "devices"]
    watch = Watch(lambda: roots)
    roots.append(folder / "keys.yml")
    assert watch.look() is None
    (folder / "keys.yml").write_text("b: 22\n")
    assert seen(watch, folder) == ["keys.yml"]


def test_a_change_is_as_old_as_its_last_write(watch: Watch, folder: Path) -> None:
    before = time.time()
    (folder / "labels.yml").write_text("b: 22\n")
    (folder / "keys.yml").write_text("b: 22\n")
    change = watch.look()
    assert change is not None
    # The file system's clock may lag behind by a tick.
    assert before - 0.1 <= change.at <= time.time()


# --- what is told of ----------------------------------------------------------------------------


def test_of_what_is_told_that_alone_is_looked_at(watch: Watch, folder: Path) -> None:
    for name in ("labels.yml", "keys.yml"):
        (folder / name).write_text("b: 22\n")
    change = watch.look([str(folder / "keys.yml")])
    assert change is not None
    assert change.files == (folder / "keys.yml",)
    assert seen(watch, folder) == ["labels.yml"]


def test_whoever_tells_without_end_keeps_nothing_from_being_seen(
    watch: Watch, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a program that writes a hidden file again and again."""
    (folder / "labels.yml").write_text("b: 22\n")
    told = [str(folder / ".lock")]
    assert watch.look(told) is None
    monkeypatch.setattr(watching, "_WHOLE", 0)  # as if a second had passed
    change = watch.look(told)
    assert change is not None
    assert change.files == (folder / "labels.yml",)


NAMES = ("labels.yml", "devices/tv.yml", "devices/radio.yml", "devices", ".hidden.yml", "new/a.yml")


@given(
    edits=st.lists(st.tuples(st.sampled_from(["write", "link", "remove"]), st.sampled_from(NAMES)))
)
def test_what_is_told_is_seen_as_if_all_was_looked_at(edits: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place) / "specs"
        (folder / "devices").mkdir(parents=True)
        for name in ("labels.yml", "devices/tv.yml"):
            (folder / name).write_text("a: 1\n")
        watch = Watch(lambda: [folder])
        for what, name in edits:
            file = folder / name
            if what == "remove" and file.is_dir() and not file.is_symlink():
                shutil.rmtree(file)
            elif what == "remove" or not file.is_dir():
                file.unlink(missing_ok=True)
                file.parent.mkdir(exist_ok=True)
                if what == "write":
                    file.write_text(f"{name}: 22\n")
                elif what == "link":
                    file.symlink_to(folder.parent)
            watch.look([str(file), str(file.parent)])
            assert watch.looked == {folder: stamps_of([folder])}


# --- what is said of them ---------------------------------------------------------------------


@pytest.fixture
def preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preview:
    monkeypatch.chdir(copy_second_service(tmp_path / "project"))
    preview = Preview(Project(), tmp_path / "built")
    preview.build()
    return preview


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_one_line_a_save(preview: Preview, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    saves = Saves(preview, clock)
    specs = Path("device_specs")
    aurora, family = specs / "devices/tv/aurora.yml", specs / "families/tv-app.yml"

    def said() -> str:
        return capsys.readouterr().out

    def saved(*files: Path) -> None:
        saves.saved(Change(files, at=clock.now - 0.1))

    saved(aurora)
    assert said() == ""  # it may still be shown
    saves.told()
    clock.now += 0.12
    saves.seen()
    assert said() == "Aurora TV: saved, shown after 0.22 s\n"
    saves.seen()  # in another tab
    assert said() == ""

    saved(family)  # no page that is open shows it
    clock.now += 0.2
    saves.tick()
    assert said() == ""
    clock.now += 0.2
    saves.tick()
    saves.tick()
    assert said() == "TV app: saved, ready after 0.10 s\n"

    saved(Path("content/words.md"), specs / "labels.yml", specs / "keys.yml")
    saved(specs / "devices/tv/gone.yml")  # before anything could be said of the one before
    clock.now += 1
    saves.tick()
    assert said() == (
        "content/words.md and 2 others: saved, ready after 0.10 s\n"
        "device_specs/devices/tv/gone.yml (removed): saved, ready after 0.10 s\n"
    )

    text = aurora.read_text("utf-8")
    aurora.write_text(text.replace("name:", "nmae:", 1), "utf-8")
    preview.build()
    saved(aurora)
    first, second, *_ = said().splitlines()
    assert first == "Aurora TV: saved, with problems. The last good pages stay."
    assert second.startswith(f"{preview.problems[0].place}: ")
    aurora.write_text(text, "utf-8")
    preview.build()
    saved(aurora)
    clock.now += 1
    saves.tick()
    assert said() == "Aurora TV: saved, all problems are gone, ready after 0.10 s\n"
