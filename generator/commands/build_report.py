"""What `signout build` says of the site it made: how many pages, and what differs from before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from generator.knowledge.wording import counted
from generator.publish.differences import Differences
from generator.publish.one_hash import one_hash
from generator.read.problem import shown

_MOST = 10  # pages that are named
_LONGEST, _WHOLE = 100, 1000  # characters of an address, and of a folder
_INDEX = "index.html"


def report(out: Path | str, differences: Differences) -> Iterator[str]:
    """A few lines about the site in the folder, or at the address, `out`.

    Pages are named by their addresses, at most ten; all other files are counted.
    """
    added, changed, removed, unchanged = (
        [path for path in paths if path.endswith(".html")]
        for paths in (
            differences.added,
            differences.changed,
            differences.removed,
            differences.unchanged,
        )
    )
    here = len(added) + len(changed) + len(unchanged)
    total = click.style(f"{counted(here, 'page')} in {shown(str(out), _WHOLE)}/", bold=True)
    differing = [*differences.added, *differences.changed, *differences.removed]
    beside = sum(not path.endswith(".html") for path in differing)
    if len(differences.added) == len(differences.sizes) and not differences.removed:
        yield f"{total}, all new."
        return
    if not differing:
        yield f"{total}: nothing changed since the last build."
        return
    if not (added or changed or removed):
        yield f"{total}: no page changed, only {counted(beside, 'file')} beside them."
        return
    if here == len(changed) > _MOST and not removed:
        yield f"{total}, all changed."
        return
    counts = {"changed": changed, "new": added, "removed": removed}
    yield f"{total}: {', '.join(f'{len(paths)} {how}' for how, paths in counts.items() if paths)}."
    # The rare ones first, so that many changed pages do not hide them.
    named = [
        *_rows("new", added, "green"),
        *_rows("removed", removed, "red"),
        *_rows("changed", changed, None),
    ]
    yield from named[:_MOST]
    more = [f"{len(named) - _MOST} more"] if len(named) > _MOST else []
    more += [f"{counted(beside, 'file')} beside them"] if beside else []
    if more:
        yield f"  and {', and '.join(more)}"


def hash_line(differences: Differences) -> str:
    """The hash of the whole publication; `differences` must have the hashes."""
    return f"SHA-256 of all its files: {one_hash(differences.hashes)}"


def _rows(how: str, paths: Iterable[str], colour: str | None) -> Iterator[str]:
    for path in paths:
        yield f"  {click.style(f'{how:<7}', fg=colour)}  {shown(_address(path), _LONGEST)}"


def _address(path: str) -> str:
    """The address of a page below that of its site, as people write it."""
    if path == _INDEX:
        return "the home page"
    return path.removesuffix(_INDEX) if path.endswith(f"/{_INDEX}") else path
