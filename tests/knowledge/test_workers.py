"""Work in shares: the same result with any number of workers, and nothing lost with one of them.

Each case is a program of its own: the test runner has threads, and a fork of such a process may
wait for ever.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.knowledge.workers import workers_for
from tests.site_fixtures import run

ITEMS = [f"item-{number}" for number in range(23)]
BEGIN = f"""
import os
from pathlib import Path
from generator.knowledge.workers import in_shares

ITEMS = {ITEMS!r}
"""


def alone(folder: Path, program: str) -> str:
    """What a program prints that runs in `folder`."""
    done = run(sys.executable, "-c", BEGIN + program, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_every_item_is_done_once(tmp_path: Path, workers: int) -> None:
    program = f"""
def work(item):
    with open(item, "a") as file:
        file.write(f"{{os.getpid()}}\\n")

print(*sorted(in_shares(work, ITEMS, {workers})))
"""
    assert alone(tmp_path, program).split() == sorted(ITEMS)
    who = [(tmp_path / item).read_text().splitlines() for item in ITEMS]
    assert all(len(pids) == 1 for pids in who)
    assert len({pid for pids in who for pid in pids}) == workers


def test_the_share_of_a_lost_worker_is_done_again(tmp_path: Path) -> None:
    program = """
here = os.getpid()

def work(item):
    if os.getpid() != here and item == "item-5":
        os.kill(os.getpid(), 9)
    Path(item).write_text(item)

print(*sorted(in_shares(work, ITEMS, 3)))
"""
    assert alone(tmp_path, program).split() == sorted(ITEMS)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(ITEMS)


def test_a_fault_is_met_here(tmp_path: Path) -> None:
    """Whichever share the item is in, its fault ends the work in the one process that is left."""
    program = """
def work(item):
    if item == "item-4":
        raise OSError(28, "No space left on device")

for workers in (1, 2, 3):
    try:
        list(in_shares(work, ITEMS, workers))
    except OSError as error:
        print(error)
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("alone")
"""
    said = alone(tmp_path, program).splitlines()
    assert said == ["[Errno 28] No space left on device"] * 3 + ["alone"]


def test_few_items_need_no_worker() -> None:
    assert workers_for(0) == workers_for(100) == 1
