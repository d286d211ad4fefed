"""What is wrong with a PDF: by PDF/UA-1, by PDF/A-2a, and by rules of our own.

The two standards are judged by `page`, an independent validator that passes the corpora of veraPDF
and Isartor. The rules are what a validator cannot know or does not look at: that links lead
somewhere, that nothing can run, that the file does not tell who made it. Those that the Matterhorn
Protocol has too are held here for a second opinion
(https://pdfa.org/resource/the-matterhorn-protocol/; its checkpoints stand beside).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import page
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from tests.pdf.reading import Pdf, read_pdf

Rule = Callable[[Pdf], Iterator[str]]
PROFILES = ("ua1", "2a")
# What may stand in the metadata: nothing of it tells who made the file, on what, or when.
TOLD = {
    "dc:title",
    "dc:description",
    "dc:language",
    "dc:format",
    "dc:date",
    "pdf:PDFVersion",
    "pdfaid:part",
    "pdfaid:conformance",
    "pdfuaid:part",
    "pdfaExtension:schemas",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:CreatorTool",
    "xmpTPg:NPages",
    "xmpMM:InstanceID",
    "xmpMM:DocumentID",
    "xmpMM:RenditionClass",
    "xmpMM:History",
}
# Keys of anything that runs, opens, plays, sends or carries something, wherever it stands.
RUNNING = {
    "/JS",
    "/JavaScript",
    "/OpenAction",
    "/AA",
    "/AcroForm",
    "/XFA",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/EF",
    "/AF",
    "/RichMediaContent",
    "/Collection",
}
ACTIONS = {"/URI", "/GoTo"}
_LENGTHS = "PDFA2A-STREAM-LENGTH-001"
_STREAM = re.compile(rb"/Length (\d+)(?:(?!endobj).)*?>>\s*stream\r?\n", re.S)
_HEADING = re.compile(r"H([1-6])")
_FILE = re.compile(r"\.(png|jpe?g|svg|pdf|webp)$|^(image|figure|picture)?\s*\d*$", re.I)


def failures(data: bytes) -> list[str]:
    """All that is wrong with a PDF; empty if it is as it has to be."""
    return [*by_standards(data), *by_rules(read_pdf(data))]


def by_standards(data: bytes) -> list[str]:
    """What breaks PDF/UA-1 or PDF/A-2a, each with the rule's name."""
    found = []
    for profile in PROFILES:
        report = page.validate_pdf_bytes(data, profile=profile)
        assert report.is_compliant == (not report.failures)
        found += [
            f"{failure.rule_id}: {failure.message}"
            for failure in report.failures
            if failure.rule_id != _LENGTHS or not _lengths_are_right(data)
        ]
    return found


def _lengths_are_right(data: bytes) -> bool:
    """Whether the data of each stream ends where its length says. Data that ends in CR, before the
    LF that ends the line, is one byte too long for the validator, which takes both for the end."""
    streams = list(_STREAM.finditer(data))
    ends = [data[at.end() + int(at[1]) :].startswith(b"\nendstream") for at in streams]
    return len(ends) == data.count(b"\nendstream") and all(ends)


def by_rules(pdf: Pdf) -> list[str]:
    """What breaks the rules of this module, each with the rule's name."""
    return [f"{rule.__name__}: {what}" for rule in RULES for what in rule(pdf)]


def document(pdf: Pdf) -> Iterator[str]:
    """It is tagged, has a title that is shown, a language, and says what it is (06, 07, 11)."""
    root = pdf.raw.Root
    if root.get("/MarkInfo", Dictionary()).get("/Marked") is not True:
        yield "it is not marked as tagged"
    if "/StructTreeRoot" not in root:
        yield "it has no structure"
    if not pdf.language:
        yield "it has no language"
    if not pdf.title:
        yield "it has no title"
    if root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle") is not True:
        yield "its title is not shown"
    for key, value in (("pdfuaid:part", "1"), ("pdfaid:part", "2"), ("pdfaid:conformance", "A")):
        if pdf.metadata.get(key) != value:
            yield f"{key} is {pdf.metadata.get(key)}, not {value}"


def tagged_content(pdf: Pdf) -> Iterator[str]:
    """All that is painted is marked, and all marked text is in the structure, once (01)."""
    for drawn in pdf.drawn:
        if not drawn.marked:
            yield f"page {drawn.page + 1}: {drawn.operator} paints what is not marked"
    told = {(run.page, run.mark) for run in pdf.root.runs}
    for run in pdf.runs:
        if not run.artifact and run.text.strip() and (run.page, run.mark) not in told:
            yield f"page {run.page + 1}: {run.text!r} is not in the structure"
    if len(pdf.root.runs) > len({id(run) for run in pdf.root.runs}):
        yield "some text is in the structure twice"


def reading_order(pdf: Pdf) -> Iterator[str]:
    """The tab key goes through links in the order of the structure (28-009)."""
    for number, raw in enumerate(pdf.raw.pages, 1):
        if raw.obj.get("/Annots") and raw.obj.get("/Tabs") != Name.S:
            yield f"page {number}: its links have another order"


def headings(pdf: Pdf) -> Iterator[str]:
    """Headings begin with level 1 and skip none (14)."""
    level = 0
    for element in pdf.all():
        if found := _HEADING.fullmatch(element.tag):
            if int(found[1]) > level + 1:
                yield f"{element.text!r} has level {found[1]} after {level}"
            level = int(found[1])
            if not element.text:
                yield f"a heading of level {level} is empty"


def pictures(pdf: Pdf) -> Iterator[str]:
    """Pictures say in words what they show, and not by a file's name (13)."""
    for element in pdf.all("Figure", "Formula"):
        if not (element.alt or element.actual or "").strip():
            yield f"a {element.tag} has no words"
        elif _FILE.search((element.alt or "").strip()):
            yield f"{element.alt!r} says nothing of a picture"


def lists_and_tables(pdf: Pdf) -> Iterator[str]:
    """What makes up lists and tables is where it belongs (09)."""
    within = {
        "LI": {"L"},
        "LBody": {"LI"},
        "TOCI": {"TOC"},
        "TR": {"Table", "THead", "TBody", "TFoot"},
        "TH": {"TR"},
        "TD": {"TR"},
        "THead": {"Table"},
        "TBody": {"Table"},
    }
    for parent in [pdf.root, *pdf.all()]:
        for child in parent.children:
            tag = getattr(child, "tag", None)
            if tag in within and parent.tag not in within[tag]:
                yield f"{tag} stands in {parent.tag}"


def links(pdf: Pdf) -> Iterator[str]:
    """Links lead somewhere, over https or within the file, and say where (28-011, 28-012)."""
    for link in pdf.links:
        name = f"page {link.page + 1}: the link {link.text or link.contents!r}"
        if link.uri is None and link.place is None:
            yield f"{name} leads nowhere"
        if link.uri is not None and urlsplit(link.uri).scheme not in ("https", "mailto"):
            yield f"{name} leads to {link.uri}"
        if not link.contents:
            yield f"{name} does not say where it leads"
    known = {id(child) for element in pdf.all("Link") for child in element.children}
    for link in pdf.links:
        if id(link) not in known:
            yield f"page {link.page + 1}: {link.contents!r} is no link in the structure"
    for element in pdf.all("Link"):
        if not element.text:
            yield f"a link on page {(element.page or 0) + 1} has no words"


def bookmarks(pdf: Pdf) -> Iterator[str]:
    """Bookmarks have names, lead somewhere and skip no level."""
    level = 0
    for mark in pdf.outline:
        if mark.place is None or not mark.title.strip():
            yield f"the bookmark {mark.title!r} leads nowhere or has no name"
        if mark.level > level + 1:
            yield f"the bookmark {mark.title!r} has level {mark.level} after {level}"
        level = mark.level


def fonts(pdf: Pdf) -> Iterator[str]:
    """Fonts are embedded; every character has a glyph and is known (10, 31)."""
    for raw in pdf.raw.objects:
        is_font = isinstance(raw, Dictionary) and raw.get("/Type") == Name.FontDescriptor
        if is_font and not any(f"/FontFile{number}" in raw for number in ("", 2, 3)):
            yield f"{raw.FontName} is not embedded"
    for run in pdf.runs:
        if "\ufffd" in run.text:
            yield f"page {run.page + 1}: {run.font} shows what nobody can know"
        # The first glyph of a font is its box for what it lacks.
        if 0 in run.codes and not run.invisible:
            yield f"page {run.page + 1}: {run.font} lacks a glyph in {run.text!r}"


def nothing_runs(pdf: Pdf) -> Iterator[str]:
    """There is no script, no attachment, no form, and no action but to follow a link."""
    for what in _dictionaries(pdf.raw):
        for key in RUNNING & set(what.keys()):
            yield f"there is {key}"
        for key in ("/A", "/Next"):
            action = what.get(key)
            if isinstance(action, Dictionary) and "/S" in action and action.S not in ACTIONS:
                yield f"there is an action {action.S}"
        if what.get("/Type") == Name.Annot and what.get("/Subtype") != Name.Link:
            yield f"there is an annotation {what.get('/Subtype')}"


def told_of_us(pdf: Pdf) -> Iterator[str]:
    """The metadata tells nothing but title, language, edition, and the program."""
    for key in pdf.metadata:
        if _prefixed(key) not in TOLD:
            yield f"the metadata has {_prefixed(key)}"
    for key in pdf.raw.docinfo if pdf.raw.trailer.get("/Info") is not None else ():
        if key not in ("/Title", "/Subject", "/Creator", "/CreationDate", "/ModDate"):
            yield f"the document's information has {key}"


_NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/t/pg/": "xmpTPg",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.aiim.org/pdfa/ns/extension/": "pdfaExtension",
}


def _prefixed(key: str) -> str:
    namespace, _, name = key.removeprefix("{").rpartition("}")
    return f"{_NAMESPACES.get(namespace, namespace)}:{name}"


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All dictionaries of a file, those within others and those of streams too."""
    waiting: list[Any] = [*pdf.objects, pdf.trailer]
    while waiting:
        what = waiting.pop()
        if isinstance(what, Stream):
            what = what.stream_dict
        if isinstance(what, Dictionary):
            yield what
        if isinstance(what, Dictionary | Array):
            inner = what.values() if isinstance(what, Dictionary) else what
            waiting += [
                one
                for one in inner
                if isinstance(one, Dictionary | Array | Stream) and one.objgen == (0, 0)
            ]


RULES: tuple[Rule, ...] = (
    document,
    tagged_content,
    reading_order,
    headings,
    pictures,
    lists_and_tables,
    links,
    bookmarks,
    fonts,
    nothing_runs,
    told_of_us,
)
