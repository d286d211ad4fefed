"""A Dask cluster on this machine: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from bench.measure import Failed, Took

WORKERS = 2
PRELOAD = ["--preload", "generator.publish.shared_pages"]
SETTINGS = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
}
_PATIENCE = 60.0  # seconds for a process to start


def installed() -> bool:
    """Whether Dask is."""
    return find_spec("distributed") is not None


def on_cluster(build: Callable[[str], Took]) -> Took:
    """Runs `build`, which is told the cluster's address, and adds what its processes took. They are
    running before, started as docs/cluster.md tells, and have done nothing yet."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cluster-")))
        told = folder / "scheduler.json"
        options = ["--no-dashboard", "--host", "127.0.0.1", "--port", "0"]
        processes = [
            stack.enter_context(
                _running(folder, "scheduler", *options, "--scheduler-file", str(told))
            )
        ]
        _until(lambda: told.is_file() and told.read_text().endswith("}"), "the scheduler")
        address = json.loads(told.read_text())["address"]
        for number in range(WORKERS):
            place = folder / f"worker-{number}"
            options = [address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
            processes.append(
                stack.enter_context(
                    _running(place, "worker", *options, *PRELOAD, "--local-directory", str(place))
                )
            )
            log = place.with_suffix(".log")
            _until(lambda log=log: b"Registered to" in log.read_bytes(), f"worker {number}")
        before = [_used(process.pid) for process in processes]
        took = build(address.replace("tcp:", "dask:"))
        after = [_used(process.pid) for process in processes]
    processors = sum(
        now.processors - was.processors for was, now in zip(before, after, strict=True)
    )
    memory = max(one.megabytes for one in after)
    return took + Took(0.0, round(processors, 4), round(memory, 4))


@contextmanager
def _running(place: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    with place.with_suffix(".log").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            stdout=said,
            stderr=said,
            env=os.environ | SETTINGS,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _used(process: int) -> Took:
    """The processor time of a process and its peak memory, since it started."""
    import psutil  # comes with Dask

    times = psutil.Process(process).cpu_times()
    peak = psutil.Process(process).memory_info().rss
    status = Path(f"/proc/{process}/status")
    if status.is_file():
        peak = next(
            int(line.split()[1]) * 1024
            for line in status.read_text().splitlines()
            if line.startswith("VmHWM:")
        )
    return Took(0.0, times.user + times.system, peak / (1024 * 1024))


def _until(there: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not there():
        if time.monotonic() > end:
            raise Failed(f"{what} of Dask did not start")
        time.sleep(0.05)
