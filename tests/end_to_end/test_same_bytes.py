"""The same input gives the same bytes, whoever builds it, where, and when.

The project is copied to two places, its files made in opposite order, and built with everything
different that a program may pick up from its surroundings. Then it is built in surroundings that
differ in each of a dozen ways, and prints one hash in all of them.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from generator.publish.differences import settle
from generator.publish.one_hash import one_hash
from tests.site_fixtures import (
    PATIENCE,
    ROOT,
    SIGNOUT,
    copy_project,
    copy_second_service,
    run,
    tree,
)

SOME = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "1",
    "HOME": "/",
    "USER": "somebody",
    "COLUMNS": "20",
}
# Turkish lower case has no plain i. Where that locale is missing: plain ASCII, and no help from
# Python in getting out of it.
OTHER = {
    "TZ": "America/Anchorage",
    "LC_ALL": "tr_TR.UTF-8" if "tr_TR" in run("locale", "-a").stdout else "C",
    "LANG": "tr_TR.UTF-8",
    "PYTHONHASHSEED": "4242",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "HOME": "/tmp",
    "USER": "another",
    "COLUMNS": "200",
}

TEXT = (".html", ".xml", ".json", ".svg", ".webmanifest")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return copy_second_service(tmp_path / "small")


def built(project: Path, umask: int, surroundings: dict[str, str]) -> dict[str, bytes]:
    before = os.umask(umask)
    try:
        done = run(*SIGNOUT, "build", "--out", "public", cwd=project, **surroundings)
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(project / "public")


def copied_backwards(project: Path, to: Path) -> Path:
    """A copy whose files are made last to first, long ago, so that no listing has their order."""
    for file in sorted((f for f in project.rglob("*") if f.is_file()), reverse=True):
        copy = to / file.relative_to(project)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
        os.utime(copy, (86400, 86400))
    return to


def test_two_builds_are_the_same(tmp_path: Path) -> None:
    one = copy_project(tmp_path / "one")
    other = copied_backwards(one, tmp_path / "a longer path" / "wıth İ" / "other")
    first = built(one, 0o022, SOME)
    second = built(other, 0o077, OTHER)
    assert len(first) > 100
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_building_again_changes_nothing(small: Path) -> None:
    first = built(small, 0o022, SOME)
    assert built(small, 0o022, SOME) == first


def test_the_differences_would_be_seen(small: Path) -> None:
    """The comparison itself works: one letter in one spec is a difference."""
    first = built(small, 0o022, SOME)
    spec = small / "device_specs" / "devices" / "phone" / "pebble.yml"
    spec.write_text(spec.read_text("utf-8").replace("Pebble phone", "Pebble phöne"), "utf-8")
    second = built(small, 0o022, SOME)
    assert "devices/pebble/index.html" in [n for n in first if first[n] != second.get(n)]


def test_nothing_of_the_machine_is_in_the_site(site: Path) -> None:
    machine = [os.fsencode(ROOT), os.uname().nodename.encode(), b"/tmp/"]
    found = [
        (name, word)
        for name, data in tree(site).items()
        for word in machine
        # Pictures, archives and programs made small spell every short word by chance.
        if word in data and (len(word) > 4 or name.endswith(TEXT))
    ]
    assert found == []


# Builds the site with 1, 2 and 5 workers, and prints what each said of its progress. A program of
# its own, because the test runner has threads: a fork of such a process may wait for ever.
WITH_WORKERS = """
import json
from pathlib import Path
from generator.knowledge import shares, workers
from generator.publish import open_data
from generator.publish.publication import Project, publish
from generator.site import whole

project = Project(Path("device_specs"), Path("content"), Path("mkdocs.yml"))
for number in (1, 2, 5):
    for module in (open_data, shares, whole, workers):
        module.workers_for = lambda items, most: number
    done = []
    publish(project, Path(f"of-{number}"), done.append)
    print(json.dumps(sorted(done)))
"""


def test_any_number_of_workers_gives_the_same(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    done = run(sys.executable, "-c", WITH_WORKERS, cwd=project)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert len(said) == 3
    assert len(set(said)) == 1
    sites = [tree(project / f"of-{workers}") for workers in (1, 2, 5)]
    assert len(sites[0]) > 100
    assert sites[0] == sites[1] == sites[2]


# --- one hash in all surroundings --------------------------------------------------------------

FAKETIME = shutil.which("faketime")
TURKISH = "tr_TR" in run("locale", "-a").stdout
IN_MEMORY = Path("/dev/shm")
OTHER_USER = (shutil.which("unshare") or "unshare", "--user", "--map-user=4711", "--map-group=4711")

# What may differ, and how. Of each way the first is what most machines have.
WAYS: Mapping[str, tuple[str, ...]] = {
    "zone": ("UTC", "Pacific/Kiritimati", "America/Anchorage"),
    "language": ("C.UTF-8", "C without UTF-8", *(["tr_TR.UTF-8"] if TURKISH else [])),
    "umask": ("022", "077"),
    "path": ("project", "a path/wıth İ & 'quotes'"),
    "disk": ("on a disk", *(["in memory"] if os.access(IN_MEMORY, os.W_OK) else [])),
    "user": (
        "me",
        *(["4711"] if shutil.which("unshare") and run(*OTHER_USER, "true").returncode == 0 else []),
    ),
    "hash seed": ("0", "1", "4242"),
    "workers": ("1", "2", "3"),
    "order of files": ("as they come", "backwards", "shuffled"),
    "clock": ("now", *(["2031-02-28 23:59:58", "1999-12-31 23:59:58"] if FAKETIME else [])),
    "home and programs": ("there", "missing"),
    "terminal": ("none", "wide and coloured"),
    "cache": ("none", "cold", "warm"),
}
USUAL = {name: how[0] for name, how in WAYS.items()}

# Starts the program with as many workers as it is told, and lists folders in the order it is told.
STARTED = """
import os, random, sys

workers, order = int(sys.argv.pop(1)), sys.argv.pop(1)
real_listdir, real_scandir = os.listdir, os.scandir


class Entries:
    def __init__(self, entries):
        self.entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.entries = iter(())


def ordered(entries, name):
    entries = sorted(entries, key=name, reverse=order == "backwards")
    if order == "shuffled":
        random.Random(len(entries)).shuffle(entries)
    return entries


def listdir(path="."):
    return ordered(real_listdir(path), lambda name: name)


def scandir(path="."):
    with real_scandir(path) as entries:
        return Entries(ordered(entries, lambda entry: entry.name))


if order != "as they come":
    os.listdir, os.scandir = listdir, scandir

# Before any module takes the name over from there, at once or when it is needed.
from generator.knowledge import workers as known

known.workers_for = lambda items, most=None: workers
users = [name for name, module in sys.modules.items() if hasattr(module, "workers_for")]
assert users == ["generator.knowledge.workers"], users

from generator.commands import main

main()
"""

Surroundings = Mapping[str, str]
Build = Callable[[Surroundings], str]


def pairs_of(chosen: Surroundings) -> set[tuple[tuple[str, str], ...]]:
    return set(itertools.combinations(sorted(chosen.items()), 2))


def all_pairs() -> Iterator[Surroundings]:
    """So many surroundings that any two ways of any two things meet in one of them: what matters
    only together with something else is found too, without hundreds of thousands of builds."""
    ways = [(name, how) for name, hows in sorted(WAYS.items()) for how in hows]
    left = {pair for pair in itertools.combinations(ways, 2) if pair[0][0] != pair[1][0]}
    while left:
        chosen: dict[str, str] = dict(min(left))
        for name in sorted(WAYS.keys() - chosen.keys()):
            # What meets most of those that it has not met yet.
            chosen[name] = max(
                WAYS[name], key=lambda how, name=name: len(left & pairs_of({**chosen, name: how}))
            )
        left -= pairs_of(chosen)
        yield chosen


def few() -> Iterator[Surroundings]:
    """Eight, in which each way is met, with others beside it each time."""
    for number in range(8):
        yield {
            name: hows[(number >> place % 3 if len(hows) == 2 else number + place) % len(hows)]
            for place, (name, hows) in enumerate(WAYS.items())
        }


def one_by_one() -> Iterator[Surroundings]:
    """Each other way by itself, so that a difference has a name."""
    for name, hows in WAYS.items():
        for how in hows[1:]:
            yield {**USUAL, name: how}


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[[Path], Build]]:
    """Gives what builds a project in surroundings, and says its hash as it prints it."""
    script = tmp_path / "started.py"
    script.write_text(STARTED, "utf-8")
    memory = tempfile.mkdtemp(dir=IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None)
    count = itertools.count()

    def of(project: Path) -> Build:
        def built(chosen: Surroundings) -> str:
            above = Path(memory) if chosen["disk"] == "in memory" else tmp_path / "places"
            place = above / str(next(count)) / chosen["path"]
            place.parent.mkdir(parents=True)
            if chosen["order of files"] == "backwards":
                copied_backwards(project, place)
            else:
                shutil.copytree(project, place)
            cache = place.parent / "cache"
            command = [*(OTHER_USER if chosen["user"] != "me" else ()), *clock(chosen)]
            command += [sys.executable, "-P"]
            command += [str(script), chosen["workers"], chosen["order of files"], "build"]
            # The umask in the program itself: another process may set its own at the same time.
            said = []
            for _ in range(2 if chosen["cache"] == "warm" else 1):
                done = subprocess.run(
                    ["/bin/sh", "-c", f'umask {chosen["umask"]}; exec "$@"', "sh", *command],
                    cwd=place,
                    env=variables(chosen, cache),
                    capture_output=True,
                    timeout=PATIENCE,
                    check=False,
                )
                assert done.returncode == 0, (chosen, done.stdout, done.stderr)
                said = done.stdout.decode("utf-8", "replace").splitlines()
            printed = re.fullmatch(r"SHA-256 of all its files: ([0-9a-f]{64})", said[-1])
            assert printed is not None, said
            assert printed[1] == one_hash(settle(place / "site", None, hashed=True).hashes)
            shutil.rmtree(place.parent)
            return printed[1]

        return built

    yield of
    shutil.rmtree(memory, ignore_errors=True)


def clock(chosen: Surroundings) -> list[str]:
    """What another command is given to, so that it sees another time; it removes what it shares."""
    if chosen["clock"] == "now":
        return []
    return [FAKETIME or "faketime", "-f", f"@{chosen['clock']}"]


def variables(chosen: Surroundings, cache: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    utf8 = chosen["language"] != "C without UTF-8"
    language = chosen["language"] if utf8 else "C"
    found = {
        **kept,
        "TZ": chosen["zone"],
        "LC_ALL": language,
        "LANG": language,
        "PYTHONHASHSEED": chosen["hash seed"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "SIGNOUT_CACHE": "" if chosen["cache"] == "none" else str(cache),
    }
    if not utf8:
        found |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    if chosen["home and programs"] == "there":
        found |= {"HOME": str(cache.parent), "USER": "somebody", "PATH": os.environ["PATH"]}
    if chosen["terminal"] != "none":
        found |= {
            "COLUMNS": "400",
            "LINES": "7",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }
    if chosen["clock"] != "now":
        # The clock of files stays: they cannot be older than the folder they are in.
        found |= {"NO_FAKE_STAT": "1", "SOURCE_DATE_EPOCH": "1"}
    return found


def test_surroundings_are_many_and_differ() -> None:
    assert len(WAYS) >= 8
    assert all(
        len(hows) > 1 for name, hows in WAYS.items() if name not in ("clock", "disk", "user")
    )
    together = set().union(*map(pairs_of, all_pairs()))
    assert len(together) == sum(
        len(one) * len(other) for one, other in itertools.combinations(WAYS.values(), 2)
    )
    assert {way for chosen in few() for way in chosen.items()} == {
        (name, how) for name, hows in WAYS.items() for how in hows
    }


def test_a_few_surroundings_give_one_hash(small: Path, build: Callable[[Path], Build]) -> None:
    built_in = build(small)
    hashes = {json.dumps(chosen): built_in(chosen) for chosen in few()}
    assert len(set(hashes.values())) == 1, hashes


def with_names_in_any_script(project: Path) -> Path:
    """With pictures whose names are sorted differently in different languages."""
    (project / "content" / "assets").mkdir(exist_ok=True)
    for name in ("ä.svg", "z.svg", "Ä.svg", "İ ı.svg", "i.svg", "I-.svg", "日本.svg"):
        (project / "content" / "assets" / name).write_text("<svg/>")
    return project


def test_a_machine_that_cannot_read_names_says_so(
    small: Path, build: Callable[[Path], Build]
) -> None:
    """Else their addresses would be others than elsewhere."""
    built_in = build(with_names_in_any_script(small))
    with pytest.raises(AssertionError, match=r"Start it with LC_ALL=C\.UTF-8"):
        built_in({**USUAL, "language": "C without UTF-8"})


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_names_of_files_in_any_script(small: Path, build: Callable[[Path], Build]) -> None:
    built_in = build(with_names_in_any_script(small))
    usual = built_in(USUAL)
    readable = [chosen for chosen in all_pairs() if chosen["language"] != "C without UTF-8"]
    assert [chosen for chosen in readable if built_in(chosen) != usual] == []


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("surroundings", [one_by_one, all_pairs])
def test_all_surroundings_give_one_hash(
    tmp_path: Path,
    build: Callable[[Path], Build],
    surroundings: Callable[[], Iterator[Surroundings]],
) -> None:
    """Of the shipped project."""
    built_in = build(copy_project(tmp_path / "project"))
    usual = built_in(USUAL)
    others = [chosen for chosen in surroundings() if built_in(chosen) != usual]
    assert others == []
