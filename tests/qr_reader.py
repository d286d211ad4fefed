"""Reads the QR code that is drawn on a page, as a phone would."""

from __future__ import annotations

import re
from collections.abc import Iterator

import zxingcpp
from bs4 import BeautifulSoup

_DOTS = 4  # a side of a module


def read_qr(page: BeautifulSoup) -> zxingcpp.Barcode | None:
    """The code in a page's `.so-qr`, or None if nothing can be read."""
    svg, path = page.select_one(".so-qr svg"), page.select_one(".so-qr path")
    assert svg is not None
    assert path is not None
    _, _, width, height = map(float, str(svg["viewbox"]).split())
    rows = [bytearray(b"\xff" * int(width) * _DOTS) for _ in range(int(height))]
    for x, y, end in dark_runs(str(path["d"])):
        rows[y][x * _DOTS : end * _DOTS] = bytes((end - x) * _DOTS)
    return read_image(b"".join(bytes(row) * _DOTS for row in rows), int(width) * _DOTS)


def dark_runs(path: str) -> Iterator[tuple[int, int, int]]:
    """The lines of an SVG path of relative moves and horizontal lines: start, row and end."""
    x = y = 0
    for along, down, length in re.findall(r"m(-?\d+) (-?\d+)|h(\d+)", path):
        if length:
            yield x, y, x + int(length)
            x += int(length)
        else:
            x, y = x + int(along), y + int(down)


def read_image(greys: bytes, width: int) -> zxingcpp.Barcode | None:
    """The code in an image of one byte a dot."""
    image = memoryview(greys).cast("B", shape=[len(greys) // width, width])
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0] if found else None
