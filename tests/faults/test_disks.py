"""Real disks that are full, that can only be read, that are others, or that cannot do something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.namespace import with_mounts
from tests.site_fixtures import SIGNOUT, copy_second_service, run

FULL = """
mount("size=4m")
well(build(*options))
old = tree(disk / "site")
used = sum(path.lstat().st_blocks * 512 for path in (disk / "site").rglob("*"))
change("Three lines", "Three bars")
for share in shares:
    sh("mount", "-o", f"remount,size={int(used * share)}", str(disk))
    refused(build(*options), "No space left on device. Make room on its disk, and run this again.")
    assert tree(disk / "site") == old
    assert beside(disk) == ["site"]
sh("mount", "-o", "remount,size=64m", str(disk))
well(build(*options))
assert b"Three bars" in (disk / "site/devices/vista/index.html").read_bytes()
assert beside(disk) == ["site"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a project in it."""
    copy_second_service(tmp_path / "project")
    return tmp_path


def test_a_full_disk(project: Path) -> None:
    """Room for one site and a half; then there is room."""
    with_mounts(project, 'options, shares = ("--pages-only",), (1.5,)' + FULL)


@pytest.mark.long
def test_a_whole_site_on_a_disk_that_is_full_anywhere(project: Path) -> None:
    shares = [1.02 + number / 6 for number in range(5)]
    full = FULL.replace("size=4m", "size=64m").replace("No space left on device. Make room", "")
    full = full.replace(" on its disk, and run this again.", "")
    with_mounts(project, f"options, shares = (), {shares}" + full)


def test_disks_that_cannot_do_something(project: Path) -> None:
    """One without room for what is kept; one that can only be read; one as the site itself."""
    program = """
mount("size=32k", at=here / "small")
mount("size=64m")
pages = "--pages-only"
well(build(pages, cache="small/cache"))
assert [name for name in beside(here / "small/cache") if name.startswith(".")] == []
old = tree(disk / "site")
change("Three lines", "Three bars")
refused(build(pages, out="disk"), "Name an empty or a new folder with --out.")
sh("mount", "-o", "remount,ro", str(disk))
refused(build(pages), "Read-only file system. Its disk may only be read: name a place on another")
assert tree(disk / "site") == old
assert beside(disk) == ["site"]
sh("mount", "-o", "remount,rw", str(disk))
mount("size=4m", at=disk / "site")
refused(build(pages), "is a disk or a volume of its own, and only a folder in it can change at")
well(build(pages, out="disk/site/site"))
"""
    with_mounts(project, program)


@pytest.mark.long
def test_a_site_in_a_layer_of_a_container(project: Path) -> None:
    """Overlays, of which containers are made, cannot rename folders of the layers below."""
    program = """
pages = "--pages-only"
mount("size=64m")
well(build(pages, out="disk/lower/site"))
old = tree(disk / "lower/site")
for name in ("upper", "work", "merged"):
    (disk / name).mkdir()
layers = f"lowerdir={disk}/lower,upperdir={disk}/upper,workdir={disk}/work"
sh("mount", "-t", "overlay", "-o", layers, "overlay", str(disk / "merged"))
change("Three lines", "Three bars")
refused(build(pages, out="disk/merged/site"), "is of a lower layer of this container")
assert tree(disk / "merged/site") == old
assert beside(disk / "merged") == ["site"]
sh("rm", "-r", str(disk / "merged/site"))
well(build(pages, out="disk/merged/site"))
change("Three bars", "Three dots")
well(build(pages, out="disk/merged/site"))
assert beside(disk / "merged") == ["site"]
"""
    with_mounts(project, program)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_what_is_printed_into_a_full_disk(project: Path) -> None:
    """A build is done all the same. It is said, if it can be: at least, it is no success."""
    said = (
        "What this says cannot be printed: No space left on device. Make room on its disk, and run "
        "this again."
    )
    for arguments, err in (
        ("build --pages-only > /dev/full", said),
        ("--help > /dev/full", said),
        ("check > /dev/full 2> /dev/full", ""),
    ):
        done = run("sh", "-c", " ".join((*SIGNOUT, arguments)), cwd=project / "project")
        assert done.returncode == 1, done
        assert done.stderr.strip() == err
    assert (project / "project/site/index.html").is_file()
