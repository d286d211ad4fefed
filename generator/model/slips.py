"""One slip of the keyboard that explains all that is wrong with a file.

A space too many, a colon left out or a bracket not closed often shows as many problems, some of
them far from the slip. So the lines around each problem are mended on trial, one at a time, in the
ways people slip; where one mended line leaves the file without problems, that line is the problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from generator.model.ways_to_slip import TAB, Mended, in_other_columns, mended_lines
from generator.read.limits import MAX_BYTES, MAX_SLIP_LINES, MAX_TRIALS
from generator.read.problem import Fix, Place, Problem
from generator.read.syntax import rows_of

# Of what no trial helps against, most stands in files that are nothing like a spec.
_HOPELESS = (
    *("file-too-large", "not-utf8", "unwanted-character", "too-deep", "too-many-values"),
    *("name-twice", "stray-file"),
)
# What says by itself how to mend it.
_PLAIN = ("quote-text", "quote-key", "curly-quotes", "not-https", "not-a-date")


def slip(
    data: bytes, problems: Sequence[Problem], check: Callable[[bytes], bool]
) -> Problem | None:
    """The one problem that explains all `problems` of a file with these bytes, if there is one.

    `check` tells whether the file has no problems with other bytes.
    """
    lines = sorted({problem.place.line for problem in problems})
    about = {problem.code for problem in problems}
    if not lines or len(lines) > MAX_SLIP_LINES or len(data) > MAX_BYTES or about & set(_HOPELESS):
        return None
    if len(problems) == 1 and (problems[0].hint.startswith("Did you mean") or about <= set(_PLAIN)):
        return None
    rows, trials = rows_of(data.decode().removeprefix("\ufeff")), 0
    if left := _two_versions(problems[0].place.file, rows):
        return left
    for number in _around(lines, len(rows)):
        here = [problem for problem in problems if problem.place.line == number + 1]
        for mended in mended_lines(rows, number, here):
            if mended.line == rows[number]:
                continue
            trials += 1
            if trials > MAX_TRIALS:
                return None
            if check("\n".join([*rows[:number], mended.line, *rows[number + 1 :]]).encode()):
                first = min(here, default=problems[0])
                if len(problems) == 1 and first.fix is not None and mended.said in (None, TAB):
                    return replace(first, hint=mended.hint)  # its fix knows its place
                return Problem(
                    Place(first.place.file, number + 1, mended.column),
                    mended.code or first.code,
                    mended.said or first.message,
                    mended.hint,
                    mended.fix or _only_column(rows, number, mended, check),
                )
    return None


def _two_versions(file: str, rows: Sequence[str]) -> Problem | None:
    """What git leaves in a file that two people changed in the same lines."""
    begin = next((n for n, row in enumerate(rows, 1) if row.startswith("<<<<<<<")), 0)
    end = next((n for n, row in enumerate(rows, 1) if row.startswith(">>>>>>>") and n > begin), 0)
    if not begin or not end:
        return None
    return Problem(
        Place(file, begin),
        "yaml-syntax",
        f"Two versions of the same lines stand here, up to line {end}, as git leaves them.",
        "Keep what is right of both, and remove the lines that begin with `<<<<<<<`, `=======` "
        "and `>>>>>>>`.",
    )


def _only_column(
    rows: Sequence[str], number: int, mended: Mended, check: Callable[[bytes], bool]
) -> Fix | None:
    """The fix of a line that begins in a wrong column, if there is only one right column."""
    if mended.code != "wrong-indent":
        return None
    others = {other.line for other in in_other_columns(rows, number)} - {mended.line, rows[number]}
    sound = any(
        check("\n".join([*rows[:number], other, *rows[number + 1 :]]).encode())
        for other in sorted(others)
    )
    return None if sound else Fix("line", mended.line)


def _around(lines: Sequence[int], count: int) -> Iterator[int]:
    """The rows to try, from 0: those with problems, then their neighbours."""
    seen: set[int] = set()
    for distance in (0, -1, 1, -2):
        for line in lines:
            number = line - 1 + distance
            if 0 <= number < count and number not in seen:
                seen.add(number)
                yield number
