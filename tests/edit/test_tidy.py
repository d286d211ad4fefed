"""Spacing and order: the data and the comments are the same after it, or nothing is done."""

from __future__ import annotations

import pytest

from generator.edit.tidy import in_order, is_untidy, ordered, spaced
from generator.model.device import Device


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("a: b  \nc: d\t\n", "a: b\nc: d\n"),
        ("a: b # why \n", "a: b # why\n"),
        ("a: b", "a: b\n"),
        ("a: b\n\n\n", "a: b\n"),
        ("a: |\n  b  \n  c\n", "a: |\n  b  \n  c\n"),  # here the space is data
        ('a: "b  \n  c"\n', 'a: "b\n  c"\n'),  # here it is not
        ("a: b: c  \n", "a: b: c  \n"),  # it cannot be read
    ],
)
def test_spacing(text: str, tidied: str) -> None:
    assert spaced(text) == tidied
    assert spaced(tidied) == tidied
    assert is_untidy(text.encode()) or text == tidied


@pytest.mark.parametrize("text", ["a: b\n", "a: b\n\nc: d\n", "# e\na: b\n"])
def test_what_is_tidy(text: str) -> None:
    assert not is_untidy(text.encode())


def test_the_order_of_the_model() -> None:
    assert in_order(Device, ["models", "mine", "name", "also"]) == (
        "name",
        "also",
        "models",
        "mine",
    )


def test_comments_go_with_what_they_stand_above() -> None:
    text = "a: x # of a\n# of b\nb:\n  - y\n  # in b\n\n# of c\n# of c too\nc: z"
    assert ordered(text, ["c", "b", "a"]) == (
        "# of c\n# of c too\nc: z\n# of b\nb:\n  - y\n  # in b\n\na: x # of a\n"
    )


def test_the_line_for_editors_stays_on_top() -> None:
    line = "# yaml-language-server: $schema=../.schema/device.json\n"
    assert ordered(f"{line}a: x\nb: y\n", ["b", "a"]) == f"{line}b: y\na: x\n"


@pytest.mark.parametrize(
    "text",
    [
        "# about the whole file, or about a?\na: x\nb: y\n",
        "{a: x, b: y}\n",
        "a: x\nb: y\nb: z\n",
    ],
)
def test_what_is_not_sure_is_left_alone(text: str) -> None:
    assert ordered(text, ["b", "a"]) == text
