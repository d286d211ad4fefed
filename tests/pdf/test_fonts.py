"""The fonts draw what is written, and what they cannot draw is known before Typst is asked."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
import typst
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from docs.signs_font import NAME, TAKEN, TARGET
from generator.knowledge.base import KnowledgeBase
from generator.pdf import fonts as module
from generator.pdf.fonts import FontMissing, families, font_folders, fonts, missing_glyphs
from generator.pdf.typeset import STANDARDS
from tests.hostile import STRANGE

CUNEIFORM = "\U00012000"
TEMPLATE = """
#set document(title: "Letters", date: datetime(year: 2026, month: 11, day: 22))
#set text(font: json(bytes(sys.inputs.families)), fallback: false, lang: "en")
#for text in json(bytes(sys.inputs.texts)) [#std.text(text) ]
"""


def sets(texts: Iterable[str]) -> bool:
    """Whether Typst can set all texts. Raises what it says if it fails for anything but letters."""
    data = {"families": json.dumps(families()), "texts": json.dumps(list(texts))}
    try:
        typst.compile(
            TEMPLATE.encode(),
            font_paths=fonts(),
            sys_inputs=data,
            pdf_standards=STANDARDS,
            timestamp=0,
        )
    except typst.TypstError as error:
        if "could not be displayed" in error.message or "disallowed codepoint" in error.message:
            return False
        raise
    return True


def test_strange_texts_can_be_set() -> None:
    assert missing_glyphs("".join(STRANGE)) == set()
    assert sets(STRANGE)


@given(st.characters(exclude_categories=["Cs", "Cc"]))
def test_what_is_missing_is_what_typst_cannot_set(character: str) -> None:
    assert sets([f"a{character}b"]) == (missing_glyphs(character) == set())


@given(st.text(st.characters(categories=["Lo", "Mn", "Mc", "So", "Sm", "Cf", "Zs"]), max_size=3))
def test_what_is_not_missing_can_be_set_together(text: str) -> None:
    """Letters with the marks of other scripts, signs with signs that show nothing …"""
    known = "".join(character for character in text if not missing_glyphs(character))
    assert sets([known, f"a{known}b"])


def test_missing_letters_are_named() -> None:
    assert missing_glyphs(f"Roku {CUNEIFORM}\n↶") == {CUNEIFORM}
    assert not sets([CUNEIFORM])


@pytest.mark.parametrize("character", ["\ue000", "\U000f0000", "\ufeff"])
def test_what_no_tagged_file_may_hold_is_missing(character: str) -> None:
    assert missing_glyphs(character) == {character}
    assert not sets([f"a{character}b"])


def test_signs_come_from_one_font() -> None:
    """Signs of several fonts differ in size and weight, side by side on keys."""
    keys = "↑↓←→↶⌂☐☑✓✗★☰⋮⏻⏎⏏▶⏸"
    with TTFont(TARGET) as font:
        assert {key for key in keys if ord(key) not in font.getBestCmap()} == set()
    letters = TTFont(next(font.path for font in fonts().fonts() if font.family == "Noto Sans"))
    assert not any(ord(key) in letters.getBestCmap() for key in keys)
    assert families()[:2] == ("Noto Sans", NAME)


def test_the_font_of_signs_is_what_its_script_makes() -> None:
    with TTFont(TARGET) as font:
        taken = {code for ranges in TAKEN.values() for one in ranges for code in one}
        assert set(font.getBestCmap()) <= taken
        assert font["name"].getDebugName(1) == NAME
        assert "Open Font License" in font["name"].getDebugName(13)
        assert font["OS/2"].fsType == 0, "it may be embedded"
    assert "SIL OPEN FONT LICENSE Version 1.1" in TARGET.with_name("OFL.txt").read_text("utf-8")


def test_every_font_may_be_embedded() -> None:
    for font in fonts().fonts():
        assert font.path is not None, "none is built into Typst"
        with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
            assert opened["OS/2"].fsType == 0, font.path


def test_labels_are_in_both_weights(shipped: KnowledgeBase) -> None:
    """Labels are printed bold: a font with one weight would print them like other words."""
    for font in fonts().fonts():
        if font.family == NAME:
            continue
        with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
            axes = {axis.axisTag: axis for axis in opened["fvar"].axes}
        assert axes["wght"].maxValue >= 700, font.path
    words = "".join(
        w for one in shipped.labels.values() for said in one.text.values() for w in said
    )
    assert missing_glyphs(words) == set()
    with TTFont(TARGET) as signs:
        assert not {ord(character) for character in words} & signs.getBestCmap().keys()


def test_a_package_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PACKAGES", ("fonts_that_nobody_has",))
    font_folders.cache_clear()
    try:
        with pytest.raises(FontMissing, match="fonts-that-nobody-has are not installed"):
            font_folders()
    finally:
        font_folders.cache_clear()
