"""A plugin of pytest for `make mutants`: asks the tests about many mistakes in one run.

The program that is tested holds all of them, and a variable of the environment says which one it
makes. Tests are collected once. Each mistake is made in a process of its own, which begins as a
copy of this one and ends with the first test that fails. Asked are the tests that call the function
it is in, the quickest first, and before them those that noticed others of the same function.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation import trampoline

from tests.without_end import pytest_timeout_cancel_timer, pytest_timeout_set_timer

ASKED = "SIGNOUT_MISTAKES"  # the variable that names a file: the mistakes, and how many at once
FAILED, BROKEN, UNASKED = 1, 3, 33  # how a process ends; what no test calls has none
_MADE = "MUTANT_UNDER_TEST"  # the variable of mutmut
_MEMORY = 4 << 30  # bytes more than there are: a test that takes all memory would end the others
_LONGEST = 600  # seconds of the processor for all tests of a mistake, and for what they start
_MISTAKE = re.compile(r"__mutmut_\d+$")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Takes the place of running the tests once. How each process ended stands in the file then."""
    file = Path(os.environ[ASKED])
    said = json.loads(file.read_text("utf-8"))
    mistakes: list[str] = said["mistakes"]
    items = {item.nodeid: item for item in session.items}
    calling = _calling(session.items)
    noticed: dict[str, list[str]] = defaultdict(list)
    ends: dict[str, int] = {}
    running: dict[int, tuple[str, IO[str]]] = {}
    while mistakes or running:
        if mistakes and len(running) < said["at_once"]:
            name = mistakes.pop(0)
            function = _MISTAKE.sub("", name)
            if asked := dict.fromkeys([*noticed[function], *calling[function]]):
                process, told = _begin(lambda: _first_failing(name, [items[one] for one in asked]))  # noqa: B023
                running[process] = (name, told)
            else:
                ends[name] = UNASKED
            continue
        process, status = os.wait()
        name, told = running.pop(process)
        ends[name] = os.waitstatus_to_exitcode(status)
        if test := _read(told):
            noticed[_MISTAKE.sub("", name)].insert(0, test)
        if len(ends) % 50 == 0:
            print(f"{len(ends)} done, {len(mistakes)} left", file=sys.__stderr__, flush=True)
    file.write_text(json.dumps(ends), "utf-8")
    return True


def _calling(items: list[pytest.Item]) -> dict[str, list[str]]:
    """By function the tests that call it, the quickest first. All of them must pass."""
    process, told = _begin(lambda: json.dumps(list(_calls(items))))
    _, status = os.waitpid(process, 0)
    seen = _read(told)
    if os.waitstatus_to_exitcode(status) != FAILED:
        pytest.exit(f"without any mistake: {seen}", BROKEN)
    calling: dict[str, list[str]] = defaultdict(list)
    for _, test, functions in sorted(json.loads(seen)):
        for function in functions:
            calling[function].append(test)
    return calling


def _calls(items: list[pytest.Item]) -> Iterator[tuple[float, str, list[str]]]:
    called: set[str] = set()
    monkeypatch = pytest.MonkeyPatch()  # undone by the end of this process
    monkeypatch.setattr(trampoline, "get_mutant_under_test", lambda: "stats")
    monkeypatch.setattr(trampoline, "record_trampoline_hit", lambda name, **_: called.add(name))
    for item, following in zip(items, [*items[1:], None], strict=True):
        called.clear()
        before = time.process_time()
        if _fails(item, following):
            raise RuntimeError(f"{item.nodeid} fails")
        yield time.process_time() - before, item.nodeid, sorted(called)


def _first_failing(name: str, items: list[pytest.Item]) -> str:
    os.environ[_MADE] = name
    resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST))
    most = _address_space() + _MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    pairs = zip(items, [*items[1:], None], strict=True)
    return next((item.nodeid for item, following in pairs if _fails(item, following)), "")


def _address_space() -> int:
    """Bytes that this process has reserved, on Linux; where nobody tells, a generous guess."""
    told = Path("/proc/self/statm")
    pages = int(told.read_text("utf-8").split()[0]) if told.exists() else 1 << 20
    return pages * resource.getpagesize()


def _fails(item: pytest.Item, following: pytest.Item | None) -> bool:
    pytest_timeout_set_timer(item)
    reports = runtestprotocol(item, log=False, nextitem=following)
    pytest_timeout_cancel_timer(item)
    return any(report.failed for report in reports)


def _begin(what: Callable[[], str]) -> tuple[int, IO[str]]:
    """Begins a process: its number, and the file in which it tells what comes out. It ends with
    FAILED if that is something."""
    told = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
    process = os.fork()
    if process:
        return process, told
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    try:
        found = what()
        end = FAILED if found else 0
    except BaseException as error:
        found, end = repr(error)[:1000], BROKEN  # it may hold all that a test had read
    told.write(found)
    told.flush()
    os._exit(end)


def _read(told: IO[str]) -> str:
    with told:
        told.seek(0)
        return told.read()
