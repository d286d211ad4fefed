"""Least privilege: what a build opens, starts, reads and writes is what docs/verify.md lists.

The lists stand there and nowhere else; these tests read them.
"""

from __future__ import annotations

import ast
import fnmatch
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.publish.differences import settle
from generator.publish.one_hash import one_hash
from tests.site_fixtures import PATIENCE, ROOT, SIGNOUT, UNWATCHED, copy_second_service, run

GUIDE = (ROOT / "docs" / "verify.md").read_text("utf-8")
# As users call it, without writing what Python compiles.
PROGRAM = (sys.executable, "-B", Path(sysconfig.get_path("scripts"), "signout"))
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


# --- the lists ---------------------------------------------------------------------------------


def listed(heading: str) -> list[str]:
    """The names in the first column of the table below a heading."""
    part = GUIDE.split(f"**{heading}", 1)[1]
    rows = re.search(r"\n\|[^\n]*\n\| --- [^\n]*\n((?:\|[^\n]*\n)+)", part)
    assert rows is not None
    return [
        name for row in rows[1].splitlines() for name in re.findall(r"`([^`]+)`", row.split("|")[1])
    ]


@dataclass(frozen=True)
class Place:
    """A project, with every place it may write to outside of it."""

    project: Path
    out: Path
    cache: Path
    temporary: Path

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "SIGNOUT_CACHE": str(self.cache),
            "TMPDIR": str(self.temporary),
            **UNWATCHED,
        }

    def places(self, heading: str) -> list[str]:
        """Patterns of the paths that a table of the guide lists."""
        settings = (self.project / "mkdocs.yml").read_text("utf-8")
        [templates] = re.findall(r"custom_dir: (.+)", settings)
        own = {
            "{out}": [str(self.out)],
            "{beside}": [str(self.out.parent)],
            "{beside}/.{name}.new": [str(self.out.with_name(f".{self.out.name}.new"))],
            "{beside}/.{name}.old": [str(self.out.with_name(f".{self.out.name}.old"))],
            "{cache}": [str(self.cache)],
            "{temporary}": [str(self.temporary)],
            "{specs}": [str(self.project / "device_specs")],
            "{content}": [str(self.project / "content")],
            "{config}": [str(self.project / "mkdocs.yml")],
            "{templates}": [str(templates)],
            "{packages}": [
                *sorted({sysconfig.get_path(name) for name in ("purelib", "platlib")}),
                *(str(ROOT / "generator"), *ROOT.glob("*.egg-info")),
            ],
            "{packages}/pagefind_bin/pagefind": [
                f"{sysconfig.get_path('purelib')}/pagefind_bin/pagefind"
            ],
            "{python}": [
                sys.prefix,
                sysconfig.get_path("stdlib"),
                sysconfig.get_path("platstdlib"),
                f"{sysconfig.get_config_var('LIBDIR')}/libpython*",
                *(path for path in sys.path if path.endswith(".zip")),
                sys.executable,
                os.path.realpath(sys.executable),
            ],
        }
        found = [str(one) for name in listed(heading) for one in own.get(name, [name])]
        # As the system calls them: /lib is a link to /usr/lib on most systems.
        return [*found, *(os.path.realpath(one) for one in found)]


def below(path: str, patterns: list[str]) -> bool:
    return any(
        fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(path, f"{pattern}/*")
        for pattern in patterns
    )


def refused(place: Place, reads: set[str], writes: set[str]) -> dict[str, list[str]]:
    """What is on no list."""
    may_write = place.places("It writes**")
    may_read = [*may_write, *place.places("It reads**")]
    named = place.places("Of these folders it reads only the names**")
    return {
        "written": sorted(path for path in writes if not below(path, may_write)),
        "read": sorted(path for path in reads if path not in named and not below(path, may_read)),
    }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    for name in ("publication", "cache", "temporary"):
        (tmp_path / name).mkdir()
    project = copy_second_service(tmp_path / "project")
    return Place(
        project, tmp_path / "publication" / "site", tmp_path / "cache", tmp_path / "temporary"
    )


# --- as Python sees it -------------------------------------------------------------------------

AUDITED = """
import os, sys

not_told = ("import", "compile", "exec", "marshal", "object", "code", "gc")
log = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
ours = False


def seen(event, arguments):
    global ours
    if ours or event.split(".")[0] in not_told:
        return
    ours = True
    try:
        plain = []
        for one in arguments:
            if isinstance(one, (bytes, os.PathLike)):
                one = os.fsdecode(one)
            plain.append(one if isinstance(one, (str, int, type(None))) else str(one)[:2000])
        line = repr((os.getpid(), event, plain)) + "\\n"
        os.write(log, line.encode("ascii", "backslashreplace"))
    finally:
        ours = False


sys.addaudithook(seen)

from generator.commands import main
import generator.commands.build

# As on a machine with three processors, however small the site.
for module in list(sys.modules.values()):
    if module.__name__.startswith("generator.") and hasattr(module, "workers_for"):
        module.workers_for = lambda items, most=None: 3
main()
"""
# What changes something at a path, by which arguments are paths.
CHANGES = {
    "os.chmod": [0],
    "os.chown": [0],
    "os.link": [0, 1],
    "os.mkdir": [0],
    "os.remove": [0],
    "os.rename": [0, 1],
    "os.rmdir": [0],
    "os.setxattr": [0],
    "os.symlink": [1],
    "os.truncate": [0],
    "os.utime": [0],
    "sqlite3.connect": [0],
}
LOOKS = ("os.listdir", "os.scandir", "os.walk")
# What opens a connection or looks up a host; what starts a program, or puts another in our place.
NETWORK = re.compile(
    r"(socket|urllib|http|ftplib|smtplib|imaplib|poplib|nntplib|telnetlib|webbrowser)\."
)
STARTS = re.compile(r"subprocess\.|os\.(exec|posix_spawn|spawn|system|startfile|fork)|pty\.")


def test_under_an_audit_hook(place: Place, tmp_path: Path) -> None:
    """In the build and in all its workers."""
    script, log = tmp_path / "audited.py", tmp_path / "events"
    script.write_text(AUDITED, "utf-8")
    command = [*PROGRAM[:-1], "-P", script, log, "build", "--out", place.out]
    done = run(*command, cwd=place.project, **place.environment)
    assert done.returncode == 0, done.stdout + done.stderr
    events = [ast.literal_eval(line) for line in log.read_text("ascii").splitlines()]
    assert len({process for process, _, _ in events}) >= 5  # forks for several stages
    assert [event for event in events if NETWORK.match(event[1])] == []
    started = [(event, plain) for _, event, plain in events if STARTS.match(event)]
    programs = [plain[0] for event, plain in started if event not in ("os.fork", "os.forkpty")]
    assert programs == place.places("It starts one program")[:1]
    reads, writes = set(), set()
    for _, event, plain in events:
        for number in CHANGES.get(event, ()):
            writes.add(plain[number])
        if event in LOOKS:
            reads.add(plain[0])
        elif event == "open":
            (writes if plain[2] & WRITES else reads).add(plain[0])
        elif event == "ctypes.dlopen" and plain[0] is not None:
            reads.add(plain[0])
    # Numbers are files that are open already. A name alone is one in an opened folder, which the
    # event does not tell; the test with strace sees it whole.
    reads, writes = (
        {os.path.normpath(place.project / one) for one in paths if "/" in str(one)}
        for paths in (reads, writes)
    )
    writes.discard(str(place.out.parent))  # would be made if it were not there
    assert refused(place, reads - {str(log), str(script)}, writes) == {"written": [], "read": []}
    assert list(place.temporary.iterdir()) == []


# --- as the system sees it ---------------------------------------------------------------------

TRACED = (
    "open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,"
    "linkat,symlink,symlinkat,truncate,chmod,fchmodat,chown,lchown,fchownat,mknod,mknodat,utimensat,"
    "setxattr,execve,execveat,socket,socketpair,connect,bind,listen,chdir,ptrace,mount"
)
CALL = re.compile(r"(\w+)\((.*)\)\s+= (\S+)")
NAMED = re.compile(r'(?:(AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
READ_ONLY = re.compile(r"O_RDONLY|O_PATH")


@dataclass(frozen=True)
class Call:
    """A system call that did something."""

    name: str
    arguments: str
    result: str
    folder: str
    """The current folder of its process."""

    @property
    def paths(self) -> Iterator[str]:
        for _, folder, name in NAMED.findall(self.arguments):
            plain = ast.literal_eval(f'b"{name}"')
            yield os.path.normpath(Path(folder or self.folder, os.fsdecode(plain)))


def calls_in(folder: Path, start: Path) -> Iterator[Call]:
    for file in sorted(folder.iterdir()):
        current = str(start)
        for line in file.read_text("utf-8", "backslashreplace").splitlines():
            found = CALL.match(line)
            if found is None or found[3].startswith("-") or found[3] == "?":
                continue  # what failed did nothing
            call = Call(found[1], found[2], found[3], current)
            if call.name == "chdir":
                [current] = call.paths
            yield call


def test_under_strace(place: Place, tmp_path: Path) -> None:
    """What libraries in other languages and Pagefind do, too."""
    strace = shutil.which("strace") or pytest.skip("strace is not installed: apt install strace")
    if run(strace, "-o", tmp_path / "try", "true").returncode != 0:
        pytest.skip("this machine lets nobody look at system calls")
    traces = tmp_path / "traces"
    traces.mkdir()
    look = [strace, "-ff", "--seccomp-bpf", "-y", "-s", "4096", "-o", traces / "of"]
    build = [*PROGRAM, "build", "--out", place.out]
    done = run(*look, "-e", f"trace={TRACED}", *build, cwd=place.project, **place.environment)
    assert done.returncode == 0, done.stdout + done.stderr
    calls = [*calls_in(traces, place.project)]
    assert len(calls) > 1000
    named = {call.name for call in calls}
    assert not named & {"socket", "connect", "bind", "listen", "ptrace", "mount"}
    assert {c.arguments.split(",")[0] for c in calls if c.name == "socketpair"} <= {"AF_UNIX"}
    programs = [next(call.paths) for call in calls if call.name.startswith("execve")]
    assert sorted(programs) == sorted(
        [os.path.normpath(sys.executable), place.places("It starts one program")[0]]
    )
    reads, writes = set(), set()
    for call in calls:
        if call.name in ("open", "openat", "openat2", "creat"):
            path = re.sub(r"^\d+<(.*)>$", r"\1", call.result.removesuffix("(deleted)"))
            path = re.sub(r"^/proc/\d+/", "/proc/self/", path)
            (reads if READ_ONLY.search(call.arguments) else writes).add(path)
        elif call.name not in ("chdir", "execve", "socketpair"):
            writes.update(call.paths)
    assert len(reads) > 300
    assert len(writes) > 100
    assert refused(place, reads, writes) == {"written": [], "read": []}
    assert list(place.temporary.iterdir()) == []


# Makes all that is mounted read-only for itself, but for the folder $1; then what comes after it.
READ_ONLY_BUT = """
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
while read -r _ at _; do
    at=$(printf '%b' "$at")
    case "$at" in "$1" | /proc | /proc/* | /dev | /dev/*) ;;
    *) mount -o remount,bind,ro "$at" 2>/dev/null || true ;; esac
done < /proc/self/mounts
shift
exec "$@"
"""


def test_without_a_network_and_with_all_else_read_only(place: Place, tmp_path: Path) -> None:
    unshare = shutil.which("unshare") or pytest.skip("unshare is not installed")
    writable = tmp_path / "writable"
    inside = Place(
        place.project, *(writable / n for n in ("publication/site", "cache", "temporary"))
    )
    for folder in (inside.out.parent, inside.cache, inside.temporary):
        folder.mkdir(parents=True)
    alone = [unshare, "--net", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    alone += ["sh", "-c", READ_ONLY_BUT, "sh", str(writable)]
    tried = f"! touch {place.project}/x && ! touch {tempfile.gettempdir()}/x && touch {writable}/x"
    if run(*alone, "sh", "-c", tried).returncode != 0:
        pytest.skip("this machine lets nobody make its disks read-only for one program")
    done = run(
        *alone,
        *(*PROGRAM, "build", "--out", inside.out),
        cwd=place.project,
        **inside.environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    hashes = settle(inside.out, None, hashed=True).hashes
    assert done.stdout.splitlines()[-1].endswith(f" {one_hash(hashes)}")


# --- what nobody should read -------------------------------------------------------------------


def test_strange_files_are_refused_without_waiting(place: Place) -> None:
    """A link, a pipe, a device, a loop among specs, prose and templates: all are named at once,
    before anything is made."""
    project = place.project
    shutil.copytree(ROOT / "overrides", project / "overrides")
    config = project / "mkdocs.yml"
    config.write_text(
        re.sub(r"custom_dir: .+", "custom_dir: overrides", config.read_text("utf-8")), "utf-8"
    )
    (project / "device_specs" / "labels.yml").rename(project / "labels.yml")
    (project / "device_specs" / "labels.yml").symlink_to(project / "labels.yml")
    os.mkfifo(project / "device_specs" / "topics.yml")
    (project / "content" / "secret.md").symlink_to("/etc/passwd")
    (project / "content" / "assets").mkdir(exist_ok=True)
    (project / "content" / "assets" / "endless.png").symlink_to("/dev/zero")
    (project / "content" / "loop").symlink_to(".", target_is_directory=True)
    os.mkfifo(project / "content" / "assets" / "pipe.css")
    os.mkfifo(project / "overrides" / "pipe.html")

    def said(command: str, *more: str | Path) -> list[str]:
        done = run(*SIGNOUT, command, *more, cwd=project, **place.environment)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return sorted(
            re.findall(r"^(\S+?):\d+:\d+: .*\[(?:symbolic-link|not-a-file)\]$", done.stdout, re.M)
        )

    expected = [
        "content/assets/endless.png",
        "content/assets/pipe.css",
        "content/loop",
        "content/secret.md",
        "device_specs/labels.yml",
        "device_specs/topics.yml",
    ]
    assert said("build", "--out", place.out) == expected
    assert said("check") == expected
    for name in expected:
        (project / name).unlink()
    (project / "labels.yml").rename(project / "device_specs" / "labels.yml")
    assert said("build", "--out", place.out) == ["overrides/pipe.html"]
    (project / "overrides" / "pipe.html").unlink()
    config.rename(project / "real.yml")
    config.symlink_to("real.yml")
    assert said("build", "--out", place.out) == ["mkdocs.yml"]
    assert not place.out.exists()
    assert list(place.temporary.iterdir()) == []


GROWS = """
import sys
with open(sys.argv[1], "a", buffering=1) as log:
    print("begun", flush=True)
    while True:
        log.write("/* more */\\n" * 20 if log.tell() < 30_000_000 else " ")
"""


def test_a_file_that_grows_while_it_is_read_is_refused(place: Place) -> None:
    """As a log does that something writes into the folder of the prose."""
    log = place.project / "content" / "assets" / "log.css"
    log.parent.mkdir(exist_ok=True)
    with subprocess.Popen([sys.executable, "-c", GROWS, log], stdout=subprocess.PIPE) as grows:
        try:
            assert grows.stdout is not None
            assert grows.stdout.readline() == b"begun\n"
            done = run(
                *SIGNOUT, "build", "--out", place.out, cwd=place.project, **place.environment
            )
        finally:
            grows.send_signal(signal.SIGKILL)
            grows.wait(PATIENCE)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "content/assets/log.css:1:1: It was changed while the site was made." in done.stdout
    assert not place.out.exists()
