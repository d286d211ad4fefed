"""Run by the tests as a program: checks each of the files of `bombs` in a process of its own, that
may use 2 seconds of a processor and 256 MB of memory, and prints how each of them ended.

The processes are copies of this one, which has imported all that is needed: starting is no part of
what a file may cost.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.commands.report import show_problems
from generator.knowledge.load import check_specs
from tests.conftest import BASE
from tests.fuzz.bombs import BOMBS

SECONDS = 2
MEMORY = 256 * 1024 * 1024


def check(folder: Path) -> None:
    """What `signout check` does with specs that have problems."""
    os.chdir(folder)
    checked = check_specs(Path("specs"))
    show_problems(checked.problems, "text")
    show_problems(checked.problems, "json")


def ended(file: str, data: bytes) -> str:
    """How the check of the base with this file ended: `well`, `signal 24` …"""
    with TemporaryDirectory() as name:
        root = Path(name) / "specs"
        for spec in BASE.rglob("*.yml"):
            (root / spec.relative_to(BASE)).parent.mkdir(parents=True, exist_ok=True)
            (root / spec.relative_to(BASE)).write_bytes(spec.read_bytes())
        (root / file).parent.mkdir(exist_ok=True)
        (root / file).write_bytes(data)
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            try:
                check(Path(name))
            except BaseException as error:
                os.write(2, f"{type(error).__name__}: {error}\n".encode()[:500])
                os._exit(1)
            os._exit(0)
        _, status, usage = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    code = os.WEXITSTATUS(status)
    used = usage.ru_utime + usage.ru_stime
    return "well" if code == 0 else f"exit code {code} after {used:.1f} s"


if __name__ == "__main__":
    said = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    found = {name: ended(*BOMBS[name]) for name in json.loads(sys.argv[1])}
    os.write(said, json.dumps(found).encode())
