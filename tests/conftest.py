"""What tests share: the example specs of tests/good/base, changed as a test needs them."""

import os
import shutil
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from generator.check.proof import Checked, check
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.resolve import resolve
from generator.model.specs import load
from generator.read.tree import SpecFile, spec_files

# A shell has what it starts with `&` ignore Ctrl-C, and so would all programs that tests start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

BASE = Path(__file__).parent / "good" / "base"
NOT_SPECS = ("problems.txt", "deleted.txt")

# Builds of tests begin from nothing, unless a test says what they may take over.
os.environ["SIGNOUT_CACHE"] = ""
# The same examples on every run, however slow the machine.
settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--slow-browser",
        type=float,
        default=1,
        metavar="FACTOR",
        help="slow the processor down for all pages in the browser, to find tests that do not wait",
    )


# What to do with a file of the base: words to replace by others, a new text, or None to leave it
# out.
Change = tuple[str, str] | list[tuple[str, str]] | str | bytes | None
Lumen = Callable[..., Checked]
LumenKnown = Callable[..., KnowledgeBase]


def _changed(name: str, text: str, change: Change) -> bytes | None:
    if change is None or isinstance(change, bytes):
        return change
    if isinstance(change, str):
        return change.encode()
    for old, new in [change] if isinstance(change, tuple) else change:
        assert old in text, f"{name} has no {old!r}: the test has nothing to change"
        text = text.replace(old, new)
    return text.encode()


@pytest.fixture(scope="session")
def base_files() -> Mapping[str, bytes]:
    """The files of tests/good/base by name."""
    files = (file for file in BASE.rglob("*") if file.is_file())
    return {file.relative_to(BASE).as_posix(): file.read_bytes() for file in sorted(files)}


@pytest.fixture(scope="session")
def lumen(base_files: Mapping[str, bytes]) -> Lumen:
    """Checks the base with some files changed: lumen({"keys.yml": ("Up", "Above")})."""

    def checked(changes: Mapping[str, Change] | None = None) -> Checked:
        files = dict(base_files)
        for name, change in (changes or {}).items():
            data = _changed(name, files.pop(name, b"").decode(), change)
            if data is not None:
                files[name] = data
        specs = [SpecFile(f"specs/{n}", tuple(n.split("/")), files[n]) for n in sorted(files)]
        return check(*load(specs, "specs"))

    return checked


@pytest.fixture(scope="session")
def lumen_known(lumen: Lumen) -> LumenKnown:
    """The knowledge base of the base with some files changed; there must be no problems."""

    def known(changes: Mapping[str, Change] | None = None) -> KnowledgeBase:
        checked = lumen(changes)
        assert checked.problems == []
        return resolve(checked)

    return known


@pytest.fixture(scope="session")
def put_together() -> Callable[[Path, Path], None]:
    """Copies the base into a folder, with the files of an overlay instead of its own."""

    def copy(overlay: Path, folder: Path) -> None:
        shutil.copytree(BASE, folder)
        deleted = overlay / "deleted.txt"
        for name in deleted.read_text("utf-8").split() if deleted.exists() else ():
            (folder / name).unlink()
        if overlay != BASE:
            ignored = shutil.ignore_patterns(*NOT_SPECS)
            shutil.copytree(overlay, folder, ignore=ignored, dirs_exist_ok=True)

    return copy


@pytest.fixture
def spec_folder(tmp_path: Path) -> Path:
    """A copy of the base that a test may spoil."""
    shutil.copytree(BASE, tmp_path / "specs")
    return tmp_path / "specs"


@pytest.fixture(scope="session")
def check_folder() -> Callable[[Path], Checked]:
    """Checks a folder of specs; problems call it `specs`."""
    return lambda folder: check(*load(spec_files(folder, "specs"), "specs"))
