"""Specs and prose that change while they are read: what is published was there at one moment."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.faults.conftest import Stage, points, said_plainly

# What somebody does in the folder of the project, and how a page shows that it was done.
EDITS = {
    "two files at once": (
        "sed -i 's/Three/Four/' device_specs/devices/tv/vista.yml &&"
        " sed -i 's/en: Pause/en: Rest/' device_specs/labels.yml",
        {b"Three ", b"Pause"},
        {b"Four ", b"Rest"},
    ),
    "a page": ("sed -i 's/Words on/Terms on/' content/words.md", set(), set()),
    "a file goes": ("rm device_specs/devices/phone/pebble.yml", set(), set()),
    "a page goes": ("rm content/contribute.md", set(), set()),
    "a file is emptied": (": > device_specs/labels.yml", set(), set()),
    "a file grows": ("cat content/s*.md >> content/words.md", set(), set()),
    "the settings": ("echo 'copyright: Nobody' >> mkdocs.yml", set(), set()),
    "another branch": ("mv device_specs was && cp -r was device_specs && rm -r was", set(), set()),
}


def changed_at(stage: Stage, edit: str, number: int) -> None:
    """Edits once a build opens its so manieth file."""
    command, before, after = EDITS[edit]
    was, to_be = stage.site, stage.to_be
    fault = {"kind": "read", "at": number, "done": "edit", "command": command}
    built = stage.build(fault=fault)
    assert stage.litter == set(), (number, built)
    if built.status:
        assert built.status == 1, (number, built)
        assert stage.site == was, (number, built)
        problems_told_plainly(built.out, built.err)
        return
    # All from before it, or all from after it, which is what the next build makes.
    now = stage.site
    if now != to_be:
        again = stage.build()
        assert again.status == 0, (number, again)
        assert stage.site == now, (number, built)
    shown = now["devices/vista/index.html"]
    assert all(word not in shown for word in (after if now == to_be else before)), number


def problems_told_plainly(out: str, err: str) -> None:
    assert "Traceback" not in out + err
    assert "Errno" not in out + err
    assert out.rstrip().endswith((" in 1 file.", " files.", "can mend it.")) or err, out


def reads(stage: Stage) -> Mapping[str, int]:
    """How many files a build opens."""
    return stage.calls(fault={"kind": "read", "done": "kill"})


def test_specs_and_prose_change_while_they_are_read(pages_only: type[Stage]) -> None:
    most = reads(pages_only())["read"]
    for edit in ("two files at once", "a page goes"):
        for number in points(most, 4)[1:3]:
            changed_at(pages_only(), edit, number)


def test_it_is_said_what_changed(stage: Stage) -> None:
    number = reads(stage)["read"] // 3
    command = EDITS["two files at once"][0]
    fault = {"kind": "read", "at": number, "done": "edit", "command": command}
    built = stage.build(fault=fault)
    assert built.status == 1
    for name in ("devices/tv/vista.yml", "labels.yml"):
        assert f"device_specs/{name}:1:1: It was changed while the site was made." in built.out
    assert "Wait until whatever writes here has finished, and run this again." in built.out
    assert stage.site == stage.was
    said_plainly(stage.build(fault={"kind": "write", "from": 1, "done": "ENOSPC"}))


@pytest.mark.long
@pytest.mark.parametrize("edit", EDITS)
def test_a_change_at_25_moments(pages_only: type[Stage], edit: str) -> None:
    for number in points(reads(pages_only())["read"], 25):
        changed_at(pages_only(), edit, number)
