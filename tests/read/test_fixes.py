"""What a program is told to do about each problem of reading, beside what is said in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.read.characters import without_unwanted
from generator.read.document import parse
from generator.read.problem import Fix, did_you_mean, sure
from generator.read.scalar import quoted
from generator.read.tree import as_id, spec_files, unknown_place


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("name: Ro\u200bku\n", "unwanted-character", Fix("delete")),
        ("name: Ro\u202eku\n", "unwanted-character", Fix("delete")),
        ("name: Ro\x07ku\n", "unwanted-character", None),
        ("name:\n\tleft: Roku\n", "yaml-syntax", Fix("spaces")),
        ("name: Roku: four\n", "yaml-syntax", Fix("quote")),
        ("name: @home\n", "yaml-syntax", Fix("quote")),
        ("name: >home\n", "yaml-syntax", Fix("quote")),
        ("name: [one, two\n", "yaml-syntax", None),
        ('name: "one" two\n', "yaml-syntax", None),
    ],
)
def test_of_a_character_or_a_line(text: str, code: str, fix: Fix | None) -> None:
    problem = parse("f.yml", text.encode())[1][0]
    assert (problem.code, problem.fix) == (code, fix)


@pytest.mark.parametrize(
    ("name", "hint", "fix"),
    [
        ("Roku 4.yml", "Call it `roku-4`.", Fix("move", "roku-4.yml")),
        ("roku.yaml", "Call it `roku.yml`.", Fix("move", "roku.yml")),
        ("my.roku.yaml", "Call it `my-roku.yml`.", Fix("move", "my-roku.yml")),
        ("roku.YML", "Call it `roku.yml`.", Fix("move", "roku.yml")),
        ("roku.yml.bak", "Call it `roku.yml`.", None),
        ("roku.Yaml.orig", "Call it `roku.yml`.", None),
        ("roku.txt", "Move it out of the folder of specs.", None),
        ("yml", "Move it out of the folder of specs.", None),
        ("日本.yaml", "Call it `日本.yml`.", None),
        ("Ro\u200bku.yml", "Call it `roku`.", None),
    ],
)
def test_of_a_files_name(tmp_path: Path, name: str, hint: str, fix: Fix | None) -> None:
    (tmp_path / name).write_text("", "utf-8")
    [problem] = spec_files(tmp_path, "specs")
    assert (problem.hint, problem.fix) == (hint, fix)  # type: ignore[union-attr]


def test_of_a_file_where_nothing_of_its_name_is_expected() -> None:
    known = ["labels.yml", "keys.yml"]
    found = unknown_place("specs/label.yml", "label.yml", known)
    assert (found.hint, found.fix) == ("Did you mean `labels.yml`?", Fix("move", "labels.yml"))
    assert unknown_place("specs/label", "labels", ["label"]).fix is None, "a folder"


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        # Of names of fewer than three letters, of fewer than eight, and of more: no slip, one, two.
        ("ab", "ac", None),
        ("abcx", "abc", "abc"),
        ("ab", "abc", None),
        ("abc", "abcd", "abcd"),
        ("abcdefg", "abcdefx", "abcdefx"),
        ("abcdefg", "abcdexy", None),
        ("abcdefgh", "abcdefxy", "abcdefxy"),
        ("abcdefghij", "abcdefgxyz", None),
        # Neighbours that changed places are one slip, in front and at the end too.
        ("bacdef", "abcdef", "abcdef"),
        ("abcdfe", "abcdef", "abcdef"),
        ("abcdefgh", "abcdef", "abcdef"),
        ("get_help", "get-help", "get-help"),
        ("get help", "get-help", "get-help"),
    ],
)
def test_how_many_slips_are_surely_slips(written: str, known: str, meant: str | None) -> None:
    assert sure(written, [known]) == meant


def test_a_second_name_that_is_nearly_as_near_leaves_a_doubt() -> None:
    assert sure("settinks", ["settings", "zzz"]) == "settings"
    assert sure("settinks", ["settings", "settinxs"]) is None
    assert sure("settinks", ["settings", "settixxs", "zzz"]) is None


def test_how_many_names_are_told() -> None:
    names = [f"n{number:02}" for number in range(13)]
    assert did_you_mean("zzzz", names[:1]) == "There is only `n00`."
    assert did_you_mean("zzzz", names[:2]) == "There are `n00`, `n01`."
    assert did_you_mean("zzzz", names[:12]).count("`") == 24
    assert did_you_mean("zzzz", names) == ""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        ('say "hi"', "'say \"hi\"'"),
        ("it's", '"it\'s"'),
        ('it\'s "hi"', '"it\'s \\"hi\\""'),
        ("C:\\", '"C:\\\\"'),
    ],
)
def test_quotes_that_need_the_least_change(text: str, written: str) -> None:
    assert quoted(text) == written
    document, _ = parse("f.yml", f"name: {written}\n".encode())
    assert document is not None
    assert document.value == {"name": text}


def test_what_may_not_stand_in_a_text_is_marked() -> None:
    assert without_unwanted("Ro\u202eku") == "Ro\ufffdku"


def test_the_name_that_comes_closest_may_be_as_long_as_any() -> None:
    assert as_id("A" * 64) in ("a" * 64, None)
    longest = next(n for n in range(200, 0, -1) if as_id("a" * n))
    assert as_id("A" * longest) == "a" * longest
    assert as_id("-X-") == "x"
