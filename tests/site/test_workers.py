"""Work in shares: the same result with any number of workers, and nothing lost with one of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.site.workers import in_shares, workers_for

# The test runner has threads of its own, which newer Pythons warn of at a fork.
pytestmark = pytest.mark.filterwarnings(
    "ignore:This process .* is multi-threaded:DeprecationWarning"
)
ITEMS = [f"item-{number}" for number in range(23)]


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_every_item_is_done_once(tmp_path: Path, workers: int) -> None:
    def work(item: str) -> None:
        with (tmp_path / item).open("a") as file:
            file.write(f"{os.getpid()}\n")

    assert sorted(in_shares(work, ITEMS, workers)) == sorted(ITEMS)
    who = [(tmp_path / item).read_text().splitlines() for item in ITEMS]
    assert all(len(pids) == 1 for pids in who)
    assert len({pid for pids in who for pid in pids}) == workers


def test_the_share_of_a_lost_worker_is_done_again(tmp_path: Path) -> None:
    here = os.getpid()

    def work(item: str) -> None:
        if os.getpid() != here and item == "item-5":
            os.kill(os.getpid(), 9)
        (tmp_path / item).write_text(item)

    assert sorted(in_shares(work, ITEMS, 3)) == sorted(ITEMS)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(ITEMS)


def test_a_fault_is_met_here(tmp_path: Path) -> None:
    """Whichever share the item is in, its fault ends the work in this process."""

    def work(item: str) -> None:
        if item == "item-4":
            raise OSError(28, "No space left on device")

    for workers in (1, 2, 3):
        with pytest.raises(OSError, match="No space left"):
            list(in_shares(work, ITEMS, workers))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # no worker is left


def test_few_items_need_no_worker() -> None:
    assert workers_for(0) == workers_for(100) == 1
