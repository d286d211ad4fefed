"""The open data of a site as files: which there are, from what they are made, same bytes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.knowledge.load import load_specs
from generator.publish.open_data import write_data
from generator.read.tree import SpecFile, digest_of, digests_of, spec_files
from tests.site_fixtures import tree

Known = Callable[..., Any]


def test_each_thing_has_its_file(lumen_known: Known, tmp_path: Path) -> None:
    kb = lumen_known()
    write_data(kb, tmp_path, "")
    api = tmp_path / "api" / "v1"
    assert {file.stem for file in (api / "devices").iterdir()} == set(kb.devices)
    assert {file.stem for file in (api / "families").iterdir()} == set(kb.families)
    assert {file.stem for file in (api / "problems").iterdir()} == set(kb.problems)
    assert {path.parts[0] for path in map(Path, tree(tmp_path))} == {"api"}


def test_written_twice_it_is_the_same(lumen_known: Known, tmp_path: Path) -> None:
    site = "https://lumen.example/"
    for name in ("one", "other"):
        write_data(lumen_known(), tmp_path / name, site)
    write_data(lumen_known(), tmp_path / "one", site)  # over what is there
    assert tree(tmp_path / "one") == tree(tmp_path / "other")


def test_the_hash_of_the_specs_is_that_of_common_tools(spec_folder: Path) -> None:
    """Anybody can tell whether data were made from the specs at hand."""
    (spec_folder / "README.md").write_text("No spec.", "utf-8")
    command = "find * -name '*.yml' | LC_ALL=C sort | xargs sha256sum | sha256sum"
    said = subprocess.run(
        ["sh", "-c", command], cwd=spec_folder, capture_output=True, text=True, check=True
    ).stdout
    write_data(load_specs(spec_folder), spec_folder.parent / "site", "")
    meta = json.loads((spec_folder.parent / "site/api/v1/meta.json").read_text("utf-8"))
    assert meta["specs"] == said.split()[0]


def test_any_change_of_the_specs_changes_their_hash(spec_folder: Path) -> None:
    def digest() -> str:
        found = spec_files(spec_folder, "specs")
        return digest_of(digests_of(file for file in found if isinstance(file, SpecFile)))

    seen = {digest()}
    keys = spec_folder / "keys.yml"
    keys.write_text(f"{keys.read_text('utf-8')}# A remark.\n", "utf-8")
    seen.add(digest())
    (spec_folder / "devices/tv/glow-tv.yml").rename(spec_folder / "devices/console/glow-tv.yml")
    seen.add(digest())
    assert len(seen) == 3
