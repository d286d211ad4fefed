"""The list of files for programs that upload a site: what is in it, and what they do with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.publish.differences import settle
from generator.publish.manifest_file import VERSION, manifest_file
from tests.publish.test_differences import write
from tests.site_fixtures import ROOT, run, tree

GUIDE = (ROOT / "docs" / "publishing-changes.md").read_text("utf-8")
BEFORE = {"index.html": b"home", "devices/roku/index.html": b"old", "gone.html": b"gone"}
NOW = {"index.html": b"home", "devices/roku/index.html": b"new!", "sw.js": b""}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(tmp_path / "old", BEFORE)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write(tmp_path / "new", NOW)


def listed(new: Path, old: Path | None = None) -> bytes:
    return manifest_file(settle(new, old, hashed=True))


def test_every_byte_of_it(new: Path, old: Path) -> None:
    assert listed(new, old).decode() == (
        '{\n"version": 1,\n"files": [\n'
        '{"path": "devices/roku/index.html", "sha256": "'
        'bdd1e524e5c90bee91a4f1ac4a087ca0012e36235ab24b5136d2a6388e7ad58b", "size": 4},\n'
        '{"path": "index.html", "sha256": "'
        '4ea140588150773ce3aace786aeef7f4049ce100fa649c94fbbddb960f1da942", "size": 4},\n'
        '{"path": "sw.js", "sha256": "'
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "size": 0}\n],\n'
        '"added": [\n"sw.js"\n],\n'
        '"changed": [\n"devices/roku/index.html"\n],\n'
        '"removed": [\n"gone.html"\n]\n}\n'
    )


def test_it_is_the_same_wherever_the_site_is(new: Path, tmp_path: Path) -> None:
    """Whatever the order in which the files were written, and when."""
    again = write(tmp_path / "elsewhere", dict(reversed(NOW.items())))
    assert listed(again) == listed(new)


def test_empty_lists(new: Path, tmp_path: Path) -> None:
    found = json.loads(listed(new, write(tmp_path / "same", NOW)))
    assert found["version"] == VERSION
    assert found["added"] == found["changed"] == found["removed"] == []
    (tmp_path / "empty").mkdir()
    assert json.loads(listed(tmp_path / "empty"))["files"] == []


def test_names_that_are_no_unicode_are_listed_too(new: Path, old: Path) -> None:
    """Somebody put a file into the published folder."""
    (old / os.fsdecode(b"caf\xe9.html")).write_bytes(b"")
    assert json.loads(listed(new, old))["removed"] == ["caf\udce9.html", "gone.html"]


# --- docs/publishing-changes.md ---------------------------------------------------------------


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def compared(folder: Path) -> tuple[set[str], set[str]]:
    """What the program in the guide says is to copy and to remove."""
    [program] = blocks("python")
    (folder / "compare.py").write_text(program, "utf-8")
    done = run(sys.executable, "compare.py", cwd=folder)
    assert done.returncode == 0, done.stderr
    copy, remove = ((folder / name).read_text("utf-8") for name in ("copy.txt", "remove.txt"))
    return set(copy.splitlines()), set(remove.splitlines())


def test_the_program_in_the_guide_finds_what_to_copy_and_to_remove(
    new: Path, old: Path, tmp_path: Path
) -> None:
    """Also what an upload that failed left undone."""
    (tmp_path / "site.json").write_bytes(listed(old))
    assert compared(tmp_path) == (set(BEFORE), set())
    (tmp_path / "site.json").rename(tmp_path / "uploaded.json")
    (tmp_path / "site.json").write_bytes(listed(new, new))  # built twice since
    assert compared(tmp_path) == ({"devices/roku/index.html", "sw.js"}, {"gone.html"})


def test_the_check_in_the_guide_finds_what_is_wrong(new: Path, tmp_path: Path) -> None:
    (tmp_path / "site.json").write_bytes(listed(new))
    [command] = (block for block in blocks("sh") if "sha256sum" in block)

    def checked() -> subprocess.CompletedProcess[str]:
        return run("sh", "-c", command, cwd=new)

    assert (checked().returncode, checked().stdout) == (0, "")
    (new / "sw.js").write_bytes(b"?")
    (new / "index.html").unlink()
    found = checked()
    assert found.returncode == 1
    assert found.stdout.splitlines() == ["index.html: FAILED open or read", "sw.js: FAILED"]
    assert set(tree(new)) == {"devices/roku/index.html", "sw.js"}


def test_the_fields_in_the_guide_are_all(new: Path) -> None:
    rows = re.findall(r"^\| (`.*?) \|", GUIDE, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert named == list(json.loads(listed(new)))
