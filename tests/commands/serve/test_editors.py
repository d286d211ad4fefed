"""The links that open a file in an editor."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from generator.commands.serve.editors import EDITORS, EditorLink, link_to
from generator.read.problem import Place

PLACE = Place("/specs/my tv/a&b#1?.yml", 12, 5)
ENCODED = "/specs/my%20tv/a%26b%231%3F.yml"


def address_of(value: str) -> str:
    return EditorLink().convert(value, None, None)


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("vscode", f"vscode://file{ENCODED}:12:5"),
        ("cursor", f"cursor://file{ENCODED}:12:5"),
        ("zed", f"zed://file{ENCODED}:12:5"),
        ("idea", f"idea://open?file={ENCODED}&line=12&column=5"),
        ("sublime", f"subl://open?url=file://{ENCODED}&line=12&column=5"),
        ("none", ""),
        ("my-editor:{line}@{file}", f"my-editor:12@{ENCODED}"),
        ("http://localhost:99/open?at={file}", f"http://localhost:99/open?at={ENCODED}"),
    ],
)
def test_a_name_or_an_address_becomes_a_link(value: str, link: str) -> None:
    assert link_to(PLACE, address_of(value)) == link


def test_every_editor_is_told_file_and_line() -> None:
    for address in EDITORS.values():
        assert "{file}" in address
        assert "{line}" in address
        assert address_of(address) == address


def test_a_path_is_that_of_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert link_to(Place("specs/a.yml"), "x:{file}") == f"x:{tmp_path}/specs/a.yml"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("vscodee", "There is no editor `vscodee` here. Did you mean `vscode`?"),
        ("x", "Known are vscode, "),
        ("x:open", "has no {file}"),
        ("x:{file}:{row}", "{row} is nothing; there are {file}, {line} and {column}."),
        ("javascript:alert('{file}')", "is not an address that opens a file"),
        ("JavaScript:alert('{file}')", "is not an address that opens a file"),
        ("data:text/html,{file}", "is not an address that opens a file"),
        ("//{file}:{line}", "is not an address that opens a file"),
    ],
)
def test_what_opens_nothing_is_refused(value: str, says: str) -> None:
    with pytest.raises(click.BadParameter) as refused:
        address_of(value)
    assert says in refused.value.message
