"""A cluster as publishers have it, small: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.site_fixtures import PATIENCE, ROOT, run

# So few devices in a share that a small project has several shares.
SIGNOUT = (
    "import sys\n"
    "from generator.knowledge import shares\n"
    "from generator.commands import main\n"
    "shares.DEVICES_IN_A_SHARE = 2\n"
    "{}\n"
    "main(sys.argv[1:])\n"
)
# Nothing of the machine that could be taken for a store's keys, or for a cluster.
CLEAN = {
    name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DASK_"))
}


@dataclass(frozen=True)
class Scheduler:
    """A scheduler: its address as Dask and as we write it, and a folder of this test."""

    address: str
    folder: Path

    @property
    def executor(self) -> str:
        return self.address.replace("tcp:", "dask:")

    def has(self) -> dict[str, int]:
        """How many workers and pieces of work it knows."""
        known = "dask_scheduler.workers, dask_scheduler.tasks"
        told: dict[str, int] = self._tells(f"dict(zip(('workers', 'tasks'), map(len, ({known}))))")
        return told

    def has_loaded(self, package: str) -> list[str]:
        """The modules of a package of ours that it has loaded."""
        modules = f"sorted(name for name in __import__('sys').modules if '{package}.' in name)"
        told: list[str] = self._tells(modules)
        return told

    def _tells(self, expression: str) -> Any:
        """What an expression is in its process."""
        script = (
            "import sys\nfrom distributed import Client\n"
            f"def told(dask_scheduler):\n    return {expression}\n"
            "print(__import__('json').dumps(Client(sys.argv[1]).run_on_scheduler(told)))\n"
        )
        done = run(sys.executable, "-c", script, self.address)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@contextmanager
def scheduler(folder: Path) -> Iterator[Scheduler]:
    """Runs a scheduler; `folder` is new."""
    folder.mkdir()
    told = folder / "scheduler.json"
    command = ["scheduler", "--no-dashboard", "--scheduler-file", str(told)]
    with _running(folder / "scheduler", *command, "--host", "127.0.0.1", "--port", "0"):
        until(lambda: told.is_file() and told.read_text().endswith("}"), "the scheduler")
        yield Scheduler(json.loads(told.read_text())["address"], folder)


@contextmanager
def worker(
    of: Scheduler,
    name: str,
    *,
    threads: int = 1,
    preload: str = "",
    python: tuple[str, ...] = (),
    **variables: str,
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a worker that is known to the scheduler; `preload` is Python that it runs first."""
    place = of.folder / name
    options = ["--nthreads", str(threads), "--no-nanny", "--no-dashboard"]
    if preload:
        (of.folder / f"{name}.py").write_text(preload)
        options += ["--preload", str(of.folder / f"{name}.py")]
    command = ["worker", of.address, *options, "--local-directory", str(place)]
    with _running(place, *command, python=python, **variables) as process:
        log = place.with_suffix(".log")
        until(lambda: b"Registered to" in log.read_bytes(), f"the worker {name}", process)
        yield process


@contextmanager
def two_workers(folder: Path, **variables: str) -> Iterator[Scheduler]:
    """A scheduler with two workers, one of them with two threads."""
    with ExitStack() as stack:
        here = stack.enter_context(scheduler(folder))
        stack.enter_context(worker(here, "one", **variables))
        stack.enter_context(worker(here, "two", threads=2, **variables))
        yield here


def build(
    project: Path, *options: str, first: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    """`signout build`, with a few devices in each share; `first` is Python that it runs first."""
    return subprocess.run(
        [sys.executable, "-c", SIGNOUT.format(first), "build", *options],
        cwd=project,
        env=CLEAN | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def until(
    there: Callable[[], bool], what: str, process: subprocess.Popen[Any] | None = None
) -> None:
    """Waits for something that will come."""
    end = time.monotonic() + PATIENCE
    while not there():
        assert process is None or process.poll() is None, f"{what} has ended"
        assert time.monotonic() < end, f"{what} never came"
        time.sleep(0.05)


@contextmanager
def _running(
    log: Path, *command: str, python: tuple[str, ...] = (), **variables: str
) -> Iterator[subprocess.Popen[bytes]]:
    start = python or (sys.executable, "-m", "dask")
    with log.with_suffix(".log").open("wb") as said:
        process = subprocess.Popen(
            [*start, *command],
            stdout=said,
            stderr=said,
            cwd=ROOT,
            env=CLEAN | {"PYTHONPATH": str(ROOT)} | variables,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
