"""Writes the table of docs/mutants.md from tests/mutants.json, which holds what `make mutants`
found, so that no number in it was typed. `make docs` writes it, and a test holds it up to date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.mutants_found import Record, recorded, table

OUT = Path(__file__).parent / "mutants.md"
_MADE = re.compile(r"(<!-- made: table -->\n).*?(<!-- end -->\n)", re.DOTALL)


def page(text: str, records: Mapping[str, Record]) -> str:
    """The page `text` with the table of these."""
    days = sorted({one.day for one in records.values()})
    versions = ", ".join(sorted({one.mutmut for one in records.values()}))
    when = " to ".join(dict.fromkeys([days[0], days[-1]])) if days else "never"
    told = f"{_sum(records)}Measured: {when}, by mutmut {versions}."
    return _MADE.sub(lambda found: f"{found[1]}\n{table(records)}\n\n{told}\n\n{found[2]}", text)


def _sum(records: Mapping[str, Record]) -> str:
    every = records.values()
    planted, failed = sum(one.planted for one in every), sum(one.failed for one in every)
    if not planted:
        return ""
    left = sum(one.left for one in every)
    share = f"{100 * failed / planted:.1f} %"
    return f"In all: {planted:,} planted, {share} noticed by a test that fails, {left} left. "


if __name__ == "__main__":
    OUT.write_text(page(OUT.read_text("utf-8"), recorded()), "utf-8")
