"""Work on all processors of this machine.

Each worker is a fork of this process, so it has what is known without it being handed over, and
takes a fixed share of the items: what is made does not depend on who made it when.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar, cast

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

# Below this many items, starting a worker costs more than it saves.
ENOUGH = 400


class Elsewhere(Protocol):
    """Other machines that take part in the work."""

    def each(
        self, work: Callable[[S, T], R], shared: S, items: Sequence[T]
    ) -> Generator[tuple[T, R], None, None]:
        """Begins at once to do `work` with what is `shared` on every item there, and yields each
        with what came of it, in any order. All of that must be something to pickle, and `work` a
        function of a module."""


def workers_for(items: int, most: int | None = None) -> int:
    """How many processes to use for so many items: 1 where a fork would not pay or not be safe,
    and not more than `most`, if that is given, or than there are processors."""
    # A fork of a process with several threads may hang on what the others were doing.
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return max(1, min(processors if most is None else most, processors, items // ENOUGH))


def in_shares(
    work: Callable[[T], None], items: Sequence[T], workers: int, ahead: int = 0
) -> Iterator[T]:
    """Begins at once to do `work` on every item, and yields each item once it is done.

    This process takes a share too, when it is asked for the first; those of the workers are yielded
    at the end. Its own is smaller by as many items as take the time of what it does before
    (`ahead`). The share of a worker that failed is done again here, so that whatever stopped it is
    met where it is reported.
    """
    return (item for item, _ in results(work, items, workers, ahead))


def results(
    work: Callable[[T], R], items: Sequence[T], workers: int, ahead: int = 0
) -> Generator[tuple[T, R], None, None]:
    """The same, and yields with each item what came of it, which must be something to pickle."""
    begun = _results(work, items, workers, ahead)
    next(begun)
    return cast(Generator[tuple[T, R], None, None], begun)


def _results(
    work: Callable[[T], R], items: Sequence[T], workers: int, ahead: int
) -> Generator[tuple[T, R] | None, None, None]:
    """Yields nothing once all workers have begun, then as above."""
    parent = os.getpid()
    own, *shares = _dealt(items, workers, ahead)
    children: dict[int, tuple[Sequence[T], int]] = {}  # their shares, and where they send results
    for share in shares:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os._exit(_work_alone(work, share, parent, writing))
        os.close(writing)
        children[child] = share, reading
    try:
        yield None
        for item in own:
            yield item, work(item)
        for child, (share, reading) in list(children.items()):
            with open(reading, "rb", closefd=False) as sent:
                data = sent.read()
            _, status = os.waitpid(child, 0)
            del children[child]
            os.close(reading)
            made = (work(item) for item in share) if status else pickle.loads(data)
            yield from zip(share, made, strict=True)
    finally:
        for child, (_, reading) in children.items():
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(reading)


def _dealt(items: Sequence[T], workers: int, ahead: int) -> list[Sequence[T]]:
    """A share for each, of items from everywhere: neighbours are alike, and some take longer. The
    first is smaller by `ahead`."""
    own = len(items)
    if workers > 1:
        own = max(0, -(-(own + ahead) // workers) - ahead)
    first = [items[number * len(items) // own] for number in range(own)]
    taken = {number * len(items) // own for number in range(own)}
    others = [item for number, item in enumerate(items) if number not in taken]
    return [first, *(others[number :: workers - 1] for number in range(workers - 1))]


@contextmanager
def beside(work: Callable[[], R], most: int | None = None) -> Iterator[Callable[[], R]]:
    """Begins `work` in a process of its own, and gives what waits for its result.

    Where there is only one processor, or a fork is not safe, the work is done when it is asked for;
    so it is too if that process failed. Whatever happens in the block, no process outlives it.
    """
    if workers_for(2 * ENOUGH, most) == 1:
        yield work
        return
    # The other process does nothing but the second of two pieces of work.
    begun = results(lambda there: work() if there else None, (False, True), 2)
    next(begun)
    try:
        yield lambda: cast(R, next(begun)[1])
    finally:
        begun.close()


def _work_alone(work: Callable[[T], R], share: Sequence[T], parent: int, writing: int) -> int:
    """A worker's life; its exit code is 0 if all went well."""
    made = []
    try:
        for item in share:
            if os.getppid() != parent:
                return 1  # the build was killed: nobody waits for this any more
            made.append(work(item))
        with open(writing, "wb") as sent:
            pickle.dump(made, sent, pickle.HIGHEST_PROTOCOL)
    except BaseException:
        return 1
    return 0
