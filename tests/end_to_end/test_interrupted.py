"""Whoever stops a build with Ctrl C is obeyed at once: no process goes on, the site is the old."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.site_fixtures import PATIENCE, SIGNOUT, copy_second_service, run, tree

# A build with two processes, each of which stops at its first page of a device and waits.
WAITING = """
import os, time
from pathlib import Path
from generator.commands import main
from generator.knowledge import workers
from generator.site import whole
from generator.site.device_files import DeviceFiles

def wait(self, name):
    Path(f"process-{os.getpid()}").touch()
    time.sleep(600)

workers.ENOUGH = 1
whole._REST = 0
os.sched_getaffinity = lambda process: {0, 1}
DeviceFiles.made = wait
main(["build", "--pages-only", "--no-cache"])
"""


def test_a_build_is_stopped(tmp_path: Path) -> None:
    project = copy_second_service(tmp_path / "project")
    done = run(*SIGNOUT, "build", "--pages-only", cwd=project)
    assert done.returncode == 0, done.stderr
    before = tree(project / "site")
    with subprocess.Popen(
        [sys.executable, "-c", WAITING],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as build:
        until = time.monotonic() + PATIENCE
        while len(list(project.glob("process-*"))) < 2:
            assert build.poll() is None, build.communicate()
            assert time.monotonic() < until, "it never began to write"
            time.sleep(0.05)
        os.killpg(build.pid, signal.SIGINT)  # as a terminal does with Ctrl C
        out, err = build.communicate(timeout=PATIENCE)
    assert build.returncode != 0
    assert "Traceback" not in out + err
    with pytest.raises(ProcessLookupError):
        os.killpg(build.pid, 0)
    assert tree(project / "site") == before
    assert "Aborted" in err
    assert [path.name for path in project.iterdir() if path.name.startswith(".")] == []
