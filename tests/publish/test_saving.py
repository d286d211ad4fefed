"""Files written to disk: whole or not at all, and specs only where they are what was read."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from generator.edit.mend import Change
from generator.publish.saving import ChangedMeanwhile, NotSaved, create, save, write_file
from generator.publish.staging import PublishError
from generator.read.tree import SpecFile

OLD, NEW = b"name: Glow\n", b"name: Glow TV\n"


@pytest.fixture
def glow(tmp_path: Path) -> Path:
    """A spec in a folder of specs."""
    file = tmp_path / "specs/devices/tv/glow-tv.yml"
    file.parent.mkdir(parents=True)
    file.write_bytes(OLD)
    file.chmod(0o640)
    return file


@pytest.fixture
def root(glow: Path) -> Path:
    return glow.parents[2]


def spec(name: str, data: bytes) -> SpecFile:
    return SpecFile(f"specs/{name}", tuple(name.split("/")), data)


def glow_to(data: bytes, name: str = "glow-tv") -> Change:
    return Change(spec("devices/tv/glow-tv.yml", OLD), spec(f"devices/tv/{name}.yml", data))


def everything(root: Path) -> dict[str, bytes | None]:
    """All that is in a folder, hidden files too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


def test_a_file_changes_its_data_and_its_name_and_keeps_its_mode(root: Path) -> None:
    save(root, [glow_to(NEW, "glow")])
    assert everything(root / "devices/tv") == {"glow.yml": NEW}
    assert (root / "devices/tv/glow.yml").stat().st_mode & 0o777 == 0o640


def test_what_somebody_saved_meanwhile_stays(root: Path, glow: Path) -> None:
    glow.write_bytes(b"name: typed meanwhile\n")
    with pytest.raises(ChangedMeanwhile) as told:
        save(root, [glow_to(NEW)])
    assert str(told.value) == (
        "specs/devices/tv/glow-tv.yml was changed by somebody else meanwhile, so it is left as it "
        "is. Run this again."
    )
    assert everything(root / "devices/tv") == {"glow-tv.yml": b"name: typed meanwhile\n"}


@pytest.mark.parametrize("part", ["devices", "devices/tv", "devices/tv/glow-tv.yml"])
def test_nothing_is_written_through_a_link(root: Path, tmp_path: Path, part: str) -> None:
    shutil.move(root / part, tmp_path / "elsewhere")
    (root / part).symlink_to(tmp_path / "elsewhere")
    before = everything(tmp_path)
    with pytest.raises(NotSaved, match=r"glow-tv\.yml cannot be written"):
        save(root, [glow_to(NEW)])
    if part != "devices/tv/glow-tv.yml":
        with pytest.raises(NotSaved, match="a symbolic link is on the way"):
            create(root, [spec("devices/tv/moon-tv.yml", NEW)])
    assert everything(tmp_path) == before


def test_a_name_that_is_taken_meanwhile_stays(root: Path, glow: Path) -> None:
    glow.with_name("moon-tv.yml").write_bytes(b"name: Moon\n")
    before = everything(root)
    with pytest.raises(ChangedMeanwhile, match="is there already"):
        save(root, [glow_to(NEW, "moon-tv")])
    with pytest.raises(ChangedMeanwhile, match="is there already"):
        create(root, [spec("devices/tv/moon-tv.yml", NEW)])
    assert everything(root) == before


def test_new_files_come_with_their_folders(root: Path) -> None:
    new = spec("devices/console/play-box.yml", NEW)
    create(root, [new], [glow_to(NEW)])
    assert everything(root / "devices/console") == {"play-box.yml": NEW}
    assert everything(root / "devices/tv") == {"glow-tv.yml": NEW}


def test_if_one_cannot_be_written_none_is(root: Path) -> None:
    before = everything(root)
    lost = Change(spec("devices/tv/lost.yml", OLD), spec("devices/tv/lost.yml", NEW))
    with pytest.raises(NotSaved, match=r"lost\.yml cannot be written"):
        create(root, [spec("devices/console/play-box.yml", NEW)], [glow_to(NEW), lost])
    assert everything(root) == before


def test_on_a_disk_without_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    create(root, [spec("devices/tv/moon-tv.yml", NEW)])
    assert everything(root / "devices/tv") == {"glow-tv.yml": OLD, "moon-tv.yml": NEW}
    with pytest.raises(ChangedMeanwhile, match="is there already"):
        create(root, [spec("devices/tv/moon-tv.yml", OLD)])
    assert everything(root / "devices/tv") == {"glow-tv.yml": OLD, "moon-tv.yml": NEW}


def test_a_file_somebody_asked_for_takes_the_place_of_another(root: Path, glow: Path) -> None:
    write_file(glow, NEW)
    write_file(root / "menu.svg", b"<svg/>")
    assert everything(root / "devices/tv") == {"glow-tv.yml": NEW}
    assert glow.stat().st_mode & 0o777 == 0o640
    assert (root / "menu.svg").read_bytes() == b"<svg/>"


def test_why_a_file_cannot_be_written(root: Path) -> None:
    before = everything(root)
    for where in ("devices", "nowhere/menu.svg"):
        with pytest.raises(PublishError, match=f"{where}` cannot be written: "):
            write_file(root / where, NEW)
    assert everything(root) == before


LEFT = f".{'0a' * 8}.signout"


def test_what_a_stopped_program_left_goes_with_the_next_that_saves(root: Path, glow: Path) -> None:
    """In whichever folder of specs it is; nobody else's files."""
    for folder in (root, glow.parent, root / ".git"):
        folder.mkdir(exist_ok=True)
        (folder / LEFT).write_bytes(b"half")
    (root / f"{LEFT}.bak").write_bytes(b"somebody's")
    save(root, [glow_to(NEW)])
    assert not (root / LEFT).exists()
    assert not (glow.parent / LEFT).exists()
    assert (root / ".git" / LEFT).exists()
    assert (root / f"{LEFT}.bak").exists()


def test_what_cannot_be_taken_back_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that can only be read from the second file on."""
    replace, done = os.replace, []

    def once(*names: str, **folders: int) -> None:
        if done:
            raise OSError(30, "Read-only file system")
        done.append(names)
        replace(*names, **folders)

    other = root / "devices/tv/moon-tv.yml"
    other.write_bytes(OLD)
    second = Change(spec("devices/tv/moon-tv.yml", OLD), spec("devices/tv/moon-tv.yml", NEW))
    monkeypatch.setattr(os, "replace", once)
    with pytest.raises(NotSaved) as told:
        create(root, [], [glow_to(NEW), second])
    assert str(told.value) == (
        "specs/devices/tv/moon-tv.yml cannot be written: read-only file system. Its disk may only "
        "be read: name a place on another disk. What was written before could not be taken back. "
        "Compare your specs with the last commit."
    )
    assert everything(root / "devices/tv") == {"glow-tv.yml": NEW, "moon-tv.yml": OLD}


def failing(monkeypatch: pytest.MonkeyPatch, name: str, number: int, code: int) -> None:
    """Lets the one of these calls of the system with this number, from 0, end with an error."""
    call, done = getattr(os, name), [0]

    def called(*arguments: object, **keywords: object) -> object:
        done[0] += 1
        if done[0] == number + 1:
            raise OSError(code, os.strerror(code))
        return call(*arguments, **keywords)

    monkeypatch.setattr(os, name, called)


def modes(root: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode for path in root.rglob("*")}


def test_whatever_fails_last_all_is_taken_back(
    root: Path, glow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New files with their folders, changes, new names; what they were keeps its mode."""
    moon = glow.with_name("moon-tv.yml")
    moon.write_bytes(OLD)
    moon.chmod(0o604)
    before, were = everything(root), modes(root)
    new = [spec("devices/console/play-box.yml", NEW), spec("items.yml", NEW)]
    second = Change(spec("devices/tv/moon-tv.yml", OLD), spec("devices/tv/moon-tv.yml", NEW))
    failing(monkeypatch, "replace", 1, errno.EIO)
    says = r"^specs/devices/tv/moon-tv\.yml cannot be written: input/output error\."
    with pytest.raises(NotSaved, match=says) as told:
        create(root, new, [glow_to(NEW, "glow"), second])
    assert "taken back" not in str(told.value)
    assert (everything(root), modes(root)) == (before, were)


def test_new_files_and_changes_are_all_made(root: Path) -> None:
    new = [spec("devices/console/play-box.yml", NEW), spec("items.yml", b"{}")]
    create(root, new, [glow_to(NEW, "glow")])
    assert {name: data for name, data in everything(root).items() if data is not None} == {
        "devices/console/play-box.yml": NEW,
        "devices/tv/glow.yml": NEW,
        "items.yml": b"{}",
    }
    assert (root / "devices/tv/glow.yml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("call", ["mkdir", "open", "rename"])
def test_of_a_new_file_that_cannot_be_written_the_name_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Be it its folder that cannot be made, or be opened, or its name that cannot be given."""
    before = everything(root)
    if call == "open":
        (root / "devices/console").write_bytes(b"")
        before = everything(root)
    else:
        failing(monkeypatch, call, 0, errno.EIO)
        if call == "rename":
            failing(monkeypatch, "link", 0, errno.EPERM)
    says = r"^specs/devices/console/play-box\.yml cannot be written: (not a directory|input/output)"
    with pytest.raises(NotSaved, match=says):
        create(root, [spec("devices/console/play-box.yml", NEW)])
    assert everything(root) == before


def test_what_a_stopped_program_left_goes_with_any_file_that_is_written(tmp_path: Path) -> None:
    (tmp_path / LEFT).write_bytes(b"half")
    write_file(tmp_path / "menu.svg", b"<svg/>")
    assert everything(tmp_path) == {"menu.svg": b"<svg/>"}


def test_a_file_that_only_gets_another_name_is_the_same_file(root: Path, glow: Path) -> None:
    was = glow.stat().st_ino
    save(root, [glow_to(OLD, "glow")])
    assert everything(root / "devices/tv") == {"glow.yml": OLD}
    assert (root / "devices/tv/glow.yml").stat().st_ino == was


def test_a_name_that_the_file_has_already_is_not_taken(root: Path, glow: Path) -> None:
    """As on disks on which capitals do not count; here by a second name of the file."""
    glow.with_name("glow.yml").hardlink_to(glow)
    save(root, [glow_to(NEW, "glow")])
    assert everything(root / "devices/tv") == {"glow.yml": NEW}


def test_a_link_to_nowhere_takes_a_name_too(root: Path, glow: Path) -> None:
    glow.with_name("glow.yml").symlink_to("nowhere")
    with pytest.raises(ChangedMeanwhile, match="is there already"):
        save(root, [glow_to(NEW, "glow")])
    assert glow.with_name("glow.yml").is_symlink()


def test_a_new_file_never_takes_the_place_of_one_of_the_same_moment(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gets its name by a link, which fails if the name is taken; a new name would not."""
    failing(monkeypatch, "rename", 0, errno.EIO)
    create(root, [spec("devices/tv/moon-tv.yml", NEW)])
    assert everything(root / "devices/tv") == {"glow-tv.yml": OLD, "moon-tv.yml": NEW}


def test_a_folder_that_cannot_be_opened_keeps_nobody_from_saving(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In others too, programs may have left something."""
    (root / "closed").mkdir()
    opened = os.open

    def refused(path: str | Path, *flags: int, **folder: int) -> int:
        if str(path) == str(root / "closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *flags, **folder)

    monkeypatch.setattr(os, "open", refused)
    save(root, [glow_to(NEW)])
    monkeypatch.undo()
    assert everything(root / "devices/tv") == {"glow-tv.yml": NEW}
