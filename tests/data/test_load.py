"""Programs read what is known from specs or from what is published: the same, or a plain error."""

from __future__ import annotations

import ast
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files as of_package
from pathlib import Path

import pytest

import generator
from generator import Bundle, KnowledgeBaseError, load_knowledge_base
from generator.data import load
from tests.conftest import BASE
from tests.site_fixtures import ROOT

Published = Callable[[str], Path]


@pytest.fixture(scope="module")
def from_specs() -> Bundle:
    return load_knowledge_base(BASE)


def refused(source: str | Path) -> str:
    with pytest.raises(KnowledgeBaseError) as said:
        load_knowledge_base(source)
    error = said.value
    assert error.__context__ is None or error.__suppress_context__, "no traceback of the inside"
    return str(said.value)


# --- from wherever: the same ---


@pytest.mark.parametrize("site", ["", "https://lumen.example/help/"])
@pytest.mark.parametrize("file", ["all.json", "all.json.gz"])
def test_what_is_published_is_what_the_specs_say(
    published: Published, from_specs: Bundle, site: str, file: str
) -> None:
    path = published(site) / "api/v1" / file
    loaded = load_knowledge_base(path)
    assert loaded == from_specs
    assert load_knowledge_base(str(path)) == loaded
    assert list(loaded.devices) == list(from_specs.devices)
    assert loaded.devices["glow-tv"].main.text == from_specs.devices["glow-tv"].main.text
    assert loaded.model_dump_json() == from_specs.model_dump_json()


def test_a_project_is_its_specs(
    spec_folder: Path, from_specs: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec_folder.rename(spec_folder.parent / "device_specs")
    assert load_knowledge_base(spec_folder.parent) == from_specs
    monkeypatch.chdir(spec_folder.parent)
    assert load_knowledge_base() == from_specs


def test_nothing_of_it_can_be_changed(from_specs: Bundle) -> None:
    with pytest.raises(ValueError, match="frozen"):
        from_specs.devices["glow-tv"].name = "Other"


# --- look-ups ---


def test_routes_by_name(from_specs: Bundle) -> None:
    device = from_specs.devices["glow-tv"]
    assert device.main is device.route("menu/menu") is device.routes[0]
    assert [route.title for route in device.routes] == [
        *("Use the menu", "Press the key code", "Use the gear", "Press the key code"),
    ]
    with pytest.raises(
        LookupError, match=r"There is no route `menu/men`. Did you mean `menu/menu`"
    ):
        device.route("menu/men")


def test_a_device_without_a_route_says_what_to_do(from_specs: Bundle) -> None:
    dongle = from_specs.devices["cast-dongle"]
    assert dongle.routes == ()
    with pytest.raises(LookupError) as said:
        _ = dongle.main
    assert str(said.value) == (
        "Cast Dongle has no route of its own. It has no Lumen screen of its own. See `kb.remote`."
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("glow tv", ["glow-tv"]),
        (" GLOW   SET ", ["glow-tv"]),
        ("g100", ["glow-tv"]),
        ("glow", ["glow-tv"]),  # one is called just that
        ("glo", ["glow-stick", "glow-tv"]),
        ("box", ["play-box"]),
        ("ox", []),
        ("", []),
    ],
)
def test_devices_are_found_by_what_they_are_called(
    from_specs: Bundle, name: str, found: list[str]
) -> None:
    assert [device.id for device in from_specs.find(name)] == found


# --- plain errors ---


def test_what_is_not_there() -> None:
    assert refused("nowhere").startswith("There is no `nowhere`. Name a folder of specs, ")
    assert "\\u0000" in refused("a\0b")


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", "utf-8")
    assert "for there is no `service.yml` in it" in refused(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "There is no" in refused(tmp_path / "pipe")


def test_specs_with_problems_are_refused_with_all_of_them(spec_folder: Path) -> None:
    for name in ("keys.yml", "kinds.yml"):
        file = spec_folder / name
        file.write_text(f"{file.read_text('utf-8')}Not A Name: {{}}\n", "utf-8")
    lines = refused(spec_folder).splitlines()
    assert len(lines) >= 2
    assert all("[bad-name]" in line or "[" in line for line in lines)
    assert {line.partition(":")[0].rpartition("/")[2] for line in lines} >= {
        "keys.yml",
        "kinds.yml",
    }


@pytest.fixture
def whole(published: Published) -> bytes:
    return (published("") / "api/v1/all.json").read_bytes()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is no JSON, or not all of it"),
        (b"\xff\xfe", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "is JSON, but not that of `all.json`"),
        (b'{"devices": {}}', "is JSON, but not that of `all.json`"),
        (b'{"api": "2.0"}', "has version 2.0 of the data; this program reads 1.x."),
        (b'{"api": "1.0"}', "is not as version 1.0 of the data says: `service`: Field required."),
        (b'{"api": "1.7"}', "Field required. It is newer than this program: update that."),
        (b"\x1f\x8bnothing of the kind", "is damaged, or not all of it is there"),
        (gzip.compress(b"{}", mtime=0)[:-4], "is damaged"),
        (gzip.compress(b"{}", mtime=0), "is JSON, but not that of `all.json`"),
    ],
)
def test_a_file_that_is_something_else(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "all.json"
    file.write_bytes(data)
    said = refused(file)
    assert said.startswith(f"`{file}` ")
    assert says in said
    assert "\n" not in said


def test_half_a_file_is_told(tmp_path: Path, whole: bytes) -> None:
    (tmp_path / "all.json").write_bytes(whole[: len(whole) // 2])
    assert "is no JSON, or not all of it" in refused(tmp_path / "all.json")


def test_another_version_that_looks_alike_is_refused(tmp_path: Path, whole: bytes) -> None:
    (tmp_path / "all.json").write_bytes(whole.replace(b'"api":"1.0"', b'"api":"2.0"'))
    assert "has version 2.0" in refused(tmp_path / "all.json")


def test_a_field_of_another_type_is_told_with_its_place(tmp_path: Path, whole: bytes) -> None:
    spoiled = json.loads(whole)
    spoiled["devices"]["glow-tv"]["interfaces"][0]["routes"][0]["steps"][0]["number"] = "one"
    (tmp_path / "all.json").write_text(json.dumps(spoiled), "utf-8")
    assert "`devices.glow-tv.interfaces.0.routes.0.steps.0.number`" in refused(
        tmp_path / "all.json"
    )


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bytes) -> None:
    """Packed too: a small file may unpack to anything."""
    monkeypatch.setattr(load, "MOST_BYTES", 1_000_000)
    (tmp_path / "all.json.gz").write_bytes(gzip.compress(b" " * 2_000_000))
    (tmp_path / "all.json").write_bytes(b" " * 1_000_001)
    for name in ("all.json.gz", "all.json"):
        assert "holds more than 1,000,000 bytes" in refused(tmp_path / name)


def test_newer_data_with_more_fields_can_be_read(tmp_path: Path, whole: bytes) -> None:
    newer = json.loads(whole) | {"api": "1.9", "new": [1, 2]}
    (tmp_path / "all.json").write_text(json.dumps(newer), "utf-8")
    assert load_knowledge_base(tmp_path / "all.json").api == "1.9"


# --- what it costs who does not use it ---


def test_no_command_waits_for_it() -> None:
    program = "import sys, generator; print(sorted(m for m in sys.modules if 'pydantic' in m))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_the_package_offers() -> None:
    assert set(generator.__all__) == {"Bundle", "KnowledgeBaseError", "load_knowledge_base"}
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = generator.nothing
    tree = ast.parse((ROOT / "generator/__init__.py").read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert (of_package("generator") / "py.typed").is_file(), "so that users' types are checked"
