"""Tables that read well as text and as Markdown."""

from __future__ import annotations


def aligned(rows: list[tuple[str, ...]]) -> str:
    """Rows of as many cells each, the first of them the head, as a table."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_line([cell.rjust(w) for cell, w in zip(row, widths, strict=True)]) for row in rows]
    lines.insert(1, _line(["-" * (width - 1) + ":" for width in widths]))
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
