"""Reads the content of PDF pages: which text is shown where, in which font, and within which mark.

Text is what a screen reader or a copy gets: characters by the font's ToUnicode table, or the actual
text where the content gives one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Matrix, Name

_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_SECTION = re.compile(
    rb"begin(bfchar|bfrange|codespacerange)(.*?)end(?:bfchar|bfrange|codespacerange)", re.S
)
_RANGE = re.compile(rb"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[(.*?)\])", re.S)


@dataclass(frozen=True, slots=True)
class Run:
    """Text shown by one operator. `page` counts from 0, `size`, `x` and `y` are points on the page
    (y upwards); `mark` is the number of its marked content, None for artifacts (`artifact`) and for
    what is not marked at all; `lang` is what the content says, if it does; `invisible` is text that
    is there but not drawn; `codes` are the numbers of the font's characters."""

    text: str
    page: int
    font: str
    size: float
    x: float
    y: float
    mark: int | None
    artifact: bool
    lang: str | None
    invisible: bool
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An operator that paints something, and whether it stands in marked content or an artifact."""

    page: int
    operator: str
    marked: bool


@dataclass(slots=True)
class Font:
    """A font of a page as far as it is needed to read text."""

    name: str
    width: int  # bytes a character
    characters: dict[int, str]

    def read(self, shown: bytes) -> tuple[str, tuple[int, ...]]:
        """The text of a shown string, and the codes of its characters; what the font does not tell
        is U+FFFD."""
        step = self.width
        codes = tuple(
            int.from_bytes(shown[at : at + step], "big") for at in range(0, len(shown), step)
        )
        return "".join(self.characters.get(code, "\ufffd") for code in codes), codes


@dataclass(slots=True)
class _State:
    ctm: Matrix = field(default_factory=Matrix)
    font: Font | None = None
    size: float = 0.0
    rendering: int = 0

    def copy(self) -> _State:
        return _State(self.ctm, self.font, self.size, self.rendering)


@dataclass(slots=True)
class _Mark:
    tag: str
    number: int | None
    actual: str | None
    lang: str | None

    def take_actual(self) -> str:
        """The actual text, once, however many runs it is the text of."""
        text, self.actual = self.actual or "", ""
        return text


@dataclass
class PageContent:
    """What stands on a page."""

    page: pikepdf.Page
    number: int
    fonts: dict[tuple[int, int], Font]
    drawn: list[Drawn] = field(default_factory=list)

    @cached_property
    def runs(self) -> list[Run]:
        """The text of the page in the order in which it is drawn."""
        return list(self._runs(self.page.obj, self.page.obj.get("/Resources"), _State(), []))

    def _runs(
        self, stream: Any, resources: Any, state: _State, marks: list[_Mark]
    ) -> Iterator[Run]:
        stack: list[_State] = []
        text = line = Matrix()
        leading = 0.0
        outer = len(marks)
        for instruction in pikepdf.parse_content_stream(stream):
            operands, operator = instruction.operands, str(instruction.operator)
            if operator in _PAINTS:
                self.drawn.append(Drawn(self.number, operator, bool(marks)))
            match operator:
                case "q":
                    stack.append(state.copy())
                case "Q":
                    state = stack.pop()
                case "cm":
                    state.ctm = Matrix(operands) @ state.ctm
                case "BT":
                    text = line = Matrix()
                case "Tm":
                    text = line = Matrix(operands)
                case "Td" | "TD":
                    if operator == "TD":
                        leading = -float(operands[1])
                    text = line = Matrix(1, 0, 0, 1, operands[0], operands[1]) @ line
                case "TL":
                    leading = float(operands[0])
                case "T*":
                    text = line = Matrix(1, 0, 0, 1, 0, -leading) @ line
                case "Tr":
                    state.rendering = int(operands[0])
                case "Tf":
                    state.font = self._font(resources, operands[0])
                    state.size = float(operands[1])
                case "BMC" | "BDC":
                    marks.append(_mark(operands, resources))
                case "EMC":
                    marks.pop()
                case "Tj" | "TJ" | "'" | '"':
                    shown = operands[0] if operator == "TJ" else [operands[-1]]
                    data = b"".join(bytes(s) for s in shown if isinstance(s, pikepdf.String))
                    if state.font is not None:
                        yield self._run(data, state, text, marks)
                case "Do":
                    form = resources.XObject[operands[0]]
                    if form.get("/Subtype") == Name.Form:
                        inner = state.copy()
                        if "/Matrix" in form:
                            inner.ctm = Matrix(form.Matrix) @ inner.ctm
                        yield from self._runs(form, form.get("/Resources"), inner, marks)
        assert len(marks) == outer, f"page {self.number + 1}: marked content is not closed"

    def _run(self, data: bytes, state: _State, text: Matrix, marks: list[_Mark]) -> Run:
        assert state.font is not None
        words, codes = state.font.read(data)
        actual = next((mark for mark in marks if mark.actual is not None), None)
        if actual is not None:
            words = actual.take_actual()
        whole = text @ state.ctm
        return Run(
            text=words,
            page=self.number,
            font=state.font.name,
            size=round(state.size * (whole.c**2 + whole.d**2) ** 0.5, 2),
            x=whole.e,
            y=whole.f,
            mark=next((m.number for m in reversed(marks) if m.number is not None), None),
            artifact=any(mark.tag == "Artifact" for mark in marks),
            lang=next((m.lang for m in reversed(marks) if m.lang is not None), None),
            invisible=state.rendering == 3,
            codes=codes,
        )

    def _font(self, resources: Any, name: Name) -> Font:
        raw = resources.Font[name]
        if raw.objgen not in self.fonts or raw.objgen == (0, 0):
            self.fonts[raw.objgen] = read_font(raw)
        return self.fonts[raw.objgen]


_PAINTS = frozenset(
    ["Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI"]
)


def read_font(raw: Any) -> Font:
    """A font dictionary."""
    base = str(raw.get("/BaseFont", "/")).removeprefix("/")
    width = 2 if raw.Subtype == "/Type0" else 1
    characters: dict[int, str] = {}
    if "/ToUnicode" in raw:
        for kind, body in _SECTION.findall(raw.ToUnicode.read_bytes()):
            if kind == b"codespacerange":
                width = len(_hex(_HEX.findall(body)[0]))
            elif kind == b"bfchar":
                pairs = [_hex(found) for found in _HEX.findall(body)]
                for code, to in zip(pairs[::2], pairs[1::2], strict=True):
                    characters[int.from_bytes(code, "big")] = to.decode("utf-16-be")
            else:
                characters.update(_ranges(body))
    elif width == 1:
        characters = {code: chr(code) for code in range(256)}
    return Font(re.sub(r"^[A-Z]{6}\+", "", base), width, characters)


def _ranges(body: bytes) -> Iterator[tuple[int, str]]:
    for first, last, start, each in _RANGE.findall(body):
        codes = range(int(first, 16), int(last, 16) + 1)
        if start:
            whole = _hex(start)
            for offset, code in enumerate(codes):
                end = int.from_bytes(whole[-2:], "big") + offset
                yield code, (whole[:-2] + end.to_bytes(2, "big")).decode("utf-16-be")
        else:
            for code, to in zip(codes, _HEX.findall(each), strict=True):
                yield code, _hex(to).decode("utf-16-be")


def _hex(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode())


def _mark(operands: Any, resources: Any) -> _Mark:
    values = operands[1] if len(operands) > 1 else {}
    if isinstance(values, Name):
        values = resources.Properties[values]
    actual, lang, number = values.get("/ActualText"), values.get("/Lang"), values.get("/MCID")
    return _Mark(
        str(operands[0]).removeprefix("/"),
        None if number is None else int(number),
        None if actual is None else str(actual),
        None if lang is None else str(lang),
    )
