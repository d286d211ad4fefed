"""What `signout` keeps from one run to the next, where, and what becomes of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import main
from generator.commands.options import cache_folder
from tests.site_fixtures import copy_second_service, tree


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIGNOUT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(copy_second_service(tmp_path / "project"))
    return tmp_path


def signout(*arguments: str) -> Result:
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def build(*options: str) -> str:
    done = signout("build", "--pages-only", *options)
    assert done.exit_code == 0, done.output
    return done.stdout


def pages(folder: str) -> dict[str, int]:
    """The pages of devices, by the file each is."""
    found = Path(folder, "devices").glob("*/index.html")
    return {page.parent.name: page.stat().st_ino for page in found}


def test_what_did_not_change_is_taken_over(project: Path) -> None:
    build()
    before = pages("site")
    assert len(before) == 7
    build()
    assert pages("site") == before
    build("--no-cache")
    assert not set(pages("site").values()) & set(before.values())


def test_the_check_uses_it_too(project: Path) -> None:
    first = signout("check")
    kept = sorted((project / "cache").iterdir())
    assert kept
    assert signout("check").output == first.output
    assert sorted((project / "cache").iterdir()) == kept


def test_it_can_be_deleted(project: Path) -> None:
    build()
    before = tree(Path("site"))
    for file in (project / "cache").iterdir():
        file.unlink()
    (project / "cache").rmdir()
    assert "nothing changed" in build()
    assert tree(Path("site")) == before


@pytest.mark.parametrize("there", ["a file", "a folder where a file should be", "nothing"])
def test_where_nothing_can_be_kept_only_time_is_lost(project: Path, there: str) -> None:
    before = build("--no-cache")
    cache = project / "cache"
    if there == "a file":
        cache.write_text("in the way")
    elif there == "a folder where a file should be":
        build()
        for file in sorted(cache.iterdir()):
            file.unlink()
            file.mkdir()
    else:
        os.environ["SIGNOUT_CACHE"] = ""  # undone with the project's own
    assert "all new" in before
    assert "nothing changed" in build()


def test_a_pipe_in_its_place_is_not_waited_for(project: Path) -> None:
    build()
    for file in (project / "cache").iterdir():
        file.unlink()
        os.mkfifo(file)
    assert "nothing changed" in build()


def test_what_nobody_used_for_long_goes(project: Path) -> None:
    build()
    cache = project / "cache"
    for number in range(300):
        (cache / f"{number:064}").write_bytes(b"old")
        os.utime(cache / f"{number:064}", (number, number))
    build()
    assert len(list(cache.iterdir())) < 100
    assert "nothing changed" in build()


def test_what_a_stopped_build_did_not_finish_goes(project: Path) -> None:
    build()
    left = project / "cache" / f".{'0a' * 8}.signout"
    left.write_bytes(b"half")
    (project / "cache" / ".somebody's").write_bytes(b"kept")
    build()
    assert not left.exists()
    assert [path.name for path in (project / "cache").glob(".*")] == [".somebody's"]


def test_it_is_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """So nothing that comes with a project can be taken for what was kept."""
    monkeypatch.delenv("SIGNOUT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "signout"
    monkeypatch.setenv("SIGNOUT_CACHE", "")
    assert cache_folder() is None


def test_wrong_specs_are_told_as_without_it(project: Path) -> None:
    build()
    before = tree(Path("site"))
    spec = Path("device_specs/devices/phone/pebble.yml")
    spec.write_text(spec.read_text("utf-8").replace("phone-app", "phone-ap"), "utf-8")
    found = [signout("build", *options) for options in ((), ("--no-cache",))]
    assert [done.exit_code for done in found] == [1, 1]
    assert found[0].output == found[1].output
    assert "There is no family `phone-ap`" in found[0].output
    assert tree(Path("site")) == before
