"""The floor: what any generator must do at least. Reads the specs, writes files as large as ours.

`prepare` notes which files those are; run as a program, this reads and writes, and does no more.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.measure import Took, measure

_ROW = "{size} {path}\n"


def prepare(site: Path, listing: Path) -> None:
    """Lists the files of `site` with their sizes."""
    files = sorted(file for file in site.rglob("*") if file.is_file())
    rows = (_ROW.format(size=f.stat().st_size, path=f.relative_to(site)) for f in files)
    listing.write_text("".join(rows), "utf-8")


def difference(listing: Path, out: Path) -> str | None:
    """The first file of `listing` that is not in `out` with its size; None if all are."""
    return next((path for path, size in _rows(listing) if _size(out / path) != size), None)


def build(specs: Path, listing: Path, out: Path) -> Took:
    """Reads `specs`, and writes the files of `listing` into `out`."""
    command = [sys.executable, "-m", "bench.floor", *map(str, (specs, listing, out))]
    return measure(command, Path(__file__).parent.parent)


def _run(specs: Path, listing: Path, out: Path) -> None:
    for spec in specs.rglob("*.yml"):
        spec.read_bytes()
    rows = _rows(listing)
    data = bytes(max(size for _, size in rows))
    for path, size in rows:
        file = out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(memoryview(data)[:size])


def _rows(listing: Path) -> list[tuple[str, int]]:
    """The paths and sizes of a listing."""
    rows = (row.split(" ", 1) for row in listing.read_text("utf-8").splitlines())
    return [(path, int(size)) for size, path in rows]


def _size(file: Path) -> int | None:
    return file.stat().st_size if file.is_file() else None


if __name__ == "__main__":
    _run(*map(Path, sys.argv[1:]))
