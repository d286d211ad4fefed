"""Meets each change of a program to the file system before it is made, and counts or refuses it.

The kernel asks this process before each call that changes files, of the program and of all that it
starts, in whatever language they are written (user notification of seccomp(2),
https://docs.kernel.org/userspace-api/seccomp_filter.html). Nothing is slowed down but those calls,
and it needs no compiler, and no right that other programs lack. So a fault is met at the N-th call,
and not at a moment that differs from run to run.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

PATIENCE = 120  # seconds without any call, after which a program is given up

# The numbers of calls on x86-64 and on arm64, by what they do. arm64 has only the newer of two.
_KINDS: dict[str, dict[str, tuple[int | None, int]]] = {
    "open": {"open": (2, -1), "creat": (85, -1), "openat": (257, 56), "openat2": (437, 437)},
    "write": {
        "write": (1, 64),
        "pwrite64": (18, 68),
        "writev": (20, 66),
        "pwritev": (296, 70),
        "sendfile": (40, 71),
        "copy_file_range": (326, 285),
    },
    "rename": {"rename": (82, -1), "renameat": (264, 38), "renameat2": (316, 276)},
    "link": {"link": (86, -1), "linkat": (265, 37), "symlink": (88, -1), "symlinkat": (266, 36)},
    "mkdir": {"mkdir": (83, -1), "mkdirat": (258, 34)},
    "unlink": {"unlink": (87, -1), "unlinkat": (263, 35), "rmdir": (84, -1)},
    "sync": {"fsync": (74, 82), "fdatasync": (75, 83), "syncfs": (306, 267)},
    "stamp": {
        "utimensat": (280, 88),
        "fchmod": (91, 52),
        "fchmodat": (268, 53),
        "truncate": (76, 45),
        "ftruncate": (77, 46),
    },
}
KINDS = tuple(_KINDS)
_MACHINES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_FLAGS = {"open": 1, "openat": 2}  # which argument they are
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_GO_ON = 1


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is about to be made: the how manieth of all, and of its kind, both from 1."""

    number: int
    kind: str
    of_kind: int
    name: str
    process: int


# What becomes of a call: None lets it pass, a number is the error that it ends with. Whoever killed
# the program that makes it says so: an answer would let the call be made before it dies.
KILLED = -1
Decide = Callable[[Call], int | None]


@dataclass(slots=True)
class Met:
    """What was met of a program: how many calls of each kind, and how it ended."""

    calls: dict[str, int] = field(default_factory=dict)
    status: int = 0
    """Its exit code, or less than zero the signal that killed it."""

    @property
    def all_calls(self) -> int:
        return sum(self.calls.values())


def supervised(
    program: Callable[[], int],
    decide: Decide,
    started: Callable[[int], None] = lambda process: None,
    prepare: Callable[[], None] = lambda: None,
    *,
    reading: bool = False,
) -> Met:
    """Runs `program` in a fork of this process, which must have one thread, and asks `decide` of
    each of its changes to files; with `reading`, also before it opens a file to read. Returns once
    it and all processes that it started have ended.

    `decide` is called in this process, while the program waits, and may kill it; `started` is told
    its process. What it does to `prepare` meets no fault. Raises TimeoutError if some of them never
    end; they are killed then.
    """
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        code = 70
        try:
            os.setsid()
            prepare()
            listener = _listen(reading)
            socket.send_fds(theirs, [b"x"], [listener])
            os.close(listener)
            theirs.close()
            code = program()
        finally:
            os._exit(code)
    theirs.close()
    started(child)
    _, fds, _, _ = socket.recv_fds(ours, 1, 1)
    ours.close()
    met = Met()
    try:
        _answer(fds[0], met, decide)
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        raise
    finally:
        os.close(fds[0])
        _, status = os.waitpid(child, 0)
    met.status = os.waitstatus_to_exitcode(status)
    return met


@cache
def missing() -> str:
    """Why this machine cannot do it; empty if it can."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return "only Linux on x86-64 and arm64 asks another process about system calls"
    try:
        refused = supervised(_tries_a_folder, lambda call: errno.ENOSPC)
    except (OSError, IndexError, TimeoutError) as error:
        return f"the kernel does not ask another process about system calls: {error}"
    return "" if refused.status == errno.ENOSPC else "the kernel did not ask about a system call"


def _tries_a_folder() -> int:
    try:
        os.mkdir("/proc/no-folder")  # nobody can make one there  # noqa: PTH102
    except OSError as error:
        return error.errno or 0
    return 0


def _listen(reading: bool) -> int:
    """Makes the kernel ask whoever reads what this gives about this process and its children."""
    libc = ctypes.CDLL(None, use_errno=True)
    _, _, number = _MACHINES[platform.machine()]
    filters = b"".join(_filter(reading))
    held = ctypes.create_string_buffer(filters, len(filters))
    program = struct.pack("HxxxxxxP", len(filters) // 8, ctypes.addressof(held))
    no_new_privileges, set_filter, new_listener = 38, 1, 8
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")
    listener = libc.syscall(ctypes.c_long(number), set_filter, new_listener, program)
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return int(listener)


def _filter(reading: bool) -> Iterator[bytes]:
    """A program for the kernel: ask about these calls; of openings only about those to write,
    unless `reading`."""
    column, machine, _ = _MACHINES[platform.machine()]
    load, jump_if, jump_if_any, answer = 0x20, 0x15, 0x45, 0x06

    def row(what: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("HBBI", what, yes, no, value)

    def argument(number: int) -> bytes:
        return row(load, 0, 0, 16 + 8 * number)

    yield row(load, 0, 0, 4)
    yield row(jump_if, 1, 0, machine)
    yield row(answer, 0, 0, _ALLOW)
    yield row(load, 0, 0, 0)
    for name, number in _numbers(column):
        flags = _FLAGS.get(name)
        if flags is None or reading:
            yield row(jump_if, 0, 1, number)
        else:
            yield row(jump_if, 0, 4, number)
            yield argument(flags)
            yield row(jump_if_any, 1, 0, _WRITING)
            yield row(answer, 0, 0, _ALLOW)
        yield row(answer, 0, 0, _ASK)
    yield row(answer, 0, 0, _ALLOW)


def _numbers(column: int) -> Iterator[tuple[str, int]]:
    for names in _KINDS.values():
        for name, numbers in names.items():
            number = numbers[column]
            if number is not None and number >= 0:
                yield name, number


def _answer(listener: int, met: Met, decide: Decide) -> None:
    """Answers until nobody is left who could ask."""
    column, _, _ = _MACHINES[platform.machine()]
    names = {number: name for name, number in _numbers(column)}
    kinds = {name: kind for kind, names in _KINDS.items() for name in names}
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    last = time.monotonic()
    while True:
        found = waiting.poll(1000)
        if not found:
            if time.monotonic() - last > PATIENCE:
                raise TimeoutError("some processes never ended")
            continue
        last = time.monotonic()
        if not found[0][1] & select.POLLIN:
            return
        asked = bytearray(80)
        try:
            fcntl.ioctl(listener, _RECEIVE, asked)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EINTR):  # whoever asked is dead
                continue
            raise
        key, process, _, number, _, _, *arguments = struct.unpack_from("QIIiIQ6Q", asked)
        name = names[number]
        kind = kinds[name]
        if name in _FLAGS and not arguments[_FLAGS[name]] & _WRITING:
            kind = "read"
        refused = None
        if kind != "write" or _is_file(process, arguments[0]):
            met.calls[kind] = met.calls.get(kind, 0) + 1
            refused = decide(Call(met.all_calls, kind, met.calls[kind], name, process))
        if refused == KILLED:
            continue
        reply = struct.pack("QqiI", key, 0, -(refused or 0), 0 if refused else _GO_ON)
        with suppress(FileNotFoundError):  # it was killed
            fcntl.ioctl(listener, _SEND, reply)


def _is_file(process: int, descriptor: int) -> bool:
    """Whether it is a file on a disk, and no pipe, terminal or device."""
    try:
        at = str(Path(f"/proc/{process}/fd/{descriptor & 0xFFFFFFFF}").readlink())
    except OSError:
        return False
    return at.startswith("/dev/shm/") or not at.startswith(("/dev/", "/memfd:", "pipe:", "socket:"))
