"""Reads a PDF back, as a screen reader and a person would: the tree of its structure with the text
of each element, links with what they lead to, bookmarks, fonts, pages.

    pdf = read_pdf(file)            # a path or bytes
    pdf.text                        # all of it, in the order in which it is read aloud
    [e.text for e in pdf.all("H2")]
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree

from tests.pdf.content import Drawn, Font, PageContent, Run
from tests.pdf.elements import Bookmark, Element, Link, Place, joined


class Pdf:
    """A PDF that was read; `raw` is pikepdf's."""

    def __init__(self, raw: pikepdf.Pdf) -> None:
        self.raw = raw
        self.fonts: dict[tuple[int, int], Font] = {}
        self.contents = [
            PageContent(page, number, self.fonts) for number, page in enumerate(raw.pages)
        ]
        self._number_of_page = {
            page.obj.objgen: number for number, page in enumerate(self.raw.pages)
        }
        names = raw.Root.get("/Names", Dictionary()).get("/Dests")
        self._names = NameTree(names) if names is not None else {}
        self._roles = raw.Root.get("/StructTreeRoot", Dictionary()).get("/RoleMap", Dictionary())

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return len(self.raw.pages)

    @property
    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page in points."""
        boxes = [[float(side) for side in page.mediabox] for page in self.raw.pages]
        return [(right - left, top - bottom) for left, bottom, right, top in boxes]

    @property
    def title(self) -> str | None:
        """The title in the metadata."""
        return self.metadata.get("dc:title")

    @cached_property
    def metadata(self) -> Any:
        """The metadata (XMP) as a mapping; read only, since pikepdf would sign what it writes."""
        return self.raw.open_metadata(set_pikepdf_as_editor=False)

    @property
    def language(self) -> str | None:
        """The language of the document."""
        said = self.raw.Root.get("/Lang")
        return None if said is None else str(said)

    @cached_property
    def runs(self) -> list[Run]:
        """All text in the order in which it is drawn, page by page, artifacts too."""
        return [run for content in self.contents for run in content.runs]

    @cached_property
    def drawn(self) -> list[Drawn]:
        """All that is painted on the pages."""
        assert self.runs is not None  # it is found on the way
        return [drawn for content in self.contents for drawn in content.drawn]

    def page_text(self, number: int, *, artifacts: bool = True) -> str:
        """The text of a page, counted from 0, line by line as drawn; running heads and page numbers
        are artifacts."""
        runs = [run for run in self.contents[number].runs if artifacts or not run.artifact]
        lines = joined(runs, "\n").split("\n")
        return "\n".join(" ".join(line.split()) for line in lines)

    @cached_property
    def root(self) -> Element:
        """The structure; its children are what stands in the document."""
        tree = self.raw.Root.get("/StructTreeRoot")
        root = Element("Root", None, None, None, None, (0, 0), tree)
        if tree is not None:
            self._marked = self._runs_by_mark()
            self._links: dict[tuple[int, int], Link] = {}
            self._fill(root, tree.get("/K"), None)
        return root

    def all(self, *tags: str) -> list[Element]:
        """The elements with one of `tags`, in reading order."""
        return list(self.root.all(*tags))

    @property
    def text(self) -> str:
        """All text in reading order, a block a line, without artifacts."""
        return self.root.text

    @cached_property
    def links(self) -> list[Link]:
        """All links, page by page."""
        assert self.root is not None  # links are found in it
        known = getattr(self, "_links", {})
        found = []
        for page in self.raw.pages:
            for raw in page.obj.get("/Annots", []):
                if raw.get("/Subtype") == Name.Link:
                    found.append(known.get(_key(raw)) or self._link(raw, ""))
        return found

    @cached_property
    def outline(self) -> list[Bookmark]:
        """The bookmarks in order."""
        first = self.raw.Root.get("/Outlines", Dictionary()).get("/First")
        return list(self._bookmarks(first, 1))

    def _bookmarks(self, raw: Any, level: int) -> Iterator[Bookmark]:
        while raw is not None:
            yield Bookmark(str(raw.Title), level, self._place(_target(raw)))
            yield from self._bookmarks(raw.get("/First"), level + 1)
            raw = raw.get("/Next")

    def _runs_by_mark(self) -> dict[tuple[int, int], list[Run]]:
        found: dict[tuple[int, int], list[Run]] = {}
        for run in self.runs:
            if run.mark is not None:
                found.setdefault((run.page, run.mark), []).append(run)
        return found

    def _fill(self, element: Element, kids: Any, page: Any) -> None:
        """Adds what `kids`, the entry K of an element, holds."""
        annotations = []
        for kid in kids if isinstance(kids, Array) else [] if kids is None else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                child = self._element(kid)
                element.children.append(child)
                self._fill(child, kid.get("/K"), kid.get("/Pg", page))
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                annotations.append(kid.Obj)
            else:
                mark = int(kid.MCID) if isinstance(kid, Dictionary) else int(kid)
                on = kid.get("/Pg", page) if isinstance(kid, Dictionary) else page
                number = self._number_of_page[on.objgen]
                element.children += self._marked.get((number, mark), [])
        for raw in annotations:  # now that all its words are there
            link = self._link(raw, element.text.replace("\n", " "))
            self._links[_key(raw)] = link
            element.children.append(link)

    def _element(self, raw: Any) -> Element:
        tag = str(raw.S)
        tag = str(self._roles.get(tag, tag))
        texts = [raw.get(key) for key in ("/Alt", "/ActualText", "/Lang", "/T")]
        alt, actual, lang, title = (None if text is None else str(text) for text in texts)
        return Element(tag.removeprefix("/"), alt, actual, lang, title, raw.objgen, raw)

    def _link(self, raw: Any, text: str) -> Link:
        action = raw.get("/A", Dictionary())
        uri = action.get("/URI") if action.get("/S") == Name.URI else None
        contents = raw.get("/Contents")
        left, bottom, right, top = (float(side) for side in raw.Rect)
        return Link(
            page=self._page_of(raw),
            rect=(left, bottom, right, top),
            contents=None if contents is None else str(contents),
            text=text,
            uri=None if uri is None else str(uri),
            place=self._place(_target(raw)),
            raw=raw,
        )

    @cached_property
    def _pages_of_annotations(self) -> dict[tuple[int, int], int]:
        return {
            _key(raw): number
            for number, page in enumerate(self.raw.pages)
            for raw in page.obj.get("/Annots", [])
        }

    def _page_of(self, annotation: Any) -> int:
        return self._pages_of_annotations[_key(annotation)]

    def _place(self, target: Any) -> Place | None:
        if isinstance(target, pikepdf.String | Name):
            name = str(target).removeprefix("/") if isinstance(target, Name) else str(target)
            if name in self._names:
                target = self._names[name]
            else:
                target = self.raw.Root.get("/Dests", Dictionary()).get(f"/{name}")
        if isinstance(target, Dictionary):
            target = target.get("/D")
        if not isinstance(target, Array):
            return None
        page = self._number_of_page.get(target[0].objgen)
        if page is None:
            return None
        y = target[3] if len(target) > 3 and target[1] == Name.XYZ else None
        return Place(page, None if y is None else float(y))


def read_pdf(source: Path | bytes) -> Pdf:
    """Opens a PDF from a file or from its bytes."""
    return Pdf(pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source))


def _key(annotation: Any) -> tuple[int, int]:
    """What tells annotations apart: those that stand in a page itself have no number, but one each
    in the tree of numbers."""
    if annotation.objgen != (0, 0):
        return annotation.objgen
    return (-1, int(annotation.get("/StructParent", -1)))


def _target(raw: Any) -> Any:
    """Where a link or a bookmark leads within the document."""
    if "/Dest" in raw:
        return raw.Dest
    action = raw.get("/A", Dictionary())
    return action.get("/D") if action.get("/S") == Name.GoTo else None


def squeezed(text: str) -> str:
    """A text without white space and without what shows nothing, to compare what is printed with
    what was to be: lines break where they like."""
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"[\s\u00ad\u200b\u2060\ufeff]+", "", text)
