"""The finder's index holds everything a reader may look for, as data that cannot run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.knowledge.base import KnowledgeBase
from generator.publish.publication import Project, load_project
from generator.site.finder import TYPES, finder_index
from tests.conftest import LumenKnown
from tests.site_fixtures import ROOT

PREFIX, SUFFIX = "globalThis.signoutEntries=", ";\n"
HOSTILE = [
    "</script><script>canary()",
    "<!--<script>",
    "]]>",
    "\\u0022};canary()//",
    '"},canary(),{"',
    "'+canary()+'",
    "${canary()}",
    "__proto__",
    "a & b < c",
]


def index_of(kb: KnowledgeBase, content: Path) -> dict[str, Any]:
    script = finder_index(kb, content)
    assert script.startswith(PREFIX)
    assert script.endswith(SUFFIX)
    index: dict[str, Any] = json.loads(script.removeprefix(PREFIX).removesuffix(SUFFIX))
    return index


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))


def test_every_device_problem_and_guide_is_in_it(shipped: KnowledgeBase) -> None:
    index = index_of(shipped, ROOT / "content")
    paths = [path for _, path, *_ in index["entries"]]
    assert len(paths) == len(set(paths))
    prose = {f"{page.stem}/" for page in (ROOT / "content").glob("*.md") if page.stem != "index"}
    assert set(paths) == prose | {f"devices/{name}/" for name in shipped.devices} | {
        f"troubleshooting/{name}/" for name in shipped.problems
    }
    entries = {path: entry for entry in index["entries"] for path in entry[1:2]}
    title, _, type_, group, names, had = entries["devices/roku/"]
    assert (title, TYPES[type_], index["groups"][group]) == ("Roku", "device", "Streaming players")
    assert index["problems"][had] == list(shipped.devices["roku"].problems)
    assert {*shipped.devices["roku"].also, *shipped.devices["roku"].models} <= set(names)
    title, _, type_, group, names, _ = entries["troubleshooting/retired-device/"]
    assert TYPES[type_] == "problem"
    assert "R40" in names
    assert {"security", "The password"} <= set(entries["security/"][4])


def test_everyday_words_and_noise_are_in_it(shipped: KnowledgeBase) -> None:
    index = index_of(shipped, ROOT / "content")
    assert ["tv", *shipped.everyday["tv"]] in index["everyday"]
    assert "log out" in {word: said for word, *said in index["everyday"]}["sign out"]
    assert {"the", shipped.service} <= set(index["noise"].split())


def test_no_name_stands_twice_in_an_entry(shipped: KnowledgeBase) -> None:
    for title, _, _, _, names, _ in index_of(shipped, ROOT / "content")["entries"]:
        known = [name.casefold() for name in (title, *names)]
        assert len(known) == len(set(known)), title


def test_it_is_the_same_every_time(shipped: KnowledgeBase) -> None:
    first = finder_index(shipped, ROOT / "content")
    again = load_project(Project(ROOT / "device_specs", ROOT / "content", ROOT / "mkdocs.yml"))
    assert finder_index(again, ROOT / "content") == first


@pytest.mark.parametrize("text", HOSTILE)
def test_strange_text_stays_text(lumen_known: LumenKnown, tmp_path: Path, text: str) -> None:
    quoted = json.dumps(text)
    kb = lumen_known(
        {
            "devices/tv/glow-tv.yml": ("name: Glow TV", f"name: {quoted}"),
            "everyday.yml": f"tv: {{people_say: [{quoted}]}}\n",
        }
    )
    (tmp_path / "guide.md").write_text(f"# {text} {{#page}}\n\n## Part {text}\n", "utf-8")
    index = index_of(kb, tmp_path)
    entries = {path: (title, names) for title, path, _, _, names, _ in index["entries"]}
    assert entries["devices/glow-tv/"][0] in (text, text[:1].upper() + text[1:])
    assert entries["guide/"] == (text, ["guide", f"Part {text}"])
    assert index["everyday"] == [["tv", text]]
    script = finder_index(kb, tmp_path)
    assert not set(script[len(PREFIX) :]) & set("<>&\u2028\u2029")


def test_code_blocks_and_frames_are_no_headings(lumen_known: LumenKnown, tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "device.md").write_text("# Frame\n", "utf-8")
    (tmp_path / "index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "empty.md").write_text("Nothing.\n", "utf-8")
    (tmp_path / "two-words.md").write_text(
        "---\ntitle: x\n---\n\n# Two {#page}\n\n```\n# no\n```\n\n## Yes\n", "utf-8"
    )
    entries = index_of(lumen_known(), tmp_path)["entries"]
    guides = [entry for entry in entries if TYPES[entry[2]] == "page"]
    assert [(title, path, names) for title, path, _, _, names, _ in guides] == [
        ("Two", "two-words/", ["two words", "Yes"])
    ]
