"""The same input gives the same bytes, whoever builds it, where, and when.

The project is copied to two places, its files made in opposite order, and built with everything
different that a program may pick up from its surroundings.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_a_build_runs_no_other_program(small: Path, tmp_path: Path) -> None:
    """Without any program on the search path, and without a home, it gives the same site."""
    (tmp_path / "empty").mkdir()
    done = subprocess.run(
        [*SIGNOUT, "build", "--out", "public"],
        cwd=small,
        env={"PATH": str(tmp_path / "empty")},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(small / "public") == built(small, 0o022, SOME)


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
