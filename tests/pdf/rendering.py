"""Pages of a PDF as pictures, as a printer would print them in grey."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True, slots=True)
class Picture:
    """A byte a dot, rows of `width` dots, 0 is black and 255 is white."""

    greys: bytes
    width: int

    def ink(self, margin: int) -> int:
        """How many dots within `margin` of the edges are not white."""
        rows = [
            self.greys[start : start + self.width]
            for start in range(0, len(self.greys), self.width)
        ]
        inside = slice(margin, self.width - margin)
        white_inside = sum(
            len(row[inside]) - row[inside].count(255) for row in rows[margin:-margin]
        )
        return len(self.greys) - self.greys.count(255) - white_inside


def picture(data: bytes, page: int = 0, dots_per_inch: int = 150) -> Picture:
    """A page, counted from 0, of a PDF."""
    with pypdfium2.PdfDocument(data) as pdf:
        drawn = pdf[page].render(scale=dots_per_inch / 72, grayscale=True)
        buffer = bytes(drawn.buffer)
        rows = (buffer[y * drawn.stride :][: drawn.width] for y in range(drawn.height))
        return Picture(b"".join(rows), drawn.width)
