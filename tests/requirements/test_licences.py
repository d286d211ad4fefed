"""Every dependency has a licence that is known and allowed, and what the site hands on is told."""

from __future__ import annotations

from email.message import Message
from importlib.metadata import distributions, files, metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from docs.licences import OUT, licences_page, recorded
from generator.site.notices import NAME, notices
from requirements.licences import (
    Dependency,
    dependencies,
    is_allowed,
    is_spdx,
    licence_of,
    locked,
    refused,
    rules,
    stated,
)

KNOWN = dependencies(recorded(OUT.read_text("utf-8")))


def test_each_is_known_and_allowed() -> None:
    assert refused(KNOWN) == []
    assert {name for name, _ in locked("test")} <= {one.name for one in KNOWN}
    assert len(KNOWN) > 250


def test_the_page_is_up_to_date() -> None:
    assert OUT.read_text("utf-8") == licences_page(KNOWN), "run `make docs`"


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("", "odd 1.0: its licence is not known"),
        ("AGPL-3.0-only", "odd 1.0: AGPL-3.0-only is not allowed"),
        ("MIT AND AGPL-3.0-only", "odd 1.0: MIT AND AGPL-3.0-only is not allowed"),
        ("Freeware", "odd 1.0: Freeware is not allowed"),
    ],
)
def test_others_are_refused(licence: str, said: str) -> None:
    assert refused([Dependency("odd", "1.0", "tests", licence)]) == [said]


def test_of_several_licences_one_may_choose_unless_all_hold() -> None:
    assert is_allowed("MIT OR GPL-3.0-only", {"MIT"})
    assert not is_allowed("MIT AND GPL-3.0-only", {"MIT"})
    assert is_allowed("(MIT OR GPL-3.0-only) AND ISC", {"MIT", "ISC"})
    assert not is_allowed("GPL-2.0-only", {"GPL-2.0-only WITH Classpath-exception-2.0"})


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ([("License-Expression", "MIT OR Apache-2.0"), ("License", "BSD")], "MIT OR Apache-2.0"),
        ([("License", "ISC")], "ISC"),
        ([("License", "MIT License")], "MIT"),
        ([("Classifier", "License :: OSI Approved :: MIT License")], "MIT"),
        # Which BSD licence it is, and which of two holds, a person has to look up.
        ([("Classifier", "License :: OSI Approved :: BSD License")], ""),
        (
            [
                ("Classifier", "License :: OSI Approved :: MIT License"),
                ("Classifier", "License :: OSI Approved :: Apache Software License"),
            ],
            "",
        ),
        ([("License", "see the file")], ""),
        ([], ""),
    ],
)
def test_what_packages_say_of_themselves(fields: list[tuple[str, str]], licence: str) -> None:
    said = Message()
    for name, value in fields:
        said[name] = value
    assert stated(said) == licence  # type: ignore[arg-type]


def test_what_is_said_for_packages_is_needed_and_is_a_licence() -> None:
    names = {one.name for one in KNOWN}
    there = {canonicalize_name(one.metadata["Name"]) for one in distributions()}
    for name, (licence, where) in rules()["said"].items():
        assert name in names | there, f"nothing needs {name} any more"
        assert is_spdx(licence) and where


def test_the_site_hands_on_only_what_asks_no_more_than_its_notice() -> None:
    for part in rules()["in_the_site"]:
        licence = part.get("licence") or licence_of(part["from"])
        assert is_allowed(licence, rules()["anywhere"]), part["what"]


def test_the_notice_in_the_site_names_who_made_it() -> None:
    notice = notices()[NAME]
    theme = next(
        f for f in files("mkdocs-material") or () if f.parts[-2:] == ("licenses", "LICENSE")
    )
    assert theme.read_text("utf-8").splitlines()[0] in notice, "the notice of another version"
    assert "Copyright 2022 CloudCannon" in notice  # its package brings no licence
    assert metadata("pagefind-bin")["License"] == "MIT"
    ours = (Path(__file__).parents[2] / "LICENSE").read_text("utf-8").split()
    assert " ".join(ours[ours.index("Permission") :]) in " ".join(notice.split())
    for word in ("Pictogrammers", "Apache", "SIL Open Font License"):
        assert word in notice
