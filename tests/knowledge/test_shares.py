"""Specs loaded in shares come to the same as specs loaded as a whole, and none that are wrong pass:
whatever is kept, whoever takes part."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.proof import check
from generator.commands.serve.preview import KeptDocuments
from generator.knowledge import shares
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.resolve import resolve
from generator.knowledge.shares import Shares
from generator.model.specs import Read, load
from generator.read.document import Document, parse
from generator.read.kept import Kept
from generator.read.problem import Problem
from generator.read.tree import SpecFile, spec_files
from tests.mistakes.plant import SPECS, RealSpecs, mistakes
from tests.site_fixtures import run

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent


def files_of(folder: Path) -> list[SpecFile]:
    return [file for file in spec_files(folder, SPECS) if isinstance(file, SpecFile)]


def in_shares(
    files: Sequence[SpecFile], kept: Kept | None = None, read: Read = parse
) -> KnowledgeBase | None:
    return Shares(read, kept).load(files, SPECS, 1)


def as_a_whole(files: Sequence[SpecFile]) -> KnowledgeBase | None:
    checked = check(*load(files, SPECS))
    return None if checked.problems else resolve(checked)


def changed(files: Sequence[SpecFile], change: Callable[[SpecFile], bytes]) -> list[SpecFile]:
    return [SpecFile(file.file, file.parts, change(file)) for file in files]


@pytest.fixture(scope="module")
def real() -> list[SpecFile]:
    return files_of(ROOT / "device_specs")


def overlaid(tree: Path) -> list[SpecFile]:
    """The files of a tree of tests/good or tests/bad, which holds only what differs from base."""
    there = {file.path: file for file in files_of(TESTS / "good" / "base")}
    if tree.name != "base":
        there |= {file.path: file for file in files_of(tree)}
    deleted = tree / "deleted.txt"
    for name in deleted.read_text("utf-8").split() if deleted.is_file() else ():
        there.pop(name, None)
    return [there[path] for path in sorted(there)]


def trees(folder: str) -> list[str]:
    return sorted(path.name for path in (TESTS / folder).iterdir() if path.is_dir())


def test_the_shipped_specs_come_to_the_same(real: list[SpecFile], tmp_path: Path) -> None:
    """Loaded, and taken from what was kept."""
    whole = repr(as_a_whole(real))
    for _ in range(2):
        assert repr(in_shares(real, Kept(tmp_path))) == whole
    assert list(tmp_path.iterdir())


@pytest.mark.parametrize("tree", trees("good"))
def test_good_trees_come_to_the_same(tree: str) -> None:
    files = overlaid(TESTS / "good" / tree)
    known = in_shares(files)
    assert known is not None
    assert repr(known) == repr(as_a_whole(files))


@pytest.mark.parametrize("tree", trees("bad"))
def test_no_bad_tree_passes(tree: str) -> None:
    files = overlaid(TESTS / "bad" / tree)
    if as_a_whole(files) is None:  # others are wrong in their names, or in what is no file
        assert in_shares(files) is None


def test_many_small_shares_come_to_the_same(
    real: list[SpecFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "DEVICES_IN_A_SHARE", 2)
    assert repr(in_shares(real)) == repr(as_a_whole(real))


def test_no_mistake_passes(tmp_path: Path) -> None:
    """Whatever the check finds in specs as a whole, though the shares without it are kept."""
    files, read, kept = RealSpecs(), KeptDocuments().read, Kept(tmp_path)

    def loaded(spoilt: dict[str, str]) -> KnowledgeBase | None:
        there = [
            SpecFile(f"{SPECS}/{name}", tuple(name.split("/")), text.encode())
            for name, text in spoilt.items()
        ]
        return in_shares(there, kept, read)

    assert loaded(files.files) is not None
    # What is wrong with a name is told by whoever walks the folder.
    planted = [one for one in mistakes() if not one.whole_file]
    passed = [one.name for one in planted if loaded(one.planted(files.files)) is not None]
    assert passed == []
    assert len(planted) > 150


BETWEEN = {
    "two of one name": (b"name: ", b"name: The same\n#"),
    "a name that is another one's other name": (b"also: [", b"also: [Roku, "),
    "a sentence that stands elsewhere": (
        b"interfaces:",
        b"notes: [{text: Hold the remote upside down for a while., sources: [tomsguide]}]\n"
        b"interfaces:",
    ),
}


@pytest.mark.parametrize("what", BETWEEN)
def test_what_is_wrong_only_between_devices_does_not_pass(
    what: str, real: list[SpecFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them is sound, and each is in a share of its own."""
    monkeypatch.setattr(shares, "DEVICES_IN_A_SHARE", 1)
    was, now = BETWEEN[what]
    two = {"browser-chrome.yml", "browser-edge.yml"}
    spoilt = changed(
        real,
        lambda file: file.data.replace(was, now, 1) if file.parts[-1] in two else file.data,
    )
    assert spoilt != real
    assert as_a_whole(spoilt) is None
    assert in_shares(spoilt) is None


def test_what_only_a_device_uses_is_used(real: list[SpecFile]) -> None:
    """And if that device is not there, it is not."""
    without = [file for file in real if file.parts[0] != "devices" or file.id == "netflix-account"]
    assert as_a_whole(without) is None
    assert in_shares(without) is None


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), count=st.integers(0, 3))
def test_what_is_kept_is_as_good_as_new(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int
) -> None:
    """Lines go, come twice or change: what is found with the shares of earlier specs, kept or still
    there, is what is found with none."""
    files, kept, dice = files_of(TESTS / "good" / "base"), KEPT[0], random.Random(seed)
    in_shares(files, kept)
    spoilt = list(files)
    for _ in range(count):
        number = dice.randrange(len(spoilt))
        lines = spoilt[number].data.splitlines(keepends=True) or [b""]
        line = dice.randrange(len(lines))
        match dice.randrange(3):
            case 0:
                del lines[line]
            case 1:
                lines.insert(line, lines[dice.randrange(len(lines))])
            case _:
                lines[line] = lines[line].replace(b"e", b"a")
        old = spoilt[number]
        spoilt[number] = SpecFile(old.file, old.parts, b"".join(lines))
    whole = repr(as_a_whole(spoilt))
    assert repr(in_shares(spoilt, kept)) == whole
    assert repr(AGAIN[0].load(spoilt, SPECS, 1)) == whole


KEPT: list[Kept] = []
AGAIN = [Shares()]


@pytest.fixture(scope="module", autouse=True)
def one_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    KEPT.append(Kept(tmp_path_factory.mktemp("kept")))


def test_damaged_shares_are_loaded_anew(tmp_path: Path, real: list[SpecFile]) -> None:
    whole = repr(in_shares(real, Kept(tmp_path)))
    for number, file in enumerate(sorted(tmp_path.iterdir())):
        data = file.read_bytes()
        file.write_bytes([data[:-1], b"", data + b"x", data[:40]][number % 4])
    assert repr(in_shares(real, Kept(tmp_path))) == whole


# Loads the same specs with 1, 2 and 3 processes, and prints what they come to.
WITH_JOBS = """
import hashlib, sys
from pathlib import Path
from generator.knowledge import shares, workers
from generator.knowledge.load import load_specs
shares.DEVICES_IN_A_SHARE = 4
workers.ENOUGH = 1
workers.os.sched_getaffinity = lambda process: {0, 1, 2}
for jobs in (1, 2, 3):
    print(hashlib.sha256(repr(load_specs(Path("device_specs"), jobs=jobs)).encode()).hexdigest())
"""


def test_any_number_of_processes_comes_to_the_same() -> None:
    done = run(sys.executable, "-c", WITH_JOBS, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) == 3
    assert len(set(done.stdout.split())) == 1


def test_an_edit_loads_its_share_alone(
    real: list[SpecFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever loads again and again reads neither the others again, nor what they share."""
    monkeypatch.setattr(shares, "DEVICES_IN_A_SHARE", 1)
    read: list[str] = []

    def reading(file: str, data: bytes) -> tuple[Document | None, list[Problem]]:
        read.append(file)
        return parse(file, data)

    again = Shares(reading)
    before = again.load(real, SPECS, 1)
    assert {file.file for file in real} == set(read)
    read.clear()
    edited = changed(real, lambda file: file.data + b"# now\n" * (file.id == "haier-tv"))
    after = again.load(edited, SPECS, 1)
    assert f"{SPECS}/devices/smart-tv/haier-tv.yml" in read
    assert len(read) < 10
    assert {**vars_of(before), "digest": 0, "made_of": 0} == {
        **vars_of(after),
        "digest": 0,
        "made_of": 0,
    }


def vars_of(known: KnowledgeBase | None) -> dict[str, str]:
    assert known is not None
    return {field.name: repr(getattr(known, field.name)) for field in fields(known)}
