"""A release: its list of parts is one that programs understand, and all of it can be made again."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from requirements.licences import locked
from requirements.release import SUMS, release
from requirements.sbom import sbom
from tests.site_fixtures import ROOT, run

MADE = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
NEEDED = ("generator", "requirements", "docs", "pyproject.toml", "README.md", "LICENSE")


def test_the_list_of_parts_is_as_its_schema_says() -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(sbom(MADE)) is None


def test_the_list_of_parts_has_all_that_is_locked_and_what_needs_what() -> None:
    listed = json.loads(sbom(MADE))
    libraries = {
        (one["name"], one["version"]) for one in listed["components"] if one["type"] == "library"
    }
    assert libraries == set(locked("site"))
    for one in listed["components"]:
        assert one["licenses"], one["name"]
        if one["type"] == "library":
            assert one["externalReferences"][0]["hashes"], one["name"]
    needs = {one["ref"]: one.get("dependsOn", []) for one in listed["dependencies"]}
    ours = next(refs for name, refs in needs.items() if name.startswith("pkg:pypi/signout@"))
    assert len(ours) >= 18
    mkdocs = next(refs for name, refs in needs.items() if name.startswith("pkg:pypi/mkdocs@"))
    assert any(name.startswith("pkg:pypi/jinja2@") for name in mkdocs)


def test_the_list_of_parts_is_the_same_again() -> None:
    varied = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    seconds = str(int(MADE.timestamp()))
    again = run(sys.executable, "-m", "requirements.sbom", seconds, **varied)
    assert again.stdout == sbom(MADE), again.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    leave = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        else:
            shutil.copy(ROOT / name, folder)
    who = ("-c", "user.name=An editor", "-c", "user.email=editor@example.org")
    when = {"GIT_AUTHOR_DATE": "2026-11-22T10:00:00Z", "GIT_COMMITTER_DATE": "2026-11-22T10:00:00Z"}
    for command in ("init --quiet", "add .", "commit --quiet --message=Start"):
        done = run("git", *who, *command.split(), cwd=folder, **when)
        assert done.returncode == 0, done.stderr
    return folder


def test_a_release_is_what_is_committed_with_its_checksums(project: Path, tmp_path: Path) -> None:
    (project / "generator" / "not_committed.py").write_text("", "utf-8")
    names = release(project, tmp_path / "out")
    sums = (tmp_path / "out" / SUMS).read_text("utf-8").splitlines()
    assert names == [*(line.split("  ")[1] for line in sums), SUMS]
    assert [name.rpartition("0.1.0")[2] for name in names[:-1]] == [
        *("-py3-none-any.whl", ".cdx.json", ".tar.gz"),
    ]
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(tmp_path / "out" / names[0]) as wheel:
        packed = set(wheel.namelist())
    with tarfile.open(tmp_path / "out" / names[2]) as source:
        packed |= set(source.getnames())
    assert "generator/pdf/signs/signs.ttf" in packed
    assert "generator/site/templates/licences.txt" in packed
    assert not any("not_committed" in name for name in packed)


@pytest.mark.long
def test_a_release_can_be_made_again_elsewhere(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder, another day, another umask: the same checksums."""
    release(project, tmp_path / "first")
    elsewhere = tmp_path / "a folder, elsewhere"
    assert run("git", "clone", "--quiet", project, elsewhere).returncode == 0
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    before = os.umask(0o077)
    try:
        release(elsewhere, tmp_path / "second")
    finally:
        os.umask(before)
    sums = [(tmp_path / folder / SUMS).read_text("utf-8") for folder in ("first", "second")]
    assert sums[0] == sums[1]
