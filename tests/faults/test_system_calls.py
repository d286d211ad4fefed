"""What meets system calls meets all of them, and nothing that it is not asked for."""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path

import pytest

from tests.faults import system_calls
from tests.site_fixtures import ROOT, UNWATCHED, run

BEGIN = f"""
import errno, json, os, signal, subprocess, sys, threading, time
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from tests.faults import system_calls
from tests.faults.system_calls import supervised

def tell(met, *more):
    print(json.dumps([met.status, met.calls, *more]))
"""


@pytest.fixture(autouse=True)
def needed() -> None:
    if why := json.loads(alone("print(json.dumps(system_calls.missing()))", ROOT)):
        pytest.skip(why)


def alone(program: str, folder: Path) -> str:
    """What a program of one thread prints."""
    done = run(sys.executable, "-B", "-c", BEGIN + program, cwd=folder, **UNWATCHED)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_kind_is_counted_whoever_makes_the_call(tmp_path: Path) -> None:
    program = """
def work():
    Path("folder").mkdir()
    with open("folder/one", "w") as file:
        file.write("one")
        file.flush()
        os.fsync(file.fileno())
    os.link("folder/one", "two")
    os.rename("two", "three")
    os.utime("three", (1, 1))
    print("what is printed is no file", flush=True)
    thread = threading.Thread(target=os.unlink, args=["three"])
    thread.start()
    thread.join()
    subprocess.run(["sh", "-c", "echo by another program > four"])
    if os.fork() == 0:
        os.unlink("four")
        os._exit(0)
    os.wait()
    return 5

tell(supervised(work, lambda call: None))
"""
    status, calls = json.loads(alone(program, tmp_path).splitlines()[-1])
    assert status == 5
    for kind in ("mkdir", "sync", "link", "rename", "stamp"):
        assert calls.pop(kind) == 1
    assert calls == {"open": 2, "write": 2, "unlink": 2}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder"]


def test_a_call_is_refused_and_not_made(tmp_path: Path) -> None:
    program = """
met = []

def refuse(call):
    met.append([call.number, call.kind, call.of_kind])
    return errno.EDQUOT if call.of_kind == 2 else None

def work():
    Path("one").mkdir()
    try:
        Path("two").mkdir()
    except OSError as error:
        return error.errno
    return 0

tell(supervised(work, refuse), met)
"""
    status, _, met = json.loads(alone(program, tmp_path))
    assert status == errno.EDQUOT
    assert met == [[1, "mkdir", 1], [2, "mkdir", 2]]
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_killed_program_makes_no_call_and_who_is_left_is_waited_for(tmp_path: Path) -> None:
    program = """
child = []

def kill(call):
    if call.of_kind == 2:
        os.kill(child[0], signal.SIGKILL)
        return system_calls.KILLED

def work():
    parent = os.getpid()
    if os.fork() == 0:
        while os.getppid() == parent:
            time.sleep(0.01)
        Path("left").mkdir()
        os._exit(0)
    Path("one").mkdir()
    Path("two").mkdir()
    return 0

tell(supervised(work, kill, child.append))
"""
    status, calls = json.loads(alone(program, tmp_path))
    assert status == -9
    assert calls == {"mkdir": 3}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["left", "one"]


def test_files_that_are_read_are_met_if_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    program = """
def work():
    return len(Path("file").read_text())

for reading in (False, True):
    tell(supervised(work, lambda call: None, reading=reading))
"""
    told = [json.loads(line) for line in alone(program, tmp_path).splitlines()]
    assert told == [[4, {}], [4, {"read": 1}]]


def test_kinds_have_names() -> None:
    assert set(system_calls.KINDS) >= {"open", "write", "rename", "link", "mkdir", "unlink", "sync"}
