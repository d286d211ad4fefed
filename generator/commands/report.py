"""Problems in words: as text for people, as JSON for programs, as annotations for GitHub."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import click

from generator.commands.excerpt import excerpt
from generator.commands.terminal import safe
from generator.knowledge.wording import counted
from generator.read.limits import MAX_SHOWN, MAX_SOURCE
from generator.read.problem import Place, Problem

if TYPE_CHECKING:
    from generator.edit.mend import Mending

Format = Literal["text", "json", "github"]
_ALIKE, _SAID = 6, 3  # more problems than these that say the same, and how many are printed then


def show_problems(problems: Sequence[Problem], form: Format, *, offer_fix: bool = True) -> None:
    """Prints `problems`; text in colour if the output is a terminal.

    With `offer_fix`, it says how many of them `check --fix` can mend. Of a file that is nothing
    like a spec, the first problems are printed, and how many more there are. As text, of many that
    say the same, some are printed, and where the others are.
    """
    told, more = _first_of_each_file(problems)
    if form == "json":
        click.echo(as_json([problem_data(problem) for problem in told]))
    elif form == "github":
        for problem in told:
            click.echo(_annotation(problem))
    elif problems:
        click.echo("\n\n".join(_texts(told)))
        for file, count in more.items():
            click.echo(f"\n{bold(safe(file))}: {counted(count, 'more problem')} in this file.")
        click.echo(f"\n{_total(problems, offer=offer_fix)}")


def _first_of_each_file(
    problems: Sequence[Problem],
) -> tuple[list[Problem], Mapping[str, int]]:
    """The problems without those of files that have very many, and how many of which file."""
    counts: Counter[str] = Counter()
    told = []
    for problem in problems:
        counts[problem.place.file] += 1
        if counts[problem.place.file] <= MAX_SHOWN:
            told.append(problem)
    return told, {file: n - MAX_SHOWN for file, n in counts.items() if n > MAX_SHOWN}


def show_mended(mended: Sequence[Mending], problems: Sequence[Problem], form: Format) -> None:
    """Prints what was mended, and the problems that are left."""
    if form == "json":
        data = {
            "mended": [mending_data(one) for one in mended],
            "problems": [problem_data(problem) for problem in _first_of_each_file(problems)[0]],
        }
        click.echo(as_json(data))
        return
    for one in mended:
        if form == "github":
            click.echo(_command("notice", one.place.file, one.place.line, one.code, one.done))
        else:
            place = bold(str(one.place))
            code = click.style(f"[{one.code}]", dim=True)
            click.echo(f"{place}: {click.style('mended:', fg='green')} {one.done} {code}")
    if form == "text" and mended:
        files = len({one.place.file for one in mended})
        total = f"Mended {counted(len(mended), 'place')} in {counted(files, 'file')}."
        click.echo(click.style(total, fg="green") + ("\n" if problems else ""))
    show_problems(problems, form, offer_fix=False)


def show_lines(lines: Iterable[str]) -> None:
    """Prints `lines`, one below the other."""
    for line in lines:
        click.echo(line)


def bold(text: str) -> str:
    """`text` as what a line is about."""
    return click.style(text, bold=True)


def at(place: Place) -> str:
    """A place behind what stands there."""
    return click.style(f"({place})", dim=True)


def difference(before: bytes, after: bytes) -> Iterator[str]:
    """What changes in a file, line by line, with a line of what is around it."""
    was, now = (data.decode().removeprefix("\ufeff").splitlines() for data in (before, after))
    for row in difflib.unified_diff(was, now, n=1, lineterm=""):
        if row.startswith("@@"):
            yield f"  line {row.split('+')[1].split(',')[0].split(' ')[0]}:"
        elif not row.startswith(("---", "+++")):
            colour = {"+": "green", "-": "red"}.get(row[0])
            yield click.style(f"  {row.rstrip()}".rstrip(), fg=colour)


def as_json(data: object) -> str:
    """`data` for programs that read on."""
    return json.dumps(data, indent=2)


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as `check --format json` prints it:

    - ``file``: as the folder of specs was named, with slashes.
    - ``line``, ``column``: where it is; both count from 1, columns in characters.
    - ``end_column``: the column after the last character of what is wrong, on the same line; null
      if only the begin is known.
    - ``code``: the kind of problem, which never changes.
    - ``message``: what is wrong, in a sentence.
    - ``hint``: how to mend it; may be empty.
    - ``source``: the line as it was read; null for a problem of a whole file, or if the line has
      more than 10,000 characters.
    - ``fix``: null if somebody must decide; else what `check --fix` does at the place, if the
      specs are better for it. ``do`` is one of remove, put, write, rename, quote, brackets, line,
      spaces, delete, move; ``value`` is the new value, name or line; ``part`` is the part of the
      old value that it replaces. `generator.read.problem.Fix` says what each does.
    """
    fix = problem.fix
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "end_column": problem.end,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "source": None if problem.row is None or len(problem.row) > MAX_SOURCE else problem.row,
        "fix": None if fix is None else {"do": fix.do, "value": fix.value, "part": fix.part},
    }


def mending_data(mending: Mending) -> dict[str, Any]:
    """What `check --fix --format json` says of a place it mended: ``file``, ``line``, ``column``
    and ``code`` as in a problem, in the file as it was read last; ``done`` says what changed."""
    return {
        "file": mending.place.file,
        "line": mending.place.line,
        "column": mending.place.column,
        "code": mending.code,
        "done": mending.done,
    }


def _texts(problems: Sequence[Problem]) -> Iterator[str]:
    """Each problem. What is said again and again, as of a family that is gone, is said a few times,
    and then in which other places."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.code, problem.message), []).append(problem)
    for problem in problems:
        same = alike[problem.code, problem.message]
        shown = same if len(same) <= _ALIKE else same[:_SAID]
        if any(problem is one for one in shown):
            yield _text(problem)
        if problem is shown[-1] and len(shown) < len(same):
            places = [f"        {bold(safe(one.place))}" for one in same[_SAID:]]
            yield "\n".join([f"The same in {len(places)} more places:", *places])


def _text(problem: Problem) -> str:
    """A problem in two to four lines: what is wrong, the line, the place in it, how to mend it."""
    place = bold(safe(problem.place))
    lines = [f"{place}: {problem.message} {click.style(f'[{problem.code}]', dim=True)}"]
    if problem.row is not None:
        row, mark = excerpt(problem.row, problem.place.column, problem.end)
        number = f"{problem.place.line:>5}"
        bar = click.style("|", dim=True)
        lines.append(f"{click.style(number, dim=True)} {bar} {row}".rstrip())
        lines.append(f"{' ' * len(number)} {bar} {click.style(mark, fg='red', bold=True)}")
    if problem.hint:
        lines.append(f"        {click.style(problem.hint, fg='cyan')}")
    return "\n".join(lines)


def _total(problems: Sequence[Problem], *, offer: bool) -> str:
    files = len({problem.place.file for problem in problems})
    total = f"{counted(len(problems), 'problem')} in {counted(files, 'file')}"
    fixable = sum(problem.fix is not None for problem in problems)
    what = {0: "", len(problems): "it" if len(problems) == 1 else "them"}.get(fixable, f"{fixable}")
    more = f" `signout check --fix` can mend {what}." if offer and what else ""
    return click.style(f"{total}.", fg="red", bold=True) + more


def _annotation(problem: Problem) -> str:
    place = problem.place
    says = f"{problem.message} {problem.hint}".strip()
    return _command("error", place.file, place.line, problem.code, says, place.column, problem.end)


def _command(
    kind: str,
    file: str,
    line: int,
    title: str,
    says: str,
    column: int | None = None,
    end: int | None = None,
) -> str:
    """A workflow command of GitHub Actions, which shows a message at its line in a pull request:
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """

    def escaped(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    where = f"file={escaped(file, ':,')},line={line}"
    where += f",col={column}" if column is not None else ""
    where += f",endColumn={end}" if end is not None else ""
    return safe(f"::{kind} {where},title={escaped(title, ':,')}::{escaped(says)}")
