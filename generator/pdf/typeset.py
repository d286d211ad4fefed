"""Plain data to PDF, by Typst: one place for standards, fonts, dates and errors.

All words go to the template as data, so that none of them is read as Typst. What comes out is
PDF/UA-1 and PDF/A-2a at once, which Typst enforces: it fails rather than write a file that is
neither. PDF/A-4 needs PDF 2.0 and excludes PDF/UA-1; PDF/A-3a only adds attachments of any kind.
"""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.pdf.fonts import FontMissing, families, fonts, missing_glyphs

if TYPE_CHECKING:
    from typst import PDFStandard

STANDARDS: list[PDFStandard] = ["ua-1", "a-2a"]
PAPERS = ("a4", "us-letter")
_TEMPLATES = Path(__file__).parent / "templates"


class TypesetError(Exception):
    """A PDF could not be made; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says of itself."""

    title: str
    description: str
    edition: datetime.date
    language: str = "en"


def typeset(template: str, data: Mapping[str, Any], about: About, *, paper: str = "a4") -> bytes:
    """The PDF that `templates/<template>.typ` makes of `data`: dicts, lists, strings, numbers,
    booleans and None. Same arguments, same bytes. Raises TypesetError."""
    import typst

    try:
        whole = {"about": _about(about), "paper": paper, "fonts": families(), **data}
        _check_glyphs(whole)
        made = typst.compile(
            _files(template, whole),
            format="pdf",
            font_paths=fonts(),
            pdf_standards=STANDARDS,
            timestamp=_midnight(about.edition),
        )
    except (FontMissing, _GlyphMissing) as error:
        raise TypesetError(f"The PDF “{about.title}” cannot be set. {error}") from None
    except typst.TypstError as error:
        said = error.message.rstrip(".")
        raise TypesetError(f"The PDF “{about.title}” cannot be set: {said}.") from error
    except OSError as error:
        said = error.strerror or "the machine failed"
        raise TypesetError(f"The PDF “{about.title}” cannot be set: {said}.") from error
    assert isinstance(made, bytes), "a PDF is one file, however many pages"
    return made


def _files(template: str, data: Mapping[str, Any]) -> Any:  # Typst's stubs know no dict of files
    """The templates and the data as files of a folder that is only in memory, so that nothing is
    left of it when the program is killed. As inputs of the program, the data would be part of all
    that Typst remembers, and it would lay out anew what many PDFs share."""
    files = {file.name: file.read_bytes() for file in _TEMPLATES.glob("*.typ")}
    main = files.pop(f"{template}.typ")
    return {"main": main, **files, "data.json": json.dumps(data, ensure_ascii=False).encode()}


def _about(about: About) -> dict[str, Any]:
    edition = about.edition
    return {
        "title": about.title,
        "description": about.description,
        "language": about.language,
        "year": edition.year,
        "month": edition.month,
        "day": edition.day,
    }


def _midnight(date: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(date, datetime.time(), datetime.UTC)


class _GlyphMissing(Exception):
    """A text has a character that no font can draw."""


def _check_glyphs(data: Mapping[str, Any]) -> None:
    """Raises _GlyphMissing for the first text in `data` that cannot be drawn: it names the
    character, the text, and the nearest name or title above it."""
    missing = missing_glyphs("".join({text for text, _ in _texts(data, "")}))
    if not missing:
        return
    text, at = next((text, at) for text, at in _texts(data, "") if missing.intersection(text))
    character = next(character for character in text if character in missing)
    name = unicodedata.name(character, "without a name")
    within = f" ({at})" if at and at != text else ""
    raise _GlyphMissing(
        f"No font has the character {character!r} (U+{ord(character):04X}, {name}) "
        f"of “{text}”{within}."
    )


def _texts(value: Any, at: str) -> Iterator[tuple[str, str]]:
    """All strings in plain data, each with the name or title of what it belongs to."""
    if isinstance(value, str):
        yield value, at
    elif isinstance(value, Mapping):
        own = value.get("name") or value.get("title")
        for item in value.values():
            yield from _texts(item, own if isinstance(own, str) else at)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item, at)
