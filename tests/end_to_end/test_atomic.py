"""A site changes at once or not at all, whatever stops the build.

The small site of the second service is built, then its specs are changed, and the next build is
stopped: killed at points all along its way, or by a fault. Readers must see the whole old site,
or, from the moment it is put in place, the whole new one.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site_fixtures import PATIENCE, SIGNOUT, copy_second_service, run, tree

PAGE = "devices/pebble/index.html"

# Runs a build that kills itself: `page N` when the Nth page is written, `change N` right before
# the Nth change of the file system (Python tells of each: https://docs.python.org/3/library/audit_events.html),
# `count` never; then it prints how many changes there were.
DYING = """
import os, signal, sys
from pathlib import Path
from generator.publish.publication import Project, publish

what, number = sys.argv[1], int(sys.argv[2])
seen = {"page": 0, "change": 0}

def met(kind):
    seen[kind] += 1
    if kind == what and seen[kind] == number:
        os.kill(os.getpid(), signal.SIGKILL)

def hook(event, arguments):
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if writes or event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate"):
        met("change")

project = Project(Path("device_specs"), Path("content"), Path("mkdocs.yml"))
sys.addaudithook(hook)
publish(project, Path("site"), lambda path: met("page"))
print(seen["page"], seen["change"])
"""


@dataclass(frozen=True)
class Stage:
    """A project whose specs have changed since its site was built: the site then, and to be."""

    project: Path
    old: dict[str, bytes]
    new: dict[str, bytes]

    def build(self) -> subprocess.CompletedProcess[str]:
        return run(*SIGNOUT, "build", cwd=self.project)

    def build_and_die(self, what: str, number: int) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-B", "-c", DYING, what, str(number), cwd=self.project)

    @property
    def site(self) -> dict[str, bytes]:
        return tree(self.project / "site")

    @property
    def litter(self) -> set[str]:
        known = {"content", "device_specs", "mkdocs.yml", "site"}
        return {path.name for path in self.project.iterdir()} - known


def rename(project: Path, old: str, new: str) -> None:
    spec = project / "device_specs" / "devices" / "phone" / "pebble.yml"
    spec.write_text(spec.read_text("utf-8").replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The project with its old site; only to be copied."""
    project = copy_second_service(tmp_path_factory.mktemp("atomic") / "project")
    stage = Stage(project, {}, {})
    rename(project, "Pebble phone", "Pebble two")
    assert stage.build().returncode == 0
    new = stage.site
    rename(project, "Pebble two", "Pebble phone")
    assert stage.build().returncode == 0
    return Stage(project, stage.site, new)


@pytest.fixture
def stage(example: Stage, tmp_path: Path) -> Stage:
    shutil.copytree(example.project, tmp_path / "project")
    rename(tmp_path / "project", "Pebble phone", "Pebble two")
    return Stage(tmp_path / "project", example.old, example.new)


def test_the_old_and_the_new_site_differ(example: Stage) -> None:
    """Else nothing below could tell them apart."""
    assert example.old[PAGE] != example.new[PAGE]
    assert names(example.old) == names(example.new)


def names(site: Mapping[str, bytes]) -> list[str]:
    """The files of a site, without the hashes in their names, and so without the search index."""
    files = (name for name in site if not name.startswith("pagefind/"))
    return sorted(re.sub(r"\.[0-9a-f]{8}\.", ".", name) for name in files)


# The first pages, some between, and the last: 17 pages are written.
@pytest.mark.parametrize("page", [1, 2, 8, 16, 17])
def test_killed_while_writing_pages(stage: Stage, page: int) -> None:
    killed = stage.build_and_die("page", page)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert stage.site == stage.old
    mended(stage)


# `tests/faults/` does so at many more, where the system lets it meet calls themselves.
@pytest.mark.parametrize("share", [0.0, 0.6, 0.9, 1.0])
def test_killed_at_any_change_of_the_file_system(
    stage: Stage, example: Stage, share: float
) -> None:
    """From the first change to the last, which clears the old site away."""
    number = 1 + int(share * (changes_of_a_build(example) - 1))
    killed = stage.build_and_die("change", number)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert stage.site in (stage.old, stage.new)
    mended(stage)


_changes: dict[str, int] = {}


def changes_of_a_build(example: Stage) -> int:
    """How many changes of the file system a build of the example makes, counted once."""
    if not _changes:
        done = example.build_and_die("count", 0)
        assert done.returncode == 0, done.stderr
        _changes["all"] = int(done.stdout.split()[1])
        assert _changes["all"] > 100
    return _changes["all"]


def mended(stage: Stage) -> None:
    """The next build needs no help, and leaves nothing behind."""
    again = stage.build()
    assert again.returncode == 0, again.stdout + again.stderr
    assert stage.site == stage.new
    assert stage.litter == set()


FAULTS = {
    "a bad spec": ("device_specs/labels.yml", "en: Pause", "en: no", "quote"),
    "an unknown name": ("device_specs/families/tv-app.yml", "opens: free", "opens: fre", "`free`"),
    "a slot nothing fills": ("content/index.md", "slot: finder", "slot: findr", "`finder`"),
    "a link to no page": ("content/index.md", "sign-out-everywhere.md", "nowhere.md", "nowhere.md"),
    "a frame without its token": (
        "content/frames/device.md",
        "slot-content\n",
        "\n",
        "slot-content",
    ),
    "settings that are not YAML": ("mkdocs.yml", "strict: true", "strict: [", "mkdocs.yml"),
    "front matter that is not YAML": ("content/words.md", 'title: "', 'title: a: "', "words.md"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_changes_nothing(stage: Stage, fault: str) -> None:
    name, old, new, said = FAULTS[fault]
    file = stage.project / name
    text = file.read_text("utf-8")
    assert old in text
    end = "" if old in text.rpartition(old)[2] else text.rpartition(old)[2]
    file.write_text(text.rpartition(old)[0] + new + end, "utf-8")
    failed = stage.build()
    output = failed.stdout + failed.stderr
    assert failed.returncode == 1, output
    assert said in output
    assert "Traceback" not in output
    assert stage.site == stage.old
    assert stage.litter == set()
    file.write_text(text, "utf-8")
    mended(stage)


@pytest.mark.parametrize("name", ["content/words.md", "content/frames/problem.md"])
def test_prose_that_is_not_utf_8_changes_nothing(stage: Stage, name: str) -> None:
    (stage.project / name).write_bytes("# Wörter\n".encode("latin-1"))
    failed = stage.build()
    output = failed.stdout + failed.stderr
    assert failed.returncode == 1, output
    assert Path(name).name in output
    assert "Traceback" not in output
    assert stage.site == stage.old


def test_a_missing_page_that_others_link_to_changes_nothing(stage: Stage) -> None:
    (stage.project / "content" / "contribute.md").unlink()
    failed = stage.build()
    assert failed.returncode == 1
    assert "content/contribute.md:1:1: There is no such page" in failed.stdout
    assert stage.site == stage.old


def test_a_missing_frame_changes_nothing(stage: Stage) -> None:
    (stage.project / "content" / "frames" / "problem.md").unlink()
    failed = stage.build()
    assert failed.returncode == 1
    assert "problem.md" in failed.stdout
    assert "Traceback" not in failed.stdout + failed.stderr
    assert stage.site == stage.old
    assert stage.litter == set()


def test_a_folder_with_other_files_is_left_alone(stage: Stage) -> None:
    shutil.rmtree(stage.project / "site")
    (stage.project / "site").mkdir()
    (stage.project / "site" / "holiday.jpg").write_bytes(b"the only copy")
    refused = stage.build()
    assert refused.returncode == 1
    assert "left alone" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert stage.site == {"holiday.jpg": b"the only copy"}
    assert stage.litter == set()


def test_a_site_with_a_history_is_left_alone(stage: Stage) -> None:
    """A branch checked out to be published: its `.git` would be gone with the old site."""
    (stage.project / "site" / ".git").mkdir()
    (stage.project / "site" / ".git" / "HEAD").write_bytes(b"ref: refs/heads/pages")
    refused = stage.build()
    assert refused.returncode == 1
    assert "left alone" in refused.stderr
    assert stage.site == stage.old | {".git/HEAD": b"ref: refs/heads/pages"}


def test_a_file_in_the_place_of_the_site_is_left_alone(stage: Stage) -> None:
    shutil.rmtree(stage.project / "site")
    (stage.project / "site").write_bytes(b"a file")
    refused = stage.build()
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert (stage.project / "site").read_bytes() == b"a file"


def test_two_builds_at_once_both_end_well(stage: Stage) -> None:
    builds = [
        subprocess.Popen(
            [*SIGNOUT, "build"],
            cwd=stage.project,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    for build in builds:
        output, _ = build.communicate(timeout=PATIENCE)
        assert build.returncode == 0, output
    assert stage.site == stage.new
    assert stage.litter == set()
