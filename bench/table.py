"""Results as a table that reads well as text and as Markdown."""

from __future__ import annotations

from bench.contest import Result

_NAMES = {
    "us": "signout build",
    "mkdocs": "MkDocs, our settings",
    "material": "MkDocs, as Material comes",
    "hugo": "Hugo, bare theme",
    "hugo-cached": "Hugo, shared parts cached",
    "floor": "read and write only",
}
_HEAD = ("devices", "by", "seconds", "CPU s", "pages/s", "memory MB", "output MB", "time to ours")


def table(results: list[Result]) -> str:
    """The table, a row a result."""
    ours = {result.devices: result for result in results if result.contender == "us"}
    rows: list[tuple[str, ...]] = [_HEAD]
    rows += [
        (
            f"{result.devices:,}",
            _NAMES[result.contender],
            f"{result.took.seconds:.2f}",
            f"{result.took.processors:.2f}",
            f"{1 / result.seconds_a_page:,.0f}",
            f"{result.took.megabytes:.0f}",
            f"{result.output_mb:.0f}",
            f"{result.took.seconds / ours[result.devices].took.seconds:.2f}",
        )
        for result in results
    ]
    return aligned(rows)


def aligned(rows: list[tuple[str, ...]]) -> str:
    """Rows of as many cells each, the first of them the head, as a table."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_line([cell.rjust(w) for cell, w in zip(row, widths, strict=True)]) for row in rows]
    lines.insert(1, _line(["-" * (width - 1) + ":" for width in widths]))
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
