"""What `signout new` shows: the files as they would be, why they cannot be, what was done."""

from __future__ import annotations

from collections.abc import Mapping

import click

from generator.check.proof import Checked
from generator.commands.new.afterwards import next_steps
from generator.commands.new.questions import say
from generator.commands.report import bold, difference, show_lines, show_problems
from generator.edit.plan import Folder, Plan
from generator.edit.scaffold import Draft
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.resolve import resolve
from generator.read.problem import Problem
from generator.read.source import with_rows


def show_files(folder: Folder, files: Mapping[str, bytes], draft: Draft) -> None:
    """Prints new files whole, and of others and of pages the lines that change."""
    for number, (name, data) in enumerate(files.items()):
        is_new = name not in folder.files
        path = bold(f"{folder.shown_as}/{name}")
        click.echo(("\n" if number else "") + path + (" (new)" if is_new else ""))
        if is_new:
            for line in data.decode().splitlines():
                click.secho(f"  {line}", fg="green")
            continue
        show_lines(difference(folder.files[name], data))
    for page in draft.told:
        click.echo(f"\n{bold(page.was.file)}")
        show_lines(difference(page.was.data, page.now.data))


def show_refusal(
    plan: Plan,
    before: Checked,
    files: Mapping[str, bytes],
    problems: list[Problem],
    *,
    asked: bool,
) -> None:
    """Prints why nothing was written."""
    texts = {f"{plan.folder.shown_as}/{n}": d for n, d in {**plan.folder.files, **files}.items()}
    known = {one.known_by for one in before.problems}
    are_old = all(one.known_by in known for one in problems)
    click.echo()
    # What was not written cannot be mended.
    show_problems(with_rows(problems, texts), "text", offer_fix=are_old)
    if are_old:
        say("Nothing was written: these problems were there before. Mend them first.", fg="red")
    else:
        say("Nothing was written, because the check would find this.", fg="red")
    if asked:
        show_call(plan)


def show_call(plan: Plan) -> None:
    """Prints the call that stands for all answers, so that none is lost."""
    say("\nYour answers, to change and run again:")
    say(f"  {plan.command()}")


def show_done(
    plan: Plan,
    before: Checked,
    files: Mapping[str, bytes],
    knowledge: KnowledgeBase,
    draft: Draft,
) -> None:
    """Says what was written, and what to do next."""
    click.echo()
    for name in files:
        done = "Changed" if name in plan.folder.files else "Wrote"
        click.secho(f"{done} {plan.folder.shown_as}/{name}", fg="green")
    for page in draft.told:
        click.secho(f"Changed {page.was.file}", fg="green")
    click.echo("The check finds no problems.\n")
    was = None if before.problems else resolve(before)
    show_lines(next_steps(was, knowledge, draft))
