"""The same input gives the same bytes, whoever builds it, where, and when.

The project is copied to two places, its files made in opposite order, and built with everything
different that a program may pick up from its surroundings.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from generator.publish.publication import Project, publish
from generator.site import whole
from tests.site_fixtures import ROOT, SIGNOUT, copy_project, run, tree

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


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    first = built(project, 0o022, SOME)
    assert built(project, 0o022, SOME) == first


def test_the_differences_would_be_seen(tmp_path: Path) -> None:
    """The comparison itself works: one letter in one spec is a difference."""
    project = copy_project(tmp_path / "project")
    first = built(project, 0o022, SOME)
    spec = project / "device_specs" / "devices" / "streaming-player" / "roku.yml"
    spec.write_text(spec.read_text("utf-8").replace("Roku Express", "Roku Expreß"), "utf-8")
    second = built(project, 0o022, SOME)
    assert "devices/roku/index.html" in [n for n in first if first[n] != second.get(n)]


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


def test_a_build_runs_no_other_program(tmp_path: Path) -> None:
    """Without any program on the search path, and without a home, it gives the same site."""
    project = copy_project(tmp_path / "project")
    (tmp_path / "empty").mkdir()
    done = subprocess.run(
        [*SIGNOUT, "build", "--out", "public"],
        cwd=project,
        env={"PATH": str(tmp_path / "empty")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(project / "public") == built(project, 0o022, SOME)


# The test runner has threads of its own, which newer Pythons warn of at a fork.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_any_number_of_workers_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml")
    sites = []
    for workers in (1, 2, 5):
        monkeypatch.setattr(whole, "workers_for", lambda items, workers=workers: workers)
        done: list[str] = []
        publish(project, tmp_path / f"of-{workers}", done.append)
        sites.append((tree(tmp_path / f"of-{workers}"), sorted(done)))
    assert sites[0] == sites[1] == sites[2]
