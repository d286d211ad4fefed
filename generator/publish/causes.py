"""Why a published file is not what it should be: what hosts, programs that copy, and others who can
write to a site do to its files. The nearest cause is a help, not a proof.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from io import BytesIO

from generator.read.problem import shown

_SCRIPT = re.compile(rb"<script\b[^<>]*>", re.IGNORECASE)
_SRC = re.compile(rb"""\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_HASH = re.compile(rb"\.[0-9a-f]{8}\.")  # of its content, in the name of a file
_MARK = b"\xef\xbb\xbf"
_PACKED = b"\x1f\x8b"
_TEXT = (".css", ".csv", ".html", ".js", ".json", ".md", ".svg", ".txt", ".webmanifest", ".xml")
_LONGEST = 80  # characters of what is quoted


def cause_of(path: str, theirs: bytes, ours: bytes | None, size: int, digest: str) -> str:
    """What was probably done to the file at `path`, as the end of a sentence about it. `ours`, if
    it is known, is what it should be; `size` and `digest` are the length and SHA-256 of that."""

    def is_ours(data: bytes) -> bool:
        return hashlib.sha256(data).hexdigest() == digest

    if not theirs:
        return "is empty"
    if b"\r" in theirs and is_ours(theirs.replace(b"\r\n", b"\n")):
        return "has other line ends: whatever copied it must copy bytes, not text"
    if theirs.startswith(_MARK) and is_ours(theirs.removeprefix(_MARK)):
        return "begins with a byte-order mark: an editor or a program saved it again"
    if theirs.startswith(_PACKED) and is_ours(_unpacked(theirs, size)):
        return "is sent packed, to a program that asked for it as it is"
    if ours is None:
        return f"has {len(theirs):,} bytes, not {size:,}" if len(theirs) != size else "differs"
    if len(theirs) < size and ours.startswith(theirs):
        return f"is cut off after {len(theirs):,} of {size:,} bytes: it was not copied to its end"
    if path.endswith(".html"):
        if told := _of_page(theirs, ours):
            return told
    elif theirs.lstrip()[:9].lower() in (b"<!doctype", b"<html>") or b"<html" in theirs[:200]:
        return "is a page: the host sends one in place of files it does not have, or keeps back"
    return _where(path, theirs, ours)


def _of_page(theirs: bytes, ours: bytes) -> str | None:
    """What is known to be done to pages."""
    known = set(map(_loaded, _SCRIPT.findall(ours)))
    for tag in _SCRIPT.findall(theirs):
        if _loaded(tag) not in known:
            src = _SRC.search(tag)
            what = f"loads {_quoted(src[1])}" if src else "is written into the page"
            return f"has a script that is not ours, which {what}"
    if len(theirs) < len(ours) and _even(theirs) == _even(ours):
        return "was made smaller, with the same text: switch that off at the host"
    return None


def _loaded(tag: bytes) -> bytes:
    """What a script is: where it is loaded from, whatever version of it that was, or else its
    tag."""
    src = _SRC.search(tag)
    return _HASH.sub(b".", src[1] if src else _even(tag))


def _even(html: bytes) -> bytes:
    """A page without what programs that make pages smaller take out, or write in another way."""
    text, *comments = html.split(b"<!--")
    html = text + b"".join(comment.partition(b"-->")[2] for comment in comments)
    html = html.replace(b'"', b"").replace(b"'", b"").replace(b"/>", b">")
    html = re.sub(rb"\s+", b" ", html)
    return re.sub(rb" ?([<>=]) ?", rb"\1", html).strip().lower()


def _where(path: str, theirs: bytes, ours: bytes) -> str:
    """Where the two begin to differ, and what was put in if nothing else was done."""
    begin = _alike(theirs, ours)
    end = _alike(theirs[begin:][::-1], ours[begin:][::-1])
    lines = ours.count(b"\n", 0, begin)
    at = f"line {lines + 1}" if path.endswith(_TEXT) else f"byte {begin + 1:,}"
    if begin + end == len(ours) and path.endswith(_TEXT):
        return f"has something put in at {at}: {_quoted(theirs[begin : len(theirs) - end])}"
    return f"differs from {at} on"


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes are the same at the beginning of both."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _unpacked(data: bytes, size: int) -> bytes:
    """What was packed, as far as it is no longer than expected."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            return file.read(size + 1)
    except (OSError, EOFError, zlib.error):
        return b""


def _quoted(data: bytes) -> str:
    text = shown(" ".join(data.decode("utf-8", "backslashreplace").split()), _LONGEST)
    return f"`{text}`"
