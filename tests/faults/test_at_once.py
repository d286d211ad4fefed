"""Many builds at once into the same folder, with the same cache: each ends as if it were alone."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.site_fixtures import SIGNOUT, copy_second_service, run, tree

LONG = 1800  # seconds: they wait for each other


@pytest.mark.long
def test_twenty_builds_at_once(tmp_path: Path) -> None:
    """Four of them are killed on their way; whoever reads the site meanwhile finds it whole."""
    project = copy_second_service(tmp_path / "project")
    (tmp_path / "tmp").mkdir()
    more = {"SIGNOUT_CACHE": str(tmp_path / "cache"), "TMPDIR": str(tmp_path / "tmp")}

    def change(was: str, now: str) -> dict[str, bytes]:
        spec = project / "device_specs/devices/tv/vista.yml"
        spec.write_text(spec.read_text("utf-8").replace(was, now), "utf-8")
        done = run(*SIGNOUT, "build", cwd=project, **more)
        assert done.returncode == 0, done.stderr
        return tree(project / "site")

    new = change("Three lines", "Three bars")
    old = change("Three bars", "Three lines")
    spec = project / "device_specs/devices/tv/vista.yml"
    spec.write_text(spec.read_text("utf-8").replace("Three lines", "Three bars"), "utf-8")

    builds = [
        subprocess.Popen(
            [*SIGNOUT, "build"],
            cwd=project,
            env=os.environ | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        for _ in range(20)
    ]
    page = project / "site/devices/vista/index.html"
    seen: list[bytes] = []
    until = time.monotonic() + LONG
    while any(build.poll() is None for build in builds):
        assert time.monotonic() < until, "they wait for each other for ever"
        seen.append(read(page))
        for number in (3, 8, 13, 18):
            if len(seen) == 200 * number:
                builds[number].kill()
        time.sleep(0.01)
    for build in builds:
        said, _ = build.communicate()
        assert build.returncode in (0, -9), said
        assert "Traceback" not in said
    assert set(seen) <= {old["devices/vista/index.html"], new["devices/vista/index.html"]}
    assert tree(project / "site") == new
    assert {path.name for path in project.iterdir()} == {
        *("content", "device_specs", "mkdocs.yml", "site")
    }
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list((tmp_path / "cache").glob(".*")) == []


def read(page: Path) -> bytes:
    """The page; to look for it takes a moment, in which the folder may become another."""
    try:
        return page.read_bytes()
    except FileNotFoundError:
        return page.read_bytes()


@pytest.mark.long
def test_builds_beside_each_other_with_one_cache(tmp_path: Path) -> None:
    """Each into a folder of its own: some wait, none takes anything from another's."""
    project = copy_second_service(tmp_path / "project")

    builds = [
        subprocess.Popen(
            [*SIGNOUT, "build", "--pages-only", "--out", str(tmp_path / f"{number}/site")],
            cwd=project,
            env=os.environ | {"SIGNOUT_CACHE": str(tmp_path / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        for number in range(6)
    ]
    for build in builds:
        said, _ = build.communicate(timeout=LONG)
        assert build.returncode == 0, said
    sites = [tree(tmp_path / f"{number}/site") for number in range(6)]
    assert all(site == sites[0] for site in sites)
    assert list((tmp_path / "cache").glob(".*")) == []
