"""The checks of PDFs find what is wrong: each spoils a valid file in one place.

What is judged here is `validity.py`, and with it the validator. The files that we publish are
judged by it in the tests of the handbook, the cards and the packs.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, String

from generator.pdf.fonts import families, fonts
from generator.pdf.typeset import STANDARDS
from tests.pdf.reading import read_pdf
from tests.pdf.validity import RULES, by_rules, by_standards, failures

SAMPLE = """
#set document(title: "Sample", description: "A file to spoil", date: datetime(
  year: 2026, month: 11, day: 22))
#set text(font: json(bytes(sys.inputs.families)), fallback: false, lang: "en")
#set page(width: 10cm, height: 12cm, header: [Running head], numbering: "1")
#outline()
= Televisions <kind>
== Roku <roku>
+ Press #box(stroke: 1pt, inset: 2pt)[Home].
+ Select *Sign Out*, in Hindi #text(lang: "hi")[साइन आउट करें].
#figure(rect(width: 1cm), alt: "A map of the menus", caption: [The menus])
#table(columns: 2, table.header[Key][Name], [↶], [Back])
See #link(<kind>)[the kind] and #link("https://source.example/")[the source].
"""


@pytest.fixture(scope="module")
def sample() -> bytes:
    made = typst.compile(
        SAMPLE.encode(),
        format="pdf",
        font_paths=fonts(),
        sys_inputs={"families": json.dumps(families())},
        pdf_standards=STANDARDS,
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


def test_a_good_file_has_nothing_wrong(sample: bytes) -> None:
    assert failures(sample) == []


def elements(pdf: pikepdf.Pdf, tag: str) -> list[Any]:
    found = [e for e in pdf.objects if isinstance(e, Dictionary) and e.get("/S") == f"/{tag}"]
    assert found, f"there is no {tag} to spoil"
    return found


def of_type(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    found = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Type") == f"/{kind}"]
    assert found, f"there is no {kind} to spoil"
    return found


def annotation(pdf: pikepdf.Pdf, key: str) -> Any:
    for one in pdf.pages:
        for raw in one.obj.get("/Annots", []):
            if key in raw:
                return raw
    raise AssertionError(f"no link has {key}")


def rewrite(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    content = pdf.pages[0].Contents
    data, times = re.subn(old, new, content.read_bytes(), count=1)
    assert times, f"the page has no {old!r} to spoil"
    content.write(data)


def in_metadata(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    data = pdf.Root.Metadata.read_bytes().decode()
    assert old in data, f"the metadata has no {old!r} to spoil"
    pdf.Root.Metadata.write(data.replace(old, new).encode())


@dataclass(frozen=True)
class Spoilt:
    """A way to spoil a file, and who finds it: our own rule, and the validator by a rule whose name
    has `validator` in it, if it looks for such a thing at all."""

    spoil: Callable[[pikepdf.Pdf], object]
    rule: str
    validator: str | None


SPOILT: list[Spoilt] = []


def found_by(rule: str, validator: str | None = None) -> Callable[..., Any]:
    def take(spoil: Callable[[pikepdf.Pdf], object]) -> object:
        SPOILT.append(Spoilt(spoil, rule, validator))
        return spoil

    return take


@found_by("document", "TAGGED-DOCUMENT")
def not_marked_as_tagged(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


@found_by("document", "STRUCT-TREE-ROOT")
def no_structure(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


@found_by("document", "TEXT-LANGUAGE")
def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@found_by("document", "VIEWER-PREFERENCES")
def title_is_not_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences.DisplayDocTitle


@found_by("document", "METADATA-TITLE")
def no_title(pdf: pikepdf.Pdf) -> None:
    in_metadata(pdf, "dc:title", "dc:subject")


@found_by("document", "ID-PART")
def not_said_to_be_for_everyone(pdf: pikepdf.Pdf) -> None:
    in_metadata(pdf, "<pdfuaid:part>1", "<pdfuaid:part>2")


@found_by("document", "ID-CONFORMANCE")
def said_to_be_of_a_lower_level(pdf: pikepdf.Pdf) -> None:
    in_metadata(pdf, "conformance>A", "conformance>B")


@found_by("tagged_content", "CONTENT-TAGGING")
def drawing_in_no_mark(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, rb"$", b"\nq 0 0 10 10 re f Q")


@found_by("tagged_content")
def text_in_no_element(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, rb"/MCID 2>>", b"/MCID 999>>")


@found_by("tagged_content")
def text_told_twice(pdf: pikepdf.Pdf) -> None:
    paragraph = elements(pdf, "P")[0]
    paragraph.K = Array([*paragraph.K, *paragraph.K])


@found_by("reading_order", "PAGE-TABS")
def links_in_another_order(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Tabs = Name.R


@found_by("headings", "HEADING-NESTING")
def heading_skips_a_level(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].S = Name.H3


@found_by("pictures", "FIGURE-ALTERNATIVE-TEXT")
def picture_without_words(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0].Alt


@found_by("pictures")
def picture_named_like_a_file(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[0].Alt = String("map.png")


@found_by("lists_and_tables", "LI-PARENT")
def item_outside_a_list(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "L")[0].S = Name.Sect


@found_by("lists_and_tables", "TH-PARENT")
def cell_outside_a_row(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "TR")[0].S = Name.Div


@found_by("links", "LINK-CONTENTS")
def link_that_says_nothing(pdf: pikepdf.Pdf) -> None:
    del annotation(pdf, "/Contents").Contents


@found_by("links", "LINK-LINK-TAG")
def link_outside_the_structure(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Link")[-1].S = Name.Span


@found_by("links")
def link_to_no_place(pdf: pikepdf.Pdf) -> None:
    annotation(pdf, "/Dest").Dest = String("nowhere")


@found_by("links")
def link_to_a_program(pdf: pikepdf.Pdf) -> None:
    annotation(pdf, "/A").A.URI = String("javascript:run()")


@found_by("links")
def link_in_the_clear(pdf: pikepdf.Pdf) -> None:
    annotation(pdf, "/A").A.URI = String("http://source.example/")


@found_by("bookmarks")
def bookmark_to_no_place(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines.First.Dest


@found_by("fonts", "FONT-EMBEDDING")
def font_is_not_embedded(pdf: pikepdf.Pdf) -> None:
    del of_type(pdf, "FontDescriptor")[0].FontFile2


@found_by("fonts", "UNICODE-MAPPING")
def characters_that_nobody_knows(pdf: pikepdf.Pdf) -> None:
    del next(font for font in of_type(pdf, "Font") if "/ToUnicode" in font).ToUnicode


@found_by("fonts", "NOTDEF")
def box_for_a_glyph(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, rb"\[\(\\000\\001", rb"[(\\000\\000")


@found_by("nothing_runs", "ACTION-TYPE")
def script_at_the_start(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@found_by("nothing_runs")
def script_by_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=Array())


@found_by("nothing_runs", "ACTION-TYPE")
def link_that_starts_a_program(pdf: pikepdf.Pdf) -> None:
    annotation(pdf, "/A").A = Dictionary(S=Name.Launch, F=String("calc"))


@found_by("nothing_runs", "EMBEDDED-FILE")
def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"a"


@found_by("nothing_runs")
def form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array())


@found_by("nothing_runs")
def note_on_a_page(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9])
    pdf.pages[0].obj.Annots.append(note)


@found_by("told_of_us")
def author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "root@build-host"


@found_by("told_of_us")
def path_in_the_metadata(pdf: pikepdf.Pdf) -> None:
    in_metadata(pdf, "<dc:format>", "<dc:source>/home/me/a.typ</dc:source><dc:format>")


@pytest.mark.parametrize("case", SPOILT, ids=lambda case: case.spoil.__name__)
def test_what_is_wrong_is_found(sample: bytes, case: Spoilt) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        case.spoil(pdf)
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    data = out.getvalue()
    assert any(what.startswith(f"{case.rule}: ") for what in by_rules(read_pdf(data)))
    if case.validator:
        said = by_standards(data)
        assert any(case.validator in what for what in said), said


def test_every_rule_is_tried() -> None:
    assert {case.rule for case in SPOILT} == {rule.__name__ for rule in RULES}
