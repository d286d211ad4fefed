"""What is told of one file that is not what a spec may be: where, what, how to mend it, and what a
program may do about it, to the letter. It stands in told.txt, below each text.

REWRITE=1 pytest tests/read/test_told.py writes told.txt anew.
"""

from __future__ import annotations

import os
from ast import literal_eval
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.read.characters import text_of
from generator.read.document import parse
from generator.read.problem import Place, Problem
from generator.read.syntax import syntax_problem

FILE = Path(__file__).parent / "told.txt"


def told(text: str) -> list[str]:
    return [
        str(problem).removeprefix("f.yml:") + (f" ({problem.fix.do})" if problem.fix else "")
        for problem in parse("f.yml", text.encode())[1]
    ]


def cases() -> dict[str, list[str]]:
    """What is told of each text; texts stand there as in Python."""
    found: dict[str, list[str]] = {}
    for row in FILE.read_text("utf-8").splitlines():
        if row.startswith("  "):
            found[list(found)[-1]].append(row.strip())
        elif row and not row.startswith("#"):
            found[literal_eval(row)] = []
    return found


if "REWRITE" in os.environ:
    rows = [row for row in FILE.read_text("utf-8").splitlines() if not row.startswith("  ")]
    FILE.write_text(
        "".join(
            f"{row}\n"
            + (
                ""
                if row.startswith("#")
                else "".join(f"  {one}\n" for one in told(literal_eval(row)))
            )
            for row in rows
        ),
        "utf-8",
    )


@pytest.mark.parametrize(("text", "expected"), cases().items())
def test_what_is_told(text: str, expected: list[str]) -> None:
    assert expected, "this is no mistake"
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: |\nb: c\n", {"a": "", "b": "c"}),
        ("a: |\n", {"a": ""}),
        ("a: |\n  \n  Xbox\n", {"a": "\nXbox\n"}),
        ("a: |\n\n  b\n\n\n", {"a": "\nb\n"}),
        ("a: |\n  b\nc: d\n   ", {"a": "b\n", "c": "d"}),
        ("a: |1\n   \n  b\n", {"a": "  \n b\n"}),
        ("a: |1\n   \n", {"a": "  \n"}),
        ("a: |1\n \n X\n", {"a": "\nX\n"}),
        ("a: >-\n  b\n\n  c # d\n", {"a": "b\nc # d"}),
        ("a: 'b' # c\nd: [e] # f\n", {"a": "b", "d": ["e"]}),
        ("a: [b,\n c, # d\n  e]\n", {"a": ["b", "c", "e"]}),
        ("a: [b,\n c]\nd: 'e\n f'\ng: h\n", {"a": ["b", "c"], "d": "e f", "g": "h"}),
        ("{a: 'b\nc',\nd: [e,\nf]}\n", {"a": "b c", "d": ["e", "f"]}),
        ("a: “b\nc: d”\n", {"a": "“b", "c": "d”"}),
        ("a: '“b”'\nc: \"“d”\"\n", {"a": "“b”", "c": "“d”"}),
        ("a: >\n  “b”\n", {"a": "“b”\n"}),
        ("'no': b\n\"12\": c\n'': d\n", {"no": "b", "12": "c", "": "d"}),
    ],
)
def test_what_is_right_is_read(text: str, value: Any) -> None:
    document, problems = parse("f.yml", text.encode())
    assert problems == []
    assert document is not None
    assert document.value == value


@pytest.mark.parametrize(
    ("data", "place", "byte"),
    [
        (b"a: b\nc: \xfc\n", Place("f.yml", 2, 4), "0xFC"),
        (b"\xef\xbb\xbfa: \xff", Place("f.yml", 1, 4), "0xFF"),
        ("a: 電".encode() + b"\r\r\x8e", Place("f.yml", 3, 1), "0x8E"),
    ],
)
def test_what_is_told_of_bytes_that_are_no_text(data: bytes, place: Place, byte: str) -> None:
    document, problems = parse("f.yml", data)
    message = f"The byte {byte} is not UTF-8."
    hint = "Save the file as UTF-8 in your editor."
    assert (document, problems) == (None, [Problem(place, "not-utf8", message, hint)])
    assert text_of("f.yml", data) == ("", problems)


def test_what_nobody_has_words_for_is_told_in_those_of_the_parser() -> None:
    mark = yaml.Mark("", 0, 1, 3, "", 0)  # type: ignore[no-untyped-call]
    unknown = yaml.scanner.ScannerError("while doing this", mark, "found that", mark)
    assert syntax_problem("f.yml", "a: b\nc: d\n", unknown) == Problem(
        Place("f.yml", 2, 4),
        "yaml-syntax",
        "The YAML cannot be read here: found that.",
        "Look at this line and above.",
    )
    assert syntax_problem("f.yml", "a: b\n", yaml.YAMLError("It is no YAML")) == Problem(
        Place("f.yml"),
        "yaml-syntax",
        "The YAML cannot be read: It is no YAML.",
        "Look at this line and above.",
    )
