"""A small project whose specs have changed since it was published, and a program that builds it
with a fault at any place. The pages of `tests/faults/` say what must be true whatever happens."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.site_fixtures import UNWATCHED, copy_second_service, tree

WARM = Path(__file__).with_name("warm.py")
VISTA = "devices/tv/vista.yml"  # changed so that other pages can be taken over
PAGE = "devices/vista/index.html"
KILLED = -signal.SIGKILL
Site = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: `status` is its exit code, or less than zero what killed it."""

    status: int
    calls: Mapping[str, int]
    hit: list[str]
    """The calls that met the fault."""
    out: str
    err: str

    @property
    def all_calls(self) -> int:
        return sum(self.calls.values())

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass
class Warm:
    """The program, loaded once; each run is a fork of it."""

    process: subprocess.Popen[str]

    def run(self, *argv: str, cwd: Path, **how: Any) -> Outcome:
        """Runs `signout` with these arguments; `how` is what `tests/faults/warm.py` knows."""
        request = {"argv": argv, "cwd": str(cwd), **how}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(request), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        assert line, "the program that runs others has ended"
        told = json.loads(line)
        assert "failed" not in told, told
        return Outcome(told["status"], told["calls"], told["hit"], *told["said"])


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """Skips what needs it where the kernel cannot ask about system calls."""
    with subprocess.Popen(
        [sys.executable, "-B", str(WARM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | UNWATCHED | {"COLUMNS": "100"},
    ) as process:
        assert process.stdout is not None
        if why := json.loads(process.stdout.readline())["missing"]:
            pytest.skip(why)
        yield Warm(process)
        assert process.stdin is not None
        process.stdin.close()


@dataclass
class Stage:
    """A project whose specs have changed since its site was made, and what the site is then."""

    warm: Warm
    folder: Path
    options: tuple[str, ...]
    was: Site = field(default_factory=dict)
    """The site that is there."""
    to_be: Site = field(default_factory=dict)
    """The site that the specs make now."""
    names: tuple[str, str] = ("Three bars", "Three lines")
    """What a device calls a key in the one and in the other."""

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def out(self) -> Path:
        return self.project / "site"

    @property
    def site(self) -> Site:
        return tree(self.out)

    def differing(self, site: Site) -> list[str]:
        """The files that are not as in `site`."""
        now = self.site
        return sorted(name for name in now.keys() | site.keys() if now.get(name) != site.get(name))

    def build(self, *more: str, **how: Any) -> Outcome:
        return self.run("build", *self.options, *more, **how)

    def run(self, *argv: str, **how: Any) -> Outcome:
        env = {"SIGNOUT_CACHE": str(self.folder / "cache"), "TMPDIR": str(self.folder / "tmp")}
        return self.warm.run(*argv, cwd=self.project, **{"env": env | how.pop("env", {}), **how})

    def turn(self) -> None:
        """The specs change again, to what they were before: the next build leads back."""
        spec = self.project / "device_specs" / VISTA
        now, then = self.names[1], self.names[0]
        spec.write_text(spec.read_text("utf-8").replace(now, then), "utf-8")
        self.names, self.was, self.to_be = (now, then), self.to_be, self.was

    @property
    def litter(self) -> set[str]:
        """What is neither project nor site nor something kept: beside the output, in the cache
        and in the system's folder for such things."""
        known = {"content", "device_specs", "mkdocs.yml", "site"}
        beside = {path.name for path in self.project.iterdir()} - known
        kept = {path.name for path in (self.folder / "cache").glob(".*")}
        return beside | kept | {path.name for path in (self.folder / "tmp").iterdir()}

    def held(self, outcome: Outcome, fault: object, *, at_once: bool = True) -> None:
        """What must be true after a build, however it ended; and that the next needs no help. If
        not `at_once`, that one has something to clear away."""
        told = f"{fault} {outcome}"
        is_new, is_old = (not self.differing(site) for site in (self.to_be, self.was))
        assert is_new or is_old, (f"half a site: {told}", self.differing(self.was))
        if outcome.status == 0:
            assert is_new, told
        elif outcome.status != KILLED:
            assert outcome.status == 1, told
            said_plainly(outcome)
            assert is_new if "in place" in outcome.err else is_old, told
        if at_once:
            assert self.litter == set(), told
        again = self.build()
        assert again.status == 0, f"{again} after {told}"
        assert not self.differing(self.to_be), f"{again} after {told}"
        assert self.litter == set(), told

    def calls(self, **how: Any) -> Mapping[str, int]:
        """How many calls of each kind a build makes that takes over what it can."""
        for _ in range(2):
            built = self.build(**how)
            assert built.status == 0, built
            assert not self.differing(self.to_be)
            self.turn()
        return built.calls


def said_plainly(outcome: Outcome) -> None:
    """One sentence, and what to do or what is as it was; nothing of Python's own."""
    lines = [line for line in outcome.err.splitlines() if line.strip()]
    assert 1 <= len(lines) <= 2, outcome
    assert re.fullmatch(r"(?:[A-Z`]).{20,600}\.", lines[0]), outcome
    assert not re.search(r"Traceback|Errno|[a-z]Error\b|Exception", outcome.said), outcome


def points(most: int, count: int) -> list[int]:
    """So many numbers from 1 to `most`, evenly spread, both ends among them."""
    count = min(count, most)
    return sorted({1 + number * (most - 1) // max(1, count - 1) for number in range(count)})


def _made(warm: Warm, home: Path, options: tuple[str, ...]) -> Callable[[], Stage]:
    """Makes a project once; what it gives makes a copy of it, always at the same place, so that
    what was kept of it is found."""
    stage = Stage(warm, home / "stage", options)
    (stage.folder / "tmp").mkdir(parents=True)
    copy_second_service(stage.project)
    for _ in range(2):
        built = stage.build()
        assert built.status == 0, built
        stage.to_be = stage.site
        stage.turn()
    assert PAGE in stage.differing(stage.to_be)
    kept = replace(stage, folder=stage.folder.rename(home / "kept"))

    def copy() -> Stage:
        shutil.rmtree(home / "stage", ignore_errors=True)
        shutil.copytree(kept.folder, home / "stage")
        return replace(kept, folder=home / "stage")

    return copy


@pytest.fixture(scope="session")
def pages_only(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Stage]:
    return _made(warm, tmp_path_factory.mktemp("pages"), ("--pages-only",))


@pytest.fixture(scope="session")
def everything(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Stage]:
    return _made(warm, tmp_path_factory.mktemp("everything"), ())


@pytest.fixture
def stage(pages_only: Callable[[], Stage]) -> Stage:
    """A project whose site has nothing but pages."""
    return pages_only()


@pytest.fixture
def whole(everything: Callable[[], Stage]) -> Stage:
    """The same with PDFs, data, search and all."""
    return everything()
