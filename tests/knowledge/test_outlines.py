"""What other pages tell of a device: as long as its outline stays, only its own page can change."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from generator.knowledge import shares
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.packing import PackedDevices
from generator.knowledge.shares import InCommon, Shares
from generator.read.document import parse
from generator.read.tree import SpecFile, spec_files
from tests.site_fixtures import ROOT, run

BASE = ROOT / "tests" / "good" / "base"


def known(edits: Mapping[str, tuple[str, str]]) -> KnowledgeBase:
    """What the example specs come to with these texts in the place of others, by their files."""
    files = []
    for file in spec_files(BASE, "specs"):
        assert isinstance(file, SpecFile)
        was, now = edits.get(file.path, ("", ""))
        assert was in file.data.decode(), file.path
        data = file.data.decode().replace(was, now, 1) if was else file.data.decode()
        files.append(SpecFile(file.file, file.parts, data.encode()))
    kb = Shares().load(files, "specs", 1)
    assert kb is not None
    return kb


def device_with(field: str) -> tuple[str, str]:
    """A device of the example that has a field, and the line in which it begins."""
    for file in sorted(BASE.glob("devices/*/*.yml")):
        for line in file.read_text("utf-8").splitlines(keepends=True):
            if line.startswith(f"{field}:"):
                return file.relative_to(BASE).as_posix(), line
    raise AssertionError(field)


def test_a_note_is_in_no_outline() -> None:
    file, _ = device_with("interfaces")
    before = known({})
    source = next(iter(before.sources))
    note = f"notes:\n  - {{text: It has a stand., sources: [{source}]}}\n"
    end = (BASE / file).read_text("utf-8")
    noted = known({file: (end, end + note)})
    name = Path(file).stem
    assert [note.text for note in noted.devices[name].notes] == [("It has a stand.",)]
    assert noted.made_of.outlines == before.made_of.outlines
    assert repr(noted.outlined.devices) == repr(before.outlined.devices)
    assert repr(noted.devices) != repr(before.devices)


@pytest.mark.parametrize("field", ["name", "interfaces"])
def test_what_lists_tell_is_in_the_outline(field: str) -> None:
    file, line = device_with(field)
    was, now = {"name": (line, f"{line.rstrip()} two\n"), "interfaces": (line, f"# Now.\n{line}")}[
        field
    ]
    assert known({file: (was, now)}).made_of.outlines != known({}).made_of.outlines


def test_the_hash_of_a_share_does_not_hang_on_what_was_loaded_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After an edit one share is loaded alone, which was loaded among all others before."""
    monkeypatch.setattr(shares, "DEVICES_IN_A_SHARE", 8)
    files = [*spec_files(ROOT / "device_specs", "specs")]
    known = [file for file in files if isinstance(file, SpecFile)]
    assert known == files
    devices = {file.id: file for file in known if file.parts[0] == "devices"}
    others = [file for file in known if file.parts[0] != "devices"]

    def in_common() -> InCommon:
        return InCommon(others, devices, "specs", parse)

    def outlines(common: InCommon, share: Sequence[SpecFile]) -> str:
        data = common.load(("", share))
        assert data is not None
        return PackedDevices(data, common.resolver.walkthroughs).outlines_digest

    one_by_one, among = shares._dealt(devices.values()), in_common()
    assert len(one_by_one) > 6
    for share in one_by_one:
        assert outlines(among, share) == outlines(in_common(), share)


HASHES = """
import sys
from pathlib import Path
from generator.knowledge.load import load_specs
print(load_specs(Path(sys.argv[1])).made_of.outlines)
"""


def test_the_hash_is_the_same_in_every_process() -> None:
    """Whatever order sets have: else a build after an edit would make all lists anew."""
    told = set()
    for seed in ("1", "2"):
        specs = str(ROOT / "device_specs")
        done = run(sys.executable, "-c", HASHES, specs, cwd=ROOT, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        told.add(done.stdout)
    assert len(told) == 1


def test_devices_are_those_of_the_specs() -> None:
    kb = known({})
    assert list(kb.devices) == list(dict(kb.devices))
    assert "no-such-device" not in kb.devices
    with pytest.raises(KeyError):
        kb.devices["no-such-device"]
    assert len(kb.devices) == len(list(BASE.glob("devices/*/*.yml")))
    assert set(kb.made_of.devices) == set(kb.devices)
