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
import time
from generator.knowledge.workers import ENOUGH, beside, in_shares, results

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


@pytest.mark.parametrize("ahead", [0, 1, 5, 22, 23, 1000])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_who_does_something_before_takes_less(tmp_path: Path, workers: int, ahead: int) -> None:
    """So that all end together. Alone it takes everything all the same."""
    program = f"""
made = dict(results(lambda item: os.getpid(), ITEMS, {workers}, {ahead}))
assert sorted(made) == sorted(ITEMS)
print(list(made.values()).count(os.getpid()))
"""
    all_, alone_ = len(ITEMS), workers == 1
    own = all_ if alone_ else max(0, -(-(all_ + ahead) // workers) - ahead)
    assert alone(tmp_path, program) == f"{own}\n"


def test_others_begin_at_once(tmp_path: Path) -> None:
    """Before this process asks for anything; and they end if it never does."""
    program = """
begun = in_shares(lambda item: Path(item).touch(), ITEMS, 2)
while len(list(Path().iterdir())) < len(ITEMS) // 2:
    time.sleep(0.01)
del begun
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("alone")
"""
    assert alone(tmp_path, program) == "alone\n"
    assert len(list(tmp_path.iterdir())) == len(ITEMS) // 2


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


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_what_comes_of_each_item_is_given_back(tmp_path: Path, workers: int) -> None:
    program = f"""
made = dict(results(lambda item: (item * 3, os.getpid()), ITEMS, {workers}))
assert list(map(made.get, ITEMS)) and all(made[item][0] == item * 3 for item in ITEMS)
print(len({{who for _, who in made.values()}}))
"""
    assert alone(tmp_path, program) == f"{workers}\n"


def test_results_may_be_large(tmp_path: Path) -> None:
    """Larger than what a pipe holds: nobody waits for ever for the other to read."""
    program = """
made = dict(results(lambda item: item * 100_000, ITEMS, 3))
print(sum(map(len, made.values())) == sum(map(len, ITEMS)) * 100_000)
"""
    assert alone(tmp_path, program) == "True\n"


def test_results_of_a_lost_worker_are_made_again(tmp_path: Path) -> None:
    program = """
here = os.getpid()

def work(item):
    if os.getpid() != here and item == "item-5":
        os.kill(os.getpid(), 9)
    return item.upper()

print(dict(results(work, ITEMS, 3)) == {item: item.upper() for item in ITEMS})
"""
    assert alone(tmp_path, program) == "True\n"


def test_work_beside(tmp_path: Path) -> None:
    """Done by another process while this one goes on, where there are processors for both."""
    program = """
os.sched_getaffinity = lambda process: {0, 1}

def work():
    Path("begun").touch()
    return os.getpid()

with beside(work) as done:
    while not Path("begun").exists():
        time.sleep(0.01)
    print(done() != os.getpid())
with beside(work, 1) as done:
    print(done() == os.getpid())
"""
    assert alone(tmp_path, program).split() == ["True", "True"]


def test_what_stops_work_beside_is_met_here(tmp_path: Path) -> None:
    program = """
os.sched_getaffinity = lambda process: {0, 1}

def work():
    raise OSError(28, "No space left on device")

with beside(work) as done:
    try:
        done()
    except OSError as error:
        print(error)
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("alone")
"""
    assert alone(tmp_path, program).splitlines() == ["[Errno 28] No space left on device", "alone"]


def test_work_beside_ends_with_the_block(tmp_path: Path) -> None:
    program = """
os.sched_getaffinity = lambda process: {0, 1}
try:
    with beside(lambda: time.sleep(600)):  # longer than anybody waits for this program
        raise KeyError("something else")
except KeyError:
    print("ended")
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("alone")
"""
    assert alone(tmp_path, program).split() == ["ended", "alone"]


def test_there_are_never_more_than_one_asks_for(tmp_path: Path) -> None:
    program = """
from generator.knowledge.workers import workers_for
os.sched_getaffinity = lambda process: {0, 1, 2, 3}
print([workers_for(100 * ENOUGH, most) for most in (None, 1, 2, 9)], workers_for(2 * ENOUGH))
"""
    assert alone(tmp_path, program) == "[4, 1, 2, 4] 2\n"
