"""Problems in words: as text for people, as JSON for programs, as annotations for GitHub."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import click

from generator.commands.excerpt import excerpt
from generator.edit.mend import Mending
from generator.read.problem import Problem

Format = Literal["text", "json", "github"]


def show_problems(problems: Sequence[Problem], form: Format, *, offer_fix: bool = True) -> None:
    """Prints `problems`; text in colour if the output is a terminal and NO_COLOR is not set.

    With `offer_fix`, it says how many of them `check --fix` can mend.
    """
    if form == "json":
        _print(as_json([problem_data(problem) for problem in problems]))
        return
    for number, problem in enumerate(problems):
        if form == "github":
            _print(_annotation(problem))
        else:
            _print(("\n" if number else "") + _text(problem))
    if form == "text" and problems:
        _print(f"\n{_total(problems, offer=offer_fix)}")


def show_mended(mended: Sequence[Mending], problems: Sequence[Problem], form: Format) -> None:
    """Prints what was mended, and the problems that are left."""
    if form == "json":
        data = {
            "mended": [mending_data(one) for one in mended],
            "problems": [problem_data(problem) for problem in problems],
        }
        _print(as_json(data))
        return
    for one in mended:
        if form == "github":
            _print(_command("notice", one.place.file, one.place.line, one.code, one.done))
        else:
            place = click.style(str(one.place), bold=True)
            code = click.style(f"[{one.code}]", dim=True)
            _print(f"{place}: {click.style('mended:', fg='green')} {one.done} {code}")
    if form == "text" and mended:
        files = len({one.place.file for one in mended})
        total = f"Mended {_count(len(mended), 'place')} in {_count(files, 'file')}."
        _print(click.style(total, fg="green") + ("\n" if problems else ""))
    show_problems(problems, form, offer_fix=False)


def show_lines(lines: Iterable[str]) -> None:
    """Prints `lines`, in colour where problems would be."""
    for line in lines:
        _print(line)


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
    - ``source``: the line as it was read; null for a problem of a whole file.
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
        "source": problem.row,
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


def _text(problem: Problem) -> str:
    """A problem in two to four lines: what is wrong, the line, the place in it, how to mend it."""
    place = click.style(str(problem.place), bold=True)
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
    total = f"{_count(len(problems), 'problem')} in {_count(files, 'file')}"
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
    return f"::{kind} {where},title={escaped(title, ':,')}::{escaped(says)}"


def _print(text: str) -> None:
    # Somebody who sets it to anything wants no colours anywhere: https://no-color.org
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
