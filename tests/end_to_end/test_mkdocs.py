"""Whoever knows MkDocs needs nothing else: `mkdocs build` gives the site of `signout build`."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.site_fixtures import PATIENCE, SIGNOUT, copy_project, run, tree

MKDOCS = (sys.executable, "-m", "mkdocs")
# Addresses and edit links are made from these, each in its own way in the two builds.
SETTINGS = {
    "SITE_URL": "https://help.example/tv/",
    "EDIT_URI": "https://git.example/us/signout/edit/main/content/",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def test_the_same_files_with_the_same_bytes(project: Path) -> None:
    """From another folder too: only the specs beside mkdocs.yml count, not those where the user
    happens to stand."""
    ours = run(*SIGNOUT, "build", "--out", "ours", cwd=project, **SETTINGS)
    assert ours.returncode == 0, ours.stdout + ours.stderr
    where = ("--config-file", project / "mkdocs.yml", "--site-dir", project / "theirs")
    theirs = run(*MKDOCS, "build", *where, cwd=project / "content", **SETTINGS)
    assert theirs.returncode == 0, theirs.stdout + theirs.stderr
    one, other = tree(project / "ours"), tree(project / "theirs")
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
    page = one["devices/roku/index.html"].decode()
    assert "https://help.example/tv/devices/roku/" in page
    edited = "edit/main/device_specs/devices/streaming-player/roku.yml"
    assert edited in page


def test_a_bad_spec_stops_it_with_the_problems(project: Path) -> None:
    for name in ("streaming-player/roku.yml", "console/ps5.yml"):
        spec = project / "device_specs" / "devices" / name
        text = spec.read_text("utf-8")
        assert "netflix-tv-top-menu" in text
        spec.write_text(text.replace("netflix-tv-top-menu", "netflix-tv-top-menue"), "utf-8")
    checked = run(*SIGNOUT, "check", cwd=project)
    said = re.findall(
        r"^device_specs/.*netflix-tv-top-menue.*(?= \[)", checked.stdout, re.MULTILINE
    )
    assert len(said) == 2
    stopped = run(*MKDOCS, "build", "--site-dir", "theirs", cwd=project)
    output = stopped.stdout + stopped.stderr
    assert stopped.returncode == 1, output
    for problem in said:
        assert problem in output
    assert "Traceback" not in output


def test_mkdocs_serve_shows_the_whole_site_and_each_change(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        page = f"http://127.0.0.1:{port}/devices/roku/"
        assert "so-steps" in _once_it_says(page, "so-steps")
        spec = project / "device_specs/devices/streaming-player/roku.yml"
        text = spec.read_text("utf-8")
        spec.write_text(text.replace("name: Roku\n", "name: Roku of tomorrow\n", 1), "utf-8")
        assert "Roku of tomorrow" in _once_it_says(page, "Roku of tomorrow")
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def _once_it_says(address: str, wanted: str) -> str:
    """The page, as soon as it says what is wanted; as it is after two minutes if it does not."""
    said = ""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                said = answer.read().decode()
        except OSError:
            said = ""
        if wanted in said:
            break
        time.sleep(0.2)
    return said
