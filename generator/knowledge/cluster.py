"""Work on the machines of a Dask cluster. Nothing else in this program knows Dask, and it is not
loaded unless it is asked for.

Reference: https://distributed.dask.org. Each of its limits of time can be set as Dask says; that of
connecting (`distributed.comm.timeouts.connect`) is also how long is waited for a first worker, and
for another once all are gone.
"""

from __future__ import annotations

import logging
import pickle
import re
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from generator.read.kept import program

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

_EXECUTOR = re.compile(r"dask(?P<tls>\+tls)?://(?P<place>[^\s/@?#]+:[0-9]{1,5})/?")
# Parcels of items that are on their way for each thread of a worker: so many that none waits for
# the next, so few that not all of a large publication is in the scheduler's memory.
_AHEAD = 3
# A parcel costs the same, whatever is in it. So it is such a part of what is left for a thread, and
# only the last are small, so that all end at once; and at most so many items, as it may be lost.
_PART, _MOST = 4, 8
_TRIES = 3  # for an item whose worker, with all that it had, was lost
_LOOK = 1.0  # seconds between looks at whether anybody works
_TALKERS = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
# What this program does on a worker is not made for several threads, and no faster with them.
_ONE_AT_A_TIME = threading.Lock()


class ClusterError(Exception):
    """The cluster cannot be used, or no longer; the message says why, and what to do."""


def scheduler_of(executor: str) -> str:
    """The address by which Dask knows the scheduler of `dask://HOST:PORT`, or `dask+tls://…`.

    Raises ValueError if it is something else; the message says what was expected.
    """
    found = _EXECUTOR.fullmatch(executor)
    if found is None:
        raise ValueError("Write it as dask://HOST:PORT, or as dask+tls://HOST:PORT.")
    return f"{'tls' if found['tls'] else 'tcp'}://{found['place']}"


class Cluster:
    """A connection to a cluster; `close` it in the end."""

    def __init__(self, executor: str) -> None:
        """Connects to the scheduler that `executor` names. Raises ValueError and ClusterError."""
        address = scheduler_of(executor)
        self._name = executor
        try:
            import dask
            import distributed
        except ImportError:
            raise ClusterError(
                "For a cluster, the extra `cluster` of this program must be installed, here and on "
                "all its machines."
            ) from None
        for talker in _TALKERS:  # what goes wrong is said here, in a sentence
            logging.getLogger(talker).setLevel(logging.CRITICAL + 1)
        limit = dask.config.get("distributed.comm.timeouts.connect")
        self._patience: float = dask.utils.parse_timedelta(limit)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of versions, which the workers compare
                connect: Any = distributed.Client
                self._client = connect(address, set_as_default=False)
        except Exception as error:
            raise ClusterError(
                f"There is no scheduler of Dask at `{executor}`, or it does not answer: "
                f"{_short(error)}."
            ) from error

    def close(self) -> None:
        """Ends the connection; whatever is still to be done there is no longer."""
        self._client.close(timeout=5)

    def each(
        self, work: Callable[[S, T], R], shared: S, items: Sequence[T]
    ) -> Generator[tuple[T, R], None, None]:
        """Does `work` with what is `shared` on every item, on the workers, of which each is handed
        that once; begins at once, and yields each item with what came of it, in any order.

        What a lost worker had to do is done by another. Raises ClusterError, and what `work` raises
        if that is no fault of the cluster.
        """
        started = _Errand(self._client, self._name, self._patience, work, shared, items)
        started.begin()
        return started.results()


class _Errand:
    """One call of `each`."""

    def __init__(
        self,
        client: Any,
        name: str,
        patience: float,
        work: Callable[[Any, Any], Any],
        shared: object,
        items: Sequence[Any],
    ) -> None:
        self._client, self._name, self._patience = client, name, patience
        self._work, self._shared = work, shared
        self._waiting = deque((item, 1) for item in items)
        # Items, each with which try it is, and what is to come of them.
        self._given: dict[str, tuple[list[tuple[Any, int]], Any]] = {}
        self._on_the_way = 0
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._handed: Any = None
        self._threads = 1  # of all workers
        self._lock = threading.RLock()  # of all that: a thread of Dask's gives items out too

    def begin(self) -> None:
        """Hands out what is shared, and the first items."""
        if not self._waiting:
            return
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
            self._hand_out()
            self._give()
        except BaseException as error:
            self._end()
            raise self._told(error) from error

    def results(self) -> Generator[tuple[Any, Any], None, None]:
        """What comes of them."""
        last = counted = time.monotonic()
        try:
            while self._given or self._waiting:
                try:
                    if time.monotonic() - counted > _LOOK:
                        self._count()
                        counted = time.monotonic()
                    self._give()
                    try:
                        future = self._done.get(timeout=_LOOK)
                    except Empty:
                        last = self._last_worked(last)
                        continue
                    last = time.monotonic()
                    parcel, _ = self._given.pop(future.key)
                    if future.status in ("cancelled", "lost"):
                        self._again(parcel)
                        continue
                    made = pickle.loads(future.result(timeout=self._patience))
                    yield from zip((item for item, _ in parcel), made, strict=True)
                except Exception as error:
                    raise self._told(error) from error
        finally:
            self._end()

    def _hand_out(self) -> None:
        packed = pickle.dumps((self._work, self._shared), pickle.HIGHEST_PROTOCOL)
        # Only who has this program can take it, and nobody unpacks it to hand it on.
        self._handed = self._client.scatter(
            partial(_known, packed), broadcast=True, hash=False, timeout=self._patience
        )
        self._count()

    def _count(self) -> None:
        self._threads = max(1, sum(self._client.nthreads().values()))

    def _give(self) -> None:
        with self._lock:
            while self._waiting and self._on_the_way < _AHEAD * self._threads:
                count = min(_MOST, 1 + (len(self._waiting) - 1) // (_PART * self._threads))
                parcel = [*islice(self._waiting, count)]
                items = pickle.dumps([item for item, _ in parcel], pickle.HIGHEST_PROTOCOL)
                future = self._client.submit(_do, program(), self._handed, items, pure=False)
                self._given[future.key] = parcel, future
                self._on_the_way += 1
                for _ in parcel:
                    self._waiting.popleft()
                future.add_done_callback(self._arrived)

    def _arrived(self, future: Any) -> None:
        """What came of a parcel is known: more goes out, whatever is done here meanwhile."""
        with self._lock:
            self._on_the_way -= 1
            if future.status == "finished":
                with suppress(Exception):  # which is met again where results are waited for
                    self._give()
        self._done.put(future)

    def _again(self, parcel: list[tuple[Any, int]]) -> None:
        """Whoever had it is gone, and perhaps everybody who had what is shared."""
        if self._client.status != "running":
            raise self._lost_scheduler()
        if any(tries == _TRIES for _, tries in parcel):
            raise ClusterError(
                f"The same part of the work was lost {_TRIES} times on `{self._name}`. Look at "
                "what ends its workers; memory is the most likely."
            )
        if self._handed.status != "finished":
            self._client.wait_for_workers(1, timeout=self._patience)
            self._hand_out()
        with self._lock:
            self._waiting.extend((item, tries + 1) for item, tries in parcel)

    def _last_worked(self, last: float) -> float:
        """When somebody worked last, if it was at `last` as far as was known. Raises ClusterError
        if that is too long ago."""
        if self._client.status != "running":
            raise self._lost_scheduler()
        if self._client.scheduler_info(n_workers=1)["workers"]:
            return time.monotonic()
        if time.monotonic() - last > self._patience:
            raise self._nobody()
        return last

    def _lost_scheduler(self) -> ClusterError:
        return ClusterError(f"The scheduler at `{self._name}` is gone, or cannot be reached.")

    def _nobody(self) -> ClusterError:
        return ClusterError(
            f"`{self._name}` has no worker, or none that answers within {self._patience:g} s."
        )

    def _told(self, error: BaseException) -> BaseException:
        """An error as it is told."""
        if not isinstance(error, Exception) or isinstance(error, ClusterError):
            return error
        if type(error).__module__.partition(".")[0] == __name__.partition(".")[0]:
            return error  # one of our own, which says what it has to say
        kind = type(error).__name__
        if kind == "KilledWorker":
            return ClusterError(
                f"A part of the work ended every worker of `{self._name}` that began it. Look at "
                "what ends them; memory is the most likely."
            )
        said = f"{kind}: {error}"
        if any(sign in said for sign in ("ModuleNotFoundError", "ImportError", "deserializ")):
            return ClusterError(_OTHER_PROGRAM.format(f"A machine of `{self._name}`"))
        if isinstance(error, TimeoutError):
            return self._nobody()
        if self._client.status != "running":
            return self._lost_scheduler()
        return ClusterError(f"A worker of `{self._name}` failed: {kind}: {_short(error)}.")

    def _end(self) -> None:
        """Leaves nothing behind that is still to be done."""
        with self._lock:
            futures = [future for _, future in self._given.values()]
            self._given.clear()
            self._waiting.clear()
        if self._client.status == "running":
            if futures:
                self._client.cancel(futures, force=True)
            if self._handed is not None:
                self._handed.release()


_OTHER_PROGRAM = (
    "{} does not have this program, or has another version of it or of what it needs. Install the "
    "same here, on the scheduler and on all workers, and start them anew."
)


def _do(expected: str, known: Callable[[], Any], items: bytes) -> bytes:
    """On a worker: what it was asked for, if it is the same there as here."""
    if program() != expected:
        from distributed import get_worker

        raise ClusterError(_OTHER_PROGRAM.format(f"The worker {get_worker().address}"))
    from generator.knowledge.load import no_collection  # which no scheduler has to load

    with _ONE_AT_A_TIME, no_collection():
        work, shared = known()
        made = [work(shared, item) for item in pickle.loads(items)]
        return pickle.dumps(made, pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=1)
def _known(packed: bytes) -> Any:
    """What was handed out, with all that was made of it since."""
    return pickle.loads(packed)


def _short(error: BaseException) -> str:
    """What an error says, in a line."""
    said = " ".join(str(error).split()).rstrip(".")
    return said if len(said) <= 200 else f"{said[:200]}…"
