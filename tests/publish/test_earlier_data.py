"""Open data that are taken over from earlier builds are what a build from nothing makes."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from generator.data.envelope import ROOT
from generator.data.parts import parts_of
from generator.knowledge.load import SpecProblems, load_specs
from generator.knowledge.shares import Shares
from generator.publish.earlier import EarlierFiles
from generator.publish.open_data import write_data
from generator.publish.staging import staged
from generator.read.kept import Kept
from tests.publish.test_earlier import (
    SEEDS,
    Place,
    a_word,
    another_name,
    damage,
    edited_at_random,
    nothing_kept,
    one_device_more,
    one_file_less,
    one_letter,
    the_address,
)
from tests.site_fixtures import tree


class DataPlace(Place):
    """A project of which only the open data are built."""

    def built(self, out: str, kept: Kept, pages_only: bool = True) -> str | dict[str, bytes]:
        """The open data, or what is wrong."""
        settings = (self.project / "mkdocs.yml").read_text("utf-8")
        (url,) = re.findall(r"^site_url: (.*)$", settings, re.MULTILINE)[:1] or [""]
        earlier = EarlierFiles(kept, self.folder / out, wait=False)
        try:
            kb = load_specs(self.project / "device_specs", Shares(kept=kept))
        except SpecProblems as error:
            return str(error)
        with staged(self.folder / out, earlier.remember) as site:
            write_data(kb, site, url, earlier=earlier)
            (site / "sitemap.xml").touch()  # by which a folder is known to hold a site
        return tree(self.folder / out)

    @property
    def data(self) -> list[Path]:
        """The files of the last build."""
        return sorted(file for file in (self.folder / "again" / ROOT).rglob("*") if file.is_file())

    def inodes(self) -> dict[str, int]:
        """The same by their paths, with what tells one file from another."""
        root = self.folder / "again" / ROOT
        return {file.relative_to(root).as_posix(): file.stat().st_ino for file in self.data}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataPlace]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("data")
        patch.chdir(folder)
        yield DataPlace(folder)


def of_data(change: Callable[[Path, Path], None]) -> Callable[[Place, random.Random], None]:
    """A change of a file of the site itself, which somebody made without a word; `change` is given
    another one too."""

    def to_any(place: Place, dice: random.Random) -> None:
        assert isinstance(place, DataPlace)
        if place.data:
            # There are many more documents of devices than other files.
            kind = dice.choice(["devices/", "families/", "problems/", "schemas/", ""])
            files = [file for file in place.data if file.parent.name == (kind[:-1] or "v1")]
            change(dice.choice(files), dice.choice(files))

    to_any.__name__ = change.__name__
    return to_any


@of_data
def a_touched_file(file: Path, _: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


@of_data
def a_file_touched_in_secret(file: Path, _: Path) -> None:
    status = file.stat()
    file.write_bytes(file.read_bytes()[::-1])
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@of_data
def a_file_in_the_place_of_another(file: Path, other: Path) -> None:
    if file != other:
        shutil.copy2(file, other)


@of_data
def a_file_that_is_gone(file: Path, _: Path) -> None:
    file.unlink()


CHANGES = [
    *[a_word, one_letter] * 4,
    *[another_name, one_device_more] * 2,
    *[one_file_less, the_address, damage, nothing_kept],
    *[a_touched_file, a_file_touched_in_secret],
    *[a_file_in_the_place_of_another, a_file_that_is_gone],
]


@settings(max_examples=2)
@given(SEEDS)
def test_open_data_made_again_come_to_the_same(place: DataPlace, seeds: list[int]) -> None:
    """After each of twenty edits."""
    edited_at_random(place, seeds, CHANGES)


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(max_examples=60)
@given(SEEDS)
def test_open_data_made_again_come_to_the_same_after_hundreds_of_edits(
    place: DataPlace, seeds: list[int]
) -> None:
    edited_at_random(place, seeds, CHANGES)


def test_all_open_data_are_in_parts(place: DataPlace) -> None:
    """So that none is left out when they are taken over."""
    place.begin()
    place.again()
    kb = load_specs(place.project / "device_specs")
    files = [file for part in parts_of(kb, "", None) for file in part.files]
    assert sorted(files) == sorted(f"{ROOT}{file}" for file in place.inodes())


def test_what_nothing_changed_of_is_taken_over(place: DataPlace) -> None:
    place.begin()
    place.again()
    before = place.inodes()
    place.again()
    assert place.inodes() == before


@pytest.mark.parametrize(
    ("file", "hang"),
    [
        ("devices/speaker/hornsby.yml", {"devices/hornsby.json"}),
        (
            "families/phone-app.yml",
            {"devices/hornsby.json", "devices/pebble.json", "families/phone-app.json"},
        ),
    ],
)
def test_only_what_hangs_on_an_edit_is_made_again(
    place: DataPlace, file: str, hang: set[str]
) -> None:
    """Beside what is made of everything, which is all that lies in no folder."""
    place.begin()
    place.again()
    before = place.inodes()
    with (place.project / "device_specs" / file).open("a", encoding="utf-8") as spec:
        spec.write("\n# Looked through.\n")
    place.again()
    after = place.inodes()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == hang | {name for name in before if "/" not in name}


def test_a_damaged_document_alone_is_made_again(place: DataPlace) -> None:
    place.begin()
    place.again()
    before = place.inodes()
    (place.folder / "again" / ROOT / "devices" / "pebble.json").write_bytes(b"{}")
    assert place.again() == place.from_nothing()
    after = place.inodes()
    assert {name for name in before if before[name] != after[name]} == {"devices/pebble.json"}


def test_a_new_device_makes_anew_what_names_it(place: DataPlace) -> None:
    """The kinds that a problem happens on are those of the devices that it happens on."""
    place.begin()
    place.again()
    before = place.inodes()
    spec = place.project / "device_specs" / "devices" / "tv" / "new.yml"
    spec.write_text("name: New\ninterfaces:\n  panel: {family: speaker-panel}\n", "utf-8")
    assert place.again() == place.from_nothing()
    after = place.inodes()
    changed = {name for name in after if before.get(name) != after[name] and "/" in name}
    hang = {"devices/new.json", "families/speaker-panel.json", "problems/wont-stop.json"}
    assert changed == hang


def test_a_new_name_makes_anew_the_problems_that_lead_there(place: DataPlace) -> None:
    place.begin()
    place.again()
    before = place.inodes()
    spec = place.project / "device_specs" / "devices" / "account" / "tonewerk-account.yml"
    spec.write_text(spec.read_text("utf-8").replace("name: ", "name: My ", 1), "utf-8")
    assert place.again() == place.from_nothing()
    assert before["problems/wont-stop.json"] != place.inodes()["problems/wont-stop.json"]


def test_another_address_makes_all_anew(place: DataPlace) -> None:
    """Every document and every schema names its own, or leads from there to another."""
    place.begin()
    for address in ("https://a.example/", "https://b.example/", ""):
        settings = place.project / "mkdocs.yml"
        lines = settings.read_text("utf-8").splitlines(keepends=True)
        others = [line for line in lines if not line.startswith("site_url:")]
        settings.write_text("".join([*others, f"\nsite_url: {address}\n"]), "utf-8")
        assert place.again() == place.from_nothing()
