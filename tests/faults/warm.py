"""Runs the program again and again without starting it anew, each time with a fault at one place.

This is a program of its own, because it forks, and the test runner has threads. It reads requests
and prints answers, a line of JSON each. All modules are loaded, so that a run takes a tenth of a
second and not one; nothing has been done yet that starts a thread.
"""

from __future__ import annotations

import atexit
import errno
import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.faults.system_calls import KILLED, Call, missing, supervised

WORKERS = 2


def load_everything() -> None:
    """Loads what runs load: all of our own, and what is only imported where it is used."""
    import generator

    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # told by the run that needs it
                importlib.import_module(module.name)
    importlib.import_module("generator.read.kept").program()  # which takes time, and never differs
    for name in ("mkdocs.commands.build", "rich.progress", "typst", "sqlite3", "material"):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def main() -> None:
    load_everything()
    print(json.dumps({"missing": missing()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Runs `argv` in the folder `cwd`, and tells what it prints.

    With a `fault`, or several, of a `kind` of call ("any" for all, or the name of one), it does
    what is `done`: "kill" kills the program, "kill this" the process that makes the call, "edit"
    runs a command of the shell first; the name of an error is what the call ends with. It does so
    `at` the call of that number, `from` it on, or at `every` so manieth one: of its kind, or else
    of all.
    """
    given = request.get("fault") or []
    faults = given if isinstance(given, list) else [given]
    hit: list[str] = []
    said = [os.memfd_create("said"), os.memfd_create("complained")]

    def decide(call: Call) -> int | None:
        results = [do(fault, call) for fault in faults if meets(fault, call)]
        return next((one for one in results if one is not None), None)

    def do(fault: dict[str, Any], call: Call) -> int | None:
        hit.append(f"{call.name} {call.number}")
        done = fault["done"]
        if done == "kill":
            own = Path(f"/proc/{met_child()}/task/{call.process}").exists()
            os.kill(met_child(), signal.SIGKILL)
            return KILLED if own else None
        if done == "kill this":
            os.kill(call.process, signal.SIGKILL)
            return KILLED
        if done == "edit":
            subprocess.run(["sh", "-c", fault["command"]], cwd=request["cwd"], check=True)
            return None
        return int(getattr(errno, done))

    child: list[int] = []

    def met_child() -> int:
        return child[0]

    try:
        met = supervised(
            lambda: run(request),
            decide,
            child.append,
            lambda: prepare(request, said),
            reading=any(fault["kind"] == "read" for fault in faults),
        )
    except TimeoutError as error:
        return {"failed": str(error), "hit": hit, "said": told(said)}
    return {"status": met.status, "calls": met.calls, "hit": hit, "said": told(said)}


def meets(fault: dict[str, Any], call: Call) -> bool:
    """Whether it is to be done at this call."""
    if fault["kind"] not in ("any", call.kind, call.name):
        return False
    number = call.of_kind if fault["kind"] == call.kind else call.number
    return bool(
        number == fault.get("at")
        or number >= fault.get("from", number + 1)
        or number % fault.get("every", number + 1) == 0
    )


def told(said: list[int]) -> list[str]:
    """What is in these files, which are closed."""
    texts = []
    for file in said:
        os.lseek(file, 0, os.SEEK_SET)
        with os.fdopen(file, encoding="utf-8") as opened:
            texts.append(opened.read())
    return texts


def prepare(request: dict[str, Any], said: list[int]) -> None:
    """What whoever starts a program does."""
    os.chdir(request["cwd"])
    os.environ.update(request.get("env", {}))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in enumerate(said, 1):
        os.dup2(file, number)
    tempfile = importlib.import_module("tempfile")
    tempfile.tempdir = None  # it may be another now
    if request.get("workers"):
        several()


def run(request: dict[str, Any]) -> int:
    """What a fork does: the program from its first line to its last."""
    code = program(request["argv"])
    sys.stdout.flush()
    sys.stderr.flush()
    atexit._run_exitfuncs()
    return code


def several() -> None:
    """Work is shared among processes, as it is where there is much of it."""
    workers = importlib.import_module("generator.knowledge.workers")
    workers.ENOUGH = 1
    os.sched_getaffinity = lambda process: set(range(WORKERS))


def program(argv: list[str]) -> int:
    from generator.commands import main as signout

    begin: Callable[..., Any] = signout
    try:
        begin(argv, prog_name="signout")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main()
