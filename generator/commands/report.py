"""Problems in words: as text for people, as JSON for programs, as annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

import click

from generator.read.problem import Problem

Format = Literal["text", "json", "github"]


def show_problems(problems: Sequence[Problem], form: Format) -> None:
    """Prints `problems`; text in colour if the output is a terminal."""
    if form == "json":
        click.echo(json.dumps([_data(problem) for problem in problems], indent=2))
        return
    for problem in problems:
        click.echo(_annotation(problem) if form == "github" else _text(problem))
    if form == "text" and problems:
        files = len({problem.place.file for problem in problems})
        click.secho(f"{_count(len(problems), 'problem')} in {_count(files, 'file')}", fg="red")


def _text(problem: Problem) -> str:
    place = click.style(str(problem.place), bold=True)
    hint = " " + click.style(problem.hint, fg="cyan") if problem.hint else ""
    return f"{place}: {problem.message}{hint} {click.style(f'[{problem.code}]', dim=True)}"


def _data(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _annotation(problem: Problem) -> str:
    """A workflow command of GitHub Actions, which shows the problem at its line in a pull request:
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """

    def escaped(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    place = problem.place
    where = (
        f"file={escaped(place.file, ':,')},line={place.line},col={place.column},"
        f"title={escaped(problem.code, ':,')}"
    )
    return f"::error {where}::{escaped(f'{problem.message} {problem.hint}'.strip())}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
