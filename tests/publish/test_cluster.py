"""A build on a cluster gives the bytes of one on this machine, whoever is lost meanwhile; what is
wrong with a cluster is said in a sentence. The scheduler and its workers are processes of their
own, as is the object store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import main
from tests.publish.cluster import (
    CLEAN,
    SIGNOUT,
    Scheduler,
    build,
    scheduler,
    two_workers,
    until,
    worker,
)
from tests.site_fixtures import PATIENCE, copy_second_service, run, tree

# The first worker that comes to {what} stops there for good, and says who it is. It has then
# written the first half of the first page of its share, if that is what it does.
STOPS = """
import os, time
from pathlib import Path
from generator.knowledge.shares import InCommon
from generator.publish.file_systems import Place

def stop():
    try:
        os.mkdir({marker!r} + ".mine")
    except FileExistsError:
        return
    Path({marker!r} + ".new").write_text(str(os.getpid()))
    os.rename({marker!r} + ".new", {marker!r})
    time.sleep(3600)

def load(self, share, usual=InCommon.load):
    stop()
    return usual(self, share)

def write_new(self, files, usual=Place.write_new):
    first, (of, data) = next(iter(files.items()))
    usual(self, {{first: (of, data[: len(data) // 2])}})
    stop()
    usual(self, files)

{what}
"""
AT = {"a file": "InCommon.load = load", "half a page": "Place.write_new = write_new"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_second_service(tmp_path_factory.mktemp("alone") / "project")


@pytest.fixture(scope="module")
def pages(project: Path) -> dict[str, bytes]:
    """The pages, made on this machine."""
    done = build(project, "--pages-only", "--out", "pages", SIGNOUT_CACHE="")
    assert done.returncode == 0, done.stderr
    return tree(project / "pages")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    with two_workers(tmp_path_factory.mktemp("running") / "cluster") as here:
        yield here


def say(project: Path, device: str, old: str, new: str) -> None:
    (file,) = (project / "device_specs" / "devices").glob(f"*/{device}.yml")
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.long
def test_the_same_bytes(cluster: Scheduler, tmp_path: Path) -> None:
    """Of the whole publication; and after an edit, of which only one page has to be made."""
    project = copy_second_service(tmp_path / "project")
    kept = str(tmp_path / "kept")
    for edited in (False, True):
        if edited:
            say(project, "hornsby", "name: Hornsby", "name: Hornsby the Second")
        here = build(project, "--out", "here", SIGNOUT_CACHE="")
        there = build(project, "--out", "there", "--executor", cluster.executor, SIGNOUT_CACHE=kept)
        assert (here.returncode, there.returncode) == (0, 0), there.stderr
        assert there.stdout.replace("there/", "here/") == here.stdout
        assert tree(project / "there") == tree(project / "here")
    made = build(
        project,
        *("--pages-only", "--out", "there", "--executor", cluster.executor),
        first="from generator.publish.elsewhere import PagesElsewhere as P\n"
        "usual = P.make\n"
        "P.make = lambda self, names, *rest: (print(*names), usual(self, names, *rest))[1]",
        SIGNOUT_CACHE=kept,
    )
    # There is no Markdown without the rest, and so no page that names it.
    assert "klangwuerfel" in made.stdout.partition("\n")[0]
    assert [path for path in os.listdir(project) if path.startswith(".")] == []


@pytest.mark.parametrize("at", ["half a page", pytest.param("a file", marks=pytest.mark.long)])
def test_what_a_lost_worker_had_to_do_is_done_again(
    at: str, project: Path, pages: dict[str, bytes], tmp_path: Path
) -> None:
    marker = tmp_path / "stopped"
    stops = STOPS.format(marker=str(marker), what=AT[at])
    with (
        scheduler(tmp_path / "cluster") as here,
        worker(here, "one", preload=stops),
        worker(here, "two", preload=stops),
        running(project, "--pages-only", "--out", "lost", "--executor", here.executor) as client,
    ):
        until(marker.is_file, "the worker that stops", client)
        os.kill(int(marker.read_text()), signal.SIGKILL)
        out, _ = client.communicate(timeout=PATIENCE)
        assert client.returncode == 0, out
        assert here.has() == {"workers": 1, "tasks": 0}
    assert tree(project / "lost") == pages


# Writes down who proves what devices have in common.
COUNTS = """
import os
from generator.check.shares import sound_common as usual
from generator.knowledge import shares

def sound_common(specs):
    with open({log!r}, "a") as file:
        file.write(f"{{os.getpid()}}\\n")
    return usual(specs)

shares.sound_common = sound_common
"""


def test_each_worker_proves_once_what_devices_have_in_common(
    project: Path, pages: dict[str, bytes], tmp_path: Path
) -> None:
    """Not for each share, nor once more for the pages; and the scheduler, which all that is handed
    out goes through, does not look into it."""
    log = tmp_path / "proven"
    counts = COUNTS.format(log=str(log))
    with (
        scheduler(tmp_path / "cluster") as here,
        worker(here, "one", preload=counts) as one,
        worker(here, "two", threads=2, preload=counts) as two,
    ):
        done = build(
            project, "--pages-only", "--out", "once", "--executor", here.executor, SIGNOUT_CACHE=""
        )
        assert done.returncode == 0, done.stderr
        assert here.has_loaded("generator.knowledge") == ["generator.knowledge.cluster"]
    assert sorted(map(int, log.read_text().split())) == sorted([one.pid, two.pid])
    assert tree(project / "once") == pages


# Items become links, and nobody takes what comes of them until all are there.
UNTAKEN = """
import os, sys, time
from generator.knowledge.cluster import Cluster

folder, items = sys.argv[2], [os.path.join(sys.argv[2], str(number)) for number in range(300)]
cluster = Cluster(sys.argv[1])
made = cluster.each(os.symlink, folder, items)
while len(os.listdir(folder)) < len(items):
    time.sleep(0.01)
print(sorted(item for item, _ in made) == sorted(items))
cluster.close()
"""


def test_work_goes_on_while_nobody_takes_what_comes_of_it(
    cluster: Scheduler, tmp_path: Path
) -> None:
    """As while this machine makes what is not made on the cluster. Each item is done once: a link
    that is there cannot be made again."""
    done = run(sys.executable, "-c", UNTAKEN, cluster.executor, tmp_path)
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr


def test_ctrl_c_leaves_nothing_to_be_done(project: Path, tmp_path: Path) -> None:
    marker = tmp_path / "stopped"
    stops = STOPS.format(marker=str(marker), what=AT["half a page"])
    before = sorted(os.listdir(project))
    with scheduler(tmp_path / "cluster") as here, worker(here, "one", preload=stops):
        options = ("--pages-only", "--out", "never", "--executor", here.executor)
        with running(project, *options) as client:
            until(marker.is_file, "the worker that stops", client)
            client.send_signal(signal.SIGINT)
            out, _ = client.communicate(timeout=PATIENCE)
        assert client.returncode == 1
        assert out.strip() == "Aborted!"
        until(lambda: here.has()["tasks"] == 0, "the end of all work")
    assert sorted(os.listdir(project)) == before


@pytest.mark.long
def test_problems_are_those_of_one_machine(cluster: Scheduler, tmp_path: Path) -> None:
    project = copy_second_service(tmp_path / "project")
    say(project, "hornsby", "name: Hornsby", "name: Hornsby\nnmae: Hornsby")
    say(project, "aurora", "name: ", "name: Vista\nalso: [")
    here, there = build(project), build(project, "--executor", cluster.executor)
    assert here.returncode == there.returncode == 1
    assert there.stderr + there.stdout == here.stderr + here.stdout
    assert "nmae" in here.stdout + here.stderr


# --- what is wrong with a cluster ---


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--executor", "8786"], "`8786` names no cluster. Write it as dask://HOST:PORT"),
        (["--executor", "http://127.0.0.1:1"], "names no cluster"),
        (["--out", "s3://bucket/site"], "is no folder of this machine"),
        (["--out", "gopher://here", "--executor", "dask://127.0.0.1:1"], "is no address of files"),
        (["--out", "s3://", "--executor", "dask://127.0.0.1:1"], "names no place"),
        (["--out", "gs://here", "--executor", "dask://127.0.0.1:1"], "cannot be used here"),
    ],
)
def test_what_cannot_be_used(project: Path, options: list[str], says: str) -> None:
    with chdir(project):
        done = CliRunner().invoke(main, ["build", *options])
    assert done.exit_code == 2
    assert says in done.output


def test_without_a_scheduler(project: Path) -> None:
    options = ("--out", "never", "--executor", "dask://127.0.0.1:1")
    done = build(project, *options, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="1s")
    assert done.returncode == 1
    assert "There is no scheduler of Dask at `dask://127.0.0.1:1`" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "never").exists()


def test_without_the_extra(project: Path) -> None:
    done = build(
        project,
        *("--executor", "dask://127.0.0.1:1"),
        first="sys.modules['distributed'] = None",
    )
    assert done.returncode == 1
    assert "the extra `cluster` of this program must be installed" in done.stderr


OTHER = "from generator.knowledge import cluster\ncluster.program = lambda: 'another'\n"
ALONE = (
    "import sys, runpy\n"
    "class Without:\n"
    "    def find_spec(name, path=None, target=None):\n"
    "        if name.partition('.')[0] == 'generator':\n"
    "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
    "sys.meta_path.insert(0, Without)\n"
    "sys.argv[0] = 'dask'\n"
    "runpy.run_module('dask', run_name='__main__')\n"
)


@pytest.mark.parametrize(
    ("preload", "python"),
    [
        pytest.param(OTHER, (), id="another version"),
        pytest.param(*("", (sys.executable, "-c", ALONE)), id="without it", marks=pytest.mark.long),
    ],
)
def test_a_worker_with_another_program(
    preload: str, python: tuple[str, ...], project: Path, tmp_path: Path
) -> None:
    with (
        scheduler(tmp_path / "cluster") as here,
        worker(here, "one", preload=preload, python=python),
    ):
        done = build(project, "--out", "never", "--executor", here.executor, SIGNOUT_CACHE="")
    assert done.returncode == 1
    assert "does not have this program, or has another version of it" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "never").exists()


ENDS = STOPS.format(marker="", what="").replace("def stop():", "def stop():\n    os._exit(1)\n")


@pytest.mark.parametrize(
    "preload",
    [
        pytest.param(ENDS + AT["a file"], id="all are lost"),
        pytest.param(None, id="there are none", marks=pytest.mark.long),
    ],
)
def test_without_workers(preload: str | None, project: Path, tmp_path: Path) -> None:
    with scheduler(tmp_path / "cluster") as here:
        options = ("--out", "never", "--executor", here.executor)
        limit = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "4s", "SIGNOUT_CACHE": ""}
        if preload is None:
            done = build(project, *options, **limit)
        else:
            with worker(here, "one", preload=preload):
                done = build(project, *options, **limit)
    assert done.returncode == 1
    assert "has no worker, or none that answers within 4 s" in done.stderr
    assert not (project / "never").exists()


@contextmanager
def running(project: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A build that goes on."""
    process = subprocess.Popen(
        [sys.executable, "-c", SIGNOUT.format(""), "build", *options],
        cwd=project,
        env=CLEAN | {"SIGNOUT_CACHE": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
