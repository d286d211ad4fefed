"""`signout diff`: what changed for readers, in sentences."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import click

from generator.changes.compare import Change, changes
from generator.changes.in_words import in_markdown, in_text
from generator.check.proof import Checked
from generator.commands.history import HistoryError, UnknownRevision, specs_at, specs_in
from generator.commands.options import no_folder, said_plainly, specs_option
from generator.commands.report import bold, show_lines
from generator.commands.terminal import safe
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import sound
from generator.knowledge.resolve import resolve
from generator.read.problem import shown

Form = Literal["text", "markdown", "json"]
NOW = "the working tree"
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For people, for a comment or a page, or for programs.",
)


@click.command()
@click.argument("old", metavar="[OLD", default="HEAD")
@click.argument("new", metavar="[NEW]]", required=False)
@format_option
@specs_option
@click.option(
    "--old-specs",
    type=click.Path(path_type=Path),
    help="Where the specs stood at OLD, if not where they stand now.",
)
def diff(old: str, new: str | None, form: Form, specs: Path, old_specs: Path | None) -> None:
    """Tell in sentences what changed for readers from OLD to NEW.

    OLD and NEW are revisions as git knows them: a commit, a branch, a tag, HEAD~5. Without NEW,
    the files as they are now are compared; without OLD, they are compared with the last commit.
    Two folders of specs can be compared as well, without git.

    What counts is what readers see. One sentence tells what is the same on many devices, and a
    change in the files that changes no page tells nothing. Prose pages in content/ are not
    compared: see `git diff` for these.

    Exit codes: 0 both could be read, 1 one of them has problems, 2 it is not there.
    """
    with said_plainly(), history_plainly():
        now = resolve(sound(state(new, specs)))
        before = resolve(sound(state(old, old_specs or specs)))
    told = changes(before, now)
    if form == "json":
        click.echo(as_json(told, shown(old), shown(new) if new else NOW))
    else:
        show_lines(lines_of(told, now, form))


def state(name: str | None, specs: Path) -> Checked:
    """The specs at a revision, in a folder of specs, or (without a name) as they are now. Raises
    HistoryError."""
    if name is None:
        if not specs.is_dir():
            raise UnknownRevision(no_folder(specs))
        return specs_in(specs, specs.as_posix())
    if (Path(name) / "service.yml").is_file():
        return specs_in(Path(name), Path(name).as_posix())
    try:
        return specs_at(name, specs)
    except UnknownRevision:
        if name and Path(name).is_dir():
            raise UnknownRevision(_no_specs_in(Path(name), specs)) from None
        raise


def _no_specs_in(folder: Path, specs: Path) -> str:
    """That a folder holds no specs; whoever names a whole project means the specs in it."""
    says = f"`{shown(str(folder))}` is no revision, and no folder of specs: it has no service.yml."
    if (folder / specs.name / "service.yml").is_file():
        says += f" Did you mean `{shown(str(folder / specs.name))}`?"
    return says


@contextmanager
def history_plainly() -> Iterator[None]:
    """Turns what history cannot give into a message: exit 2 if it was named wrongly, else 1."""
    try:
        yield
    except HistoryError as error:
        click.secho(safe(error), fg="red", err=True)
        sys.exit(2 if isinstance(error, UnknownRevision) else 1)


def lines_of(told: tuple[Change, ...], kb: KnowledgeBase, form: Form) -> list[str]:
    """The changes as text or Markdown; headings are bold on a terminal."""
    if form == "markdown":
        return in_markdown(told, len(kb.devices))
    lines = in_text(told, len(kb.devices))
    return [line if line.startswith(" ") else bold(line) for line in lines]


def as_json(told: tuple[Change, ...], old: str, new: str, **more: object) -> str:
    """The changes for programs, with what was compared."""
    data = {"old": old, "new": new, **more, "changes": [change.data() for change in told]}
    return json.dumps(data, ensure_ascii=False, indent=2)
