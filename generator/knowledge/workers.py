"""Work on all processors of this machine.

Each worker is a fork of this process, so it has the knowledge base without it being handed over,
and takes a fixed share of the items: what is written does not depend on who wrote it when.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

# Below this many items, starting a worker costs more than it saves.
ENOUGH = 400


def workers_for(items: int) -> int:
    """How many processes to use for so many items: 1 where a fork would not pay or not be safe."""
    # A fork of a process with several threads may hang on what the others were doing.
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return max(1, min(processors, items // ENOUGH))


def in_shares(work: Callable[[T], None], items: Sequence[T], workers: int) -> Iterator[T]:
    """Does `work` on every item, and yields each item once it is done.

    This process takes a share too; those of the workers are yielded at the end. The share of a
    worker that failed is done again here, so that whatever stopped it is met where it is reported.
    """
    parent = os.getpid()
    children: dict[int, Sequence[T]] = {}
    for number in range(1, workers):
        share = items[number::workers]
        child = os.fork()
        if child == 0:
            os._exit(_work_alone(work, share, parent))
        children[child] = share
    try:
        for item in items[::workers]:
            work(item)
            yield item
        for child in list(children):
            _, status = os.waitpid(child, 0)
            for item in children.pop(child):
                if status:
                    work(item)
                yield item
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _work_alone(work: Callable[[T], None], share: Sequence[T], parent: int) -> int:
    """A worker's life; its exit code is 0 if all went well."""
    try:
        for item in share:
            if os.getppid() != parent:
                return 1  # the build was killed: nobody waits for this any more
            work(item)
    except BaseException:
        return 1
    return 0
