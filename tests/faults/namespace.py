"""Programs that run with disks of their own: small ones, ones that can only be read, layered ones.

Mounts are in a namespace of the program (unshare(1)): they go with it, and nobody else sees them.
Without the rights of the administrator it is a namespace of users too, where the system allows it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.site_fixtures import PATIENCE, ROOT

# What such a program begins with. Its first argument is a folder that is its own.
BEGIN = f"""
import os, subprocess, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from tests.site_fixtures import tree

here = Path(sys.argv[1])
disk = here / "disk"
project = here / "project"

def sh(*command):
    subprocess.run(command, check=True)

def mount(*options, at=disk):
    at.mkdir(exist_ok=True)
    sh("mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(at))

def build(*more, out="disk/site", cache=""):
    done = subprocess.run(
        [sys.executable, "-m", "generator.commands", "build", "--out", str(here / out), *more],
        cwd=project, capture_output=True, encoding="utf-8",
        env=os.environ | {{"SIGNOUT_CACHE": str(here / cache) if cache else "",
                          "PYTHONPATH": {str(ROOT)!r}, "PYTHONDONTWRITEBYTECODE": "1"}},
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done

def change(was, now):
    spec = project / "device_specs/devices/tv/vista.yml"
    text = spec.read_text("utf-8")
    assert was in text
    spec.write_text(text.replace(was, now), "utf-8")

def refused(done, says):
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert says in done.stderr, done.stderr

def well(done):
    assert done.returncode == 0, (done.stdout, done.stderr)

def beside(folder):
    return sorted(path.name for path in folder.iterdir())
"""


def with_mounts(folder: Path, program: str) -> None:
    """Runs a program of Python that may mount disks; skips where that is not allowed."""
    if why := _missing():
        pytest.skip(why)
    done = subprocess.run(
        [*_unshare(), sys.executable, "-B", "-c", BEGIN + program, str(folder)],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _unshare() -> tuple[str, ...]:
    return ("unshare", "-m") if os.geteuid() == 0 else ("unshare", "-Urm")


@cache
def _missing() -> str:
    """Why no disk can be mounted here; empty if one can."""
    if not shutil.which("unshare") or not shutil.which("mount"):
        return "this system has no unshare(1) and mount(8) to make a small disk with"
    tried = [*_unshare(), "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/proc"]
    done = subprocess.run(tried, capture_output=True, encoding="utf-8", check=False)
    return f"no small disk can be made here: {done.stderr.strip()}" if done.returncode else ""
