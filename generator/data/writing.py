"""Documents as bytes."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.data.entities import Record
from generator.data.envelope import Document


def in_bytes(document: Document | Mapping[str, Any]) -> bytes:
    """A document, or JSON in plain values, as it is published: with line breaks, for people look at
    it in their browsers, and hosts pack what they send."""
    if isinstance(document, Document):
        return _json(document, indent=1) + b"\n"
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode()


def packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as a gzip file, the same whenever and wherever it is made."""
    held = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=held, mtime=0, compresslevel=6) as file:
        for piece in pieces:
            file.write(piece)
            if held.tell() > 1 << 20:
                yield held.getvalue()
                held.seek(0)
                held.truncate()
    yield held.getvalue()


def in_lines(whole: Mapping[str, Any]) -> Iterator[bytes]:
    """A document of everything in pieces, each a line or a few: one for each thing in it, so that
    it can be compared and searched by lines, and is never whole in memory."""
    for number, (name, value) in enumerate(whole.items()):
        start = ",\n" if number else "{\n"
        yield f"{start}{_text(name)}:".encode()
        yield from _value(value)
    yield b"\n}\n"


def _value(value: Any) -> Iterator[bytes]:
    if isinstance(value, Record):
        yield _json(value)
    elif isinstance(value, Mapping) and any(isinstance(one, Record) for one in value.values()):
        for number, (name, one) in enumerate(value.items()):
            start = ",\n" if number else "{\n"
            yield f"{start}{_text(name)}:".encode() + _json(one)
        yield b"\n}"
    elif isinstance(value, tuple) and value and isinstance(value[0], Record):
        for number, one in enumerate(value):
            start = ",\n" if number else "[\n"
            yield start.encode() + _json(one)
        yield b"\n]"
    else:
        yield _text(value).encode()


def _json(record: Record, indent: int | None = None) -> bytes:
    # As `model_dump_json` does, which makes text of it, only to be made bytes again here.
    return record.__pydantic_serializer__.to_json(record, by_alias=True, indent=indent)


def _text(value: Any) -> str:
    """JSON of plain values; dates as ISO 8601 has them."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
