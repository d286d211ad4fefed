"""`signout new`: asks for what a new spec needs, shows it, and writes it if it passes the check."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from generator.check.proof import Checked
from generator.commands.new.interview import Interview
from generator.commands.new.questions import agreed, say
from generator.commands.new.scaffolds import ELSEWHERE, SCAFFOLDS, Scaffold, WithFields
from generator.commands.new.showing import show_call, show_done, show_files, show_refusal
from generator.commands.new.walk import Walk
from generator.commands.options import project_of, project_options, said_plainly
from generator.commands.report import show_problems
from generator.commands.serve.preview import KeptDocuments
from generator.edit.form import Refused
from generator.edit.mend import Change
from generator.edit.placing import needs_place
from generator.edit.plan import Folder, Plan
from generator.edit.scaffold import Draft, tried
from generator.edit.slots import is_told
from generator.knowledge.resolve import resolve
from generator.publish.publication import Project, strange_in
from generator.publish.saving import NotSaved, create, save
from generator.publish.schemas import offer_names
from generator.read.source import with_rows
from generator.read.tree import bad_name, spec_files
from generator.site.engine import icon_names
from generator.site.plain_files import refuse_strange
from generator.site.prose import check_prose, prose_pages


class _InOrder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] in ELSEWHERE:
            ctx.fail(ELSEWHERE[args[0]])
        return super().resolve_command(ctx, args)


@click.group(cls=_InOrder, short_help="Make a new device, family, problem, source, label …")
def new() -> None:
    """Make a new device, family, problem, source, label … that passes the check.

    In a terminal you are asked for what it needs; ? explains a question and lists the choices.
    Then you see what would be written, and nothing is written before you say yes, or if the check
    would find a problem. Everything can be given in the call as well, and then nothing is asked:

    \b
    signout new device --set name="Glow Mini" --from glow --dry-run
    """


def _command(name: str, kind: Scaffold) -> click.Command:
    @click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="NAME=VALUE",
        help="Fills in a field. A part of one is named with dots: text.en=Log out; of a list with "
        "numbers: solutions.1.title=…. Names and words of a list have commas between. An empty "
        "value leaves out what --from brought. Something else that is new with it is named with "
        "its file: sources/gazette.url=….",
    )
    @click.option("--from", "like", metavar="NAME", help=_from_says(kind.collection))
    @click.option(
        "--for",
        "at",
        multiple=True,
        metavar="PLACE",
        help="Where it is used. Give it again for each place.",
        hidden=not needs_place(kind.collection, "", ()),
    )
    @click.option(
        "--instead",
        is_flag=True,
        help="It takes the place of the label that the control has now.",
        hidden=kind.collection != "labels",
    )
    @click.option("--id", "given", default="", metavar="NAME", help="Its short name.")
    @click.option("--dry-run", is_flag=True, help="Only show what would be written.")
    @click.option(
        "--ask/--no-ask",
        "asks",
        default=None,
        help="Whether to ask for what is missing.  [default: in a terminal]",
    )
    @project_options
    def command(
        settings: tuple[str, ...],
        like: str | None,
        at: tuple[str, ...],
        instead: bool,
        given: str,
        dry_run: bool,
        asks: bool | None,
        specs: Path,
        content: Path,
        config: Path,
    ) -> None:
        project = project_of(specs, content, config)
        asks = _is_terminal() if asks is None else asks
        folder, before = _folder(project, kind.collection)
        plan = Plan(folder, kind.collection, given, list(at), instead)
        _fill(plan, like, settings)
        asked = asks and (any(plan.missing()) or not (settings or like))
        if asked:
            _ask(plan, before)
        _finish(project, plan, before, dry_run=dry_run, asked=asked)

    made = WithFields(
        name,
        callback=command,
        params=list(reversed(getattr(command, "__click_params__", []))),
        help="\n\n".join([kind.says, *(f"\b\n{example}" for example in kind.examples)]),
        short_help=kind.short,
    )
    made.collection = kind.collection
    return made


def _from_says(collection: str) -> str:
    if collection == "families":
        return "The family it is like: only what differs is written."
    return (
        "One that is like it, from which to take what holds for both; never sentences or sources."
    )


for _name, _kind in SCAFFOLDS.items():
    new.add_command(_command(_name, _kind))


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _folder(project: Project, collection: str) -> tuple[Folder, Checked]:
    """The specs as they are, with what a new thing of `collection` needs besides, and their
    check."""
    shown_as = project.specs.as_posix()
    found = list(spec_files(project.specs, shown_as))
    read = KeptDocuments().read
    checked = tried(found, {}, shown_as, read)
    folder = Folder(shown_as, found, checked.specs, checked.problems, read)
    if collection == "kinds":
        folder.icons = icon_names()
    if is_told(collection):
        with said_plainly():
            refuse_strange(project.content)
        folder.pages = list(prose_pages(project.content, project.content.as_posix()))
    return folder, checked


def _fill(plan: Plan, like: str | None, settings: tuple[str, ...]) -> None:
    """Fills in what was given with the call; all that cannot be taken is said at once."""
    refused: list[str] = []

    def take(action: Callable[..., object], *arguments: str) -> None:
        try:
            action(*arguments)
        except Refused as why:
            refused.append(str(why))

    for setting in settings:
        take(plan.expect, setting)
    if like is not None:
        take(plan.start_from, like)
    for setting in settings:
        take(plan.set, setting)
    if plan.id and (bad := bad_name(plan.id)):
        refused.append(f"--id: {' '.join(bad)}")
    for one in plan.at:
        take(plan.look_up, one)
    if refused:
        _wrong("\n".join(dict.fromkeys(refused)))


def _ask(plan: Plan, before: Checked) -> None:
    """Asks for what is missing."""
    questions = Walk(plan) if plan.collection == "families" else Interview(plan)
    try:
        if before.problems:
            texts = {f"{plan.folder.shown_as}/{n}": d for n, d in plan.folder.files.items()}
            show_problems(with_rows(before.problems, texts), "text")
            say("What is new can only be written if no problem is left then.", fg="red")
            _stop_unless(agreed("Go on all the same?", default=False))
        questions.run()
    except click.Abort:
        say("\nNothing was written.")
        sys.exit(1)


def _finish(project: Project, plan: Plan, before: Checked, *, dry_run: bool, asked: bool) -> None:
    """Checks what is to be written, shows it, and writes it."""
    if missing := list(plan.missing()):
        lines = (f"  {name}\n      {says}".rstrip() for name, says in missing)
        if asked:
            show_call(plan)
        _wrong(f"A new {plan.what} needs more. Fill in:\n" + "\n".join(lines))
    try:
        draft = plan.draft()
        files, checked = plan.checked(draft)
    except Refused as why:
        _wrong(str(why))
    show_files(plan.folder, files, draft)
    problems = checked.problems
    knowledge = None if problems else resolve(checked)
    if knowledge is not None:
        pages = {page.now.path: page.now.data for page in draft.told}
        shown_as = project.content.as_posix()
        problems = strange_in(project) or check_prose(knowledge, project.content, shown_as, pages)
    if problems or knowledge is None:
        show_refusal(plan, before, files, problems, asked=asked)
        sys.exit(1)
    if dry_run:
        click.echo("\nNo problems. Nothing was written (--dry-run).")
        return
    if asked:
        click.echo()
        _stop_unless(_agrees(), plan)
    try:
        _write(project, plan.folder, files, draft)
    except NotSaved as error:
        raise click.ClickException(str(error)) from None
    offer_names(checked.specs, project.specs)
    show_done(plan, before, files, knowledge, draft)


def _write(project: Project, folder: Folder, files: Mapping[str, bytes], draft: Draft) -> None:
    """Writes the specs, and the page that tells what is new: both or neither. Raises NotSaved."""
    new, changes = folder.parted(files)
    if draft.told:
        save(project.content, ())  # removes what a program left there that was stopped
    # The way to a page begins at the specs, so that one call writes everything or nothing.
    way = Path(os.path.relpath(project.content.resolve(), project.specs.resolve())).parts
    for page in draft.told:
        was, now = (replace(one, parts=(*way, *one.parts)) for one in (page.was, page.now))
        changes.append(Change(was, now))
    create(project.specs, new, changes)


def _agrees() -> bool:
    try:
        return agreed("Write it?", default=True)
    except click.Abort:
        say()
        return False


def _stop_unless(agreed: bool, plan: Plan | None = None) -> None:
    if not agreed:
        say("Nothing was written.")
        if plan is not None:
            show_call(plan)
        sys.exit(1)


def _wrong(message: str) -> NoReturn:
    raise click.UsageError(message)
