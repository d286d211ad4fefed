"""A plugin of pytest for `make mutants`: ends a test that goes on, or waits, without end, and says
so by how the process ends. Mistakes that are planted make such tests.

What a test may take counts in seconds of the processor, so that a machine that is busy with other
things ends none. Only where nothing at all is done, the clock decides.
"""

from __future__ import annotations

import os
import signal
import time

import pytest

PROCESSOR = 10  # seconds; the tests that are asked take one or two
NOTHING_DONE = 10  # seconds of the clock in which the process does as good as nothing
WAITED = 60  # the same where it waits for another one
_WAITS = 36  # what mutmut calls a timeout
WITHOUT_END = (-signal.SIGPROF, _WAITS)


@pytest.hookimpl
def pytest_timeout_set_timer(item: pytest.Item) -> bool:
    """Takes the place of the limit by the clock that pytest-timeout sets."""
    before, idle = time.process_time(), 0.0

    def look(*_: object) -> None:
        nonlocal before, idle
        idle = idle + NOTHING_DONE if time.process_time() - before < 0.05 else 0.0
        before = time.process_time()
        if idle >= (WAITED if _waits_for_another() else NOTHING_DONE):
            os._exit(_WAITS)

    # The system ends the process then, whatever it is in, such as a regular expression.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, PROCESSOR)
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, NOTHING_DONE, NOTHING_DONE)
    return True


def _waits_for_another() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


@pytest.hookimpl
def pytest_timeout_cancel_timer(item: pytest.Item) -> bool:
    """What comes between tests is not counted."""
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return True
