"""From a folder of specs to what is known, as whoever needs it does: read, checked, resolved."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from generator.check.proof import Checked, check
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.resolve import resolve
from generator.knowledge.shares import Shares
from generator.model.specs import Read, load
from generator.read.document import parse
from generator.read.problem import Problem
from generator.read.source import with_rows
from generator.read.tree import ReadFile, SpecFile, spec_files


class SpecProblems(Exception):
    """The specs or the prose have problems; nothing was made of them. Its text lists them all."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def check_specs(folder: Path, read: Read = parse) -> Checked:
    """Reads and checks the specs in a folder, which problems call as the user did; they are in the
    result. `read` is for `load`."""
    with no_collection():
        return checked([*spec_files(folder, folder.as_posix())], folder.as_posix(), read)


def load_specs(
    folder: Path,
    shares: Shares | None = None,
    jobs: int | None = None,
    read: ReadFile | None = None,
) -> KnowledgeBase:
    """The knowledge base of the specs in a folder. Raises SpecProblems.

    Whoever loads again and again hands over the same `shares`, and may `read` files. At most
    `jobs` processes take part, or as many as there are processors.
    """
    shares, shown_as = shares or Shares(), folder.as_posix()
    with no_collection():
        found = [*spec_files(folder, shown_as, read)]
        files = [file for file in found if isinstance(file, SpecFile)]
        if len(files) == len(found):
            known = shares.load(files, shown_as, jobs)
            if known is not None:
                return known
        return resolve(sound(checked(found, shown_as, shares.read)))


def checked(found: Sequence[SpecFile | Problem], shown_as: str, read: Read = parse) -> Checked:
    """What the check says of what was `found` in the folder that problems call `shown_as`; each
    problem with the line it is about. `read` is for `load`."""
    known = check(*load(found, shown_as, read))
    data = {file.file: file.data for file in found if isinstance(file, SpecFile)}
    return replace(known, problems=with_rows(known.problems, data))


def sound(known: Checked) -> Checked:
    """The same specs, in which nothing is wrong. Raises SpecProblems."""
    if known.problems:
        raise SpecProblems(known.problems)
    return known


@contextmanager
def no_collection() -> Iterator[None]:
    """Pauses the search for reference cycles. Specs make millions of objects and no cycles, and
    looking them through again and again takes a quarter of the time of a large build."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
